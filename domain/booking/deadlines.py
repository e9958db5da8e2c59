"""Until when what is said of a booking: pure, from its time and the clock; all in seconds since 1970."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Final

ANSWER_S: Final = 48 * 3_600.0
"""How long a level has to decide about a request, at most: two days, as offices that lend rooms to one another say."""

AHEAD_S: Final = 2 * 3_600.0
"""No request stays undecided later than this before it begins."""

SHORTEST_S: Final = 900.0
"""Nobody is given less time than this to decide."""

LEVELS: Final = 2
"""The owner, and one level up. Then the borrower is to know that nobody has decided."""

ASKED: Final = time(10, 0)
CONFIRM_BY: Final = time(18, 0)
"""On the day before: when the borrower is asked whether it is still needed, and until when that is to be said."""

AT_LEAST: Final = timedelta(hours=6)
"""Where less time than this is left until then, nobody is asked: it was only just booked."""

OFFER_S: Final = 12 * 3_600.0
"""How long something that came free is kept for the next in line, at most, as a seat is (`domain.rules`)."""


def decide_by(now: float, starts_at: float) -> float | None:
    """Return until when a level is to decide that is asked now; None: too late to ask anybody.

    Half of the time left at most, so that a level above has its turn.
    """
    left = starts_at - AHEAD_S - now
    if left < SHORTEST_S:
        left = starts_at - now
    if left < SHORTEST_S:
        return None
    return now + max(SHORTEST_S, min(ANSWER_S, left / LEVELS))


def still_needed(starts_at: float, zone: tzinfo) -> tuple[float, float]:
    """Return when the borrower is asked whether it is still needed, and until when silence does not free it."""
    day = datetime.fromtimestamp(starts_at, zone).date() - timedelta(days=1)
    return datetime.combine(day, ASKED, zone).timestamp(), datetime.combine(day, CONFIRM_BY, zone).timestamp()


def is_asked(now: float, starts_at: float, zone: tzinfo) -> bool:
    """Tell whether a booking that is granted now will be asked about: enough time is left until silence frees it."""
    _, until = still_needed(starts_at, zone)
    return until - now >= AT_LEAST.total_seconds()


def home_opens_at(starts_at: float, home_days: int) -> float:
    """Return when the owner's kept time opens to others."""
    return starts_at - home_days * 86_400.0
