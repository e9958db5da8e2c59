"""Opening hours as booking asks of them (`domain.booking.opening`): read by the calendar in force, in local time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.facts.calendar import calendar
from bot.facts.opening_hours import on_day
from domain.booking.life import Why
from domain.booking.raster import Span

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenTimes:
    """Reads the hours of one zone. Hours that nobody can read are taken as open: they are "not known"."""

    zone: tzinfo

    def shut(self, hours: str, span: Span) -> Why | None:
        """Tell why it is not open throughout: OUTSIDE_HOURS, or HOLIDAY where a day off is the reason; None: it is."""
        if not hours or any(one.holds(span) for one in self.open_spans(hours, span)):
            return None
        return Why.HOLIDAY if calendar().holiday(self._day(span.starts_at)) and "PH" in hours else Why.OUTSIDE_HOURS

    def touches(self, hours: str, span: Span) -> bool:
        """Tell whether some of the span lies within these hours; "" are no hours at all here."""
        return bool(hours) and bool(self.open_spans(hours, span))

    def open_spans(self, hours: str, span: Span) -> tuple[Span, ...]:
        """Return when it is open within the span, in order; what goes on over midnight is one."""
        if not hours:
            return (span,)
        joined: list[Span] = []
        for one in self._spans(hours, span):
            if joined and one.starts_at <= joined[-1].ends_at:
                joined[-1] = Span(joined[-1].starts_at, max(joined[-1].ends_at, one.ends_at))
            else:
                joined.append(one)
        return tuple(
            Span(max(one.starts_at, span.starts_at), min(one.ends_at, span.ends_at))
            for one in joined
            if one.overlaps(span)
        )

    def _spans(self, hours: str, span: Span) -> Iterator[Span]:
        day, last = self._day(span.starts_at), self._day(span.ends_at)
        while day <= last:
            spans = on_day(hours, day)
            for begins, ends in ((0, 1440),) if spans is None else spans:
                at = Span(self._moment(day, begins), self._moment(day, ends)) if begins < ends else None
                if at is not None and at.starts_at < at.ends_at:
                    yield at
            day += _DAY

    def _day(self, moment: float) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    def _moment(self, day: date, minute: int) -> float:
        # By the clock on the wall: the hours of a day on which summer time begins are those of any other day.
        wall = datetime.combine(day, time()) + timedelta(minutes=minute)
        return wall.replace(tzinfo=self.zone).timestamp()
