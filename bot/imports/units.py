"""The import of units as a whole: a file in, one transaction, a summary out."""

from pathlib import Path

from bot.imports.deciding.references import stem
from bot.imports.deciding.unit_decisions import UnitList, decide_units
from bot.imports.deciding.unit_rows import ListedUnit, understood_unit
from bot.imports.formats.files import read_table
from bot.imports.table.headers import UNIT_LIST, Field
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells, as_code
from bot.imports.table.summaries import USUAL, Manner, Mode, Outcome, Progress, Summary, unwatched
from bot.imports.table.tables import Table
from domain.places.places import Unit
from storage.places.codes import rename_units
from storage.places.imports import known_units
from storage.places.saving import save_units
from storage.unit_of_work import Store, UnitOfWork


def import_units(store: Store, file: Path, manner: Manner = USUAL, on_progress: Progress = unwatched) -> Summary:
    """Bring a tree into the store: good rows go in, all in one transaction; the others are reported with reasons.

    Raises FileUnreadable.
    """
    table = read_table(file, UNIT_LIST)
    given, findings = _read(table)
    with store.unit_of_work() as unit:
        outcome = decide_units(given, known_units(unit))
        if manner.mode is Mode.KEEP:
            _save(unit, outcome)
            unit.commit()
    on_progress(len(table.lines), len(table.lines))
    outcome.findings += findings
    return outcome.summary(table, manner.language)


def _read(table: Table) -> tuple[UnitList, list[Finding]]:
    listed: list[ListedUnit] = []
    refused: dict[str, int] = {}
    findings: list[Finding] = []
    for line in table.lines:
        match understood_unit(line):
            case ListedUnit() as understood:
                listed.append(understood)
            case wrong:
                findings += wrong
                refused |= dict.fromkeys(_called(RowCells.of(line)), line.number)
    return UnitList(listed, refused, table.fields), findings


def _called(cells: RowCells) -> set[str]:
    return {as_code(cells.written(Field.CODE)), stem(cells.written(Field.NAME))} - {""}


def _save(unit: UnitOfWork, outcome: Outcome[Unit]) -> None:
    rename_units(unit, outcome.renamed)
    save_units(unit, [*outcome.imported, *outcome.updated])
