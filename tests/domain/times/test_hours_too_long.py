"""What is longer than any opening hours is none, and is told at once."""

import pytest

from domain.times.hours import to_osm
from domain.times.hours_clock import MOST
from domain.times.hours_words import HoursUnreadable, tokens


def test_text_longer_than_any_opening_hours_is_unreadable() -> None:
    with pytest.raises(HoursUnreadable):
        to_osm("9:00-17:00 " * MOST)
    with pytest.raises(HoursUnreadable):
        next(tokens("9:00-17:00 " * MOST))
