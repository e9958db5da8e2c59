"""Messages that are drawn anew or put away where they hang: found by what they are about."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from domain.delivery import State
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


@dataclass(frozen=True, slots=True)
class Hanging:
    """A picture in somebody's chat, by the messenger's number of the message."""

    chat_id: int
    message_id: int


def hanging(unit: UnitOfWork, about: str, since: float) -> list[Hanging]:
    """Return the pictures about this that were sent after that moment and were not taken down, one to a chat."""
    sent = (_row.about == about) & (_row.state == State.SENT) & (_row.written_at > since) & (_row.message_id > 0)
    rows = unit.connection.execute(select(_row.chat_id, _row.message_id).where(sent).order_by(_row.id))
    return [Hanging(chat_id, message_id) for chat_id, message_id in {row[0]: row[1] for row in rows}.items()]


def hang(unit: UnitOfWork, about: str, one: Hanging) -> None:
    """Remember that this message, which was there before, shows this from now on."""
    there = (_row.chat_id == one.chat_id) & (_row.message_id == one.message_id)
    unit.connection.execute(update(outbox).where(there).values(about=about))


def cover(unit: UnitOfWork, about: str, one: Hanging) -> None:
    """Forget this message: something else is written over what it shows."""
    there = (_row.chat_id == one.chat_id) & (_row.message_id == one.message_id)
    unit.connection.execute(update(outbox).where(there, _row.about == about).values(about=None))


def take_down(unit: UnitOfWork, about: str, chat_id: int) -> None:
    """Leave this chat's picture as it is from now on."""
    mine = (_row.about == about) & (_row.chat_id == chat_id)
    unit.connection.execute(update(outbox).where(mine).values(about=None))


def taken_down(unit: UnitOfWork, about: str) -> list[Hanging]:
    """Return every message about this that has reached a chat, and leave them to whoever asked: none comes twice."""
    there = (_row.about == about) & (_row.state == State.SENT) & (_row.message_id > 0)
    rows = unit.connection.execute(
        update(outbox).where(there).values(about=None).returning(_row.chat_id, _row.message_id)
    )
    return sorted({Hanging(row.chat_id, row.message_id) for row in rows}, key=lambda one: (one.chat_id, one.message_id))
