"""The states of a message on its way out, and which may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a message stands. Everything but `TODO` and `SENDING` is the end of it."""

    TODO = "todo"  # waits for its turn, the first time or again
    SENDING = "sending"  # handed to a worker; after a crash nobody knows whether it went out
    SENT = "sent"  # the messenger accepted it
    FAILED = "failed"  # refused, or tried for as long as it was worth
    EXPIRED = "expired"  # its time was over before its turn came
    UNREACHABLE = "unreachable"  # the person has stopped the bot, or never started it
    UNKNOWN = "unknown"  # perhaps accepted, and not to be repeated
    OPTED_OUT = "opted_out"  # the person wants nothing of this topic
    STOPPED = "stopped"  # an organiser stopped the announcement before its turn came


_MISSED_OF_ANNOUNCEMENTS: Final = frozenset({State.TODO})  # an organiser sends an announcement again

MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.TODO: frozenset({State.SENDING, State.EXPIRED, State.UNREACHABLE, State.OPTED_OUT, State.STOPPED}),
    State.SENDING: frozenset({State.SENT, State.FAILED, State.UNREACHABLE, State.UNKNOWN, State.TODO}),
    State.SENT: frozenset(),
    State.FAILED: _MISSED_OF_ANNOUNCEMENTS,
    State.EXPIRED: _MISSED_OF_ANNOUNCEMENTS,
    State.UNREACHABLE: _MISSED_OF_ANNOUNCEMENTS,
    State.UNKNOWN: _MISSED_OF_ANNOUNCEMENTS,
    State.STOPPED: _MISSED_OF_ANNOUNCEMENTS,
    State.OPTED_OUT: frozenset(),
}


def check_move(before: State, after: State) -> None:
    """Raise `ValueError` for a move that the table does not have."""
    if after not in MOVES[before]:
        raise ValueError(f"a message never goes from {before} to {after}")
