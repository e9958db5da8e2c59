"""Opening hours as a visitor needs them: open or not, until when, and what the coming week brings."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.facts.calendar import put_in_force
from bot.facts.opening_hours import Days, Doors, coming_week, look
from domain.times.holidays import Holiday, Published

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = "Mo-Fr 09:00-17:00"


def _naive(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def _local(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("hours", "at", "are_open", "until"),
    [
        (OFFICE, "2026-12-01T08:59", False, "2026-12-01T09:00"),  # a Tuesday
        (OFFICE, "2026-12-01T09:00", True, "2026-12-01T17:00"),
        (OFFICE, "2026-12-01T16:59", True, "2026-12-01T17:00"),
        (OFFICE, "2026-12-01T17:00", False, "2026-12-02T09:00"),
        (OFFICE, "2026-12-04T17:00", False, "2026-12-07T09:00"),  # over the weekend
        ("Mo-Sa 09:00-18:00", "2026-12-06T10:00", False, "2026-12-07T09:00"),  # closed on Sunday
        ("Mo-Su 18:00-24:00", "2026-12-01T23:59", True, "2026-12-02T00:00"),
        ("Mo-Su 18:00-24:00", "2026-12-02T00:00", False, "2026-12-02T18:00"),
        ("Mo-Su 18:00-02:00", "2026-12-02T01:00", True, "2026-12-02T02:00"),  # past midnight
        ("Mo-Su 09:00-12:00,14:00-17:00", "2026-12-01T12:30", False, "2026-12-01T14:00"),
    ],
)
def test_look(hours: str, at: str, are_open: bool, until: str) -> None:  # noqa: FBT001  a table's column
    assert look(hours, _local(at)) == Doors(are_open, datetime.fromisoformat(until))


@pytest.mark.parametrize(
    ("hours", "at", "are_open", "holiday"),
    [
        ("Mo-Su 09:00-17:00; PH off", "2026-10-01T10:00", False, Holiday.NATIONAL_DAY),
        ("Mo-Fr 09:00-17:00; PH off", "2026-10-05T10:00", False, Holiday.NATIONAL_DAY),
        ("Mo-Fr 09:00-17:00; PH off", "2027-02-05T10:00", False, Holiday.SPRING_FESTIVAL),
        ("Mo-Fr 09:00-17:00; PH off", "2027-02-08T10:00", False, Holiday.SPRING_FESTIVAL),
        ("Mo-Fr 09:00-17:00; PH off", "2027-04-05T10:00", False, Holiday.QINGMING),
        ("Mo-Fr 09:00-17:00; PH off", "2026-10-10T10:00", True, None),  # a Saturday that is worked
        ("Mo-Fr 09:00-17:00; Sa,Su,PH off", "2026-10-10T10:00", False, None),
        ("Mo-Fr 09:00-17:00", "2026-10-10T10:00", False, None),
        ("09:00-17:00; Mo off; PH 09:00-17:00", "2026-10-05T10:00", True, Holiday.NATIONAL_DAY),
        ("09:00-17:00; Mo off; PH 09:00-17:00", "2026-10-12T10:00", False, None),
        ("09:00-17:00; Mo,PH off", "2026-10-06T10:00", False, Holiday.NATIONAL_DAY),
        ("Sa,Su,PH 10:00-16:00", "2026-10-06T10:00", True, Holiday.NATIONAL_DAY),
    ],
)
def test_look_on_a_public_holiday(hours: str, at: str, are_open: bool, holiday: Holiday | None) -> None:  # noqa: FBT001
    doors = look(hours, _local(at))
    assert doors is not None
    assert (doors.are_open, doors.holiday, doors.reckoned) == (are_open, holiday, holiday is None or "PH" in hours)


def test_hours_that_say_nothing_of_holidays_are_not_sure_of_one() -> None:
    until = datetime.fromisoformat("2026-10-05T17:00")
    assert look(OFFICE, _local("2026-10-05T10:00")) == Doors(
        are_open=True, until=until, holiday=Holiday.NATIONAL_DAY, reckoned=False
    )


def test_door_opens_again_after_the_whole_holiday() -> None:
    doors = look("Mo-Fr 09:00-17:00; PH off", _local("2026-10-01T10:00"))
    assert doors is not None
    assert doors.until == datetime.fromisoformat("2026-10-08T09:00")


def test_imported_calendar_counts_at_once() -> None:
    saturday = _local("2027-02-20T10:00")
    assert look("Mo-Fr 09:00-17:00; PH off", saturday) == Doors(are_open=False, until=_naive("2027-02-22T09:00"))
    try:
        put_in_force(Published({date(2027, 2, 5): Holiday.SPRING_FESTIVAL}, frozenset({saturday.date()})))
        assert look("Mo-Fr 09:00-17:00; PH off", saturday) == Doors(are_open=True, until=_naive("2027-02-20T17:00"))
    finally:
        put_in_force(Published())


def test_look_around_the_clock() -> None:
    assert look("24/7", _local("2026-12-01T03:00")) == Doors(are_open=True, until=None)


def test_look_at_what_stays_closed() -> None:
    assert look("off", _local("2026-12-01T03:00")) == Doors(are_open=False, until=None)


@pytest.mark.parametrize("hours", ["", "whenever somebody is there"])
def test_look_at_unknown_hours(hours: str) -> None:
    assert look(hours, _local("2026-12-01T10:00")) is None
    assert coming_week(hours, _local("2026-12-01T10:00")) == ()


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        (OFFICE, (Days(0, 4, ((540, 1020),)), Days(5, 6, ()))),
        ("24/7", (Days(0, 6, ((0, 1440),)),)),
        ("Mo-Su 18:00-24:00", (Days(0, 6, ((1080, 1440),)),)),
        ("Mo-We 09:00-17:00; Th 13:00-20:00", (Days(0, 2, ((540, 1020),)), Days(3, 3, ((780, 1200),)), Days(4, 6, ()))),
        ("Mo-Su 09:00-12:00,14:00-17:00", (Days(0, 6, ((540, 720), (840, 1020))),)),
    ],
)
def test_coming_week_from_monday_to_sunday(hours: str, days: tuple[Days, ...]) -> None:
    assert [coming_week(hours, _local(f"2026-12-0{day}T10:00")) for day in (1, 3, 6)] == [days] * 3


@pytest.mark.parametrize("today", ["2026-12-28", "2026-12-30", "2026-12-31"])
def test_coming_week_goes_on_over_new_year(today: str) -> None:
    """From each of these days the week holds 1 January, which is off, and 3 January, a Sunday that is worked."""
    try:
        put_in_force(Published({date(2027, 1, 1): Holiday.NEW_YEAR}, frozenset({date(2027, 1, 3)})))
        week = coming_week("Mo-Fr 09:00-17:00; PH off", _local(f"{today}T10:00"))
    finally:
        put_in_force(Published())
    office = ((540, 1020),)
    assert week == (Days(0, 3, office), Days(4, 5, ()), Days(6, 6, office))
