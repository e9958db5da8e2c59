"""A calendar that phones subscribe to, written from entries (RFC 5545, 7986); whose they are it does not know.

| for | what it needs, and gets |
|---|---|
| Apple, iOS and macOS | `webcal` or https; REFRESH-INTERVAL and X-PUBLISHED-TTL as a wish; a VTIMEZONE for each TZID |
| Google | a reachable https address; SEQUENCE and LAST-MODIFIED that grow, else it keeps what it knows |
| Outlook | METHOD:PUBLISH, a UID and a DTSTAMP in each entry, lines of 75 octets, CRLF; X-WR-CALNAME for the name |
| whatever opens the file once, as Huawei's | the same file: a second opening finds the same UIDs |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from domain.times.calendar_entries import Entry, Shown

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT: Final = "-//Waystation//Subscription//ZH"

EVERY: Final = timedelta(hours=1)
"""So often a calendar is asked to look; most look as often as they like."""

_ZONE_FROM: Final = date(2025, 1, 1)
_ZONE_UNTIL: Final = date(2040, 1, 1)
"""The zone's changes are written out for these years: no entry is older or later."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the whole is called, whose names its entries bear (a host), and the zone that it is written in."""

    name: str
    host: str
    zone: ZoneInfo


def write(head: Head, shown: Iterable[Shown]) -> bytes:
    """Write the calendar. The same entries give the same bytes: nothing of it is the time of writing."""
    ical = import_module("icalendar")  # loaded late: eighty modules, and most houses have no subscriber
    calendar = ical.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", head.name)
    calendar.add("x-wr-calname", head.name)
    calendar.add("x-wr-timezone", head.zone.key)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", ical.vDuration(EVERY))
    calendar.add_component(ical.Timezone.from_tzid(head.zone.key, first_date=_ZONE_FROM, last_date=_ZONE_UNTIL))
    for one in shown:
        event = _told(ical.Event(), head, one)
        if one.gone_at is None:
            for before_s in one.entry.alarms_s:
                event.add_component(_alarm(ical.Alarm(), one.entry, before_s))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _told(event: "Event", head: Head, one: Shown) -> "Event":
    entry, changed = one.entry, datetime.fromtimestamp(int(one.changed_at), UTC)
    event.add("uid", f"{entry.key}@{head.host}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", one.sequence)
    event.add("dtstart", _begins(entry, head.zone))
    event.add("dtend", _ends(entry, head.zone))
    event.add("summary", entry.title)
    event.add("status", _status(one))
    event.add("transp", "OPAQUE" if one.gone_at is None and entry.is_sure and not entry.is_whole_day else "TRANSPARENT")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    return event


def _status(one: Shown) -> str:
    if one.gone_at is not None:
        return "CANCELLED"
    return "CONFIRMED" if one.entry.is_sure else "TENTATIVE"


def _begins(entry: Entry, zone: ZoneInfo) -> datetime | date:
    begins = datetime.fromtimestamp(entry.starts_at, zone)
    return begins.date() if entry.is_whole_day else begins


def _ends(entry: Entry, zone: ZoneInfo) -> datetime | date:
    """Return the end; of whole days the one after the last, as the standard has it."""
    ends = datetime.fromtimestamp(entry.ends_at, zone)
    return ends.date() if entry.is_whole_day else ends


def _alarm(alarm: "Alarm", entry: Entry, before_s: float) -> "Alarm":
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(seconds=-before_s))
    alarm.add("description", entry.title)
    return alarm
