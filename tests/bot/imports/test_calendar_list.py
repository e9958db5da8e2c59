"""The published calendar as a list: whole years, replaced as a whole, and refused by halves."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.imports.calendar_list import import_calendar
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode, Summary
from bot.imports.table.wording import BadFile, Fault
from domain.times.holidays import Holiday, Published
from storage.calendar_days import published
from storage.unit_of_work import Store

HEADER = "日期,安排,节日"
OFF = [
    "2027-01-01,休,元旦",
    *(f"2027-02-{day:02},放假,春节" for day in range(5, 12)),
    "2027年4月5日,休,清明节",
    *(f"2027/5/{day},休,劳动节" for day in range(1, 6)),
    "20270609,休,端午节",
    "2027-09-15,休,中秋节",
    *(f"2027-10-{day:02},休,国庆节" for day in range(1, 8)),
]
WORKED = ["2027-02-20,班,", "2027-10-09,上班,国庆节"]

Imported = Callable[..., Summary]


@pytest.fixture
def imported(store: Store, tmp_path: Path) -> Imported:
    def run(*lines: str, mode: Mode = Mode.KEEP) -> Summary:
        file = tmp_path / "calendar.csv"
        file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        return import_calendar(store, file, Manner(mode))

    return run


def kept(store: Store) -> Published:
    with store.unit_of_work() as unit:
        return published(unit)


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.imported, summary.updated, summary.unchanged, summary.rejected


def test_year_is_kept_and_kept_once(imported: Imported, store: Store) -> None:
    assert counts(imported(*OFF, *WORKED, mode=Mode.TRY)) == (25, 25, 0, 0, 0)
    assert kept(store) == Published()
    assert counts(imported(*OFF, *WORKED)) == (25, 25, 0, 0, 0)
    calendar = kept(store)
    assert (len(calendar.off), calendar.off[date(2027, 2, 11)]) == (23, Holiday.SPRING_FESTIVAL)
    assert calendar.worked == {date(2027, 2, 20), date(2027, 10, 9)}
    assert counts(imported(*OFF, *WORKED)) == (25, 0, 0, 25, 0)


def test_corrected_year_replaces_the_year(imported: Imported, store: Store) -> None:
    imported(*OFF, *WORKED)
    assert counts(imported(*OFF, "2027-02-27,班,")) == (24, 1, 0, 23, 0)
    assert kept(store).worked == {date(2027, 2, 27)}


def test_half_a_year_is_refused(imported: Imported, store: Store) -> None:
    with pytest.raises(FileUnreadable) as refused:
        imported(*OFF[:8])
    assert (refused.value.why, kept(store)) == (BadFile.YEAR_NOT_WHOLE, Published())
    assert "劳动节、国庆节、清明节、端午节、中秋节" in str(refused.value)


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        ("过年,休,春节", "day", Fault.DAY_UNREADABLE),
        ("2027-02-30,休,春节", "day", Fault.DAY_UNREADABLE),
        ("2027-02-12,也许,春节", "arrangement", Fault.ARRANGEMENT_UNKNOWN),
        ("2027-02-12,休,圣诞节", "holiday", Fault.HOLIDAY_UNKNOWN),
        ("2027-02-12,班,", "day", Fault.DAY_NO_WEEKEND),
        ("2027-02-11,休,春节", "day", Fault.SAME_DAY),
    ],
)
def test_row_that_makes_no_sense_is_refused_alone(imported: Imported, row: str, field: str, fault: Fault) -> None:
    summary = imported(*OFF, row)
    assert counts(summary) == (24, 23, 0, 0, 1)
    assert [(one.row, one.field, one.fault) for one in summary.problems] == [(25, field, fault)]
