"""What became of sends: each is counted by its fate, a standstill is two lines, what is given up is told together."""

from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.chat import Fate, Outcome
from domain.messages.delivery import Lane, State
from scheduler.watching.sendings import TOLD_EVERY_S, Sendings
from storage.messages.claims import Claimed, Mark
from storage.sealed import UnsealableError
from storage.upkeep.backlog import Waiting
from tests.bot.test_standstill import Hand

DOWN = Outcome(Fate.SERVER_TROUBLE, reason="status 502", code=502)
WELL = Outcome(Fate.ACCEPTED, 7)


def row(lane: Lane = Lane.INTERACTIVE, reply: bytes = b"t{}") -> Claimed:
    return Claimed(1, 7, lane, reply, 0, None)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def sendings(hand: Hand) -> Sendings:
    return Sendings(hand)


@pytest.fixture
def lines() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


def counted(fate: str, code: str = "") -> float:
    return REGISTRY.get_sample_value("waystation_messages_total", {"fate": fate, "code": code}) or 0.0


@pytest.mark.parametrize(
    ("outcome", "state", "reply", "fate", "code"),
    [
        (WELL, State.SENT, b"t{}", "sent", ""),
        (Outcome(Fate.REFUSED, reason="too long", code=400), State.FAILED, b"t{}", "refused", "400"),
        (Outcome(Fate.UNREACHABLE, reason="blocked", code=403), State.UNREACHABLE, b"t{}", "unreachable", "403"),
        (Outcome(Fate.UNCERTAIN, reason="time-out"), State.UNKNOWN, b"t{}", "uncertain", ""),
        (Outcome(Fate.UNCERTAIN, reason="time-out"), State.TODO, b"t{}", "retried", ""),
        (Outcome(Fate.SLOW_DOWN, retry_after=1, code=429), State.TODO, b"t{}", "retried", "429"),
        (DOWN, State.FAILED, b"t{}", "given_up", "502"),
        (Outcome(Fate.REFUSED, reason="cannot be read"), State.FAILED, b"", "unsealable", ""),
    ],
)
def test_each_try_is_counted_by_its_fate(  # noqa: PLR0917  a row of the table
    sendings: Sendings, outcome: Outcome, state: State, reply: bytes, fate: str, code: str
) -> None:
    before = counted(fate, code)
    sendings.landed(row(reply=reply), outcome, Mark(1, state))
    assert (counted(fate, code) - before, len(sendings.unsealable)) == (1, int(fate == "unsealable"))
    sendings.landed(row(), WELL, Mark(1, State.SENT))
    assert sendings.unsealable == set()


def test_sending_that_stands_still_is_two_lines(sendings: Sendings, hand: Hand, lines: list[EventDict]) -> None:
    sendings.measured({Lane.INTERACTIVE: Waiting(40, 3.0), Lane.REMINDER: Waiting(2, 60.0)})
    for _ in range(50):
        sendings.landed(row(), DOWN, Mark(1, State.TODO))
        hand.now += 1
    sendings.landed(row(), WELL, Mark(1, State.SENT))
    told = [(one["event"], one["what"], one["fate"], one["waiting"]) for one in lines]
    assert told == [("stands_still", "sending", "server_trouble", 42), ("goes_on", "sending", "server_trouble", 42)]
    assert lines[1]["after_s"] == 50.0


def test_short_halt_is_the_pace_and_a_long_one_a_standstill(sendings: Sendings, lines: list[EventDict]) -> None:
    for _ in range(9):
        sendings.landed(row(), Outcome(Fate.SLOW_DOWN, retry_after=3, reason="Too Many Requests"), Mark(1, State.TODO))
    assert lines == []
    sendings.landed(row(), Outcome(Fate.SLOW_DOWN, retry_after=30, reason="Too Many Requests"), Mark(1, State.TODO))
    assert [(one["event"], one["reason"]) for one in lines] == [("stands_still", "Too Many Requests, waits 30 s")]


def test_halt_beyond_all_measure_says_how_long_it_really_is(sendings: Sendings, lines: list[EventDict]) -> None:
    asked = Outcome(Fate.SLOW_DOWN, retry_after=100_000, reason="Too Many Requests: retry after 100000")
    sendings.landed(row(), asked, Mark(1, State.TODO))
    assert [one["reason"] for one in lines] == ["Too Many Requests: retry after 100000, waits 600 s"]


def test_one_that_fails_among_others_that_arrive_is_no_standstill(sendings: Sendings, lines: list[EventDict]) -> None:
    for _ in range(50):
        sendings.landed(row(), DOWN, Mark(1, State.TODO))
        sendings.landed(row(), WELL, Mark(2, State.SENT))
    assert lines == []


def test_what_is_given_up_is_one_line_a_minute(sendings: Sendings, hand: Hand, lines: list[EventDict]) -> None:
    refused = Outcome(Fate.REFUSED, reason="Bad Request", code=400)
    for _ in range(30):
        sendings.landed(row(), refused, Mark(1, State.FAILED))
    sendings.landed(row(), DOWN, Mark(1, State.FAILED))
    sendings.tell_given_up()
    sendings.landed(row(), refused, Mark(1, State.FAILED))
    sendings.tell_given_up()
    assert [(one["event"], one["count"], one["reasons"]) for one in lines] == [
        ("messages_given_up", 31, ["30 x refused: Bad Request", "1 x given_up: status 502"])
    ]
    hand.now += TOLD_EVERY_S
    sendings.tell_given_up()
    assert lines[1]["count"] == 1
    assert sendings.given_up_within(TOLD_EVERY_S).most_common() == [
        ("refused: Bad Request", 31),
        ("given_up: status 502", 1),
    ]
    hand.now += 1
    assert sendings.given_up_within(TOLD_EVERY_S).total() == 0


def test_rounds_that_fail_are_one_trouble(sendings: Sendings, lines: list[EventDict]) -> None:
    for _ in range(9):
        sendings.out_of_reach(UnsealableError("another key"))
    sendings.outbox.went()
    sendings.out_of_reach(LookupError("nobody has foreseen it"))
    told = [(one["event"], one["fate"], "exc_info" in one) for one in lines]
    assert told == [
        ("stands_still", "another key", False),
        ("goes_on", "another key", False),
        ("stands_still", "LookupError", True),
    ]


def test_lane_that_stands_still(sendings: Sendings, hand: Hand) -> None:
    hand.now = 10_000.0
    assert sendings.still(600) is None
    sendings.measured({Lane.INTERACTIVE: Waiting(1, 10.0), Lane.REMINDER: Waiting(5, 700.0)})
    assert sendings.still(600) is Lane.REMINDER
    assert REGISTRY.get_sample_value("waystation_messages_waiting", {"lane": "reminder"}) == 5
    assert REGISTRY.get_sample_value("waystation_oldest_waiting_seconds", {"lane": "reminder"}) == 700
    sendings.landed(row(Lane.REMINDER), WELL, Mark(1, State.SENT))
    assert sendings.still(600) is None
    hand.now += 601
    assert sendings.still(600) is Lane.REMINDER
    sendings.measured({})
    assert REGISTRY.get_sample_value("waystation_messages_waiting", {"lane": "reminder"}) == 0
