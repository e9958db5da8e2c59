"""What the page reads travels compressed; the bot's side stays as Telegram has it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

WORTH_PACKING = 1024  # bytes; below, there is little to gain
_BARE = ("Range", "If-None-Match", "If-Modified-Since")  # may be answered by a part or by no body at all


@web.middleware
async def packed(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Compress the page's own files, which are all text, and what is told of chats where it is long."""
    response = await handler(request)
    if request.method == "GET" and (_is_page_file(request) or _is_long_json(request, response)):
        response.enable_compression()
    return response


def _is_page_file(request: web.Request) -> bool:
    ours = request.path == "/" or request.path.startswith("/page/")
    return ours and not any(name in request.headers for name in _BARE)


def _is_long_json(request: web.Request, response: web.StreamResponse) -> bool:
    json = request.path.startswith("/sandbox/") and response.content_type == "application/json"
    return json and (response.content_length or 0) > WORTH_PACKING
