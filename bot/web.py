"""What the process shows over HTTP: whether it lives, its metrics, and the way in for Telegram's webhook."""

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.chat import Front
from bot.handlers.polling import Take
from bot.handlers.webhook import webhook_routes


async def serve(listen: str, front: Front, take: Take, secret: str) -> Callable[[], Awaitable[None]]:
    """Listen on HOST:PORT and return what ends it. Without a secret there is no way in, only the looks."""
    ways_in = webhook_routes(front, take, secret) if secret else ()
    return await _listen(listen, (web.get("/healthz", _healthz), web.get("/metrics", _metrics), *ways_in))


async def _listen(listen: str, routes: Iterable[web.RouteDef]) -> Callable[[], Awaitable[None]]:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    host, _, port = listen.rpartition(":")
    await web.TCPSite(runner, host or "127.0.0.1", int(port)).start()
    return runner.cleanup


async def _healthz(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


async def _metrics(_request: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
