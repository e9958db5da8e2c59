"""What the process shows over HTTP: whether it lives and can serve, its metrics, and the way in for Telegram's webhook.

Whoever speaks to it may be anybody: a connection that has not brought the head of a request within `WAITS_S` is closed,
there are never more than `AT_MOST` connections (the oldest that waits gives way to a new one), and a client that breaks
off leaves no traceback.
"""

import asyncio
import logging
import resource
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

from bot.chat import Front
from bot.handlers.polling import Take
from bot.handlers.webhook import webhook_routes
from bot.health import Health, said

WAITS_S: Final = 15.0
"""So long a new connection may be open without a request."""

IDLE_S: Final = 75.0
"""So long it may be from one request to the next: longer than a proxy keeps it, which would else find it closed."""

LINGERS_S: Final = 2.0
AT_MOST: Final = 200
PAGES_AT_MOST: Final = 10_000
"""Where the chat page is served: each that is open holds a stream."""

CLOSED: Final = Counter("waystation_connections_closed", "Connections that gave way to others.")
BROKEN: Final = Counter("waystation_requests_broken", "Requests that broke off, or were none.")

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def serve(  # noqa: PLR0913, PLR0917  all that is served here comes together here
    listen: str, front: Front, take: Take, secret: str, health: Health, pages: Iterable[web.RouteDef] = ()
) -> Callable[[], Awaitable[None]]:
    """Listen on HOST:PORT and return what ends it. Without a secret Telegram has no way in; `pages`: the chat page's.

    Raises `OSError` where the port is taken.
    """
    ways_in = webhook_routes(front, take, secret) if secret else ()
    pages = tuple(pages)
    return await _listen(listen, (*_looks(health), *ways_in, *pages), _room(PAGES_AT_MOST if pages else AT_MOST))


def _looks(health: Health) -> Iterable[web.RouteDef]:
    async def healthz(_request: web.Request) -> web.Response:
        ills = health.ills()
        return web.Response(text=said(ills), status=503 if ills else 200)

    async def readyz(_request: web.Request) -> web.Response:
        wants = await health.wants()
        return web.Response(text=said(wants), status=503 if wants else 200)

    return (web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", _metrics))


async def _listen(listen: str, routes: Iterable[web.RouteDef], room: int) -> Callable[[], Awaitable[None]]:
    crowd = _Crowd(room)
    app = web.Application(middlewares=[crowd.attend])
    app.add_routes(routes)
    logger = logging.getLogger("aiohttp.server")
    logger.addFilter(_is_ours)
    runner = web.AppRunner(
        app, access_log=None, keepalive_timeout=IDLE_S, lingering_time=LINGERS_S, logger=logger, shutdown_timeout=5.0
    )
    await runner.setup()
    host, _, port = listen.rpartition(":")
    assert runner.server is not None  # noqa: S101  for the type checker: it is set up
    crowd.server = runner.server
    server = await asyncio.get_running_loop().create_server(crowd.welcome, host or "127.0.0.1", int(port))

    async def end() -> None:
        server.close()
        await runner.cleanup()
        logger.removeFilter(_is_ours)

    return end


def _room(at_most: int) -> int:
    """Return how many connections there is room for: no more than a part of the files that the process may open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    ours = files // 4 if at_most == AT_MOST else files * 3 // 4
    return at_most if files == resource.RLIM_INFINITY else max(8, min(at_most, ours))


@final
class _Crowd:
    """The connections there are. One that brings a whole request is served; of the others the oldest gives way."""

    def __init__(self, at_most: int) -> None:
        self.server: web.Server
        self._at_most = at_most
        self._served: set[asyncio.BaseProtocol] = set()
        self._new: set[asyncio.BaseProtocol] = set()

    def welcome(self) -> asyncio.BaseProtocol:
        """Make room, and open a connection."""
        there = self.server.connections  # the oldest first
        too_many = max(0, len(there) + 1 - self._at_most)
        for one in [one for one in there if one not in self._served][:too_many]:
            CLOSED.inc()
            one.force_close()
        newcomer = self.server()
        self._new.add(newcomer)
        asyncio.get_running_loop().call_later(WAITS_S, self._part_with, newcomer)
        return newcomer

    def _part_with(self, newcomer: web.RequestHandler) -> None:
        """Close what is still without a request."""
        if newcomer in self._new:
            self._new.discard(newcomer)
            newcomer.force_close()

    @web.middleware
    async def attend(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        self._new.discard(request.protocol)
        self._served.add(request.protocol)
        try:
            return await handler(request)
        finally:
            self._served.discard(request.protocol)


def _is_ours(record: logging.LogRecord) -> bool:
    """Let pass what a handler of ours has raised; what broken clients send is counted, and nothing else."""
    raised = record.exc_info[1] if record.exc_info else None
    if isinstance(raised, HttpProcessingError | ConnectionError | web.RequestPayloadError):
        BROKEN.inc()
        return False
    return True


async def _metrics(_request: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
