"""Activities: drafted, published, changed, cancelled, and found again by those who may come and those who hold them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, select, update

from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot, Stage
from domain.people.deeds import Deed
from domain.places.geo import Position
from storage.lock_order import Locked
from storage.once import once, once_each
from storage.people import audit, deeds
from storage.places import places
from storage.rows import read
from storage.tables.activities import activities
from storage.tables.places import points
from storage.tokens import new_handle
from storage.unit_of_work import UnitOfWork

_row: Final = activities.c

_LOCK: Final = select(activities).where(_row.id == bindparam("this")).with_for_update()


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

    `token` is what its links carry. `position` is where it is held, as it was when it was written (None: a pin
    without one).
    """

    id: int
    token: str
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


def find(unit: UnitOfWork, activity_id: int) -> ActivityRow | None:
    return found.one(unit, activity_id)


def announced(unit: UnitOfWork, activity_id: int) -> ActivityRow | None:
    """Return it once people may know of it: a draft is nobody's but its organisers'."""
    row = find(unit, activity_id)
    return row if row is not None and row.stage is not Stage.DRAFT else None


def by_token(unit: UnitOfWork, token: str) -> ActivityRow | None:
    """Find the activity whose links carry this token."""
    row = unit.connection.execute(select(activities).where(_row.token == token)).one_or_none()
    if row is None:
        return None
    there = activity_row(row)
    found.know(unit, there.id, there)
    return there


@once_each(activities)
def found(unit: UnitOfWork, activity_ids: Collection[int]) -> dict[int, ActivityRow]:
    """Return those of these activities that there are, by their numbers, in the order they are asked for.

    Who shows one says where it is: the points where they are held are read with them.
    """
    rows = unit.connection.execute(_WITH_POINTS, {"activities": list(activity_ids)}).all()
    for row in rows:
        if row.point_id is not None:
            places.points.know(unit, row.point_id, places.point_row(row[-len(places.POINT_COLUMNS) :]))
    return {row.id: activity_row(row) for row in rows}


_WITH_POINTS: Final[Select[Any]] = (
    select(activities, *(points.c[name].label(f"held_at_{name}") for name in places.POINT_COLUMNS))
    .join_from(activities, points, points.c.id == _row.point_id, isouter=True)
    .where(_row.id.in_(bindparam("activities", expanding=True)))
)


def _know(unit: UnitOfWork, row: ActivityRow) -> ActivityRow:
    """Take what has just been written, or locked, for what reading it gives."""
    found.know(unit, row.id, row)
    return row


@once(activities)
def locked(unit: UnitOfWork, activity_id: int) -> ActivityRow | None:
    """Return it as it stands, and let nobody else change it or its seats until the transaction ends.

    A caller that writes to the audit in the same transaction calls `audit.hold` first.
    """
    unit.hold(Locked.ACTIVITY, activity_id)
    row = unit.connection.execute(_LOCK, {"this": activity_id}).one_or_none()
    return None if row is None else _know(unit, activity_row(row))


def draft(unit: UnitOfWork, plan: Plan, unit_id: int, deed: Deed, of_series: OfSeries | None = None) -> ActivityRow:
    """Write a plan down; only its organisers see it. Raises `ValueError` for a point or building that there is not."""
    values = _planned(unit, _as_places_stand(unit, plan)) | {
        "token": new_handle(),
        "unit_id": unit_id,
        "stage": Stage.DRAFT,
        "version": 1,
        "series_id": of_series.series_id if of_series else None,
        "series_date": of_series.day.isoformat() if of_series else None,
        "created_by": deed.by.chat_id,
        "created_at": deed.now,
    }
    row = unit.connection.execute(activities.insert().values(values).returning(*_row)).one()
    return _know(unit, activity_row(row))


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
    plan = _as_places_stand(unit, plan)
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
    return _know(unit, activity_row(unit.connection.execute(changed).one()))


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


def _as_places_stand(unit: UnitOfWork, plan: Plan) -> Plan:
    """Name the building that the planned one was merged into, where it was, while somebody still wrote the plan."""
    spot = plan.spot
    building = None if spot.building_id is None else places.building(unit, spot.building_id)
    if building is None or building.id == spot.building_id:
        return plan
    return replace(plan, spot=replace(spot, building_id=building.id))


def _position_of(unit: UnitOfWork, spot: Spot) -> Position | None:
    """Find where a spot is. Raises `ValueError` for a point or building that there is not."""
    if spot.point_id is not None:
        return _position_in(unit, spot.point_id)
    if spot.building_id is not None:
        building = places.building(unit, spot.building_id)
        if building is None:
            raise ValueError(f"there is no such place: buildings {spot.building_id}")
        return building.position
    return spot.position


@once(points)
def _position_in(unit: UnitOfWork, number: int) -> Position:
    there = points.c
    row = unit.connection.execute(select(there.latitude, there.longitude).where(there.id == number)).one_or_none()
    if row is None:
        raise ValueError(f"there is no such place: points {number}")
    return Position(row[0], row[1])


def activity_row(row: Row[Any]) -> ActivityRow:
    """Make an activity of a row of its table."""
    position = None if row.latitude is None else Position(row.latitude, row.longitude)
    of_series = OfSeries(row.series_id, date.fromisoformat(row.series_date)) if row.series_id else None
    plan = _plan(row, position)
    return read(ActivityRow, row, plan=plan, stage=Stage(row.stage), of_series=of_series, position=position)


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
