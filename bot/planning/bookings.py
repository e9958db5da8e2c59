"""Planning what falls due around a booking, doing what falls due, and what follows from a change of its activity."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from bot.facts.open_times import OpenTimes
from domain.booking.deadlines import home_opens_at, is_asked, still_needed
from domain.booking.life import Actor, State, Why
from domain.booking.raster import Span
from domain.booking.resources import Kind
from domain.people.deeds import HOUSE, Deed
from storage.activities.activities import Changed
from storage.booking import booking, line
from storage.booking import bookings as reading
from storage.booking.booking import Done
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow
from storage.messages import notices
from storage.people import roles
from storage.unit_of_work import UnitOfWork


class NoticeKind(StrEnum):
    """What falls due for a booking; its subject is "booking:12". Whoever is told is looked up when it is due.

    | kind         | due                                   | what is done                                | not after  |
    |--------------|---------------------------------------|---------------------------------------------|------------|
    | decide       | `turn_until` of a request             | the level above is asked, or it is refused  |            |
    | ask_still    | 10:00 on the day before               | asked, whoever borrows                      | 18:00      |
    | lapse        | 18:00 on the day before               | released, others are offered the time       |            |
    | offer_ends   | `turn_until` of an offer              | back into the line, the next is offered it  |            |
    | opens        | the owner's kept time opens to others | offered, if it is free                      | it begins  |
    | miss         | it begins, and it still waits         | refused; its reason stays                   |            |
    """

    DECIDE = "decide"
    ASK_STILL = "ask_still"
    LAPSE = "lapse"
    OFFER_ENDS = "offer_ends"
    OPENS = "opens"
    MISS = "miss"


@dataclass(frozen=True, slots=True)
class FellDue:
    """What became of a booking because a moment had come, and whom something was offered by it."""

    kind: NoticeKind
    row: BookingRow
    offers: tuple[BookingRow, ...] = ()


def plan_for(unit: UnitOfWork, rows: Iterable[BookingRow], now: datetime) -> None:
    """Plan what falls due for these after the local time `now`; what was planned for earlier versions dies.

    To be called after every verb of `storage.booking`, for the row it gives and for all offers.
    """
    courses = [notices.Course(f"booking:{row.id}", row.version, list(_planned(unit, row, now))) for row in rows]
    notices.plan_all(unit, courses)


def follow(unit: UnitOfWork, done: Done, now: datetime) -> None:
    """Plan what follows from a step: for its booking, and for those who have an offer now."""
    plan_for(unit, (done.row, *done.offers), now)


def _planned(unit: UnitOfWork, row: BookingRow, now: datetime) -> Iterable[notices.Planned]:
    match row.state:
        case State.REQUESTED if row.turn_until is not None:
            yield notices.Planned(NoticeKind.DECIDE, row.turn_until)
        case State.OFFERED if row.turn_until is not None:
            yield notices.Planned(NoticeKind.OFFER_ENDS, row.turn_until)
        case State.GRANTED if is_asked(now.timestamp(), row.starts_at, now.tzinfo or _UTC):
            asked, until = still_needed(row.starts_at, now.tzinfo or _UTC)
            yield notices.Planned(NoticeKind.ASK_STILL, max(asked, now.timestamp()), until)
        case State.ASKED if row.turn_until is not None:
            yield notices.Planned(NoticeKind.LAPSE, row.turn_until)
        case State.WAITING:
            # Once: whoever does not answer the offer of it is not offered it again and again.
            if row.why is Why.HOME_SHARE and (opens := _opens(unit, row)) > now.timestamp():
                yield notices.Planned(NoticeKind.OPENS, opens, row.starts_at)
            yield notices.Planned(NoticeKind.MISS, row.starts_at)


def _opens(unit: UnitOfWork, row: BookingRow) -> float:
    return home_opens_at(row.starts_at, reading.resource_of(unit, row).terms.home_days)


def fall_due(unit: UnitOfWork, booking_id: int, version: int, kind: str, now: datetime) -> FellDue | None:
    """Do what falls due, and plan what follows from it; None: it no longer holds. Nothing is committed."""
    row = reading.find(unit, booking_id)
    if row is None or row.version != version:
        return None
    opening, at, what = OpenTimes(now.tzinfo or _UTC), now.timestamp(), NoticeKind(kind)
    done = _done(unit, row, what, opening, at)
    if done is None:
        return None
    follow(unit, done, now)
    return FellDue(what, done.row, done.offers)


def _done(unit: UnitOfWork, row: BookingRow, kind: NoticeKind, opening: OpenTimes, at: float) -> Done | None:
    match kind:
        case NoticeKind.DECIDE:
            return booking.unanswered(unit, row.id, opening, at)
        case NoticeKind.ASK_STILL:
            _, until = still_needed(row.starts_at, opening.zone)
            return Done(booking.ask_still(unit, row.id, until, at))
        case NoticeKind.LAPSE:
            return booking.lapse(unit, row.id, opening, at)
        case NoticeKind.OFFER_ENDS:
            return booking.offer_ends(unit, row.id, opening, at)
        case NoticeKind.OPENS:
            offered = line.offer(unit, row, opening, at)
            return Done(offered) if offered else None
        case NoticeKind.MISS:
            return Done(booking.miss(unit, row.id, at))


# ---------------------------------------------------------------- who decides


def deciders(unit: UnitOfWork, row: BookingRow, resource: ResourceRow) -> list[int]:
    """Return who decides about a request: a speaker for themselves, the owner's organisers, or those one level up."""
    if resource.kind is Kind.SPEAKER and resource.chat_id is not None and row.level == 0:
        return [resource.chat_id]
    path = resource.path
    if row.level > 0 and resource.kind is not Kind.SPEAKER:
        path = path[: path.rstrip("/").rfind("/") + 1] or roles.EVERYWHERE
    return roles.organisers_of(unit, path)


# ---------------------------------------------------------------- the activity


def after_change(unit: UnitOfWork, change: Changed, now: datetime) -> tuple[Done, ...]:
    """Move what an activity holds with it; the owners are to be told of each.

    To be called where `bot.planning.activities.after_change` is. What cannot be had at the new time waits for it.
    """
    starts = change.after.starts_at - change.before.starts_at
    ends = change.after.ends_at - change.before.ends_at
    if not starts and not ends:
        return ()
    opening, deed = OpenTimes(now.tzinfo or _UTC), Deed(HOUSE, now.timestamp())
    done = [
        booking.move(unit, row.id, _with_it(row, change, starts, ends), opening, deed, Actor.HOUSE, or_wait=True)
        for row in reading.of_activity(unit, change.after.id)
    ]
    return _followed(unit, done, now)


def cancelled(unit: UnitOfWork, activity_id: int, now: datetime) -> tuple[Done, ...]:
    """Free what an activity holds that is called off."""
    opening, deed = OpenTimes(now.tzinfo or _UTC), Deed(HOUSE, now.timestamp())
    done = [
        booking.cancel(unit, row.id, opening, deed, Why.ACTIVITY_CANCELLED, Actor.HOUSE)
        for row in reading.of_activity(unit, activity_id)
    ]
    return _followed(unit, done, now)


def _with_it(row: BookingRow, change: Changed, starts: float, ends: float) -> Span:
    """Return the time of a booking that begins and ends as long before and after its activity as it did."""
    span = (row.starts_at + starts, row.ends_at + ends)
    return Span(*span) if span[0] < span[1] else Span(change.after.starts_at, change.after.ends_at)


def _followed(unit: UnitOfWork, done: Collection[Done], now: datetime) -> tuple[Done, ...]:
    for one in done:
        follow(unit, one, now)
    return tuple(done)


_UTC: Final = UTC
