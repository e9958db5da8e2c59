"""The webhook's route: a secret compared in constant time, and 200 only after the commit."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from prometheus_client import Counter

from bot.chat import Front
from bot.handlers.polling import DELIVERED_AT, Take
from bot.handlers.receipts import Receipts
from storage.troubles import trouble_with

log = structlog.get_logger()

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name
BODY_LIMIT = 1024 * 1024
BODY_S = 10.0
"""So long a body may take: Telegram's is there with its headers."""

REFUSED = Counter("waystation_webhook_refused", "Deliveries that were turned away.", ["why"])


def webhook_routes(front: Front, take: Take, secret: str, path: str = PATH) -> list[web.RouteDef]:
    """Return the route that Telegram delivers to. Raises `ValueError` without a secret: anybody could play anyone."""
    if not secret:
        raise ValueError("a webhook needs a secret")
    return [web.post(path, _delivery(front, take, secret.encode()))]


def _delivery(front: Front, take: Take, secret: bytes) -> Callable[[web.Request], Awaitable[web.Response]]:
    receipts = Receipts(front)

    async def deliver(request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(shown, secret):
            return _refuse("secret", 403)
        try:
            async with asyncio.timeout(BODY_S):
                body = await _body(request)
        except TimeoutError:
            return _refuse("slow", 408)
        except (ConnectionError, web.RequestPayloadError):  # it left, or what came is no body: nobody reads the answer
            return _refuse("broken off", 400)
        return await _play(front, take, receipts, body) if body else _refuse("size", 413)

    return deliver


async def _body(request: web.Request) -> bytes:
    """Read the body, or return nothing if it is over the limit."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            return b""
    return bytes(body)


async def _play(front: Front, take: Take, receipts: Receipts, body: bytes) -> web.Response:
    """Answer 200 once the update has taken effect, and 503 if it could not, so that Telegram delivers it again.

    What is no update at all is answered 200 too, logged and counted: Telegram would bring it again and again, and
    hold back what waits behind it.
    """
    try:
        arrival = front.parse(body)
    except ValueError:
        log.warning("delivery_is_no_update", size=len(body))
        REFUSED.labels("no update").inc()
        return web.Response()
    receipts.answer([arrival])
    try:
        await take([arrival])
    except Exception as trouble:  # noqa: BLE001  whatever hindered the commit, the update is still Telegram's
        log.error(  # noqa: TRY400  the traceback could hold a person's text
            "update_not_taken", update_id=arrival.update_id, kind=type(trouble).__name__, why=trouble_with(trouble)
        )
        return _refuse("not taken", 503)
    DELIVERED_AT.set_to_current_time()
    return web.Response()


def _refuse(why: str, status: int) -> web.Response:
    REFUSED.labels(why).inc()
    return web.Response(status=status)
