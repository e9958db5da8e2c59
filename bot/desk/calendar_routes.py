"""Where the calendar is.

GET  /desk/calendar              a month or a week of activities, or of rooms
POST /desk/calendar/plan         the same activity on several days
POST /desk/calendar/feed         the address by which a unit's calendar is on a phone: made, made anew, ended
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk import calendar_feed, calendar_page, calendar_plan, doing, drawing
from bot.desk.calendar_plan import Came, Wish
from bot.desk.guard import Guard
from bot.desk.showing import number
from bot.desk.visits import Visit

T = TypeVar("T")

Works = Callable[[web.Request, Callable[[Visit], T]], Awaitable[T]]


@dataclass(frozen=True, slots=True)
class Does:
    """How the desk reads a form of its own page, and all values of one field; how it writes, and reads for a page."""

    form: Callable[[web.Request, str], Awaitable[tuple[dict[str, str], list[str]]]]
    writes: Works[Any]
    browses: Works[Any]
    guard: Guard


def calendar_ways(
    shows: Callable[[Callable[[Visit], str]], Handler], does: Does
) -> tuple[tuple[Callable[..., web.RouteDef], str, Handler], ...]:
    """Return the ways to the calendar; `shows` makes a handler of what writes a page."""

    async def feed(request: web.Request) -> web.StreamResponse:
        """Answer with the page itself: the address stands on this one answer, and nowhere else."""
        form, _ = await does.form(request, "")
        unit_id = number(form.get("unit"))
        made = await does.writes(request, lambda visit: calendar_feed.changed(form, unit_id, visit))
        return drawing.answered(await does.browses(request, lambda visit: calendar_page.page_of(unit_id, made, visit)))

    async def plan(request: web.Request) -> web.StreamResponse:
        """Plan each day by itself: what waits for a turn in the chat comes between two."""
        form, days = await does.form(request, "day")
        wish = calendar_plan.read_wish(number(form.get("pattern")), form.get("press", ""))
        await does.browses(request, lambda visit: does.guard.count(visit.session.id, time.monotonic()))
        chosen = sorted(set(days))[: calendar_plan.MOST]
        came = [await does.writes(request, partial(_placed, day, wish)) for day in chosen]
        back = doing.safe_back(form.get("back", ""))
        said = await does.browses(
            request, lambda visit: doing.with_said(back, calendar_plan.summed_up(came, visit.desk), visit.desk)
        )
        return drawing.led_to(said)

    return (
        (web.get, "/desk/calendar", shows(calendar_page.calendar_page)),
        (web.post, "/desk/calendar/plan", plan),
        (web.post, "/desk/calendar/feed", feed),
    )


def _placed(day: str, wish: Wish, visit: Visit) -> Came:
    return calendar_plan.place(day, wish, visit.desk)
