"""A free seat is kept for a while that fits the time left, and nobody has to decide at night."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.activities.offers import LEAST_S, MARGIN_S, SLACK_S, USUAL, Quiet, offer_until
from domain.affiliations.reminders import QuietHours

HOUR_S: Final = 3_600.0
SHANGHAI: Final = timezone(timedelta(hours=8))
NEVER: Final = Quiet(None, UTC)

MOMENTS: Final = st.floats(1_800_000_000.0, 1_800_000_000.0 + 30 * 86_400)
LEFT: Final = st.floats(-86_400.0, 30 * 86_400.0)
LONGEST: Final = st.integers(1, 72).map(lambda hours: hours * HOUR_S)
QUIETS: Final = st.sampled_from([NEVER, USUAL, Quiet(QuietHours(), UTC)])


def at(day: int, clock: str) -> float:
    """Return a moment of December 2026, local time."""
    return datetime.fromisoformat(f"2026-12-{day:02} {clock}").replace(tzinfo=SHANGHAI).timestamp()


# ---------------------------------------------------------------- single cases


@pytest.mark.parametrize(
    ("now", "starts_at", "until"),
    [
        pytest.param(at(1, "09:00"), at(8, "19:00"), at(1, "21:00"), id="a week left: twelve hours"),
        pytest.param(at(2, "09:00"), at(3, "19:00"), at(2, "20:10"), id="a third of what is left"),
        pytest.param(at(3, "17:00"), at(3, "19:00"), at(3, "17:30"), id="half an hour at least"),
        pytest.param(at(3, "17:59"), at(3, "19:00"), at(3, "18:29"), id="the last moment"),
        pytest.param(at(3, "18:01"), at(3, "19:00"), None, id="too late"),
        pytest.param(at(3, "20:00"), at(3, "19:00"), None, id="it has begun"),
        pytest.param(at(1, "14:00"), at(8, "19:00"), at(2, "08:00"), id="not at night"),
        pytest.param(at(1, "09:50"), at(8, "19:00"), at(2, "08:00"), id="not just before the night"),
        pytest.param(at(1, "23:00"), at(8, "19:00"), at(2, "19:30"), id="counted from the morning"),
        pytest.param(at(1, "23:00"), at(2, "08:31"), at(2, "08:00"), id="early next morning"),
        pytest.param(at(1, "23:00"), at(2, "08:15"), None, id="too early in the morning"),
        pytest.param(at(1, "20:00"), at(2, "08:15"), at(2, "07:45"), id="told in the evening, answered in the morning"),
        pytest.param(at(1, "21:00"), at(1, "23:59"), at(1, "21:30"), id="before the night"),
        pytest.param(at(1, "21:30"), at(1, "23:59"), None, id="too late before the night"),
    ],
)
def test_offer_until(now: float, starts_at: float, until: float | None) -> None:
    assert offer_until(now, starts_at, 12 * HOUR_S) == until


# ---------------------------------------------------------------- whatever the times


@given(now=MOMENTS, left=LEFT, longest_s=LONGEST, quiet=QUIETS)
def test_offer_fits_the_time_left(now: float, left: float, longest_s: float, quiet: Quiet) -> None:
    until = offer_until(now, now + left, longest_s, quiet)
    if until is not None:
        assert quiet.over_at(now) + LEAST_S - 60.0 < until <= now + left - MARGIN_S


@given(now=MOMENTS, left=LEFT, longest_s=LONGEST, quiet=QUIETS)
def test_offer_never_ends_at_night(now: float, left: float, longest_s: float, quiet: Quiet) -> None:
    until = offer_until(now, now + left, longest_s, quiet)
    if until is not None:
        # To the full minute: the last one of the slack before the night may be begun.
        assert [quiet.holds(until), quiet.holds(until + SLACK_S - 60.0)] == [False, False]


@given(times=st.lists(MOMENTS, min_size=2).map(sorted), starts_at=MOMENTS, quiet=QUIETS)
@example(times=[at(1, "22:00"), at(2, "07:30"), at(2, "07:31")], starts_at=at(2, "08:30"), quiet=USUAL)
def test_too_late_stays_too_late(times: list[float], starts_at: float, quiet: Quiet) -> None:
    made = [offer_until(now, starts_at, HOUR_S, quiet) is not None for now in times]

    assert made == sorted(made, reverse=True)


# ---------------------------------------------------------------- nights


def test_night_that_holds() -> None:
    assert (USUAL.begun_at(at(2, "03:00")), USUAL.over_at(at(2, "03:00"))) == (at(1, "22:00"), at(2, "07:30"))


def test_night_from_its_first_moment() -> None:
    assert (USUAL.begun_at(at(1, "22:00")), USUAL.over_at(at(1, "22:00"))) == (at(1, "22:00"), at(2, "07:30"))


def test_by_day() -> None:
    noon = at(2, "12:00")

    assert (USUAL.holds(noon), USUAL.begun_at(noon), USUAL.over_at(noon)) == (False, noon, noon)


def test_no_nights_at_all() -> None:
    midnight = at(2, "00:00")

    assert (NEVER.holds(midnight), NEVER.begun_at(midnight), NEVER.over_at(midnight)) == (False, midnight, midnight)
