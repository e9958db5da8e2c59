"""Series: the dates that a rule has, each an activity of its own, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities.activities import Audience, Kind, Plan, Spot, Stage
from domain.people.deeds import By, Deed
from storage.activities import activities, agenda, series
from storage.activities.activities import ActivityRow
from storage.activities.series import SeriesRow, make_dates, moved_to, occurrences
from storage.people import audit
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import CHEN, unit_id

NewStore = Callable[[], Store]

ZONE: Final = ZoneInfo("Asia/Shanghai")
BERLIN: Final = ZoneInfo("Europe/Berlin")
NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
ORGANISER: Final = By(CHEN, "organiser")
FIRST_THURSDAYS: Final = "FREQ=MONTHLY;BYDAY=1TH"
UNTIL: Final = date(2027, 3, 1)


def at(written: str, zone: ZoneInfo = ZONE) -> float:
    return datetime.fromisoformat(written).replace(tzinfo=zone).timestamp()


def a_plan(begins: str = "2026-12-03 19:00", ends: str = "2026-12-03 20:30", zone: ZoneInfo = ZONE) -> Plan:
    return Plan(Kind.THEME_DAY, "主题党日", at(begins, zone), at(ends, zone), Spot(title="三楼"), Audience.MEMBERS, 20)


def begun(unit: UnitOfWork, rule: str = FIRST_THURSDAYS, plan: Plan | None = None) -> SeriesRow:
    return series.begin(unit, unit_id(unit, "310106011"), rule, plan or a_plan(), CHEN, NOW)


def dates(rows: list[ActivityRow], zone: ZoneInfo = ZONE) -> list[str]:
    return [f"{datetime.fromtimestamp(row.starts_at, zone):%Y-%m-%d %H:%M}" for row in rows]


def of_series(store: Store, number: int) -> list[ActivityRow]:
    with store.unit_of_work() as unit:
        return agenda.of_series(unit, number)


# ---------------------------------------------------------------- making dates


def test_begin_drafts_the_first_date(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = begun(unit)
        unit.commit()

    store = city()
    with store.unit_of_work() as unit:
        assert series.find(unit, row.id) == row
    (first,) = of_series(store, row.id)
    assert (first.plan, first.stage, first.of_series and first.of_series.day) == (
        a_plan(),
        Stage.DRAFT,
        date(2026, 12, 3),
    )
    assert (row.rule, row.planned_until, row.ended_at) == (FIRST_THURSDAYS, date(2026, 12, 3), None)


def test_begin_on_a_day_that_the_rule_has_not_goes_to_the_next_one(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit, plan=a_plan("2026-12-04 19:00", "2026-12-04 20:30"))
        assert dates(agenda.of_series(unit, row.id)) == ["2027-01-07 19:00"]


@pytest.mark.parametrize("rule", ["", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9,10", "FREQ=WEEKLY;BYDAY=XX", "每月"])
def test_begin_with_what_is_no_rule_raises(city_store: Store, rule: str) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match=r"BYDAY|rule"):
        begun(unit, rule)


def test_begin_with_a_rule_that_has_no_day_raises(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match="no day"):
        begun(unit, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")


def test_make_dates_up_to_a_day(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = begun(unit)
        new = make_dates(unit, row.id, UNTIL, NOW)
        unit.commit()

    store = city()
    assert dates(of_series(store, row.id)) == ["2026-12-03 19:00", "2027-01-07 19:00", "2027-02-04 19:00"]
    assert of_series(store, row.id)[1:] == new
    assert {one.stage for one in new} == {Stage.DRAFT}
    with store.unit_of_work() as unit:
        assert series.find(unit, row.id) == replace(row, planned_until=UNTIL)


def test_make_dates_again_makes_what_is_missing_only(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        make_dates(unit, row.id, UNTIL, NOW)
        assert make_dates(unit, row.id, UNTIL, NOW) == []
        assert make_dates(unit, row.id, date(2027, 1, 1), NOW) == []
        assert dates(make_dates(unit, row.id, date(2027, 4, 30), NOW)) == ["2027-03-04 19:00", "2027-04-01 19:00"]


def test_make_dates_of_a_published_series_are_published_and_audited(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        (first,) = agenda.of_series(unit, row.id)
        activities.publish(unit, first.id, Deed(ORGANISER, NOW.timestamp()))
        new = make_dates(unit, row.id, UNTIL, NOW)
        assert [(one.stage, one.created_by) for one in new] == [(Stage.PUBLISHED, CHEN)] * 2
        assert audit.verify(unit).rows == 3


def test_make_dates_leaves_alone_what_was_moved_or_dropped(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        make_dates(unit, row.id, UNTIL, NOW)
        _, moved, dropped = agenda.of_series(unit, row.id)
        elsewhere = a_plan("2027-01-08 09:00", "2027-01-08 10:00")
        activities.amend(unit, moved.id, elsewhere, Deed(ORGANISER, NOW.timestamp()))
        activities.cancel(unit, dropped.id, Deed(ORGANISER, NOW.timestamp()))
        (march,) = make_dates(unit, row.id, date(2027, 3, 31), NOW)
        found = agenda.of_series(unit, row.id)
        assert dates(found) == ["2026-12-03 19:00", "2027-01-08 09:00", "2027-02-04 19:00", "2027-03-04 19:00"]
        assert [one.stage for one in found][2] is Stage.CANCELLED
        assert march.plan == moved_to(a_plan(), date(2027, 3, 4), ZONE)


def test_make_dates_are_like_the_latest_in_its_place(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        make_dates(unit, row.id, date(2027, 1, 31), NOW)
        later = agenda.of_series(unit, row.id)[-1]
        activities.amend(
            unit, later.id, replace(later.plan, title="新的主题", seats=40), Deed(ORGANISER, NOW.timestamp())
        )
        (new,) = make_dates(unit, row.id, UNTIL, NOW)
        assert (new.title, new.seats) == ("新的主题", 40)


def test_make_dates_where_all_were_moved_are_like_the_latest(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        (first,) = agenda.of_series(unit, row.id)
        activities.amend(
            unit, first.id, a_plan("2026-12-04 15:00", "2026-12-04 16:00"), Deed(ORGANISER, NOW.timestamp())
        )
        assert dates(make_dates(unit, row.id, date(2027, 1, 31), NOW)) == ["2027-01-07 15:00"]


def test_make_dates_after_a_long_pause_leaves_out_what_is_past(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        late = datetime(2027, 2, 4, 19, 0, tzinfo=ZONE)
        assert dates(make_dates(unit, row.id, date(2027, 3, 31), late)) == ["2027-03-04 19:00"]


def test_make_dates_of_every_other_week_keeps_the_step(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit, "FREQ=WEEKLY;INTERVAL=2")
        make_dates(unit, row.id, date(2026, 12, 20), NOW)
        assert dates(make_dates(unit, row.id, date(2027, 1, 20), NOW)) == ["2026-12-31 19:00", "2027-01-14 19:00"]


def test_end_makes_no_more_dates(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = begun(unit)
        series.end(unit, row.id, 1.0)
        series.end(unit, row.id, 2.0)
        ended = series.find(unit, row.id)
        assert ended == replace(row, ended_at=1.0)
        assert make_dates(unit, row.id, UNTIL, NOW) == []
        assert make_dates(unit, 999, UNTIL, NOW) == []
        assert series.find(unit, 999) is None


# ---------------------------------------------------------------- local time


def test_occurrences_of_the_first_thursday() -> None:
    days = list(occurrences(FIRST_THURSDAYS, date(2026, 11, 23), date(2027, 2, 4)))
    assert days == [date(2026, 12, 3), date(2027, 1, 7), date(2027, 2, 4)]


def test_make_dates_across_daylight_saving_keep_the_local_time(city_store: Store) -> None:
    plan = replace(
        a_plan("2027-03-25 19:00", "2027-03-25 20:30", BERLIN),
        opens_at=at("2027-03-20 09:00", BERLIN),
        closes_at=at("2027-03-25 12:00", BERLIN),
        confirm_by=at("2027-03-24 18:00", BERLIN),
    )
    now = datetime(2027, 3, 1, tzinfo=BERLIN)
    with city_store.unit_of_work() as unit:
        row = series.begin(unit, unit_id(unit, "310106"), "FREQ=WEEKLY", plan, CHEN, now)
        new = make_dates(unit, row.id, date(2027, 4, 1), now)
        assert dates(new, BERLIN) == ["2027-04-01 19:00"]
        assert new[0].starts_at - plan.starts_at == 7 * 86_400 - 3600
        after = new[0].plan
        assert (after.ends_at, after.opens_at, after.closes_at, after.confirm_by) == (
            at("2027-04-01 20:30", BERLIN),
            at("2027-03-27 09:00", BERLIN),
            at("2027-04-01 12:00", BERLIN),
            at("2027-03-31 18:00", BERLIN),
        )


@settings(deadline=None)
@given(
    minutes=st.integers(0, 24 * 60 - 1),
    length=st.integers(1, 600),
    confirmed_before=st.integers(1, 3000),
    closed_before=st.integers(0, 3000),
    day=st.dates(date(2027, 3, 20), date(2027, 4, 5)) | st.dates(date(2027, 10, 25), date(2027, 11, 5)),
)
def test_moved_to_any_day_makes_sense_still(
    minutes: int, length: int, confirmed_before: int, closed_before: int, day: date
) -> None:
    begins = datetime(2027, 1, 15, tzinfo=BERLIN) + timedelta(minutes=minutes)
    starts = begins.timestamp()
    plan = replace(
        a_plan(),
        starts_at=starts,
        ends_at=starts + 60 * length,
        closes_at=starts - 60 * closed_before,
        confirm_by=starts - 60 * confirmed_before,
    )
    moved = moved_to(plan, day, BERLIN)
    told = datetime.fromtimestamp(moved.starts_at, BERLIN)
    left_out = (day, begins.hour) == (date(2027, 3, 28), 2)  # at 2:00 it became 3:00
    assert told.date() == day
    assert told.time().replace(fold=0) == begins.time() or left_out


# ---------------------------------------------------------------- this date and all later ones


def test_later_dates_are_those_behind_it_that_can_be_changed(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = begun(unit)
        make_dates(unit, row.id, UNTIL, NOW)
        made = agenda.of_series(unit, row.id)
        assert dates(series.later(unit, made[0], NOW.timestamp())) == dates(made[1:])
        assert series.later(unit, made[-1], NOW.timestamp()) == []
        assert series.later(unit, made[0], at("2028-01-01 00:00")) == []
        alone = activities.draft(unit, a_plan(), made[0].unit_id, Deed(ORGANISER, NOW.timestamp()))
        assert series.later(unit, alone, NOW.timestamp()) == []


def test_other_date_takes_what_was_changed_and_keeps_the_rest() -> None:
    before = replace(a_plan(), confirm_by=at("2026-12-02 18:00"), opens_at=at("2026-11-30 09:00"))
    after = replace(
        moved_to(before, date(2026, 12, 3), ZONE),
        starts_at=at("2026-12-03 19:30"),
        ends_at=at("2026-12-03 21:00"),
        confirm_by=at("2026-12-02 18:30"),
        opens_at=None,
        seats=30,
    )
    other = replace(a_plan("2027-01-07 19:00", "2027-01-07 20:00"), title="新年", notes="带书", seats=10)
    changed = series.changed_alike(before, after, other, ZONE)
    assert changed == replace(
        other,
        starts_at=at("2027-01-07 19:30"),
        ends_at=at("2027-01-07 20:30"),
        seats=30,
        confirm_by=None,
        opens_at=None,
    )
    earlier = replace(after, confirm_by=at("2026-12-03 12:30"))
    assert series.changed_alike(before, earlier, other, ZONE).confirm_by == at("2027-01-07 12:30")


def test_date_that_was_shorter_does_not_end_before_it_begins() -> None:
    after = replace(a_plan(), ends_at=at("2026-12-03 19:30"))
    other = a_plan("2027-01-07 19:00", "2027-01-07 19:45")
    assert series.changed_alike(a_plan(), after, other, ZONE).ends_at == at("2027-01-07 19:30")
