"""The check-in desk of whoever runs an activity: how many are here, and the code on the wall."""

from bot.chat import Button, Buttons, Said, Text
from bot.facts.code_words import chosen
from bot.flows.activities import text
from bot.flows.check_in import code, reading_out, rights, roll_call
from bot.flows.check_in.steps import CheckInDesk, NamingWalkIn, RollCall, SpokenWord, TakingBack
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.rights import forbid
from domain.messages.delivery import Lane
from domain.said.answers import roll
from storage.activities import attendance, check_in_keys, signup_reading
from storage.activities.activities import ActivityRow
from storage.messages import open_pictures
from storage.people import audit


def opened(opened: Opened, desk: Desk) -> Move:
    row = rights.run_by(opened.row_id, desk)
    return forbid(f"activity:{opened.row_id}", desk) if row is None else Go(CheckInDesk(row.id))


def hear(step: CheckInDesk, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("code") if is_on(row, desk):
            return _hang(row, desk)
        case Chose("word", message_id) if is_on(row, desk):
            # The word is made here: showing a screen changes nothing.
            check_in_keys.word(desk.unit, row.id, chosen)
            return Go(SpokenWord(row.id), replaces=message_id)
        case Chose("roll" | "undo" | "walk_in") if not rights.is_open(row, desk):
            return Remain((Text(rights.not_now(row, desk)),))
        case Chose("roll", message_id):
            roll_call.note_look(row, [one.chat_id for one in reading_out.awaited(row, desk)], desk)
            return Go(RollCall(row.id), replaces=message_id)
        case Chose("undo", message_id):
            roll_call.note_look(row, [one.chat_id for one in attendance.seen(desk.unit, row.id)], desk)
            return Go(TakingBack(row.id), replaces=message_id)
        case Chose("walk_in", message_id):
            return Go(NamingWalkIn(row.id), replaces=message_id)
        case Chose("renew", message_id):
            return Go(step, replaces=message_id)
        case Said(typed) if (names := roll.called(typed)) is not None:
            return reading_out.read_out(names, row, desk)
    return None


def is_on(row: ActivityRow, desk: Desk) -> bool:
    return desk.now.timestamp() < row.ends_at


def show(_step: CheckInDesk, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    counts = signup_reading.counts(desk.unit, [row.id])[row.id]
    here = counts.came
    to_come = counts.signed_up + counts.confirmed + counts.offered
    expected = to_come + counts.checked_in + counts.absent  # nobody knew of those who walked in
    lines = (
        t("Check-in: <b>{title}</b>", title=row.title),
        text.when(row, desk.now.tzinfo, t),
        t("Here: {here}. Expected: {expected}.", here=here, expected=expected),
        _hint(row, desk),
    )
    return Text("\n".join(lines), _choices(row, desk))


def _hint(row: ActivityRow, desk: Desk) -> str:
    t = desk.words
    if not rights.is_open(row, desk):
        return rights.not_now(row, desk)
    if not is_on(row, desk):
        return t("It is over. Whoever you enter now is marked as entered late.")
    return t("You can also type who is here: “{example}”.", example=t.plain("here: Wang Fang, Li Qiang"))


def _choices(row: ActivityRow, desk: Desk) -> Buttons:
    t = desk.words
    on = (Button(t.button("QR code"), "code"), Button(t.button("Code word"), "word"))
    call = t.button("Roll call") if is_on(row, desk) else t.button("Enter late")
    may_manage = desk.may_organise(row.unit_id)
    back = (Button(t.button("The activity"), EntryPoint.MANAGE.data(row.id)),) if may_manage else ()
    return (
        *((on,) if is_on(row, desk) else ()),
        (Button(call, "roll"), Button(t.button("Take back"), "undo")),
        (Button(t.button("Came without signing up"), "walk_in"), Button(t.button("Refresh"), "renew")),
        (*back, to_menu(desk)),
    )


def _hang(row: ActivityRow, desk: Desk) -> Move:
    """Send the picture; the outbox will know where it hangs. An earlier one in this chat stays as it is."""
    now, chat_id = desk.now.timestamp(), desk.person.chat_id
    audit.hold(desk.unit)
    open_pictures.take_down(desk.unit, code.about(row.id), chat_id)
    code.keep_changing(desk.unit, row.id, desk.bot_name, now)
    drawn = code.drawing(desk.unit, row, desk.leads_to, desk.now, desk.words)
    return Remain((), (Tell(chat_id, drawn, Lane.INTERACTIVE, about=code.about(row.id)),))


def renewed(opened: Opened, desk: Desk) -> Move:
    """Draw the code anew under which the button hangs."""
    row = rights.run_by(opened.row_id, desk)
    if row is None:
        return forbid(f"activity:{opened.row_id}", desk)
    if not is_on(row, desk):
        return Go(CheckInDesk(row.id))
    return Remain((code.drawing(desk.unit, row, desk.leads_to, desk.now, desk.words, opened.message_id),))


def put_away(opened: Opened, desk: Desk) -> Move:
    """Let the code in this chat change no longer."""
    row = rights.run_by(opened.row_id, desk)
    if row is None:
        return forbid(f"activity:{opened.row_id}", desk)
    audit.hold(desk.unit)
    open_pictures.take_down(desk.unit, code.about(row.id), desk.person.chat_id)
    said = desk.words("The code no longer changes; in three minutes nobody can use it.")
    return Go(CheckInDesk(row.id), before=(Text(said),))
