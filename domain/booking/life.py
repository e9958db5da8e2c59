"""The life of a booking, as one table: from which state, by whom, telling whom. What it does not have cannot happen.

A booking holds its slots in the states of `HOLDING`, and in no other. What could not be had waits with its reason and
is offered when it comes free: a refused date is a row, not an absence. Where the rules of it come from: the columns of
"what users curse" in other booking systems (pending for ever, silent no-shows, lost dates of a series).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.lifecycle import Transition


class State(StrEnum):
    REQUESTED = "requested"  # the slots are held; the owner's turn, until `turn_until`
    GRANTED = "granted"
    ASKED = "asked"  # granted, and the borrower has been asked whether it is still needed
    CONFIRMED = "confirmed"  # the borrower has said that it is
    WAITING = "waiting"  # could not be had, and why; in the line for it
    OFFERED = "offered"  # it came free: the slots are held for this one, until `turn_until`
    REFUSED = "refused"  # not to be had any more, and why
    RELEASED = "released"  # given back, by hand or by silence
    CANCELLED = "cancelled"  # the borrower does not want it any more


class Why(StrEnum):
    """Why a booking has no slots. It is kept as long as the booking."""

    TAKEN = "taken"  # another booking has it: `other_id`, `other_title`
    CLOSED = "closed"  # a closure
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"  # a day off on which it is not open
    NO_SUCH_HOUR = "no_such_hour"  # the hour that summer time skips
    HOME_SHARE = "home_share"  # kept for the owner until so many days before
    QUOTA = "quota"  # the unit has had its hours of the month
    OWN_UNIT = "own_unit"  # for the owner's own people alone
    TOO_SMALL = "too_small"
    PAST = "past"  # it has begun
    DECLINED = "declined"  # by the owner, who may have said why
    NO_ANSWER = "no_answer"  # nobody has decided on any level
    NOT_CONFIRMED = "not_confirmed"  # silence until the deadline
    NOT_NEEDED = "not_needed"  # given back by hand
    ACTIVITY_CANCELLED = "activity_cancelled"
    RESOURCE_GONE = "resource_gone"
    WITHDRAWN = "withdrawn"  # by the borrower


CAN_HEAL: Final = frozenset({Why.TAKEN, Why.CLOSED, Why.HOME_SHARE, Why.QUOTA})
"""What may pass before the date comes: who waits for such a reason is offered the time when it has."""


class Verb(StrEnum):
    """What can be done to a booking."""

    GRANT = "grant"
    DECLINE = "decline"
    ESCALATE = "escalate"  # nobody answered: the level above is asked
    GIVE_UP = "give_up"  # nobody answered there either
    ASK_STILL = "ask_still"  # "is it still needed?"
    CONFIRM = "confirm"
    RELEASE = "release"  # by hand
    LAPSE = "lapse"  # by silence
    OFFER = "offer"
    TAKE = "take"  # an offer, where the owner need not be asked
    REQUEST = "request"  # an offer, where the owner decides
    PASS = "pass"  # noqa: S105  no, thank you
    OFFER_ENDS = "offer_ends"  # unanswered: back into the line, behind the others
    CANCEL = "cancel"
    MOVE = "move"  # to another time, where it can be had at once
    MOVE_ASKING = "move_asking"  # to another time, about which the owner decides
    LOSE = "lose"  # a move, a closure or a change of parts took the slots away
    REMOVE = "remove"  # there is no such resource any more
    MISS = "miss"  # its time has come while it waited


class Actor(StrEnum):
    """Who does it."""

    BORROWER = "borrower"  # an organiser of the unit that books
    OWNER = "owner"  # an organiser of the unit whose it is, or of the one above; a speaker for themselves
    CLOCK = "clock"  # nobody: a moment has come
    HOUSE = "house"  # nobody: it follows from something else


class Party(StrEnum):
    """Who is told."""

    BORROWER = "borrower"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Step(Transition[Verb, State, Actor]):
    """A row that also says whom it tells."""

    tells: frozenset[Party] = frozenset()


HOLDING: Final = frozenset({State.REQUESTED, State.GRANTED, State.ASKED, State.CONFIRMED, State.OFFERED})
"""The states in which a booking holds its slots."""

HAD: Final = frozenset({State.GRANTED, State.ASKED, State.CONFIRMED})
"""The states in which the borrower may come and use it."""

OPEN: Final = HOLDING | {State.WAITING}
"""The states from which it goes on."""

_REQUESTED: Final = frozenset({State.REQUESTED})
_OFFERED: Final = frozenset({State.OFFERED})
_WAITING: Final = frozenset({State.WAITING})
_BORROWER: Final = frozenset({Actor.BORROWER})
_OWNER: Final = frozenset({Actor.OWNER})
_CLOCK: Final = frozenset({Actor.CLOCK})
_HOUSE: Final = frozenset({Actor.HOUSE})
_MOVERS: Final = _BORROWER | _HOUSE
_TELL_BORROWER: Final = frozenset({Party.BORROWER})
_TELL_OWNER: Final = frozenset({Party.OWNER})
_TELL_BOTH: Final = _TELL_BORROWER | _TELL_OWNER

TABLE: Final = (
    Step(Verb.GRANT, _REQUESTED, State.GRANTED, _OWNER, _TELL_BORROWER),
    Step(Verb.DECLINE, _REQUESTED | HAD, State.REFUSED, _OWNER, _TELL_BORROWER),
    Step(Verb.ESCALATE, _REQUESTED, State.REQUESTED, _CLOCK, _TELL_BOTH),
    Step(Verb.GIVE_UP, _REQUESTED, State.REFUSED, _CLOCK, _TELL_BOTH),
    Step(Verb.ASK_STILL, frozenset({State.GRANTED}), State.ASKED, _CLOCK, _TELL_BORROWER),
    Step(Verb.CONFIRM, frozenset({State.GRANTED, State.ASKED}), State.CONFIRMED, _BORROWER),
    Step(Verb.RELEASE, HAD | _REQUESTED, State.RELEASED, _BORROWER, _TELL_OWNER),
    Step(Verb.LAPSE, frozenset({State.ASKED}), State.RELEASED, _CLOCK, _TELL_BOTH),
    Step(Verb.OFFER, _WAITING, State.OFFERED, _HOUSE, _TELL_BORROWER),
    Step(Verb.TAKE, _OFFERED, State.GRANTED, _BORROWER, _TELL_OWNER),
    Step(Verb.REQUEST, _OFFERED, State.REQUESTED, _BORROWER, _TELL_OWNER),
    Step(Verb.PASS, _OFFERED, State.CANCELLED, _BORROWER),
    Step(Verb.OFFER_ENDS, _OFFERED, State.WAITING, _CLOCK, _TELL_BORROWER),
    Step(Verb.CANCEL, OPEN, State.CANCELLED, _MOVERS, _TELL_OWNER),
    Step(Verb.MOVE, OPEN, State.GRANTED, _MOVERS, _TELL_OWNER),
    Step(Verb.MOVE_ASKING, OPEN, State.REQUESTED, _MOVERS, _TELL_OWNER),
    Step(Verb.LOSE, OPEN, State.WAITING, _MOVERS | _OWNER, _TELL_BOTH),
    Step(Verb.REMOVE, OPEN, State.REFUSED, _HOUSE | _OWNER, _TELL_BORROWER),
    Step(Verb.MISS, _WAITING, State.REFUSED, _CLOCK),
)

ROWS: Final[Mapping[Verb, Step]] = {row.verb: row for row in TABLE}


def transition(verb: Verb, state: State, actor: Actor | None) -> Step:
    """Find the row that allows this. Raises `domain.lifecycle.NotPossibleError`."""
    row = ROWS[verb]
    row.checked(state, actor)
    return row
