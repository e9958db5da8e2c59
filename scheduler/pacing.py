"""How fast messages may leave: a pure answer to "when may this chat be written to", and a memory of what has left.

Times are seconds of any steady clock. Nothing here waits or looks at a clock.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, final

from domain.messages.delivery import Lane, Queue


@dataclass(frozen=True, slots=True)
class Pace:
    """What the messenger allows, as Telegram's FAQ has it ("My bot is hitting limits, how do I avoid this?").

    A private chat gets `chat_burst` messages at once and then `chat_per_second`. Requests do not all travel equally
    fast: `margin_s` lengthens each period, so that what leaves in time does not arrive too early.

    What is paid for has a pace of its own ("up to 1000 messages per second, ignoring broadcasting limits", says the Bot
    API of `allow_paid_broadcast`); with a `paid_per_second` of 0 nothing is, and it leaves with the others.
    """

    per_second: int = 30
    paid_per_second: int = 0
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    margin_s: float = 0.02


USUAL: Final = Pace()
PAID: Final = Pace(paid_per_second=1000)  # with paid broadcasts switched on

HALT_AT_MOST_S: Final = 600.0
"""Asked to wait for longer, the sender looks with one message after so long: a slip of the messenger's must not make
everybody mute for days. Where it was meant, that one call in ten minutes is all that it hears.
"""

_CATCH_UP_S: Final = 0.02  # an evenly spread lane that was late may make up for this much
_PAID_CATCH_UP_S: Final = 0.25  # nobody waits for what is paid for: it may come in waves


@final
class Window:
    """At most `count` messages in any period of `period_s` seconds, for each key."""

    def __init__(self, count: int, period_s: float) -> None:
        self._count = count
        self._period_s = period_s
        self._left_at: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def opens_at(self, key: Hashable) -> float:
        """Return the moment from which the next message may leave."""
        left_at = self._left_at.get(key)
        if left_at is None or len(left_at) < self._count:
            return float("-inf")
        return left_at[0] + self._period_s

    def spend(self, key: Hashable, now: float) -> None:
        self._left_at.setdefault(key, deque(maxlen=self._count)).append(now)
        self._left_at.move_to_end(key)
        self._forget(now)

    def _forget(self, now: float) -> None:
        while next(iter(self._left_at.values()))[-1] + self._period_s <= now:
            self._left_at.popitem(last=False)

    def give_back(self, key: Hashable) -> None:
        """Take back what was spent last: it has not left."""
        if left_at := self._left_at.get(key):
            left_at.pop()
            if not left_at:
                del self._left_at[key]

    def __len__(self) -> int:
        return len(self._left_at)


@final
class Bucket:
    """A bucket that holds `burst` messages and is filled again at `per_second`, for each key."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._gap_s = 1 / per_second
        self._burst_s = (burst - 1) / per_second
        self._full_at: OrderedDict[Hashable, float] = OrderedDict()

    def opens_at(self, key: Hashable) -> float:
        """Return the moment from which the next message may leave."""
        return self._full_at.get(key, float("-inf")) - self._burst_s

    def spend(self, key: Hashable, now: float) -> None:
        self._full_at[key] = max(self._full_at.get(key, now), now) + self._gap_s
        self._full_at.move_to_end(key)
        self._forget(now)

    def _forget(self, now: float) -> None:
        # The longest untouched stand first; one that is not full yet keeps those behind it for a few seconds at most.
        while next(iter(self._full_at.values())) <= now:
            self._full_at.popitem(last=False)

    def give_back(self, key: Hashable) -> None:
        """Take back what was spent last: it has not left."""
        if key in self._full_at:
            self._full_at[key] -= self._gap_s

    def __len__(self) -> int:
        return len(self._full_at)


@final
class Gate:
    """Every limit of one bot together. Ask `opens_at`, and tell `spend` what leaves."""

    def __init__(self, pace: Pace) -> None:
        self._overall = Window(pace.per_second, 1 + pace.margin_s)
        self._paid = Window(pace.paid_per_second or 1, 1 + pace.margin_s)
        self._groups = Window(pace.group_per_minute, 60 + pace.margin_s)
        self._private = Bucket(pace.chat_burst, pace.chat_per_second)
        self._even_gap_s = (1 + pace.margin_s) / pace.per_second
        self._even_at = float("-inf")
        self._paid_gap_s = (1 + pace.margin_s) / (pace.paid_per_second or 1)
        self._paid_at = float("-inf")
        self._halted_until = float("-inf")

    def halt(self, until: float) -> None:
        """Let nothing leave before that moment; a shorter halt does not end a longer one."""
        self._halted_until = max(self._halted_until, until)

    def lane_opens_at(self, lane: Lane | Queue) -> float:
        """Return the moment from which anything of this lane, or queue of mailings, may leave.

        Reminders and announcements leave evenly: a broadcast that took a whole second's worth at once would let an
        answer to a person wait for most of that second.
        """
        if lane is Queue.PAID_MAILINGS:
            return max(self._halted_until, self._paid.opens_at("all"), self._paid_at)
        opens_at = max(self._halted_until, self._overall.opens_at("all"))
        return max(opens_at, self._even_at) if is_even(lane) else opens_at

    def chat_opens_at(self, chat_id: int) -> float:
        """Return the moment from which this chat may be written to; groups have negative numbers."""
        return self._private.opens_at(chat_id) if chat_id > 0 else self._groups.opens_at(chat_id)

    def spend(self, chat_id: int, lane: Lane | Queue, now: float) -> None:
        """Count one message that leaves now."""
        if chat_id > 0:
            self._private.spend(chat_id, now)
        else:
            self._groups.spend(chat_id, now)
        if lane is Queue.PAID_MAILINGS:
            self._paid.spend("all", now)
            self._paid_at = max(self._paid_at, now - _PAID_CATCH_UP_S) + self._paid_gap_s
            return
        self._overall.spend("all", now)
        if is_even(lane):
            self._even_at = max(self._even_at, now - _CATCH_UP_S) + self._even_gap_s

    def give_back(self, chat_id: int, lane: Lane | Queue) -> None:
        """Take back what was spent last for this chat: other workers have left no room for it."""
        (self._private if chat_id > 0 else self._groups).give_back(chat_id)
        if lane is Queue.PAID_MAILINGS:
            self._paid.give_back("all")
            self._paid_at -= self._paid_gap_s
            return
        self._overall.give_back("all")
        if is_even(lane):
            self._even_at -= self._even_gap_s

    def __len__(self) -> int:
        """Return how many chats are remembered: those that were written to a moment ago."""
        return len(self._private) + len(self._groups)


def is_even(lane: Lane | Queue) -> bool:
    """Tell whether what leaves there leaves evenly: nobody waits for an answer."""
    return isinstance(lane, Queue) or lane >= Lane.REMINDER
