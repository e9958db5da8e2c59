"""In which order, and how soon after one another, claimed rows leave."""

import asyncio
import selectors
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.messages.delivery import Lane
from scheduler.departures import Departures
from storage.messages.claims import Claimed


def row(number: int, lane: Lane) -> Claimed:
    return Claimed(number, number, lane, b"", 0, None)


class Board:
    """What has left, and when; somebody waits for as long as `busy` is true."""

    def __init__(self, gives_way_s: float = 0.02) -> None:
        self.left: list[int] = []
        self.at: list[float] = []
        self.busy = False
        self.departures = Departures(self._depart, lambda: self.busy, gives_way_s)

    def _depart(self, row: Claimed) -> None:
        self.left.append(row.row_id)
        self.at.append(time.monotonic())

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.departures.run())
        yield
        running.cancel()
        await asyncio.wait({running})

    async def until(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.left) < count:  # noqa: ASYNC110  a list sets no event
                await asyncio.sleep(0.001)


async def test_answers_leave_at_once_and_before_announcements_that_were_claimed_with_them() -> None:
    board = Board()
    async with board.open():
        board.departures.add([row(1, Lane.ANNOUNCEMENT), row(2, Lane.INTERACTIVE), row(3, Lane.REMINDER)])
        assert board.left == [2, 3]
        await board.until(3)
    assert board.left == [2, 3, 1]


async def test_announcements_leave_in_their_order_one_after_the_other() -> None:
    board = Board()
    async with board.open():
        board.departures.add(row(number, Lane.ANNOUNCEMENT) for number in range(50))
        await board.until(50)
    assert board.left == list(range(50))
    assert board.at[-1] - board.at[0] > 0.025  # 49 gaps, less what may be caught up


async def test_announcements_wait_while_somebody_does() -> None:
    board = Board(gives_way_s=60.0)
    board.busy = True
    async with board.open():
        board.departures.add([row(1, Lane.ANNOUNCEMENT)])
        await asyncio.sleep(0.05)
        assert board.left == []
        board.busy = False
        await board.until(1)


async def test_announcements_do_not_wait_for_ever() -> None:
    """Where somebody always waits, each leaves all the same: faster than the free pace of 30 a second."""
    board = Board()
    board.busy = True
    async with board.open():
        board.departures.add([row(1, Lane.ANNOUNCEMENT), row(2, Lane.ANNOUNCEMENT)])
        await board.until(2)
    assert board.left == [1, 2]


async def test_what_waits_at_the_end_leaves_at_once() -> None:
    board = Board()
    board.departures.add(row(number, Lane.ANNOUNCEMENT) for number in range(30))
    board.departures.empty()
    assert board.left == list(range(30))


class _Starved(selectors.DefaultSelector):
    """Wakes the loop later than it asks for: others have the processor. Nothing really waits."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.late_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self.now += timeout + self.late_s
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, selector: _Starved) -> None:
        self._starved = selector
        super().__init__(selector)

    def time(self) -> float:
        return self._starved.now


def _rate(late_s: float, count: int = 200) -> float:
    """Return how many announcements leave in a second of a loop that is always woken so late."""
    selector = _Starved()
    selector.late_s = late_s

    async def depart() -> None:
        left, all_left = list[int](), asyncio.Event()

        def one(row: Claimed) -> None:
            left.append(row.row_id)
            if len(left) == count:
                all_left.set()

        departures = Departures(one, lambda: False)
        running = asyncio.create_task(departures.run())
        departures.add(row(number, Lane.ANNOUNCEMENT) for number in range(count))
        await all_left.wait()
        running.cancel()
        await asyncio.wait({running})

    with asyncio.Runner(loop_factory=lambda: _Loop(selector)) as runner:
        runner.run(depart())
    return count / selector.now


def test_the_pace_gives_way_on_a_loop_that_is_late_and_on_no_other() -> None:
    """Before, whatever had become due while the loop was not woken left at once, before the people who waited too."""
    assert _rate(0.0) > 1_000
    assert _rate(0.005) > 900, "a loop that is a little late makes up for it"
    assert _rate(0.05) < 30, "as long as it was late, so long it has for others"
