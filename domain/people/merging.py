"""What becomes of two lives when they turn out to be one person's: rules, and nothing else (decision 24).

Two addresses had been two persons; one of them goes into the other. What both have twice is decided here: which of two
seats stays, which of two answers, whose details. Where the house cannot know what is right it says so, and merges
nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.activities import duties, seats
from domain.affiliations.affiliations import HERE, State, Stay


class Clash(StrEnum):
    """Why two persons are not made one."""

    TELEGRAM = "telegram"  # an account there is its person: two are two
    ROLES = "roles"  # a role that was given to who joins: it would come to act over another proof than it was given for
    NAMES = "names"  # they have told different names: then they may well be two people
    STAYS = "stays"  # both take part somewhere in the same kind of stay: an organiser has to say which
    REQUESTS = "requests"  # both have asked, and wait for an answer: the person withdraws one


@dataclass(frozen=True, slots=True)
class Had:
    """An affiliation that one of the two has."""

    id: int
    stay: Stay
    state: State
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Life:
    """What of a person decides whether and how they become one with another.

    `told_at` is when their details were told last, None: never, or they were forgotten; `name` is what alike names
    have in common (`domain.people.names.key`), "" for none.
    """

    is_telegram: bool = False
    has_role: bool = False
    name: str = ""
    told_at: float | None = None
    stays: tuple[Had, ...] = ()


_UNDECIDED: Final = frozenset({State.SUBMITTED, State.HOST_ACCEPTED, State.RETURNED})


def clashes(kept: Life, joins: Life) -> tuple[Clash, ...]:
    """Return all that stands in the way, in the order in which it is said."""
    found = (
        (Clash.TELEGRAM, kept.is_telegram and joins.is_telegram),
        (Clash.ROLES, joins.has_role),
        (Clash.NAMES, bool(kept.name and joins.name and kept.name != joins.name)),
        (Clash.STAYS, bool(_kinds(kept, HERE) & _kinds(joins, HERE))),
        (Clash.REQUESTS, bool(_kinds(kept, _UNDECIDED) & _kinds(joins, _UNDECIDED))),
    )
    return tuple(clash for clash, is_there in found if is_there)


def _kinds(life: Life, states: Collection[State]) -> set[Stay]:
    return {one.stay for one in life.stays if one.state in states}


def drafts_dropped(kept: Life, joins: Life) -> tuple[int, ...]:
    """Return the drafts that give way: to a request of the same kind that was sent, else to the newer draft."""
    dropped: list[int] = []
    for mine in _drafts(kept):
        for theirs in (one for one in joins.stays if one.stay is mine.stay):
            if theirs.state in _UNDECIDED:
                dropped.append(mine.id)
            elif theirs.state is State.DRAFT:
                dropped.append(mine.id if mine.since < theirs.since else theirs.id)
    sent = _kinds(kept, _UNDECIDED)
    return tuple(sorted({*dropped, *(theirs.id for theirs in _drafts(joins) if theirs.stay in sent)}))


def _drafts(life: Life) -> Iterable[Had]:
    return (one for one in life.stays if one.state is State.DRAFT)


def takes_details_of_joining(kept: Life, joins: Life) -> bool:
    """Tell whose details hold: theirs by whom somebody was accepted, else theirs that were told last."""
    if joins.told_at is None or kept.told_at is None:
        return joins.told_at is not None
    are_here = [bool(_kinds(life, HERE | _UNDECIDED)) for life in (kept, joins)]
    return are_here[1] if are_here[0] != are_here[1] else joins.told_at > kept.told_at


_SEATS: Final = (
    *(seats.State.CHECKED_IN, seats.State.WALKED_IN, seats.State.CONFIRMED, seats.State.SIGNED_UP),
    *(seats.State.OFFERED, seats.State.WAITING, seats.State.ON_LEAVE, seats.State.LEFT),
    *(seats.State.RELEASED, seats.State.LAPSED, seats.State.ABSENT),
)
"""Who was seen was there; a seat is more than an offer, an offer more than a place in the line."""


def better_seat(kept: seats.State, joins: seats.State) -> bool:
    """Tell whether the seat of who joins is the one that stays."""
    return _SEATS.index(joins) < _SEATS.index(kept)


def frees_a_seat(kept: seats.State, joins: seats.State) -> bool:
    """Tell whether both hold one: it is one person, and the other seat is free."""
    return {kept, joins} <= seats.HOLDING


_DUTIES: Final = (
    *(duties.State.COMING, duties.State.CALLED, duties.State.RESERVE, duties.State.DROPPED),
    *(duties.State.DECLINED, duties.State.LAPSED, duties.State.ASKED),
)


def better_answer(kept: duties.State, joins: duties.State) -> bool:
    """Tell whether the answer of who joins is the one that stays: a yes before a no, a no before nothing said."""
    return _DUTIES.index(joins) < _DUTIES.index(kept)
