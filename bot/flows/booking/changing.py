"""Another time for a booking: less of it is never asked about again, more or other time is booked or asked for anew."""

from datetime import datetime
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.booking import following, reasons, text
from bot.flows.booking.following import hand
from bot.flows.booking.rights import Seen, forbid_booking
from bot.flows.booking.steps import BookingCard, ChangingBookingTime
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.moments import local
from domain.booking.life import HOLDING, State, Verb
from domain.booking.raster import LONGEST_S, Span
from domain.times import when
from domain.times.when import Slot
from storage.booking import booking

_SHORTER_S: Final = {"30": 1_800.0, "60": 3_600.0}
"""How much earlier it can end by a tap, in seconds."""


def show(_step: ChangingBookingTime, seen: Seen, desk: Desk) -> Text:
    t, row = desk.words, seen.row
    lines = [
        t("When instead? Type a time, for example {example}.", example=t.plain("Dec 4, 14:00-16:00")),
        t("At present: {value}", value=text.when(row, desk.now.tzinfo, t)),
        t("To end earlier nobody is asked."),
    ]
    labels = {"30": t.button("End 30 minutes earlier"), "60": t.button("End an hour earlier")}
    lasts = row.ends_at - row.starts_at
    shorter = tuple(Button(labels[one], one) for one, by in _SHORTER_S.items() if by < lasts)
    return Text("\n".join(lines), (*((one,) for one in shorter), (Button(t.button("Back"), "back"),)))


def hear(step: ChangingBookingTime, seen: Seen, event: Happening, desk: Desk) -> Move | None:
    row = seen.row
    match event:
        case Chose("back", message_id):
            return Go(BookingCard(step.booking_id), replaces=message_id)
        case Chose("30" | "60" as less) if row.ends_at - row.starts_at > _SHORTER_S[less]:
            return moved(seen, Span(row.starts_at, row.ends_at - _SHORTER_S[less]), desk)
        case Said(typed):
            span = read(typed, row.span, desk)
            return moved(seen, span, desk) if span else Remain((Text(_unclear(desk)),))
    return None


def read(typed: str, now_at: Span, desk: Desk) -> Span | None:
    """Read a time; without an end it lasts as long as it did. None for what is no time, or one that is over."""
    zone = desk.now.tzinfo
    begins = local(now_at.starts_at, zone)
    slot = when.read(typed, desk.now.replace(tzinfo=None), begins.date())
    if not isinstance(slot, Slot):
        return None
    starts_at = moment(slot.starts, desk)
    ends_at = moment(slot.ends, desk) if slot.ends else starts_at + now_at.seconds
    is_good = desk.now.timestamp() < starts_at < ends_at <= starts_at + LONGEST_S
    return Span(starts_at, ends_at) if is_good else None


def moment(at: datetime, desk: Desk) -> float:
    """Return a local time without a zone in seconds since 1970."""
    return at.replace(tzinfo=desk.now.tzinfo).timestamp()


def _unclear(desk: Desk) -> str:
    t = desk.words
    return t("Please type a time that is still to come, for example {example}.", example=t.plain("Dec 4, 14:00-16:00"))


def moved(seen: Seen, span: Span, desk: Desk) -> Move:
    """Move it there; where that cannot be had, say why, and it stays where it is."""
    if not seen.borrows:
        return forbid_booking(seen.row.id, desk)
    if seen.row.state not in HOLDING - {State.OFFERED} or seen.row.ends_at <= desk.now.timestamp():
        return Go(BookingCard(seen.row.id))
    by, t = hand(desk), desk.words
    done = booking.move(desk.unit, seen.row.id, span, by.opening, desk.deed())
    if done.miss is not None:
        other = done.miss.other
        why = reasons.why(done.miss.why, other.title if other else "", t)
        kept = t("That time cannot be had: {why}. It stays as it was.", why=why)
        return Go(BookingCard(seen.row.id), before=(Text(kept),))
    is_less = seen.row.span.holds(span)
    verb = Verb.MOVE_ASKING if done.row.state is State.REQUESTED and not is_less else Verb.MOVE
    told = following.done(done, verb, by)
    said = t("✅ Changed. Nobody had to be asked.") if is_less else t("✅ Changed. The owner is told.")
    if done.row.state is State.REQUESTED:
        said = t("You hear whether the new time can be had; it is kept for you meanwhile.")
    return Go(BookingCard(seen.row.id), before=(Text(said),), tells=told)
