"""The pace: never over a limit in any stretch of time, never far below it, and no memory of idle chats."""

from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages.delivery import Lane, Queue
from scheduler.pacing import PAID, USUAL, Bucket, Gate, Pace, Window

NEVER = float("-inf")

_lanes = st.sampled_from(list(Lane))
_chats = st.sampled_from([1, 2, 3, -1, -2])


def leave(gate: Gate, chat_id: int, lane: Lane, now: float) -> bool:
    if max(gate.lane_opens_at(lane), gate.chat_opens_at(chat_id)) > now:
        return False
    gate.spend(chat_id, lane, now)
    return True


def most_within(times: list[float], period_s: float) -> int:
    """Count the most that left in any stretch of that length, its end excluded."""
    return max((bisect_left(times, start + period_s) - index for index, start in enumerate(times)), default=0)


@given(
    st.lists(st.tuples(_chats, _lanes, st.floats(0, 0.4)), max_size=300),
    st.builds(
        Pace,
        per_second=st.integers(1, 12),
        chat_per_second=st.floats(0.5, 3),
        chat_burst=st.integers(1, 5),
        group_per_minute=st.integers(1, 20),
        margin_s=st.floats(0, 0.1),
    ),
)
def test_pace_exceeds_no_limit_in_any_stretch_of_time(wishes: list[tuple[int, Lane, float]], pace: Pace) -> None:
    gate, now = Gate(pace), 1000.0
    left: list[tuple[float, int]] = []
    for chat_id, lane, later in wishes:
        now += later
        if leave(gate, chat_id, lane, now):
            left.append((now, chat_id))

    tiny = 1e-6  # the rounding of floats
    assert most_within([at for at, _ in left], 1 - tiny) <= pace.per_second
    for chat_id in {chat for _, chat in left}:
        times = [at for at, chat in left if chat == chat_id]
        if chat_id < 0:
            assert most_within(times, 60 - tiny) <= pace.group_per_minute
            continue
        for first, start in enumerate(times):
            for last in range(first, len(times)):
                allowed = pace.chat_burst + (times[last] - start) * pace.chat_per_second
                assert last - first + 1 <= allowed + tiny


@pytest.mark.parametrize("pace", [USUAL, PAID])
@pytest.mark.parametrize("lane", [Lane.INTERACTIVE, Lane.ANNOUNCEMENT])
def test_crowd_of_chats_takes_hardly_longer_than_it_must(pace: Pace, lane: Lane) -> None:
    gate, now, count = Gate(pace), 0.0, pace.per_second * 20
    for chat_id in range(1, count + 1):
        now = max(now, gate.lane_opens_at(lane))
        gate.spend(chat_id, lane, now)

    assert now / (count / pace.per_second) <= 1.05


def test_broadcast_looked_at_only_now_and_then_catches_up() -> None:
    gate, left = Gate(Pace(per_second=1000)), 0
    for tick in range(1, 1001):  # every 10 ms, for ten seconds
        while leave(gate, left + 1, Lane.ANNOUNCEMENT, tick / 100):
            left += 1

    assert 9500 <= left <= 10000


def test_broadcast_leaves_evenly() -> None:
    gate, times = Gate(Pace(per_second=10, margin_s=0)), [0.0]
    gate.spend(1, Lane.ANNOUNCEMENT, 0.0)
    for chat_id in range(2, 40):
        times.append(gate.lane_opens_at(Lane.ANNOUNCEMENT))
        gate.spend(chat_id, Lane.ANNOUNCEMENT, times[-1])

    assert {round(after - before, 6) for before, after in pairwise(times)} == {0.08, 0.1, 0.12}


def test_answer_amid_a_broadcast_waits_for_one_place_at_most() -> None:
    gate, now = Gate(USUAL), 0.0
    for chat_id in range(1, 200):
        now = max(now, gate.lane_opens_at(Lane.ANNOUNCEMENT))
        gate.spend(chat_id, Lane.ANNOUNCEMENT, now)

    assert gate.lane_opens_at(Lane.INTERACTIVE) - now <= 1.02 / 30 + 1e-9


def test_idle_gate_lets_a_second_of_answers_leave_at_once() -> None:
    gate = Gate(USUAL)
    assert [leave(gate, chat_id, Lane.INTERACTIVE, 5.0) for chat_id in range(1, 32)] == [True] * 30 + [False]


def test_private_chat_gets_its_burst_and_then_one_a_second() -> None:
    gate, times = Gate(USUAL), []
    for _ in range(5):
        at = max(100.0, gate.chat_opens_at(7))
        gate.spend(7, Lane.INTERACTIVE, at)
        times.append(at)

    assert times == [100.0, 100.0, 100.0, 101.0, 102.0]


def test_group_waits_for_its_minute_while_others_are_written_to() -> None:
    gate = Gate(USUAL)
    for second in range(20):
        gate.spend(-5, Lane.INTERACTIVE, float(second))

    assert (gate.chat_opens_at(-5), gate.chat_opens_at(-6), gate.chat_opens_at(5)) == (60.02, NEVER, NEVER)


def test_halt_holds_every_lane_and_a_shorter_one_does_not_end_it() -> None:
    gate = Gate(USUAL)
    gate.halt(50.0)
    gate.halt(20.0)

    assert [gate.lane_opens_at(lane) for lane in Lane] == [50.0] * 4


def test_idle_chats_are_forgotten() -> None:
    gate = Gate(PAID)
    for index in range(20_000):
        gate.spend(index + 1, Lane.INTERACTIVE, index / 1000)
        gate.spend(-index - 1, Lane.INTERACTIVE, index / 1000)
    gate.spend(7, Lane.INTERACTIVE, 100.0)
    gate.spend(-7, Lane.INTERACTIVE, 100.0)

    assert len(gate) == 2


def test_window_remembers_no_more_than_its_period_holds() -> None:
    window = Window(20, 60)
    for index in range(100_000):
        window.spend(index, float(index))

    assert len(window) == 60


def test_bucket_remembers_no_more_than_are_filling() -> None:
    bucket = Bucket(3, 1)
    for index in range(100_000):
        bucket.spend(index, float(index))

    assert len(bucket) == 1


# ---------------------------------------------------------------- what is paid for


def test_what_is_paid_for_keeps_its_own_pace_and_takes_nothing_from_the_others() -> None:
    gate, now = Gate(PAID), 0.0
    for number in range(1, 3001):
        now = max(now, gate.lane_opens_at(Queue.PAID_MAILINGS))
        gate.spend(number, Queue.PAID_MAILINGS, now)

    assert 2.75 <= now <= 3.06
    assert gate.lane_opens_at(Lane.INTERACTIVE) <= now
    assert gate.lane_opens_at(Queue.MAILINGS) <= now


def test_what_is_paid_for_and_was_late_catches_up() -> None:
    gate, left = Gate(PAID), 0
    for tick in range(1, 201):  # every 50 ms, for ten seconds
        while gate.lane_opens_at(Queue.PAID_MAILINGS) <= tick / 20:
            left += 1
            gate.spend(left, Queue.PAID_MAILINGS, tick / 20)

    assert 9500 <= left <= 10_000


def test_halt_holds_what_is_paid_for_too() -> None:
    gate = Gate(PAID)
    gate.halt(5.0)
    assert gate.lane_opens_at(Queue.PAID_MAILINGS) == 5.0


@pytest.mark.parametrize("lane", [Lane.REMINDER, Queue.PAID_MAILINGS])
@pytest.mark.parametrize("chat", [7, -7])
def test_what_did_not_leave_is_given_back(chat: int, lane: Lane | Queue) -> None:
    gate = Gate(Pace(per_second=2, paid_per_second=2, chat_burst=1, group_per_minute=1))
    for _ in range(3):
        gate.spend(chat, lane, 100.0)
        gate.give_back(chat, lane)
    assert gate.chat_opens_at(chat) <= 100.0
    assert gate.lane_opens_at(lane) <= 100.0
    gate.give_back(chat, Lane.INTERACTIVE)  # of what was never spent nothing comes back
    assert gate.chat_opens_at(chat) <= 100.0


def test_of_a_chat_that_is_forgotten_meanwhile_nothing_comes_back() -> None:
    gate = Gate(USUAL)
    gate.spend(7, Lane.INTERACTIVE, 100.0)
    gate.spend(8, Lane.INTERACTIVE, 200.0)  # and the first is as full as ever
    gate.give_back(7, Lane.INTERACTIVE)
    assert len(gate) == 1
    assert [leave(gate, 7, Lane.INTERACTIVE, 200.0) for _ in range(4)] == [True] * 3 + [False]
