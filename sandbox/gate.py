"""Who may speak to the sandbox: this machine, and pages of its own origin; and who may show its page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
FOREIGN = frozenset({"cross-site", "same-site"})  # same-site is another port or another name of this machine
PAGE = "/"
# A page of ours is framed by nobody, and what we answer is no picture or script of another page's.
GUARDS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@web.middleware
async def gate(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a foreign Host (a page that has rebound its name to 127.0.0.1) and whatever a foreign page orders.

    A picture or a script that a foreign page asks for says so by Sec-Fetch-Site alone, for a GET bears no Origin; and
    Telegram's methods may be called by GET. A link to the page itself may stand anywhere.
    """
    host = request.headers.get("Host", "")
    if _name(host) not in LOOPBACK:
        return _refused("the sandbox is for this machine alone")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        return _refused("a page of another origin may ask and change nothing here")
    if request.headers.get("Sec-Fetch-Site") in FOREIGN and not _is_visit(request):
        return _refused("a page of another site may ask and change nothing here")
    return await handler(request)


async def guard(_request: web.Request, response: web.StreamResponse) -> None:
    """Forbid other pages to show what is answered; what has rules of its own keeps them."""
    for name, value in GUARDS.items():
        response.headers.setdefault(name, value)


def _is_visit(request: web.Request) -> bool:
    """Say whether somebody follows a link to the page."""
    visit = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.headers.get("Sec-Fetch-Dest") == "document"
    return visit and request.method == "GET" and request.path == PAGE


def _refused(words: str) -> web.Response:
    return web.json_response({"error": words}, status=403, headers=GUARDS)


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
