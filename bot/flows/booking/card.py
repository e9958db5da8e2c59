"""One booking: how it stands, and what its borrower, its owner or its speaker can do about it."""

from typing import Final

from bot.chat import Button, Text
from bot.flows.booking import deciding, following, rights, still, text
from bot.flows.booking.following import hand
from bot.flows.booking.rights import Seen
from bot.flows.booking.steps import (
    BookingCard,
    ChangingBookingTime,
    GivingBookingReason,
    MyBookings,
    SayingOtherTime,
    SeriesDates,
    WritingToOther,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import two_a_row
from bot.flows.rights import forbid, organised
from bot.flows.step import AtMenu
from domain.booking.life import HAD, HOLDING, State, Verb
from storage.booking import booking

_GOES_ON: Final = HOLDING - {State.OFFERED}
"""The states in which another time can be asked for."""


def opened(opened: Opened, desk: Desk) -> Move:
    """Open one booking, or all of one's own where none is named."""
    if not opened.choice:
        return Go(MyBookings()) if organised(desk) else forbid("booking", desk)
    seen = rights.seen(opened.row_id, desk)
    return rights.forbid_booking(opened.row_id, desk) if seen is None else Go(BookingCard(seen.row.id))


def show(_step: BookingCard, seen: Seen, desk: Desk) -> Text:
    t = desk.words
    back = Button(t.button("Back"), "back")
    own = [*_of_the_owner(seen, desk), *(_of_the_borrower(seen, desk) if seen.borrows else [])]
    return Text(text.card(seen.row, seen.resource, desk.now, t), (*two_a_row(own), (back,)))


def _of_the_owner(seen: Seen, desk: Desk) -> list[Button]:
    t, row = desk.words, seen.row
    if not _is_ahead(seen, desk):
        return []
    if row.state is State.REQUESTED and seen.decides:
        yes, no = (t.button("Yes, I come"), t.button("No, I cannot")) if seen.speaks else _agree_or_not(desk)
        more = Button(t.button("Another time"), "other") if seen.speaks else Button(t.button("Ask something"), "ask")
        return [Button(yes, "grant"), Button(no, "refuse"), more]
    if row.state in HAD and seen.speaks:
        return [Button(t.button("I cannot come after all"), "refuse")]
    if row.state in HAD and seen.lends and not seen.borrows:
        return [Button(t.button("Take back the promise"), "refuse"), Button(t.button("Ask something"), "ask")]
    return []


def _agree_or_not(desk: Desk) -> tuple[str, str]:
    return desk.words.button("Agree"), desk.words.button("Not possible")


def _of_the_borrower(seen: Seen, desk: Desk) -> list[Button]:
    t, row = desk.words, seen.row
    again = Button(t.button("Look for another"), EntryPoint.BORROW.data())
    if not _is_ahead(seen, desk):
        return [again]
    shown: list[Button] = []
    match row.state:
        case State.ASKED:
            shown = [Button(t.button("Yes, still needed"), "needed"), Button(t.button("No, give it back"), "back_it")]
        case State.OFFERED:
            shown = [Button(t.button("Yes, take it"), "take"), Button(t.button("No, thank you"), "pass")]
        case State.GRANTED | State.CONFIRMED:
            shown = [Button(t.button("Give it back"), "back_it")]
        case State.WAITING:
            shown = [again, Button(t.button("Do not wait any longer"), "cancel")]
        case State.REQUESTED:
            shown = [Button(t.button("Cancel it"), "cancel")]
        case _:
            shown = [again]
    if row.state in _GOES_ON:
        shown.append(Button(t.button("Change the time"), "time"))
    if row.state in _GOES_ON and not seen.lends:
        shown.append(Button(t.button("Write to them"), "ask"))
    if row.series_id is not None:
        shown.append(Button(t.button("All dates"), "dates"))
    return shown


def _is_ahead(seen: Seen, desk: Desk) -> bool:
    return seen.row.ends_at > desk.now.timestamp()


def hear(step: BookingCard, seen: Seen, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MyBookings() if seen.borrows and organised(desk) else AtMenu(), replaces=message_id)
        case Chose(choice, message_id) if choice in {"grant", "refuse", "other"}:
            return deciding.over(seen, desk) or _decided(seen, choice, message_id, desk)
        case Chose("ask", message_id):
            return Go(WritingToOther(step.booking_id), replaces=message_id)
        case Chose("dates", message_id) if seen.row.series_id is not None and seen.borrows:
            return Go(SeriesDates(seen.row.series_id), replaces=message_id)
        case Chose("time", message_id) if seen.borrows:
            return Go(ChangingBookingTime(step.booking_id), replaces=message_id)
        case Chose(choice, message_id) if choice in _BORROWER:
            if not seen.borrows:
                return rights.forbid_booking(seen.row.id, desk)
            return deciding.over(seen, desk) or _BORROWER[choice](seen, message_id, desk)
    return None


def _decided(seen: Seen, choice: str, message_id: int, desk: Desk) -> Move:
    """Answer a request, or take back what was promised."""
    if choice == "refuse" and seen.row.state in HAD and (seen.lends or seen.speaks):
        return Go(GivingBookingReason(seen.row.id, takes_back=True), replaces=message_id)
    if not seen.decides:
        return rights.forbid_booking(seen.row.id, desk)
    late = deciding.overtaken(seen, desk)
    if late is not None:
        return late
    if choice == "grant":
        return deciding.grant(seen, message_id, desk)
    if choice == "other":
        return Go(SayingOtherTime(seen.row.id), replaces=message_id)
    if seen.speaks:
        return deciding.decline(seen, "", message_id, desk)
    return Go(GivingBookingReason(seen.row.id), replaces=message_id)


def _cancel(seen: Seen, message_id: int, desk: Desk) -> Move:
    """Let go what was asked for, or waited for; the owner of a request is told."""
    by = hand(desk)
    if seen.row.state not in {State.REQUESTED, State.WAITING}:
        return Go(BookingCard(seen.row.id))
    done = booking.cancel(desk.unit, seen.row.id, by.opening, desk.deed())
    told = following.done(done, Verb.CANCEL, by)
    said = Text(desk.words("Cancelled."), replaces=message_id)
    return Go(MyBookings(), before=(said,), tells=told if seen.row.holds else ())


_BORROWER: Final = {
    "needed": still.confirm,
    "back_it": still.give_back,
    "take": still.take,
    "pass": still.pass_on,
    "cancel": _cancel,
}
