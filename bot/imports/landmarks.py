"""The import of landmarks as a whole: a file in, one transaction, a summary out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.imports.formats.files import read_table
from bot.imports.table.headers import LANDMARK_LIST, Field
from bot.imports.table.obeyed import datums_of
from bot.imports.table.positions import position
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.stated_datums import Datums
from bot.imports.table.summaries import USUAL, Manner, Mode, Outcome, Progress, Summary, unwatched
from bot.imports.table.tables import Table
from bot.imports.table.wording import Fault
from bot.imports.values import spellings
from bot.imports.values.cells import folded
from domain.places.datums import Datum
from domain.places.geo import distance_m
from domain.places.places import Landmark, LandmarkKind, code_from_name
from storage.places.landmarks import known_landmarks, rename_landmarks, save_landmarks
from storage.unit_of_work import Store, UnitOfWork

_STILL_M: Final = 1.0
"""A landmark that moved less than this was only written with other digits."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    landmark: Landmark
    fields: frozenset[Field]


def import_landmarks(
    store: Store, file: Path, datum: Datum | None, manner: Manner = USUAL, on_progress: Progress = unwatched
) -> Summary:
    """Bring a list into the store: good rows go in, all in one transaction; the others are reported with reasons.

    Raises FileUnreadable.
    """
    table = read_table(file, LANDMARK_LIST)
    datums, notes = datums_of(table, datum)
    with store.unit_of_work() as unit:
        outcome = _decided(table, datums, known_landmarks(unit))
        if manner.mode is Mode.KEEP:
            _save(unit, outcome)
            unit.commit()
    on_progress(len(table.lines), len(table.lines))
    return outcome.summary(table, manner.language, notes, cell_by_cell=True)


def landmarks_in(file: Path) -> list[Landmark]:
    """Read the good rows of a list in WGS-84. Raises FileUnreadable."""
    return _decided(read_table(file, LANDMARK_LIST), Datums(Datum.WGS84), ()).imported


def _decided(table: Table, datums: Datums, known: Sequence[Landmark]) -> Outcome[Landmark]:
    """Go through the rows in their order; the first of two that are one landmark is taken."""
    outcome = Outcome[Landmark]()
    by_code = {one.code: one for one in known}
    by_name = {(folded(one.name), one.kind): one for one in known}
    taken: dict[str, int] = {}
    for row in _rows(table, datums, outcome.findings):
        before = by_code.get(row.landmark.code) or by_name.get((folded(row.landmark.name), row.landmark.kind))
        now = _beside(row.landmark, before, row.fields)
        other = taken.setdefault(before.code if before else now.code, row.number)
        if other != row.number:
            outcome.findings.append(
                Finding(row.number, Field.NAME, now.name, Fault.SAME_LANDMARK, {"other": str(other)})
            )
            continue
        outcome.take(now, before, changed=now != before)
        if before is not None and before.code != now.code:
            outcome.renamed[before.code] = now.code
    return outcome


def _beside(now: Landmark, before: Landmark | None, fields: frozenset[Field]) -> Landmark:
    """Complete a landmark with what is known of it: what the list has no column for stays, and so does its code."""
    if before is None:
        return now if now.code else replace(now, code=code_from_name(now.name, f"landmark\n{now.kind}"))
    return replace(
        now,
        code=now.code or before.code,
        kind=now.kind if Field.SITE in fields else before.kind,
        position=before.position if distance_m(before.position, now.position) < _STILL_M else now.position,
        other_names=now.other_names if Field.OTHER_NAMES in fields else before.other_names,
        lines=now.lines if Field.LINES in fields else before.lines,
    )


def _rows(table: Table, datums: Datums, findings: list[Finding]) -> Iterator[_Row]:
    for line in table.lines:
        cells = RowCells.of(line)
        landmark = _understood(cells, datums.of(line.number))
        findings += cells.findings
        if landmark is not None:
            yield _Row(line.number, landmark, line.fields)


def _understood(cells: RowCells, datum: Datum) -> Landmark | None:
    """Read every cell of a row, noting what is wrong with it; None where it cannot be taken."""
    code, name = cells.code(), cells.name()
    kind = _kind(cells)
    other_names = spellings.listed(cells.text(Field.OTHER_NAMES))
    lines = spellings.listed(cells.text(Field.LINES))
    placed = position(cells, datum)
    if isinstance(placed, Finding):
        cells.findings.append(placed)
        return None
    sound = all(finding.costs_only_itself for finding in cells.findings)
    return Landmark(code, name, kind, placed, other_names, lines) if sound else None


def _kind(cells: RowCells) -> LandmarkKind:
    written = cells.written(Field.SITE)
    kind = spellings.landmark(written)
    if kind is None and written and not spellings.is_unknown(written):
        cells.note(Field.SITE, Fault.LANDMARK_UNKNOWN)
    return kind or LandmarkKind.OTHER


def _save(unit: UnitOfWork, outcome: Outcome[Landmark]) -> None:
    rename_landmarks(unit, outcome.renamed)
    save_landmarks(unit, [*outcome.imported, *outcome.updated])
