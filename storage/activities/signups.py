"""Sign-ups: who holds a seat, who waits for one, and how a free one passes on; counted under the activity's lock.

Every verb locks the activity first and keeps to the table of `domain.seats`. Said twice, it gives the same answer. A
seat that comes free is offered to the next in line in the same transaction, and every offer plans its own end.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from domain.activities import Stage, Standing
from domain.lifecycle import NotPossibleError
from domain.offers import LEAST_S, MARGIN_S, offer_until
from domain.rules import Rule
from domain.seats import COMING, HOLDING, ROWS, Actor, State, Verb, Way, free, transition
from storage.gentle_insert import or_leave
from storage.messages import notices
from storage.places import unit_rules
from storage.tables.activities import activities, signups
from storage.unit_of_work import UnitOfWork

REASON: Final = b"signups.reason"
"""The purpose for which the reasons of those on leave are sealed."""

LAPSE: Final = "lapse"
"""The kind of the notice by which an offer ends; its subject is "signup:12", its version the place in the line."""

Why = Literal["draft", "not_yet", "closed", "cancelled", "over"]

_row: Final = signups.c
_activity: Final = activities.c


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
class SignupRow:
    """How one person stands to one activity; `since` is from when on, in seconds since 1970.

    `place` tells the order in the line within the same standing; 0: never waited. `before` is the state before being
    checked in, for an undo; None: there was no row.
    """

    id: int
    activity_id: int
    chat_id: int
    state: State
    standing: Standing
    place: int
    since: float
    offered_until: float | None
    late_minutes: int
    seen_at: float | None
    way: Way | None
    before: State | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A sign-up after a step, and the offers that followed from it; their people are to be told."""

    row: SignupRow
    offers: tuple[SignupRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """Those whose seats were not confirmed in time, and the offers that followed."""

    released: tuple[SignupRow, ...]
    offers: tuple[SignupRow, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Those who are to confirm again, and the offers that the other time made possible."""

    asked: tuple[SignupRow, ...]
    offers: tuple[SignupRow, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A sign-up and when its activity is, in seconds since 1970."""

    signup: SignupRow
    activity_id: int
    starts_at: float
    ends_at: float
    stage: Stage


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand in each state."""

    expected: int = 0
    signed_up: int = 0
    confirmed: int = 0
    waiting: int = 0
    offered: int = 0
    on_leave: int = 0
    left: int = 0
    released: int = 0
    lapsed: int = 0
    checked_in: int = 0
    walked_in: int = 0
    absent: int = 0

    @property
    def held(self) -> int:
        """Return how many seats are taken."""
        return sum(getattr(self, state) for state in HOLDING)

    def free(self, seats: int | None) -> int | None:
        """Return how many of so many seats are free; None: as many as come."""
        return free(seats, self.held)


# ---------------------------------------------------------------- reading


def find(unit: UnitOfWork, activity_id: int, chat_id: int) -> SignupRow | None:
    row = unit.connection.execute(_FIND, {"activity": activity_id, "chat": chat_id}).one_or_none()
    return None if row is None else signup_row(row)


def by_id(unit: UnitOfWork, signup_id: int) -> SignupRow | None:
    row = unit.connection.execute(select(signups).where(_row.id == signup_id)).one_or_none()
    return None if row is None else signup_row(row)


def reason(unit: UnitOfWork, signup_id: int) -> str:
    """Return why somebody is on leave, in their own words; "" if they did not say."""
    sealed = unit.connection.scalar(select(_row.reason).where(_row.id == signup_id))
    return unit.seal.open(sealed, REASON).decode() if sealed else ""


def of_person(unit: UnitOfWork, chat_id: int, since: float, until: float) -> list[Appointment]:
    """Return everything of this person that goes on between these moments, whatever came of it; the soonest first."""
    query = _APPOINTMENTS.where(_row.chat_id == chat_id, _activity.ends_at > since, _activity.starts_at < until)
    rows = unit.connection.execute(query.order_by(_activity.starts_at, _activity.id))
    return [Appointment(signup_row(row), row.activity_id, row.starts_at, row.ends_at, Stage(row.stage)) for row in rows]


def of_activity(unit: UnitOfWork, activity_id: int, states: Collection[State]) -> list[SignupRow]:
    """Return those in these states, in the order of the line."""
    query = select(signups).where(_row.activity_id == activity_id, _row.state.in_(list(states)))
    rows = unit.connection.execute(query.order_by(_row.standing, _row.place, _row.id))
    return [signup_row(row) for row in rows]


def counts(unit: UnitOfWork, activity_ids: Collection[int]) -> Mapping[int, Counts]:
    """Count the states of each of these activities; for one without sign-ups all are 0."""
    query = select(_row.activity_id, _row.state, func.count()).where(_row.activity_id.in_(list(activity_ids)))
    found: dict[int, dict[str, int]] = {activity_id: {} for activity_id in activity_ids}
    for activity_id, state, count in unit.connection.execute(query.group_by(_row.activity_id, _row.state)):
        found[activity_id][state] = count
    return {activity_id: Counts(**states) for activity_id, states in found.items()}


def place_in_line(unit: UnitOfWork, row: SignupRow) -> int:
    """Return who-manieth somebody on the waiting list is, from 1 on; 0: they do not wait."""
    if row.state is not State.WAITING:
        return 0
    ahead = or_(_row.standing < row.standing, and_(_row.standing == row.standing, _row.place < row.place))
    query = select(func.count()).where(_row.activity_id == row.activity_id, _row.state == State.WAITING, ahead)
    return 1 + (unit.connection.scalar(query) or 0)


def clashes(unit: UnitOfWork, chat_id: int, activity_id: int) -> list[int]:
    """Return the published activities at the same time that this person comes to or waits for, the soonest first."""
    this = select(_activity.starts_at, _activity.ends_at).where(_activity.id == activity_id).subquery()
    query = (
        select(_row.activity_id)
        .join_from(signups, activities, _row.activity_id == _activity.id)
        .join(this, and_(_activity.starts_at < this.c.ends_at, _activity.ends_at > this.c.starts_at))
        .where(_row.chat_id == chat_id, _row.activity_id != activity_id)
        .where(_row.state.in_([*COMING, State.WAITING, State.OFFERED]), _activity.stage == Stage.PUBLISHED)
    )
    return list(unit.connection.scalars(query.order_by(_activity.starts_at, _activity.id)))


# ---------------------------------------------------------------- signing up and waiting


def sign_up(unit: UnitOfWork, activity_id: int, chat_id: int, standing: Standing, now: float) -> SignupRow:
    """Take a seat if one is free and nobody is asked first; who has one, or waits, stays as they are.

    Raises `FullError` and `ClosedError`.
    """
    room = locked(unit, activity_id)
    scene = look(unit, activity_id, chat_id)
    row = _seated(unit, room, scene, standing, now)
    if row is None:
        raise FullError(_waiting(unit, activity_id))
    return row


def wait(unit: UnitOfWork, activity_id: int, chat_id: int, standing: Standing, now: float) -> SignupRow:
    """Join the waiting list at its end, or take the seat that has come free meanwhile. Raises `ClosedError`."""
    # One statement locks and takes the next place, be it in vain: the order needs no number to be used.
    room, place = _locked_with_a_place(unit, activity_id)
    scene = look(unit, activity_id, chat_id)
    row = _seated(unit, room, scene, standing, now)
    if row is not None:
        return row
    return step(unit, scene, Verb.WAIT, Actor.PERSON, now, standing=standing, place=place)


def _seated(unit: UnitOfWork, room: "Room", scene: "Scene", standing: Standing, now: float) -> SignupRow | None:
    """Return the sign-up of who has a seat, gets one or waits; None: a newcomer for whom there is none."""
    mine = scene.mine
    if mine and mine.state in HOLDING:
        return mine
    if mine and mine.state is State.EXPECTED:  # has a chair anyway, whenever they answer
        check_held(room, now)
        return step(unit, scene, Verb.SIGN_UP, Actor.PERSON, now)
    _check_open(room, now)
    if room.seats is None or (scene.held < room.seats and not (scene.waits and _offers_go_on(unit, room, now))):
        return step(unit, scene, Verb.SIGN_UP, Actor.PERSON, now, standing=standing)
    return mine if mine and mine.state is State.WAITING else None


def expect(unit: UnitOfWork, activity_id: int, chat_ids: Iterable[int], now: float) -> int:
    """Count on these people, those who have said nothing yet, and return how many those are. Raises `ClosedError`."""
    check_held(locked(unit, activity_id), now)
    new = {"activity_id": activity_id, "state": str(State.EXPECTED), "standing": int(Standing.OF_THE_UNIT), "place": 0}
    rows = [{**new, "chat_id": chat_id, "since": now} for chat_id in sorted(set(chat_ids))]
    if not rows:
        return 0
    before = counts(unit, [activity_id])[activity_id].expected
    unit.connection.execute(_EXPECT, rows)
    return counts(unit, [activity_id])[activity_id].expected - before


def be_late(unit: UnitOfWork, activity_id: int, chat_id: int, minutes: int) -> SignupRow:
    """Write down that somebody comes so many minutes late. Raises `NotPossibleError` for who does not come."""
    locked(unit, activity_id)
    scene = look(unit, activity_id, chat_id)
    if scene.mine is None or scene.mine.state not in COMING:
        raise NotPossibleError("only somebody who comes can be late")
    return put(unit, scene, late_minutes=minutes)


# ---------------------------------------------------------------- answers


def take(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> Moved:
    """Take the seat that is offered. Raises `NotPossibleError` when the offer has passed on."""
    return _answered(unit, activity_id, chat_id, Verb.TAKE, now)


def confirm(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> Moved:
    """Say again, when asked, that one comes. Raises `NotPossibleError` for who has no seat to confirm."""
    return _answered(unit, activity_id, chat_id, Verb.CONFIRM, now)


def decline(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> Moved:
    """Turn an offer down. Raises `NotPossibleError`."""
    return _answered(unit, activity_id, chat_id, Verb.DECLINE, now)


def leave(unit: UnitOfWork, activity_id: int, chat_id: int, now: float, *, reason: str | None = None) -> Moved:
    """Give back the seat or the place in the line; with a `reason`, be it "", ask to be excused.

    Raises `NotPossibleError` for who has neither.
    """
    if reason is None:
        return _answered(unit, activity_id, chat_id, Verb.LEAVE, now)
    sealed = unit.seal.close(reason.encode(), REASON) if reason else None
    return _answered(unit, activity_id, chat_id, Verb.EXCUSE, now, reason=sealed)


def _answered(unit: UnitOfWork, activity_id: int, chat_id: int, verb: Verb, now: float, **values: object) -> Moved:
    """Take a step that a person asks for, and offer the seat that it frees. Said twice, it changes nothing."""
    room = locked(unit, activity_id)
    scene = look(unit, activity_id, chat_id)
    check_stage(room)
    if scene.mine and scene.mine.state is ROWS[verb].after:
        return Moved(scene.mine)
    row = step(unit, scene, verb, Actor.PERSON, now, **values)
    return Moved(row, pass_on(unit, room, scene, row, now))


# ---------------------------------------------------------------- what happens by itself


def promote(unit: UnitOfWork, activity_id: int, now: float) -> tuple[SignupRow, ...]:
    """Offer every free seat to the next in line, and return those offers."""
    room = locked(unit, activity_id)
    return _offered(unit, room, free(room.seats, _held(unit, activity_id)), now)


def lapse(unit: UnitOfWork, signup_id: int, now: float) -> Moved | None:
    """End an offer that was not answered in time, and offer the seat to the next; None: there is none to end."""
    found = by_id(unit, signup_id)
    if found is None:
        return None
    room = locked(unit, found.activity_id)
    scene = look(unit, found.activity_id, found.chat_id)
    if scene.mine is None or scene.mine.state is not State.OFFERED or (scene.mine.offered_until or now) > now:
        return None
    row = step(unit, scene, Verb.LAPSE, Actor.CLOCK, now)
    return Moved(row, pass_on(unit, room, scene, row, now))


def release_unconfirmed(unit: UnitOfWork, activity_id: int, now: float, *, asked_at: float | None = None) -> Released:
    """Free the seats of those who were to confirm and have not, and offer them to the next in line.

    Only who had the seat before `asked_at` was asked; None: before the moment by which seats are to be confirmed. Where
    there is no such moment nobody is asked.
    """
    room = locked(unit, activity_id)
    last = room.confirm_by if asked_at is None else asked_at
    if room.stage is not Stage.PUBLISHED or last is None:
        return Released((), ())
    released = _all(unit, activity_id, Verb.RELEASE, Actor.CLOCK, now, _row.since < last)
    return Released(released, promote(unit, activity_id, now))


def ask_again(unit: UnitOfWork, activity_id: int, now: float) -> Asked:
    """Take back what was confirmed, since the time or the place is another now; offers are fitted to it."""
    room = locked(unit, activity_id)
    if room.stage is not Stage.PUBLISHED:
        return Asked((), ())
    asked = _all(unit, activity_id, Verb.ASK_AGAIN, Actor.HOUSE, now)
    refit(unit, room, now)
    return Asked(asked, promote(unit, activity_id, now))


def end(unit: UnitOfWork, activity_id: int, now: float) -> None:
    """Close the book: who was to come and was not seen is absent, and the line has ended.

    Raises `NotPossibleError` while it goes on; nothing happens to one that was called off.
    """
    room = locked(unit, activity_id)
    if room.ends_at > now:
        raise NotPossibleError("it goes on still")
    if room.stage is Stage.PUBLISHED:
        _all(unit, activity_id, Verb.MISS, Actor.CLOCK, now)
        _all(unit, activity_id, Verb.LAPSE, Actor.CLOCK, now)


def refit(unit: UnitOfWork, room: "Room", now: float) -> None:
    """Bring forward the ends of offers that the new time no longer allows."""
    latest = max(now, room.starts_at - MARGIN_S)
    late = and_(_row.activity_id == room.id, _row.state == State.OFFERED, _row.offered_until > latest)
    for signup_id in list(unit.connection.scalars(select(_row.id).where(late).order_by(_row.id))):
        _, place = _locked_with_a_place(unit, room.id)
        values = {"offered_until": latest, "place": place}
        changed = update(signups).where(_row.id == signup_id).values(values).returning(*_row)
        _plan_lapse(unit, signup_row(unit.connection.execute(changed).one()), latest)


def _all(
    unit: UnitOfWork, activity_id: int, verb: Verb, actor: Actor, now: float, *which: ColumnElement[bool]
) -> tuple[SignupRow, ...]:
    """Let everybody take this step whom the table lets, and return them in order."""
    allowed = [state for state in ROWS[verb].before if state is not None]
    everybody = and_(_row.activity_id == activity_id, _row.state.in_(allowed), *which)
    values = {"state": transition(verb, allowed[0], actor).after, "since": now, "offered_until": None}
    changed = unit.connection.execute(update(signups).where(everybody).values(values).returning(*_row))
    return tuple(sorted(map(signup_row, changed), key=_order))


# ---------------------------------------------------------------- seats, under the lock


@dataclass(frozen=True, slots=True)
class Room:
    """What of an activity decides about its seats; it is locked until the transaction ends."""

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


def locked(unit: UnitOfWork, activity_id: int) -> Room:
    """Lock an activity: nobody else counts or takes its seats now. Raises `NotPossibleError` if there is none.

    Whoever writes to the audit in the same transaction calls `audit.hold` before.
    """
    return _room(_locked_row(unit, _LOCK, activity_id))


def _locked_with_a_place(unit: UnitOfWork, activity_id: int) -> tuple[Room, int]:
    """Lock an activity and take the next place at the end of its line."""
    row = _locked_row(unit, _TAKE_PLACE, activity_id)
    return _room(row), row.next_place - 1


def _locked_row(unit: UnitOfWork, statement: Executable, activity_id: int) -> Row[Any]:
    row = unit.connection.execute(statement, {"activity": activity_id}).one_or_none()
    if row is None:
        raise NotPossibleError("there is no such activity")
    return row


def _room(row: Row[Any]) -> Room:
    decisive = row.seats, row.starts_at, row.ends_at, row.opens_at, row.closes_at, row.confirm_by
    return Room(row.id, row.unit_id, Stage(row.stage), *decisive)


def look(unit: UnitOfWork, activity_id: int, chat_id: int) -> Scene:
    """See how things stand; under the lock, for on PostgreSQL what is read before it is old."""
    row = unit.connection.execute(_LOOK, {"activity": activity_id, "chat": chat_id}).one()
    mine = None if row.id is None else signup_row(row)
    return Scene(activity_id, chat_id, mine, row.held, bool(row.waits))


def step(unit: UnitOfWork, scene: Scene, verb: Verb, actor: Actor, now: float, **values: object) -> SignupRow:
    """Take a step of the table and write it down. Raises `NotPossibleError`."""
    row = transition(verb, scene.mine.state if scene.mine else None, actor)
    return put(unit, scene, **{"state": row.after, "since": now, "offered_until": None, **values})


def put(unit: UnitOfWork, scene: Scene, **values: object) -> SignupRow:
    """Write these columns of somebody's sign-up, which is begun if there is none."""
    if scene.mine is None:
        begun = {"activity_id": scene.activity_id, "chat_id": scene.chat_id, "place": 0, **values}
        return signup_row(unit.connection.execute(_BEGIN, begun).one())
    return signup_row(unit.connection.execute(_CHANGE, {"this": scene.mine.id, **values}).one())


def pass_on(unit: UnitOfWork, room: Room, scene: Scene, after: SignupRow, now: float) -> tuple[SignupRow, ...]:
    """Offer the seat that a step has freed, if it has freed one and somebody waits."""
    if not scene.waits or scene.mine is None or scene.mine.state not in HOLDING or after.state in HOLDING:
        return ()
    return _offered(unit, room, free(room.seats, scene.held - 1), now)


def _offered(unit: UnitOfWork, room: Room, vacant: int | None, now: float) -> tuple[SignupRow, ...]:
    """Offer so many seats to the first in line (None: to all), each until a deadline that fits the time left."""
    if vacant == 0 or room.stage is not Stage.PUBLISHED or not _waiting(unit, room.id):
        return ()
    longest_s = unit_rules.value(unit, Rule.OFFER_HOURS, room.unit_id) * 3_600.0
    until = offer_until(now, room.starts_at, longest_s, unit.quiet)
    if until is None:
        return ()
    line = select(_row.id).where(_row.activity_id == room.id, _row.state == State.WAITING)
    first = line.order_by(_row.standing, _row.place).limit(vacant)
    values = {"state": ROWS[Verb.OFFER].after, "since": now, "offered_until": until}
    changed = unit.connection.execute(update(signups).where(_row.id.in_(first)).values(values).returning(*_row))
    offers = tuple(sorted(map(signup_row, changed), key=_order))
    for row in offers:
        _plan_lapse(unit, row, until)
    return offers


def _plan_lapse(unit: UnitOfWork, row: SignupRow, until: float) -> None:
    notices.plan(unit, f"signup:{row.id}", row.place, [notices.Planned(LAPSE, until)])


def _offers_go_on(unit: UnitOfWork, room: Room, now: float) -> bool:
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


def _check_open(room: Room, now: float) -> None:
    check_held(room, now)
    if room.opens_at is not None and now < room.opens_at:
        raise ClosedError("not_yet")
    if now >= (room.starts_at if room.closes_at is None else room.closes_at):
        raise ClosedError("closed")


def _held(unit: UnitOfWork, activity_id: int) -> int:
    return unit.connection.scalar(_HELD, {"activity": activity_id}) or 0


def _waiting(unit: UnitOfWork, activity_id: int) -> int:
    return unit.connection.scalar(_WAITING, {"activity": activity_id}) or 0


def _order(row: SignupRow) -> tuple[int, int, int]:
    return row.standing, row.place, row.id


def signup_row(row: Row[Any]) -> SignupRow:
    """Make a sign-up of a row of its table."""
    return SignupRow(
        row.id,
        row.activity_id,
        row.chat_id,
        State(row.state),
        Standing(row.standing),
        row.place,
        row.since,
        row.offered_until,
        row.late_minutes,
        row.seen_at,
        Way(row.way) if row.way else None,
        State(row.before) if row.before else None,
    )


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

_THIS: Final = _row.activity_id == bindparam("activity")
_FIND: Final = select(signups).where(_THIS, _row.chat_id == bindparam("chat"))
_HELD: Final = select(func.count()).where(_THIS, _row.state.in_(_HOLDING))
_WAITING: Final = select(func.count()).where(_THIS, _row.state == State.WAITING)

_BEGIN: Final = signups.insert().returning(*_row)
_CHANGE: Final = update(signups).where(_row.id == bindparam("this")).returning(*_row)
_APPOINTMENTS: Final = select(signups, _activity.starts_at, _activity.ends_at, _activity.stage).join_from(
    signups, activities, _row.activity_id == _activity.id
)
_EXPECT: Final = or_leave(signups, ("activity_id", "chat_id", "state", "standing", "place", "since"))
