"""Lines that nobody came for: after a while they count as expired, and what is of no use any more is taken back."""

import re
from typing import Final

from sqlalchemy import select, update

from domain.messages.delivery import State, check_move
from storage.pages import lines
from storage.tables.messages import outbox
from storage.tables.pages import page_lines
from storage.unit_of_work import UnitOfWork

REASON: Final = "nobody came for it"

_OF_A_ROW: Final = re.compile(r"o([0-9]{1,18})\.[0-9]{1,6}")  # as the page's front names what comes out of the outbox

_line: Final = page_lines.c


def lapse(unit: UnitOfWork, before: float, now: float, at_most: int = 500) -> tuple[int, int]:
    """Let lines lapse that were written before that moment, and that no page has said to have.

    Their messages are expired from now on: an announcement's report counts them as missed. A line whose use is over is
    taken back, so that whoever comes after all finds what still matters, and the rest stays to be read. Returns how
    many lines were looked at, and how many messages expired.
    """
    waits = ~_line.is_own & _line.delivered_at.is_(None) & _line.lapsed_at.is_(None) & _line.content.is_not(None)
    query = select(_line.id, _line.number, _line.line, _line.source).where(waits, _line.at < before)
    found = unit.connection.execute(query.order_by(_line.at, _line.id).limit(at_most)).all()
    if not found:
        return 0, 0
    of_row = {row.id: int(told.group(1)) for row in found if (told := _OF_A_ROW.fullmatch(row.source))}
    useless = _expired(unit, sorted(set(of_row.values())), now)
    unit.connection.execute(update(page_lines).where(_line.id.in_([row.id for row in found])).values(lapsed_at=now))
    for row in found:
        if useless.get(of_row.get(row.id, 0)):
            lines.rewrite(unit, row.number, row.line, None)
    return len(found), len(useless)


def _expired(unit: UnitOfWork, row_ids: list[int], now: float) -> dict[int, bool]:
    """Close these rows as expired; return those that were closed, and whether what they said is of no use any more."""
    check_move(State.SENT, State.EXPIRED)
    sent = outbox.c.id.in_(row_ids) & (outbox.c.state == State.SENT)
    closed = update(outbox).where(sent).values(state=State.EXPIRED, reason=REASON)
    rows = unit.connection.execute(closed.returning(outbox.c.id, outbox.c.not_after))
    return {row.id: row.not_after is not None and row.not_after <= now for row in rows}
