"""The owner decides, or the speaker: yes, no with a reason, or a question first. Of two at once the second is told."""

from collections.abc import Callable
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows import to_lend
from bot.flows.booking import following, rights, tells, text
from bot.flows.booking.following import hand
from bot.flows.booking.rights import Seen
from bot.flows.booking.steps import BookingCard, GivingBookingReason, ToDecide, WritingToOther
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import Opened
from bot.flows.keyboards import two_a_row
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.booking.life import HAD, State, Verb
from domain.lifecycle import NotPossibleError
from storage.booking import booking, bookings

REASON_MOST: Final = 200
_NO_REASON: Final = "none"


def granted(opened: Opened, desk: Desk) -> Move:
    """Hear a yes from the message that asks."""
    return _answered(opened.row_id, desk, grant)


def refused(opened: Opened, desk: Desk) -> Move:
    """Hear a no from the message that asks: a speaker need not say why, an owner is asked."""
    return _answered(opened.row_id, desk, _refuse)


def asked(opened: Opened, desk: Desk) -> Move:
    """Let the owner ask the borrower something first."""
    seen = rights.seen(opened.row_id, desk)
    return rights.forbid_booking(opened.row_id, desk) if seen is None else Go(WritingToOther(seen.row.id))


def _answered(booking_id: int, desk: Desk, does: Callable[[Seen, int, Desk], Move]) -> Move:
    seen = rights.seen(booking_id, desk)
    if seen is None or not seen.decides:
        return rights.forbid_booking(booking_id, desk)
    return overtaken(seen, desk) or does(seen, 0, desk)


def over(seen: Seen, desk: Desk) -> Move | None:
    """Tell who presses an old card that there is nothing to be done about it any more; None: it is still ahead."""
    if seen.row.ends_at > desk.now.timestamp():
        return None
    return Go(BookingCard(seen.row.id), before=(Text(desk.words("That time has gone by.")),))


def overtaken(seen: Seen, desk: Desk) -> Move | None:
    """Tell who comes second that it is decided, and how it stands; None: it still waits."""
    return None if seen.row.state is State.REQUESTED else _settled(seen, desk)


def _settled(seen: Seen, desk: Desk) -> Move:
    said = Text(desk.words("This has been decided already. This is how it stands:"))
    return Go(BookingCard(seen.row.id), before=(said,))


def grant(seen: Seen, message_id: int, desk: Desk) -> Move:
    t = desk.words
    try:
        row = booking.grant(desk.unit, seen.row.id, desk.deed())
    except NotPossibleError:  # somebody else was first while this one waited for the lock
        return _settled(seen, desk)
    done = (
        t("✅ Noted: you come. They are told.") if seen.speaks else t("✅ Agreed. {unit} is told.", unit=row.unit_name)
    )
    told = following.stepped(row, Verb.GRANT, hand(desk))
    return Go(after(seen, desk), before=(Text(done, replaces=message_id),), tells=told)


def _refuse(seen: Seen, message_id: int, desk: Desk) -> Move:
    if not seen.speaks:
        return Go(GivingBookingReason(seen.row.id), replaces=message_id)
    return decline(seen, "", message_id, desk)


def decline(seen: Seen, reason: str, message_id: int, desk: Desk) -> Move:
    by, t = hand(desk), desk.words
    try:
        done = booking.decline(desk.unit, seen.row.id, by.opening, desk.deed(reason), was=seen.row.state)
    except NotPossibleError:
        return _settled(seen, desk)
    said = (
        t("Noted: you cannot. They are told.") if seen.speaks else t("Noted. {unit} is told.", unit=seen.row.unit_name)
    )
    told = following.done(done, Verb.DECLINE, by)
    return Go(after(seen, desk), before=(Text(said, replaces=message_id),), tells=told)


def after(seen: Seen, desk: Desk) -> Step:
    """Return where somebody is who has decided: at what else waits for them, or back where they began."""
    if not seen.lends:
        return AtMenu()
    return ToDecide() if to_lend.waiting(desk) else BookingCard(seen.row.id)


# ---------------------------------------------------------------- why not


def show_reasons(step: GivingBookingReason, seen: Seen, desk: Desk) -> Text:
    t, row = desk.words, seen.row
    asks = t("Why not? {unit} reads it. Tap a reason, or type your own.", unit=row.unit_name)
    if step.takes_back:
        asks = t("It was promised. Why is it taken back? {unit} reads it.", unit=row.unit_name)
    choices = [Button(reason, str(at)) for at, reason in enumerate(_reasons(t))]
    no_reason = Button(t.button("Without a reason"), _NO_REASON)
    return Text(asks, (*two_a_row(choices), (no_reason, Button(t.button("Back"), "back"))))


def _reasons(t: Words) -> tuple[str, ...]:
    return (
        t.plain("We need it ourselves"),
        t.plain("It is being repaired"),
        t.plain("Nobody is there to open"),
        t.plain("Too many people for it"),
    )


def hear_reason(step: GivingBookingReason, seen: Seen, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(BookingCard(step.booking_id), replaces=message_id)
        case Chose("none", message_id):
            return _for_reason(step, seen, "", message_id, desk)
        case Chose("0" | "1" | "2" | "3" as choice, message_id):
            return _for_reason(step, seen, _reasons(desk.words)[int(choice)], message_id, desk)
        case Said(typed) if readable(typed):
            return _for_reason(step, seen, readable(typed, REASON_MOST), 0, desk)
    return None


def _for_reason(step: GivingBookingReason, seen: Seen, reason: str, message_id: int, desk: Desk) -> Move:
    """Refuse, or take back, what stands as it did when this was asked: what a colleague has promised stays promised."""
    if not (seen.speaks or seen.lends if step.takes_back else seen.decides):
        return rights.forbid_booking(seen.row.id, desk)
    if seen.row.state not in (HAD if step.takes_back else {State.REQUESTED}):
        return _settled(seen, desk)
    return over(seen, desk) or decline(seen, reason, message_id, desk)


# ---------------------------------------------------------------- words from one side to the other


def show_writing(_step: WritingToOther, seen: Seen, desk: Desk) -> Text:
    t = desk.words
    whom = seen.row.unit_name if seen.lends or seen.speaks else seen.resource.unit_name
    asks = t("What would you like to say to {unit}? It is passed on as you write it.", unit=whom)
    return Text(asks, ((Button(t.button("Back"), "back"),),))


def hear_writing(step: WritingToOther, seen: Seen, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(BookingCard(step.booking_id), replaces=message_id)
        case Said(typed) if readable(typed):
            told, t = _passed_on(seen, readable(typed, REASON_MOST), desk), desk.words
            nobody = t("There is nobody else who could read it, so it was not passed on.")
            said = Text(t("Passed on.") if told else nobody)
            return Go(BookingCard(step.booking_id), before=(said,), tells=told)
    return None


def _passed_on(seen: Seen, said: str, desk: Desk) -> tuple[Tell, ...]:
    """Bring words of the owning side to the borrower, and those of the borrower to whoever decides."""
    one = hand(desk).matter(seen.row)
    if seen.borrows and not (seen.lends and seen.row.by_chat != desk.person.chat_id):
        chats, name = tells.owners(one), seen.row.unit_name
    else:
        chats, name = tells.borrowers(one), text.called(seen.resource) if seen.speaks else seen.resource.unit_name
    whom = [chat_id for chat_id in chats if chat_id != desk.person.chat_id]
    return tells.passed_on(one, whom, lambda t: t("{unit} writes about this:", unit=name), said, desk.words_for)


# ---------------------------------------------------------------- what waits


def opened_list(_opened: Opened, desk: Desk) -> Move:
    return Go(ToDecide()) if organised(desk) else forbid("booking", desk)


def show_list(step: ToDecide, _paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, to_lend.requests(desk)
    shown = list(enumerate(rows[step.page * PAGE :][:PAGE], step.page * PAGE + 1))
    heading = t.plural("{number} request to borrow:", "{number} requests to borrow:", len(rows))
    lines = [heading if rows else t("Nobody asks to borrow anything now.")]
    for number, row in shown:
        resource = bookings.resource_of(desk.unit, row)
        lines.append(text.line(number, row, resource, desk.now.tzinfo, t))
        by = text.until(row.turn_until, desk.now.tzinfo, t)
        lines.append("   " + t("{unit}, to be answered by {when}", unit=row.unit_name, when=by))
    numbers: Buttons = ((*(Button(str(number), str(row.id)) for number, row in shown),),) if shown else ()
    back = (Button(t.button("Back"), "back"),)
    return Text("\n".join(lines), (*numbers, *page_buttons(step.page, PAGE, len(rows), desk), back))


def hear_list(_step: ToDecide, _paths: list[str], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Chose(row_id=booking_id) if booking_id:
            return Go(BookingCard(booking_id))
    return None
