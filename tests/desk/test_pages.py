"""What the desk shows and does over HTTP, on both stores: what waits, the tables, decisions, files, and the record."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from bot.desk import today
from bot.desk.items import Item, Told
from bot.desk.tables import TABLES
from domain.affiliations.affiliations import State
from storage.affiliations import affiliations
from storage.people import audit
from tests.desk.conftest import Waiting
from tests.stage.desk import DeskHouse
from tests.stage.security_world import ABOVE, ADMIN, HOST, MEMBER, SECRETS, SIBLING, secrets_in
from tests.stage.talk import html, said

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]


async def test_what_waits_is_decided_in_place(waiting: Waiting) -> None:
    there = waiting.desk
    async with there.signed_in(HOST) as one:
        page = await one.get("/desk/today")
        assert "欧*** ·" in page.words
        assert "Asks to take part" in page.words
        done = await one.does(
            "/desk/do", subject=waiting.subject, version=str(waiting.row.version), press="approve", back="/desk/today"
        )
    assert "✅ Confirmed: 欧***. The member has been told." in done.words
    with there.store.unit_of_work() as unit:
        after = affiliations.find(unit, waiting.row.id)
        assert after is not None
        assert after.state is State.ACTIVE
    assert any(chat_id == MEMBER for chat_id, _ in said(there.store))


async def test_who_comes_second_reads_who_was_first(waiting: Waiting) -> None:
    press = {"subject": waiting.subject, "version": str(waiting.row.version), "press": "approve"}
    async with waiting.desk.signed_in(HOST) as one, waiting.desk.signed_in(ABOVE) as other:
        await one.does("/desk/do", **press)
        page = await other.does("/desk/do", **press)
    assert "Somebody else was first (organiser)" in page.words


async def test_decision_that_asks_why_leads_to_the_screen(waiting: Waiting) -> None:
    async with waiting.desk.signed_in(HOST) as one:
        press = {"subject": waiting.subject, "version": str(waiting.row.version), "press": "return"}
        page = await one.does("/desk/do", **press)
        assert "What is to be added?" in page.words
        path = page.url.removeprefix(waiting.desk.origin)
        done = await one.post(path, {"key": page.hidden("key"), "words": "请补充原支部名称"})
        assert "✅ Returned: 欧***" in done.words
    told = [html(reply) for chat_id, reply in said(waiting.desk.store) if chat_id == MEMBER]
    assert any("请补充原支部名称" in one for one in told)


async def test_item_says_who_else_has_it_open(waiting: Waiting) -> None:
    async with waiting.desk.signed_in(HOST) as one, waiting.desk.signed_in(ABOVE) as other:
        opened = await one.get(f"/desk/open/affiliation/{waiting.row.id}")
        assert (opened.status, secrets_in(opened.text)) == (200, set())
        assert "open now with: organiser" in (await other.get("/desk/today")).words
        waiting.desk.clock.now += 200
        assert "open now with" not in (await other.get("/desk/today")).words


async def test_one_field_is_revealed_once_and_on_record(waiting: Waiting) -> None:
    there = waiting.desk
    async with there.signed_in(HOST) as one:
        shown = await one.does("/desk/reveal", subject=waiting.subject, field="phone")
        assert secrets_in(shown.text) == {"phone"}
        again = await one.get(f"/desk/open/affiliation/{waiting.row.id}")
        assert secrets_in(again.text) == set()
    with there.store.unit_of_work() as unit:
        looks = audit.seen_by(unit, f"person:{MEMBER}")
    assert [(look.what, look.role) for look in looks] == [("member.reveal", "organiser")]
    async with there.signed_in(SIBLING) as stranger:
        refused = await stranger.does("/desk/reveal", subject=waiting.subject, field="phone")
        assert (refused.status, secrets_in(refused.text)) == (404, set())


@pytest.mark.parametrize("table", [one.name for one in TABLES])
async def test_every_table_is_shown_sorted_and_taken_along(waiting: Waiting, table: str) -> None:
    async with waiting.desk.signed_in(ADMIN) as one:
        page = await one.get(f"/desk/table/{table}")
        assert page.status == 200, page.words
        assert secrets_in(page.text) == set()
        for address in page.every(r'href="(/desk/table/[^"]+sort=[^"]+)"'):
            there = await one.get(address)
            assert (there.status, there.text.count("aria-sort=")) == (200, 1)
            falling = next(one for one in there.every(r'href="(/desk/table/[^"]+falls=1[^"]*)"'))
            assert 'aria-sort="descending"' in (await one.get(falling)).text
        export = re.sub("^/desk/table", "/desk/export/csv", f"/desk/table/{table}?f.state=")
        file = await one.post(export, {"key": page.hidden("key")})
        assert (file.status, secrets_in(file.text)) == (200, set())
        assert file.headers["Content-Disposition"].startswith("attachment")
        rows = re.search(r"([\d,]+) rows?\b", page.words)
        if table != "requests":
            assert rows is not None
            assert len(file.text.strip().splitlines()) - 1 == int(rows[1].replace(",", ""))


async def test_table_is_narrowed_by_its_address(waiting: Waiting) -> None:
    async with waiting.desk.signed_in(HOST) as one:
        assert "欧***" in (await one.get("/desk/table/requests?f.state=submitted")).words
        assert "欧***" not in (await one.get("/desk/table/requests?f.state=active")).words
        assert "欧***" not in (await one.get("/desk/table/requests?f.q=nowhere%25")).words
        for odd in ("sort=;DROP", "page=-1", "page=99999999999", "f.state=%27", "unit=0x1", "falls=2&sort=id"):
            assert (await one.get(f"/desk/table/requests?{odd}")).status == 200
    async with waiting.desk.signed_in(SIBLING) as other:
        assert "欧***" not in (await other.get("/desk/table/requests")).words


async def test_many_are_decided_by_one_form(waiting: Waiting) -> None:
    item = f"{waiting.row.id}:{waiting.row.version}"
    async with waiting.desk.signed_in(HOST) as one:
        key = await one.key()
        fields = [("key", key), ("press", "return.typed"), ("words", "=SUM(1)"), ("back", "/desk/table/requests")]
        page = await one.post("/desk/bulk", [*fields, ("item", item), ("item", item), ("item", "999:1")])
        assert "✅ 1 request decided." in page.words
        assert "1 needs somebody else" in page.words
        again = await one.post("/desk/bulk", [*fields, ("item", item)])
        assert "had been decided by somebody else" in again.words
    with waiting.desk.store.unit_of_work() as unit:
        assert [step.reason for step in affiliations.steps(unit, waiting.row.id)][-1] == "=SUM(1)"


async def test_register_is_taken_along_on_record(waiting: Waiting) -> None:
    there = waiting.desk
    async with there.signed_in(HOST) as one, there.signed_in(SIBLING) as other:
        press = {"subject": waiting.subject, "version": str(waiting.row.version), "press": "approve"}
        await one.does("/desk/do", **press)
        unit_id = (await one.get("/desk/table/members")).hidden("unit")
        async with one.http.post(
            f"{there.origin}/desk/register",
            data={"key": await one.key(), "unit": unit_id, "form": "xlsx"},
            headers={"Origin": there.origin},
        ) as answer:
            sheet = load_workbook(io.BytesIO(await answer.read())).active
        assert SECRETS["name"] in {cell.value for row in sheet.iter_rows() for cell in row}
        assert (await other.does("/desk/register", unit=unit_id, form="xlsx")).status == 404
    with there.store.unit_of_work() as unit:
        assert "member.register" in {look.what for look in audit.seen_by(unit, f"person:{MEMBER}")}


async def test_same_page_is_not_sent_twice(there: DeskHouse) -> None:
    async with there.signed_in(HOST) as one:
        first = await one.get("/desk/today")
        again = await one.get("/desk/today", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.text) == (304, "")


async def test_every_kind_is_in_the_order_of_what_breaks() -> None:
    now = 1_000_000.0

    def item(subject: str, since: float, breaks_at: float | None) -> Item:
        return Item("k", subject, subject, since, lambda _desk: Told("", ""), breaks_at)

    late = item("late", now - 10, now - 5)
    soon = item("soon", now - 90_000, now + 80_000)
    old = item("old", now - 500_000, None)
    new = item("new", now - 10, now + 900_000)
    found = sorted([new, old, soon, late], key=lambda one: today.order(one, now))
    assert [one.subject for one in found] == ["late", "soon", "old", "new"]
