"""A proxy between the bot and the sandbox that answers badly on order, over real HTTP, in every way we thought of."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, web

_MB: Final = 1024 * 1024
_HANGS_S: Final = 120.0
_DRIPS_S: Final = 0.5
_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to answer badly. `says_ok`: it says that the call was taken, and so it is carried out before."""

    name: str
    answer: Answer
    says_ok: bool = False


def _whole(body: object, status: int = 200, headers: Mapping[str, str] = _NO_HEADERS) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(body=content, status=status, headers=headers)

    return answer


def _refusal(code: int, description: str, **parameters: object) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return _whole(body | ({"parameters": parameters} if parameters else {}), code)


def _raw(content: bytes, *more: bytes, pause_s: float = 0.0) -> Answer:
    """Write these bytes to the connection, the rest after a pause each, and close it."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(content)
        for part in more:
            await asyncio.sleep(pause_s)
            request.transport.write(part)
        await asyncio.sleep(0.01)
        request.transport.close()
        return web.Response()

    return answer


async def _reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _nothing(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(_HANGS_S)
    return web.Response()


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b" " * _MB) for _ in range(300)), packer.flush()])


_PAGE: Final = b"<html><head><title>Bad Gateway</title></head></html>"
_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_SENT: Final = {"message_id": 10**30, "date": 10**30, "chat": {"id": 10**30, "type": "private"}}

KINDS: Final = (
    Kind("500", _refusal(500, "Internal Server Error")),
    Kind("502, a gateway's page", _whole(_PAGE, 502)),
    Kind("503, a gateway's page", _whole(_PAGE, 503)),
    Kind("401", _refusal(401, "Unauthorized")),
    Kind("403, a gateway's page", _whole(_PAGE, 403)),
    Kind("404", _refusal(404, "Not Found")),
    Kind("409", _refusal(409, "Conflict: terminated by other getUpdates request")),
    Kind("429, wait 2 s", _refusal(429, "Too Many Requests", retry_after=2)),
    Kind("429, wait -1", _refusal(429, "Too Many Requests", retry_after=-1)),
    Kind("429, wait NaN", _refusal(429, "Too Many Requests", retry_after=float("nan"))),
    Kind("garbage", _whole(bytes(range(256)))),
    Kind("nothing in the body", _whole(b"")),
    Kind("null", _whole(None)),
    Kind("`ok` is missing", _whole({"result": True})),
    Kind("an answer of the wrong type", _whole([1, "x", None])),
    Kind("a result of the wrong type", _whole({"ok": True, "result": "yes"}), says_ok=True),
    Kind("numbers over 64 bits", _whole({"ok": True, "result": _SENT}), says_ok=True),
    Kind("a redirect", _whole(b"", 302, {"Location": "http://127.0.0.1:9/"})),
    Kind("a reset connection", _reset),
    Kind("half an answer", _raw(_HEAD + b'Content-Length: 99\r\n\r\n{"ok": tr')),
    Kind("JSON 100,000 deep", _whole(b"[" * 100_000)),
    Kind("a header of 60 kB", _raw(_HEAD + b"X: " + b"x" * 60_000 + b"\r\nContent-Length: 2\r\n\r\n{}")),
    Kind("300 MB, packed as 0.3", _whole(_bomb(), headers={"Content-Encoding": "gzip"})),
    Kind("20 MB", _whole(b" " * 20 * _MB)),
    Kind("a byte every half second", _raw(_HEAD + b"Content-Length: 99\r\n\r\n", *[b" "] * 20, pause_s=_DRIPS_S)),
    Kind("no answer", _nothing),
)


class Proxy:
    """Hands calls on to `upstream`, and answers the next ones of a method badly while a kind is set."""

    def __init__(self, upstream: str, http: ClientSession) -> None:
        self.origin = ""
        self.met = 0
        self._upstream = upstream
        self._http = http
        self._bad: tuple[str, Kind] | None = None

    def spoil(self, method: str, kind: Kind) -> None:
        self._bad, self.met = (method.lower(), kind), 0

    def behave(self) -> None:
        self._bad = None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method, body = request.path.rpartition("/")[2].lower(), await request.read()
        bad = self._of(method)
        if bad is not None and method != "getupdates" and not bad.says_ok:
            return await self._spoilt(bad, request)
        status, content = await self._handed_on(request, body)
        bad = self._of(method)  # long polling began before it was ordered
        if bad is not None:
            return await self._spoilt(bad, request)
        return web.Response(body=content, status=status, content_type="application/json")

    def _of(self, method: str) -> Kind | None:
        return self._bad[1] if self._bad and self._bad[0] == method else None

    async def _spoilt(self, bad: Kind, request: web.Request) -> web.StreamResponse:
        self.met += 1
        return await bad.answer(request)

    async def _handed_on(self, request: web.Request, body: bytes) -> tuple[int, bytes]:
        kind = {"Content-Type": request.headers.get("Content-Type", "")}
        async with self._http.post(f"{self._upstream}{request.path_qs}", data=body, headers=kind) as answer:
            return answer.status, await answer.read()


@asynccontextmanager
async def open_proxy(upstream: str) -> AsyncIterator[Proxy]:
    async with ClientSession(timeout=ClientTimeout(total=None)) as http:
        proxy = Proxy(upstream, http)
        app = web.Application(client_max_size=50 * _MB)
        app.router.add_route("*", "/{path:.*}", proxy.serve)
        more: dict[str, Any] = {"access_log": None, "shutdown_timeout": 0.1, "handler_cancellation": True}
        runner = web.AppRunner(app, **more)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        proxy.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield proxy
        finally:
            await runner.cleanup()
