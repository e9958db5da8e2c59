"""The import of buildings as a whole: a file in, one transaction, a summary out."""

from pathlib import Path

from bot.imports.deciding.building_list import (
    BuildingOutcome,
    KnownBuildings,
    ListedBuilding,
    decide_buildings,
    understood_building,
    units_in_use,
)
from bot.imports.deciding.tree import Tree, units_made
from bot.imports.formats.files import read_table
from bot.imports.table.headers import BUILDING_LIST
from bot.imports.table.obeyed import datums_of
from bot.imports.table.problems import Finding
from bot.imports.table.stated_datums import Datums
from bot.imports.table.summaries import USUAL, Manner, Mode, Progress, Summary, unwatched
from bot.imports.table.tables import Table
from domain.places.datums import Datum
from storage.places import merged
from storage.places.codes import branches_of_buildings, rename_buildings
from storage.places.imports import known_buildings, known_points, known_units
from storage.places.saving import save_buildings, save_units
from storage.unit_of_work import Store, UnitOfWork


def import_buildings(
    store: Store, file: Path, datum: Datum | None, manner: Manner = USUAL, on_progress: Progress = unwatched
) -> Summary:
    """Bring a list into the store: good rows go in, all in one transaction; the others are reported with reasons.

    Raises FileUnreadable.
    """
    table = read_table(file, BUILDING_LIST)
    datums, notes = datums_of(table, datum)
    with store.unit_of_work() as unit:
        home_city = Tree(known_units(unit)).home_city(manner.home_city)
    rows, findings = _read(table, datums, home_city)
    with store.unit_of_work() as unit:
        branches = branches_of_buildings(unit)
        known = KnownBuildings(
            known_units(unit), known_buildings(unit), known_points(unit), branches, merged.known(unit)
        )
        outcome = decide_buildings(rows, known)
        if manner.mode is Mode.KEEP:
            _save(unit, outcome)
            unit.commit()
    on_progress(len(table.lines), len(table.lines))
    outcome.findings += findings
    return outcome.summary(
        table, manner.language, [*notes, *units_made(units_in_use(outcome), known.units)], cell_by_cell=True
    )


def _read(table: Table, datums: Datums, home_city: str) -> tuple[list[ListedBuilding], list[Finding]]:
    rows: list[ListedBuilding] = []
    findings: list[Finding] = []
    for line in table.lines:
        understood, wrong = understood_building(line, datums.of(line.number), home_city)
        findings += wrong
        if understood is not None:
            rows.append(understood)
    return rows, findings


def _save(unit: UnitOfWork, outcome: BuildingOutcome) -> None:
    rename_buildings(unit, outcome.renamed)
    save_units(unit, units_in_use(outcome))
    save_buildings(unit, [*outcome.imported, *outcome.updated], outcome.branches)
