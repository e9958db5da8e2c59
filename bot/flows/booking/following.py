"""What follows from a step of a booking: what falls due is planned anew, and whom it concerns is told.

Flows and clocks both come here, so it takes no desk.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.facts.open_times import OpenTimes
from bot.flows.booking import tells
from bot.flows.booking.tells import Matter, WordsFor
from bot.flows.desk import Desk, Tell
from bot.planning import bookings as planning
from domain.booking.life import HOLDING, State, Verb
from storage.activities.activities import Changed
from storage.booking import bookings, in_hand
from storage.booking.booking import Done
from storage.booking.bookings import BookingRow
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Hand:
    """With what a step is taken: the transaction, the local time, and the words of each reader's language.

    `doer` took it, and need not be told of it; None: nobody, a moment has come. `moves`: what is booked follows its
    activity to another time.
    """

    unit: UnitOfWork
    now: datetime
    words_for: WordsFor
    doer: int | None = None
    moves: bool = False

    @property
    def opening(self) -> OpenTimes:
        return OpenTimes(self.now.tzinfo or UTC)

    @property
    def but(self) -> Collection[int]:
        return () if self.doer is None else (self.doer,)

    def matter(self, row: BookingRow) -> Matter:
        return Matter(self.unit, row, bookings.resource_of(self.unit, row), self.now, self.moves)


def hand(desk: Desk) -> Hand:
    return Hand(desk.unit, desk.now, desk.words_for, desk.person.chat_id)


def done(result: Done, verb: Verb, by: Hand) -> tuple[Tell, ...]:
    """Plan and tell what follows from a step, and from the offers that it led to."""
    planning.follow(by.unit, result, by.now)
    return told(result, verb, by)


def told(result: Done, verb: Verb, by: Hand) -> tuple[Tell, ...]:
    """Tell whom a step concerns that is planned for already, and who has an offer now."""
    return tells.of_step(by.matter(result.row), verb, by.words_for, by.but) + offered(result.offers, by)


def stepped(row: BookingRow, verb: Verb, by: Hand) -> tuple[Tell, ...]:
    """Plan and tell what follows from one step of one booking."""
    return done(Done(row), verb, by)


def offered(rows: Iterable[BookingRow], by: Hand) -> tuple[Tell, ...]:
    """Tell who has an offer now, also who made room for it themselves."""
    return tuple(tell for row in rows for tell in tells.of_step(by.matter(row), Verb.OFFER, by.words_for))


def opened_again(rows: Iterable[BookingRow], by: Hand) -> tuple[Tell, ...]:
    """Plan the ends of offers that nobody's step has led to, and tell who has one."""
    rows = list(rows)
    planning.plan_for(by.unit, rows, by.now)
    return offered(rows, by)


def begun(rows: Iterable[BookingRow], by: Hand) -> tuple[Tell, ...]:
    """Plan what falls due for new bookings, and ask the owners of those that are requests."""
    rows = list(rows)
    planning.plan_for(by.unit, rows, by.now)
    return tuple(tell for row in rows for tell in tells.asked(by.matter(row), by.words_for, by.but))


# ---------------------------------------------------------------- the activity


def moved(change: Changed, desk: Desk) -> tuple[Tell, ...]:
    """Move what an activity holds with it; owners and borrowers hear what became of it."""
    if not in_hand.is_any_for_an_activity(desk.unit):
        return ()
    by, held = replace(hand(desk), doer=None, moves=True), _held(change.after.id, desk)
    done = planning.after_change(desk.unit, change, desk.now)
    news = [one for one in done if one.row.state is not State.WAITING or one.row.id in held]
    return tuple(tell for one in news for tell in told(one, _verb(one), by))


def called_off(activity_id: int, desk: Desk) -> tuple[Tell, ...]:
    """Free what an activity holds that is called off, and tell the owners."""
    if not in_hand.is_any_for_an_activity(desk.unit):
        return ()
    by, held = hand(desk), _held(activity_id, desk)
    freed = planning.cancelled(desk.unit, activity_id, desk.now)
    return tuple(tell for one in freed if one.row.id in held for tell in told(one, Verb.CANCEL, by))


def _held(activity_id: int, desk: Desk) -> set[int]:
    """Return which bookings of an activity hold their time: who only waited for it had nothing to lose or to free."""
    return {row.id for row in bookings.of_activity(desk.unit, activity_id, HOLDING)}


def _verb(one: Done) -> Verb:
    """Tell what a move has come to: had there, asked for there, or not to be had."""
    match one.row.state:
        case State.REQUESTED:
            return Verb.MOVE_ASKING
        case State.WAITING:
            return Verb.LOSE
        case State.REFUSED:
            return Verb.REMOVE
    return Verb.MOVE
