"""Whom an announcement is meant for: criteria that are combined and excluded, always within one unit and below."""

from dataclasses import dataclass
from enum import StrEnum

from domain.activities.activities import Kind
from domain.affiliations.affiliations import State, Stay
from domain.people.roles import Role


class Relation(StrEnum):
    """Where somebody stands with an activity."""

    SIGNED_UP = "signed_up"  # holds a seat now
    CAME = "came"
    DID_NOT_COME = "did_not_come"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Under:
    """Belongs to one of these units or to one below it: affiliated there, or with a role there."""

    unit_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Holds:
    """Holds one of these roles within the audience's scope."""

    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Stays:
    """Has an affiliation within the audience's scope, of one of these kinds and in one of these states."""

    stays: frozenset[Stay]
    states: frozenset[State]


@dataclass(frozen=True, slots=True)
class AtBuildings:
    """Works in one of these buildings, or is affiliated at a service point of one."""

    building_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class AtCompanies:
    """Works for one of these companies, by keyed hash as in `members.employer_hash`."""

    employer_hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ToActivities:
    """Stands so to one of these activities."""

    activity_ids: frozenset[int]
    relation: Relation


@dataclass(frozen=True, slots=True)
class Likes:
    """Has chosen one of these kinds of activity as an interest."""

    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Reads:
    """Reads one of these languages ("zh_Hans", "en")."""

    languages: frozenset[str]


Criterion = Under | Holds | Stays | AtBuildings | AtCompanies | ToActivities | Likes | Reads


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody within `path` whom all of `all_of` and none of `none_of` describe; each person once.

    `path` is a unit's, as in "/1/7/": who is affiliated, holds a role or has signed up for an activity there or below.
    "/" is everywhere: all who have ever been here. Without a criterion it is everybody within the path.
    """

    path: str
    all_of: tuple[Criterion, ...] = ()
    none_of: tuple[Criterion, ...] = ()
