"""Hours asked for twice in one search are read once, and say what they said."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from bot.facts.open_times import OpenTimes
from domain.booking.life import Why
from domain.booking.raster import Span
from storage.booking.hours_asked import HoursAsked

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = 1_798_855_200.0  # Saturday, 2 January 2027, 10:00 in Shanghai
HOUR = Span(MORNING, MORNING + 3_600)


class Counted:
    """Opening hours that count how often they were read."""

    def __init__(self) -> None:
        self.times = OpenTimes(SHANGHAI)
        self.read = 0

    @property
    def zone(self) -> tzinfo:
        return self.times.zone

    def shut(self, hours: str, span: Span) -> Why | None:
        self.read += 1
        return self.times.shut(hours, span)

    def touches(self, hours: str, span: Span) -> bool:
        return self.times.touches(hours, span)

    def open_spans(self, hours: str, span: Span) -> tuple[Span, ...]:
        return self.times.open_spans(hours, span)


def test_hours_are_read_once_for_a_span() -> None:
    counted = Counted()
    asked = HoursAsked(counted)
    assert [asked.shut("Sa 12:00-14:00", HOUR) for _ in range(3)] == [Why.OUTSIDE_HOURS] * 3
    assert [asked.shut("Sa 09:00-14:00", HOUR) for _ in range(3)] == [None] * 3
    assert counted.read == 2
    assert asked.shut("Sa 12:00-14:00", HOUR.shifted(2 * 3_600)) is None, "another time is another question"


def test_all_else_is_as_it_was() -> None:
    asked = HoursAsked(Counted())
    assert asked.zone == SHANGHAI
    assert asked.touches("Sa 09:00-10:30", HOUR)
    assert asked.open_spans("Sa 09:00-10:30", HOUR) == (Span(MORNING, MORNING + 1_800),)
