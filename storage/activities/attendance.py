"""Being seen: who was there is checked in once, whichever way and however often, and an undo puts things back.

Every change is an audit row. Whoever comes without a seat walks in: alone only while seats are free, with an organiser
or volunteer at the door always.
"""

from dataclasses import dataclass, replace

from sqlalchemy import delete, update

from domain.activities.activities import Standing
from domain.activities.seats import ALONE, HERE, ROWS, Actor, State, Verb, Way, free, undone
from domain.people.deeds import Deed
from storage.activities import seats, signup_reading, signups
from storage.activities.seats import FullError, Room, Scene
from storage.activities.signup_reading import SignupRow
from storage.people import audit, deeds
from storage.tables.activities import signups as table
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is there; `first`: this was the time that counts, and not one more."""

    row: SignupRow
    first: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """A sign-up as it was before the check-in (None: there was none), and the offers that followed from it."""

    row: SignupRow | None
    offers: tuple[SignupRow, ...] = ()


def seen(unit: UnitOfWork, activity_id: int) -> list[SignupRow]:
    """Return everybody who was seen, in the order in which they came."""
    return sorted(signup_reading.of_activity(unit, activity_id, HERE), key=lambda row: (row.seen_at or 0.0, row.id))


def check_in(  # noqa: PLR0913  being seen has these parts
    unit: UnitOfWork,
    activity_id: int,
    chat_id: int,
    way: Way,
    deed: Deed,
    *,
    standing: Standing = Standing.PASSING_BY,
) -> Seen:
    """Check somebody in, by themselves or by an organiser or volunteer, as the way tells; a second time does nothing.

    Whether the way was open, and whether whoever does it may, is asked before. `standing` is for somebody who walks
    in. Raises `FullError` for walking in alone without a free seat, `ClosedError` for an activity that is not held, and
    for coming alone when it is over.
    """
    audit.hold(unit)
    room, scene = seats.approach(unit, activity_id, chat_id)
    if scene.mine and scene.mine.state in HERE:
        return Seen(scene.mine, first=False)
    if way in ALONE:
        seats.check_held(room, deed.now)
    else:
        seats.check_stage(room)
    verb = _verb(room, scene, way)
    row = seats.step(
        unit,
        scene,
        verb,
        Actor.PERSON if way in ALONE else Actor.STAFF,
        deed.now,
        standing=scene.mine.standing if scene.mine else standing,
        offered_until=scene.mine.offered_until if scene.mine else None,  # an undo brings the offer back
        before=scene.mine.state if scene.mine else None,
        seen_at=deed.now,
        seen_by=None if way in ALONE else deed.by.chat_id,
        way=way,
    )
    _write_down(unit, "late" if way is Way.LATE else verb, row, deed)
    return Seen(row, first=True)


def undo(unit: UnitOfWork, activity_id: int, chat_id: int, deed: Deed) -> Undone | None:
    """Put a sign-up back to what it was before the check-in; None: nobody was checked in, so nothing has changed.

    What has run out meanwhile has run out: an offer past its time has lapsed, and after the end who was to come is
    absent. A seat that comes free is offered to the next in line.
    """
    audit.hold(unit)
    room, scene = seats.approach(unit, activity_id, chat_id)
    if scene.mine is None or scene.mine.state not in HERE:
        return None
    _write_down(unit, "undo", scene.mine, deed)
    _put_back(unit, room, scene.mine, deed.now)
    seats.refit(unit, room, deed.now)
    offers = signups.promote(unit, activity_id, deed.now)
    return Undone(signup_reading.find(unit, activity_id, chat_id), offers)


def _put_back(unit: UnitOfWork, room: Room, row: SignupRow, now: float) -> None:
    state = undone(row.before, row.offered_until, room.ends_at, now)
    this = table.c.id == row.id
    if state is None:
        unit.connection.execute(delete(table).where(this))
        return
    offered_until = row.offered_until if state is State.OFFERED else None
    unseen = {"seen_at": None, "seen_by": None, "way": None, "before": None}
    values = {"state": state, "since": now, "offered_until": offered_until, **unseen}
    unit.connection.execute(update(table).where(this).values(values))


def _verb(room: Room, scene: Scene, way: Way) -> Verb:
    """Find out whether somebody is expected or walks in. Raises `FullError`."""
    state = scene.mine.state if scene.mine else None
    if state in ROWS[Verb.CHECK_IN].before:
        return Verb.CHECK_IN
    if way in ALONE and free(room.seats, scene.held) == 0:
        raise FullError(0)
    return Verb.WALK_IN


def _write_down(unit: UnitOfWork, what: str, row: SignupRow, deed: Deed) -> None:
    """Write the audit's row; whom it is about is sealed, and outlives a sign-up that an undo takes away."""
    why = f"activity:{row.activity_id} person:{row.chat_id}"
    deeds.write_down(unit, replace(deed, reason=why), f"attendance.{what}", f"signup:{row.id}")
