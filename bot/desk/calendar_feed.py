"""The calendar of a unit on an organiser's phone: its secret address is made, made anew and ended at the desk.

Of the secret nothing but a hash is kept: it stands on the one answer to the form that made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bot.desk import acting, drawing
from bot.desk.guard import RefusedError
from bot.desk.visits import Visit
from bot.flows import feed_addresses
from storage.people import calendar_feeds
from storage.places import places
from storage.places.places import UnitRow


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a unit's calendar has an address, and since when."""

    unit: UnitRow
    runs: bool
    lines: tuple[Markup, ...]


def standing(row: UnitRow | None, visit: Visit) -> Standing | None:
    """Tell how the calendar of this unit stands; None where calendars are not served, or no unit is chosen."""
    desk = visit.desk
    if not desk.page or row is None:
        return None
    running = calendar_feeds.running(desk.unit, calendar_feeds.of_desk(visit.session.chat_id, row.id))
    if running is None:
        return Standing(row, runs=False, lines=())
    day = feed_addresses.day(running.made_at, desk)
    since = desk.words("The calendar of {name} has had its address since {day}.", name=row.name, day=day)
    return Standing(row, runs=True, lines=tuple(map(drawing.said, (since, *feed_addresses.standing(running, desk)))))


def changed(form: Mapping[str, str], unit_id: int, visit: Visit) -> Markup:
    """Make the address of a unit's calendar, or end it, and return what is said. Raises `RefusedError`."""
    desk, press = visit.desk, form.get("press", "")
    row = places.unit(desk.unit, unit_id) if unit_id and desk.may_organise(unit_id) else None
    if row is None or not desk.page:
        raise RefusedError(404, "nothing")
    subject, t = calendar_feeds.of_desk(visit.session.chat_id, row.id), desk.words
    if press == "end":
        calendar_feeds.end(desk.unit, subject, desk.now.timestamp())
        acting.note("desk.calendar_end", desk, f"unit:{row.id}")
        return drawing.said(t("The calendar has ended. Whoever subscribed to it can delete it."))
    if press != "make":
        raise RefusedError(400, "form")
    acting.note("desk.calendar", desk, f"unit:{row.id}")
    heading = t("The address of the calendar of {name}, for you alone:", name=row.name)
    return drawing.said(feed_addresses.made(subject, heading, 0, desk).html)
