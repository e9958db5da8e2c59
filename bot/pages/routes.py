"""The page's way up and down over HTTP.

GET  /chat, /p/WORD         the page; a poster's word opens what it names once the person is there
POST /chat/do               something that the person did; 200 once it has taken effect
POST /chat/file             a file; the same
GET  /chat/stream?after=N   what has changed since event N, and from then on: server-sent events
GET  /chat/lines?after=N    the same once, after a while if nothing has; for where streams are held back
GET  /chat/earlier?before=L what stands above line L
POST /chat/got              what has arrived at the page, and what was read
GET  /chat/file/HANDLE      a file of this page
"""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, final
from urllib.parse import quote

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.chat import Arrival
from bot.handlers.polling import Take
from bot.pages import media, shown, speaking
from bot.pages.guard import HEADERS, REFUSED, Guard, RefusedError
from bot.pages.hub import Hub, Looker
from bot.pages.speaking import NoDeedError, Spoken
from bot.pages.together import Together, in_order
from bot.pages.whole import HERE, whole
from domain.people.browsers import kind_of
from storage.pages import files, lines, openings
from storage.pages.files import File
from storage.pages.lines import Line, NoPageError, Wanted
from storage.pages.openings import CHANNEL, NOTED_S, Opening
from storage.troubles import trouble_with
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

BODY_MOST: Final = 32 * 1024
FILE_MOST: Final = 10 * 1024 * 1024
FILES_MOST: Final = 100 * 1024 * 1024
"""Bytes that hang on one page at most."""

BODY_S: Final = 20.0
FILE_S: Final = 180.0
"""So long a body may take; a photo over a slow line takes minutes."""

FIRST_LINES: Final = 60
"""So many of the newest lines a page gets that knows nothing yet."""

AT_ONCE: Final = 200
BEAT_S: Final = 20.0
"""So often a stream says that it lives: proxies close what is silent for a minute."""

WAIT_MOST_S: Final = 25.0
KEY_KEPT_S: Final = 400 * 86_400
"""Browsers keep a cookie for no longer."""

_RETRY_S: Final = 5


@dataclass(frozen=True, slots=True)
class Ways:
    """What the routes lead to: the store, who looks, who takes what was done, and the house's clock."""

    store: Store
    hub: Hub
    take: Take
    now: Callable[[], float]


@final
class Routes:
    """The page's routes, behind a guard."""

    def __init__(self, guard: Guard) -> None:
        self._open: Ways | None = None
        self._guard = guard
        self.telegram = ""
        """Where the house is on Telegram, once it is known; "": nowhere."""
        self._cookie = "__Host-waystation" if guard.origin.is_safe else "waystation"

    @property
    def _ways(self) -> Ways:
        """Raise `RefusedError` while the house is not open: the page tries again."""
        if self._open is None:
            raise RefusedError(503, "later", _RETRY_S)
        return self._open

    def open(self, ways: Ways) -> None:
        self._open = ways
        self._found = Together(ways.store.read, openings.find)
        self._noted = Together(ways.store.write_hastily, self._all_noted)
        # Written to the disk with what it does, which is committed after it.
        self._own = Together(ways.store.write_hastily, self._own_lines)

    def all(self) -> list[web.RouteDef]:
        told: Sequence[tuple[Callable[..., web.RouteDef], str, Handler]] = (
            (web.get, "/chat", self._page),
            (web.get, "/p/{word:[0-9A-Za-z_-]{1,64}}", self._page),
            (web.get, "/chat/icon.svg", _icon),
            (web.get, "/chat/stream", self._stream),
            (web.get, "/chat/lines", self._lines),
            (web.get, "/chat/earlier", self._earlier),
            (web.get, "/chat/file/{handle:[0-9A-Za-z_-]{24}}", self._file),
            (web.post, "/chat/do", self._do),
            (web.post, "/chat/file", self._upload),
            (web.post, "/chat/got", self._got),
        )
        return [way(path, self._guarded(handler)) for way, path, handler in told]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._guard.admit(request)
                return await handler(request)
            except RefusedError as refusal:
                return _refused(refusal)
            except NoPageError:
                return _refused(RefusedError(401, "key"))
            except web.HTTPException:
                raise
            except (ConnectionError, web.RequestPayloadError):
                raise
            except Exception as trouble:  # noqa: BLE001  the store raises what its driver raises; the page tries again
                log.error("page_not_served", path=request.path, kind=type(trouble).__name__, why=trouble_with(trouble))  # noqa: TRY400  a traceback may quote somebody
                return _refused(RefusedError(503, "later", _RETRY_S))

        return guarded

    async def _page(self, request: web.Request) -> web.Response:
        page = whole(self.telegram)
        headers = {
            **HEADERS,
            "Content-Security-Policy": page.policy,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
        }
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=page.packed, content_type="text/html", charset="utf-8", headers=headers)
        return web.Response(body=page.html, content_type="text/html", charset="utf-8", headers=headers)

    # ---- the way up

    async def _do(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise RefusedError(415, "form")
        body = await _body(request, BODY_MOST, BODY_S)
        try:
            spoken = speaking.read(body)
        except NoDeedError:
            raise RefusedError(400, "form") from None
        number, key = await self._who_speaks(request)
        return await self._take(request, number, spoken, key)

    async def _upload(self, request: web.Request) -> web.Response:
        number = (await self._who(request)).number
        self._guard.count(number)
        name, caption = request.query.get("name", "")[:255], request.query.get("caption", "")[: speaking.CAPTION]
        named = request.query.get("id", "")
        if not speaking.is_name(named):
            raise RefusedError(400, "form")
        if (request.content_length or 0) > FILE_MOST:
            raise RefusedError(413, "size")
        content = await _body(request, FILE_MOST, FILE_S)
        try:
            content = media.without_traces(content)
        except media.StrangePictureError:
            raise RefusedError(415, "picture") from None
        file = File(media.kind_of(content), name, content)
        handle = await self._ways.store.write(lambda unit: self._kept(unit, number, named, file))
        spoken = speaking.sent_file(named, file, handle, caption)
        return await self._take(request, number, spoken, "")

    def _kept(self, unit: UnitOfWork, number: int, named: str, file: File) -> str:
        """Keep a file; one that comes a second time is there. Raises `RefusedError` where there is no room."""
        content = lines.content_of(unit, number, _source(named))
        if content is not None and (hanging := json.loads(content).get("files")):
            return str(hanging[0]["handle"])
        if files.held(unit, number) + len(file.content) > FILES_MOST:
            raise RefusedError(413, "room")
        handle = files.keep(unit, number, file, self._ways.now())
        unit.commit()
        return handle

    async def _take(self, request: web.Request, number: int, spoken: Spoken, key: str) -> web.Response:
        """Write the line of what was done, let it take effect, and say so. A second time nothing happens again."""
        line = await self._own.do((number, spoken))
        if line is not None:
            self._ways.hub.tell(number, line)
        at = datetime.fromtimestamp(self._ways.now(), UTC)
        known_as = f"{number}:{spoken.name}"
        arrival = Arrival(0, number, at, spoken.event, _language(request), CHANNEL, known_as)
        await self._ways.take([arrival])
        response = web.json_response({"done": spoken.name}, headers=HEADERS)
        if key:
            self._give(response, key)
        return response

    def _own_lines(self, unit: UnitOfWork, said: Sequence[tuple[int, Spoken]]) -> Sequence[Line | None]:
        written = in_order([number for number, _ in said], lambda place: self._own_line(unit, *said[place]))
        unit.commit()
        return written

    def _own_line(self, unit: UnitOfWork, number: int, spoken: Spoken) -> Line | None:
        """Write what stands on the page of it; return a line that is new, or that looks otherwise now."""
        now = self._ways.now()
        if spoken.line is None:
            line = _chosen(unit, number, spoken) if spoken.chosen else None
        else:
            wanted = Wanted(number, _source(spoken.name), is_own=True, content=shown.as_json(spoken.line))
            line, is_new = lines.add(unit, wanted, now)
            line = line if is_new else None
        return line

    async def _who_speaks(self, request: web.Request) -> tuple[int, str]:
        """Return the page's number; for somebody new a page is opened, and its key comes with it."""
        if key := request.cookies.get(self._cookie, ""):
            try:
                number = (await self._who(request)).number
            except RefusedError:
                key = ""
            else:
                self._guard.count(number)
                return number, ""
        self._guard.count_newcomer(_address(request))
        key = secrets.token_urlsafe(32)

        def opened(unit: UnitOfWork) -> int:
            number = openings.open_page(unit, key, self._ways.now(), kind_of(request.headers.get("User-Agent", "")))
            unit.commit()
            return number

        return await self._ways.store.write(opened), key

    async def _who(self, request: web.Request) -> Opening:
        """Return the page of the key that the browser shows. Raises `RefusedError`."""
        key = request.cookies.get(self._cookie, "")
        opening = await self._found.do(key) if key else None
        if opening is None:
            raise RefusedError(401, "key")
        if self._ways.now() - opening.seen_at > NOTED_S:
            await self._noted.do(opening.number)
        return opening

    def _all_noted(self, unit: UnitOfWork, numbers: Sequence[int]) -> Sequence[None]:
        openings.note(unit, set(numbers), self._ways.now())
        unit.commit()
        return [None for _ in numbers]

    def _give(self, response: web.StreamResponse, key: str) -> None:
        response.set_cookie(
            self._cookie,
            key,
            max_age=KEY_KEPT_S,
            path="/",
            httponly=True,
            secure=self._guard.origin.is_safe,
            samesite="Lax",
        )

    async def _got(self, request: web.Request) -> web.Response:
        number = (await self._who(request)).number
        try:
            told = json.loads(await _body(request, BODY_MOST, BODY_S))
            event, is_read = int(told["event"]), bool(told.get("read"))
        except (ValueError, TypeError, KeyError):
            raise RefusedError(400, "form") from None

        def acknowledged(unit: UnitOfWork) -> None:
            now = self._ways.now()
            lines.acknowledge(unit, number, event, now, is_read=False)
            if is_read:
                lines.acknowledge(unit, number, event, now, is_read=True)
            unit.commit()

        await self._ways.store.write_hastily(acknowledged)
        return web.Response(status=204, headers=HEADERS)

    # ---- the way down

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        number = (await self._who(request)).number
        if self._ways.hub.is_crowded(number):
            raise RefusedError(429, "tabs", _RETRY_S)
        after = _number(request.headers.get("Last-Event-ID") or request.query.get("after"))
        headers = {
            **HEADERS,
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        with self._ways.hub.look(number) as looker:
            await response.write(b"event: here\ndata: {}\n\n")
            await self._run(response, looker, after)
        return response

    async def _run(self, response: web.StreamResponse, looker: Looker, after: int) -> None:
        """Write what has come until the browser has gone, or the house closes."""
        fresh: Sequence[Line] | None = None
        while not self._ways.hub.is_closed:
            if fresh is None:
                fresh = await self._since(looker.number, after)
            if fresh:
                await response.write(b"".join(_event(line) for line in fresh))
                after = fresh[-1].event
                fresh = None if len(fresh) == AT_ONCE else looker.take(after)
            elif await looker.wait(BEAT_S):
                fresh = looker.take(after)
            elif await self._ways.store.read(lambda unit: openings.is_closed(unit, looker.number)):
                return
            else:
                await response.write(b": here\n\n")
                fresh = None  # another process may have written a line

    async def _since(self, number: int, after: int) -> Sequence[Line]:
        def read(unit: UnitOfWork) -> Sequence[Line]:
            if after:
                return lines.since(unit, number, after, AT_ONCE)
            newest = lines.before(unit, number, 2**31 - 1, FIRST_LINES)
            return sorted(newest, key=lambda line: line.event)

        return await self._ways.store.read(read)

    async def _lines(self, request: web.Request) -> web.Response:
        try:
            number = (await self._who(request)).number
        except RefusedError as refusal:
            if refusal.why != "key":
                raise
            return web.json_response({"lines": [], "is_new": True}, headers={**HEADERS, "Cache-Control": "no-store"})
        after = _number(request.query.get("after"))
        wait_s = min(float(_number(request.query.get("wait"))), WAIT_MOST_S)
        with self._ways.hub.look(number) as looker:
            fresh = await self._since(number, after)
            if not fresh and wait_s:
                await looker.wait(wait_s)
                fresh = await self._since(number, after)
        return _told(fresh)

    async def _earlier(self, request: web.Request) -> web.Response:
        number = (await self._who(request)).number
        line = _number(request.query.get("before"))
        return _told(await self._ways.store.read(lambda unit: lines.before(unit, number, line, FIRST_LINES)))

    async def _file(self, request: web.Request) -> web.Response:
        number = (await self._who(request)).number
        handle = request.match_info["handle"]
        file = await self._ways.store.read(lambda unit: files.find(unit, number, handle))
        if file is None:
            raise RefusedError(404, "gone")
        disposition = f"attachment; filename*=UTF-8''{quote(file.name or handle)}"
        policy = "default-src 'none'; sandbox"
        more = {
            "Content-Disposition": disposition,
            "Content-Security-Policy": policy,
            "Cache-Control": "private, max-age=86400",
        }
        return web.Response(body=file.content, content_type=file.kind, headers={**HEADERS, **more})


def _chosen(unit: UnitOfWork, number: int, spoken: Spoken) -> Line | None:
    """Let a line say which of its buttons was pressed: who comes back later sees what they chose."""
    content = lines.shown(unit, number, spoken.chosen)
    if content is None:
        return None
    there = json.loads(content)
    data = getattr(spoken.event, "data", "")
    if there.get("chosen") == data:
        return None
    return lines.rewrite(unit, number, spoken.chosen, shown.as_json({**there, "chosen": data}))


def _source(name: str) -> str:
    return f"p{name}"


def _event(line: Line) -> bytes:
    return f"id: {line.event}\ndata: {_line(line)}\n\n".encode()


def _line(line: Line) -> str:
    shown_now = "null" if line.content is None else line.content.decode()
    own = "true" if line.is_own else "false"
    return f'{{"line":{line.line},"event":{line.event},"own":{own},"at":{line.at:.3f},"shown":{shown_now}}}'


def _told(told: Sequence[Line]) -> web.Response:
    body = f'{{"lines":[{",".join(map(_line, told))}]}}'
    return web.Response(text=body, content_type="application/json", headers={**HEADERS, "Cache-Control": "no-store"})


def _refused(refusal: RefusedError) -> web.Response:
    REFUSED.labels(refusal.why).inc()
    headers = dict(HEADERS)
    if refusal.retry_after_s:
        headers["Retry-After"] = str(max(1, round(refusal.retry_after_s)))
    return web.json_response({"why": refusal.why}, status=refusal.status, headers=headers)


async def _icon(_request: web.Request) -> web.Response:
    headers = {**HEADERS, "Cache-Control": "public, max-age=86400"}
    return web.Response(body=(HERE / "icon.svg").read_bytes(), content_type="image/svg+xml", headers=headers)


async def _body(request: web.Request, most: int, in_s: float) -> bytes:
    """Read the body. Raises `RefusedError` for one that is too long, or comes too slowly."""
    body = bytearray()
    try:
        async with asyncio.timeout(in_s):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise RefusedError(413, "size")
    except TimeoutError:
        raise RefusedError(408, "slow") from None
    return bytes(body)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _language(request: web.Request) -> str:
    """Return the language that the browser asks for first ("zh-CN"), or nothing."""
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0].strip()
    return first if first.replace("-", "").isalnum() and len(first) <= 16 else ""


def _address(request: web.Request) -> str:
    return request.remote or ""
