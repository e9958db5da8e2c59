"""What came of activities in numbers: one person's record, and a month of a unit with all below, in weeks and kinds."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.activities.activities import Kind, Stage
from domain.activities.seats import Way
from domain.affiliations.affiliations import Verb
from domain.people.deeds import HOUSE, By, Deed
from storage.activities import activities, attendance, ratings, signups
from storage.activities.figures import Group, Held, MonthFigures, Span, by_unit, month, took_part
from storage.activities.figures import held as lines
from storage.people import people
from storage.unit_of_work import Store, UnitOfWork
from tests.storage import stays
from tests.storage.signing import CHEN, DAY_S, HOUR_S, NOW, OURS, plan, staged

AFTER = NOW + 40 * DAY_S
WANG, LI, ZHAO = stays.WANG, stays.LI, stays.ZHAO


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    stays.settle(store)
    with store.unit_of_work() as opened:
        people.welcome(opened, [5001], NOW)
        yield opened


def held(unit: UnitOfWork, day: int, kind: Kind = Kind.LECTURE, code: str = "310106011") -> int:
    """Publish an activity of two hours, so many days from now."""
    wanted = replace(plan(seats=None, starts_at=NOW + day * DAY_S), kind=kind)
    row = activities.draft(unit, wanted, stays.unit_id(unit, code), Deed(HOUSE, NOW))
    activities.publish(unit, row.id, Deed(CHEN, NOW - 30 * DAY_S))
    return row.id


def seen(unit: UnitOfWork, activity: int, *chat_ids: int) -> None:
    for chat_id in chat_ids:
        attendance.check_in(unit, activity, chat_id, Way.ROLL, Deed(By(None, "house"), NOW))


def span(unit: UnitOfWork, code: str = "310106", weeks: int = 4) -> Span:
    """Return so many weeks from now on."""
    path = stays.path(unit, code)
    bounds = [NOW + 7 * DAY_S * number for number in range(1, weeks)]
    return Span(path, NOW, NOW + 7 * DAY_S * weeks, bounds)


def counted(unit: UnitOfWork, code: str = "310106", now: float = AFTER) -> MonthFigures:
    return month(unit, span(unit, code), now, enough=3)


def test_record_is_what_is_over_and_one_was_seen_at(unit: UnitOfWork) -> None:
    first, second, later = held(unit, 1), held(unit, 9, Kind.VOLUNTEERING), held(unit, 50)
    for activity in (first, second, later):
        seen(unit, activity, WANG)
    signups.sign_up(unit, held(unit, 3), WANG, OURS, NOW)
    record = took_part(unit, WANG, AFTER)
    assert [(one.activity_id, one.kind, one.ends_at - one.starts_at) for one in record] == [
        (second, Kind.VOLUNTEERING, 2 * HOUR_S),
        (first, Kind.LECTURE, 2 * HOUR_S),
    ]
    assert took_part(unit, LI, AFTER) == []


def test_month_without_anything_is_all_zero(unit: UnitOfWork) -> None:
    assert counted(unit) == MonthFigures(0, 0, 0, 0, 0.0, 0, 0, 0, 0, None, (), (Group(),) * 4)


def test_month_counts_what_was_held_and_who_came(unit: UnitOfWork) -> None:
    lecture, service = held(unit, 1), held(unit, 9, Kind.VOLUNTEERING)
    for chat_id in (WANG, LI, ZHAO):
        signups.sign_up(unit, lecture, chat_id, OURS, NOW)
    seen(unit, lecture, WANG, LI)
    seen(unit, service, WANG, 5001)
    signups.end(unit, lecture, NOW + 2 * DAY_S)
    figures = counted(unit)
    assert (figures.activities, figures.visits, figures.people, figures.hours) == (2, 4, 3, 8.0)
    assert (figures.expected, figures.came_as_expected) == (3, 2)
    assert dict(figures.kinds) == {Kind.LECTURE: Group(1, 2, 2), Kind.VOLUNTEERING: Group(1, 2, 2)}
    assert figures.weeks == (Group(1, 2, 2), Group(1, 2, 2), Group(), Group())


def test_month_leaves_what_was_never_entered_out_of_the_rate(unit: UnitOfWork) -> None:
    """M6: who came was entered for one of two; of the other nobody is counted as absent."""
    lecture, service = held(unit, 1), held(unit, 9)
    for activity in (lecture, service):
        for chat_id in (WANG, LI, ZHAO):
            signups.sign_up(unit, activity, chat_id, OURS, NOW)
    seen(unit, lecture, WANG, LI)
    for activity in (lecture, service):
        signups.end(unit, activity, NOW + 12 * DAY_S)
    figures = counted(unit)
    assert (figures.activities, figures.not_entered) == (2, 1)
    assert (figures.expected, figures.came_as_expected) == (3, 2)


def test_month_leaves_out_what_is_not_over_cancelled_or_of_another_time(unit: UnitOfWork) -> None:
    cancelled, _, _ = held(unit, 2), held(unit, 29), held(unit, -1)
    held(unit, 6)
    staged(unit, cancelled, Stage.CANCELLED)
    figures = counted(unit, now=NOW + 3 * DAY_S)
    assert (figures.activities, figures.cancelled) == (0, 1)
    assert counted(unit).activities == 1


@pytest.mark.parametrize(("code", "count"), [("31", 2), ("310106", 2), ("310106011", 1), ("310115", 0)])
def test_month_is_of_the_unit_and_all_below(unit: UnitOfWork, code: str, count: int) -> None:
    held(unit, 1)
    held(unit, 2, code="310106012")
    assert counted(unit, code).activities == count


def test_a_line_for_each_activity_says_who_was_to_come_and_who_came(unit: UnitOfWork) -> None:
    lecture, _ = held(unit, 1), held(unit, 2, Kind.VOLUNTEERING, "310106012")
    held(unit, 50)
    for chat_id in (WANG, LI, ZHAO):
        signups.sign_up(unit, lecture, chat_id, OURS, NOW)
    signups.leave(unit, lecture, ZHAO, NOW)
    seen(unit, lecture, WANG, 5001)
    signups.end(unit, lecture, NOW + 2 * DAY_S)
    title = plan(seats=None, starts_at=NOW).title
    assert lines(unit, span(unit), AFTER, 9) == [
        Held(title, Kind.LECTURE, "静安寺街道", NOW + DAY_S, 2, 1, 1, 0),
        Held(title, Kind.VOLUNTEERING, "南京西路街道", NOW + 2 * DAY_S, 0, 0, 0, 0),
    ]
    assert len(lines(unit, span(unit), AFTER, 1)) == 1


def test_what_was_held_by_each_unit_below(unit: UnitOfWork) -> None:
    seen(unit, held(unit, 1), WANG, LI)
    held(unit, 2, code="310106")
    below = {stays.unit_id(unit, code): stays.path(unit, code) for code in ("310106011", "310106012")}
    assert by_unit(unit, span(unit), AFTER, below) == {
        stays.unit_id(unit, "310106011"): Group(1, 2, 2),
        None: Group(1, 0, 0),
    }
    assert by_unit(unit, span(unit), AFTER, {}) == {None: Group(2, 2, 2)}


def test_average_is_told_from_enough_ratings_on(unit: UnitOfWork) -> None:
    activity = held(unit, 1)
    for number, chat_id in enumerate((WANG, LI), 4):
        ratings.give(unit, activity, chat_id, number)
    assert (counted(unit).ratings, counted(unit).average) == (2, None)
    ratings.give(unit, activity, ZHAO, 3)
    assert (counted(unit).ratings, counted(unit).average) == (3, 4.0)


def test_new_affiliations_are_those_taken_in_meanwhile(unit: UnitOfWork) -> None:
    stays.active(unit)
    stays.walk(unit, stays.draft(unit, LI).id, [Verb.SUBMIT])
    assert counted(unit).new_affiliations == 1
    assert month(unit, replace(span(unit), since=NOW + 1), AFTER, 3).new_affiliations == 0
