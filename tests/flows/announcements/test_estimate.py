"""How long an announcement takes, and when the last one has it."""

from datetime import datetime, time, timedelta

import pytest

from bot.flows.announcements.drafting.estimate import Course, course, span, stars
from bot.texts import words
from domain.affiliations.reminders import QuietHours
from tests.stage.talk import NOON

QUIET = QuietHours()
EVENING = NOON.replace(hour=21, minute=59)
MORNING = (NOON + timedelta(days=1)).replace(hour=7, minute=30)


def test_course_by_day_takes_a_second_for_thirty() -> None:
    assert course(1_284, NOON, urgent=False, paid=False, quiet=QUIET) == Course(
        NOON, 42.8, NOON + timedelta(seconds=42.8), None
    )


def test_course_at_the_paid_pace_takes_a_second_for_a_thousand() -> None:
    assert course(65_000, NOON, urgent=False, paid=True, quiet=QUIET).ends == NOON + timedelta(seconds=65)


def test_course_goes_on_after_the_night() -> None:
    assert course(3_600, EVENING, urgent=False, paid=False, quiet=QUIET) == Course(
        EVENING, 120.0, MORNING + timedelta(seconds=60), MORNING
    )


def test_course_that_begins_at_night_begins_in_the_morning() -> None:
    night = NOON.replace(hour=23)
    assert course(30, night, urgent=False, paid=False, quiet=QUIET) == Course(
        MORNING, 1.0, MORNING + timedelta(seconds=1), MORNING
    )


def test_course_after_midnight_waits_for_the_same_morning() -> None:
    assert course(30, MORNING - timedelta(hours=5), urgent=False, paid=False, quiet=QUIET).begins == MORNING


def test_urgent_course_knows_no_night() -> None:
    assert course(3_600, EVENING, urgent=True, paid=False, quiet=QUIET) == Course(
        EVENING, 120.0, EVENING + timedelta(seconds=120), None
    )


@pytest.mark.parametrize("quiet", [None, QuietHours(time(0), time(0))])
def test_course_without_quiet_hours_knows_no_night(quiet: QuietHours | None) -> None:
    assert course(3_600, EVENING, urgent=False, paid=False, quiet=quiet).ends == EVENING + timedelta(seconds=120)


def test_course_of_several_days_works_by_day_alone() -> None:
    day_s = 14.5 * 3_600
    going = course(round(30 * day_s * 2), MORNING, urgent=False, paid=False, quiet=QUIET)
    assert (going.held_until, going.ends) == (MORNING + timedelta(days=1), MORNING + timedelta(days=1, hours=14.5))


def test_course_that_would_take_for_ever_ends() -> None:
    endless: datetime = course(10**9, MORNING, urgent=False, paid=False, quiet=QUIET).ends
    assert endless > MORNING + timedelta(days=60)


@pytest.mark.parametrize(("count", "cost"), [(0, 0), (1, 1), (10, 1), (11, 2), (1_284, 129)])
def test_stars_are_rounded_up(count: int, cost: int) -> None:
    assert stars(count) == cost


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0, "1 second"), (42.8, "43 seconds"), (100.0, "2 minutes"), (5_399.0, "90 minutes"), (5_400.0, "2 hours")],
)
def test_span_is_as_exact_as_somebody_needs_it(seconds: float, said: str) -> None:
    assert span(seconds, words("en")) == said
