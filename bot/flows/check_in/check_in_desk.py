"""The check-in desk of whoever runs an activity: how many are here, the code on the wall, the word, the roll call."""

from typing import Final

from bot.chat import Button, Buttons, Reply, Said, Text
from bot.facts.code_words import chosen
from bot.flows.activities import text
from bot.flows.activities.card import bot_name
from bot.flows.check_in import code, rights, roll_call, walk_ins
from bot.flows.check_in.steps import (
    CheckInDesk,
    ChoosingWalkIn,
    NamingWalkIn,
    RollCall,
    SpokenWord,
    TakingBack,
    TellingApart,
)
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened, row_id
from bot.flows.rights import nothing_here, without_role
from bot.flows.step import Step
from domain import roll
from domain.delivery import Lane
from storage.activities import check_in_keys, signups
from storage.activities.activities import ActivityRow
from storage.activities.signups import Counts
from storage.messages import open_pictures
from storage.people import audit
from storage.places.pinyin import syllables


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    row = rights.run_by(_activity(step), desk)
    if row is None:
        return without_role(event, f"activity:{_activity(step)}", desk)
    match step:
        case CheckInDesk():
            return _at_desk(row, event, desk)
        case SpokenWord():
            return _at_word(row, event, desk)
        case NamingWalkIn() | ChoosingWalkIn():
            return walk_ins.hear(step, row, event, desk)
        case RollCall() | TakingBack() | TellingApart():
            return roll_call.hear(step, row, event, desk)
    raise AssertionError(step)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    row = rights.run_by(_activity(step), desk)
    if row is None:
        return nothing_here(desk)
    match step:
        case CheckInDesk():
            return (_desk(row, desk),)
        case SpokenWord():
            return (_word(row, desk),)
        case NamingWalkIn() | ChoosingWalkIn():
            return (walk_ins.screen(step, desk),)
        case RollCall() | TakingBack() | TellingApart():
            return (roll_call.screen(step, row, desk),)
    raise AssertionError(step)


def _activity(step: Step) -> int:
    match step:
        case (
            CheckInDesk(number)
            | SpokenWord(number)
            | RollCall(number)
            | TakingBack(number)
            | TellingApart(number)
            | NamingWalkIn(number)
            | ChoosingWalkIn(number)
        ):
            return number
    raise AssertionError(step)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the desk ("12"); renew the code under which the button hangs ("q12"), or put it away ("z12")."""
    kind = opened.choice[:1]
    number = row_id(opened.choice[1:]) if kind in {"q", "z"} else opened.row_id
    row = rights.run_by(number, desk)
    if row is None:
        return rights.forbid(number, desk)
    match kind:
        case "q":
            return _renew(row, opened.message_id, desk)
        case "z":
            return _put_away(row, desk)
    return Go(CheckInDesk(row.id))


# ---------------------------------------------------------------- the desk


def _at_desk(row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("code") if _is_on(row, desk):
            return _hang(row, desk)
        case Chose("word", message_id) if _is_on(row, desk):
            # The word is made here: showing a screen changes nothing.
            check_in_keys.word(desk.unit, row.id, chosen)
            return Go(SpokenWord(row.id), replaces=message_id)
        case Chose("roll", message_id):
            return roll_call.opened(RollCall(row.id), row, message_id, desk)
        case Chose("undo", message_id):
            return roll_call.opened(TakingBack(row.id), row, message_id, desk)
        case Chose("walk_in", message_id):
            return walk_ins.opened(row, message_id, desk)
        case Chose("renew", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
        case Said(typed) if (names := roll.called(typed)) is not None:
            return roll_call.read_out(names, row, desk)
    return None


def _is_on(row: ActivityRow, desk: Desk) -> bool:
    return desk.now.timestamp() < row.ends_at


def _desk(row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    counts = signups.counts(desk.unit, [row.id])[row.id]
    lines = [
        t("Check-in: <b>{title}</b>", title=row.title),
        text.when(row, desk.now.tzinfo, t),
        t("Here: {here}. Expected: {expected}.", here=_here(counts), expected=_expected(counts)),
        *_hint(row, desk),
    ]
    return Text("\n".join(lines), _choices(row, desk))


def _here(counts: Counts) -> int:
    return counts.checked_in + counts.walked_in


def _expected(counts: Counts) -> int:
    """Count those who were to come: here, still to come, or absent; walk-ins nobody knew of."""
    to_come = counts.expected + counts.signed_up + counts.confirmed + counts.offered
    return to_come + counts.checked_in + counts.absent


def _hint(row: ActivityRow, desk: Desk) -> list[str]:
    t = desk.words
    if not rights.is_open(row, desk):
        return [roll_call.not_now(row, desk)]
    if not _is_on(row, desk):
        return [t("It is over. Whoever you enter now is marked as entered late.")]
    return [t("You can also type who is here: “{example}”.", example=t.plain("here: Wang Fang, Li Qiang"))]


def _choices(row: ActivityRow, desk: Desk) -> Buttons:
    t = desk.words
    on = (Button(t.button("QR code"), "code"), Button(t.button("Code word"), "word"))
    call = t.button("Roll call") if _is_on(row, desk) else t.button("Enter late")
    back = (Button(t.button("The activity"), EntryPoint.MANAGE.data(row.id)),) if rights.organises(row, desk) else ()
    return (
        *((on,) if _is_on(row, desk) else ()),
        (Button(call, "roll"), Button(t.button("Take back"), "undo")),
        (Button(t.button("Came without signing up"), "walk_in"), Button(t.button("Refresh"), "renew")),
        (*back, Button(t.button("Menu"), "menu")),
    )


# ---------------------------------------------------------------- the code on the wall


def _hang(row: ActivityRow, desk: Desk) -> Move:
    """Send the picture; the outbox will know where it hangs. An earlier one in this chat stays as it is."""
    bot, now, chat_id = bot_name(desk), desk.now.timestamp(), desk.person.chat_id
    audit.hold(desk.unit)
    open_pictures.take_down(desk.unit, code.about(row.id), chat_id)
    code.keep_changing(desk.unit, row.id, bot, now)
    drawn = code.drawing(desk.unit, row, bot, desk.now, desk.words)
    return Remain((), (Tell(chat_id, drawn, Lane.INTERACTIVE, about=code.about(row.id)),))


def _renew(row: ActivityRow, message_id: int, desk: Desk) -> Move:
    if not _is_on(row, desk):
        return Go(CheckInDesk(row.id))
    return Remain((code.drawing(desk.unit, row, bot_name(desk), desk.now, desk.words, message_id),))


def _put_away(row: ActivityRow, desk: Desk) -> Move:
    audit.hold(desk.unit)
    open_pictures.take_down(desk.unit, code.about(row.id), desk.person.chat_id)
    said = desk.words("The code no longer changes; in three minutes nobody can use it.")
    return Go(CheckInDesk(row.id), before=(Text(said),))


# ---------------------------------------------------------------- the word


def _at_word(row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("another", message_id) if _is_on(row, desk):
            before = check_in_keys.word(desk.unit, row.id, chosen)
            check_in_keys.put_word(desk.unit, row.id, chosen(check_in_keys.secret(desk.unit, row.id), before))
            return Go(SpokenWord(row.id), replaces=message_id)
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
    return None


def _word(row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    word = check_in_keys.words(desk.unit, [row.id]).get(row.id, "…")
    said = word if t.language == "zh_Hans" else f"{word} ({syllables(word)})"
    lines = (
        t("The code word: <b>{word}</b>", word=said),
        t("Say it aloud in the room. Whoever is there types it to me and is checked in."),
    )
    return Text("\n".join(lines), ((Button(t.button("Another word"), "another"), Button(t.button("Back"), "back")),))


_PLACES: Final = (CheckInDesk, SpokenWord, RollCall, TakingBack, TellingApart, NamingWalkIn, ChoosingWalkIn)
FLOW = Flow("k", _PLACES, hear, show, opens)
