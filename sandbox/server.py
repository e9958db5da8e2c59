"""The sandbox as one server: the Bot API, the person's side and the chat page on one loopback origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from aiohttp import web

from sandbox.bot_side.bot_api import Answer, BotApi
from sandbox.gate import gate, guard
from sandbox.packing import packed
from sandbox.person_side.routes import PersonSide
from sandbox.state.call_log import CallLog
from sandbox.state.faults import Faults
from sandbox.state.limits import USUAL, Limits
from sandbox.state.people import Json, Persona
from sandbox.state.world import World
from sandbox.unserved import unserved

PAGE = Path(__file__).parent / "page"
# What the page may load and do, as its own head says too, and that nobody frames it, which only a header can say.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KEPT_CALLS = 100_000
BODY_MOST = 60 * 2**20
SHUTDOWN_S = 1.0


class Sandbox:
    """A Telegram on your own machine, for one bot. It binds to loopback alone."""

    def __init__(  # noqa: PLR0913  each has its usual
        self,
        token: str,
        personas: Sequence[Persona] = (),
        *,
        limits: Limits = USUAL,
        on_advance: Callable[[float], None] | None = None,
        calls: int = KEPT_CALLS,
        beside: Sequence[web.RouteDef] = (),
    ) -> None:
        """Prepare. `beside`: what somebody else serves on this origin."""
        self.world = World(token, personas, limits)
        self._calls = CallLog(calls)
        faults = Faults()
        self._api = BotApi(self.world, faults, self._calls)
        self._people = PersonSide(self.world, faults, self._calls, on_advance)
        self._beside = beside
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Serve, on a free port unless one is given, and return the origin, as in http://127.0.0.1:8080."""
        app = self._app()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._api.webhook.stop()
        self.world.updates.release()
        self.world.events.close()
        if self._runner:
            await self._runner.cleanup()

    def meet(self, people: Iterable[int]) -> None:
        """Let people be known to the bot, as if they had pressed Start in an earlier run."""
        self.world.meet(people)

    async def call(self, method: str, parameters: Json) -> Answer:
        """Carry out a Bot API call that came without HTTP, and return what would have been its answer."""
        return await self._api.call(method, parameters)

    def does(self, path: str, body: Json) -> object:
        """Do without HTTP what a POST to /sandbox/<path> does, and return what came of it.

        Raises `MisusedError`, or `RefusedError` for what Telegram would refuse.
        """
        return self._people.does(path, body)

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[unserved, gate, packed], client_max_size=BODY_MOST)
        app.add_routes(
            [
                web.route("*", "/bot{token}/{method}", self._api.serve),
                web.get("/file/bot{token}/{path:.+}", self._api.download),
                *self._people.routes(),
                web.get("/", _page),
                web.static("/page", PAGE),
                *self._beside,
            ]
        )
        app.on_response_prepare.extend([_ask_again, guard])
        return app


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": PAGE_POLICY})


async def _ask_again(_request: web.Request, response: web.StreamResponse) -> None:
    """Let no browser keep a part of the page without asking whether it has changed."""
    response.headers.setdefault("Cache-Control", "no-cache")
