"""Where the calendar is.

GET  /desk/calendar              a month or a week of activities, or of rooms
POST /desk/calendar/feed         the address by which a unit's calendar is on a phone: made, made anew, ended
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from markupsafe import Markup

from bot.desk import calendar_feed, calendar_page, drawing
from bot.desk.showing import number
from bot.desk.visits import Visit

T = TypeVar("T")

Works = Callable[[web.Request, Callable[[Visit], T]], Awaitable[T]]


@dataclass(frozen=True, slots=True)
class Does:
    """How the desk reads a form of its own page, writes, and reads for a page."""

    form: Callable[[web.Request], Awaitable[dict[str, str]]]
    writes: Works[Markup]
    browses: Works[str]


def calendar_ways(
    shows: Callable[[Callable[[Visit], str]], Handler], does: Does
) -> tuple[tuple[Callable[..., web.RouteDef], str, Handler], ...]:
    """Return the ways to the calendar; `shows` makes a handler of what writes a page."""

    async def feed(request: web.Request) -> web.StreamResponse:
        """Answer with the page itself: the address stands on this one answer, and nowhere else."""
        form = await does.form(request)
        unit_id = number(form.get("unit"))
        made = await does.writes(request, lambda visit: calendar_feed.changed(form, unit_id, visit))
        return drawing.answered(await does.browses(request, lambda visit: calendar_page.page_of(unit_id, made, visit)))

    return (
        (web.get, "/desk/calendar", shows(calendar_page.calendar_page)),
        (web.post, "/desk/calendar/feed", feed),
    )
