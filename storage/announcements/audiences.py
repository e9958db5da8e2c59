"""Whom an announcement is for, in SQL: found by criteria within one subtree, counted, and explained person by person.

Everything is said of one row of `people`, so that whoever stands in several lists is still one recipient. Nothing
outside the audience's path counts for anybody: a stay, role or activity elsewhere neither brings in nor keeps out.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from sqlalchemy import Column, ColumnElement, Select, and_, case, exists, false, func, literal, not_, or_, select, true

from domain.activities.seats import HERE as SEEN
from domain.activities.seats import HOLDING
from domain.activities.seats import State as Seat
from domain.affiliations.affiliations import HERE, WAITING
from domain.affiliations.affiliations import State as Affiliated
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
from storage.announcements.fan_out import spoken
from storage.people import employers
from storage.people.bells import UNREACHED, unrung
from storage.people.roles import EVERYWHERE
from storage.places.scopes import at_or_below, is_wide, within
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliations
from storage.tables.announcements import interests, topic_refusals
from storage.tables.people import grants, members, people
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

LANGUAGES: Final = ("zh_Hans", "en")
HOUSE_LANGUAGE: Final = LANGUAGES[0]

TIES: Final = HERE | WAITING
"""The states of an affiliation that tie somebody to a unit: open ones. Who has left is not written to any more."""

SHOWN: Final = frozenset(Affiliated) - {Affiliated.DRAFT, Affiliated.DISCARDED}
"""What nobody but the member sees is no criterion."""

_IS_HERE: Final = affiliations.c.state.in_(sorted(HERE))

_SEATS: Final[Mapping[Relation, Collection[Seat]]] = {
    Relation.SIGNED_UP: HOLDING,
    Relation.CAME: SEEN,
    Relation.DID_NOT_COME: (Seat.ABSENT,),
    Relation.WAITING: (Seat.WAITING,),
}


@dataclass(frozen=True, slots=True)
class Who:
    """The recipients of one announcement: an audience, less those who want nothing of the topic, and bound groups.

    `to_groups` are chat ids. Who has chosen no language, and whose messenger speaks none of ours, reads the house's.
    """

    audience: Audience
    topic: Topic
    obligatory: bool = False
    to_groups: tuple[int, ...] = ()
    house_language: str = HOUSE_LANGUAGE


def recipients(unit: UnitOfWork, audience: Audience, house_language: str = HOUSE_LANGUAGE) -> Select[tuple[int]]:
    """Return a query for the chats of everybody meant, whether reachable or not, each once and in no order.

    It stands FROM `people` alone: narrow it further with `.where(people.c.chat_id > ...)`, replace its column with
    `.with_only_columns(...)`.
    """
    return select(people.c.chat_id).select_from(people).where(_meant(unit, audience, house_language))


def refused(topic: Topic) -> ColumnElement[bool]:
    """Say of a row of `people` that they want nothing of this topic."""
    mine = topic_refusals.c.chat_id == people.c.chat_id
    return exists().where(mine, topic_refusals.c.topic == topic).correlate(people)


@dataclass(frozen=True, slots=True)
class Count:
    """How many people are meant: `total` is the sum of the next three. `groups` come on top.

    `unrung` of those who can be reached are rung by nothing: they see it when they next look.
    """

    total: int = 0
    reachable: int = 0
    opted_out: int = 0
    unreachable: int = 0
    groups: int = 0
    unrung: int = 0


def count(unit: UnitOfWork, who: Who) -> Count:
    """Count them as things stand now. Who has opted out counts as that, reachable or not."""
    no = false() if who.obligatory else refused(who.topic)
    standing = case(
        (no, literal("no")),
        (UNREACHED, literal("away")),
        (unrung(people.c.chat_id), literal("unrung")),
        else_=literal("in"),
    )
    each = recipients(unit, who.audience, who.house_language).with_only_columns(standing.label("standing")).subquery()
    grouped = select(each.c.standing, func.count()).group_by(each.c.standing)
    by_standing = {row[0]: row[1] for row in unit.connection.execute(grouped)}
    rung, silent, opted_out, unreachable = (by_standing.get(name, 0) for name in ("in", "unrung", "no", "away"))
    total = rung + silent + opted_out + unreachable
    return Count(total, rung + silent, opted_out, unreachable, len(who.to_groups), silent)


def why_not(
    unit: UnitOfWork, audience: Audience, chat_id: int, house_language: str = HOUSE_LANGUAGE
) -> Criterion | Literal["scope"] | None:
    """Name the first thing that keeps this person out: "scope", one of `all_of` or of `none_of`; None: is meant."""
    if not _is_so(unit, chat_id, _within_scope(audience.path)):
        return "scope"
    for criterion in audience.all_of:
        if not _is_so(unit, chat_id, _describes(unit, criterion, audience.path, house_language)):
            return criterion
    for criterion in audience.none_of:
        if _is_so(unit, chat_id, _describes(unit, criterion, audience.path, house_language)):
            return criterion
    return None


def _is_so(unit: UnitOfWork, chat_id: int, condition: ColumnElement[bool]) -> bool:
    query = select(people.c.chat_id).where(people.c.chat_id == chat_id, condition)
    return unit.connection.scalar(query) is not None


def _meant(unit: UnitOfWork, audience: Audience, house_language: str) -> ColumnElement[bool]:
    path = audience.path
    scope = true() if any(_implies_scope(one) for one in audience.all_of) else _within_scope(path)
    return and_(scope, *_criteria(unit, audience, house_language))


def _criteria(unit: UnitOfWork, audience: Audience, house_language: str) -> list[ColumnElement[bool]]:
    wanted = [_describes(unit, one, audience.path, house_language) for one in audience.all_of]
    return wanted + [not_(_describes(unit, one, audience.path, house_language)) for one in audience.none_of]


def _implies_scope(criterion: Criterion) -> bool:
    """Tell whether whoever is described so stands within the scope by that alone: then it need not be asked again."""
    match criterion:
        case Under() | Holds() | ToActivities():
            return True
        case Stays(states=states):
            return states <= TIES
    return False


def _within_scope(path: str) -> ColumnElement[bool]:
    if path == EVERYWHERE:
        return true()
    return or_(_is_affiliated([path]), _has_role([path]), _has_signed_up(path))


def _describes(unit: UnitOfWork, criterion: Criterion, path: str, house_language: str) -> ColumnElement[bool]:
    match criterion:
        case Under(unit_ids):
            return _is_under(unit, unit_ids, path)
        case Holds(wanted):
            return _has_role([path], grants.c.role.in_(sorted(wanted)))
        case Stays(stays, states):
            return _stays(stays, SHOWN.intersection(states), path)
        case ToActivities(activity_ids, relation):
            return _stands_to(activity_ids, relation, path)
        case AtBuildings(building_ids):
            return _is_at(building_ids, path)
    return _is_one_who(unit, criterion, house_language)


def _is_one_who(unit: UnitOfWork, criterion: AtCompanies | Likes | Reads, house_language: str) -> ColumnElement[bool]:
    """Say what has nothing to do with a place."""
    match criterion:
        case AtCompanies(hashes):
            companies = sorted(employers.all_hashes(unit, hashes))
            return _is_among(select(members.c.chat_id).where(members.c.employer_hash.in_(companies)))
        case Likes(kinds):
            likes = exists().where(interests.c.chat_id == people.c.chat_id, interests.c.kind.in_(sorted(kinds)))
            return likes.correlate(people)
        case Reads(languages):
            return spoken(house_language, LANGUAGES).in_(sorted(languages))


def _is_affiliated(paths: Sequence[str], *further: ColumnElement[bool]) -> ColumnElement[bool]:
    such = and_(affiliations.c.state.in_(sorted(TIES)), *further)
    return _in_units(affiliations.c.chat_id, affiliations.c.unit_id, paths, such)


def _stays(stays: Collection[str], states: Collection[Affiliated], path: str) -> ColumnElement[bool]:
    such = and_(affiliations.c.stay.in_(sorted(stays)), affiliations.c.state.in_(sorted(states)))
    return _in_units(affiliations.c.chat_id, affiliations.c.unit_id, [path], such)


def _has_role(paths: Sequence[str], *further: ColumnElement[bool]) -> ColumnElement[bool]:
    such = and_(grants.c.revoked_at.is_(None), *further)
    held = _in_units(grants.c.chat_id, grants.c.unit_id, paths, such)
    if EVERYWHERE not in paths:
        return held
    return or_(held, _is_among(select(grants.c.chat_id).where(grants.c.unit_id.is_(None), such)))


def _has_signed_up(path: str) -> ColumnElement[bool]:
    mine = signups.c.chat_id == people.c.chat_id
    if is_wide([path]):
        return exists().where(mine, (signups.c.activity_id + 0).in_(_activities_in(path))).correlate(people)
    return _is_among(select(signups.c.chat_id).where(signups.c.activity_id.in_(_activities_in(path))))


def _is_under(unit: UnitOfWork, unit_ids: Collection[int], path: str) -> ColumnElement[bool]:
    query = select(units.c.path).where(units.c.id.in_(sorted(unit_ids)), at_or_below(path))
    paths = sorted(unit.connection.scalars(query))
    return or_(_is_affiliated(paths), _has_role(paths)) if paths else false()


def _is_at(building_ids: Collection[int], path: str) -> ColumnElement[bool]:
    ids = sorted(building_ids)
    here = select(points.c.id).where(points.c.building_id.in_(ids))
    works_here = _is_among(select(members.c.chat_id).where(members.c.building_id.in_(ids)))
    return or_(works_here, _is_affiliated([path], affiliations.c.point_id.in_(here)))


def _stands_to(activity_ids: Collection[int], relation: Relation, path: str) -> ColumnElement[bool]:
    here = _activities_in(path).where(activities.c.id.in_(sorted(activity_ids)))
    state = signups.c.state.in_(sorted(_SEATS[relation]))
    return _is_among(select(signups.c.chat_id).where(signups.c.activity_id.in_(here), state))


def _in_units(
    chat_id: Column[int], unit_id: Column[int | None], paths: Sequence[str], such: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Say that somebody has such a row in these subtrees.

    Of a whole tree nearly everybody is asked about, so each one's few rows are looked up; the sum keeps SQLite from
    going through the rows of all units instead, anew for everybody. Of a small part the rows are gathered once.
    """
    if is_wide(paths):
        mine = chat_id == people.c.chat_id
        return exists().where(mine, (unit_id + 0).in_(_units_in(paths)), such).correlate(people)
    return _is_among(select(chat_id).where(unit_id.in_(_units_in(paths)), such))


def _is_among(chats: Select[Any]) -> ColumnElement[bool]:
    return people.c.chat_id.in_(chats)


def _units_in(paths: Sequence[str]) -> Select[tuple[int]]:
    return select(units.c.id).where(within(paths))


def _activities_in(path: str) -> Select[tuple[int]]:
    return select(activities.c.id).where(activities.c.unit_id.in_(_units_in([path])))


class Tie(StrEnum):
    """What ties somebody to a unit; who has several ties is told by the first of them."""

    AFFILIATED = "affiliated"
    ASKING = "asking"  # has asked for an affiliation
    ROLE = "role"
    SIGNED_UP = "signed_up"  # for an activity, now or once
    NONE = "none"  # has only been here: such are meant by "/" alone


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The people meant by their tie, and those affiliated by unit; each person once in either.

    `by_unit` has the units next below the audience's path, or the unit itself, as (row id, name, people), most first.
    """

    by_tie: Mapping[Tie, int]
    by_unit: tuple[tuple[int, str, int], ...]


def breakdown(unit: UnitOfWork, audience: Audience, house_language: str = HOUSE_LANGUAGE) -> Breakdown:
    """Say who the people meant are, as things stand now."""
    told = affiliated(unit, audience, house_language)
    return Breakdown({**told.by_tie, **_other_ties(unit, audience, house_language)}, told.by_unit)


def affiliated(unit: UnitOfWork, audience: Audience, house_language: str = HOUSE_LANGUAGE) -> Breakdown:
    """Say it of those alone who are affiliated: of a whole city that takes a third of the time."""
    by_unit = _by_unit(unit, audience, house_language)
    number = sum(people_there for _, _, people_there in by_unit)
    return Breakdown({Tie.AFFILIATED: number} if number else {}, by_unit)


def _other_ties(unit: UnitOfWork, audience: Audience, house_language: str) -> dict[Tie, int]:
    """Nearly everybody is affiliated: those are sorted out first, for all else is asked of each one left."""
    path = audience.path
    tie = _other_tie(path).label("tie")
    not_here = select(people.c.chat_id).select_from(people).where(not_(_is_affiliated([path], _IS_HERE)))
    left = not_here.where(_meant(unit, audience, house_language)).with_only_columns(tie).subquery()
    counted = select(left.c.tie, func.count()).group_by(left.c.tie)
    return {Tie(row[0]): row[1] for row in unit.connection.execute(counted)}


def _other_tie(path: str) -> ColumnElement[str]:
    return case(
        (_is_affiliated([path]), literal(str(Tie.ASKING))),
        (_has_role([path]), literal(str(Tie.ROLE))),
        (_has_signed_up(path), literal(str(Tie.SIGNED_UP))),
        else_=literal(str(Tie.NONE)),
    )


def _by_unit(unit: UnitOfWork, audience: Audience, house_language: str) -> tuple[tuple[int, str, int], ...]:
    """Who has two stays counts at the unit that was there first. Who is affiliated stands within the scope."""
    path, host = audience.path, affiliations.c.unit_id
    here = (host + 0 if is_wide([path]) else host).in_(_units_in([path]))
    first = func.min(host).label("unit_id")
    query = select(first).join_from(affiliations, people, affiliations.c.chat_id == people.c.chat_id)
    such = (_IS_HERE, here, *_criteria(unit, audience, house_language))
    one_each = query.where(*such).group_by(affiliations.c.chat_id).subquery()
    counted = select(one_each.c.unit_id, func.count()).group_by(one_each.c.unit_id)
    by_id = {row[0]: row[1] for row in unit.connection.execute(counted)}
    known = {row.id: row for row in unit.connection.execute(select(units).where(at_or_below(path)))}
    by_path: Counter[str] = Counter()
    for unit_id, number in by_id.items():
        by_path[_next_below(path, known[unit_id].path)] += number
    found = [(row.id, row.name, by_path[row.path]) for row in known.values() if row.path in by_path]
    return tuple(sorted(found, key=lambda one: (-one[2], one[0])))


def _next_below(path: str, below: str) -> str:
    """Cut "/1/7/31/" to "/1/7/", seen from "/1/"; a path itself remains."""
    rest = below[len(path) :]
    return path + rest[: rest.index("/") + 1] if rest else path
