"""The import of service points as a whole: a file in, one transaction, a summary out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from bot.imports.decisions import KnownPlaces, Outcome, decide
from bot.imports.files import read_table
from bot.imports.problems import Problem
from bot.imports.rows import Reading, understood
from bot.imports.tables import Table
from bot.imports.tree import Tree
from domain.datums import Datum
from storage.place_import import known_buildings, known_points, known_units, rename_codes
from storage.places import save_buildings, save_points, save_units
from storage.unit_of_work import Store, UnitOfWork

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows in all; the last call comes when everything is in the store."""

_STEP: Final = 200


class Mode(Enum):
    """Keep what is imported, or only try and say what would happen."""

    KEEP = auto()
    TRY = auto()


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows came to what: read = imported + updated + unchanged + rejected. A row can have several problems."""

    read: int
    imported: int
    updated: int
    unchanged: int
    rejected: int
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        counts = {name: getattr(self, name) for name in ("read", "imported", "updated", "unchanged", "rejected")}
        problems = [
            {"row": problem.row, "field": problem.field, "value": problem.value, "problem": problem.problem}
            for problem in self.problems
        ]
        return {**counts, "problems": problems}


@dataclass(frozen=True, slots=True)
class Manner:
    """`home_city` is where rows are that name no city, unless the store has exactly one; `language` of the problems."""

    mode: Mode = Mode.KEEP
    language: str = "zh_Hans"
    home_city: str = "上海市"


_USUAL: Final = Manner()


def _unwatched(_done: int, _all: int) -> None:
    """Nobody looks."""


def import_points(
    store: Store, file: Path, datum: Datum, manner: Manner = _USUAL, on_progress: Progress = _unwatched
) -> Summary:
    """Bring a list into the store: good rows go in, all in one transaction, and the others are told with their reason.

    Raises FileUnreadable.
    """
    table = read_table(file)
    readings = list(_readings(table, datum, _home_city(store, manner.home_city), on_progress))
    # Understanding takes most of the time; the transaction, which stops the bot from writing, begins only here.
    with store.unit_of_work() as unit:
        known = KnownPlaces(known_units(unit), known_buildings(unit), known_points(unit))
        outcome = decide(readings, known, table.fields)
        if manner.mode is Mode.KEEP:
            _save(unit, outcome)
            unit.commit()
    on_progress(len(table.lines), len(table.lines))
    return _summary(table, outcome, manner.language)


def _home_city(store: Store, otherwise: str) -> str:
    with store.unit_of_work() as unit:
        return Tree(known_units(unit)).home_city(otherwise)


def _readings(table: Table, datum: Datum, home_city: str, on_progress: Progress) -> Iterator[Reading]:
    for done, line in enumerate(table.lines):
        if done % _STEP == 0:
            on_progress(done, len(table.lines))
        yield understood(line, datum, home_city)


def _save(unit: UnitOfWork, outcome: Outcome) -> None:
    rename_codes(unit, outcome.renamed)
    save_units(unit, outcome.units)
    save_buildings(unit, outcome.buildings)
    save_points(unit, [*outcome.imported, *outcome.updated])


def _summary(table: Table, outcome: Outcome, language: str) -> Summary:
    problems = tuple(finding.told(language) for finding in outcome.findings)
    return Summary(
        read=len(table.lines),
        imported=len(outcome.imported),
        updated=len(outcome.updated),
        unchanged=outcome.unchanged,
        rejected=len({problem.row for problem in problems}),
        problems=problems,
    )
