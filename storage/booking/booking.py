"""What is done to a booking: booked, decided, confirmed, given back, moved. Each is one transaction, all or nothing.

Every verb locks what the booking covers first, and tells whom something was offered by it. Nothing is committed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import insert

from domain.booking.deadlines import LEVELS, decide_by
from domain.booking.life import HAD, HOLDING, Actor, State, Verb, Why, transition
from domain.booking.opening import Opening
from domain.booking.raster import LONGEST_S, Span
from domain.lifecycle import NotPossibleError
from domain.people.deeds import Deed
from storage.booking import bookings as reading
from storage.booking import line, resources, slots
from storage.booking.bookings import REASON, BookingRow, Miss, Wish, changed, resource_of, stepped
from storage.booking.judging import why_not
from storage.booking.resources import ResourceRow
from storage.people import audit, deeds
from storage.places import places
from storage.tables.booking import bookings
from storage.unit_of_work import UnitOfWork


class NotThereError(Exception):
    """There is no such booking or resource; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a wish: the booking, or why there is none."""

    row: BookingRow | None
    miss: Miss | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a wish that is written down whether it can be had or not; `miss` is why not."""

    row: BookingRow
    miss: Miss | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A booking after a step, and whom something was offered because of it."""

    row: BookingRow
    offers: tuple[BookingRow, ...] = ()
    miss: Miss | None = None


def book(unit: UnitOfWork, wish: Wish, opening: Opening, deed: Deed) -> Booked:
    """Book it, or ask the owner for it: then the slots are held until somebody decides, or `turn_until` is over.

    What cannot be had leaves nothing behind. Raises `NotThereError`, and `ValueError` for more than two weeks in one
    piece.
    """
    found = _held(unit, wish, opening, deed)
    return Booked(None, found) if isinstance(found, Miss) else Booked(found)


def wait(unit: UnitOfWork, wish: Wish, opening: Opening, deed: Deed) -> Kept:
    """Book it if it can be had by now, else wait in the line for it, or keep it as refused if the reason cannot pass.

    Raises as `book`.
    """
    found = _held(unit, wish, opening, deed)
    return Kept(_kept(unit, wish, found, deed), found) if isinstance(found, Miss) else Kept(found)


def _held(unit: UnitOfWork, wish: Wish, opening: Opening, deed: Deed) -> BookingRow | Miss:
    if wish.span.seconds > LONGEST_S:
        raise ValueError("what lasts longer is a closure")
    resource = _resource(unit, wish.resource_id)
    covered = resources.lock(unit, resource.id)
    miss = why_not(unit, resource, wish, opening, deed.now)
    if miss is not None:
        return miss
    row = _written(unit, wish, deed, _turn(unit, resource, wish, deed.now))
    slots.hold(unit, row.id, covered, slots.needed(resource, wish.span))
    return row


def refuse(unit: UnitOfWork, wish: Wish, trouble: Miss, deed: Deed) -> BookingRow:
    """Write down what could not even be asked for, with its reason."""
    return _kept(unit, wish, trouble, deed)


def _turn(unit: UnitOfWork, resource: ResourceRow, wish: Wish, now: float) -> Mapping[str, object]:
    """Return how it begins: had at once, or asked for, and until when the owner decides."""
    if resource.is_at_once(places.path_of(unit, wish.unit_id)):
        return {"state": State.GRANTED, "turn_until": None, "level": 0}
    until = decide_by(now, wish.span.starts_at) or wish.span.starts_at
    return {"state": State.REQUESTED, "turn_until": until, "level": 0}


def _kept(unit: UnitOfWork, wish: Wish, miss: Miss, deed: Deed) -> BookingRow:
    state = State.WAITING if line.heals(miss) else State.REFUSED
    return _written(unit, wish, deed, {"state": state, **line.reason(miss)})


def _written(unit: UnitOfWork, wish: Wish, deed: Deed, values: Mapping[str, object]) -> BookingRow:
    whole = {
        "resource_id": wish.resource_id,
        "unit_id": wish.unit_id,
        "activity_id": wish.activity_id,
        "series_id": wish.series_id,
        "series_date": wish.day.isoformat() if wish.day else None,
        "by_chat": deed.by.chat_id,
        "title": wish.title,
        "people": wish.people,
        "starts_at": wish.span.starts_at,
        "ends_at": wish.span.ends_at,
        "version": 1,
        "state_since": deed.now,
        "place": deed.now,
        "made_at": deed.now,
        **values,
    }
    number = unit.connection.execute(insert(bookings).values(whole).returning(bookings.c.id)).scalar_one()
    return reading.found(unit, (number,))[number]


# ---------------------------------------------------------------- the owner


def grant(unit: UnitOfWork, booking_id: int, deed: Deed) -> BookingRow:
    """Say yes. Raises `NotThereError`, `NotPossibleError`."""
    audit.hold(unit)
    row, _ = _locked(unit, booking_id)
    after = stepped(unit, row, Verb.GRANT, Actor.OWNER, deed.now, turn_until=None)
    deeds.write_down(unit, deed, "booking.grant", f"booking:{row.id}")
    return after


def decline(unit: UnitOfWork, booking_id: int, opening: Opening, deed: Deed, was: State | None = None) -> Done:
    """Say no, with `deed.reason` in words or without; also to what was granted. Others are offered the time.

    `was` is how it stood for who says so: a request that somebody else has granted meanwhile is not taken back by it.
    Raises `NotThereError`, `NotPossibleError`.
    """
    audit.hold(unit)
    row, _ = _locked(unit, booking_id)
    if was is not None and (was in HAD) != (row.state in HAD):
        raise NotPossibleError(f"it was {was}, and is {row.state}")
    reason = unit.seal.close_text(deed.reason, REASON)
    done = _freed(unit, row, Verb.DECLINE, Actor.OWNER, opening, deed.now, why=Why.DECLINED, reason=reason)
    what = "booking.take_back" if row.state in HAD else "booking.decline"
    deeds.write_down(unit, deed, what, f"booking:{row.id}")
    return done


def unanswered(unit: UnitOfWork, booking_id: int, opening: Opening, now: float) -> Done:
    """Ask one level up, or if nobody has answered there either, tell the borrower so and let the time go."""
    row, _ = _locked(unit, booking_id)
    until = decide_by(now, row.starts_at)
    if row.level + 1 < LEVELS and until is not None:
        return Done(stepped(unit, row, Verb.ESCALATE, Actor.CLOCK, now, level=row.level + 1, turn_until=until))
    return _freed(unit, row, Verb.GIVE_UP, Actor.CLOCK, opening, now, why=Why.NO_ANSWER)


# ---------------------------------------------------------------- still needed?


def ask_still(unit: UnitOfWork, booking_id: int, until: float, now: float) -> BookingRow:
    """Note that the borrower is asked, and until when silence does not free it."""
    row, _ = _locked(unit, booking_id)
    return stepped(unit, row, Verb.ASK_STILL, Actor.CLOCK, now, turn_until=until)


def confirm(unit: UnitOfWork, booking_id: int, deed: Deed) -> BookingRow:
    """Say that it is still needed; a second time changes nothing."""
    row, _ = _locked(unit, booking_id)
    if row.state is State.CONFIRMED:
        return row
    return stepped(unit, row, Verb.CONFIRM, Actor.BORROWER, deed.now, turn_until=None)


def release(unit: UnitOfWork, booking_id: int, opening: Opening, deed: Deed) -> Done:
    """Give it back by hand; a second time changes nothing."""
    row, _ = _locked(unit, booking_id)
    if row.state is State.RELEASED:
        return Done(row)
    return _freed(unit, row, Verb.RELEASE, Actor.BORROWER, opening, deed.now, why=Why.NOT_NEEDED)


def lapse(unit: UnitOfWork, booking_id: int, opening: Opening, now: float) -> Done:
    """Nobody has said that it is still needed: it is free for those who wait."""
    row, _ = _locked(unit, booking_id)
    return _freed(unit, row, Verb.LAPSE, Actor.CLOCK, opening, now, why=Why.NOT_CONFIRMED)


# ---------------------------------------------------------------- offers


def take(unit: UnitOfWork, booking_id: int, deed: Deed) -> BookingRow:
    """Take what is offered: it is had at once, or the owner is asked, and it is held meanwhile."""
    row, resource = _locked(unit, booking_id)
    turn = _turn(unit, resource, line.wish_of(row), deed.now)
    verb = Verb.TAKE if turn["state"] is State.GRANTED else Verb.REQUEST
    values = {"turn_until": turn["turn_until"], "level": 0, "why": None, "other_id": None, "other_title": ""}
    return stepped(unit, row, verb, Actor.BORROWER, deed.now, **values)


def pass_on(unit: UnitOfWork, booking_id: int, opening: Opening, deed: Deed) -> Done:
    """Do not take what is offered: it goes to the next, and this wish is over."""
    row, _ = _locked(unit, booking_id)
    return _freed(unit, row, Verb.PASS, Actor.BORROWER, opening, deed.now, why=Why.WITHDRAWN)


def offer_ends(unit: UnitOfWork, booking_id: int, opening: Opening, now: float) -> Done:
    """Nobody has answered the offer: it goes to the next, and this one waits behind the others."""
    row, _ = _locked(unit, booking_id)
    transition(Verb.OFFER_ENDS, row.state, Actor.CLOCK)
    slots.free(unit, row.id)
    covered = resources.covered(unit, row.resource_id)
    others = line.promote(unit, covered, row.span, opening, now)
    row = stepped(unit, row, Verb.OFFER_ENDS, Actor.CLOCK, now, turn_until=None, place=now)
    return Done(row, others)


def miss(unit: UnitOfWork, booking_id: int, now: float) -> BookingRow:
    """Its time has come while it waited; it keeps its reason."""
    row, _ = _locked(unit, booking_id)
    return stepped(unit, row, Verb.MISS, Actor.CLOCK, now, turn_until=None)


# ---------------------------------------------------------------- the borrower


def cancel(  # noqa: PLR0913, PLR0917  whose, why, by which hours, and who does it
    unit: UnitOfWork,
    booking_id: int,
    opening: Opening,
    deed: Deed,
    why: Why = Why.WITHDRAWN,
    actor: Actor = Actor.BORROWER,
) -> Done:
    """Let it go; a second time changes nothing."""
    row, _ = _locked(unit, booking_id)
    if row.state is State.CANCELLED:
        return Done(row)
    return _freed(unit, row, Verb.CANCEL, actor, opening, deed.now, why=why)


def move(  # noqa: PLR0913, PLR0917  what, where to, by which hours, who, and what if not
    unit: UnitOfWork,
    booking_id: int,
    span: Span,
    opening: Opening,
    deed: Deed,
    actor: Actor = Actor.BORROWER,
    *,
    or_wait: bool = False,
) -> Done:
    """Move it to another time. Less of the same time never asks again: it stays what it was.

    Where the new time cannot be had it stays where it is and `miss` says why; if it is to go anyway, `or_wait`, it
    gives up its old time and waits for the new one, or is refused if the reason cannot pass.
    """
    row, resource = _locked(unit, booking_id)
    if row.holds and row.state is not State.OFFERED and row.span.holds(span):
        return _shortened(unit, row, resource, span, opening, deed.now)
    wish = replace(line.wish_of(row), span=span)
    turn = _turn(unit, resource, wish, deed.now)
    verb = Verb.MOVE if turn["state"] is State.GRANTED else Verb.MOVE_ASKING
    transition(verb, row.state, actor)
    trouble = why_not(unit, resource, wish, opening, deed.now, but_for=row.id)
    if trouble is not None and not or_wait:
        return Done(row, miss=trouble)
    if trouble is not None:
        return _lost(unit, row, trouble, span, actor, opening, deed.now)
    covered = resources.covered(unit, resource.id)
    slots.hold(unit, row.id, covered, slots.needed(resource, span))
    there = {"starts_at": span.starts_at, "ends_at": span.ends_at, "level": 0, "turn_until": turn["turn_until"]}
    after = stepped(unit, row, verb, actor, deed.now, **there, why=None, other_id=None, other_title="")
    return Done(after, line.promote(unit, covered, row.span, opening, deed.now) if row.holds else ())


def check_in(unit: UnitOfWork, booking_id: int, deed: Deed) -> BookingRow:
    """Note at the door that they are there; whoever is there has confirmed. A second time changes nothing."""
    row, _ = _locked(unit, booking_id)
    if row.checked_in_at is not None:
        return row
    if row.state in {State.GRANTED, State.ASKED}:
        row = stepped(unit, row, Verb.CONFIRM, Actor.BORROWER, deed.now, turn_until=None)
    if row.state is not State.CONFIRMED:
        raise NotPossibleError(f"nobody checks in to what is {row.state}")
    return changed(unit, row, deed.now, checked_in_at=deed.now)


# ---------------------------------------------------------------- what follows


def lose(  # noqa: PLR0913, PLR0917  as `move`
    unit: UnitOfWork, row: BookingRow, trouble: Miss, actor: Actor, opening: Opening, now: float
) -> Done:
    """Take its slots away for a reason that may pass: it waits at its time. To be called under the lock."""
    return _lost(unit, row, trouble, row.span, actor, opening, now)


def remove(unit: UnitOfWork, row: BookingRow, why: Why, actor: Actor, now: float) -> BookingRow:
    """End it for good, offering its time to nobody: there is nothing to be had any more."""
    slots.free(unit, row.id)
    return stepped(unit, row, Verb.REMOVE, actor, now, why=why, turn_until=None)


def _lost(  # noqa: PLR0913, PLR0917  as `move`
    unit: UnitOfWork, row: BookingRow, trouble: Miss, span: Span, actor: Actor, opening: Opening, now: float
) -> Done:
    verb = Verb.LOSE if line.heals(trouble) else Verb.REMOVE
    slots.free(unit, row.id)
    there = {"starts_at": span.starts_at, "ends_at": span.ends_at, "turn_until": None, "place": now}
    by = actor if verb is Verb.LOSE or actor is not Actor.BORROWER else Actor.HOUSE
    after = stepped(unit, row, verb, by, now, **there, **line.reason(trouble))
    covered = resources.covered(unit, row.resource_id)
    offers = line.promote(unit, covered, row.span, opening, now) if row.holds else ()
    return Done(after, tuple(one for one in offers if one.id != row.id), trouble)


def _shortened(  # noqa: PLR0913, PLR0917  as `move`
    unit: UnitOfWork, row: BookingRow, resource: ResourceRow, span: Span, opening: Opening, now: float
) -> Done:
    if span == row.span:
        return Done(row)
    covered = resources.covered(unit, resource.id)
    slots.hold(unit, row.id, covered, slots.needed(resource, span))
    after = changed(unit, row, now, starts_at=span.starts_at, ends_at=span.ends_at)
    return Done(after, line.promote(unit, covered, row.span, opening, now))


def _freed(  # noqa: PLR0913, PLR0917  as `stepped`
    unit: UnitOfWork, row: BookingRow, verb: Verb, actor: Actor, opening: Opening, now: float, **values: object
) -> Done:
    """Take a step that gives the slots up, and offer them to those who wait."""
    after = stepped(unit, row, verb, actor, now, **{"turn_until": None, **values})
    slots.free(unit, row.id)
    if row.state not in HOLDING:
        return Done(after)
    return Done(after, line.promote(unit, resources.covered(unit, row.resource_id), row.span, opening, now))


def _locked(unit: UnitOfWork, booking_id: int) -> tuple[BookingRow, ResourceRow]:
    """Return it as it stands once nobody else can change it. Raises `NotThereError`."""
    row = reading.find(unit, booking_id)
    if row is None:
        raise NotThereError(f"there is no booking {booking_id}")
    resources.lock(unit, row.resource_id)
    return reading.fresh(unit, booking_id), resource_of(unit, row)


def _resource(unit: UnitOfWork, resource_id: int) -> ResourceRow:
    found = resources.find(unit, resource_id)
    if found is None:
        raise NotThereError(f"there is no resource {resource_id}")
    return found
