"""How long an announcement takes and when the last one has it, before it leaves: by its pace and the quiet hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.texts import Words
from domain.affiliations.reminders import QuietHours

FREE_PER_S: Final = 30
"""What a bot may send to different chats in a second: Telegram's "Broadcasting to users"."""

PAID_PER_S: Final = 1_000
"""And with paid broadcasts."""

STARS_PER_MESSAGE: Final = 0.1
"""What a message costs above the free pace, in Telegram's Stars: the Bot API's `allow_paid_broadcast`."""

_NIGHTS: Final = 60
"""No announcement takes more nights than this: that would be 90 million people."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a sending goes: when the first one gets it, how many seconds it takes at work, when the last one has it.

    `held_until` is the end of the first quiet hours that hold it up; None: it has none to wait for.
    """

    begins: datetime
    working_s: float
    ends: datetime
    held_until: datetime | None


def course(count: int, starts: datetime, *, urgent: bool, paid: bool, quiet: QuietHours | None) -> Course:
    """Foresee the sending to so many; `starts` is local time, and what is urgent goes on in the `quiet` hours."""
    left = timedelta(seconds=count / (PAID_PER_S if paid else FREE_PER_S))
    working_s = left.total_seconds()
    if urgent or quiet is None or quiet.begins == quiet.ends:
        return Course(starts, working_s, starts + left, None)
    held: datetime | None = None
    at = begins = _morning(starts, quiet) if quiet.hold(starts) else starts
    if begins > starts:
        held = begins
    for _ in range(_NIGHTS):
        evening = _next(at, quiet.begins)
        if at + left <= evening:
            break
        left -= evening - at
        at = _morning(evening, quiet)
        held = held or at
    return Course(begins, working_s, at + left, held)


def _morning(moment: datetime, quiet: QuietHours) -> datetime:
    return _next(moment, quiet.ends)


def _next(moment: datetime, clock: time) -> datetime:
    that = datetime.combine(moment.date(), clock, moment.tzinfo)
    return that if that > moment else that + timedelta(days=1)


def stars(count: int) -> int:
    """Return what the paid pace costs at most."""
    return round(count * STARS_PER_MESSAGE + 0.49)


def span(seconds: float, t: Words) -> str:
    """Say how long that is, as exactly as somebody who waits for it needs: 43 seconds, 4 minutes, 3 hours."""
    if seconds < 100:
        return t.plural("{number} second", "{number} seconds", max(1, round(seconds)))
    if seconds < 5_400:
        return t.plural("{number} minute", "{number} minutes", round(seconds / 60))
    return t.plural("{number} hour", "{number} hours", round(seconds / 3_600))
