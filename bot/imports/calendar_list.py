"""The import of a published calendar: the days off of whole years, and the weekend days that are worked for them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.imports.formats.files import read_table
from bot.imports.table.headers import CALENDAR_LIST, Field
from bot.imports.table.problems import FileUnreadable, Finding, row_name
from bot.imports.table.row_cells import RowCells
from bot.imports.table.summaries import USUAL, Manner, Mode, Outcome, Progress, Summary, unwatched
from bot.imports.table.wording import BadFile, Fault
from bot.imports.values import spellings
from domain.times.holidays import Holiday, Published
from storage.calendar_days import keep_published, published
from storage.unit_of_work import Store

_DAY: Final = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D|$)")

Day = tuple[date, Holiday | None]
"""A day off with its holiday, or a weekend day that is worked."""


def import_calendar(store: Store, file: Path, manner: Manner = USUAL, on_progress: Progress = unwatched) -> Summary:
    """Bring whole years into the store, in place of what was known of them.

    Raises FileUnreadable, also for a year whose holidays are not all there: half a year would hide the other half.
    """
    table = read_table(file, CALENDAR_LIST)
    outcome = Outcome[Day]()
    taken: dict[date, int] = {}
    given: dict[date, Holiday | None] = {}
    before: Day | None = None
    for line in table.lines:
        cells = RowCells.of(line)
        day = before = _day(cells, before)
        if day and taken.setdefault(day[0], line.number) != line.number:
            cells.note(Field.DAY, Fault.SAME_DAY, other=str(taken[day[0]]))
        elif day and not cells.findings:
            given[day[0]] = day[1]
        outcome.findings += cells.findings
    calendar = Published(
        {day: of for day, of in given.items() if of}, frozenset(day for day, of in given.items() if not of)
    )
    _refuse_half_years(calendar, outcome.findings, table.sheets)
    with store.unit_of_work() as unit:
        was = published(unit)
        for of_day, of in given.items():
            known = of_day in was.off or of_day in was.worked
            outcome.take((of_day, of), (of_day, of) if known else None, changed=was.off.get(of_day) != of)
        if manner.mode is Mode.KEEP:
            keep_published(unit, calendar)
            unit.commit()
    on_progress(len(table.lines), len(table.lines))
    return outcome.summary(table, manner.language)


def _day(cells: RowCells, before: Day | None) -> Day | None:
    """Read a row; a day off that names no holiday belongs to that of the day `before` it, in the row above."""
    found = _DAY.match(cells.written(Field.DAY))
    off = spellings.is_off(cells.written(Field.ARRANGEMENT))
    holiday = spellings.holiday(cells.written(Field.HOLIDAY))
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if before and day == before[0] + timedelta(days=1) and not cells.written(Field.HOLIDAY):
        holiday = before[1]
    if day is None:
        cells.note(Field.DAY, Fault.DAY_UNREADABLE)
    if off is None:
        cells.note(Field.ARRANGEMENT, Fault.ARRANGEMENT_UNKNOWN)
    if off and holiday is None and cells.written(Field.HOLIDAY):
        cells.note(Field.HOLIDAY, Fault.HOLIDAY_UNKNOWN, known=spellings.holiday_names(Holiday))
    elif off and holiday is None and day is not None:
        cells.note(Field.HOLIDAY, Fault.HOLIDAY_EMPTY, known=spellings.holiday_names(Holiday))
    if off is False and day is not None and day.weekday() < _SATURDAY:
        cells.note(Field.DAY, Fault.DAY_NO_WEEKEND)
    return None if day is None or cells.findings else (day, holiday if off else None)


_SATURDAY: Final = 5
_SHOWN: Final = 10


def _refuse_half_years(given: Published, findings: Sequence[Finding], sheets: tuple[str, ...]) -> None:
    """Hold a year against the law: all the days that it makes holidays are off in whatever is published.

    Rows that were not understood are named, for it may be they that are missing.
    """
    unread = list(dict.fromkeys(row_name(one.row, sheets) for one in findings))
    for year in sorted(given.years | {day.year for day in given.worked}):
        missing = given.lacking(year)
        if missing:
            named = {"year": str(year), "holidays": spellings.holiday_names(missing)}
            if unread:
                rows = "、".join(unread[:_SHOWN]) + ("…" if len(unread) > _SHOWN else "")
                raise FileUnreadable(BadFile.YEAR_NOT_READ, rows=rows, **named)
            raise FileUnreadable(BadFile.YEAR_NOT_WHOLE, **named)
