"""A balancer before several workers: each delivery goes to the next of those that say that they can serve."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Final, final

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.handlers.webhook import PATH

_LOOKS_S: Final = 0.25
_HEALTH: Final = ClientTimeout(total=2.0)
_DELIVERY: Final = ClientTimeout(total=10.0)
_TROUBLES: Final = (ClientError, TimeoutError, OSError)


@final
class Balancer:
    """Before workers on these ports. `given_up` counts deliveries that no worker took in time; they come again."""

    def __init__(self, http: ClientSession, ports: Sequence[int]) -> None:
        self.given_up = 0
        self.ready: list[int] = []
        self._http = http
        self._ports = ports
        self._turn = count()

    async def look_after(self) -> None:
        """Ask every worker again and again whether it can serve."""
        while True:
            are_ready = await asyncio.gather(*map(self._is_ready, self._ports))
            self.ready = [port for port, is_ready in zip(self._ports, are_ready, strict=True) if is_ready]
            await asyncio.sleep(_LOOKS_S)

    async def _is_ready(self, port: int) -> bool:
        try:
            async with self._http.get(f"http://127.0.0.1:{port}/readyz", timeout=_HEALTH) as answer:
                return answer.status == 200
        except _TROUBLES:
            return False

    async def deliver(self, request: web.Request) -> web.Response:
        body = await request.read()
        ready = self.ready
        if ready:
            to = f"http://127.0.0.1:{ready[next(self._turn) % len(ready)]}{PATH}"
            headers = {name: value for name, value in request.headers.items() if name.startswith("X-Telegram")}
            with suppress(*_TROUBLES):
                async with self._http.post(to, data=body, headers=headers, timeout=_DELIVERY) as answer:
                    return web.Response(status=answer.status, body=await answer.read())
        self.given_up += 1
        return web.Response(status=502)


@asynccontextmanager
async def open_balancer(port: int, workers: Sequence[int]) -> AsyncIterator[Balancer]:
    """Serve on this port before those workers."""
    async with ClientSession() as http:
        balancer = Balancer(http, workers)
        app = web.Application()
        app.router.add_post(PATH, balancer.deliver)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        looking = asyncio.create_task(balancer.look_after())
        try:
            yield balancer
        finally:
            looking.cancel()
            await runner.cleanup()
