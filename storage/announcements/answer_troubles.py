"""An answer that its member's chat did not take: whoever gave it is to hear of it, and can say it in other words."""

from sqlalchemy import select

from domain.messages.chat_troubles import Trouble
from storage.messages import notices
from storage.messages.notices import Planned
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

SUBJECT = "refused_answer"


def note(unit: UnitOfWork, row_id: int, trouble: Trouble, now: float) -> None:
    """Plan that it is told, once for each message that was not taken; nothing where that was no answer to a letter."""
    about = unit.connection.scalar(select(outbox.c.about).where(outbox.c.id == row_id)) or ""
    noun, _, thread_id = about.partition(":")
    if noun == "thread":
        notices.plan(unit, f"{SUBJECT}:{thread_id}", row_id, [Planned(trouble, now)])
