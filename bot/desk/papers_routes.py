"""Where papers and lists are.

GET  /desk/papers                          what can be taken of a unit
POST /desk/register                        the register of a unit
GET  /desk/poster/KIND/NUMBER.FORM         the poster of a point or building, as a page or its code alone
GET  /desk/posters/KIND/UNIT.pdf           all of a unit in one document
GET  /desk/invitations, POST the same      what is open; make one, which is shown on this answer alone
POST /desk/invitations/withdraw            let one work no longer
GET  /desk/audit                           the audit, page by page
POST /desk/audit/reason, /desk/audit/check the reason of one row; whether the chain holds
GET  /desk/imports, POST the same          a list: what it would bring, the rejected rows, and taking it
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol, TypeVar, final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk import acting, audit_page, drawing, exporting, imports_page, invitations_page, papers_page
from bot.desk.entering import Ways
from bot.desk.exporting import File
from bot.desk.guard import Guard, RefusedError, check_form
from bot.desk.imports_page import Outcome, Upload
from bot.desk.papers_page import Posters
from bot.desk.showing import number
from bot.desk.visits import Visit
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode
from bot.pages.guard import Limit
from bot.papers import register
from bot.papers.poster import Poster
from bot.texts import Words
from storage.people import audit

T = TypeVar("T")

_AUDIT: Final = "/desk/audit"
_CHECKS: Final = (2, 60.0)
"""So often the whole chain is read, by all together: so many times in so many seconds."""


class Works(Protocol):
    """Asks or does something in the name of whoever is signed in. Raises `RefusedError`."""

    async def __call__(self, request: web.Request, work: Callable[[Visit], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Lent:
    """What the desk lends to these pages: its reads and writes, its forms, its guard, and the open house."""

    browses: Works
    writes: Works
    form: Callable[[web.Request], Awaitable[dict[str, str]]]
    shows: Callable[[Callable[[Visit], str]], Handler]
    guard: Guard
    ways: Callable[[], Ways]

    def count(self, visit: Visit) -> None:
        self.guard.count(visit.session.id, time.monotonic())


def papers_ways(lent: Lent) -> tuple[tuple[Callable[..., web.RouteDef], str, Handler], ...]:
    """Return the ways to these pages."""
    papers, roles, chain, lists = _Papers(lent), _Invitations(lent), _Audit(lent), _Lists(lent)
    return (
        (web.get, "/desk/papers", lent.shows(papers_page.papers_page)),
        (web.post, "/desk/register", papers.register),
        (web.get, "/desk/poster/{kind:points|buildings}/{number:[0-9]+}.{form:pdf|png}", papers.poster),
        (web.get, "/desk/posters/{kind:points|buildings}/{number:[0-9]+}.pdf", papers.posters),
        (web.get, "/desk/invitations", lent.shows(invitations_page.invitations_page)),
        (web.post, "/desk/invitations", roles.make),
        (web.post, "/desk/invitations/withdraw", roles.withdraw),
        (web.get, "/desk/audit", lent.shows(audit_page.audit_page)),
        (web.post, "/desk/audit/reason", chain.reason),
        (web.post, "/desk/audit/check", chain.check),
        (web.get, "/desk/imports", lent.shows(imports_page.imports_page)),
        (web.post, "/desk/imports", lists.bring),
    )


@final
@dataclass(frozen=True, slots=True)
class _Papers:
    """The files of a unit."""

    _lent: Lent

    async def register(self, request: web.Request) -> web.Response:
        """Hand out the register of a unit, with everybody's details, once it is written down who was looked at."""
        form = await self._lent.form(request)
        unit_id, kind = number(form.get("unit")), form.get("form", "xlsx")
        if kind not in exporting.FORMS:
            raise RefusedError(400, "form")

        def read(visit: Visit) -> tuple[list[int], File]:
            try:
                found, chat_ids = register.read_register(visit.unit, _wish(unit_id, kind, visit))
            except (register.NotAllowedError, LookupError):
                raise RefusedError(404, "nothing") from None
            name = exporting.name_of_register(unit_id, kind, visit.desk)
            return chat_ids, File(name, found.content, kind, found.count)

        chat_ids, file = await self._lent.browses(request, read)
        await self._lent.writes(
            request, lambda visit: register.write_down(visit.unit, _wish(unit_id, kind, visit), chat_ids)
        )
        return exporting.handed_out(file)

    async def poster(self, request: web.Request) -> web.Response:
        kind, form, to = request.match_info["kind"], request.match_info["form"], self._lent.ways().house.leads_to
        row_id = number(request.match_info["number"])

        def read(visit: Visit) -> tuple[Poster, Words]:
            return papers_page.poster(kind, row_id, to, visit.desk), visit.desk.words

        found, t = await self._lent.browses(request, read)
        return exporting.handed_out(await asyncio.to_thread(papers_page.one_poster, found, form, t))

    async def posters(self, request: web.Request) -> web.Response:
        """Draw those of a unit, in a thread: neither a turn nor a page waits for it."""
        kind, to = request.match_info["kind"], self._lent.ways().house.leads_to
        unit_id, first = number(request.match_info["number"]), number(request.query.get("from", "1"))

        def read(visit: Visit) -> tuple[Posters, Words]:
            self._lent.count(visit)
            return papers_page.posters(kind, unit_id, first, to, visit.desk), visit.desk.words

        found, t = await self._lent.browses(request, read)
        return exporting.handed_out(await asyncio.to_thread(papers_page.all_posters, found, t))


def _wish(unit_id: int, kind: str, visit: Visit) -> register.Wish:
    zone, desk = visit.desk.now.tzinfo, visit.desk
    named = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    moment = desk.now.timestamp()
    return register.Wish(unit_id, desk.words.language, named, moment, visit.session.chat_id, kind == "csv")


@final
@dataclass(frozen=True, slots=True)
class _Invitations:
    """Giving roles."""

    _lent: Lent

    async def make(self, request: web.Request) -> web.Response:
        """Make one, and show it on this answer alone: the link is kept nowhere."""
        form = await self._lent.form(request)
        role, unit_id = form.get("role", ""), form.get("unit", "")

        def made(visit: Visit) -> str | None:
            self._lent.count(visit)
            return invitations_page.make(role, unit_id, visit.desk)

        message = await self._lent.writes(request, made)
        if message is None:
            raise RefusedError(404, "nothing")
        body = await self._lent.browses(
            request,
            lambda visit: invitations_page.invitations_page(_at("/desk/invitations", visit, unit=unit_id), message),
        )
        return drawing.answered(body)

    async def withdraw(self, request: web.Request) -> web.Response:
        form = await self._lent.form(request)

        def withdrawn(visit: Visit) -> str:
            self._lent.count(visit)
            return invitations_page.withdraw(number(form.get("invitation")), visit.desk)

        return drawing.led_to(await self._lent.writes(request, withdrawn))


def _at(path: str, visit: Visit, **more: str) -> Visit:
    """Return the visit as one of a page that can be asked for again, as the answer to a form cannot."""
    query = {**visit.query, **{name: value for name, value in more.items() if value}}
    return replace(visit, query=query, address=f"{path}?{urlencode(query)}" if query else path)


@final
class _Audit:
    """The chained log."""

    def __init__(self, lent: Lent) -> None:
        self._lent = lent
        self._checks = Limit(*_CHECKS)

    async def reason(self, request: web.Request) -> web.Response:
        """Show the reason of one row, on this answer alone, once it is written down that it was read."""
        form = await self._lent.form(request)
        row = audit_page.row_number(form.get("number", ""))

        def revealed(visit: Visit) -> str | None:
            self._lent.count(visit)
            return audit_page.reveal(row, visit.desk)

        found = await self._lent.writes(request, revealed)
        if found is None:
            raise RefusedError(404, "nothing")
        body = await self._lent.browses(
            request, lambda visit: audit_page.audit_page(_at(_AUDIT, visit), None, (row, found))
        )
        return drawing.answered(body)

    async def check(self, request: web.Request) -> web.Response:
        """Read the whole chain, beside all that is asked meanwhile, and say whether it holds."""
        await self._lent.form(request)
        await self._lent.browses(request, lambda visit: audit_page.check_admin(visit.desk))
        if self._checks.spend("all", time.monotonic()):
            raise RefusedError(429, "fast")
        verdict = await self._lent.ways().store.read(audit.verify)
        body = await self._lent.browses(request, lambda visit: audit_page.audit_page(_at(_AUDIT, visit), verdict))
        return drawing.answered(body)


@final
class _Lists:
    """Lists that are looked at and taken, one at a time."""

    def __init__(self, lent: Lent) -> None:
        self._lent = lent
        self._busy = asyncio.Lock()

    async def bring(self, request: web.Request) -> web.Response:
        """Look at a list, take it where this very one was looked at before, or hand out what was rejected."""
        secret, t = await self._lent.browses(request, _admin)
        if self._busy.locked():
            raise RefusedError(429, "fast")
        async with self._busy:
            with TemporaryDirectory() as folder:
                upload = await imports_page.received(request, Path(folder))
                check_form(secret, upload.fields.get("key", ""))
                return await self._answered(request, upload, secret, t)

    async def _answered(self, request: web.Request, upload: Upload, secret: str, t: Words) -> web.Response:
        wants, knows = upload.fields.get("press") == "take", upload.was_looked_at(secret)
        if wants and knows:
            await self._lent.writes(request, lambda visit: _note(upload, visit))
        ways = self._lent.ways()
        manner = Manner(Mode.KEEP if wants and knows else Mode.TRY, t.language, ways.house.city)
        try:
            summary = await asyncio.to_thread(imports_page.bring_in, ways.store, upload, manner)
        except FileUnreadable as trouble:
            outcome = Outcome(upload, "", None, trouble.text(t.language))
        else:
            if upload.fields.get("press") == "report":
                return exporting.handed_out(imports_page.report(summary, upload, t))
            outcome = Outcome(upload, upload.mark(secret), summary, "", wants and knows, wants and not knows)
        body = await self._lent.browses(
            request, lambda visit: imports_page.imports_page(_at("/desk/imports", visit), outcome)
        )
        return drawing.answered(body)


def _admin(visit: Visit) -> tuple[str, Words]:
    audit_page.check_admin(visit.desk)
    return visit.secret, visit.desk.words


def _note(upload: Upload, visit: Visit) -> None:
    """Write down that a list is taken, before it is: by its kind and the beginning of its digest."""
    audit_page.check_admin(visit.desk)
    acting.note("list.import", visit.desk, f"list:{upload.kind}", reason=upload.digest[:16])
