"""What stands in the desk's calendar: activities and bookings by the day, the first of each, and how many there are.

A page reads no more than it shows, and all its days at once. Times in seconds since 1970.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from domain.activities.activities import Audience, Stage
from domain.activities.seats import HOLDING as SEATED
from domain.booking.life import HOLDING
from domain.booking.raster import LONGEST_S as LONGEST_BOOKING_S
from domain.booking.resources import Kind, Use
from storage.activities.agenda import LONGEST_S
from storage.places.scopes import within
from storage.rows import read
from storage.tables.activities import activities, signups
from storage.tables.booking import bookings, closures, resource_covers, resources
from storage.tables.places import buildings, points, units
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar it is: the paths of the own units, and those of the parts of town that others' is shown of."""

    paths: Sequence[str]
    around: Sequence[str]


@dataclass(frozen=True, slots=True)
class Days:
    """Some days in a row, by their midnights; the last ends the last day. `most`: so many lines of each are read."""

    midnights: Sequence[float]
    most: int

    @property
    def since(self) -> float:
        return self.midnights[0]

    @property
    def until(self) -> float:
        return self.midnights[-1]

    def day_of(self, starts_at: Any) -> ColumnElement[int]:  # noqa: ANN401  a column's type is no help here
        """Say on which of the days, 0 the first, something stands; what has begun before them is on the first."""
        ends = enumerate(self.midnights[1:])
        return case(*((starts_at < end, number) for number, end in ends), else_=len(self.midnights) - 2)


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity in the calendar; `in_all`: so many stand on this day beside it, own ones or others'.

    `seats` None: as many as come; `taken` are held. Of the places those that it has not are "".
    """

    day: int
    is_own: bool
    in_all: int
    id: int
    title: str
    starts_at: float
    ends_at: float
    stage: Stage
    seats: int | None
    taken: int
    unit: str
    point: str
    building: str
    spot: str
    room: str


@dataclass(frozen=True, slots=True)
class BookingLine:
    """A booking of a room in the calendar; `unit` is the borrower, `owner` whose room it is, `title` what it is for."""

    day: int
    is_own: bool
    in_all: int
    id: int
    title: str
    starts_at: float
    ends_at: float
    state: str
    unit: str
    owner: str
    room: str
    point: str


@dataclass(frozen=True, slots=True)
class Closure:
    """That an own room is closed, and why."""

    id: int
    resource_id: int
    room: str
    starts_at: float
    ends_at: float
    reason: str


_act: Final = activities.c
_book: Final = bookings.c

_IS_PUBLIC: Final = and_(_act.stage == Stage.PUBLISHED, _act.audience.bitwise_and(int(Audience.ANYONE)) != 0)
"""What every member who passes by may come to."""

_TAKEN: Final = (
    select(func.count(signups.c.id))
    .where(signups.c.activity_id == _act.id, signups.c.state.in_(sorted(SEATED)))
    .correlate(activities)
    .scalar_subquery()
)


def activities_of(unit: UnitOfWork, whose: Whose, days: Days) -> list[ActivityLine]:
    """Return the own activities of these days, drafts and what was called off among them, then what others have public.

    In the order of the days; of each day the own first, the soonest first.
    """
    meanwhile = _overlaps(_act.starts_at, _act.ends_at, days.since, days.until, LONGEST_S)
    shown = or_(within(whose.paths), and_(within(whose.around), _IS_PUBLIC))
    found = select(_act.id, _act.starts_at, _is_own(within(whose.paths)), days.day_of(_act.starts_at).label("day"))
    chosen = _counted(found.join_from(activities, units).where(meanwhile, shown))
    query = (
        select(
            *(chosen.c.day, chosen.c.is_own, chosen.c.in_all),
            *(_act.id, _act.title, _act.starts_at, _act.ends_at, _act.stage, _act.seats, _TAKEN.label("taken")),
            units.c.name.label("unit"),
            *_places(),
            _act.spot_title.label("spot"),
            _act.room,
        )
        .join_from(chosen, activities, _act.id == chosen.c.id)
        .join(units, units.c.id == _act.unit_id)
        .join(points, points.c.id == _act.point_id, isouter=True)
        .join(buildings, buildings.c.id == _act.building_id, isouter=True)
        .where(chosen.c.rank <= days.most)
    )
    rows = unit.connection.execute(_in_order(query, chosen, _act))
    return [read(ActivityLine, row, is_own=bool(row.is_own), stage=Stage(row.stage)) for row in rows]


def bookings_of(unit: UnitOfWork, whose: Whose, days: Days) -> list[BookingLine]:
    """Return what holds the own rooms on these days, be it through a whole of which they are parts, then others' rooms.

    Of others' those alone that they lend; who reads it is not to learn more of these than that they are taken.
    """
    own = _book.resource_id.in_(_holding_rooms_of(whose.paths))
    lent = and_(within(whose.around), resources.c.use != Use.OWN, resources.c.retired_at.is_(None))
    meanwhile = _overlaps(_book.starts_at, _book.ends_at, days.since, days.until, LONGEST_BOOKING_S)
    holds = and_(_book.state.in_(sorted(HOLDING)), resources.c.kind == Kind.ROOM)
    found = select(_book.id, _book.starts_at, _is_own(own), days.day_of(_book.starts_at).label("day"))
    found = found.join_from(bookings, resources, resources.c.id == _book.resource_id)
    found = found.join(units, units.c.id == resources.c.unit_id)
    chosen = _counted(found.where(meanwhile, holds, or_(own, lent)))
    borrowers = units.alias("borrowers")
    query = (
        select(
            *(chosen.c.day, chosen.c.is_own, chosen.c.in_all),
            *(_book.id, _book.title, _book.starts_at, _book.ends_at, _book.state),
            borrowers.c.name.label("unit"),
            units.c.name.label("owner"),
            resources.c.name.label("room"),
            func.coalesce(points.c.name, "").label("point"),
        )
        .join_from(chosen, bookings, _book.id == chosen.c.id)
        .join(resources, resources.c.id == _book.resource_id)
        .join(units, units.c.id == resources.c.unit_id)
        .join(borrowers, borrowers.c.id == _book.unit_id)
        .join(points, points.c.id == resources.c.point_id, isouter=True)
        .where(chosen.c.rank <= days.most)
    )
    rows = unit.connection.execute(_in_order(query, chosen, _book))
    return [read(BookingLine, row, is_own=bool(row.is_own)) for row in rows]


def closures_of(unit: UnitOfWork, paths: Sequence[str], since: float, until: float) -> list[Closure]:
    """Return when own rooms are closed in this time, the earliest first."""
    shut = closures.c
    query = (
        select(shut.id, shut.resource_id, resources.c.name.label("room"), shut.starts_at, shut.ends_at, shut.reason)
        .join_from(closures, resources)
        .join(units, units.c.id == resources.c.unit_id)
        .where(within(paths), resources.c.kind == Kind.ROOM, resources.c.retired_at.is_(None))
        .where(shut.lifted_at.is_(None), shut.starts_at < until, shut.ends_at > since)
    )
    return [Closure(*row) for row in unit.connection.execute(query.order_by(shut.starts_at, shut.id))]


def _overlaps(starts_at: Any, ends_at: Any, since: float, until: float, longest_s: float) -> ColumnElement[bool]:  # noqa: ANN401  columns of two tables
    return and_(starts_at < until, starts_at > since - longest_s, ends_at > since)


def _is_own(own: ColumnElement[bool]) -> ColumnElement[int]:
    return case((own, literal(1)), else_=literal(0)).label("is_own")


def _holding_rooms_of(paths: Sequence[str]) -> Select[Any]:
    """Select what, when it is booked, holds a room of these units: the rooms, and the halls they are parts of."""
    covered = resources.c.id == resource_covers.c.covered_id
    query = select(resource_covers.c.resource_id).join_from(resource_covers, resources, covered)
    query = query.join(units, units.c.id == resources.c.unit_id)
    return query.where(within(paths), resources.c.kind == Kind.ROOM).correlate(None)


def _counted(found: Select[Any]) -> Any:  # noqa: ANN401  a subquery, whose columns no type names
    """Give what was found its rank on its day, own and others' by themselves, and say how many there are."""
    rows = found.subquery("found")
    each = rows.c.day, rows.c.is_own
    rank = func.row_number().over(partition_by=each, order_by=(rows.c.starts_at, rows.c.id)).label("rank")
    in_all = func.count().over(partition_by=each).label("in_all")
    return select(rows.c.id, rows.c.day, rows.c.is_own, rank, in_all).subquery("chosen")


def _places() -> tuple[ColumnElement[str], ...]:
    return tuple(
        func.coalesce(column, "").label(name)
        for name, column in (("point", points.c.name), ("building", buildings.c.name))
    )


def _in_order(query: Select[Any], chosen: Any, row: Any) -> Select[Any]:  # noqa: ANN401  as `_counted`, and columns of two tables
    return query.order_by(chosen.c.day, chosen.c.is_own.desc(), row.starts_at, row.id)
