"""Closed for a time, or off the list for good: those concerned are counted before, and told after."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.booking import following, text
from bot.flows.booking.changing import moment
from bot.flows.booking.following import hand
from bot.flows.booking.steps import ClosingResource, ClosingSurely, ResourceCard, ResourceList, RetiringSurely
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.typed import readable
from domain.booking.life import OPEN, Verb
from domain.booking.raster import Span
from domain.said import days as said_days
from domain.said.borrowing import booking as said_booking
from storage.booking import bookings, closures, resources
from storage.booking.booking import Done
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow

_REASON: Final = 80
_YEAR_S: Final = 366 * 86_400.0


def show(_step: ClosingResource, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("When is {name} closed, and why? Everybody concerned reads it.", name=text.called(row)),
        t("For example: {example}", example=t.plain("Dec 7 to Dec 9, the lift is repaired")),
    )
    return Text("\n".join(lines), ((Button(t.button("Back"), "back"),),))


def hear(step: ClosingResource, _row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ResourceCard(step.resource_id), replaces=message_id)
        case Said(typed):
            found = _read(typed, desk)
            if found is None:
                t = desk.words
                unclear = t(
                    "Please say from when until when, and why, for example: {example}",
                    example=t.plain("Dec 7 to Dec 9, the lift is repaired"),
                )
                return Remain((Text(unclear),))
            span, reason = found
            return Go(ClosingSurely(step.resource_id, span.starts_at, span.ends_at, reason))
    return None


def _read(typed: str, desk: Desk) -> tuple[Span, str] | None:
    """Read whole days or a time of one, and the words around it as the reason; None: no time to come is named."""
    at = said_booking.moment(typed, desk.now)
    if at.starts is not None and at.ends is not None:
        span = (moment(at.starts, desk), moment(at.ends, desk))
    else:
        days, _ = said_days.cut(typed, desk.now)
        if days is None:
            return None
        span = (_midnight(days.first, desk), _midnight(days.last + timedelta(days=1), desk))
    starts_at = max(span[0], desk.now.timestamp())
    if not starts_at < span[1] <= starts_at + _YEAR_S:
        return None
    return Span(starts_at, span[1]), _reason(typed, desk)


def _reason(typed: str, desk: Desk) -> str:
    """Return what was said beside the time, before or after it; everything where it is all one piece.

    A piece may name a time and be the reason for all that: 早上盘点.
    """
    said = readable(typed, _REASON)
    pieces = re.findall("[^,，。;；]+[,，。;；]*", said)
    timeless = [piece for piece in pieces if not _names_time(piece, desk)]
    beside = timeless or [piece for piece in pieces if said_days.read(piece, desk.now) is None]
    return "".join(beside).strip(" ,，。;；") or said


def _names_time(said: str, desk: Desk) -> bool:
    at = said_booking.moment(said, desk.now)
    return at.day is not None or at.starts is not None


def _midnight(day: date, desk: Desk) -> float:
    return datetime.combine(day, time(), desk.now.tzinfo).timestamp()


def show_surely(step: ClosingSurely, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    number = len(_hit(row, Span(step.starts_at, step.ends_at), desk))
    when_ = text.span(step.starts_at, step.ends_at, desk.now.tzinfo, t)
    told = t("Nobody has booked it for then.")
    if number:
        told = t.plural(
            "{number} booking falls into it: those concerned are told, and asked first when it opens again.",
            "{number} bookings fall into it: those concerned are told, and asked first when it opens again.",
            number,
        )
    lines = (
        t("Close {name}, {when}?", name=text.called(row), when=when_),
        t("The reason: {reason}", reason=step.reason),
        told,
    )
    return Text(
        "\n".join(lines), ((Button(t.button("Close it for that time"), "close"), Button(t.button("Back"), "back")),)
    )


def _hit(row: ResourceRow, span: Span, desk: Desk) -> list[BookingRow]:
    rows = bookings.holding(desk.unit, resources.covered(desk.unit, row.id), span)
    return [one for one in rows if one.span.overlaps(span)]


def hear_surely(step: ClosingSurely, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ClosingResource(step.resource_id), replaces=message_id)
        case Chose("close", message_id) if step.ends_at <= desk.now.timestamp():
            gone_by = Text(desk.words("That time has gone by."))
            return Go(ClosingResource(step.resource_id), before=(gone_by,), replaces=message_id)
        case Chose("close", message_id):
            by, span = hand(desk), Span(step.starts_at, step.ends_at)
            _, hit = closures.close(desk.unit, row.id, span, by.opening, desk.deed(step.reason))
            told = tuple(tell for one in hit for tell in following.done(one, _verb(one), by))
            done = Text(desk.words("✅ Closed. Those concerned are told."), replaces=message_id)
            return Go(ResourceCard(row.id), before=(done,), tells=told)
    return None


def _verb(one: Done) -> Verb:
    return Verb.LOSE if one.row.state in OPEN else Verb.REMOVE


# ---------------------------------------------------------------- for good


def show_retiring(_step: RetiringSurely, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    ahead = bookings.of_resource(desk.unit, row.id, _from_now(desk), OPEN)
    lines = [t("Take {name} off the list? What was booked before stays on record.", name=text.called(row))]
    if ahead:
        lines.append(
            t.plural(
                "{number} booking is ahead; those concerned are told that it is not lent any more.",
                "{number} bookings are ahead; those concerned are told that it is not lent any more.",
                len(ahead),
            )
        )
    return Text("\n".join(lines), ((Button(t.button("Take it off"), "retire"), Button(t.button("Back"), "back")),))


def _from_now(desk: Desk) -> Span:
    now = desk.now.timestamp()
    return Span(now, now + 10 * _YEAR_S)


def hear_retiring(step: RetiringSurely, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ResourceCard(step.resource_id), replaces=message_id)
        case Chose("retire", message_id):
            by = hand(desk)
            refused = closures.retire(desk.unit, row.id, desk.deed())
            told = tuple(tell for one in refused for tell in following.stepped(one, Verb.REMOVE, by))
            done = Text(desk.words("It is off the list. Those concerned are told."), replaces=message_id)
            return Go(ResourceList(), before=(done,), tells=told)
    return None
