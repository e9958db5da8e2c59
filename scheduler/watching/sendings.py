"""What became of everything that was sent: counted by its fate, and told in the log where nothing leaves any more."""

import time
from collections import Counter as Tally
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, final

import structlog
from prometheus_client import Counter, Gauge

from bot.chat import Fate, Outcome
from bot.standstill import Standstill
from domain.messages.delivery import Lane, State
from scheduler.pacing import HALT_AT_MOST_S
from storage.messages.claims import Claimed, Mark
from storage.troubles import StoreTrouble, trouble_with
from storage.upkeep.backlog import Waiting

log = structlog.get_logger()

MESSAGES: Final = Counter(
    "waystation_messages",
    "Messages by what became of a try: sent, refused, unreachable, uncertain, retried, given_up, unsealable.",
    ["fate", "code"],
)
SLOWED: Final = Counter("waystation_slowed_down", "Refusals for pace: Telegram asked to wait (429).", ["lane"])
WAIT: Final = Gauge("waystation_messages_waiting", "Messages that are due and wait.", ["lane"])
OLDEST_S: Final = Gauge("waystation_oldest_waiting_seconds", "For how long the oldest of them is due.", ["lane"])

LONG_HALT_S: Final = 10.0
"""A request to slow down for longer than this is a standstill; a shorter one is what a full pace looks like."""

TOLD_EVERY_S: Final = 60.0
"""Messages that are given up are told of once in so many seconds, all together."""

_NOWHERE: Final[Mapping[Lane, float]] = MappingProxyType({})

_TROUBLE: Final = frozenset({Fate.SERVER_TROUBLE, Fate.NOT_CONNECTED, Fate.UNCERTAIN})


@final
class Sendings:
    """Told of every landing and of every round of the outbox, in the loop's thread. `steady` never jumps."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self.standing = Standstill("sending", steady=steady, waits=self._waiting)
        self.outbox = Standstill("outbox", enough=1, steady=steady)
        self.waiting: Mapping[Lane, Waiting] = {}
        self.unsealable: set[int] = set()
        """The rows that no key has opened; one that is opened later is none of them any more."""
        self._landed_at: dict[Lane, float] = {}
        self._landed_since: set[Lane] = set()
        self._lanes = {lane: Standstill(f"lane {lane.name.lower()}", enough=1, steady=steady) for lane in Lane}
        self._given_up: Tally[str] = Tally()
        self._told_at = float("-inf")
        self._of_late: list[tuple[float, str]] = []

    def landed(self, row: Claimed, outcome: Outcome, mark: Mark) -> None:
        """Take in what became of a row."""
        now = self._steady()
        fate = _fate(row, outcome, mark)
        MESSAGES.labels(fate, outcome.code or "").inc()
        self._landed_at[Lane(row.lane)] = now
        self._landed_since.add(Lane(row.lane))
        if fate == "unsealable":
            self.unsealable.add(row.row_id)
        else:
            self.unsealable.discard(row.row_id)
        if fate in {"refused", "given_up", "unsealable", "uncertain"}:
            reason = f"{fate}: {outcome.reason}"
            self._given_up[reason] += 1
            self._of_late.append((now, reason))
        self._judge(Lane(row.lane), outcome)

    def _judge(self, lane: Lane, outcome: Outcome) -> None:
        if outcome.fate is Fate.SLOW_DOWN:
            SLOWED.labels(lane.name.lower()).inc()
        if outcome.fate in _TROUBLE:
            self.standing.failed(outcome.fate, outcome.reason)
        elif outcome.fate is not Fate.SLOW_DOWN:
            self.standing.went()
        elif outcome.retry_after >= LONG_HALT_S:
            waits_s = min(outcome.retry_after, HALT_AT_MOST_S)
            self.standing.failed(outcome.fate, f"{outcome.reason}, waits {waits_s:.0f} s", at_once=True)

    def out_of_reach(self, trouble: Exception) -> None:
        """Take in that a round of the outbox has failed; the first in a row is told with its traceback."""
        fate = trouble_with(trouble)
        if fate is StoreTrouble.OTHER:
            self.outbox.failed(type(trouble).__name__, error=trouble)
        else:
            self.outbox.failed(fate)

    def newly_left(self) -> frozenset[Lane]:
        """Return the lanes that something has left since this was asked last."""
        left, self._landed_since = frozenset(self._landed_since), set()
        return left

    def measured(self, waiting: Mapping[Lane, Waiting], left_ago_s: Mapping[Lane, float] = _NOWHERE) -> None:
        """Take in what waits now, and how long ago something left each lane through another worker."""
        self.waiting = waiting
        for lane, ago_s in left_ago_s.items():
            self._landed_at[lane] = max(self._landed_at.get(lane, float("-inf")), self._steady() - max(0.0, ago_s))
        for lane in Lane:
            found = waiting.get(lane, Waiting())
            WAIT.labels(lane.name.lower()).set(found.count)
            OLDEST_S.labels(lane.name.lower()).set(found.oldest_s)

    def tell_given_up(self) -> None:
        """Write one line of what was given up since the last one, once a minute at the most."""
        if not self._given_up or self._steady() - self._told_at < TOLD_EVERY_S:
            return
        self._told_at = self._steady()
        reasons = [f"{count} x {reason}" for reason, count in self._given_up.most_common(5)]
        log.warning("messages_given_up", count=self._given_up.total(), reasons=reasons)
        self._given_up.clear()

    def given_up_within(self, seconds: float) -> Tally[str]:
        """Return what was given up of late, by its reason."""
        since = self._steady() - seconds
        self._of_late = [one for one in self._of_late if one[0] >= since]
        return Tally(reason for _, reason in self._of_late)

    def still(self, longer_than_s: float) -> Lane | None:
        """Return a lane whose oldest message waits for longer, and out of which nothing has left for as long."""
        return next((lane for lane in Lane if self._is_still(lane, longer_than_s)), None)

    def _is_still(self, lane: Lane, longer_than_s: float) -> bool:
        waits_s = self.waiting.get(lane, Waiting()).oldest_s
        since = self._steady() - longer_than_s
        return waits_s > longer_than_s and self._landed_at.get(lane, float("-inf")) < since

    def tell_still(self, longer_than_s: float) -> None:
        """Say in the log which lanes stand still although the server answers, and which go on again."""
        for lane, standing in self._lanes.items():
            if self._is_still(lane, longer_than_s) and not self.standing.stands:
                standing.failed("still", f"{self.waiting[lane].count} wait")
            else:
                standing.went()

    def _waiting(self) -> int | None:
        return sum(found.count for found in self.waiting.values()) if self.waiting else None


def _fate(row: Claimed, outcome: Outcome, mark: Mark) -> str:
    """Say in one word what became of this try."""
    if not row.reply:
        return "unsealable"
    match mark.state:
        case State.SENT:
            return "sent"
        case State.UNREACHABLE:
            return "unreachable"
        case State.UNKNOWN:
            return "uncertain"
        case State.TODO:
            return "retried"
    return "refused" if outcome.fate is Fate.REFUSED else "given_up"
