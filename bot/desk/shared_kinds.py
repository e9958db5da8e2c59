"""What waits about rooms, things and speakers: requests to decide, dates to confirm or give back, what came free."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot.desk.items import Act, Item, Told
from bot.flows import to_lend
from bot.flows.booking import text
from bot.flows.desk import Desk
from bot.flows.rights import organised
from domain.booking.life import State
from storage.booking import bookings, in_hand
from storage.booking.bookings import BookingRow

_TO_ANSWER: Final = (State.ASKED, State.OFFERED)
"""What the own units have booked and somebody is to say something about: still needed, or to be taken."""

Reason = Callable[[BookingRow, Desk], str]


def rooms(desk: Desk, most: int) -> list[Item]:
    """Return what others ask of the own units, then what these have booked themselves and are asked about."""
    lent, paths = to_lend.requests(desk)[:most], organised(desk)
    mine = in_hand.borrowed(desk.unit, paths, desk.now.timestamp(), _TO_ANSWER)[:most]
    return [*(_to_decide(row, desk) for row in lent), *(_to_answer(row, desk) for row in mine)]


def _to_decide(row: BookingRow, desk: Desk) -> Item:
    t = desk.words
    return _item(row, _asks, (Act("grant", t.button("Agree"), is_main=True), Act("refuse", t.button("Not possible"))))


def _asks(row: BookingRow, desk: Desk) -> str:
    return desk.words("{unit} asks for it; is to hear by {when}", unit=row.unit_name, when=_until(row, desk))


def _to_answer(row: BookingRow, desk: Desk) -> Item:
    t = desk.words
    if row.state is State.ASKED:
        needed = Act("needed", t.button("Yes, still needed"), is_main=True)
        return _item(row, _still, (needed, Act("back_it", t.button("No, give it back"))))
    return _item(
        row, _free, (Act("take", t.button("Yes, take it"), is_main=True), Act("pass", t.button("No, thank you")))
    )


def _still(row: BookingRow, desk: Desk) -> str:
    return desk.words("Is it still needed? Without a word by {when} it goes on", when=_until(row, desk))


def _free(row: BookingRow, desk: Desk) -> str:
    return desk.words("Has come free, and is kept until {when}", when=_until(row, desk))


def _until(row: BookingRow, desk: Desk) -> str:
    return text.until(row.turn_until, desk.now.tzinfo, desk.words)


def _item(row: BookingRow, reason: Reason, acts: tuple[Act, ...]) -> Item:
    told = partial(_told, row, reason)
    number = f"booking:{row.id}", f"booking/{row.id}"
    return Item("rooms", *number, row.state_since, told, row.turn_until, acts, row.version)


def _told(row: BookingRow, reason: Reason, desk: Desk) -> Told:
    resource = bookings.resource_of(desk.unit, row)
    parts = (text.called(resource), text.when(row, desk.now.tzinfo, desk.words), row.title)
    return Told(" · ".join(part for part in parts if part), reason(row, desk))
