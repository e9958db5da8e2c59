"""Where the pages of coverage are.

GET  /desk/coverage              the figures of a unit on a day
GET  /desk/coverage/rows         the rows that a figure is the sum of
GET  /desk/coverage/time         a figure by month
GET  /desk/map                   the map, and where nobody has been
GET  /desk/month                 a month in five sentences, to be printed
GET  /desk/wall                  the figures alone, large
GET  /desk/building/NUMBER       a building and its story
"""

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk import building_page, coverage_page, map_page, month_page
from bot.desk.showing import number
from bot.desk.visits import Visit

Shows = Callable[[Callable[[Visit], str]], Handler]


def coverage_ways(shows: Shows) -> tuple[tuple[Callable[..., web.RouteDef], str, Handler], ...]:
    """Return the ways to these pages; `shows` makes a handler of what writes a page."""

    async def building(request: web.Request) -> web.StreamResponse:
        building_id = number(request.match_info["number"])
        return await shows(lambda visit: building_page.building_page(visit, building_id))(request)

    return (
        (web.get, "/desk/coverage", shows(coverage_page.coverage_page)),
        (web.get, "/desk/coverage/rows", shows(coverage_page.rows_page)),
        (web.get, "/desk/coverage/time", shows(coverage_page.over_time_page)),
        (web.get, "/desk/map", shows(map_page.map_page)),
        (web.get, "/desk/month", shows(month_page.month_page)),
        (web.get, "/desk/wall", shows(coverage_page.wall_page)),
        (web.get, "/desk/building/{number:[0-9]+}", building),
    )
