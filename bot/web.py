"""What the process shows over HTTP: whether it lives and can serve, its metrics, and the way in for Telegram's webhook.

Whoever speaks to it may be anybody: a connection that has not brought the head of a request within `WAITS_S` is closed,
there are never more than `AT_MOST` connections (the oldest that waits gives way to a new one), and a client that breaks
off leaves no traceback.
"""

import asyncio
import logging
import resource
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final, final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Metric, generate_latest

from bot.chat import Front
from bot.handlers.polling import Take
from bot.handlers.webhook import webhook_routes
from bot.health import Health, Ill

WAITS_S: Final = 15.0
"""So long a new connection may be open without a request."""

IDLE_S: Final = 75.0
"""So long it may be from one request to the next: longer than a proxy keeps it, which would else find it closed."""

LINGERS_S: Final = 2.0
AT_MOST: Final = 200
PAGES_AT_MOST: Final = 10_000
"""Where the chat page is served: each that is open holds a stream."""

BACKLOG: Final = 128
CLOSED: Final = Counter("waystation_connections_closed", "Connections that gave way to others.")
BROKEN: Final = Counter("waystation_requests_broken", "Requests that broke off, or were none.")

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Seat:
    """A worker's place beside others of one machine: its number, and the sockets that it listens on.

    The first socket is shared with the others: whoever is free takes what comes. The second is its own.
    """

    number: int
    sockets: Sequence[socket.socket]


async def serve(  # noqa: PLR0913, PLR0917  all that is served here comes together here
    at: str | Seat, front: Front, take: Take, secret: str, health: Health, pages: Iterable[web.RouteDef] = ()
) -> Callable[[], Awaitable[None]]:
    """Listen on HOST:PORT, or from a seat, and return what ends it. Without a secret Telegram has no way in.

    `pages` are the chat page's routes.

    Raises `OSError` where the port is taken.
    """
    ways_in = webhook_routes(front, take, secret) if secret else ()
    pages = tuple(pages)
    sockets, worker = ([listening(at)], "") if isinstance(at, str) else (at.sockets, str(at.number))
    room = _room(PAGES_AT_MOST if pages else AT_MOST)
    return await _listen(sockets, (*_looks(health, worker), *ways_in, *pages), _Crowd(room, health))


def listening(at: str, *, further: int = 0) -> socket.socket:
    """Open the socket of HOST:PORT, or `further` ports on. Raises `OSError` where the port is taken."""
    host, _, port = at.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.create_server((host, int(port) + further), family=family, backlog=BACKLOG)
    opened.setblocking(False)  # noqa: FBT003  the socket's own
    return opened


def _looks(health: Health, worker: str) -> Iterable[web.RouteDef]:
    async def healthz(_request: web.Request) -> web.Response:
        return _said("alive", health.ills())

    async def readyz(_request: web.Request) -> web.Response:
        return _said("ready", await health.wants())

    async def metrics(_request: web.Request) -> web.Response:
        body = generate_latest(_Labelled(worker) if worker else REGISTRY)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return (web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics))


def _said(word: str, ills: Sequence[Ill]) -> web.Response:
    """Answer 200 where nothing is wrong, else 503, and say what."""
    answer = {word: not ills, "wrong": [asdict(ill) for ill in ills]}
    return web.json_response(answer, status=503 if ills else 200)


@final
class _Labelled(CollectorRegistry):
    """All figures with the number of the worker that they are of: several on one machine are told apart by it."""

    def __init__(self, worker: str) -> None:
        super().__init__()
        self._worker = worker

    def collect(self) -> Iterator[Metric]:
        for metric in REGISTRY.collect():
            for at, sample in enumerate(metric.samples):
                metric.samples[at] = sample._replace(labels={**sample.labels, "worker": self._worker})
            yield metric


async def _listen(
    sockets: Sequence[socket.socket], routes: Iterable[web.RouteDef], crowd: "_Crowd"
) -> Callable[[], Awaitable[None]]:
    app = web.Application(middlewares=[crowd.attend])
    app.add_routes(routes)
    logger = logging.getLogger("aiohttp.server")
    logger.addFilter(_is_ours)
    runner = web.AppRunner(
        app, access_log=None, keepalive_timeout=IDLE_S, lingering_time=LINGERS_S, logger=logger, shutdown_timeout=5.0
    )
    await runner.setup()
    assert runner.server is not None  # noqa: S101  for the type checker: it is set up
    crowd.server = runner.server
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(crowd.welcome, sock=one) for one in sockets]

    async def end() -> None:
        for server in servers:
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

    def __init__(self, at_most: int, health: Health) -> None:
        self.server: web.Server
        self._health = health
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
            answer = await handler(request)
            if self._health.is_draining:
                answer.force_close()  # whoever keeps the connection would find it closed a moment later
            return answer
        finally:
            self._served.discard(request.protocol)


def _is_ours(record: logging.LogRecord) -> bool:
    """Let pass what a handler of ours has raised; what broken clients send is counted, and nothing else."""
    raised = record.exc_info[1] if record.exc_info else None
    if isinstance(raised, HttpProcessingError | ConnectionError | web.RequestPayloadError):
        BROKEN.inc()
        return False
    return True
