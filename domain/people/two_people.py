"""What takes two people: the deed that comes first, and the one that somebody else must do, whatever roles they hold.

Who may do what at all is `domain.people.roles`; this is asked besides, where it is written down, so that no screen
forgets it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.lifecycle import NotPossibleError


class Act(StrEnum):
    """What one person alone cannot bring about."""

    TAKE_IN = "take_in"  # a member, by whomever
    REVIEW = "review"  # a request on two levels
    ANNOUNCE = "announce"  # to many: `storage.announcements.before_sending.approval_needed`
    CORRECT = "correct"  # what was announced to so many


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds as the audit names them: any of `second` is for somebody who did not do the one of `first`."""

    first: str
    second: frozenset[str]


_DECIDED: Final = frozenset({"affiliation.confirm", "affiliation.return", "affiliation.decline"})

TABLE: Final[Mapping[Act, Deeds]] = {
    Act.TAKE_IN: Deeds("affiliation.submit", _DECIDED | {"affiliation.accept"}),
    Act.REVIEW: Deeds("affiliation.accept", _DECIDED),
    Act.ANNOUNCE: Deeds("announcement.submit", frozenset({"announcement.approve"})),
    Act.CORRECT: Deeds("announcement.propose", frozenset({"announcement.correct"})),
}


def may_follow(first: int | None, second: int | None) -> bool:
    """Tell whether `second` may do what comes after a deed of `first`: chats; `first` None: nobody has done it yet."""
    return first is None or first != second


def check(act: Act, first: int | None, second: int | None) -> None:
    """Raise `NotPossibleError` where one person would do both."""
    if not may_follow(first, second):
        raise NotPossibleError(f"to {act} takes two people")
