"""Activities: drafted, published, changed, cancelled, and found again by those who may come and those who hold them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, degrees, radians
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true, update

from domain.activities import Attachment, Audience, Kind, Plan, Spot, Stage, Standing, admits, standing
from domain.affiliations import HERE
from domain.deeds import Deed
from domain.geo import EARTH_RADIUS_M, Position, distance_m
from domain.roles import Role
from storage.people import audit, deeds, roles
from storage.places import places
from storage.places.scopes import at_or_below, within
from storage.tables.activities import activities
from storage.tables.people import affiliations, buildings, points, units
from storage.unit_of_work import UnitOfWork

LONGEST_S: Final = 7 * 86_400.0
"""Lists look no further back than this for what goes on still: the index by time is to serve them."""

_row: Final = activities.c


class ActivityClosedError(Exception):
    """The activity is cancelled, over, or there is none; nothing has changed."""


@dataclass(frozen=True, slots=True)
class OfSeries:
    """Which date of which series an activity is: `day` as the rule has it, whenever it is held now."""

    series_id: int
    day: date


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity as it stands; times in seconds since 1970.

    `position` is where it is held, as it was when it was written (None: a pin without one).
    """

    id: int
    unit_id: int
    plan: Plan
    stage: Stage
    version: int
    of_series: OfSeries | None
    created_by: int | None
    published_at: float | None
    cancelled_reason: str
    position: Position | None

    @property
    def series_id(self) -> int | None:
        return self.of_series.series_id if self.of_series else None

    @property
    def kind(self) -> Kind:
        return self.plan.kind

    @property
    def title(self) -> str:
        return self.plan.title

    @property
    def starts_at(self) -> float:
        return self.plan.starts_at

    @property
    def ends_at(self) -> float:
        return self.plan.ends_at

    @property
    def seats(self) -> int | None:
        return self.plan.seats


@dataclass(frozen=True, slots=True)
class Changed:
    """An activity before and after a change; `moved`: people are to be asked again whether they can come."""

    before: ActivityRow
    after: ActivityRow
    moved: bool


# ---------------------------------------------------------------- one activity


def find(unit: UnitOfWork, activity_id: int) -> ActivityRow | None:
    row = unit.connection.execute(select(activities).where(_row.id == activity_id)).one_or_none()
    return None if row is None else activity_row(row)


def found(unit: UnitOfWork, activity_ids: Collection[int]) -> dict[int, ActivityRow]:
    """Return those of these activities that there are, by their numbers."""
    rows = unit.connection.execute(select(activities).where(_row.id.in_(activity_ids)))
    return {row.id: activity_row(row) for row in rows}


def locked(unit: UnitOfWork, activity_id: int) -> ActivityRow | None:
    """Return it as it stands, and let nobody else change it or its seats until the transaction ends.

    Whoever writes to the audit in the same transaction calls `audit.hold` before.
    """
    query = select(activities).where(_row.id == activity_id).with_for_update()
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else activity_row(row)


def draft(unit: UnitOfWork, plan: Plan, unit_id: int, deed: Deed, of_series: OfSeries | None = None) -> ActivityRow:
    """Write a plan down; only its organisers see it. Raises `ValueError` for a point or building that there is not."""
    values = _planned(unit, plan) | {
        "unit_id": unit_id,
        "stage": Stage.DRAFT,
        "version": 1,
        "series_id": of_series.series_id if of_series else None,
        "series_date": of_series.day.isoformat() if of_series else None,
        "created_by": deed.by.chat_id,
        "created_at": deed.now,
    }
    row = unit.connection.execute(activities.insert().values(values).returning(*_row)).one()
    return activity_row(row)


def publish(unit: UnitOfWork, activity_id: int, deed: Deed) -> ActivityRow:
    """Let people see it and sign up; a second time changes nothing. Raises `ActivityClosedError`."""
    row = _open(unit, activity_id, deed.now)
    if row.stage is Stage.PUBLISHED:
        return row
    deeds.write_down(unit, deed, "activity.publish", f"activity:{row.id}")
    return _changed(unit, row.id, {"stage": Stage.PUBLISHED, "published_at": deed.now})


def amend(unit: UnitOfWork, activity_id: int, plan: Plan, deed: Deed) -> Changed:
    """Put another plan in its place. What nobody has seen yet changes without a trace; else the version is raised.

    Seats and notices follow from it: `bot.planning.activities.after_change` sees to them. Raises `ActivityClosedError`,
    and `ValueError` for a point or building that there is not.
    """
    row = _open(unit, activity_id, deed.now)
    if row.plan == plan:
        return Changed(row, row, moved=False)
    values = _planned(unit, plan)
    if row.stage is Stage.PUBLISHED:
        values["version"] = row.version + 1
        deeds.write_down(unit, deed, "activity.change", f"activity:{row.id}")
    return Changed(row, _changed(unit, row.id, values), is_moved(row.plan, plan))


def cancel(unit: UnitOfWork, activity_id: int, deed: Deed) -> ActivityRow:
    """Call it off, for a reason that everybody may read; a second time changes nothing.

    Raises `ActivityClosedError` when it is over.
    """
    audit.hold(unit)
    before = locked(unit, activity_id)
    if before is not None and before.stage is Stage.CANCELLED:
        return before
    row = _open(unit, activity_id, deed.now)
    deeds.write_down(unit, deed, "activity.cancel", f"activity:{row.id}")
    values = {"stage": Stage.CANCELLED, "cancelled_reason": deed.reason, "version": row.version + 1}
    return _changed(unit, row.id, values)


def _open(unit: UnitOfWork, activity_id: int, now: float) -> ActivityRow:
    audit.hold(unit)
    row = locked(unit, activity_id)
    if row is None or row.stage is Stage.CANCELLED or row.ends_at <= now:
        raise ActivityClosedError(f"activity {activity_id} is cancelled, over, or there is none")
    return row


def is_moved(before: Plan, after: Plan) -> bool:
    """Tell whether people must think again: another time or place; another room in the same house is not one."""
    return _essence(before) != _essence(after)


def _essence(plan: Plan) -> tuple[object, ...]:
    spot = plan.spot
    return plan.starts_at, plan.ends_at, spot.point_id, spot.building_id, spot.title, spot.position


def _changed(unit: UnitOfWork, activity_id: int, values: dict[str, Any]) -> ActivityRow:
    changed = update(activities).where(_row.id == activity_id).values(values).returning(*_row)
    return activity_row(unit.connection.execute(changed).one())


# ---------------------------------------------------------------- lists


def coming(  # noqa: PLR0913  a list has these conditions
    unit: UnitOfWork,
    now: float,
    until: float,
    *,
    kind: Kind | None = None,
    point_id: int | None = None,
    unit_paths: Sequence[str] | None = None,
    skip: int = 0,
    count: int = 10,
) -> list[ActivityRow]:
    """Return a page of what is published, begins before `until` and is not over yet, the soonest first.

    `unit_paths`: only what is held by these units and those below them.
    """
    query = _listed(_ahead(now, until), _of(kind, point_id), _by_units(unit_paths))
    return _page(unit, query.order_by(_row.starts_at, _row.id), skip, count)


def near(  # noqa: PLR0913, PLR0917  a list has these conditions
    unit: UnitOfWork,
    position: Position,
    now: float,
    until: float,
    metres: float,
    skip: int = 0,
    count: int = 10,
    *,
    kind: Kind | None = None,
    order: Literal["time", "distance"] = "time",
) -> list[tuple[ActivityRow, float]]:
    """Return a page of what `coming` has within so many metres, and how far each is."""
    within_reach = _within_reach(unit, position, now, until, metres, kind)
    return sorted(within_reach, key=_ORDERS[order])[skip : skip + count]


def managed(unit: UnitOfWork, paths: Sequence[str], now: float, skip: int = 0, count: int = 10) -> list[ActivityRow]:
    """Return a page of the drafts, and of what is published and not over yet, of these units and below."""
    query = _listed(within(paths), _in_hand(now))
    return _page(unit, query.order_by(_row.starts_at, _row.id), skip, count)


def count_managed(unit: UnitOfWork, paths: Sequence[str], now: float) -> int:
    return _count(unit, _listed(within(paths), _in_hand(now)))


def past(unit: UnitOfWork, paths: Sequence[str], now: float, skip: int = 0, count: int = 10) -> list[ActivityRow]:
    """Return a page of what these units and those below have held, the latest first."""
    query = _listed(within(paths), _held(now))
    return _page(unit, query.order_by(_row.starts_at.desc(), _row.id.desc()), skip, count)


def count_past(unit: UnitOfWork, paths: Sequence[str], now: float) -> int:
    return _count(unit, _listed(within(paths), _held(now)))


def of_series(unit: UnitOfWork, series_id: int) -> list[ActivityRow]:
    """Return the single dates of a series, dropped ones too, in the order in which the rule had them."""
    rows = unit.connection.execute(_listed(_row.series_id == series_id).order_by(_row.series_date))
    return [activity_row(row) for row in rows]


def _ahead(now: float, until: float) -> ColumnElement[bool]:
    goes_on = and_(_row.starts_at > now - LONGEST_S, _row.ends_at > now)
    return and_(_row.stage == Stage.PUBLISHED, _row.starts_at < until, goes_on)


def _of(kind: Kind | None, point_id: int | None) -> ColumnElement[bool]:
    of_kind = true() if kind is None else _row.kind == kind
    return and_(of_kind, true() if point_id is None else _row.point_id == point_id)


def _by_units(paths: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if paths is None else within(paths)


def _in_hand(now: float) -> ColumnElement[bool]:
    return and_(_row.stage != Stage.CANCELLED, or_(_row.stage == Stage.DRAFT, _row.ends_at > now))


def _held(now: float) -> ColumnElement[bool]:
    return and_(_row.stage == Stage.PUBLISHED, _row.ends_at <= now)


def _listed(*which: ColumnElement[bool]) -> Select[Any]:
    return select(activities).join_from(activities, units, _row.unit_id == units.c.id).where(*which)


def _page(unit: UnitOfWork, query: Select[Any], skip: int, count: int) -> list[ActivityRow]:
    return [activity_row(row) for row in unit.connection.execute(query.offset(skip).limit(count))]


def _count(unit: UnitOfWork, query: Select[Any]) -> int:
    return unit.connection.scalar(query.with_only_columns(func.count())) or 0


# ---------------------------------------------------------------- near somebody


def _within_reach(  # noqa: PLR0913, PLR0917  a list has these conditions
    unit: UnitOfWork, position: Position, now: float, until: float, metres: float, kind: Kind | None
) -> list[tuple[ActivityRow, float]]:
    """Measure what stands in the box around the circle: what is coming is few, so all of it may be looked at."""
    query = _listed(_ahead(now, until), _of(kind, None), _in_box(position, metres))
    rows = [activity_row(row) for row in unit.connection.execute(query)]
    measured = [(row, distance_m(position, row.position)) for row in rows if row.position is not None]
    return [(row, far) for row, far in measured if far <= metres]


def _in_box(position: Position, metres: float) -> ColumnElement[bool]:
    """Say that it lies in the box of degrees; round a pole or the date line the box goes all round the Earth."""
    tall = degrees(metres / EARTH_RADIUS_M) * 1.001  # a hair wider: the exact distance is measured afterwards
    south, north = position.latitude - tall, position.latitude + tall
    tallness = _row.latitude.between(south, north)
    nearest_to_a_pole = max(abs(south), abs(north))
    if nearest_to_a_pole >= 89.0:
        return tallness
    wide = tall / cos(radians(nearest_to_a_pole))
    west, east = position.longitude - wide, position.longitude + wide
    if west < -180.0 or east > 180.0:
        return tallness
    return and_(tallness, _row.longitude.between(west, east))


_ORDERS: Final[dict[str, Callable[[tuple[ActivityRow, float]], tuple[float, float, int]]]] = {
    "time": lambda one: (one[0].starts_at, one[1], one[0].id),
    "distance": lambda one: (one[1], one[0].starts_at, one[0].id),
}


# ---------------------------------------------------------------- who may come


def belongs(unit: UnitOfWork, chat_id: int, unit_id: int) -> frozenset[Audience]:
    """Tell as what this person belongs to the unit: MEMBERS, AFFILIATED, both or nothing.

    A member of the unit, of one below it, or of one above it whose scope holds it; affiliated with it or below.
    """
    path = places.path_of(unit, unit_id)
    found = set[Audience]()
    if any(_is_member_of(held, path) for held in roles.held(unit, chat_id)):
        found.add(Audience.MEMBERS)
    if _is_affiliated(unit, chat_id, at_or_below(path)):
        found.add(Audience.AFFILIATED)
    return frozenset(found)


def is_supporter(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether somebody is a supporter and nothing more: affiliated nowhere, and a member nowhere."""
    held = {one.role for one in roles.held(unit, chat_id)}
    return Role.SUPPORTER in held and Role.MEMBER not in held and not _is_affiliated(unit, chat_id, true())


def may_come(unit: UnitOfWork, row: ActivityRow, chat_id: int) -> Standing | None:
    """Tell as what somebody may come; None: this activity is not for them."""
    supports = is_supporter(unit, chat_id)
    of_the_unit = belongs(unit, chat_id, row.unit_id)
    return standing(supports, of_the_unit) if admits(row.plan.audience, supports, of_the_unit) else None


def _is_member_of(held: roles.Held, path: str) -> bool:
    return held.role is Role.MEMBER and bool(path) and (held.path.startswith(path) or path.startswith(held.path))


def _is_affiliated(unit: UnitOfWork, chat_id: int, where: ColumnElement[bool]) -> bool:
    query = select(affiliations.c.id).join_from(affiliations, units, affiliations.c.unit_id == units.c.id)
    stays = query.where(affiliations.c.chat_id == chat_id, affiliations.c.state.in_(HERE), where)
    return unit.connection.scalar(stays.limit(1)) is not None


# ---------------------------------------------------------------- rows


def _planned(unit: UnitOfWork, plan: Plan) -> dict[str, Any]:
    """Turn a plan into the columns that it fills."""
    position = _position_of(unit, plan.spot)
    attachment = plan.attachment
    return {
        "kind": plan.kind,
        "title": plan.title,
        "notes": plan.notes,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "confirm_by": plan.confirm_by,
        "seats": plan.seats,
        "audience": int(plan.audience),
        "point_id": plan.spot.point_id,
        "building_id": plan.spot.building_id,
        "spot_title": plan.spot.title,
        "room": plan.spot.room,
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "file_kind": attachment.kind if attachment else None,
        "file_id": attachment.file_id if attachment else None,
    }


def _position_of(unit: UnitOfWork, spot: Spot) -> Position | None:
    """Find where a spot is. Raises `ValueError` for a point or building that there is not."""
    if spot.point_id is not None:
        return _position_in(unit, points, spot.point_id)
    if spot.building_id is not None:
        return _position_in(unit, buildings, spot.building_id)
    return spot.position


def _position_in(unit: UnitOfWork, table: Any, number: int) -> Position:  # noqa: ANN401  points or buildings, alike in this
    row = unit.connection.execute(select(table.c.latitude, table.c.longitude).where(table.c.id == number)).one_or_none()
    if row is None:
        raise ValueError(f"there is no such place: {table.name} {number}")
    return Position(row[0], row[1])


def activity_row(row: Row[Any]) -> ActivityRow:
    """Make an activity of a row of its table."""
    position = None if row.latitude is None else Position(row.latitude, row.longitude)
    return ActivityRow(
        row.id,
        row.unit_id,
        _plan(row, position),
        Stage(row.stage),
        row.version,
        OfSeries(row.series_id, date.fromisoformat(row.series_date)) if row.series_id else None,
        row.created_by,
        row.published_at,
        row.cancelled_reason,
        position,
    )


def _plan(row: Row[Any], position: Position | None) -> Plan:
    is_pin = row.point_id is None and row.building_id is None
    return Plan(
        Kind(row.kind),
        row.title,
        row.starts_at,
        row.ends_at,
        Spot(row.point_id, row.building_id, row.spot_title, position if is_pin else None, row.room),
        Audience(row.audience),
        row.seats,
        row.opens_at,
        row.closes_at,
        row.confirm_by,
        row.notes,
        Attachment(row.file_kind, row.file_id) if row.file_kind else None,
    )
