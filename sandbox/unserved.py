"""What nothing is served for is said in JSON too: to a bot in Telegram's envelope, to others as a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.refusals import RefusedError

WORDS = {404: "Not Found", 405: "Method Not Allowed", 413: "Request Entity Too Large"}


@web.middleware
async def unserved(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPClientError as error:
        words = WORDS.get(error.status, error.reason)
        if request.path.startswith("/sandbox/"):
            return web.json_response({"error": f"{words}: {request.method} {request.path}"}, status=error.status)
        return web.json_response(RefusedError(error.status, words).body(), status=error.status)
