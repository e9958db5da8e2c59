"""Lists that are brought in at the desk: looked at, then taken by a second press, by admins of everything alone."""

from __future__ import annotations

import re

import pytest
from aiohttp import FormData

from bot.desk import imports_page
from bot.desk.guard import form_key
from storage.people import audit
from storage.places.imports import known_units
from storage.upkeep import audit_trail
from tests.stage.desk import Browser, DeskHouse, Page
from tests.stage.security_world import ADMIN, HOST

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

LIST = "编号,名称,层级,上级\n310106013,曹家渡街道,街道,静安区\nX1,=坏单位,天上,静安区\n"
OTHER = LIST.replace("曹家渡", "江宁路").replace("310106013", "310106014")


async def sends(one: Browser, content: bytes | str, **fields: str) -> Page:
    """Send a list as its form does."""
    secret = next(cookie.value for cookie in one.http.cookie_jar if cookie.key == "desk")
    data = FormData({"key": form_key(secret), "kind": "units", "datum": "", "press": "look", **fields})
    content = content.encode() if isinstance(content, str) else content
    data.add_field("list", content, filename="名单.csv", content_type="text/csv")
    path = "/desk/imports"
    async with one.http.post(one.there.origin + path, data=data, headers={"Origin": one.there.origin}) as answer:
        return Page(answer.status, (await answer.read()).decode(errors="replace"), answer.headers, str(answer.url))


def names(there: DeskHouse) -> set[str]:
    with there.store.unit_of_work() as unit:
        return {one.name for one in known_units(unit)}


def taken(there: DeskHouse) -> list[tuple[int | None, str]]:
    """Return who has taken lists, as it stands in the audit, which is whole."""
    with there.store.unit_of_work() as unit:
        assert audit.verify(unit).broken_at is None
        return [(row.chat_id, row.what) for row in audit_trail.trail(unit, "list:units")]


async def test_list_is_looked_at_and_then_taken(there: DeskHouse) -> None:
    async with there.signed_in(ADMIN) as one:
        looked = await sends(one, LIST)
        assert "Rows read 2 New 1 Changed 0 As they were 0 Rejected 1" in looked.words
        assert "Only looked: nothing was changed." in looked.words
        assert re.search(r"What is wrong · 1 Row Field Value Problem 3 \S+ 天上 ", looked.words), looked.words
        assert ("曹家渡街道" in names(there), taken(there)) == (False, [])
        done = await sends(one, LIST, press="take", mark=looked.hidden("mark"))
        assert "✅ The list is taken." in done.words
        assert "曹家渡街道" in names(there)
        again = await sends(one, LIST, press="take", mark=looked.hidden("mark"))
        assert "New 0 Changed 0 As they were 1" in again.words
    assert taken(there) == [(ADMIN, "list.import")] * 2


async def test_another_list_than_the_one_that_was_looked_at_is_not_taken(there: DeskHouse) -> None:
    async with there.signed_in(ADMIN) as one, there.signed_in(ADMIN) as elsewhere:
        mark = (await sends(one, LIST)).hidden("mark")
        for content, fields in (
            (OTHER, {"mark": mark}),
            (LIST, {"mark": mark, "datum": "gcj02"}),
            (LIST, {"mark": "0" * 64}),
            (LIST, {}),
        ):
            page = await sends(one, content, press="take", **fields)
            assert "This is not the list that was looked at, so nothing was taken." in page.words
        page = await sends(elsewhere, LIST, press="take", mark=mark)
        assert "so nothing was taken" in page.words
        assert (names(there) & {"曹家渡街道", "江宁路街道"}, taken(there)) == (set(), [])
        shown = page.hidden("mark")
        assert "✅ The list is taken." not in (await sends(one, LIST, press="take", mark=shown)).words


async def test_rejected_rows_are_taken_along_harmless(there: DeskHouse) -> None:
    async with there.signed_in(ADMIN) as one:
        file = await sends(one, LIST.replace("天上", "=1+1"), press="report")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "'=1+1" in file.text
    assert taken(there) == []


async def test_what_is_no_list_gets_a_clear_answer(there: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    async with there.signed_in(ADMIN) as one:
        assert (await one.get("/desk/imports")).status == 200
        for content in (b"\xd0\xcf\x11\xe0old", b"", b"\x00\xff" * 50, b"PK\x03\x04broken", b"a,b\n1,2\n"):
            page = await sends(one, content)
            assert (page.status, "Only looked" in page.words, 'id="again"' in page.text) == (200, False, False), content
        for fields in ({"kind": "people"}, {"datum": "mars"}):
            assert (await sends(one, LIST, **fields)).status == 400
        assert (await sends(one, LIST, key="0" * 32)).status == 403
        assert (await one.does("/desk/imports", kind="units", press="take")).status == 400
        monkeypatch.setattr(imports_page, "MOST_BYTES", 10)
        large = await sends(one, LIST)
        assert (large.status, "larger than what can be brought in here" in large.words) == (413, True)
    async with there.signed_in(HOST) as organiser:
        assert (await sends(organiser, LIST)).status == 403
    assert taken(there) == []
