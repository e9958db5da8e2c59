"""An activity as a calendar file (RFC 5545), which takes the place of an earlier one when the activity changes."""

from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

from bot.deep_links import activity_link
from domain.activities import Stage
from domain.activity_notices import SOON
from storage.activities.activities import ActivityRow

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT: Final = "-//Waystation//Organisational life//ZH"


def calendar_file(row: ActivityRow, place: str, bot: str, now: datetime) -> bytes:
    """Write the file; `place` is name and address, `bot` the bot's name.

    The UID stays and SEQUENCE grows with every change, so that a calendar puts a newer file in the place of the older
    one, and strikes out what is cancelled. Times are in UTC, which needs no table of time zones beside it.
    """
    ical = import_module("icalendar")  # loaded late: eighty modules, and most people want no file
    calendar = ical.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = _filled(ical.Event(), row, place, bot, now)
    if row.stage is not Stage.CANCELLED:
        event.add_component(_alarm(ical.Alarm(), row))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _filled(event: "Event", row: ActivityRow, place: str, bot: str, now: datetime) -> "Event":
    event.add("uid", f"activity-{row.id}@{bot}.t.me")
    event.add("sequence", row.version)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", datetime.fromtimestamp(row.starts_at, UTC))
    event.add("dtend", datetime.fromtimestamp(row.ends_at, UTC))
    event.add("summary", row.title)
    event.add("status", "CANCELLED" if row.stage is Stage.CANCELLED else "CONFIRMED")
    event.add("url", activity_link(bot, row.id))
    if place:
        event.add("location", place)
    if row.position is not None:
        event.add("geo", (row.position.latitude, row.position.longitude))
    event.add("description", "\n".join(part for part in (row.plan.notes, activity_link(bot, row.id)) if part))
    return event


def _alarm(alarm: "Alarm", row: ActivityRow) -> "Alarm":
    """Remind of it in time to get there, as the bot does."""
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -SOON)
    alarm.add("description", row.title)
    return alarm
