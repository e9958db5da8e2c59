"""Small worlds for audiences, as hypothesis makes them; and a plain account of who is meant, to check the SQL by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from hypothesis import strategies as st
from sqlalchemy import select

from domain.activities.activities import Kind
from domain.activities.seats import HERE as SEEN
from domain.activities.seats import HOLDING
from domain.activities.seats import State as Seat
from domain.affiliations.affiliations import HERE, WAITING, State, Stay
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from domain.announcements.topics import Topic
from domain.people.roles import Role
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliations
from storage.tables.announcements import interests, topic_refusals
from storage.tables.people import grants, members, people
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork
from tests.stage import small_city

UNITS: Final = len(small_city.UNITS)
POINTS: Final = ("JA-1", "JA-4", "PD-1", "PD-2")
"""Of three subdistricts; the second and the fourth stand in a building."""

HELD_BY: Final = (0, 1, 3, 5)
"""Four activities: of the city, of a district, and of a subdistrict of either."""

_ROLES: Final = (Role.VOLUNTEER, Role.ORGANISER, Role.MEMBER)
_KINDS: Final = (Kind.LECTURE, Kind.VOLUNTEERING)
_EMPLOYERS: Final = ("a" * 64, "b" * 64)


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is known of one person; units, points, buildings and activities by their place in the lists above."""

    language: str | None
    messenger: str
    is_away: bool
    building: int | None
    employer: str | None
    stays: Mapping[Stay, tuple[State, int]]
    roles: frozenset[tuple[Role, int | None]]
    signups: Mapping[int, Seat]
    likes: frozenset[Kind]
    refuses: frozenset[Topic]


@dataclass(frozen=True, slots=True)
class Ground:
    """The row ids that the small city got, in the order of its lists."""

    units: Sequence[int]
    paths: Sequence[str]
    buildings: Sequence[int]
    points: Sequence[int]
    point_units: Sequence[int]
    activities: Sequence[int]


PEOPLE: st.SearchStrategy[list[Somebody]] = st.lists(
    st.builds(
        Somebody,
        st.sampled_from([None, "zh_Hans", "en"]),
        st.sampled_from(["", "en-GB", "en", "zh-hans", "de", "english"]),
        st.booleans(),
        st.none() | st.integers(0, 1),
        st.none() | st.sampled_from(_EMPLOYERS),
        st.dictionaries(st.sampled_from(Stay), st.tuples(st.sampled_from(State), st.integers(0, len(POINTS) - 1))),
        st.frozensets(st.tuples(st.sampled_from(_ROLES), st.none() | st.integers(0, UNITS - 1)), max_size=2),
        st.dictionaries(st.integers(0, len(HELD_BY) - 1), st.sampled_from(Seat), max_size=3),
        st.frozensets(st.sampled_from(_KINDS)),
        st.frozensets(st.sampled_from([Topic.NOTICES, Topic.STUDY])),
    ),
    min_size=1,
    max_size=8,
)


def settle(unit: UnitOfWork, somebodies: Sequence[Somebody]) -> Ground:
    """Build the small city and let these in, with chats from 1 on."""
    small_city.build(unit)
    ground = _ground(unit)
    for chat_id, one in enumerate(somebodies, 1):
        _let_in(unit, ground, chat_id, one)
    return ground


def _ground(unit: UnitOfWork) -> Ground:
    connection = unit.connection
    by_code = {row.code: row for row in connection.execute(select(units))}
    rows = [by_code[one.code] for one in small_city.UNITS]
    houses = {row.code: row.id for row in connection.execute(select(buildings))}
    stations = {row.code: row for row in connection.execute(select(points))}
    return Ground(
        units=[row.id for row in rows],
        paths=[row.path for row in rows],
        buildings=[houses[one.code] for one in small_city.BUILDINGS],
        points=[stations[code].id for code in POINTS],
        point_units=[stations[code].unit_id for code in POINTS],
        activities=[_activity(unit, rows[place].id) for place in HELD_BY],
    )


def _activity(unit: UnitOfWork, unit_id: int) -> int:
    values = {"unit_id": unit_id, "kind": "lecture", "title": "党课", "notes": "", "starts_at": 1.0, "ends_at": 2.0}
    values |= {"audience": 4, "spot_title": "", "room": "", "stage": "published", "version": 1, "created_at": 0.0}
    number: int = unit.connection.execute(activities.insert().values(values).returning(activities.c.id)).scalar_one()
    return number


def _let_in(unit: UnitOfWork, ground: Ground, chat_id: int, one: Somebody) -> None:
    me: dict[str, Any] = {"chat_id": chat_id}
    told = {"language": one.language, "messenger_language": one.messenger}
    _add(unit, people, [me | told | {"unreachable_since": 1.0 if one.is_away else None, "first_seen": 0.0}])
    building = None if one.building is None else ground.buildings[one.building]
    known = {"may_be_named": False, "changed_at": 0.0, "last_contact": 0.0}
    _add(unit, members, [me | known | {"building_id": building, "employer_hash": one.employer}])
    since = {"version": 1, "levels": 1, "arrives_on": "2026-01-01", "home": "unconfirmed", "state_since": 0.0}
    stays = [
        {"stay": stay, "state": state, "point_id": ground.points[at], "unit_id": ground.point_units[at]}
        for stay, (state, at) in one.stays.items()
    ]
    _add(unit, affiliations, [me | since | stay for stay in stays])
    held = [(role, None if place is None else ground.units[place]) for role, place in one.roles]
    _add(unit, grants, [me | {"role": role, "unit_id": number, "granted_at": 0.0} for role, number in held])
    seats = [{"activity_id": ground.activities[number], "state": state} for number, state in one.signups.items()]
    _add(unit, signups, [me | {"standing": 0, "place": 1, "since": 0.0} | seat for seat in seats])
    _add(unit, interests, [me | {"kind": kind} for kind in one.likes])
    _add(unit, topic_refusals, [me | {"topic": topic, "at": 0.0} for topic in one.refuses])


def _add(unit: UnitOfWork, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        unit.connection.execute(table.insert(), rows)


# ---------------------------------------------------------------- audiences


def audiences_of(ground: Ground) -> st.SearchStrategy[Audience]:
    """Make audiences of this city, with things in them that there are not."""
    unit_ids = st.frozensets(st.sampled_from([*ground.units, 999_999]), min_size=1)
    building_ids = st.frozensets(st.sampled_from([*ground.buildings, 999_999]), min_size=1)
    activity_ids = st.frozensets(st.sampled_from([*ground.activities, 999_999]), min_size=1)
    criteria: st.SearchStrategy[Criterion] = st.one_of(
        st.builds(Under, unit_ids),
        st.builds(Holds, st.frozensets(st.sampled_from(_ROLES), min_size=1)),
        st.builds(Stays, st.frozensets(st.sampled_from(Stay)), st.frozensets(st.sampled_from(State))),
        st.builds(Stays, st.just(frozenset(Stay)), st.just(HERE)),
        st.builds(AtBuildings, building_ids),
        st.builds(AtCompanies, st.frozensets(st.sampled_from(_EMPLOYERS), min_size=1)),
        st.builds(ToActivities, activity_ids, st.sampled_from(Relation)),
        st.builds(Likes, st.frozensets(st.sampled_from(_KINDS), min_size=1)),
        st.builds(Reads, st.frozensets(st.sampled_from(["zh_Hans", "en"]), min_size=1)),
    )
    some = st.lists(criteria, max_size=2).map(tuple)
    return st.builds(Audience, st.sampled_from(["/", *ground.paths, "/999999/"]), some, some)


# ---------------------------------------------------------------- who is meant, told plainly


@dataclass(frozen=True, slots=True)
class Account:
    """Says of somebody in this city whether an audience means them."""

    ground: Ground

    def why_not(self, one: Somebody, audience: Audience) -> Criterion | Literal["scope"] | None:
        if not self._in_scope(one, audience.path):
            return "scope"
        missing = (it for it in audience.all_of if not self._describes(one, it, audience.path))
        excluding = (it for it in audience.none_of if self._describes(one, it, audience.path))
        return next(missing, None) or next(excluding, None)

    def reads(self, one: Somebody) -> str:
        spoken = one.messenger.split("-")[0]
        return one.language or {"en": "en", "zh": "zh_Hans"}.get(spoken, "zh_Hans")

    def _in_scope(self, one: Somebody, path: str) -> bool:
        signed_up = any(self._activity_in(number, path) for number in one.signups)
        return path == "/" or self._belongs(one, path) or signed_up

    def _belongs(self, one: Somebody, path: str) -> bool:
        open_ones = (at for state, at in one.stays.values() if state in HERE | WAITING)
        return any(self._point_in(at, path) for at in open_ones) or bool(self._roles(one, path))

    def _roles(self, one: Somebody, path: str) -> set[Role]:
        return {
            role
            for role, place in one.roles
            if (path == "/" if place is None else self.ground.paths[place].startswith(path))
        }

    def _path(self, unit_id: int) -> str:
        return dict(zip(self.ground.units, self.ground.paths, strict=True)).get(unit_id, "nowhere")

    def _point_in(self, at: int, path: str) -> bool:
        return self._path(self.ground.point_units[at]).startswith(path)

    def _activity_in(self, number: int, path: str) -> bool:
        return self.ground.paths[HELD_BY[number]].startswith(path)

    def _describes(self, one: Somebody, criterion: Criterion, path: str) -> bool:
        match criterion:
            case Under(unit_ids):
                inside = [self._path(number) for number in unit_ids if self._path(number).startswith(path)]
                return any(self._belongs(one, below) for below in inside)
            case Holds(roles):
                return bool(self._roles(one, path) & roles)
            case Stays(stays, states):
                told = states - {State.DRAFT, State.DISCARDED}
                mine = ((stay, *where) for stay, where in one.stays.items())
                return any(stay in stays and state in told and self._point_in(at, path) for stay, state, at in mine)
            case AtBuildings(building_ids):
                return self._is_at(one, building_ids, path)
            case ToActivities(activity_ids, relation):
                return self._stands_to(one, activity_ids, relation, path)
        return self._is_one_who(one, criterion)

    def _is_one_who(self, one: Somebody, criterion: AtCompanies | Likes | Reads) -> bool:
        match criterion:
            case AtCompanies(hashes):
                return one.employer in hashes
            case Likes(kinds):
                return bool(one.likes & kinds)
            case Reads(languages):
                return self.reads(one) in languages

    def _is_at(self, one: Somebody, building_ids: frozenset[int], path: str) -> bool:
        works = one.building is not None and self.ground.buildings[one.building] in building_ids
        houses = {1: self.ground.buildings[1], 3: self.ground.buildings[0]}  # JA-4 stands in B2, PD-2 in B1
        open_ones = (at for state, at in one.stays.values() if state in HERE | WAITING)
        return works or any(houses.get(at) in building_ids and self._point_in(at, path) for at in open_ones)

    def _stands_to(self, one: Somebody, activity_ids: frozenset[int], relation: Relation, path: str) -> bool:
        states = {
            Relation.SIGNED_UP: HOLDING,
            Relation.CAME: SEEN,
            Relation.DID_NOT_COME: {Seat.ABSENT},
            Relation.WAITING: {Seat.WAITING},
        }[relation]
        mine = ((number, state) for number, state in one.signups.items() if self._activity_in(number, path))
        return any(self.ground.activities[number] in activity_ids and state in states for number, state in mine)
