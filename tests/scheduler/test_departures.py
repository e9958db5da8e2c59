"""In which order, and how soon after one another, claimed rows leave."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.delivery import Lane
from scheduler.departures import Departures
from storage.messages.outbox import Claimed


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
