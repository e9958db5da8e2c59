"""Several workers on one machine: a parent opens the sockets, starts them, and starts again whichever dies.

The parent serves nobody. It has loaded everything and forks: what all have in common is in memory once. All workers
take from one socket, so that one that hangs takes nothing, and what has come is not lost with one that dies.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, final

import structlog

from bot.logs import start_logging
from bot.settings import Settings
from bot.web import Seat, listening

log = structlog.get_logger()

HEARD: Final = frozenset({signal.SIGCHLD, signal.SIGTERM, signal.SIGINT})
BACK_OFF_S: Final = (1.0, 2.0, 5.0, 15.0, 60.0)
"""How long it is until a worker is started again that died so many times in a row."""

WELL_S: Final = 60.0
"""Whoever has lived for so long begins to count anew."""

LAST_S: Final = 30.0
"""Told to end, workers get so long, beyond the time for draining; who is there still is killed."""

HOPELESS: Final = 1
"""How a worker ends whom waiting would not help: what ails it is said, and all end with it."""

CRASHED: Final = 70

Serve = Callable[[Seat, int], None]
"""What a worker does, from its seat, until it is told to end or the descriptor comes to its end with the parent."""


def check_many(settings: Settings) -> None:
    """End the process where several workers make no sense, and say why."""
    if settings.database.startswith("sqlite:"):
        raise SystemExit(
            "waystation: --workers needs PostgreSQL: an SQLite file has one writer at a time, and a second worker "
            "would wait for the first; `waystation move` takes the store there"
        )
    if not settings.webhook_url:
        raise SystemExit(
            "waystation: --workers needs a webhook: by polling Telegram gives its updates to one process alone; "
            "set WAYSTATION_WEBHOOK_URL, WAYSTATION_WEBHOOK_SECRET and WAYSTATION_LISTEN"
        )


def tend(settings: Settings, number: int, serve: Serve) -> None:
    """Keep so many workers at work until SIGTERM or Ctrl-C; then let them end, and return.

    Worker K also listens alone, K ports further on, for whoever looks after it.
    """
    start_logging(settings.log)
    try:
        shared = listening(settings.listen)
        seats = [Seat(one, (shared, listening(settings.listen, further=one))) for one in range(1, number + 1)]
    except OSError as trouble:
        raise SystemExit(f"waystation: {settings.listen} and the {number} ports after it: {trouble.strerror}") from None
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    Parent(seats, serve, LAST_S + settings.drain_s).run()


@dataclass(slots=True)
class _Place:
    """A seat, and who sits there: its process (0: none), since when, and how often in a row one has died here."""

    seat: Seat
    pid: int = 0
    since: float = 0.0
    deaths: int = 0
    lives: int = 0
    begins_at: float = 0.0

    def died(self, now: float) -> float:
        """Note it, and return in how many seconds the next one begins."""
        self.deaths = 1 if now - self.since >= WELL_S else self.deaths + 1
        wait_s = BACK_OFF_S[min(self.deaths, len(BACK_OFF_S)) - 1]
        self.pid, self.begins_at = 0, now + wait_s
        return wait_s


@final
class Parent:
    """Hears of its children and of who wants it to end; the signals are blocked, and taken one by one."""

    def __init__(self, seats: list[Seat], serve: Serve, last_s: float) -> None:
        self._places = [_Place(seat) for seat in seats]
        self._serve = serve
        self._last_s = last_s
        self._code = 0
        self._ends_at = float("inf")
        self._lives, self._holds = os.pipe()  # whoever reads to its end knows that the parent has gone

    def run(self) -> None:
        """Tend the workers until all are to end. Raises `SystemExit` where they end for want of something."""
        while not self._is_over():
            for place in self._places:
                if not place.pid and not self._is_ending and place.begins_at <= time.monotonic():
                    self._begin(place)
            heard = signal.sigtimedwait(HEARD, self._pause_s())
            if heard and heard.si_signo != signal.SIGCHLD:
                self._end()
            self._reap()
            if time.monotonic() >= self._ends_at:
                self._tell_all(signal.SIGKILL)
        if self._code:
            raise SystemExit(self._code)

    @property
    def _is_ending(self) -> bool:
        return self._ends_at != float("inf")

    def _is_over(self) -> bool:
        return self._is_ending and not any(place.pid for place in self._places)

    def _pause_s(self) -> float:
        next_at = min([self._ends_at, *(place.begins_at for place in self._places if not place.pid)], default=0.0)
        return min(60.0, max(0.05, next_at - time.monotonic()))

    def _begin(self, place: _Place) -> None:
        place.since, place.lives = time.monotonic(), place.lives + 1
        place.pid = os.fork()
        if not place.pid:
            self._be_worker(place.seat)

    def _be_worker(self, seat: Seat) -> None:
        """Serve in the place of the parent's copy that this process is; never returns."""
        os.close(self._holds)
        for number in HEARD:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        try:
            self._serve(seat, self._lives)
        except Exception:  # noqa: BLE001  the parent is to know it from an end that waiting does not help
            traceback.print_exc()
            raise SystemExit(CRASHED) from None
        raise SystemExit(0)

    def _reap(self) -> None:
        for place in self._places:
            if not place.pid:
                continue
            pid, status = os.waitpid(place.pid, os.WNOHANG)
            if pid:
                self._ended(place, os.waitstatus_to_exitcode(status))

    def _ended(self, place: _Place, code: int) -> None:
        again_s = place.died(time.monotonic())
        if self._is_ending:
            return
        if code == HOPELESS and place.lives == 1:  # later it may be the database that is away: others go on
            self._code = HOPELESS
            self._end()
            return
        log.warning("worker_died", number=place.seat.number, code=code, again_in_s=again_s)

    def _end(self) -> None:
        self._ends_at = min(self._ends_at, time.monotonic() + self._last_s)
        self._tell_all(signal.SIGTERM)

    def _tell_all(self, number: signal.Signals) -> None:
        for place in self._places:
            if place.pid:
                os.kill(place.pid, number)
