"""What follows from the outcome of a send: done, again after a while, or never again. Pure.

| fate           | replies, confirmations, reminders, and what rewrites or deletes                  | announcements |
| -------------- | -------------------------------------------------------------------------------- | ------------- |
| accepted       | sent                                                                             | the same      |
| refused        | failed                                                                           | the same      |
| unreachable    | unreachable                                                                      | the same      |
| slow down      | again, and it was no attempt; after a minute, once it has given way              | the same      |
| not connected  | again, which is no attempt; failed after a day                                   | the same      |
| server trouble | again, 1 s doubling to a minute; failed after two hours                          | the same      |
| uncertain      | again, 5 s growing fourfold to half an hour; unknown after six attempts or a day | unknown       |

"For two hours", "for a day": of its own, so that a clock that has jumped ends nothing (`storage.messages.misdated`).

A pin, a picture or a file that meets trouble three times, or for 15 s, is tried in words too: where those get through,
the trouble was its own. Where they do not, the server's; then it is tried as it is again, and so on in turn. What is
refused goes in words at once.

A group that has another number from now on is written to there at once, whatever the fate; but what rewrites or deletes
a message fails: the message's number was the old chat's, and in the new one it is somebody else's.

Why so long: an outage of an hour must lose nothing. Why so few uncertain attempts: each may leave a copy in the chat.
"""

from dataclasses import dataclass
from typing import Final

from bot.chat import Fate, Outcome
from domain.messages.delivery import LONGEST_DELAY_S, Lane, State


@dataclass(frozen=True, slots=True)
class Patience:
    """How a kind of trouble is met: the first delay and how it grows, how often and for how long it is tried."""

    first_s: float
    growth: float
    longest_s: float
    attempts: int
    lasting_s: float
    ends: State


_DAY_S: Final = 86400.0
_ANY_NUMBER: Final = 10**9

PATIENCE: Final = {
    Fate.NOT_CONNECTED: Patience(1, 1, 1, _ANY_NUMBER, _DAY_S, State.FAILED),  # the circuit makes the pauses
    Fate.SERVER_TROUBLE: Patience(1, 2, 60, _ANY_NUMBER, _DAY_S / 12, State.FAILED),
    Fate.UNCERTAIN: Patience(5, 4, LONGEST_DELAY_S, 6, _DAY_S, State.UNKNOWN),
}

_ENDS: Final = {
    Fate.ACCEPTED: State.SENT,
    Fate.REFUSED: State.FAILED,
    Fate.UNREACHABLE: State.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the row goes; for `State.TODO`, after how many seconds. `attempts` and `repeats` are added to the row's."""

    state: State
    delay_s: float = 0.0
    attempts: int = 1
    repeats: int = 0


_MOVES_AT_MOST: Final = 5

_SLOWER_S: Final = 60.0
"""The messenger slows down one message again and again: so much later it is tried, and others go meanwhile."""

_TRIES: Final = 3
_TRIED_FOR_S: Final = 15.0
_TROUBLE: Final = frozenset({Fate.SERVER_TROUBLE, Fate.UNCERTAIN})


def goes_in_words(outcome: Outcome, attempts: int, tried_for_s: float) -> bool:
    """Tell whether what has words to fall back on goes in words next. `attempts`: with this one."""
    if outcome.fate is Fate.REFUSED:
        return not outcome.moved_to
    return outcome.fate in _TROUBLE and (attempts >= _TRIES or tried_for_s >= _TRIED_FOR_S)


def judge(  # noqa: PLR0913  each of these decides
    outcome: Outcome,
    lane: Lane,
    attempts: int,
    tried_for_s: float,
    jitter: float,
    *,
    rewrites: bool = False,
    gives_way: bool = False,
) -> Verdict:
    """Decide what follows. `attempts` were made before this one, the first of them `tried_for_s` seconds ago.

    `jitter` (0 to 1) shortens a delay by up to half, so that what failed together does not come back together.
    `rewrites`: the call rewrites or deletes a message of this very chat. `gives_way` as in `Claimed`.
    """
    fate = outcome.fate
    if outcome.moved_to and not rewrites and attempts < _MOVES_AT_MOST:
        return Verdict(State.TODO)
    if fate in _ENDS:
        return Verdict(_ENDS[fate])
    if fate is Fate.SLOW_DOWN:
        return Verdict(State.TODO, _SLOWER_S if gives_way else 0.0, attempts=0)
    patience = PATIENCE[fate]
    counted = 0 if fate is Fate.NOT_CONNECTED else 1
    if _is_over(fate, lane, attempts + counted, tried_for_s):
        return Verdict(patience.ends, attempts=counted)
    # Past some twenty doublings every delay is the longest, and a power of thousands is no number any more.
    delay_s = min(patience.longest_s, patience.first_s * patience.growth ** min(attempts, 20))
    return Verdict(State.TODO, delay_s * (1 - jitter / 2), counted, int(fate is Fate.UNCERTAIN))


def _is_over(fate: Fate, lane: Lane, attempts: int, tried_for_s: float) -> bool:
    patience = PATIENCE[fate]
    never_twice = fate is Fate.UNCERTAIN and lane is Lane.ANNOUNCEMENT
    return never_twice or attempts >= patience.attempts or tried_for_s >= patience.lasting_s
