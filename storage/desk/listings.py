"""The rows of the desk's tables: of some units and all below, narrowed, sorted and cut into pages by the database.

A page is found by its numbers first, and only its own rows are counted and read in full. Times in seconds since 1970.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, FromClause, Row, Table, and_, false, func, or_, select, true
from sqlalchemy.sql import visitors

from domain.activities.seats import HOLDING
from domain.activities.seats import State as SeatState
from domain.affiliations.affiliations import HERE, WAITING, State
from domain.announcements.announcements import Stage as AnnouncementStage
from domain.booking.life import HAD
from domain.booking.life import State as BookingState
from storage.people.roles import EVERYWHERE, HELD
from storage.places import merged
from storage.places.scopes import at_or_below, is_whole, within
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliations
from storage.tables.announcements import announcements, threads
from storage.tables.booking import bookings, resources
from storage.tables.people import grants, members
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork

Filter = Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of a table: of these units, below one of them perhaps, narrowed by `filters`, sorted by a column.

    `whole`: these are all units that there are, so nothing need be asked about units; `Listing.page` finds that out.
    """

    paths: Sequence[str]
    sort: str = ""
    descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    below: str = ""
    skip: int = 0
    count: int = 25
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by the names of their columns, and how many there are in all."""

    rows: Sequence[Mapping[str, Any]]
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A table: where its rows are, what of them can be sorted and read, and what narrows it.

    `sorts` are columns by name, the first being the usual order; `reads` are all that a row has; `counts` are the same,
    and cost a look of their own for each row. `of` says which rows belong to the units.
    """

    table: Table
    joined: FromClause
    sorts: Mapping[str, ColumnElement[Any]]
    reads: Mapping[str, ColumnElement[Any]]
    of: Callable[[Wanted], ColumnElement[bool]]
    counts: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    falls: bool = False
    """Whether the usual order is from the latest down."""

    def page(self, unit: UnitOfWork, wanted: Wanted) -> Page:
        """Read a page. What is no column, or no filter, changes nothing."""
        wanted = replace(wanted, whole=is_whole(unit, tuple(wanted.paths)))
        which = and_(self.of(wanted), at_or_below(wanted.below) if wanted.below else true(), *self._narrowed(wanted))
        narrows = () if which.compare(true()) else (which,)  # SQLite counts a whole table without looking at its rows
        order = self._order(wanted)
        count = select(func.count()).select_from(self._asked(*narrows)).where(*narrows)
        chosen = select(self.table.c.id).select_from(self._asked(*narrows, *order)).where(*narrows).order_by(*order)
        ids = list(unit.connection.scalars(chosen.offset(wanted.skip).limit(wanted.count)))
        return Page(self._read(unit, ids), unit.connection.scalar(count) or 0)

    def _asked(self, *about: ColumnElement[Any]) -> FromClause:
        """Return the table alone where nothing is asked about what is joined to it: each row has that just once."""
        columns = (one for part in about for one in visitors.iterate(part) if isinstance(one, Column))
        return self.table if all(one.table is self.table for one in columns) else self.joined

    def _narrowed(self, wanted: Wanted) -> list[ColumnElement[bool]]:
        return [self.filters[name](value) for name, value in wanted.filters.items() if name in self.filters and value]

    def _order(self, wanted: Wanted) -> Sequence[ColumnElement[Any]]:
        """Sort by a column, what has none of it last; one that is never empty may come from an index in its order."""
        usual = next(iter(self.sorts.values()))
        column = self.sorts.get(wanted.sort, usual)
        falls = wanted.descending if wanted.sort in self.sorts else self.falls
        ends = (column.desc(), self.table.c.id.desc()) if falls else (column, self.table.c.id)
        is_own = isinstance(column, Column) and column.table is self.table  # what is joined may be missing
        return ends if is_own and not column.nullable else (column.is_(None), *ends)

    def _read(self, unit: UnitOfWork, ids: Sequence[int]) -> list[Mapping[str, Any]]:
        if not ids:
            return []
        columns = [column.label(name) for name, column in (*self.reads.items(), *self.counts.items())]
        query = select(self.table.c.id.label("id"), *columns).select_from(self.joined).where(self.table.c.id.in_(ids))
        found: dict[int, Row[Any]] = {row.id: row for row in unit.connection.execute(query)}
        return [dict(found[one]._mapping) for one in ids if one in found]  # noqa: SLF001  the row's public name for it


def _in_units(wanted: Wanted) -> ColumnElement[bool]:
    return true() if wanted.whole else within(wanted.paths)


def _like(column: ColumnElement[Any]) -> Filter:
    return lambda value: column.icontains(value, autoescape=True)


def _is(column: ColumnElement[Any]) -> Filter:
    return lambda value: column == value


_stay: Final = affiliations.c
_STAYS: Final = affiliations.join(points, _stay.point_id == points.c.id).join(units, _stay.unit_id == units.c.id)
_OF_STAYS: Final[dict[str, ColumnElement[Any]]] = {
    "chat_id": _stay.chat_id,
    "version": _stay.version,
    "state": _stay.state,
    "stay": _stay.stay,
    "home": _stay.home,
    "point": points.c.name,
    "unit": units.c.name,
    "submitted_at": _stay.submitted_at,
    "due_on": _stay.due_on,
    "arrives_on": _stay.arrives_on,
    "ends_on": _stay.ends_on,
}


def _requested(value: str) -> ColumnElement[bool]:
    """Say which requests: those that wait ("open"), or those in one state."""
    return _stay.state.in_(WAITING) if value == "open" else _stay.state == value


REQUESTS: Final = Listing(
    affiliations,
    _STAYS,
    {name: _OF_STAYS[name] for name in ("submitted_at", "due_on", "state", "stay", "point", "unit")},
    _OF_STAYS,
    lambda wanted: and_(_in_units(wanted), _stay.state != State.DRAFT),
    filters={"state": _requested, "stay": _is(_stay.stay), "q": _like(points.c.name)},
)

MEMBERS: Final = Listing(
    affiliations,
    _STAYS,
    {name: _OF_STAYS[name] for name in ("arrives_on", "ends_on", "stay", "home", "point", "unit")},
    _OF_STAYS,
    lambda wanted: and_(_in_units(wanted), _stay.state.in_(HERE)),
    filters={"stay": _is(_stay.stay), "home": _is(_stay.home), "q": _like(points.c.name)},
    falls=True,
)

_activity: Final = activities.c


def _signed(*states: SeatState) -> ColumnElement[Any]:
    here = and_(signups.c.activity_id == _activity.id, signups.c.state.in_(states))
    return select(func.count(signups.c.id)).where(here).correlate(activities).scalar_subquery()


_OF_ACTIVITIES: Final[dict[str, ColumnElement[Any]]] = {
    "starts_at": _activity.starts_at,
    "title": _activity.title,
    "kind": _activity.kind,
    "unit": units.c.name,
    "stage": _activity.stage,
    "seats": _activity.seats,
}

ACTIVITIES: Final = Listing(
    activities,
    activities.join(units, _activity.unit_id == units.c.id),
    _OF_ACTIVITIES,
    _OF_ACTIVITIES,
    _in_units,
    {
        "signed_up": _signed(*sorted(HOLDING)),
        "waiting": _signed(SeatState.WAITING),
        "came": _signed(SeatState.CHECKED_IN, SeatState.WALKED_IN),
    },
    {"stage": _is(_activity.stage), "kind": _is(_activity.kind), "q": _like(_activity.title)},
    falls=True,
)

_announcement: Final = announcements.c
_OF_ANNOUNCEMENTS: Final[dict[str, ColumnElement[Any]]] = {
    "created_at": _announcement.created_at,
    "stage": _announcement.stage,
    "topic": _announcement.topic,
    "unit": units.c.name,
    "began_at": _announcement.began_at,
}

ANNOUNCEMENTS: Final = Listing(
    announcements,
    announcements.join(units, _announcement.unit_id == units.c.id),
    _OF_ANNOUNCEMENTS,
    _OF_ANNOUNCEMENTS,
    lambda wanted: and_(_in_units(wanted), _announcement.stage != AnnouncementStage.DISCARDED),
    filters={"stage": _is(_announcement.stage), "topic": _is(_announcement.topic)},
    falls=True,
)

_thread: Final = threads.c
_OF_THREADS: Final[dict[str, ColumnElement[Any]]] = {
    "unanswered_since": _thread.unanswered_since,
    "opened_at": _thread.opened_at,
    "state": _thread.state,
    "unit": units.c.name,
}

THREADS: Final = Listing(
    threads,
    threads.join(units, _thread.unit_id == units.c.id),
    _OF_THREADS,
    {**_OF_THREADS, "chat_id": _thread.chat_id, "unit_id": _thread.unit_id, "taken_by": _thread.taken_by},
    _in_units,
    filters={"state": _is(_thread.state)},
)


def _here(which: ColumnElement[bool], correlated: Table) -> ColumnElement[Any]:
    """Count who takes part and fits."""
    query = select(func.count(_stay.id)).where(which, _stay.state.in_(HERE))
    return query.correlate(correlated).scalar_subquery()


_OF_UNITS: Final[dict[str, ColumnElement[Any]]] = {
    "path": units.c.path,
    "name": units.c.name,
    "kind": units.c.kind,
    "code": units.c.code,
}

_points_there: Final = (
    select(func.count(points.c.id)).where(points.c.unit_id == units.c.id).correlate(units).scalar_subquery()
)

UNITS: Final = Listing(
    units,
    units,
    _OF_UNITS,
    _OF_UNITS,
    _in_units,
    {
        "members": _here(_stay.unit_id == units.c.id, units),
        "points": _points_there,
    },
    {"kind": _is(units.c.kind), "q": _like(units.c.name)},
)

_branch: Final = units.alias("branches")
_OF_BUILDINGS: Final[dict[str, ColumnElement[Any]]] = {
    "name": buildings.c.name,
    "kind": buildings.c.kind,
    "unit": units.c.name,
    "branch": _branch.c.name,
    "code": buildings.c.code,
}


def _is_called(value: str) -> ColumnElement[bool]:
    """Find a building by its name or address, and by the name of one that was merged into it."""
    before = buildings.c.id.in_(merged.called_like(value))
    return or_(_like(buildings.c.name)(value), _like(buildings.c.address)(value), before)


def _has_branch(value: str) -> ColumnElement[bool]:
    return buildings.c.branch_id.is_not(None) if value == "yes" else buildings.c.branch_id.is_(None)


BUILDINGS: Final = Listing(
    buildings,
    buildings.join(units, buildings.c.unit_id == units.c.id).outerjoin(_branch, buildings.c.branch_id == _branch.c.id),
    _OF_BUILDINGS,
    {**_OF_BUILDINGS, "address": buildings.c.address},
    _in_units,
    {
        "members": _here(
            _stay.chat_id.in_(
                select(members.c.chat_id).where(members.c.building_id == buildings.c.id).correlate(buildings)
            ),
            buildings,
        ),
    },
    {"branch": _has_branch, "q": _is_called},
)

_OF_POINTS: Final[dict[str, ColumnElement[Any]]] = {
    "name": points.c.name,
    "layer": points.c.layer,
    "unit": units.c.name,
    "code": points.c.code,
}

POINTS: Final = Listing(
    points,
    points.join(units, points.c.unit_id == units.c.id),
    _OF_POINTS,
    {**_OF_POINTS, "address": points.c.address, "phone": points.c.phone},
    _in_units,
    {"members": _here(_stay.point_id == points.c.id, points)},
    {"layer": _is(points.c.layer), "q": lambda value: or_(_like(points.c.name)(value), _like(points.c.address)(value))},
)

_OF_RESOURCES: Final[dict[str, ColumnElement[Any]]] = {
    "kind": resources.c.kind,
    "unit": units.c.name,
    "point": points.c.name,
    "capacity": resources.c.capacity,
    "use": resources.c.use,
}


def _booked(*states: BookingState) -> ColumnElement[Any]:
    """Count the bookings of this very resource in these states; what a part of it has is counted there."""
    here = and_(bookings.c.resource_id == resources.c.id, bookings.c.state.in_(states))
    return select(func.count(bookings.c.id)).where(here).correlate(resources).scalar_subquery()


RESOURCES: Final = Listing(
    resources,
    resources.join(units, resources.c.unit_id == units.c.id).outerjoin(points, resources.c.point_id == points.c.id),
    _OF_RESOURCES,
    {**_OF_RESOURCES, "whereabouts": resources.c.whereabouts},
    lambda wanted: and_(_in_units(wanted), resources.c.retired_at.is_(None)),
    {
        "asked": _booked(BookingState.REQUESTED),
        "booked": _booked(*sorted(HAD)),
        "waiting": _booked(BookingState.WAITING, BookingState.OFFERED),
    },
    {
        "kind": _is(resources.c.kind),
        "use": _is(resources.c.use),
        "q": lambda value: or_(_like(resources.c.name)(value), _like(resources.c.topics)(value)),
    },
)

_OF_GRANTS: Final[dict[str, ColumnElement[Any]]] = {
    "granted_at": grants.c.granted_at,
    "role": grants.c.role,
    "unit": units.c.name,
}


def _held(wanted: Wanted) -> ColumnElement[bool]:
    """Say which roles: those at the units, and for who has everything those that hold everywhere."""
    everywhere = grants.c.unit_id.is_(None) if EVERYWHERE in wanted.paths else false()
    return and_(HELD, or_(within(wanted.paths), everywhere))


ROLES: Final = Listing(
    grants,
    grants.outerjoin(units, grants.c.unit_id == units.c.id),
    _OF_GRANTS,
    {**_OF_GRANTS, "chat_id": grants.c.chat_id},
    _held,
    filters={"role": _is(grants.c.role), "q": _like(units.c.name)},
    falls=True,
)
