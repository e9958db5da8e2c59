"""Lent and borrowed: what a unit gave and took in a month, in hours, with whom, and how long its rooms stood idle."""

from datetime import date
from typing import Final

from bot.chat import Button, Text
from bot.flows.booking.following import hand
from bot.flows.booking.steps import ChoosingLedger, LendingBook, SharedHome
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.typed import readable
from domain.booking.raster import Span
from domain.times import months
from storage.booking import ledger
from storage.places.places import UnitRow

_PARTNERS: Final = 8


def show_units(_step: ChoosingLedger, own: list[UnitRow], desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(unit.name), str(unit.id)),) for unit in own)
    return Text(t("Lent and borrowed: whose?"), (*rows, (Button(t.button("Back"), "back"),)))


def hear_unit(_step: ChoosingLedger, own: list[UnitRow], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SharedHome(), replaces=message_id)
        case Chose(row_id=unit_id) if unit_id in {unit.id for unit in own}:
            return Go(LendingBook(unit_id))
    return None


def _month(step: LendingBook, desk: Desk) -> date:
    return date.fromisoformat(step.month) if step.month else months.month_of(desk.today)


def show(step: LendingBook, path: str, desk: Desk) -> Text:
    """Show one month, as of now."""
    t, month = desk.words, _month(step, desk)
    span = Span(*months.span(month, desk.now.tzinfo))
    book = ledger.of_unit(desk.unit, path, span, hand(desk).opening)
    lines = [
        t("<b>Lent and borrowed, {month}</b>", month=t.month(month)),
        t("Lent to others: {hours} hours", hours=_hours(book.given)),
        t("Borrowed from others: {hours} hours", hours=_hours(book.taken)),
        t("Used by the own unit: {hours} hours", hours=_hours(book.own)),
    ]
    if book.opened:
        lines.append(
            t("Own rooms: open {opened} hours, idle {idle}", opened=_hours(book.opened), idle=_hours(book.idle))
        )
    lines += [
        t("· {unit}: lent {given}, borrowed {taken}", unit=one.name, given=_hours(one.given), taken=_hours(one.taken))
        for one in book.partners[:_PARTNERS]
    ]
    before = Button(t.button("The month before"), "before")
    return Text("\n".join(lines), ((before, Button(t.button("Back"), "back")),))


def _hours(number: float) -> str:
    return f"{round(number, 1):g}"


def hear(step: LendingBook, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SharedHome(), replaces=message_id)
        case Chose("before", message_id) if _month(step, desk) > months.EARLIEST:
            earlier = months.before(_month(step, desk))
            return Go(LendingBook(step.unit_id, earlier.isoformat()), replaces=message_id)
    return None
