"""The life of a sign-up, as one table: who holds a seat, who waits for one, and what leads from one to the other.

A seat is held from signing up, or from an offer, until it is given back, not taken in time, or not confirmed in time.
One thing is no step of this table: an undo takes a check-in back (`undone`). Seats are counted by the storage, under
the activity's lock.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.lifecycle import Transition

OPENS_S: Final = 30 * 60.0
"""So long before an activity begins people can be checked in."""

CONFIRM_S: Final = 36 * 3_600.0
"""So long before the moment by which seats are to be confirmed this can be done: earlier nobody knows yet."""


class State(StrEnum):
    """Where one person stands with one activity. No row at all: nothing was ever said."""

    SIGNED_UP = "signed_up"
    CONFIRMED = "confirmed"  # said again, when asked, that they come
    WAITING = "waiting"  # on the waiting list
    OFFERED = "offered"  # a seat is kept until a deadline
    ON_LEAVE = "on_leave"  # asked to be excused
    LEFT = "left"  # gave the seat or the place in the line back
    RELEASED = "released"  # the seat was not confirmed in time
    LAPSED = "lapsed"  # the offer was not answered in time, or the line ended with the activity
    CHECKED_IN = "checked_in"
    WALKED_IN = "walked_in"  # came without a seat
    ABSENT = "absent"


class Way(StrEnum):
    """How somebody was seen to be there."""

    QR = "qr"
    WORD = "word"  # the code word that was spoken
    THERE = "there"  # a location within the radius
    ROLL = "roll"  # the roll call
    LATE = "late"  # entered afterwards


ALONE: Final = frozenset({Way.QR, Way.WORD, Way.THERE})
"""How people check in by themselves; in the other ways an organiser or volunteer does it for them."""


class Verb(StrEnum):
    SIGN_UP = "sign_up"
    WAIT = "wait"
    OFFER = "offer"
    TAKE = "take"
    DECLINE = "decline"
    LAPSE = "lapse"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"  # the time has moved: what was confirmed is to be confirmed again
    RELEASE = "release"
    LEAVE = "leave"
    EXCUSE = "excuse"
    CHECK_IN = "check_in"
    WALK_IN = "walk_in"
    MISS = "miss"  # it is over, and they were not seen


class Actor(StrEnum):
    """In which part somebody acts: the person, an organiser or volunteer of the activity, the house, the clock."""

    PERSON = "person"
    STAFF = "staff"
    HOUSE = "house"
    CLOCK = "clock"


Row = Transition[Verb, State, Actor]

_NEVER: Final[frozenset[State | None]] = frozenset({None})
_GONE: Final[frozenset[State | None]] = frozenset({State.ON_LEAVE, State.LEFT, State.RELEASED, State.LAPSED})
_OUT: Final = _NEVER | _GONE
_COMING: Final[frozenset[State | None]] = frozenset({State.SIGNED_UP, State.CONFIRMED})
_IN_LINE: Final[frozenset[State | None]] = frozenset({State.OFFERED, State.WAITING})
_PERSON: Final = frozenset({Actor.PERSON})
_PEOPLE: Final = frozenset({Actor.PERSON, Actor.STAFF})
_CLOCK: Final = frozenset({Actor.CLOCK})
_HOUSE: Final = frozenset({Actor.HOUSE})

TABLE: Final[tuple[Row, ...]] = (
    # Who waits takes a seat that came free too late to be offered, as anybody may.
    Transition(Verb.SIGN_UP, _OUT | {State.WAITING}, State.SIGNED_UP, _PEOPLE),
    Transition(Verb.WAIT, _OUT, State.WAITING, _PERSON),
    Transition(Verb.OFFER, frozenset({State.WAITING}), State.OFFERED, _HOUSE),
    Transition(Verb.TAKE, frozenset({State.OFFERED}), State.CONFIRMED, _PERSON),
    Transition(Verb.DECLINE, frozenset({State.OFFERED}), State.LEFT, _PERSON),
    Transition(Verb.LAPSE, _IN_LINE, State.LAPSED, _CLOCK),
    Transition(Verb.CONFIRM, frozenset({State.SIGNED_UP}), State.CONFIRMED, _PEOPLE),
    Transition(Verb.ASK_AGAIN, frozenset({State.CONFIRMED}), State.SIGNED_UP, _HOUSE),
    Transition(Verb.RELEASE, frozenset({State.SIGNED_UP}), State.RELEASED, _CLOCK),
    Transition(Verb.LEAVE, _COMING | _IN_LINE, State.LEFT, _PEOPLE),
    Transition(Verb.EXCUSE, _COMING | _IN_LINE, State.ON_LEAVE, _PEOPLE),
    Transition(Verb.CHECK_IN, _COMING | {State.OFFERED, State.ABSENT}, State.CHECKED_IN, _PEOPLE),
    Transition(Verb.WALK_IN, _NEVER | _GONE | {State.WAITING}, State.WALKED_IN, _PEOPLE),
    Transition(Verb.MISS, _COMING, State.ABSENT, _CLOCK),
)

ROWS: Final[Mapping[Verb, Row]] = {row.verb: row for row in TABLE}

HOLDING: Final = frozenset({State.SIGNED_UP, State.CONFIRMED, State.OFFERED, State.CHECKED_IN, State.WALKED_IN})
"""The states that hold a seat. Staff may let in more than there are seats."""

COMING: Final = frozenset({State.SIGNED_UP, State.CONFIRMED})
HERE: Final = frozenset({State.CHECKED_IN, State.WALKED_IN})
"""The states of somebody who was seen."""


def transition(verb: Verb, state: State | None, actor: Actor) -> Row:
    """Find the row that allows this; `state` None: nothing was ever said. Raises `NotPossibleError`."""
    return ROWS[verb].checked(state, actor)


def free(seats: int | None, held: int) -> int | None:
    """Count the free seats; None: as many as come. An organiser who takes seats away takes nobody's."""
    return None if seats is None else max(0, seats - held)


def says_it_all(confirm_by: float | None, now: float) -> bool:
    """Tell whether a sign-up says already what others are to confirm: so late nobody is asked once more."""
    return confirm_by is not None and confirm_by - now < CONFIRM_S


def is_to_confirm(confirm_by: float | None, now: float) -> bool:
    """Tell whether it is time to confirm a seat: not too early, and not when it makes no difference any more."""
    return confirm_by is not None and 0.0 < confirm_by - now < CONFIRM_S


def undone(before: State | None, offered_until: float | None, ends_at: float, now: float) -> State | None:
    """Return what somebody is again when a check-in is taken back, `before` being the state that it found.

    What has run out meanwhile has run out: an offer past its time has lapsed, and once the activity is over the line
    has ended, and who was to come is absent.
    """
    if before is State.OFFERED and offered_until is not None and offered_until <= now:
        return State.LAPSED
    if ends_at > now:
        return before
    return State.ABSENT if before in ROWS[Verb.MISS].before else State.LAPSED if before in _IN_LINE else before
