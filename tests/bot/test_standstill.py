"""One line when something stands still, one when it goes on, and none for each failure between."""

from collections.abc import Callable
from typing import Any

from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.standstill import LONG_S, Standstill


class Hand:
    """A clock that goes on when it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def told(work: Callable[[], Any]) -> list[EventDict]:
    with capture_logs() as lines:
        work()
    return [{name: value for name, value in line.items() if name != "log_level"} for line in lines]


def failing(standing: Standstill, times: int) -> Callable[[], None]:
    def fail() -> None:
        for _ in range(times):
            standing.failed("server_trouble", "status 502")

    return fail


def test_single_failure_is_no_standstill() -> None:
    standing = Standstill("sending", steady=Hand())
    assert told(failing(standing, 2)) == []
    assert (standing.stands, standing.failures, told(standing.went)) == (False, 2, [])


def test_several_in_a_row_are_one_line_and_one_more_when_it_goes_on() -> None:
    hand = Hand()
    standing = Standstill("sending", steady=hand, waits=lambda: 12)
    assert told(failing(standing, 100)) == [
        {
            "event": "stands_still",
            "what": "sending",
            "for_s": 0.0,
            "fate": "server_trouble",
            "reason": "status 502",
            "waiting": 12,
        }
    ]
    hand.now += 90
    standing.failed("not_connected")
    assert (standing.stands, standing.for_s, standing.quiet_s, standing.fate) == (
        True,
        90.0,
        float("inf"),
        "server_trouble",
    )
    assert told(standing.went) == [
        {
            "event": "goes_on",
            "what": "sending",
            "after_s": 90.0,
            "failures": 101,
            "fate": "server_trouble",
            "waiting": 12,
        }
    ]
    hand.now += 3
    assert (standing.stands, standing.for_s, standing.quiet_s, standing.fate, standing.went()) == (
        *(False, 0.0, 3.0, ""),
        False,
    )


def test_failure_that_lasts_is_a_standstill() -> None:
    hand = Hand()
    standing = Standstill("polling", steady=hand)
    standing.failed("uncertain")
    hand.now += LONG_S
    assert [line["event"] for line in told(failing(standing, 1))] == ["stands_still"]


def test_what_is_a_standstill_at_once() -> None:
    standing = Standstill("sending", steady=Hand())
    lines = told(lambda: standing.failed("slow_down", "for 100000 s", at_once=True))
    assert [(line["event"], line["reason"]) for line in lines] == [("stands_still", "for 100000 s")]
    assert standing.reason == "for 100000 s"


def test_error_that_nobody_foresaw_has_its_traceback() -> None:
    trouble = LookupError("nothing like it")
    standing = Standstill("job alarm", enough=1, steady=Hand())
    assert [line["exc_info"] for line in told(lambda: standing.failed("LookupError", error=trouble))] == [trouble]
