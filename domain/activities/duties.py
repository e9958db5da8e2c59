"""A duty and those who are asked to do it, as one table: who comes, who stands by, and who is asked next.

A volunteer who is asked says yes or no. A yes takes a place while there is one, else it waits in the reserve. When
somebody drops out, the first of the reserve is called, with a deadline; who does not answer in time is passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Never

from domain.lifecycle import Transition


class State(StrEnum):
    """Where one volunteer stands with one duty."""

    ASKED = "asked"
    COMING = "coming"
    RESERVE = "reserve"  # would come, and all places are taken
    CALLED = "called"  # of the reserve, asked to step in until a deadline
    DECLINED = "declined"
    DROPPED = "dropped"  # was coming, and cannot any more
    LAPSED = "lapsed"  # was called, and did not answer in time


class Verb(StrEnum):
    ASK = "ask"
    COME = "come"
    STAND_BY = "stand_by"
    CALL = "call"
    DECLINE = "decline"
    DROP = "drop"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, and by how many; times in seconds since 1970. Raises `ValueError` for what makes no sense."""

    name: str
    starts_at: float
    ends_at: float
    needed: int

    def __post_init__(self) -> None:
        if not self.starts_at < self.ends_at or self.needed < 1:
            raise ValueError("a duty ends after it begins, and needs one volunteer at least")


Row = Transition[Verb, State, Never]

_MAY_STILL_COME: Final[frozenset[State | None]] = frozenset(
    {None, State.ASKED, State.DECLINED, State.DROPPED, State.LAPSED}
)

TABLE: Final[tuple[Row, ...]] = (
    Transition(Verb.ASK, frozenset({None}), State.ASKED),
    Transition(Verb.COME, _MAY_STILL_COME | {State.RESERVE, State.CALLED}, State.COMING),
    Transition(Verb.STAND_BY, _MAY_STILL_COME, State.RESERVE),
    Transition(Verb.CALL, frozenset({State.RESERVE}), State.CALLED),
    Transition(Verb.DECLINE, frozenset({State.ASKED, State.RESERVE, State.CALLED}), State.DECLINED),
    Transition(Verb.DROP, frozenset({State.COMING}), State.DROPPED),
    Transition(Verb.LAPSE, frozenset({State.CALLED}), State.LAPSED),
)

ROWS: Final[Mapping[Verb, Row]] = {row.verb: row for row in TABLE}

FILLING: Final = frozenset({State.COMING, State.CALLED})
"""The states that fill a place: it is kept for who is called, until the deadline."""


def transition(verb: Verb, state: State | None) -> Row:
    """Find the row that allows this; `state` None: they were never asked. Raises `NotPossibleError`."""
    return ROWS[verb].checked(state)
