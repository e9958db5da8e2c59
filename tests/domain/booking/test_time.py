"""Quarters of an hour, gaps and deadlines, in zones that turn their clocks."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.booking.deadlines import AHEAD_S, ANSWER_S, SHORTEST_S, decide_by, is_asked, still_needed
from domain.booking.raster import SLOT_S, Span, free_gaps, local_span, month_of, runs, slots
from domain.booking.suggesting import LEAST_SHARE, common, nearest, roomy, shorter

ZONES: Final = st.sampled_from(
    [ZoneInfo(one) for one in ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")]
)
QUARTERS: Final = st.integers(0, 200)
SPANS: Final = st.builds(
    lambda begins, length: Span(begins * SLOT_S, (begins + length) * SLOT_S), QUARTERS, st.integers(1, 40)
)


def test_slots_hold_what_is_touched() -> None:
    assert list(slots(Span(900.0, 1_800.0))) == [900]
    assert list(slots(Span(960.0, 1_860.0))) == [900, 1_800]
    assert list(slots(Span(3_600.0, 4_500.0), before_min=15, after_min=5)) == [2_700, 3_600, 4_500]


@pytest.mark.parametrize("ends", [900.0, 0.0])
def test_span_ends_after_it_begins(ends: float) -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Span(900.0, ends)


def test_nothing_is_left_behind_what_is_busy_to_the_end() -> None:
    window = Span(0.0, 3_600.0)
    assert list(free_gaps(window, [Span(1_800.0, 7_200.0)])) == [Span(0.0, 1_800.0)]
    assert list(free_gaps(window, [Span(-900.0, 3_600.0)])) == []


@given(first=SPANS, second=SPANS)
def test_spans_that_overlap_share_a_slot(first: Span, second: Span) -> None:
    assert bool(set(slots(first)) & set(slots(second))) == first.overlaps(second)


@given(busy=st.lists(SPANS, max_size=8))
def test_gaps_are_all_that_is_free(busy: list[Span]) -> None:
    window = Span(0.0, 260.0 * SLOT_S)
    free = {quarter for gap in free_gaps(window, busy) for quarter in slots(gap)}
    held = {quarter for one in busy for quarter in slots(one)}

    assert free == set(slots(window)) - held
    assert {quarter for one in runs(held) for quarter in slots(one)} == held


@given(gaps=st.lists(SPANS, max_size=6), wanted=SPANS)
def test_suggestions_lie_in_a_gap(gaps: list[Span], wanted: Span) -> None:
    other, part = nearest(gaps, wanted, 10 * SLOT_S), shorter(gaps, wanted)

    if other is not None:
        assert other.seconds == wanted.seconds
        assert other.starts_at >= 10 * SLOT_S
        assert any(gap.holds(other) for gap in gaps)
    if part is not None:
        assert wanted.holds(part)
        assert wanted.seconds * LEAST_SHARE <= part.seconds < wanted.seconds
        assert any(gap.holds(part) for gap in gaps)


def test_buffers_make_gaps_narrower() -> None:
    gap = Span(0.0, 3_600.0)

    assert roomy([gap], 15, 15) == [Span(900.0, 2_700.0)]
    assert roomy([gap], 30, 30) == []
    assert common([gap], [Span(1_800.0, 7_200.0)]) == [Span(1_800.0, 3_600.0)]


@given(zone=ZONES, day=st.dates(date(2026, 1, 1), date(2028, 12, 31)), minute=st.integers(0, 95))
def test_local_span_stands_where_the_clock_says(zone: ZoneInfo, day: date, minute: int) -> None:
    found = local_span(day, minute * 15, 60, zone)
    wanted = datetime.combine(day, time()) + timedelta(minutes=minute * 15)

    if found is None:  # then no moment has this time
        around = wanted.replace(tzinfo=zone).timestamp()
        told = {datetime.fromtimestamp(around + shift, zone).replace(tzinfo=None) for shift in range(-7200, 7200, 900)}
        assert wanted not in told
    else:
        assert datetime.fromtimestamp(found.starts_at, zone).replace(tzinfo=None) == wanted
        assert found.seconds == 3_600
        month = month_of(found.starts_at, zone)
        assert month.starts_at <= found.starts_at < month.ends_at


@pytest.mark.parametrize("days", [30, 3, 0.2, 0.05])
def test_level_above_has_its_turn(days: float) -> None:
    starts = 1_800_000_000.0 + days * 86_400
    first = decide_by(1_800_000_000.0, starts)
    assert first is not None

    assert SHORTEST_S <= first - 1_800_000_000.0 <= ANSWER_S
    second = decide_by(first, starts)
    assert second is not None
    assert first < second <= max(starts - AHEAD_S, first + SHORTEST_S, starts)


def test_too_late_to_ask_anybody() -> None:
    assert decide_by(0.0, SHORTEST_S - 1) is None


def test_asked_on_the_day_before_where_time_is_left() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    starts = datetime(2026, 12, 10, 19, 0, tzinfo=zone).timestamp()

    asked, until = still_needed(starts, zone)

    assert [datetime.fromtimestamp(one, zone).isoformat(" ", "minutes")[:16] for one in (asked, until)] == [
        "2026-12-09 10:00",
        "2026-12-09 18:00",
    ]
    assert is_asked(until - 6 * 3_600, starts, zone)
    assert not is_asked(until - 6 * 3_600 + 1, starts, zone)
