"""How a send that has landed is written down: its outcome becomes the mark of its row. Pure."""

from typing import Final

from bot.chat import Fate, Outcome
from domain.delivery import Lane, State
from scheduler.retry import judge
from storage.messages.claims import Claimed, Mark

_REFUSED: Final = frozenset({State.SENT, State.FAILED, State.UNREACHABLE})
"""Sent for a reason: what was refused of it was left out."""


def landed(row: Claimed, outcome: Outcome, now: float, jitter: float) -> Mark:
    """Decide what becomes of the row. `now` in seconds since 1970, `jitter` from 0 to 1; see `scheduler.retry`.

    Where the messenger asked to slow down, the send was no attempt: the time of the first one is left as it is.
    """
    first = now if row.first_tried_at is None else row.first_tried_at
    lane = Lane.REMINDER if row.target else Lane(row.lane)  # to rewrite or delete twice is as good as once
    verdict = judge(outcome, lane, row.attempts, now - first, jitter, rewrites=bool(row.target))
    return Mark(
        row.row_id,
        verdict.state,
        outcome.message_id,
        outcome.reason,
        verdict.attempts,
        verdict.repeats,
        not_before=now + verdict.delay_s,
        first_tried_at=row.first_tried_at if outcome.fate is Fate.SLOW_DOWN else first,
        others=outcome.others,
        is_refused=bool(outcome.reason) and verdict.state in _REFUSED and not row.target,
        moved_to=outcome.moved_to if verdict.state is State.TODO or row.target else 0,
    )
