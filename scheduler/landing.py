"""How a send that has landed is written down: its outcome becomes the mark of its row. Pure."""

from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Fate, Outcome
from bot.degrading import Degraded
from domain.messages.delivery import Lane, State
from scheduler.retry import Verdict, goes_in_words, judge
from storage.messages.claims import Claimed, Mark

_REFUSED: Final = frozenset({State.SENT, State.FAILED, State.UNREACHABLE})
"""Sent for a reason: what was refused of it was left out. What goes in words after that was refused as well."""


@dataclass(frozen=True, slots=True)
class Flight:
    """When it departed and landed, in seconds since 1970; how long that took, by a clock that never jumps.

    `has_words`: there are words to fall back on.
    """

    departed: float
    landed: float
    took_s: float
    has_words: bool = False


def landed(row: Claimed, outcome: Outcome, flight: Flight, jitter: float) -> Mark:
    """Decide what becomes of the row. `jitter` from 0 to 1; see `scheduler.retry`.

    Where the messenger asked to slow down, the send was no attempt: the time of the first one is left as it is.
    """
    tried_for_s = flight.took_s + (0.0 if row.first_tried_at is None else flight.departed - row.first_tried_at)
    lane = Lane.REMINDER if row.target else Lane(row.lane)  # to rewrite or delete twice is as good as once
    verdict = judge(
        outcome, lane, row.attempts, tried_for_s, jitter, rewrites=bool(row.target), gives_way=row.gives_way
    )
    in_words = ""
    if flight.has_words and not row.in_words and goes_in_words(outcome, row.attempts + 1, tried_for_s):
        in_words, verdict = outcome.fate, Verdict(State.TODO, 0.0, verdict.attempts, verdict.repeats)
    return Mark(
        row.row_id,
        verdict.state,
        outcome.message_id,
        outcome.reason,
        verdict.attempts,
        verdict.repeats,
        not_before=flight.landed + verdict.delay_s,
        first_tried_at=row.first_tried_at if outcome.fate is Fate.SLOW_DOWN else flight.landed - tried_for_s,
        others=outcome.others,
        is_refused=bool(outcome.reason) and (verdict.state in _REFUSED or in_words == Fate.REFUSED) and not row.target,
        moved_to=outcome.moved_to if verdict.state is State.TODO or row.target else 0,
        in_words=in_words,
        part=row.part,
    )


def in_parts(mark: Mark, row: Claimed, shown: Degraded) -> Mark:
    """Let the next part of a row follow the one that has gone out; with the last, its numbers are those that count.

    What is written down is how far it got: a crash repeats the part that was under way, and none before it.
    """
    if mark.state is not State.SENT:
        return mark
    if row.part + 1 < len(shown.parts):
        gone = (*row.others, *([mark.message_id] if mark.message_id else []), *mark.others)
        return replace(mark, state=State.TODO, attempts=0, part=row.part + 1, others=gone, first_tried_at=None)
    others = (*row.others, *mark.others) if row.part else mark.others
    return replace(mark, others=others, pressed=shown.pressed)
