"""Announcements leave one by one, and after whoever waits for an answer.

A round claims some dozens at once. Leaving together they would stand before every answer that comes meanwhile, in this
process and at the messenger's; so each leaves a moment after the one before, and none while somebody waits.

Where the machine cannot hold the pace it is asked for, the pace gives way and people do not: as late as the loop is
woken, so much longer it is left to others before the next announcement.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, final

from domain.messages.delivery import Lane
from storage.messages.claims import Claimed

_GAP: Final = 0.7
"""Of the time that the pace has for each, the part between two; the rest makes up for what came between."""

_LEAST_PACE: Final = 1000  # a second: at a slower pace the gate itself keeps them apart

_CATCH_UP_S: Final = 0.005  # a loop's clock ticks in milliseconds: who left late may be followed sooner
_GIVES_WAY_S: Final = 0.02  # no longer for each, so that a crowd that chats cannot hold up an announcement for good
_LOOKS_S: Final = 0.001

_LATE_S: Final = 0.01  # a loop that is woken later than this has more to do than it can
_WEIGHT: Final = 0.25  # of the newest look at how late it is, beside those before


@final
class Departures:
    """`depart` lets a row fly. `somebody_waits` tells whether a person waits for an answer right now.

    An announcement waits for them, `gives_way_s` seconds at most; two are kept apart as `per_second`, the pace, allows.
    """

    def __init__(
        self,
        depart: Callable[[Claimed], None],
        somebody_waits: Callable[[], bool],
        gives_way_s: float = _GIVES_WAY_S,
        per_second: int = _LEAST_PACE,
    ) -> None:
        self._depart = depart
        self._gap_s = _GAP / max(per_second, _LEAST_PACE)
        self._gives_way_s = gives_way_s
        self._somebody_waits = somebody_waits
        self._waiting: deque[Claimed] = deque()
        self._came = asyncio.Event()

    def add(self, rows: Iterable[Claimed]) -> None:
        """Let depart at once what somebody waits for, and the others when it is their turn."""
        for row in rows:
            if row.lane == Lane.ANNOUNCEMENT:
                self._waiting.append(row)
                self._came.set()
            else:
                self._depart(row)

    async def run(self) -> None:
        """Let what waits depart, until cancelled."""
        due = strain_s = 0.0
        while True:
            await self._came.wait()
            await self._give_way()
            due = max(due, _now() - _CATCH_UP_S) + self._gap_s
            if strain_s >= _LOOKS_S:
                due = max(due, _now() + strain_s)
            if self._waiting:
                self._depart(self._waiting.popleft())
            if not self._waiting:
                self._came.clear()
            elif due > _now():
                await asyncio.sleep(due - _now())
                strain_s += _WEIGHT * (max(0.0, _now() - due - _LATE_S) - strain_s)

    def empty(self) -> None:
        """Let everything depart that still waits: it is claimed, and must not be left without an end."""
        while self._waiting:
            self._depart(self._waiting.popleft())

    async def _give_way(self) -> None:
        until = _now() + self._gives_way_s
        while self._somebody_waits() and _now() < until:  # noqa: ASYNC110  what makes people wait sets no event
            await asyncio.sleep(_LOOKS_S)


def _now() -> float:
    return asyncio.get_running_loop().time()
