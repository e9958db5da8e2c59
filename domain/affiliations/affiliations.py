"""The life of a temporary affiliation, as one table: from which state, by whom, with or without a reason, telling whom.

A stay begins as a draft that only the member sees. The host accepts it on one level or on two. It is active until the
member moves or it ends; once a year the member is asked whether it is still right. What this table does not have cannot
happen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.lifecycle import NotPossibleError, Transition


class Stay(StrEnum):
    """The kind of stay. It follows from the days (`domain.affiliations.stays`) until the member says another."""

    VISIT = "visit"  # a short visit
    MOBILE = "mobile"  # six months and more, the formal relation not moved


class State(StrEnum):
    DRAFT = "draft"  # being filled in; nobody but the member sees it
    SUBMITTED = "submitted"  # the host's turn
    HOST_ACCEPTED = "host_accepted"  # the first level has accepted, the level above has not yet
    RETURNED = "returned"  # the member's turn: something is to be added or mended
    ACTIVE = "active"
    CONFIRMATION_DUE = "confirmation_due"  # active, and the member has been asked whether it still holds
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    MOVED = "moved"  # to another point; the next affiliation continues it
    ENDED = "ended"
    DISCARDED = "discarded"  # by the member before it was sent: nothing is left of it


class Ending(StrEnum):
    """Why a stay ended."""

    RETURNED_HOME = "returned_home"
    TRANSFERRED = "transferred"  # the formal relation was moved here
    ELSEWHERE = "elsewhere"  # gone to another city, the formal relation still at home
    EXPIRED = "expired"
    BY_HOST = "by_host"


class Verb(StrEnum):
    """What can be done to an affiliation."""

    SUBMIT = "submit"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"  # the first level
    CONFIRM = "confirm"  # the level above
    RETURN = "return"
    DECLINE = "decline"
    ASK_AGAIN = "ask_again"  # the yearly question
    STILL_HERE = "still_here"
    RENEW = "renew"  # a later end
    MOVE = "move"  # the next point has accepted
    GO_HOME = "go_home"
    TRANSFER = "transfer"
    GO_ELSEWHERE = "go_elsewhere"
    END = "end"  # by the host
    EXPIRE = "expire"


class Actor(StrEnum):
    """Who does it. An organiser acts within the own scope only: `domain.people.roles.may_organise`."""

    MEMBER = "member"  # the one whose affiliation it is
    HOST = "host"  # an organiser of the host unit
    UPPER = "upper"  # an organiser of the unit above the host's, for the second level
    CLOCK = "clock"  # nobody: a date has come
    HOUSE = "house"  # nobody: it follows from something else


class Party(StrEnum):
    """Who is told."""

    MEMBER = "member"
    HOST = "host"
    UPPER = "upper"


@dataclass(frozen=True, slots=True)
class Step(Transition[Verb, State, Actor]):
    """A row that also says whether a reason is needed, whom it tells, and how a stay ends with it."""

    needs_reason: bool = False
    tells: frozenset[Party] = frozenset()
    ending: Ending | None = None


_OPEN: Final = frozenset({State.SUBMITTED, State.HOST_ACCEPTED})
_HERE: Final = frozenset({State.ACTIVE, State.CONFIRMATION_DUE})
_MEMBER: Final = frozenset({Actor.MEMBER})
_REVIEWERS: Final = frozenset({Actor.HOST, Actor.UPPER})
_TELL_MEMBER: Final = frozenset({Party.MEMBER})
_TELL_HOST: Final = frozenset({Party.HOST})

TABLE: Final = (
    Step(Verb.SUBMIT, frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, _MEMBER, tells=_TELL_HOST),
    Step(Verb.DISCARD, frozenset({State.DRAFT}), State.DISCARDED, _MEMBER),
    Step(Verb.WITHDRAW, _OPEN | {State.RETURNED}, State.WITHDRAWN, _MEMBER, tells=_TELL_HOST),
    Step(
        Verb.ACCEPT,
        frozenset({State.SUBMITTED}),
        State.HOST_ACCEPTED,
        frozenset({Actor.HOST}),
        tells=frozenset({Party.MEMBER, Party.UPPER}),
    ),
    Step(
        Verb.CONFIRM,
        _OPEN,
        State.ACTIVE,
        _REVIEWERS,
        tells=_TELL_MEMBER,
    ),
    Step(Verb.RETURN, _OPEN, State.RETURNED, _REVIEWERS, needs_reason=True, tells=_TELL_MEMBER),
    Step(Verb.DECLINE, _OPEN, State.DECLINED, _REVIEWERS, needs_reason=True, tells=_TELL_MEMBER),
    Step(
        Verb.ASK_AGAIN, frozenset({State.ACTIVE}), State.CONFIRMATION_DUE, frozenset({Actor.CLOCK}), tells=_TELL_MEMBER
    ),
    Step(Verb.STILL_HERE, frozenset({State.CONFIRMATION_DUE}), State.ACTIVE, _MEMBER),
    Step(Verb.RENEW, frozenset({State.ACTIVE}), State.ACTIVE, _MEMBER, tells=_TELL_HOST),
    Step(Verb.MOVE, _HERE, State.MOVED, frozenset({Actor.HOUSE}), tells=_TELL_HOST),
    Step(Verb.GO_HOME, _HERE, State.ENDED, _MEMBER, tells=_TELL_HOST, ending=Ending.RETURNED_HOME),
    Step(Verb.TRANSFER, _HERE, State.ENDED, _MEMBER, tells=_TELL_HOST, ending=Ending.TRANSFERRED),
    Step(Verb.GO_ELSEWHERE, _HERE, State.ENDED, _MEMBER, tells=_TELL_HOST, ending=Ending.ELSEWHERE),
    Step(
        Verb.END,
        _HERE,
        State.ENDED,
        frozenset({Actor.HOST}),
        needs_reason=True,
        tells=_TELL_MEMBER,
        ending=Ending.BY_HOST,
    ),
    Step(
        Verb.EXPIRE,
        _HERE,
        State.ENDED,
        frozenset({Actor.CLOCK}),
        tells=frozenset({Party.MEMBER, Party.HOST}),
        ending=Ending.EXPIRED,
    ),
)


ROWS: Final[Mapping[Verb, Step]] = {row.verb: row for row in TABLE}


def transition(verb: Verb, state: State, actor: Actor | None, levels: int) -> Step:
    """Find the row that allows this. `levels` of review are 1 or 2. Raises `NotPossibleError`.

    On one level the host confirms what was submitted. On two the host accepts it, and only the level above confirms.
    """
    row = ROWS[verb].checked(state, actor)
    if not _on_the_right_level(verb, state, actor, levels):
        raise NotPossibleError(f"{actor} cannot {verb} what is {state} on {levels} levels")
    return row


def _on_the_right_level(verb: Verb, state: State, actor: Actor | None, levels: int) -> bool:
    match verb:
        case Verb.ACCEPT:
            return levels == 2
        case Verb.CONFIRM | Verb.RETURN | Verb.DECLINE:
            if verb is Verb.CONFIRM and levels == 2 and state is State.SUBMITTED:
                return False
            return actor is reviewer(state)
    return True


def reviewer(state: State) -> Actor | None:
    """Tell on which level a request waits; None where it waits for no reviewer."""
    match state:
        case State.SUBMITTED:
            return Actor.HOST
        case State.HOST_ACCEPTED:
            return Actor.UPPER
    return None


HERE: Final = _HERE
"""The states in which somebody takes part at the host."""

WAITING: Final = frozenset({State.SUBMITTED, State.HOST_ACCEPTED, State.RETURNED})
"""The states of a request that is not decided."""

CLOSED: Final = frozenset({State.WITHDRAWN, State.DECLINED, State.MOVED, State.ENDED, State.DISCARDED})
