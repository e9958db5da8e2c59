"""Every page and form of the desk, for everybody: who has no right learns and changes nothing, however they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.desk.desk_pages import DeskPages
from bot.desk.guard import form_key
from bot.desk.tables import TABLES
from bot.page_origin import Origin
from domain.affiliations.affiliations import State
from storage.affiliations import affiliations
from tests.desk.conftest import Waiting
from tests.stage.desk import Browser, DeskHouse, Page
from tests.stage.security_world import ABOVE, ADMIN, HOST, SIBLING, WHO, secrets_in

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

MAY: frozenset[int] = frozenset({ADMIN, HOST, ABOVE})
ORGANISES: frozenset[int] = MAY | {SIBLING}

INLINE = r"\sstyle=|\son\w+=|<style|javascript:|<script(?! type=\"module\" src=\"/desk)"
CALENDAR = ("calendar", "calendar?week=2026-W50&several=1", "calendar?show=rooms&plan=2026-12-10")
COVERAGE = ("coverage", "coverage/rows?what=affiliated", "coverage/time?what=came", "map", "month", "wall")
PAPERS = ("papers", "papers?q=%25", "invitations", "invitations?withdraw=1")
PAGES = (
    "/desk/today",
    *(f"/desk/table/{one.name}" for one in TABLES),
    *(f"/desk/{one}" for one in (*COVERAGE, *CALENDAR, *PAPERS)),
)
OF_AUDIT = ("", "?by=1", "?about=1&kind=role&day=2026-12-01&before=9", "?subject=x")
ADMIN_PAGES = ("/desk/imports", *(f"/desk/audit{one}" for one in OF_AUDIT))
ADMIN_FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/desk/audit/check", {}),
    ("/desk/audit/reason", {"number": "1"}),
    ("/desk/imports", {"kind": "units", "press": "take"}),
)


def forms(row: int, version: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form, filled in for the request of the member."""
    subject = f"affiliation:{row}"
    for press in (
        "approve",
        "return",
        "decline",
        "end",
        "reveal",
        "ask",
        "back",
        "menu",
        "=review.1",
        "=privacy.",
        "x",
    ):
        yield "/desk/do", {"subject": subject, "version": str(version), "press": press}
    yield "/desk/do", {"subject": "thread:1", "version": "", "press": "take"}
    for press in ("approve", "return.0", "decline.0", "return.typed"):
        yield "/desk/bulk", {"item": f"{row}:{version}", "press": press, "words": "because"}
    for field in ("name", "phone", "employer", "building", "home", "document", "x"):
        yield "/desk/reveal", {"subject": subject, "field": field}
    for table in TABLES:
        yield f"/desk/export/csv/{table.name}?f.state=submitted", {}
    for unit in range(1, 4):
        yield "/desk/register", {"unit": str(unit), "form": "csv"}
        for press in ("make", "end"):
            yield "/desk/calendar/feed", {"unit": str(unit), "press": press}
        for press in ("draft", "publish", "x"):
            yield "/desk/calendar/plan", {"pattern": str(unit), "press": press, "day": "2026-12-16"}
    for unit in (0, 1, 999):
        for role in ("organiser", "admin", "member"):
            yield "/desk/invitations", {"unit": str(unit), "role": role}
    yield "/desk/invitations/withdraw", {"invitation": "1"}


async def state_of(waiting: Waiting) -> tuple[State, int]:
    with waiting.desk.store.unit_of_work() as unit:
        row = affiliations.find(unit, waiting.row.id)
        assert row is not None
        return row.state, row.version


@pytest.mark.parametrize("who", [name for name, chat_id in WHO.items() if chat_id not in MAY])
async def test_who_has_no_right_learns_and_changes_nothing(waiting: Waiting, who: str) -> None:
    before = await state_of(waiting)
    async with waiting.desk.signed_in(WHO[who]) as one:
        organises = WHO[who] in ORGANISES
        for path in (
            *PAGES,
            f"/desk/open/affiliation/{waiting.row.id}",
            "/desk/open/thread/1",
            "/desk/open/activity/1",
            "/desk/open/compose/2026-12-16",
            "/desk/open/copy/1",
        ):
            page = await one.get(path)
            assert page.status == (200 if organises else 403), (path, page.status)
            assert (secrets_in(page.text), "欧*" in page.text) == (set(), False), path
        key = await one.key() if organises else _key_of(one)
        for path, fields in forms(waiting.row.id, waiting.row.version):
            page = await one.post(path, {"key": key, **fields})
            assert (secrets_in(page.text), "欧*" in page.text) == (set(), False), (path, fields)
            assert page.status in ({200, 400, 404} if organises else {403, 400}), (path, fields, page.status)
    assert await state_of(waiting) == before


def _key_of(one: Browser) -> str:
    """Return the key that the forms of this browser would have: whoever has the cookie can work it out."""
    return form_key(next(cookie.value for cookie in one.http.cookie_jar if cookie.key == "desk"))


@pytest.mark.parametrize("who", [name for name, chat_id in WHO.items() if chat_id != ADMIN])
async def test_audit_and_lists_are_of_admins_alone(waiting: Waiting, who: str) -> None:
    async with waiting.desk.signed_in(WHO[who]) as one:
        key = _key_of(one)
        for path in ADMIN_PAGES:
            page = await one.get(path)
            assert (page.status, "Role given" in page.words) == (403, False), path
        for path, fields in ADMIN_FORMS:
            assert (await one.post(path, {"key": key, **fields})).status == 403, path


@pytest.mark.parametrize("who", [name for name, chat_id in WHO.items() if chat_id not in MAY])
async def test_poster_is_of_who_organises_the_place(waiting: Waiting, who: str) -> None:
    async with waiting.desk.signed_in(WHO[who]) as one:
        for path in ("poster/points/1.pdf", "poster/points/1.png", "posters/points/1.pdf", "posters/buildings/1.pdf"):
            assert (await one.get(f"/desk/{path}")).status == (404 if WHO[who] in ORGANISES else 403), path


async def test_form_is_taken_from_our_page_alone(waiting: Waiting) -> None:
    before = await state_of(waiting)
    async with waiting.desk.signed_in(HOST) as one:
        key = await one.key()
        for path, fields in (*forms(waiting.row.id, waiting.row.version), *ADMIN_FORMS):
            told = {"key": key, **fields}
            for headers in (
                {"Origin": "https://evil.example"},
                {"Origin": "null"},
                {"Origin": "http://127.0.0.1:1"},
                {"Sec-Fetch-Site": "cross-site"},
                {"Sec-Fetch-Site": "same-site"},
            ):
                assert (await one.post(path, told, **headers)).status == 403, (path, headers)
            assert (await one.post(path, {**told, "key": "0" * 32})).status in {400, 403}, path
            assert (await one.post(path, {**fields})).status in {400, 403}, path
            async with one.http.post(waiting.desk.origin + path, data=told) as answer:
                assert answer.status == 403, path  # neither header
    assert await state_of(waiting) == before


async def test_other_methods_and_names_open_nothing(there: DeskHouse) -> None:
    routes = DeskPages(Origin("http", "127.0.0.1")).routes()
    async with there.signed_in(HOST) as one:
        for route in routes:
            path = re.sub(r"\{\w+:?[^}]*\}(?:\})?", "1", route.path)
            for method in ("PUT", "DELETE", "PATCH"):
                async with one.http.request(method, there.origin + path) as answer:
                    assert answer.status in {403, 404, 405}, (method, path)
        assert (await one.get("/desk/today", Host="evil.example")).status == 421
        for path in ("/desk/at/AAAA", "/desk/open/person/1", "/desk/open/affiliation/999999", "/desk/table/people"):
            page = await one.get(path)
            assert page.status in {200, 404}, path
            assert secrets_in(page.text) == set()


async def test_screen_is_of_whoever_it_was_sealed_for(waiting: Waiting) -> None:
    async with waiting.desk.signed_in(HOST) as one, waiting.desk.signed_in(ABOVE) as other:
        press = {"subject": waiting.subject, "version": str(waiting.row.version), "press": "return"}
        page = await one.does("/desk/do", **press)
        path = page.url.removeprefix(waiting.desk.origin)
        assert (await one.get(path)).status == 200
        assert (await other.get(path)).status == 404


async def test_every_answer_has_the_policy_and_nothing_inline(waiting: Waiting) -> None:
    async with waiting.desk.signed_in(ADMIN) as one, waiting.desk.browser() as nobody:
        paths = (*PAGES, *ADMIN_PAGES, "/desk/building/1", f"/desk/open/affiliation/{waiting.row.id}")
        pages: list[Page] = [await one.get(path) for path in paths]
        pages += [await nobody.get("/desk/in"), await nobody.post("/desk/in", {}), await one.get("/desk/table/none")]
        for page in pages:
            policy = page.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert page.headers["Cache-Control"] == "no-store"
            assert page.headers["X-Content-Type-Options"] == "nosniff"
            assert not re.search(INLINE, page.text), page.url
            assert re.findall(r'(?:src|href|action)="(?!/desk|#)([^"]*)"', page.text) == [], page.url
