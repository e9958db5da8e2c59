"""Who may see what members have written, and answer it: decided anew at every tap, from the roles held in that turn."""

from typing import Final

from bot.flows import rights
from bot.flows.desk import Desk, Move
from bot.flows.flow import Guard
from bot.flows.mail.steps import AnsweringMail, Closing, HandingOn, MailCard
from storage.announcements import threads
from storage.announcements.threads import ThreadRow


def seen(thread_id: int, desk: Desk) -> ThreadRow | None:
    """Return it as it stands; None: there is none, or not for this person. The own is answered by others."""
    row = threads.find(desk.unit, thread_id)
    is_open = row is not None and row.chat_id != desk.person.chat_id and desk.may_organise(row.unit_id)
    return row if is_open else None


def forbid(thread_id: int, desk: Desk) -> Move:
    return rights.forbid(f"thread:{thread_id}", desk)


def _of(step: MailCard | AnsweringMail | HandingOn | Closing, desk: Desk) -> ThreadRow | None:
    return seen(step.thread_id, desk)


A_THREAD: Final[Guard[MailCard | AnsweringMail | HandingOn | Closing, ThreadRow]] = Guard(
    sees=_of,
    acts=_of,  # the storage locks what it changes
    refuses=lambda step, event, desk: rights.without_role(event, f"thread:{step.thread_id}", desk),
    closed=lambda _step, desk: rights.closed(desk),
)
