"""What waits for a time that a clock gone wrong has made: it is due now.

A try is put off by minutes, and an answer not at all. Where the clock was ahead when that was written down and is right
again, they would wait until it comes to where it was, and everybody would be mute.
"""

from typing import Final

from sqlalchemy import ColumnElement, and_, case, literal_column, or_, update

from domain.messages.delivery import LONGEST_DELAY_S, State
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c

_SOON_S: Final = 5.0
"""What is so little ahead is due in a moment: it was written since, or by the clock of another machine."""

_WAITS: Final = _row.state == literal_column(f"'{State.TODO}'")
_OF_NO_MAILING: Final = _row.letter_id.is_(None)


def begin_anew(unit: UnitOfWork, now: float) -> int:
    """Let what was tried before be tried now, with all patience, and send now what was to go at once.

    For a start, and for when the clock has jumped: nobody knows then how long anything has waited. Returns how many.
    """
    return _put_right(unit, or_(_row.first_tried_at.is_not(None), _is_misdated(now)), now)


def bring_near(unit: UnitOfWork, now: float) -> int:
    """Do so where the time lies further ahead than the longest delay of a try, and return how many those were."""
    tried = and_(_OF_NO_MAILING, _row.first_tried_at.is_not(None), _row.not_before > now + LONGEST_DELAY_S)
    return _put_right(unit, or_(tried, _is_misdated(now)), now)


def _is_misdated(now: float) -> ColumnElement[bool]:
    """Say that it was to go at once, when the clock was ahead. Mailings' lines look at that by themselves."""
    return and_(_OF_NO_MAILING, _row.not_before > now + _SOON_S, _row.not_before <= _row.written_at)


def _put_right(unit: UnitOfWork, wrong: ColumnElement[bool], now: float) -> int:
    at_once = case((_row.not_before > now, now), else_=_row.not_before)
    right = {"not_before": at_once, "first_tried_at": None, "holds_until": None}
    return unit.connection.execute(update(outbox).where(_WAITS, wrong).values(right)).rowcount
