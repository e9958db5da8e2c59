"""What falls due around an activity: which notices, when, and until when they are of use."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.activities.notices import FAIR, LEADS, STEPS, NoticeKind, default_confirm_by, plan
from domain.affiliations.reminders import QuietHours

ZONE: Final = ZoneInfo("Asia/Shanghai")
QUIET: Final = QuietHours()


def at(written: str, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


def an_activity(begins: str, ends: str, confirm_by: str | None = None, zone: ZoneInfo = ZONE) -> Plan:
    return Plan(
        Kind.LECTURE,
        "党课",
        at(begins, zone).timestamp(),
        at(ends, zone).timestamp(),
        Spot(title="三楼"),
        Audience.MEMBERS,
        confirm_by=at(confirm_by, zone).timestamp() if confirm_by else None,
    )


EVENING: Final = an_activity("2026-12-03 19:00", "2026-12-03 20:30", "2026-12-02 18:00")


def written(activity: Plan, now: str, quiet: QuietHours | None = QUIET, zone: ZoneInfo = ZONE) -> list[str]:
    """Write each as "12-02 10:00 remind, not after 12-03 19:00"."""
    return [
        f"{one.due:%m-%d %H:%M} {one.kind}" + (f", not after {one.not_after:%m-%d %H:%M}" if one.not_after else "")
        for one in plan(activity, quiet, at(now, zone))
    ]


def test_plan_of_an_evening_whose_seats_are_to_be_confirmed() -> None:
    assert written(EVENING, "2026-11-23 12:00") == [
        "11-30 19:00 remind_72, not after 12-03 19:00",
        "12-01 19:00 remind_48, not after 12-03 19:00",
        "12-02 10:00 remind, not after 12-03 19:00",
        "12-02 16:00 last_call, not after 12-02 18:00",
        "12-02 18:00 release, not after 12-03 19:00",
        "12-02 19:00 remind_24, not after 12-03 19:00",
        "12-03 07:30 remind_12, not after 12-03 19:00",
        "12-03 16:00 remind_3, not after 12-03 19:00",
        "12-03 17:00 soon, not after 12-03 19:00",
        "12-03 21:00 over",
        "12-03 21:30 enter, not after 12-10 20:30",
    ]


def test_plan_without_confirming_calls_and_releases_nobody() -> None:
    kinds = [one.kind for one in plan(replace(EVENING, confirm_by=None), QUIET, at("2026-12-02 09:00"))]
    assert kinds == ["remind", "remind_24", "remind_12", "remind_3", "soon", "over", "enter"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-12-02 10:00", "12-02 16:00 last_call, not after 12-02 18:00"),
        ("2026-12-02 18:00", "12-02 19:00 remind_24, not after 12-03 19:00"),
        ("2026-12-03 17:00", "12-03 21:00 over"),
    ],
)
def test_plan_leaves_out_what_should_have_come_before(now: str, first: str) -> None:
    assert written(EVENING, now)[0] == first


def test_plan_of_what_is_long_over_is_nothing() -> None:
    assert written(EVENING, "2026-12-03 21:30") == []


@pytest.mark.parametrize(
    ("confirm_by", "asked"),
    [
        ("2026-11-30 18:00", "11-30 10:00 ask, not after 11-30 18:00"),
        ("2026-11-30 12:00", "11-29 10:00 ask, not after 11-30 12:00"),
        ("2026-12-02 12:00", "12-01 10:00 ask, not after 12-02 12:00"),
    ],
)
def test_plan_asks_before_an_early_deadline(confirm_by: str, asked: str) -> None:
    early = replace(EVENING, confirm_by=at(confirm_by).timestamp())
    assert [one for one in written(early, "2026-11-23 12:00") if " ask" in one] == [asked]


def test_plan_asks_with_the_reminder_where_it_comes_in_time() -> None:
    just = replace(EVENING, confirm_by=at("2026-12-02 12:30").timestamp())
    assert [one for one in written(just, "2026-11-23 12:00") if " ask" in one] == []


# ---------------------------------------------------------------- quiet hours


def test_plan_of_an_early_morning_tells_in_the_evening_before() -> None:
    morning = an_activity("2026-12-03 07:45", "2026-12-03 09:00")
    assert written(morning, "2026-12-02 12:00") == [
        "12-02 19:45 remind_12, not after 12-03 07:45",
        "12-02 21:30 remind_3, not after 12-03 07:45",
        "12-02 21:30 soon, not after 12-03 07:45",
        "12-03 09:30 over",
        "12-03 10:00 enter, not after 12-10 09:00",
    ]


def test_plan_of_a_later_morning_tells_when_the_night_is_over() -> None:
    morning = an_activity("2026-12-03 09:00", "2026-12-03 10:00")
    assert written(morning, "2026-12-02 22:00") == [
        "12-03 07:30 remind_3, not after 12-03 09:00",
        "12-03 07:30 soon, not after 12-03 09:00",
        "12-03 10:30 over",
        "12-03 11:00 enter, not after 12-10 10:00",
    ]


def test_plan_takes_nothing_from_people_before_its_time() -> None:
    at_night = an_activity("2026-12-03 07:00", "2026-12-03 07:20", "2026-12-02 23:00")
    steps = [one for one in written(at_night, "2026-12-02 09:00") if " release" in one or " over" in one]
    assert steps == ["12-03 07:30 release, not after 12-03 07:00", "12-03 07:50 over"]


def test_plan_without_quiet_hours_moves_nothing() -> None:
    morning = an_activity("2026-12-03 07:45", "2026-12-03 09:00")
    assert written(morning, "2026-12-03 03:00", None)[:2] == [
        "12-03 04:45 remind_3, not after 12-03 07:45",
        "12-03 05:45 soon, not after 12-03 07:45",
    ]


def test_plan_over_a_change_of_the_clocks_counts_real_hours() -> None:
    zone = ZoneInfo("Europe/Berlin")
    morning = an_activity("2027-03-28 10:00", "2027-03-28 11:00", None, zone)  # at 2:00 it becomes 3:00
    assert [one for one in written(morning, "2027-03-27 08:00", None, zone) if "remind" in one] == [
        "03-27 09:00 remind_24, not after 03-28 10:00",
        "03-27 10:00 remind, not after 03-28 10:00",
        "03-27 21:00 remind_12, not after 03-28 10:00",
        "03-28 07:00 remind_3, not after 03-28 10:00",
    ]


@settings(deadline=None)
@given(
    begins=st.integers(0, 72 * 60).map(lambda minutes: at("2026-12-05 00:00") + timedelta(minutes=minutes)),
    confirm_before=st.none() | st.integers(1, 120),
    now=st.integers(0, 10 * 24 * 60).map(lambda minutes: at("2026-11-28 00:00") + timedelta(minutes=minutes)),
)
def test_plan_of_anything_disturbs_nobody_at_night_and_has_each_kind_once(
    begins: datetime, confirm_before: int | None, now: datetime
) -> None:
    starts = begins.timestamp()
    confirm_by = None if confirm_before is None else starts - confirm_before * 3600.0
    activity = replace(EVENING, starts_at=starts, ends_at=starts + 5400.0, confirm_by=confirm_by)
    planned = plan(activity, QUIET, now)
    kinds = [one.kind for one in planned]
    assert len(set(kinds)) == len(kinds)
    assert [one for one in planned if QUIET.hold(one.due) or one.due <= now] == []
    told = [one for one in planned if one.kind not in STEPS]
    assert [one for one in told if one.not_after is not None and one.not_after - one.due < FAIR] == []
    assert [one.due for one in planned] == sorted(one.due for one in planned)


# ---------------------------------------------------------------- until when seats are confirmed


@pytest.mark.parametrize(
    ("now", "confirm_by"),
    [
        ("2026-11-23 12:00", "2026-12-02 18:00"),
        ("2026-12-02 12:00", "2026-12-02 18:00"),
        ("2026-12-02 12:01", None),
        ("2026-12-03 12:00", None),
    ],
)
def test_default_confirm_by_is_the_evening_before_while_there_is_time(now: str, confirm_by: str | None) -> None:
    expected = at(confirm_by).timestamp() if confirm_by else None
    assert default_confirm_by(EVENING.starts_at, at(now)) == expected


def test_remind_names_each_lead() -> None:
    assert [NoticeKind.remind(hours) for hours in LEADS] == [
        "remind_3",
        "remind_12",
        "remind_24",
        "remind_48",
        "remind_72",
    ]
