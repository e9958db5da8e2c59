"""Delivery of updates to the bot's own address: in order within a chat, several chats at once, until it says 200."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from urllib.parse import urlsplit

import aiohttp

from sandbox.plain_json import loads
from sandbox.refusals import bad_request
from sandbox.state.people import Json
from sandbox.state.updates import Update, Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name, not a secret
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 5.0
LOOK_AHEAD = 1000  # updates, in which another chat is sought while one is busy
PATIENCE = aiohttp.ClientTimeout(total=60)

Call = Callable[[str, Json], Awaitable[object]]


@dataclass(slots=True)
class Address:
    """Where to deliver, and how the last failure went."""

    url: str
    secret: str
    most_at_once: int
    failed_at: int | None = None
    failure: str = ""


def read_address(p: Json) -> Address:
    """Read setWebhook. Raises RefusedError (400); the sandbox delivers to its own machine alone."""
    url = str(p.get("url") or "")
    if urlsplit(url).scheme not in ("http", "https") or urlsplit(url).hostname not in LOOPBACK:
        raise bad_request("bad webhook: the sandbox delivers to 127.0.0.1 and localhost alone")
    secret = str(p.get("secret_token") or "")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = p.get("max_connections")
    return Address(url, secret, min(100, max(1, most)) if isinstance(most, int) else 40)


class Webhook:
    """The address in force, if any, and the deliveries under way."""

    def __init__(self, updates: Updates, now: Callable[[], int], call: Call) -> None:
        self.address: Address | None = None
        self._updates = updates
        self._now = now
        self._call = call
        self._courier: asyncio.Task[None] | None = None

    async def set(self, address: Address | None) -> None:
        await self.stop()
        self.address = address
        if address:
            self._courier = asyncio.create_task(self._deliver_all(address))

    async def stop(self) -> None:
        courier, self._courier = self._courier, None
        if courier:
            courier.cancel()
            with suppress(asyncio.CancelledError):
                await courier

    def info(self) -> Json:
        """Return WebhookInfo."""
        waiting = len(self._updates.waiting)
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}
        if self._updates.allowed:
            info["allowed_updates"] = list(self._updates.allowed)
        if self.address:
            info.update(url=self.address.url, max_connections=self.address.most_at_once, ip_address="127.0.0.1")
            if self.address.failed_at is not None:
                info.update(last_error_date=self.address.failed_at, last_error_message=self.address.failure)
        return info

    async def _deliver_all(self, address: Address) -> None:
        busy: dict[int, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            try:
                while True:
                    self._updates.arrived.clear()
                    for update in self._ready(busy, address.most_at_once - len(busy)):
                        busy[update.lane] = asyncio.create_task(self._deliver(session, address, update))
                        busy[update.lane].add_done_callback(partial(self._free, busy, update.lane))
                    await self._updates.arrived.wait()
            finally:
                for task in busy.values():
                    task.cancel()
                await asyncio.gather(*busy.values(), return_exceptions=True)

    def _ready(self, busy: dict[int, asyncio.Task[None]], room: int) -> list[Update]:
        """Return the oldest update of each chat that has none under way, as many as there is room for."""
        ready: dict[int, Update] = {}
        for update in islice(self._updates.waiting, LOOK_AHEAD if room > 0 else 0):
            if update.lane not in busy and update.lane not in ready:
                ready[update.lane] = update
                if len(ready) == room:
                    break
        return list(ready.values())

    def _free(self, busy: dict[int, asyncio.Task[None]], lane: int, _done: asyncio.Task[None]) -> None:
        busy.pop(lane, None)
        self._updates.arrived.set()

    async def _deliver(self, session: aiohttp.ClientSession, address: Address, update: Update) -> None:
        wait = FIRST_WAIT_S
        while (failure := await self._post(session, address, update)) is not None:
            address.failed_at, address.failure = self._now(), failure
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT_S, wait * 2)
        self._updates.remove(update)

    async def _post(self, session: aiohttp.ClientSession, address: Address, update: Update) -> str | None:
        """Deliver once; return what went wrong, or None."""
        headers = {"Content-Type": "application/json"}
        if address.secret:
            headers[SECRET_HEADER] = address.secret
        try:
            async with session.post(address.url, data=update.text.encode(), headers=headers, ssl=False) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"
        if answer.status != 200:
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        await self._carry_out(body)
        return None

    async def _carry_out(self, body: bytes) -> None:
        """Make the call that a webhook's answer may hold."""
        with suppress(ValueError):
            order = loads(body) if body.strip() else None
            if isinstance(order, dict) and isinstance(order.get("method"), str):
                await self._call(order["method"], {key: what for key, what in order.items() if key != "method"})
