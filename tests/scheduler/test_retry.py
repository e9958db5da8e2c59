"""What follows from an outcome, in one table; and the pause while a server is down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Fate, Outcome
from domain.messages.delivery import MOVES, Lane, State
from scheduler.circuit import Circuit
from scheduler.retry import PATIENCE, Verdict, goes_in_words, judge

HOUR, DAY = 3600.0, 86400.0
REPLY, NEWS = Lane.INTERACTIVE, Lane.ANNOUNCEMENT


def again(delay_s: float, attempts: int = 1, repeats: int = 0) -> Verdict:
    return Verdict(State.TODO, delay_s, attempts, repeats)


@pytest.mark.parametrize(
    ("fate", "lane", "attempts", "tried_for_s", "verdict"),
    [
        (Fate.ACCEPTED, REPLY, 0, 0, Verdict(State.SENT)),
        (Fate.ACCEPTED, NEWS, 9, DAY, Verdict(State.SENT)),
        (Fate.REFUSED, REPLY, 0, 0, Verdict(State.FAILED)),
        (Fate.UNREACHABLE, REPLY, 0, 0, Verdict(State.UNREACHABLE)),
        (Fate.SLOW_DOWN, REPLY, 0, 0, again(0, attempts=0)),
        (Fate.SLOW_DOWN, NEWS, 99, 9 * DAY, again(0, attempts=0)),
        (Fate.NOT_CONNECTED, REPLY, 0, 0, again(1, attempts=0)),
        (Fate.NOT_CONNECTED, NEWS, 0, HOUR, again(1, attempts=0)),
        (Fate.NOT_CONNECTED, REPLY, 0, DAY - 1, again(1, attempts=0)),
        (Fate.NOT_CONNECTED, REPLY, 0, DAY, Verdict(State.FAILED, attempts=0)),
        (Fate.SERVER_TROUBLE, REPLY, 0, 0, again(1)),
        (Fate.SERVER_TROUBLE, REPLY, 1, 1, again(2)),
        (Fate.SERVER_TROUBLE, NEWS, 4, 20, again(16)),
        (Fate.SERVER_TROUBLE, REPLY, 6, 100, again(60)),
        (Fate.SERVER_TROUBLE, REPLY, 5000, HOUR, again(60)),
        (Fate.SERVER_TROUBLE, REPLY, 130, 2 * HOUR, Verdict(State.FAILED)),
        (Fate.UNCERTAIN, REPLY, 0, 0, again(5, repeats=1)),
        (Fate.UNCERTAIN, Lane.CONFIRMATION, 1, 5, again(20, repeats=1)),
        (Fate.UNCERTAIN, Lane.REMINDER, 4, 600, again(1280, repeats=1)),
        (Fate.UNCERTAIN, REPLY, 5, 3000, Verdict(State.UNKNOWN)),
        (Fate.UNCERTAIN, REPLY, 0, DAY, Verdict(State.UNKNOWN)),
        (Fate.UNCERTAIN, NEWS, 0, 0, Verdict(State.UNKNOWN)),
    ],
)
def test_outcome_leads_to_its_verdict(
    fate: Fate, lane: Lane, attempts: int, tried_for_s: float, verdict: Verdict
) -> None:
    assert judge(Outcome(fate), lane, attempts, tried_for_s, jitter=0.0) == verdict


def test_jitter_shortens_a_delay_by_half_at_most() -> None:
    delays = [judge(Outcome(Fate.SERVER_TROUBLE), REPLY, 3, 0, jitter).delay_s for jitter in (0.0, 0.5, 1.0)]
    assert delays == [8.0, 6.0, 4.0]


@given(
    st.sampled_from(Fate),
    st.sampled_from(Lane),
    st.integers(0, 32000),
    st.floats(0, 10 * DAY),
    st.floats(0, 1),
)
def test_every_verdict_is_a_move_that_the_states_have(
    fate: Fate, lane: Lane, attempts: int, tried_for_s: float, jitter: float
) -> None:
    verdict = judge(Outcome(fate), lane, attempts, tried_for_s, jitter)

    assert verdict.state in MOVES[State.SENDING]
    assert 0 <= verdict.delay_s <= 1800


@pytest.mark.parametrize("fate", PATIENCE)
def test_trouble_without_end_ends(fate: Fate) -> None:
    passed, attempts = 0.0, 0
    while (verdict := judge(Outcome(fate), REPLY, attempts, passed, jitter=1.0)).state is State.TODO:
        passed += verdict.delay_s + 0.1
        attempts += verdict.attempts

    assert verdict.state is PATIENCE[fate].ends
    assert passed <= DAY + 1800


@pytest.mark.parametrize("fate", [Fate.NOT_CONNECTED, Fate.SERVER_TROUBLE])
def test_outage_of_an_hour_loses_no_reply(fate: Fate) -> None:
    passed, attempts = 0.0, 0
    while passed < HOUR:
        verdict = judge(Outcome(fate), REPLY, attempts, passed, jitter=0.0)
        assert verdict.state is State.TODO
        passed += verdict.delay_s
        attempts += verdict.attempts


# ---------------------------------------------------------------- the circuit


def troubled(circuit: Circuit, *times: float) -> Circuit:
    for at in times:
        circuit.note(Fate.NOT_CONNECTED, 1, at)
    return circuit


def test_circuit_takes_two_troubles_for_the_messages_own_fault() -> None:
    circuit = troubled(Circuit(), 10.0, 10.0)
    assert (circuit.is_open, circuit.halted_until) == (False, float("-inf"))


def test_circuit_opens_at_the_third_trouble_in_a_row() -> None:
    circuit = troubled(Circuit(), 10.0, 10.0, 10.0)
    assert (circuit.is_open, circuit.halted_until) == (True, 10.5)


def test_circuit_takes_troubles_that_flew_together_for_one() -> None:
    assert troubled(Circuit(), *[10.0] * 30).halted_until == 10.5


def test_circuit_pauses_longer_after_each_look_and_half_a_minute_at_most() -> None:
    circuit, pauses = troubled(Circuit(), 0.0, 0.0), []
    for _ in range(20):
        at = max(0.0, circuit.halted_until)
        pauses.append(troubled(circuit, at).halted_until - at)

    assert pauses == [0.5, 1, 2, 4, 8, 16] + [30] * 14


@pytest.mark.parametrize("answer", [Fate.ACCEPTED, Fate.REFUSED, Fate.UNREACHABLE, Fate.SLOW_DOWN])
def test_circuit_closes_at_any_answer(answer: Fate) -> None:
    circuit = troubled(Circuit(), 1.0, 1.0, 1.0)
    circuit.note(answer, 2, 2.0)
    assert (circuit.is_open, circuit.halted_until) == (False, float("-inf"))

    assert not troubled(circuit, 3.0, 3.0).is_open


@pytest.mark.parametrize("fate", [Fate.SERVER_TROUBLE, Fate.UNCERTAIN])
def test_circuit_stays_closed_for_two_messages_however_often_they_are_tried(fate: Fate) -> None:
    circuit = Circuit()
    for at in range(1000):
        circuit.note(fate, at % 2, at)
    assert (circuit.is_open, circuit.halted_until) == (False, float("-inf"))

    circuit.note(fate, 2, 1000.0)
    assert (circuit.is_open, circuit.halted_until) == (True, 1000.5)


def test_circuit_lets_what_was_never_tried_look_every_two_seconds() -> None:
    circuit = troubled(Circuit(), 0.0, 0.0)
    for _ in range(9):
        troubled(circuit, max(0.0, circuit.halted_until))
    last = circuit.halted_until - 30
    assert circuit.fresh_from == last + 2

    troubled(circuit, last + 1)
    assert circuit.fresh_from == last + 2
    troubled(circuit, last + 2)
    assert (circuit.fresh_from, circuit.halted_until) == (last + 4, last + 32)


def test_circuit_that_is_halted_looks_with_one_message_when_that_is_over() -> None:
    circuit = Circuit()
    circuit.halt(600.0)
    assert (circuit.is_open, circuit.halted_until, circuit.fresh_from) == (True, 600.0, 600.0)
    circuit.note(Fate.ACCEPTED, 1, 601.0)
    assert not circuit.is_open


# ---------------------------------------------------------------- words in the place of what does not get through


@pytest.mark.parametrize(
    ("fate", "attempts", "tried_for_s", "expected"),
    [
        (Fate.REFUSED, 1, 0, True),
        (Fate.SERVER_TROUBLE, 2, 14, False),
        (Fate.SERVER_TROUBLE, 3, 2, True),
        (Fate.SERVER_TROUBLE, 1, 15, True),
        (Fate.UNCERTAIN, 2, 25, True),
        (Fate.UNCERTAIN, 1, 1, False),
        (Fate.NOT_CONNECTED, 9, DAY, False),
        (Fate.SLOW_DOWN, 9, DAY, False),
        (Fate.UNREACHABLE, 9, DAY, False),
        (Fate.ACCEPTED, 9, DAY, False),
    ],
)
def test_words_go_instead_after_three_tries_or_a_quarter_of_a_minute(
    fate: Fate,
    attempts: int,
    tried_for_s: float,
    expected: bool,  # noqa: FBT001  a parameter
) -> None:
    assert goes_in_words(Outcome(fate), attempts, tried_for_s) is expected


def test_group_that_has_moved_gets_the_thing_itself() -> None:
    assert not goes_in_words(Outcome(Fate.REFUSED, moved_to=-100), 1, 0)


def test_message_that_is_slowed_down_again_and_again_is_put_off_once_it_gives_way() -> None:
    assert judge(Outcome(Fate.SLOW_DOWN), REPLY, 0, 0, 0.5, gives_way=True) == again(60, attempts=0)
