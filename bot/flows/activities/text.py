"""An activity in words: what, when, where, for whom, how many seats; its line in a list and its card.

All of it is plain text, to be filled into a message by `Words`, which escapes it; what is HTML says so.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from html import escape
from typing import Final

from bot.flows.moments import local, moment
from bot.texts import Words, names
from domain.activities.activities import Audience, Plan, Stage
from domain.activities.seats import free
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Counts
from storage.places import places
from storage.unit_of_work import UnitOfWork

kind_name: Final = names.kind_name


def audience_names(audience: Audience, t: Words) -> str:
    """Say who may come, as a list: members of the unit, members affiliated here."""
    names = [t.plain("every member")] if Audience.ANYONE in audience else _of_the_unit(audience, t)
    if Audience.SUPPORTERS in audience:
        names.append(t.plain("supporters who are not members yet"))
    return t.plain(", ").join(names)


def _of_the_unit(audience: Audience, t: Words) -> list[str]:
    names = {
        Audience.MEMBERS: t.plain("members of the unit"),
        Audience.AFFILIATED: t.plain("members affiliated here"),
    }
    return [name for one, name in names.items() if one in audience]


def when(row: ActivityRow | Plan, zone: tzinfo | None, t: Words) -> str:
    """Say from when until when: Thu, Dec 3, 19:00–20:30."""
    begins, ends = local(row.starts_at, zone), local(row.ends_at, zone)
    if begins.date() == ends.date():
        return f"{moment(begins, t)}–{t.clock(ends)}"
    return t.plain("{begins} to {ends}", begins=moment(begins, t), ends=moment(ends, t))


def clocks(row: ActivityRow | Plan, zone: tzinfo | None, t: Words) -> str:
    """Say from which hour until which: 19:00–20:30; the end in full where it is on another day."""
    begins, ends = local(row.starts_at, zone), local(row.ends_at, zone)
    return f"{t.clock(begins)}–{t.clock(ends) if begins.date() == ends.date() else moment(ends, t)}"


def headline(row: ActivityRow | Plan, zone: tzinfo | None, t: Words) -> str:
    """Say what and when in one line: Theme day · Thu, Dec 3, 19:00."""
    return f"{row.title} · {moment(local(row.starts_at, zone), t)}"


def where(unit: UnitOfWork, row: ActivityRow, t: Words) -> str:
    """Say where it is held, with the room: Jiaxing Tower, room 301; "" where nothing is known (any more)."""
    name, _ = _spot(unit, row)
    room = row.plan.spot.room
    return t.plain("{place}, {room}", place=name, room=room) if name and room else name or room


def address(unit: UnitOfWork, row: ActivityRow) -> str:
    """Return the street address of the point or building; "" for a pin."""
    return _spot(unit, row)[1]


def know_places(unit: UnitOfWork, rows: Iterable[ActivityRow]) -> None:
    """Read together where each of these is held: asked one by one, each would be a statement."""
    places.points(unit, [row.plan.spot.point_id for row in rows if row.plan.spot.point_id is not None])


def _spot(unit: UnitOfWork, row: ActivityRow) -> tuple[str, str]:
    """Return name and address."""
    spot = row.plan.spot
    if spot.point_id is not None and (point := places.point(unit, spot.point_id)) is not None:
        return point.name, point.address
    if spot.building_id is not None and (building := places.building(unit, spot.building_id)) is not None:
        return building.name, building.address
    return spot.title, ""


def holder(unit: UnitOfWork, row: ActivityRow) -> str:
    """Name the unit that holds it."""
    return places.ancestors(unit, row.unit_id)[-1].name


def seats_left(row: ActivityRow, counts: Counts, t: Words) -> str:
    """Say how many seats are left, or how many wait."""
    left = free(row.seats, counts.held)
    if left is None:
        return t.plain("no limit of seats")
    if counts.waiting:
        return t.plural("full, {number} waiting", "full, {number} waiting", counts.waiting)
    return t.plural("{number} seat left", "{number} seats left", left) if left else t.plain("full")


def came(counts: Counts, t: Words) -> str:
    """Say who came and who did not, where that was entered: till then nobody is said to have been absent."""
    if not counts.came:
        return t("Who came has not been entered yet. To enter it: “{label}”", label=t.button("Check-in"))
    return t(
        "Came: {came}, walked in: {walked}, absent: {absent}",
        came=counts.checked_in,
        walked=counts.walked_in,
        absent=counts.absent,
    )


def brief(unit: UnitOfWork, row: ActivityRow, zone: tzinfo | None, t: Words) -> str:
    """Return what, when and where, a line each, as HTML: the body of every message about it."""
    lines = [f"<b>{_safe(row.title)}</b>", when(row, zone, t)]
    place = where(unit, row, t)
    if place:
        lines.append(f"📍 {_safe(place)}")
    return "\n".join(lines)


def listed(number: int, row: ActivityRow, facts: str, zone: tzinfo | None, t: Words) -> str:
    """Return the two lines of a numbered list, as HTML; `facts` (plain) as in "5 seats left · 350 m"."""
    line = f"<b>{number}. {_safe(row.title)}</b>\n   {moment(local(row.starts_at, zone), t)}"
    return f"{line} · {_safe(facts)}" if facts else line


def full_card(unit: UnitOfWork, row: ActivityRow, counts: Counts, now: datetime, t: Words) -> str:
    """Return the card as its organisers see it, as HTML: also until when seats are to be confirmed."""
    return "\n".join((card(unit, row, counts, now, t), *to_confirm(row.plan, now.tzinfo, t)))


def card(unit: UnitOfWork, row: ActivityRow, counts: Counts, now: datetime, t: Words) -> str:
    """Return everything that may be said of it to anybody, as HTML; the pin that goes before it has the address."""
    lines = [*cancelled(row, t), brief(unit, row, now.tzinfo, t)]
    lines.append(t("{kind} · held by {unit}", kind=kind_name(row.kind, t).capitalize(), unit=holder(unit, row)))
    lines.append(t("For: {whom}", whom=audience_names(row.plan.audience, t)))
    if row.stage is not Stage.CANCELLED and row.ends_at > now.timestamp():
        lines += [*_seats(row, counts, t), *_window(row.plan, now.tzinfo, t)]
    return "\n".join([*lines, *notes(row)])


def notes(row: ActivityRow) -> list[str]:
    """Return what the organisers have noted for those who come, as HTML; nothing where they have noted nothing."""
    return [f"<blockquote>{_safe(row.plan.notes)}</blockquote>"] if row.plan.notes else []


def cancelled(row: ActivityRow, t: Words) -> list[str]:
    """Say that it is called off, and why, as HTML; nothing of one that is not."""
    if row.stage is not Stage.CANCELLED:
        return []
    reason = row.cancelled_reason
    return [t("Cancelled: {reason}", reason=reason) if reason else t("Cancelled")]


def _seats(row: ActivityRow, counts: Counts, t: Words) -> list[str]:
    if row.seats is None:
        return [t("Seats: no limit")]
    left = counts.free(row.seats)
    if left and not counts.waiting:
        return [t.plural("Seats: {all}, {number} left", "Seats: {all}, {number} left", left, all=row.seats)]
    return [t("Seats: {all}, {left}", all=row.seats, left=seats_left(row, counts, t))]


def _window(plan: Plan, zone: tzinfo | None, t: Words) -> list[str]:
    lines = []
    if plan.opens_at is not None:
        lines.append(t("Sign-up opens: {when}", when=moment(local(plan.opens_at, zone), t)))
    if plan.closes_at is not None:
        lines.append(t("Sign-up closes: {when}", when=moment(local(plan.closes_at, zone), t)))
    return lines


def to_confirm(plan: Plan, zone: tzinfo | None, t: Words) -> list[str]:
    """Say until when a seat is to be confirmed, as HTML; nothing where nobody is asked."""
    if plan.confirm_by is None:
        return []
    return [t("To be confirmed once more by {when}", when=moment(local(plan.confirm_by, zone), t))]


def _safe(text: str) -> str:
    return escape(text, quote=False)
