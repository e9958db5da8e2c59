"""What is written back to a message of the mail: by a member to an answer, by an organiser to what a member wrote."""

from bot.chat import Said, SentFile
from bot.flows.desk import Desk, Happening, Move
from bot.flows.entry_points import row_id
from bot.flows.mail import answering, writing_in
from storage.messages import outbox


def replied(event: Happening, desk: Desk) -> Move | None:
    """Answer what replies to an announcement or to a message of the mail; None for anything else."""
    if not isinstance(event, Said | SentFile) or not event.reply_to:
        return None
    noun, _, number = outbox.about(desk.unit, desk.person.chat_id, event.reply_to).partition(":")
    if noun == "mail":
        return answering.written_back(row_id(number), event, desk)
    return writing_in.replied(event, noun, number, desk)
