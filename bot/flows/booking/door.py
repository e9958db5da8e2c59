"""At the door of a room: what is on there today, as any visitor may read it, and the way in to what runs now."""

from datetime import timedelta

from bot.chat import Button, Text
from bot.flows.booking import rights, text
from bot.flows.booking.steps import AtRoomDoor
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, row_id
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.rights import organised
from domain.activities.activities import Stage
from domain.activities.seats import OPENS_S
from domain.booking.life import HAD
from domain.booking.raster import Span
from domain.booking.resources import Kind
from domain.lifecycle import NotPossibleError
from storage.activities import activities
from storage.booking import booking, bookings, resources
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow


def follow(token: str, desk: Desk) -> Move | None:
    """Open the door whose code was scanned; None: there is no such door (any more)."""
    row = resources.by_token(desk.unit, token)
    return None if row is None or not _has_door(row) else Go(AtRoomDoor(row.id))


def _has_door(row: ResourceRow) -> bool:
    return row.kind is not Kind.SPEAKER and row.retired_at is None


def _today(row: ResourceRow, desk: Desk) -> list[BookingRow]:
    """Return whoever holds it, its parts or what it is a part of today, and is not over."""
    midnight = desk.now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Span(midnight.timestamp(), (midnight + timedelta(days=1)).timestamp())
    rows = bookings.holding(desk.unit, resources.covered(desk.unit, row.id), today)
    return [one for one in rows if one.starts_at < today.ends_at and one.ends_at > desk.now.timestamp()]


def show(step: AtRoomDoor, desk: Desk) -> Text:
    t, row = desk.words, resources.find(desk.unit, step.resource_id)
    if row is None or not _has_door(row):
        return Text(t("This door is not on the list any more."), ((to_menu(desk),),))
    today = _today(row, desk)
    lines = [f"<b>{text.safe(text.named(row))}</b>"]
    if where := text.place(row, t):
        lines.append(f"📍 {text.safe(where)}")
    lines.append(t("Today:") if today else t("Nothing more is on here today."))
    lines += [f"· {text.safe(text.at_door(one, desk.now.tzinfo, t))}" for one in today]
    return Text("\n".join(lines), (*_ways(row, today, desk), (to_menu(desk),)))


def _ways(row: ResourceRow, today: list[BookingRow], desk: Desk) -> tuple[tuple[Button, ...], ...]:
    t = desk.words
    ways: list[tuple[Button, ...]] = []
    for one in (one for one in today if one.state in HAD and _is_on(one, desk)):
        if _runs(one, desk):
            ways.append((Button(t.button("I am here"), EntryPoint.HERE.data(one.activity_id or 0)),))
        if desk.may_organise(one.unit_id) and one.checked_in_at is None:
            ways.append((Button(t.button("We are here"), f"here.{one.id}"),))
    if organised(desk):
        ways.append((Button(t.button("Book it"), EntryPoint.BORROW.data(f"r{row.id}")),))
    return tuple(ways)


def _is_on(one: BookingRow, desk: Desk) -> bool:
    """Tell whether its people may be coming by now: from a while before it begins until it is over."""
    now = desk.now.timestamp()
    return one.starts_at <= now + OPENS_S and one.ends_at > now


def _runs(one: BookingRow, desk: Desk) -> bool:
    """Tell whether people can check in to what it is for: a published activity, from a while before it begins."""
    row = activities.find(desk.unit, one.activity_id) if one.activity_id is not None else None
    return row is not None and row.stage is Stage.PUBLISHED and row.ends_at > desk.now.timestamp()


def hear(step: AtRoomDoor, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice) if choice.startswith("here."):
            return _come(step, choice.removeprefix("here."), desk)
    return None


def _come(step: AtRoomDoor, number: str, desk: Desk) -> Move:
    """Note that those who booked are there: then nobody asks them any more whether it is needed.

    What has been moved, or is over, since this door was looked at is not come to: the door says what is on now.
    """
    seen = rights.seen(row_id(number), desk)
    if seen is None or not seen.borrows:
        return rights.forbid_booking(0, desk)
    if not _is_on(seen.row, desk):
        return Go(step)
    try:
        row = booking.check_in(desk.unit, seen.row.id, desk.deed())
    except NotPossibleError:
        return Go(step)
    clock = desk.words.clock(local(row.starts_at, desk.now.tzinfo))
    return Go(step, before=(Text(desk.words("✅ Noted: you are there, for {clock}.", clock=clock)),))
