"""An activity as a calendar file (RFC 5545), which takes the place of an earlier one when the activity changes."""

from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.deep_links import activity_link
from bot.texts import Words
from domain.activities.activities import Stage
from domain.activities.notices import SOON
from storage.activities.activities import ActivityRow

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT: Final = "-//Waystation//Organisational life//ZH"


def calendar_file(row: ActivityRow, place: str, bot: str, now: datetime, t: Words, page: str = "") -> bytes:  # noqa: PLR0913, PLR0917  a file has these parts
    """Write the file in the words of its reader; `place` is name and address, `bot` the bot's name, `page` an origin.

    The UID stays and SEQUENCE grows with every change, so that a calendar puts a newer file in the place of the older
    one, and strikes out what is cancelled. Times are in UTC, which needs no table of time zones beside it.
    """
    ical = import_module("icalendar")  # loaded late: eighty modules, and most people want no file
    calendar = ical.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    opens = activity_link(page or bot, row.token)
    event = _filled(ical.Event(), row, place, opens, (now, t))
    event.add("uid", f"activity-{row.id}@{f'{bot}.t.me' if bot else urlsplit(page).hostname}")
    if row.stage is not Stage.CANCELLED:
        event.add_component(_alarm(ical.Alarm(), row))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def calendar_title(row: ActivityRow, t: Words) -> str:
    """Return what the entry is called: calendars that take no notice of STATUS show at least this."""
    return t.paper("[Called off] {title}", title=row.title) if row.stage is Stage.CANCELLED else row.title


def _filled(event: "Event", row: ActivityRow, place: str, opens: str, made: tuple[datetime, Words]) -> "Event":
    now, t = made
    event.add("sequence", row.version)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", datetime.fromtimestamp(row.starts_at, UTC))
    event.add("dtend", datetime.fromtimestamp(row.ends_at, UTC))
    event.add("summary", calendar_title(row, t))
    event.add("status", "CANCELLED" if row.stage is Stage.CANCELLED else "CONFIRMED")
    event.add("url", opens)
    if place:
        event.add("location", place)
    if row.position is not None:
        event.add("geo", (row.position.latitude, row.position.longitude))
    called_off = t.paper("Called off: this entry can be deleted.") if row.stage is Stage.CANCELLED else ""
    parts = (called_off, row.plan.notes, opens)
    event.add("description", "\n".join(part for part in parts if part))
    return event


def _alarm(alarm: "Alarm", row: ActivityRow) -> "Alarm":
    """Remind of it in time to get there, as the bot does."""
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -SOON)
    alarm.add("description", row.title)
    return alarm
