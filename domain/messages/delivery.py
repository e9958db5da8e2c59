"""A message on its way out: the lane it goes in, and its life as a table."""

from collections.abc import Mapping
from enum import Enum, IntEnum, StrEnum, auto
from typing import Final, Never

from domain.lifecycle import NotPossibleError, Transition

HOLDS_S: Final = 10.0
"""So long, from when it is first taken in hand, a message holds back what follows it in its chat, and then gives way.

Order is worth seconds and not more: whoever waits for an answer must not wait for another one that never comes.
"""

UNREAD_S: Final = 14 * 86_400.0
"""After so long a message on a page that no browser has fetched is expired: hardly anything asked of people has a
longer deadline, and the rows that tell of it are kept for 30 days, so that a report still counts it."""

LONGEST_DELAY_S: Final = 1800.0
"""No try is put off for longer: what waits for a time further ahead waits for a clock that has gone wrong."""


class Lane(IntEnum):
    """Who goes first when the pace is short: a lower number never waits for a higher one."""

    INTERACTIVE = 0
    CONFIRMATION = 1
    REMINDER = 2
    ANNOUNCEMENT = 3


class Queue(Enum):
    """What comes after the lanes: mailings, whose rows stand in the last lane but are found in another way."""

    MAILINGS = auto()
    PAID_MAILINGS = auto()  # at the pace that is paid for


class State(StrEnum):
    """Where a message stands. Everything but `TODO` and `SENDING` is the end of it."""

    TODO = "todo"  # waits for its turn, the first time or again
    SENDING = "sending"  # handed to a worker; after a crash nobody knows whether it went out
    SENT = "sent"  # the messenger accepted it
    FAILED = "failed"  # refused, or tried for as long as it was worth
    EXPIRED = "expired"  # its time was over before its turn came, or nobody came for it to a page
    UNREACHABLE = "unreachable"  # the person has stopped the bot, or never started it
    UNKNOWN = "unknown"  # perhaps accepted, and not to be repeated
    OPTED_OUT = "opted_out"  # the person wants nothing of this topic
    STOPPED = "stopped"  # an organiser stopped the announcement before its turn came


class Verb(StrEnum):
    """What happens to a message."""

    CLAIM = "claim"  # a worker takes it in hand
    ACCEPT = "accept"
    REFUSE = "refuse"
    RETRY = "retry"
    LOSE = "lose"  # nobody will know whether it arrived
    GIVE_UP = "give_up"  # the person cannot be reached
    EXPIRE = "expire"
    LAPSE = "lapse"  # it stood on a page for `UNREAD_S`, and no browser has fetched it
    OPT_OUT = "opt_out"
    STOP = "stop"
    SEND_AGAIN = "send_again"  # an organiser sends an announcement again to those who were missed


Row = Transition[Verb, State, Never]

_WAITS: Final = frozenset({State.TODO})
_FLIES: Final = frozenset({State.SENDING})
_MISSED: Final = frozenset({State.FAILED, State.EXPIRED, State.UNREACHABLE, State.UNKNOWN, State.STOPPED})

TABLE: Final[tuple[Row, ...]] = (
    Transition(Verb.CLAIM, _WAITS, State.SENDING),
    Transition(Verb.ACCEPT, _FLIES, State.SENT),
    Transition(Verb.REFUSE, _FLIES, State.FAILED),
    Transition(Verb.RETRY, _FLIES, State.TODO),
    Transition(Verb.LOSE, _FLIES, State.UNKNOWN),
    Transition(Verb.GIVE_UP, _WAITS | _FLIES, State.UNREACHABLE),
    Transition(Verb.EXPIRE, _WAITS, State.EXPIRED),
    Transition(Verb.LAPSE, frozenset({State.SENT}), State.EXPIRED),
    Transition(Verb.OPT_OUT, _WAITS, State.OPTED_OUT),
    Transition(Verb.STOP, _WAITS, State.STOPPED),
    Transition(Verb.SEND_AGAIN, _MISSED, State.TODO),
)

MOVES: Final[Mapping[State, frozenset[State]]] = {
    before: frozenset(row.after for row in TABLE if before in row.before) for before in State
}
"""The same by states: what may follow which."""


def check_move(before: State, after: State) -> None:
    """Raise `NotPossibleError` for a move that the table does not have."""
    if after not in MOVES[before]:
        raise NotPossibleError(f"a message never goes from {before} to {after}")
