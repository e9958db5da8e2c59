"""The buttons of rooms that are free when an activity is held."""

from datetime import UTC
from typing import Final

from bot.chat import Button, Buttons
from bot.facts.open_times import OpenTimes
from bot.flows.desk import Desk
from bot.flows.typed import readable
from domain.booking.raster import Span
from domain.booking.resources import Kind
from storage.activities.activities import ActivityRow
from storage.booking import search
from storage.booking.search import Found, Question

ROOM: Final = "room."
"""What the choice of a room begins with; its number follows."""

ALL: Final = "room.all"

_MOST: Final = 2
_LABEL: Final = 24


def buttons(row: ActivityRow, desk: Desk) -> Buttons:
    """Return the nearest rooms that are free then, and the way to more of them; none where nothing is."""
    if row.starts_at <= desk.now.timestamp():
        return ()
    question = Question(row.unit_id, Span(row.starts_at, row.ends_at), Kind.ROOM, row.plan.seats)
    opening = OpenTimes(desk.now.tzinfo or UTC)
    found = search.free(desk.unit, question, opening, desk.now.timestamp(), _MOST + 1)
    rooms = tuple((Button(_label(one, desk), f"{ROOM}{one.resource.id}"),) for one in found[:_MOST])
    more = ((Button(desk.words.button("More rooms that are free then"), ALL),),) if len(found) > _MOST else ()
    return (*rooms, *more)


def _label(one: Found, desk: Desk) -> str:
    t, name = desk.words, readable(one.resource.name, _LABEL)
    if one.at_once:
        return t.button("{name} · free then", name=name)
    return t.button("{name} · free then, on request", name=name)
