"""A booking and what is booked, in words: their lines in lists and their cards.

What is HTML says so; everything else is plain text, to be filled into a message by `Words`, which escapes it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from html import escape
from typing import Final

from bot.flows.booking import reasons
from bot.flows.moments import local, moment
from bot.flows.typed import readable
from bot.texts import Words
from domain.booking.deadlines import still_needed
from domain.booking.life import HAD, State
from domain.booking.resources import Kind
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow

_NAME: Final = 40


def span(starts_at: float, ends_at: float, zone: tzinfo | None, t: Words) -> str:
    """Say from when until when: Thu, Dec 3, 19:00–21:00."""
    begins, ends = local(starts_at, zone), local(ends_at, zone)
    if begins.date() == ends.date():
        return f"{moment(begins, t)}–{t.clock(ends)}"
    return t.plain("{begins} to {ends}", begins=moment(begins, t), ends=moment(ends, t))


def when(row: BookingRow, zone: tzinfo | None, t: Words) -> str:
    return span(row.starts_at, row.ends_at, zone, t)


def until(at: float | None, zone: tzinfo | None, t: Words) -> str:
    """Say a moment in full; "" for none."""
    return "" if at is None else moment(local(at, zone), t)


def called(resource: ResourceRow) -> str:
    return readable(resource.name, _NAME)


def place(resource: ResourceRow, t: Words) -> str:
    """Say where it is: its point, and where there; "" where nothing is known."""
    parts = [readable(part, _NAME) for part in (resource.point_name, resource.whereabouts) if part]
    return t.plain(", ").join(parts)


def facts(resource: ResourceRow, t: Words) -> str:
    """Say what it is like, in a line: seats 40, projector; what a speaker speaks of."""
    parts = []
    if resource.capacity:
        parts.append(t.plain("{number} seats", number=resource.capacity))
    parts += [one for one in (reasons.has(resource.has, t), t.plain(", ").join(resource.topics)) if one]
    return " · ".join(parts)


def named(resource: ResourceRow) -> str:
    """Name it with its owner, in one line; a speaker who has left has no name any more."""
    return " · ".join(one for one in (called(resource), readable(resource.unit_name, _NAME)) if one)


def listed(number: int, resource: ResourceRow, more: str, t: Words) -> str:
    """Return the lines of a numbered list, as HTML; `more` (plain) as in "350 m" or "you have it at once"."""
    line = f"<b>{number}. {safe(called(resource))}</b>"
    known = [
        one for one in (place(resource, t) or readable(resource.unit_name, _NAME), facts(resource, t), more) if one
    ]
    return "\n   ".join([line, *(safe(one) for one in known)])


def standing(row: BookingRow, resource: ResourceRow, now: datetime, t: Words) -> str:
    """Say how a booking stands and what comes next, as its borrower reads it; as HTML. `now` is a local time."""
    said = _STANDING[row.state](row, resource, until(row.turn_until, now.tzinfo, t), t)
    if row.state is not State.GRANTED or now.tzinfo is None:
        return said
    asked_at, _ = still_needed(row.starts_at, now.tzinfo)
    if asked_at <= now.timestamp():
        return said
    asks = t("On {when} you are asked whether it is still needed.", when=until(asked_at, now.tzinfo, t))
    return f"{said}\n{asks}"


def _requested(row: BookingRow, resource: ResourceRow, by: str, t: Words) -> str:
    if resource.kind is Kind.SPEAKER and resource.chat_id is not None and not row.level:
        return t("Asked. {name} answers by {when}; the time is kept until then.", name=called(resource), when=by)
    if row.level:
        return t("Nobody has answered yet, so the level above is asked, until {when}; the time is kept.", when=by)
    return t("Asked. {unit} answers by {when}; the time is kept until then.", unit=resource.unit_name, when=by)


def _waiting(row: BookingRow, _resource: ResourceRow, _by: str, t: Words) -> str:
    said = reasons.why(row.why, row.other_title, t)
    return t("Not to be had now: {why}. As soon as it comes free you are asked.", why=said)


def _refused(row: BookingRow, _resource: ResourceRow, _by: str, t: Words) -> str:
    said = t("Not to be had: {why}.", why=reasons.why(row.why, row.other_title, t))
    return f"{said}\n{t('They say: “{said}”', said=row.reason)}" if row.reason else said


_STANDING: Final[Mapping[State, Callable[[BookingRow, ResourceRow, str, Words], str]]] = {
    State.REQUESTED: _requested,
    State.GRANTED: lambda _row, _resource, _by, t: t("✅ It is yours."),
    State.ASKED: lambda _row, _resource, by, t: t("Is it still needed? Say so by {when}, else it goes on.", when=by),
    State.CONFIRMED: lambda _row, _resource, _by, t: t("✅ It is yours, and you have said that it is needed."),
    State.WAITING: _waiting,
    State.OFFERED: lambda _row, _resource, by, t: t("It has come free, and is kept for you until {when}.", when=by),
    State.REFUSED: _refused,
    State.RELEASED: lambda row, _resource, _by, t: t("Given back: {why}.", why=reasons.why(row.why, "", t)),
    State.CANCELLED: lambda _row, _resource, _by, t: t("Cancelled."),
}


def short(row: BookingRow, t: Words) -> str:
    """Say in few words how a booking stands, with the reason where it has no time."""
    said = {
        State.REQUESTED: t.plain("asked, no answer yet"),
        State.GRANTED: t.plain("yours"),
        State.ASKED: t.plain("still needed?"),
        State.CONFIRMED: t.plain("yours, confirmed"),
        State.WAITING: t.plain("waiting"),
        State.OFFERED: t.plain("free again, kept for you"),
        State.REFUSED: t.plain("not to be had"),
        State.RELEASED: t.plain("given back"),
        State.CANCELLED: t.plain("cancelled"),
    }[row.state]
    why = reasons.why(row.why, row.other_title, t) if row.state in {State.WAITING, State.REFUSED} else ""
    return t.plain("{state}: {why}", state=said, why=why) if why else said


def brief(row: BookingRow, resource: ResourceRow, zone: tzinfo | None, t: Words) -> str:
    """Return what, when and where, a line each, as HTML: the body of every message about a booking."""
    lines = [f"<b>{safe(named(resource))}</b>", when(row, zone, t)]
    if where := place(resource, t):
        lines.append(f"📍 {safe(where)}")
    return "\n".join([*lines, _purpose(row, t)])


def _purpose(row: BookingRow, t: Words) -> str:
    if row.people:
        return t("For: {title}, {number} people", title=row.title, number=row.people)
    return t("For: {title}", title=row.title)


def card(row: BookingRow, resource: ResourceRow, now: datetime, t: Words) -> str:
    """Return everything about a booking as borrower and owner see it, as HTML."""
    lines = (brief(row, resource, now.tzinfo, t), t("Borrowed by: {unit}", unit=row.unit_name))
    return "\n".join([*lines, standing(row, resource, now, t)])


def line(number: int, row: BookingRow, resource: ResourceRow, zone: tzinfo | None, t: Words) -> str:
    """Return the lines of a booking in a numbered list, as HTML."""
    said = f"{row.title} · {short(row, t)}"
    return f"<b>{number}. {safe(called(resource))}</b>\n   {safe(when(row, zone, t))}\n   {safe(said)}"


def at_door(row: BookingRow, zone: tzinfo | None, t: Words) -> str:
    """Return what a visitor may read of a booking: when and for what, and nobody's name; plain."""
    clocks = f"{t.clock(local(row.starts_at, zone))}–{t.clock(local(row.ends_at, zone))}"
    if row.state not in HAD:
        return t.plain("{clocks} · kept for a request", clocks=clocks)
    return f"{clocks} · {row.title}"


def safe(said: str) -> str:
    return escape(said, quote=False)
