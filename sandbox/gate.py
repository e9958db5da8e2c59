"""Who may speak to the sandbox: this machine, and pages of its own origin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
READING = frozenset({"GET", "HEAD"})


@web.middleware
async def gate(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a foreign Host (a page that has rebound its name to 127.0.0.1) and a change ordered by a foreign page."""
    host = request.headers.get("Host", "")
    if _name(host) not in LOOPBACK:
        return web.json_response({"error": "the sandbox is for this machine alone"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and request.method not in READING and origin != f"http://{host}":
        return web.json_response({"error": "a page of another origin may change nothing here"}, status=403)
    return await handler(request)


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
