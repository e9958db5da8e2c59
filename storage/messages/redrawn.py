"""A message that is redrawn in place, again and again: what still waits is replaced, so that nothing queues up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from domain.messages.delivery import Lane, State
from storage.messages import outbox as rows
from storage.messages.outbox import Draft
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


@dataclass(frozen=True, slots=True)
class Redrawn:
    """One message in one chat; its drawings stand in the outbox as "key:0", "key:1" and so on."""

    key: str
    chat_id: int
    lane: Lane


def redraw(unit: UnitOfWork, message: Redrawn, times: int, draw: Callable[[int], bytes], now: float) -> int | None:
    """Draw it once more and return how often it stands in the outbox now; `times` is how often it stood there before.

    `draw` writes the reply as JSON bytes for the message that it rewrites (0: a new one). None: nothing is written, for
    the last one is under way. Nothing is ever written again once one did not arrive.
    """
    before = _drawings(unit, message, times)
    last, earlier = before.get(times - 1), before.get(times - 2)
    if last is None and times:
        return times
    if last is not None and last.state is State.TODO:
        return times if _replace(unit, last, draw(earlier.message_id if earlier else 0)) else None
    if last is not None and last.state is not State.SENT:
        return None if last.state is State.SENDING else times
    reply = draw(last.message_id if last else 0)
    rows.write(unit, [Draft(f"{message.key}:{times}", message.chat_id, message.lane, reply, now)], now)
    return times + 1


@dataclass(frozen=True, slots=True)
class _Drawing:
    row_id: int
    state: State
    message_id: int


def _drawings(unit: UnitOfWork, message: Redrawn, times: int) -> Mapping[int, _Drawing]:
    """Return the last two."""
    keys = {f"{message.key}:{number}": number for number in (times - 1, times - 2)}
    query = select(_row.id, _row.dedupe, _row.state, _row.message_id).where(_row.dedupe.in_(keys))
    return {
        keys[row.dedupe]: _Drawing(row.id, State(row.state), row.message_id or 0)
        for row in unit.connection.execute(query)
    }


def _replace(unit: UnitOfWork, drawing: _Drawing, reply: bytes) -> bool:
    """Put other words into what still waits. False: a sender has just taken it, and sends those that it took."""
    waiting = (_row.id == drawing.row_id) & (_row.state == State.TODO)
    changed = update(outbox).where(waiting).values(reply=unit.seal.close(reply, rows.REPLY))
    return bool(unit.connection.execute(changed).rowcount)
