"""Tries are counted within a window; the last one that is allowed closes the way for a while, and no longer."""

from typing import Final

import pytest

from domain.people.tries import KEPT_S, LIMITS, Thing, Tried, is_closed, missed

NOW: Final = 1_800_000_000.0


def after(thing: Thing, count: int, now: float = NOW) -> Tried:
    tried = Tried()
    for _ in range(count):
        tried = missed(thing, tried, now)
    return tried


@pytest.mark.parametrize("thing", Thing)
def test_last_try_that_is_allowed_closes_the_way_until_the_time_is_over(thing: Thing) -> None:
    limit = LIMITS[thing]
    assert not is_closed(thing, after(thing, limit.most - 1), NOW)
    tried = after(thing, limit.most)
    assert is_closed(thing, tried, NOW)
    assert is_closed(thing, tried, NOW + limit.closed_s - 1)
    assert not is_closed(thing, tried, NOW + limit.closed_s)


@pytest.mark.parametrize("thing", Thing)
def test_count_begins_anew_after_the_window_and_after_closing(thing: Thing) -> None:
    limit = LIMITS[thing]
    late = missed(thing, after(thing, limit.most - 1), NOW + limit.window_s)
    assert (late.count, late.since) == (1, NOW + limit.window_s)
    assert missed(thing, after(thing, limit.most), NOW + limit.closed_s).count == 1


def test_clock_that_was_ahead_closes_nothing_for_longer_than_a_closing_lasts() -> None:
    ahead = after(Thing.INVITATION, LIMITS[Thing.INVITATION].most, NOW + 30 * 86_400)
    assert not is_closed(Thing.INVITATION, ahead, NOW)
    counted = missed(Thing.INVITATION, Tried(3, NOW + 86_400), NOW)
    assert (counted.count, counted.since) == (1, NOW)


def test_nothing_lasts_longer_than_it_is_kept() -> None:
    assert max(max(limit.window_s, limit.closed_s) for limit in LIMITS.values()) <= KEPT_S
    assert set(LIMITS) == set(Thing)
