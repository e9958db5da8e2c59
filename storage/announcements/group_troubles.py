"""A group that did not take a post: its organiser is to hear of it once, and again only after something has arrived."""

from sqlalchemy import func, select

from domain.messages.chat_troubles import Trouble
from domain.messages.delivery import State
from storage.announcements import groups
from storage.messages import notices
from storage.messages.notices import Planned
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork


def note(unit: UnitOfWork, chat_id: int, trouble: Trouble, now: float) -> None:
    """Plan that it is told; nothing where the group is not ours, or where it was told and nothing has arrived since."""
    row = groups.alive(unit, chat_id)
    if row is not None:
        notices.plan(unit, f"group:{row.id}", _arrived(unit, chat_id), [Planned(trouble, now)])


def _arrived(unit: UnitOfWork, chat_id: int) -> int:
    """Return the last post that arrived there as a whole; 0: none has."""
    whole = (outbox.c.state == State.SENT) & outbox.c.reason.is_(None)
    posts = (outbox.c.chat_id == chat_id) & outbox.c.about.is_not(None)
    return unit.connection.scalar(select(func.max(outbox.c.id)).where(posts, whole)) or 0
