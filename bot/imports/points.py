"""The import of service points as a whole: a file in, one transaction, a summary out."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from bot.imports.deciding.decisions import KnownPlaces, PointOutcome, decide
from bot.imports.deciding.rows import Reading, understood
from bot.imports.deciding.tree import Tree, units_made
from bot.imports.formats.files import read_table
from bot.imports.table.obeyed import datums_of
from bot.imports.table.stated_datums import Datums
from bot.imports.table.summaries import USUAL, Manner, Mode, Progress, Summary, unwatched
from bot.imports.table.tables import Line
from domain.places.datums import Datum
from storage.places import merged
from storage.places.imports import known_buildings, known_points, known_units, rename_codes
from storage.places.saving import save_buildings, save_points, save_units
from storage.unit_of_work import Store, UnitOfWork

_STEP: Final = 200


def import_points(
    store: Store, file: Path, datum: Datum | None, manner: Manner = USUAL, on_progress: Progress = unwatched
) -> Summary:
    """Bring a list into the store: good rows go in, all in one transaction; the others are reported with reasons.

    `datum` is what the coordinates are said to count in, None where only the file can say. Raises FileUnreadable.
    """
    table = read_table(file)
    datums, notes = datums_of(table, datum)
    with store.unit_of_work() as unit:
        home_city = Tree(known_units(unit)).home_city(manner.home_city)
    read, sheets = len(table.lines), replace(table, lines=())
    lines = deque(table.lines)
    del table  # its rows are let go one by one while they are read: a long list is not held twice
    readings = deque(_readings(lines, datums, home_city, on_progress))
    # Understanding takes most of the time; the transaction, which stops the bot from writing, begins only here.
    with store.unit_of_work() as unit:
        known = KnownPlaces(known_units(unit), known_buildings(unit), known_points(unit), merged.known(unit))
        outcome = decide(readings, known)
        if manner.mode is Mode.KEEP:
            _save(unit, outcome)
            unit.commit()
    on_progress(read, read)
    return outcome.summary(
        sheets, manner.language, [*notes, *units_made(outcome.units, known.units)], cell_by_cell=True, read=read
    )


def _readings(lines: deque[Line], datums: Datums, home_city: str, on_progress: Progress) -> Iterator[Reading]:
    read = len(lines)
    for done in range(read):
        if done % _STEP == 0:
            on_progress(done, read)
        line = lines.popleft()
        yield understood(line, datums.of(line.number), home_city)


def _save(unit: UnitOfWork, outcome: PointOutcome) -> None:
    rename_codes(unit, outcome.renamed)
    save_units(unit, outcome.units)
    save_buildings(unit, outcome.buildings)
    save_points(unit, chain(outcome.imported, outcome.updated))
