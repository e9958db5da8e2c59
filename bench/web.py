"""What a chat page costs: memory for each that is open, and how long from a message to its answer on the page.

One process of the product, SQLite with the whole city, without Telegram; browsers' part is played over HTTP by this
process. So many pages hold a stream each; a hundred messages a second are posted from pages in turn, and what is
measured is from the POST to the line of the answer on that page's stream, beside the same with one page open.
`lcp_ms_slow_3g` is Chromium's own figure at 400 kbit/s and 400 ms; it is left out where there is no Chromium.
"""

import asyncio
import json
import socket
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final
from uuid import uuid4

from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector

from bench.measures import p99
from bench.processes import bot
from bench.stores import city
from bot.pages.whole import whole
from storage.pages import openings
from storage.sealed import new_key

_PER_S: Final = 100
_TEXT: Final = "谢谢"
_CHROMIUM: Final = Path("/usr/bin/chromium")
_SLOW_3G: Final = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def figures(*, quick: bool) -> dict[str, float]:
    pages, seconds = (300, 5) if quick else (5_000, 20)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder), pages, seconds))


async def _measured(home: Path, pages: int, seconds: int) -> dict[str, float]:
    key = new_key()
    store = city(f"sqlite:///{home}/web.db", key)
    with store.unit_of_work() as unit:
        keys = [uuid4().hex for _ in range(pages)]
        for one in keys:
            openings.open_page(unit, one, time.time())
        unit.commit()
    store.close()
    host = f"127.0.0.1:{_free_port()}"
    settings = {
        "TOKEN": "",
        "DATABASE": f"sqlite:///{home}/web.db",
        "KEY": key,
        "LISTEN": host,
        "WEB": f"http://{host}",
    }
    async with bot(home, settings) as process, _browsers(f"http://{host}", keys) as browsers:
        await browsers.ready()
        await browsers.open(1)
        await browsers.talk(2, per_s=1)  # what is read once, and the welcome
        alone = await browsers.talk(5, per_s=3)
        before = _rss_kb(process.pid)
        await browsers.open(pages)
        after = _rss_kb(process.pid)
        waits = await browsers.talk(seconds, per_s=_PER_S)
        lcp = await _lcp_ms(f"http://{host}/chat") if _CHROMIUM.exists() else 0.0
    return {
        "pages": pages,
        "rss_kb_per_page": (after - before) / (pages - 1),
        "alone_p50_ms": median(alone),
        "alone_p99_ms": p99(alone),
        "p50_ms": median(waits),
        "p99_ms": p99(waits),
        "ratio_p99_vs_alone": p99(waits) / p99(alone),
        "answers_per_s": len(waits) / seconds,
        "requests_first_load": 1,
        "bytes_first_load": len(whole().packed),
        **({"lcp_ms_slow_3g": lcp} if lcp else {}),
    }


class _Browsers:
    def __init__(self, origin: str, keys: Sequence[str], http: ClientSession) -> None:
        self._origin = origin
        self._keys = keys
        self._http = http
        self._streams: list[asyncio.Task[None]] = []
        self._answered: dict[int, deque[asyncio.Future[float]]] = defaultdict(deque)
        self._turn = count()

    async def ready(self) -> None:
        while True:
            try:
                async with self._http.get(f"{self._origin}/readyz") as answer:
                    if answer.status == 200:
                        return
            except OSError:
                pass
            await asyncio.sleep(0.1)

    async def open(self, pages: int) -> None:
        """Open so many pages in all, and let each hear what stands there."""
        for first in range(len(self._streams), pages, 50):
            numbers = range(first, min(first + 50, pages))
            answers = await asyncio.gather(*map(self._opened, numbers))
            self._streams += [asyncio.create_task(self._listen(*one)) for one in zip(numbers, answers, strict=True)]

    async def _opened(self, number: int) -> ClientResponse:
        answer = await self._http.get(f"{self._origin}/chat/stream", headers=self._head(number))
        assert answer.status == 200  # noqa: S101  a bench that measures nothing says so
        return answer

    async def _listen(self, number: int, answer: ClientResponse) -> None:
        async for raw in answer.content:
            is_ours = raw.startswith(b'data: {"line"') and b'"own":false' in raw
            if is_ours and (waiting := self._answered[number]):
                waiting.popleft().set_result(time.perf_counter())

    async def talk(self, seconds: int, per_s: int) -> list[float]:
        """Post so many messages a second from pages in turn, and return how many ms each waited for its answer."""
        talks = list[asyncio.Task[float]]()
        began = time.perf_counter()
        for number in range(seconds * per_s):
            await asyncio.sleep(max(0.0, began + number / per_s - time.perf_counter()))
            talks.append(asyncio.create_task(self._said()))
        return list(await asyncio.gather(*talks))

    async def _said(self) -> float:
        number = next(self._turn) % len(self._streams)
        answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._answered[number].append(answered)
        body = json.dumps({"do": "say", "id": uuid4().hex, "text": _TEXT}).encode()
        began = time.perf_counter()
        headers = {"Content-Type": "application/json", "Origin": self._origin, **self._head(number)}
        async with self._http.post(f"{self._origin}/chat/do", data=body, headers=headers) as answer:
            assert answer.status == 200  # noqa: S101  as above
        async with asyncio.timeout(60):
            return 1000 * (await answered - began)

    def _head(self, number: int) -> dict[str, str]:
        return {"Cookie": f"waystation={self._keys[number]}"}

    def close(self) -> None:
        for stream in self._streams:
            stream.cancel()


@asynccontextmanager
async def _browsers(origin: str, keys: Sequence[str]) -> AsyncIterator[_Browsers]:
    async with ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout()) as http:
        browsers = _Browsers(origin, keys, http)
        try:
            yield browsers
        finally:
            browsers.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _rss_kb(pid: int) -> int:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


async def _lcp_ms(address: str) -> float:
    """Return when the page's largest thing stood there on a slow line."""
    from playwright.async_api import async_playwright  # noqa: PLC0415  most benches never load it

    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        session = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", dict(_SLOW_3G))
        await page.goto(address)
        await page.wait_for_timeout(3_000)
        lcp = await page.evaluate(
            "() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().pop().startTime))"
            ".observe({type: 'largest-contentful-paint', buffered: true}))"
        )
        await browser.close()
        return float(lcp)
