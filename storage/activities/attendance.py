"""Being seen: who was there is checked in once, whichever way and however often, and an undo puts things back.

Every change is an audit row. Whoever comes without a seat walks in: alone only while seats are free, with an organiser
or volunteer at the door always.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, update

from domain.activities import Standing
from domain.offers import USUAL, Quiet
from domain.seats import HERE, ROWS, Actor, State, Verb, Way, free, undone
from storage.activities import signups
from storage.activities.activities import By
from storage.activities.signups import FullError, Room, Scene, SignupRow
from storage.people import audit
from storage.tables.activities import signups as table
from storage.unit_of_work import UnitOfWork

MEMBER: Final = "member"
"""The role under which the audit knows somebody who checks in alone."""


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
    return sorted(signups.of_activity(unit, activity_id, HERE), key=lambda row: (row.seen_at or 0.0, row.id))


def check_in(  # noqa: PLR0913, PLR0917  being seen has these parts
    unit: UnitOfWork,
    activity_id: int,
    chat_id: int,
    way: Way,
    by: By | None,
    now: float,
    *,
    standing: Standing = Standing.PASSING_BY,
) -> Seen:
    """Check somebody in, by themselves (`by` None) or by an organiser or volunteer; a second time changes nothing.

    Whether the way was open, and whether `by` may do it, is asked before. `standing` is for who walks in. Raises
    `FullError` for who walks in alone without a free seat, `ClosedError` for an activity that is not held, and for who
    comes alone when it is over.
    """
    audit.hold(unit)
    room = signups.locked(unit, activity_id)
    scene = signups.look(unit, activity_id, chat_id)
    if scene.mine and scene.mine.state in HERE:
        return Seen(scene.mine, first=False)
    if by is None:
        signups.check_held(room, now)
    else:
        signups.check_stage(room)
    verb = _verb(room, scene, by)
    row = signups.step(
        unit,
        scene,
        verb,
        Actor.STAFF if by else Actor.PERSON,
        now,
        standing=scene.mine.standing if scene.mine else standing,
        offered_until=scene.mine.offered_until if scene.mine else None,  # an undo brings the offer back
        before=scene.mine.state if scene.mine else None,
        seen_at=now,
        seen_by=by.chat_id if by else None,
        way=way,
    )
    _write_down(unit, "late" if way is Way.LATE else verb, row, by, now)
    return Seen(row, first=True)


def undo(  # noqa: PLR0913  an undo has these parts
    unit: UnitOfWork, activity_id: int, chat_id: int, by: By | None, now: float, *, quiet: Quiet = USUAL
) -> Undone | None:
    """Put a sign-up back to what it was before the check-in; None: nobody was checked in, so nothing has changed.

    What has run out meanwhile has run out: an offer past its time has lapsed, and after the end who was to come is
    absent. A seat that comes free is offered to the next in line.
    """
    audit.hold(unit)
    room = signups.locked(unit, activity_id)
    scene = signups.look(unit, activity_id, chat_id)
    if scene.mine is None or scene.mine.state not in HERE:
        return None
    _write_down(unit, "undo", scene.mine, by, now)
    _put_back(unit, room, scene.mine, now)
    signups.refit(unit, room, now)
    offers = signups.promote(unit, activity_id, now, quiet=quiet)
    return Undone(signups.find(unit, activity_id, chat_id), offers)


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


def _verb(room: Room, scene: Scene, by: By | None) -> Verb:
    """Find out whether somebody is expected or walks in. Raises `FullError`."""
    state = scene.mine.state if scene.mine else None
    if state in ROWS[Verb.CHECK_IN].before:
        return Verb.CHECK_IN
    if by is None and free(room.seats, scene.held) == 0:
        raise FullError(0)
    return Verb.WALK_IN


def _write_down(unit: UnitOfWork, what: str, row: SignupRow, by: By | None, now: float) -> None:
    """Write the audit's row; whom it is about is sealed, and outlives a sign-up that an undo takes away."""
    why = f"activity:{row.activity_id} person:{row.chat_id}"
    chat_id, role = (row.chat_id, MEMBER) if by is None else (by.chat_id, by.role)
    audit.write(unit, audit.Entry(chat_id, role, f"attendance.{what}", f"signup:{row.id}", why), now)
