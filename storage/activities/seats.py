"""The seats of an activity, counted and passed on under its lock: what every verb of a sign-up is made of."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
    update,
)

from domain.activities.activities import Stage
from domain.activities.offers import LEAST_S, MARGIN_S, offer_until
from domain.activities.seats import HOLDING, ROWS, Actor, State, Verb, free, transition
from domain.lifecycle import NotPossibleError
from domain.rules import Rule
from storage.activities import signup_reading
from storage.activities.signup_reading import SignupRow, signup_row
from storage.lock_order import Locked
from storage.messages import notices
from storage.once import once
from storage.places import unit_rules
from storage.tables.activities import activities, signups
from storage.unit_of_work import UnitOfWork

_row: Final = signups.c
_activity: Final = activities.c


LAPSE: Final = "lapse"
"""The kind of the notice by which an offer ends; its subject is "signup:12", its version the place in the line."""

Why = Literal["draft", "not_yet", "closed", "cancelled", "over"]


class FullError(Exception):
    """No seat is free for a newcomer; so many wait already. Nothing has changed."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"no seat is free, {waiting} wait")
        self.waiting = waiting


class ClosedError(NotPossibleError):
    """Nobody can sign up now; nothing has changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Room:
    """What decides about an activity's seats; its row is locked until the transaction ends."""

    id: int
    unit_id: int
    stage: Stage
    seats: int | None
    starts_at: float
    ends_at: float
    opens_at: float | None
    closes_at: float | None
    confirm_by: float | None


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody before an activity: their sign-up, how many seats are held, and whether anybody waits."""

    activity_id: int
    chat_id: int
    mine: SignupRow | None
    held: int
    waits: bool


_DECISIVE: Final = (
    _activity.id,
    _activity.unit_id,
    _activity.stage,
    _activity.seats,
    _activity.starts_at,
    _activity.ends_at,
    _activity.opens_at,
    _activity.closes_at,
    _activity.confirm_by,
)

_LOCK: Final = select(*_DECISIVE).where(_activity.id == bindparam("activity")).with_for_update()

_TAKE_PLACE: Final = (
    update(activities)
    .where(_activity.id == bindparam("activity"))
    .values(next_place=_activity.next_place + 1)
    .returning(*_DECISIVE, _activity.next_place)
)


@once(activities)
def locked(unit: UnitOfWork, activity_id: int) -> Room:
    """Lock an activity: nobody else counts or takes its seats now. Raises `NotPossibleError` if there is none.

    Its row stands for all its sign-ups: what is counted under it stays so until the transaction ends, and rows that are
    not there yet could not be locked. A caller that writes to the audit too calls `audit.hold` first: audit, activity,
    sign-ups, always in this order, so that two never wait for each other.
    """
    return _room(_locked_row(unit, _LOCK, activity_id))


def locked_with_a_place(unit: UnitOfWork, activity_id: int) -> tuple[Room, int]:
    """Lock an activity and take the next place at the end of its line."""
    row = _locked_row(unit, _TAKE_PLACE, activity_id)
    return _room(row), row.next_place - 1


def _locked_row(unit: UnitOfWork, statement: Executable, activity_id: int) -> Row[Any]:
    unit.hold(Locked.ACTIVITY, activity_id)
    row = unit.connection.execute(statement, {"activity": activity_id}).one_or_none()
    if row is None:
        raise NotPossibleError("there is no such activity")
    return row


def _room(row: Row[Any]) -> Room:
    decisive = row.seats, row.starts_at, row.ends_at, row.opens_at, row.closes_at, row.confirm_by
    return Room(row.id, row.unit_id, Stage(row.stage), *decisive)


# States are written out: they are our own words, and a list of parameters would be unfolded at every call.
_HOLDING: Final[list[ColumnElement[str]]] = [literal_column(f"'{state}'") for state in sorted(HOLDING)]

_here: Final = signups.alias("here")

_OF_ACTIVITY: Final = _here.c.activity_id == bindparam("activity")

_LOOK: Final = (
    select(
        signups,
        select(func.count()).where(_OF_ACTIVITY, _here.c.state.in_(_HOLDING)).scalar_subquery().label("held"),
        exists(select(_here.c.id).where(_OF_ACTIVITY, _here.c.state == State.WAITING)).label("waits"),
    )
    .select_from(select(literal(1)).subquery())
    .outerjoin(signups, and_(_row.activity_id == bindparam("activity"), _row.chat_id == bindparam("chat")))
)


def approach(unit: UnitOfWork, activity_id: int, chat_id: int) -> tuple[Room, Scene]:
    """Lock an activity, and see where somebody stands with it."""
    return locked(unit, activity_id), look(unit, activity_id, chat_id)


def look(unit: UnitOfWork, activity_id: int, chat_id: int) -> Scene:
    """See how things stand. Only under the lock: on PostgreSQL, what was read before it may be out of date."""
    row = unit.connection.execute(_LOOK, {"activity": activity_id, "chat": chat_id}).one()
    mine = None if row.id is None else signup_row(row)
    return Scene(activity_id, chat_id, mine, row.held, bool(row.waits))


def step(unit: UnitOfWork, scene: Scene, verb: Verb, actor: Actor, now: float, **values: object) -> SignupRow:
    """Take a step of the table and write it down. Raises `NotPossibleError`."""
    row = transition(verb, scene.mine.state if scene.mine else None, actor)
    return put(unit, scene, **{"state": row.after, "since": now, "offered_until": None, **values})


_BEGIN: Final = signups.insert().returning(*_row)

_CHANGE: Final = update(signups).where(_row.id == bindparam("this")).returning(*_row)


def put(unit: UnitOfWork, scene: Scene, **values: object) -> SignupRow:
    """Write these columns of somebody's sign-up, which is begun if there is none."""
    if scene.mine is None:
        begun = {"activity_id": scene.activity_id, "chat_id": scene.chat_id, "place": 0, **values}
        row = signup_row(unit.connection.execute(_BEGIN, begun).one())
    else:
        row = signup_row(unit.connection.execute(_CHANGE, {"this": scene.mine.id, **values}).one())
    signup_reading.find.know(unit, row, scene.activity_id, scene.chat_id)
    return row


def pass_on(unit: UnitOfWork, room: Room, scene: Scene, after: SignupRow, now: float) -> tuple[SignupRow, ...]:
    """Offer the seat that a step has freed, if it has freed one and somebody waits."""
    if not scene.waits or scene.mine is None or scene.mine.state not in HOLDING or after.state in HOLDING:
        return ()
    return offer(unit, room, free(room.seats, scene.held - 1), now)


def offer(unit: UnitOfWork, room: Room, vacant: int | None, now: float) -> tuple[SignupRow, ...]:
    """Offer so many seats to the first in line (None: to all), each until a deadline that fits the time left."""
    if vacant == 0 or room.stage is not Stage.PUBLISHED or not waiting(unit, room.id):
        return ()
    longest_s = unit_rules.value(unit, Rule.OFFER_HOURS, room.unit_id) * 3_600.0
    until = offer_until(now, room.starts_at, longest_s, unit.quiet)
    if until is None:
        return ()
    line = select(_row.id).where(_row.activity_id == room.id, _row.state == State.WAITING)
    first = line.order_by(_row.standing, _row.place).limit(vacant)
    values = {"state": ROWS[Verb.OFFER].after, "since": now, "offered_until": until}
    changed = unit.connection.execute(update(signups).where(_row.id.in_(first)).values(values).returning(*_row))
    offers = tuple(sorted(map(signup_row, changed), key=order))
    for row in offers:
        _plan_lapse(unit, row, until)
    return offers


def step_everybody(
    unit: UnitOfWork, activity_id: int, verb: Verb, actor: Actor, now: float, *which: ColumnElement[bool]
) -> tuple[SignupRow, ...]:
    """Let everybody take this step whom the table lets, and return them in order."""
    allowed = [state for state in ROWS[verb].before if state is not None]
    everybody = and_(_row.activity_id == activity_id, _row.state.in_(allowed), *which)
    values = {"state": transition(verb, allowed[0], actor).after, "since": now, "offered_until": None}
    changed = unit.connection.execute(update(signups).where(everybody).values(values).returning(*_row))
    return tuple(sorted(map(signup_row, changed), key=order))


def refit(unit: UnitOfWork, room: "Room", now: float) -> None:
    """Bring forward the ends of offers that the new time no longer allows."""
    latest = max(now, room.starts_at - MARGIN_S)
    late = and_(_row.activity_id == room.id, _row.state == State.OFFERED, _row.offered_until > latest)
    for signup_id in list(unit.connection.scalars(select(_row.id).where(late).order_by(_row.id))):
        _, place = locked_with_a_place(unit, room.id)
        values = {"offered_until": latest, "place": place}
        changed = update(signups).where(_row.id == signup_id).values(values).returning(*_row)
        _plan_lapse(unit, signup_row(unit.connection.execute(changed).one()), latest)


def _plan_lapse(unit: UnitOfWork, row: SignupRow, until: float) -> None:
    notices.plan(unit, f"signup:{row.id}", row.place, [notices.Planned(LAPSE, until)])


_OF_IT: Final = _row.activity_id == bindparam("activity")
_HELD: Final = select(func.count()).where(_OF_IT, _row.state.in_(_HOLDING))


def held(unit: UnitOfWork, activity_id: int) -> int:
    return unit.connection.scalar(_HELD, {"activity": activity_id}) or 0


_WAITING: Final = select(func.count()).where(_OF_IT, _row.state == State.WAITING)


def waiting(unit: UnitOfWork, activity_id: int) -> int:
    return unit.connection.scalar(_WAITING, {"activity": activity_id}) or 0


def wanted(unit: UnitOfWork, room: Room) -> int:
    """Count the seats that are waited for and not free."""
    vacant = free(room.seats, held(unit, room.id))
    return 0 if vacant is None else max(0, waiting(unit, room.id) - vacant)


def latest(activity_id: int, state: State, before: float) -> Select[tuple[int]]:
    """Select who has stood in this state since before that moment, the last to come first."""
    stood = select(_row.id).where(_row.activity_id == activity_id, _row.state == state, _row.since < before)
    return stood.order_by(_row.since.desc(), _row.id.desc())


def offers_go_on(unit: UnitOfWork, room: Room, now: float) -> bool:
    """Tell whether a seat that comes free now is offered to the line: it is not too late for an answer."""
    return room.stage is Stage.PUBLISHED and offer_until(now, room.starts_at, LEAST_S, unit.quiet) is not None


def check_stage(room: Room) -> None:
    """Raise `ClosedError` for what is not published, or called off."""
    if room.stage is Stage.PUBLISHED:
        return
    raise ClosedError("cancelled" if room.stage is Stage.CANCELLED else "draft")


def check_held(room: Room, now: float) -> None:
    """Raise `ClosedError` for what is not published, called off, or over."""
    check_stage(room)
    if room.ends_at <= now:
        raise ClosedError("over")


def check_open(room: Room, now: float) -> None:
    check_held(room, now)
    if room.opens_at is not None and now < room.opens_at:
        raise ClosedError("not_yet")
    if now >= (room.starts_at if room.closes_at is None else room.closes_at):
        raise ClosedError("closed")


def order(row: SignupRow) -> tuple[int, int, int]:
    return row.standing, row.place, row.id
