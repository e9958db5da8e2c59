"""An organiser answers a thread of the mail: as the unit, by the button or by writing back to a message of it."""

from typing import Final

from bot.chat import Button, Said, SentFile, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.mail import rights
from bot.flows.mail import tells as thread_tells
from bot.flows.mail import text as thread_text
from bot.flows.mail.steps import AnsweringMail
from bot.flows.mail.words import kept_of
from storage.announcements import threads
from storage.announcements.threads import ThreadRow


def show(_step: AnsweringMail, row: ThreadRow, desk: Desk) -> Text:
    t = desk.words
    name = thread_text.unit_name(desk.unit, row.unit_id)
    newest = threads.first_words(desk.unit, [row.id]).get(row.id)
    lines = (
        thread_text.quoted(newest, t),
        t(
            "Type or speak your answer, or send a picture or file. It goes out as {unit}; nobody sees your account.",
            unit=name,
        ),
    )
    return Text("\n".join(lines), ((Button(t.button("Back"), "back"),),))


def hear(step: AnsweringMail, row: ThreadRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Said() | SentFile():
            answered = _answered(row.id, event, desk)
            return answered and Go(step.card, before=answered.replies, tells=answered.tells)
    return None


def written_back(thread_id: int, event: Said | SentFile, desk: Desk) -> Move | None:
    """Take what an organiser writes back to a message from the mail as the answer."""
    if rights.seen(thread_id, desk) is None:
        return rights.forbid(thread_id, desk)
    return _answered(thread_id, event, desk)


def _answered(thread_id: int, event: Said | SentFile, desk: Desk) -> Remain | None:
    kept, t = kept_of(event), desk.words
    if kept is None:
        return None
    if not threads.answer(desk.unit, thread_id, kept.writing, desk.deed()):
        return Remain((Text(t("This was closed meanwhile, so nothing was sent.")),))
    row = threads.find(desk.unit, thread_id)
    tells = thread_tells.answered(row, kept.writing, desk) if row else ()
    return Remain((Text(t("✅ Your answer is on its way.")),), tells)


def gone_on(event: Said, desk: Desk) -> Move | None:
    """Send the second half of an answer after its first; None: nothing was answered a moment ago."""
    thread_id = threads.answered_by(desk.unit, desk.person.chat_id, desk.now.timestamp() - _AGAIN_S)
    if thread_id is None or rights.seen(thread_id, desk) is None:
        return None
    answered = _answered(thread_id, event, desk)
    return Remain((), answered.tells) if answered else None


_AGAIN_S: Final = 3.0
"""So soon comes what the messenger has cut off."""
