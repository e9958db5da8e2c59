"""Opening hours of a list, brought into OpenStreetMap's syntax and read once more by the library that will use them."""

import re
from typing import Final

from opening_hours import validate

from domain.remembered import remembered
from domain.times.hours import HoursUnreadable, to_osm

_OSM_BEGINS: Final = re.compile(
    r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|week|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)


@remembered(4096)
def hours(written: str) -> str | HoursUnreadable:
    """Return the hours as opening_hours, or what was in the way where they cannot be read."""
    try:
        read = to_osm(written)
    except HoursUnreadable as trouble:
        # The rarer corners of the syntax ("Mo[1] 09:00-12:00") are for the library alone to judge.
        return written if _OSM_BEGINS.match(written) and validate(written) else trouble
    return read if validate(read) else HoursUnreadable(written, written)
