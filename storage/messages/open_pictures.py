"""Messages that are drawn anew or put away where they hang: found by what they are about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, null, select, update

from domain.messages.delivery import State
from storage.messages.outbox import REPLY
from storage.sealed import UnsealableError
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c
_THERE: Final = (_row.chat_id == bindparam("chat")) & (_row.message_id == bindparam("message"))
_ANY: Final = _row.about.in_(bindparam("abouts", expanding=True))

_HANG: Final = update(outbox).where(_THERE)
_COVER: Final = update(outbox).where(_THERE, _row.about == bindparam("shown")).values(about=null())
_TAKE_DOWN: Final = update(outbox).where(_ANY, _row.chat_id == bindparam("chat")).values(about=null())
_LEAVE: Final = update(outbox).where(_row.id.in_(bindparam("these", expanding=True))).values(about=null())
_REWORD: Final = update(outbox).where(_row.id == bindparam("row"), _row.state == State.TODO)
_ARRIVED: Final = (
    select(_row.id, _row.about, _row.chat_id, _row.message_id)
    .where(_ANY, _row.state == State.SENT, _row.message_id > 0)
    .with_for_update()
)
_STANDING: Final = (
    select(_row.id, _row.state, _row.message_id, _row.written_at, _row.reply)
    .where(_row.about == bindparam("about"), _row.chat_id == bindparam("chat"))
    .where(_row.state.in_([State.TODO, State.SENDING, State.SENT]))
    .order_by(_row.id)
)


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
    unit.connection.execute(_HANG, {"chat": one.chat_id, "message": one.message_id, "about": about})


def cover(unit: UnitOfWork, about: str, one: Hanging) -> None:
    """Forget this message: something else is written over what it shows."""
    unit.connection.execute(_COVER, {"chat": one.chat_id, "message": one.message_id, "shown": about})


@dataclass(frozen=True, slots=True)
class Standing:
    """A message that counts: its number in the chat (0: none has arrived), and the row that still waits (0: none).

    `under_way` is the reply of one that is being sent just now, too late for other words; empty where none is.
    """

    message_id: int
    waiting_row: int
    under_way: bytes


def standing(unit: UnitOfWork, about: str, chat_id: int, since: float) -> Standing | None:
    """Return the message about this that hangs in the chat, or is to; one begun before that moment is left alone.

    None: there is none.
    """
    rows = unit.connection.execute(_STANDING, {"about": about, "chat": chat_id}).all()
    if rows and rows[0].written_at <= since:
        take_down(unit, about, chat_id)
        return None
    waiting = [row.id for row in rows if row.state == State.TODO]
    there = [row.message_id for row in rows if row.state == State.SENT and row.message_id]
    leaving = [_opened(unit, row.reply) for row in rows if row.state == State.SENDING]
    if not (waiting or there or leaving):
        return None
    return Standing([0, *there][-1], [0, *waiting][-1], [b"", *leaving][-1])


def _opened(unit: UnitOfWork, sealed: bytes | None) -> bytes:
    try:
        return unit.seal.open(sealed, REPLY) if sealed else b""
    except UnsealableError:
        return b""


def reword(unit: UnitOfWork, row_id: int, reply: bytes) -> None:
    """Put other words into what still waits to go out."""
    unit.connection.execute(_REWORD, {"row": row_id, "reply": unit.seal.close(reply, REPLY)})


def take_down(unit: UnitOfWork, about: str, chat_id: int) -> None:
    """Leave this chat's picture as it is from now on."""
    take_down_all(unit, (about,), chat_id)


def take_down_all(unit: UnitOfWork, about: Collection[str], chat_id: int) -> None:
    """Leave this chat's pictures about any of these as they are from now on."""
    unit.connection.execute(_TAKE_DOWN, {"abouts": list(about), "chat": chat_id})


def taken_down(unit: UnitOfWork, about: Collection[str]) -> Mapping[str, list[Hanging]]:
    """Return every message about each of these that has reached a chat, and leave them to whoever asked.

    None comes twice.
    """
    rows = unit.connection.execute(_ARRIVED, {"abouts": list(about)}).all()
    if rows:
        unit.connection.execute(_LEAVE, {"these": [row.id for row in rows]})
    found = {one: {Hanging(row.chat_id, row.message_id) for row in rows if row.about == one} for one in about}
    return {one: sorted(hanging, key=lambda each: (each.chat_id, each.message_id)) for one, hanging in found.items()}
