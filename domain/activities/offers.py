"""How long a free seat is kept for whoever is next in line: pure, from the time left and the quiet hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone, tzinfo
from typing import Final

from domain.affiliations.reminders import QuietHours

LEAST_S: Final = 1_800.0
"""Nobody is asked to decide in less time than this."""

MARGIN_S: Final = 1_800.0
"""No offer ends later than this before it begins: people have a way to go. Then the first to come takes the seat."""

SLACK_S: Final = 900.0
"""No offer ends in the last minutes before the quiet hours: it is to be passed on before they begin."""

SHARE: Final = 3
"""An offer takes this part of the time left at most, so that others have their turn if it is not answered."""

_MINUTE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nobody is told anything, in local time; `hours` None: never."""

    hours: QuietHours | None
    zone: tzinfo

    def holds(self, moment: float) -> bool:
        return self.hours is not None and self.hours.hold(self._local(moment))

    def over_at(self, moment: float) -> float:
        """Return when those hours end that hold then; the moment itself if none do."""
        return self._next(moment, self.hours.ends) if self.hours and self.holds(moment) else moment

    def begun_at(self, moment: float) -> float:
        """Return when those hours began that hold then; the moment itself if none do."""
        return self._last(moment, self.hours.begins) if self.hours and self.holds(moment) else moment

    def _next(self, moment: float, clock: time) -> float:
        local = self._local(moment)
        that = datetime.combine(local, clock, self.zone)
        return (that if that > local else that + timedelta(days=1)).timestamp()

    def _last(self, moment: float, clock: time) -> float:
        local = self._local(moment)
        that = datetime.combine(local, clock, self.zone)
        return (that if that <= local else that - timedelta(days=1)).timestamp()

    def _local(self, moment: float) -> datetime:
        return datetime.fromtimestamp(moment, self.zone)


USUAL: Final = Quiet(QuietHours(), timezone(timedelta(hours=8), "China"))
"""The quiet hours where nothing else is said."""


def offer_until(now: float, starts_at: float, longest_s: float, quiet: Quiet = USUAL) -> float | None:
    """Return until when a seat is kept that is offered now; None: too late to offer, and later it stays too late.

    Counted from when the person can be told, to the full minute; times in seconds since 1970.
    """
    heard = quiet.over_at(now)
    latest = _awake(starts_at - MARGIN_S, quiet)
    if latest - heard < LEAST_S:
        return None
    until = heard + min(longest_s, max(LEAST_S, (latest - heard) / SHARE))
    return min(_morning_after(until, quiet), latest) // _MINUTE_S * _MINUTE_S


def _awake(moment: float, quiet: Quiet) -> float:
    """Return the last moment up to this one that is a fair deadline."""
    night = _night(moment, quiet)
    return moment if night is None else quiet.begun_at(night) - SLACK_S


def _morning_after(moment: float, quiet: Quiet) -> float:
    """Return this moment, or if it is no fair deadline one that leaves some time in the morning."""
    night = _night(moment, quiet)
    return moment if night is None else quiet.over_at(night) + LEAST_S


def _night(moment: float, quiet: Quiet) -> float | None:
    """Return a moment of the quiet hours for which this one comes too late; None: it does not."""
    return next((one for one in (moment, moment + SLACK_S) if quiet.holds(one)), None)
