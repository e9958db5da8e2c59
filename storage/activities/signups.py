"""Sign-ups: who holds a seat, who waits for one, and how a free one passes on; counted under the activity's lock.

Every verb locks the activity first and keeps to the table of `domain.activities.seats`. Said twice, it gives the same
answer. A seat that comes free is offered to the next in line in the same transaction, and every offer plans its own
end.
"""

from dataclasses import dataclass, replace

from domain.activities.activities import Stage, Standing
from domain.activities.seats import COMING, HOLDING, ROWS, Actor, State, Verb, free, says_it_all
from domain.lifecycle import NotPossibleError
from storage.activities import seats
from storage.activities.seats import FullError, Room, Scene
from storage.activities.signup_reading import REASON, SignupRow, by_id
from storage.tables.activities import signups as table
from storage.unit_of_work import UnitOfWork


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


def sign_up(unit: UnitOfWork, activity_id: int, chat_id: int, standing: Standing, now: float) -> SignupRow:
    """Take a seat if one is free and nobody is asked first; who has one, or waits, stays as they are.

    So late that seats are being confirmed it is confirmed with that.

    Raises `FullError` and `ClosedError`.
    """
    room, scene = seats.approach(unit, activity_id, chat_id)
    row = _seated(unit, room, scene, standing, now)
    if row is None:
        raise FullError(seats.waiting(unit, activity_id))
    return row


def wait(unit: UnitOfWork, activity_id: int, chat_id: int, standing: Standing, now: float) -> SignupRow:
    """Join the waiting list at its end, or take the seat that has come free meanwhile. Raises `ClosedError`."""
    # One statement locks and takes the next place, even if it is not needed: the order may have gaps.
    room, place = seats.locked_with_a_place(unit, activity_id)
    scene = seats.look(unit, activity_id, chat_id)
    row = _seated(unit, room, scene, standing, now)
    if row is not None:
        return row
    return seats.step(unit, scene, Verb.WAIT, Actor.PERSON, now, standing=standing, place=place)


def _seated(unit: UnitOfWork, room: Room, scene: Scene, standing: Standing, now: float) -> SignupRow | None:
    """Return the sign-up of who has a seat, gets one or waits; None: a newcomer for whom there is none."""
    mine = scene.mine
    if mine and mine.state in HOLDING:
        return mine
    seats.check_open(room, now)
    if room.seats is None or (scene.held < room.seats and not (scene.waits and seats.offers_go_on(unit, room, now))):
        row = seats.step(unit, scene, Verb.SIGN_UP, Actor.PERSON, now, standing=standing)
        return _confirmed(unit, replace(scene, mine=row), now) if says_it_all(room.confirm_by, now) else row
    return mine if mine and mine.state is State.WAITING else None


def _confirmed(unit: UnitOfWork, scene: Scene, now: float) -> SignupRow:
    return seats.step(unit, scene, Verb.CONFIRM, Actor.PERSON, now)


def be_late(unit: UnitOfWork, activity_id: int, chat_id: int, minutes: int) -> SignupRow:
    """Write down that somebody comes so many minutes late. Raises `NotPossibleError` for somebody who does not come."""
    _, scene = seats.approach(unit, activity_id, chat_id)
    if scene.mine is None or scene.mine.state not in COMING:
        raise NotPossibleError("only somebody who comes can be late")
    return seats.put(unit, scene, late_minutes=minutes)


def take(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> Moved:
    """Take the seat that is offered. Raises `NotPossibleError` when the offer has passed on."""
    return _answered(unit, activity_id, chat_id, Verb.TAKE, now)


def confirm(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> Moved:
    """Say again, when asked, that one comes. Raises `NotPossibleError` for somebody who has no seat to confirm."""
    return _answered(unit, activity_id, chat_id, Verb.CONFIRM, now)


def decline(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> Moved:
    """Turn an offer down. Raises `NotPossibleError`."""
    return _answered(unit, activity_id, chat_id, Verb.DECLINE, now)


def leave(unit: UnitOfWork, activity_id: int, chat_id: int, now: float, *, reason: str | None = None) -> Moved:
    """Give back the seat or the place in the line; with a `reason`, even an empty one, ask to be excused.

    Raises `NotPossibleError` for somebody who has neither.
    """
    if reason is None:
        return _answered(unit, activity_id, chat_id, Verb.LEAVE, now)
    sealed = unit.seal.close_text(reason, REASON)
    return _answered(unit, activity_id, chat_id, Verb.EXCUSE, now, reason=sealed)


def _answered(unit: UnitOfWork, activity_id: int, chat_id: int, verb: Verb, now: float, **values: object) -> Moved:
    """Take a step that a person asks for, and offer the seat that it frees. Said twice, it changes nothing."""
    room, scene = seats.approach(unit, activity_id, chat_id)
    seats.check_stage(room)
    if scene.mine and scene.mine.state is ROWS[verb].after:
        return Moved(scene.mine)
    row = seats.step(unit, scene, verb, Actor.PERSON, now, **values)
    return Moved(row, seats.pass_on(unit, room, scene, row, now))


def promote(unit: UnitOfWork, activity_id: int, now: float) -> tuple[SignupRow, ...]:
    """Offer every free seat to the next in line, and return those offers."""
    room = seats.locked(unit, activity_id)
    return seats.offer(unit, room, free(room.seats, seats.held(unit, activity_id)), now)


def lapse(unit: UnitOfWork, signup_id: int, now: float) -> Moved | None:
    """End an offer that was not answered in time, and offer the seat to the next; None: there is none to end."""
    found = by_id(unit, signup_id)
    if found is None:
        return None
    room, scene = seats.approach(unit, found.activity_id, found.chat_id)
    if scene.mine is None or scene.mine.state is not State.OFFERED or (scene.mine.offered_until or now) > now:
        return None
    row = seats.step(unit, scene, Verb.LAPSE, Actor.CLOCK, now)
    return Moved(row, seats.pass_on(unit, room, scene, row, now))


def release_unconfirmed(unit: UnitOfWork, activity_id: int, now: float, *, asked_at: float | None = None) -> Released:
    """Free seats of those who were to confirm and have not, and offer them to the next in line.

    As many as are waited for: nobody loses a seat that nobody else gets. Who signed up last goes first.

    Only who had the seat before `asked_at` was asked; None: before the moment by which seats are to be confirmed. Where
    there is no such moment nobody is asked.
    """
    room = seats.locked(unit, activity_id)
    last = room.confirm_by if asked_at is None else asked_at
    if room.stage is not Stage.PUBLISHED or last is None:
        return Released((), ())
    late = seats.latest(activity_id, State.SIGNED_UP, last).limit(seats.wanted(unit, room))
    released = seats.step_everybody(unit, activity_id, Verb.RELEASE, Actor.CLOCK, now, table.c.id.in_(late))
    return Released(released, promote(unit, activity_id, now))


def ask_again(unit: UnitOfWork, activity_id: int, now: float) -> Asked:
    """Take back what was confirmed, since the time or the place is another now; offers are fitted to it."""
    room = seats.locked(unit, activity_id)
    if room.stage is not Stage.PUBLISHED:
        return Asked((), ())
    asked = seats.step_everybody(unit, activity_id, Verb.ASK_AGAIN, Actor.HOUSE, now)
    seats.refit(unit, room, now)
    return Asked(asked, promote(unit, activity_id, now))


def end(unit: UnitOfWork, activity_id: int, now: float) -> None:
    """Close the book: who was to come and was not seen is absent, and the line has ended.

    Raises `NotPossibleError` while it goes on; nothing happens to one that was called off.
    """
    room = seats.locked(unit, activity_id)
    if room.ends_at > now:
        raise NotPossibleError("it goes on still")
    if room.stage is Stage.PUBLISHED:
        seats.step_everybody(unit, activity_id, Verb.MISS, Actor.CLOCK, now)
        seats.step_everybody(unit, activity_id, Verb.LAPSE, Actor.CLOCK, now)
