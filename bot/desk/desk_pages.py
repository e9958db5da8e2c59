"""The desk as a part of the house: its routes are there before the house is open.

GET  /desk                       to what waits, or to the way in
GET  /desk/in, POST the same     the way in by a code; POST /desk/in/go signs in what the chat has agreed to
GET  /desk/link/TOKEN, POST      the way in by a link out of the chat
GET  /desk/today                 what waits, over all kinds
GET  /desk/table/NAME            a table; its view stands in the address
GET  /desk/open/NOUN/ROW         an item, with its screen of the chat
GET  /desk/at/STEP, POST         a screen of the chat; a press or words there
POST /desk/do                    a decision in place
POST /desk/bulk                  one decision on many requests
POST /desk/reveal                one personal field, once
POST /desk/export/FORM/NAME      a table as a file
POST /desk/out, /desk/out/all    sign out, here or everywhere

The pages of coverage are in `bot.desk.coverage_routes`, papers and lists in `bot.desk.papers_routes`,
the calendar in `bot.desk.calendar_routes`.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import Final, TypeVar, final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk import acting, doing, drawing, exporting, fields, screens, showing
from bot.desk.calendar_routes import Does, calendar_ways
from bot.desk.coverage_routes import coverage_ways
from bot.desk.entering import Entering, Ways, cookies_for, words_of
from bot.desk.guard import HEADERS, REFUSED, Guard, RefusedError, check_form
from bot.desk.papers_routes import Lent, papers_ways
from bot.desk.visits import Visit, check_role, desk_for, session_of
from bot.flows.step import Step
from bot.house import House
from bot.page_origin import Origin
from storage.desk import sessions
from storage.people import people
from storage.troubles import trouble_with
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

T = TypeVar("T")

_FORM_MOST: Final = 64 * 1024
_STATIC: Final = {"desk.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}
_UNEXPECTED: Final = 503


@final
class DeskPages:
    """All pages of the desk of one origin; `address` is where people find it."""

    def __init__(self, origin: Origin) -> None:
        self.address = str(origin)
        self._guard = Guard(origin)
        self._cookies = cookies_for(self._guard)
        self._open: Ways | None = None

    def open(
        self, store: Store, house: House, now: Callable[[], float] = time.time, wake: Callable[[], None] = lambda: None
    ) -> None:
        """Let the routes lead into the house; `wake` is called when messages were written."""
        self._open = Ways(store, house, now, wake)

    def _ways(self) -> Ways:
        if self._open is None:
            raise RefusedError(503, "later")
        return self._open

    def routes(self) -> list[web.RouteDef]:
        entering = Entering(self._guard, self._cookies, self._ways)
        told: tuple[tuple[Callable[..., web.RouteDef], str, Handler], ...] = (
            (web.get, "/desk", self._home),
            (web.get, "/desk/{file:desk[.]css|desk[.]js|icon[.]svg}", _static),
            (web.get, "/desk/in", entering.door),
            (web.post, "/desk/in", entering.show_code),
            (web.post, "/desk/in/go", entering.go_in),
            (web.get, "/desk/link/{token:[0-9A-Za-z_-]{43}}", entering.link),
            (web.post, "/desk/link/{token:[0-9A-Za-z_-]{43}}", entering.go_in_by_link),
            (web.get, "/desk/today", self._shows(showing.today_page)),
            (web.get, "/desk/table/{name:[a-z]+}", self._table),
            (web.get, "/desk/open/{noun:[a-z]+}/{choice:[0-9a-z.:_-]{1,60}}", self._item),
            (web.get, "/desk/at/{at:[0-9A-Za-z_-]+}", self._screen),
            (web.post, "/desk/at/{at:[0-9A-Za-z_-]+}", self._act),
            (web.post, "/desk/do", self._do),
            (web.post, "/desk/bulk", self._bulk),
            (web.post, "/desk/reveal", self._reveal),
            (web.post, "/desk/export/{form:xlsx|csv}/{name:[a-z]+}", self._export),
            (web.post, "/desk/language", self._language),
            (web.post, "/desk/out", self._out),
            (web.post, "/desk/out/all", self._out_everywhere),
            *coverage_ways(self._shows),
            *papers_ways(Lent(self._browses, self._writes, self._form, self._shows, self._guard, self._ways)),
            *calendar_ways(self._shows, Does(self._form_with, self._writes, self._browses, self._guard)),
        )
        return [way(path, self._guarded(handler)) for way, path, handler in told]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._guard.admit(request)
                return await handler(request)
            except RefusedError as refusal:
                return self._refused(request, refusal)
            except web.HTTPException:
                raise
            except (ConnectionError, web.RequestPayloadError):
                raise
            except Exception as trouble:  # noqa: BLE001  the store raises what its driver raises
                log.error("desk_not_served", path=request.path, kind=type(trouble).__name__, why=trouble_with(trouble))  # noqa: TRY400  a traceback may quote somebody
                return self._refused(request, RefusedError(_UNEXPECTED, "later"))

        return guarded

    def _refused(self, request: web.Request, refusal: RefusedError) -> web.Response:
        REFUSED.labels(refusal.why).inc()
        if refusal.why == "host" or self._open is None:
            return web.Response(status=refusal.status, text=refusal.why, headers=HEADERS)
        if refusal.why == "session" and request.method == "GET":
            return drawing.led_to("/desk/in")
        body = drawing.page("refused.html", words_of(request, self._open.house), {"why": refusal.why})
        return drawing.answered(body, refusal.status)

    # ---- what every request begins with

    def _secret(self, request: web.Request) -> str:
        return request.cookies.get(self._cookies.session, "")

    def _visit(self, request: web.Request, unit: UnitOfWork, now: float) -> Visit:
        """Return who asks, and read anew what they may. Raises `RefusedError`."""
        secret = self._secret(request)
        session = session_of(unit, secret, now)
        desk = desk_for(unit, session.chat_id, self._ways().house, now)
        check_role(desk)
        return Visit(session, secret, desk, request.query, request.path_qs)

    async def _browses(self, request: web.Request, work: Callable[[Visit], T]) -> T:
        """Read beside the writer: nothing that is asked here holds up a turn."""
        ways = self._ways()
        now = ways.now()

        def read(unit: UnitOfWork) -> tuple[Visit, T]:
            visit = self._visit(request, unit, now)
            return visit, work(visit)

        visit, result = await ways.store.browse(read)
        await self._note(visit, now)
        return result

    async def _writes(self, request: web.Request, work: Callable[[Visit], T]) -> T:
        """Do something in one transaction, and let the sender know."""
        ways = self._ways()
        now = ways.now()

        def written(unit: UnitOfWork) -> tuple[Visit, T]:
            visit = self._visit(request, unit, now)
            result = work(visit)
            unit.commit()
            return visit, result

        visit, result = await ways.store.write(written)
        ways.wake()
        await self._note(visit, now)
        return result

    async def _note(self, visit: Visit, now: float) -> None:
        if now - visit.session.seen_at > sessions.NOTED_S:
            await self._ways().store.write_hastily(lambda unit: _noted(unit, visit.session.id, now))

    async def _form(self, request: web.Request) -> dict[str, str]:
        """Return the form of this browser's own page. Raises `RefusedError` for any other."""
        form, _ = await self._form_with(request, "")
        return form

    async def _form_with(self, request: web.Request, several: str) -> tuple[dict[str, str], list[str]]:
        """Return a form, and all values of the field of this name."""
        if (request.content_length or 0) > _FORM_MOST:
            raise RefusedError(413, "form")
        told = await request.post()
        form = {name: value for name, value in told.items() if isinstance(value, str)}
        check_form(self._secret(request), form.get("key", ""))
        return form, [value for value in told.getall(several, []) if isinstance(value, str)] if several else []

    # ---- what is shown

    async def _home(self, request: web.Request) -> web.Response:
        return drawing.led_to("/desk/today" if self._secret(request) else "/desk/in")

    def _shows(self, page: Callable[[Visit], str]) -> Handler:
        async def shown(request: web.Request) -> web.Response:
            return _unless_known(request, await self._browses(request, page))

        return shown

    async def _table(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        body = await self._browses(request, lambda visit: showing.table_page(visit, name))
        return _unless_known(request, body)

    async def _item(self, request: web.Request) -> web.Response:
        """Open an item as its lasting button does, note that it is open here, and show its screen."""
        noun, choice = request.match_info["noun"], request.match_info["choice"]
        subject = f"{noun}:{choice}"

        def opened(visit: Visit) -> tuple[Step | None, str]:
            played = acting.opened(noun, choice, visit.desk)
            if played.step is not None:
                sessions.look(visit.unit, subject[:40], visit.session.chat_id, visit.desk.now.timestamp())
            return played.step, doing.on(played, visit.desk)

        step, otherwise = await self._writes(request, opened)
        if step is None:
            return drawing.led_to(otherwise)
        return drawing.answered(await self._browses(request, lambda visit: _item_page(visit, step, subject, None)))

    async def _screen(self, request: web.Request) -> web.Response:
        def shown(visit: Visit) -> str:
            step = _step_at(request, visit)
            return showing.screen_page(visit, step, "", (), None)

        return drawing.answered(await self._browses(request, shown))

    # ---- what is done

    async def _act(self, request: web.Request) -> web.Response:
        form = await self._form(request)

        def acted(visit: Visit) -> str:
            self._guard.count(visit.session.id, time.monotonic())
            step = _step_at(request, visit)
            press, typed = form.get("press", ""), form.get("words", "")
            played = acting.pressed(step, press, visit.desk) if press else acting.typed(step, typed.strip(), visit.desk)
            acting.write(played.tells, visit.desk)
            return doing.on(played, visit.desk)

        return drawing.led_to(await self._writes(request, acted))

    async def _do(self, request: web.Request) -> web.Response:
        form = await self._form(request)
        step = doing.step_of(form.get("subject", ""), form.get("version", ""))

        def done(visit: Visit) -> str:
            self._guard.count(visit.session.id, time.monotonic())
            played = acting.pressed(step, form.get("press", ""), visit.desk)
            acting.write(played.tells, visit.desk)
            return doing.lead(played, doing.safe_back(form.get("back", "")), visit.desk)

        return drawing.led_to(await self._writes(request, done))

    async def _bulk(self, request: web.Request) -> web.Response:
        """Decide on each by itself: what waits for a turn in the chat comes between two."""
        form, items = await self._form_with(request, "item")
        wish = await self._browses(
            request, lambda visit: doing.read_wish(form.get("press", ""), form.get("words", ""), visit.desk)
        )
        came = [
            await self._writes(request, partial(_decided, item, wish))
            for item in dict.fromkeys(items[: doing.BULK_MOST])
        ]
        back = doing.safe_back(form.get("back", ""))
        said = await self._browses(
            request, lambda visit: doing.with_said(back, doing.summed_up(came, visit.desk), visit.desk)
        )
        return drawing.led_to(said)

    async def _reveal(self, request: web.Request) -> web.Response:
        """Show one field, on this one answer alone; that it was looked at stands in the audit before."""
        form = await self._form(request)
        subject = form.get("subject", "")
        noun, _, row = subject.partition(":")
        if noun != "affiliation":
            raise RefusedError(400, "form")
        number = showing.number(row)

        def revealed(visit: Visit) -> tuple[Step | None, tuple[str, str] | None]:
            found = fields.reveal(number, form.get("field", ""), visit.desk)
            played = acting.opened(noun, str(number), visit.desk)
            return played.step, found

        step, found = await self._writes(request, revealed)
        if step is None or found is None:
            raise RefusedError(404, "nothing")
        return drawing.answered(await self._browses(request, lambda visit: _item_page(visit, step, subject, found)))

    async def _export(self, request: web.Request) -> web.Response:
        await self._form(request)
        form, name = request.match_info["form"], request.match_info["name"]
        view = replace(showing.view_of(name, request.query), page=0)
        file = await self._browses(request, lambda visit: exporting.written(view, form, visit.desk))

        def noted(visit: Visit) -> None:
            acting.note("table.export", visit.desk, f"table:{name}", reason=f"{file.count} rows")

        await self._writes(request, noted)
        return exporting.handed_out(file)

    async def _language(self, request: web.Request) -> web.Response:
        form = await self._form(request)
        language = form.get("language", "")
        if language not in drawing.LANGUAGE_TAGS:
            raise RefusedError(400, "form")
        await self._writes(request, lambda visit: people.choose_language(visit.unit, visit.session.chat_id, language))
        return drawing.led_to(doing.safe_back(form.get("back", "")))

    async def _out(self, request: web.Request) -> web.Response:
        return await self._leave(request, _ended)

    async def _out_everywhere(self, request: web.Request) -> web.Response:
        return await self._leave(request, _ended_everywhere)

    async def _leave(self, request: web.Request, work: Callable[[Visit], None]) -> web.Response:
        await self._form(request)
        await self._writes(request, work)
        response = drawing.led_to("/desk/in")
        self._cookies.take(response, self._cookies.session)
        return response


def _decided(item: str, wish: doing.Wish, visit: Visit) -> doing.Came:
    return doing.decide(item, wish, visit.desk)


def _ended(visit: Visit) -> None:
    sessions.end(visit.unit, visit.session.chat_id, visit.session.id, visit.desk.now.timestamp())


def _ended_everywhere(visit: Visit) -> None:
    sessions.end_all(visit.unit, visit.session.chat_id, visit.desk.now.timestamp())


def _noted(unit: UnitOfWork, session_id: int, now: float) -> None:
    sessions.note(unit, session_id, now)
    unit.commit()


def _step_at(request: web.Request, visit: Visit) -> Step:
    """Return the screen that an address names. Raises `RefusedError` for one that is not of the desk."""
    step = screens.step_at(request.match_info["at"], visit.unit.seal, visit.session.chat_id)
    if step is None:
        raise RefusedError(404, "nothing")
    return step


def _item_page(visit: Visit, step: Step, subject: str, revealed: tuple[str, str] | None) -> str:
    noun, _, row = subject.partition(":")
    there = fields.fields(showing.number(row), visit.desk) if noun == "affiliation" else []
    return showing.screen_page(visit, step, subject, there, revealed)


def _unless_known(request: web.Request, body: str) -> web.Response:
    """Answer a page; who has it already, as a page that is looked at again does, is told so in a line."""
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers={**HEADERS, "ETag": tag})
    response = drawing.answered(body)
    response.headers["ETag"] = tag
    return response


async def _static(request: web.Request) -> web.Response:
    name = request.match_info["file"]
    content = files("bot.desk").joinpath("static", name).read_bytes()
    headers = {**HEADERS, "Cache-Control": "no-cache"}
    return web.Response(body=content, content_type=_STATIC[name], charset="utf-8", headers=headers)
