"""A life as a table: a row is a verb, the states that it leads on from, and the one it leads to.

What no row allows cannot happen: a wrong move raises, and leaves everything as it was.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Self, TypeVar

VerbT = TypeVar("VerbT", bound=StrEnum)
StateT = TypeVar("StateT", bound=StrEnum)
ActorT = TypeVar("ActorT", bound=StrEnum)


class NotPossibleError(Exception):
    """This verb does not lead on from this state, or not for this actor; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Transition(Generic[VerbT, StateT, ActorT]):
    """One row; `before` holds None where it can be the beginning, `by` is empty where it is not asked who does it."""

    verb: VerbT
    before: frozenset[StateT | None]
    after: StateT
    by: frozenset[ActorT] = frozenset()

    def checked(self, state: StateT | None, actor: ActorT | None = None) -> Self:
        """Return the row itself if it leads on from this state for this actor. Raises `NotPossibleError`."""
        if state not in self.before or (self.by and actor not in self.by):
            raise NotPossibleError(f"{actor or 'nobody'} cannot {self.verb} what is {state}")
        return self
