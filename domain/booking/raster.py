"""Time as bookings hold it: whole quarters of an hour, counted since 1970, so that no clock's change moves them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final, Self

SLOT_S: Final = 900
"""A quarter of an hour. Every zone in use today is a whole number of them away from UTC."""

LONGEST_S: Final = 14 * 86_400
"""Nobody books longer than this in one piece; what lasts longer is a closure."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one moment to another, in seconds since 1970. Raises `ValueError` unless it ends after it begins."""

    starts_at: float
    ends_at: float

    def __post_init__(self) -> None:
        if not self.starts_at < self.ends_at:
            raise ValueError("a span ends after it begins")

    @property
    def seconds(self) -> float:
        return self.ends_at - self.starts_at

    @property
    def hours(self) -> float:
        return self.seconds / 3_600

    def overlaps(self, other: Self) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def holds(self, other: Self) -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def shifted(self, seconds: float) -> Self:
        return type(self)(self.starts_at + seconds, self.ends_at + seconds)


def slots(span: Span, before_min: int = 0, after_min: int = 0) -> range:
    """Return the beginnings of the quarters that a booking touches with what is held around it."""
    first = int((span.starts_at - before_min * 60) // SLOT_S)
    last = -int(-(span.ends_at + after_min * 60) // SLOT_S)
    return range(first * SLOT_S, last * SLOT_S, SLOT_S)


def local_span(day: date, minute: int, minutes: int, zone: tzinfo) -> Span | None:
    """Return the span that begins at this minute of a local day; None where summer time skips that hour.

    An hour that comes twice is the first of the two.
    """
    wanted = datetime.combine(day, time(), zone).replace(tzinfo=None) + timedelta(minutes=minute)
    begins = wanted.replace(tzinfo=zone, fold=0).timestamp()
    if datetime.fromtimestamp(begins, zone).replace(tzinfo=None) != wanted:
        return None
    return Span(begins, begins + minutes * 60)


def month_of(moment: float, zone: tzinfo) -> Span:
    """Return the calendar month, in local time, in which this moment lies."""
    first = datetime.fromtimestamp(moment, zone).date().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Span(*(datetime.combine(day, time(), zone).timestamp() for day in (first, following)))


def free_gaps(window: Span, busy: Iterable[Span]) -> Iterator[Span]:
    """Return what is left of the window between the busy spans, in order."""
    inside = sorted(one for one in busy if one.overlaps(window))
    at = window.starts_at
    for one in inside:
        if one.starts_at > at:
            yield Span(at, one.starts_at)
        at = max(at, one.ends_at)
    if at < window.ends_at:
        yield Span(at, window.ends_at)


def runs(starts: Iterable[int]) -> Iterator[Span]:
    """Join held quarters that follow one another into spans."""
    ordered = sorted(set(starts))
    if not ordered:
        return
    first = ordered[0]
    for one, following in pairwise([*ordered, ordered[-1] + 2 * SLOT_S]):
        if following != one + SLOT_S:
            yield Span(first, one + SLOT_S)
            first = following
