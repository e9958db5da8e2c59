"""The pages of coverage over HTTP, on both stores: who may see them, and that every number is the sum of its rows."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.desk.coverage_page import NAMES, TIMED
from domain.affiliations.affiliations import State
from storage.grid import visits
from storage.tables.affiliations import affiliations
from storage.tables.places import buildings, units
from storage.unit_of_work import Store
from tests.desk.conftest import Waiting
from tests.desk.test_desk_statements import counted
from tests.stage.desk import Browser, DeskHouse
from tests.stage.security_world import ABOVE, ADMIN, AT, HOST, MEMBER, SIBLING, STRANGER

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

PAGES = ("coverage", "map", "month", "wall", *(f"coverage/time?what={name}" for name in TIMED))
MOST = 15
_DAY_S = 86_400.0


def unit_of(store: Store, code: str) -> int:
    with store.unit_of_work() as unit:
        return int(unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one())


@pytest_asyncio.fixture
async def visited(waiting: Waiting) -> AsyncIterator[DeskHouse]:
    """Let somebody take part, and a building be visited, long ago and lately."""
    with waiting.desk.store.unit_of_work() as unit:
        first, *_ = unit.connection.scalars(select(buildings.c.id).order_by(buildings.c.id))
        for days in (200, 10):
            visits.note(unit, first, HOST, AT - days * _DAY_S)
        visits.say(unit, 1, None, "前台很热心", None)
        unit.connection.execute(affiliations.update().values(state=State.ACTIVE))
        unit.commit()
    yield waiting.desk


async def rows_of(one: Browser, address: str) -> tuple[str, int]:
    """Return what a page of rows says in all, and what its rows add up to over all pages."""
    told, added = "", 0
    while address:
        page = await one.get(address)
        assert page.status == 200, (address, page.words)
        (told,) = page.every(r'<p class="sum"><b>([^<]+)</b>')
        added += sum(int(amount) for amount in page.every(r'data-amount="(\d+)"'))
        address = next(iter(page.every(r'rel="next" href="([^"]+)"')), "")
    return told, added


async def test_every_number_opens_into_rows_that_add_up_to_it(visited: DeskHouse) -> None:
    async with visited.signed_in(ADMIN) as one:
        page = await one.get("/desk/coverage")
        figures = page.every(r'<li><a href="(/desk/coverage/rows[^"]+)"><b>[^<]+</b>')
        numbers = page.every(r'<li><a href="/desk/coverage/rows[^"]+"><b>([^<]+)</b>')
        assert len(figures) == len(NAMES)
        for address, number in zip(figures, numbers, strict=True):
            told, added = await rows_of(one, address)
            assert told == number, address
            assert number == "under 3" or int(number.replace(",", "")) == added, address
        assert "under 3" in numbers  # one person takes part, and is not told
        wall = await one.get("/desk/wall")
        assert wall.every(r"<li><b>([^<]+)</b>") == numbers


async def test_whose_unit_it_is_not_learns_nothing(visited: DeskHouse) -> None:
    unit_id = unit_of(visited.store, "31")
    addresses = [f"/desk/{page}{'&' if '?' in page else '?'}unit={unit_id}" for page in PAGES]
    addresses += [f"/desk/coverage/rows?what={name}&unit={unit_id}" for name in NAMES]
    async with visited.signed_in(SIBLING) as other, visited.signed_in(MEMBER) as member:
        for address in addresses:
            assert (await other.get(address)).status == 404, address
            assert (await member.get(address)).status == 403, address
        for who in (other, member):
            assert "前台很热心" not in (await who.get("/desk/building/1")).text
    async with visited.browser() as nobody, visited.signed_in(STRANGER) as stranger:
        assert (await nobody.get("/desk/coverage")).url.endswith("/desk/in")
        assert (await stranger.get("/desk/wall")).status == 403


async def test_building_tells_its_story(visited: DeskHouse) -> None:
    async with visited.signed_in(ADMIN) as one:
        page = await one.get("/desk/building/1")
        assert page.status == 200
        assert page.words.count("A visit") == 2
        assert "前台很热心" in page.words
        assert (await one.get("/desk/building/999999")).status == 404


async def test_map_lists_where_nobody_has_been(visited: DeskHouse) -> None:
    async with visited.signed_in(ADMIN) as one:
        page = await one.get("/desk/map")
        quiet = await rows_of(one, page.every(r'href="(/desk/coverage/rows\?[^"]*what=quiet)"')[0])
        assert len(page.every(r'<li><a href="/desk/building/\d+"')) == min(10, quiet[1])
        assert page.text.count("<circle") == page.text.count("</circle>") > 0
        assert 'role="img"' in page.text
        assert page.text.count('circle class="fresh"') == 1


async def test_past_day_is_of_what_was_known_then(visited: DeskHouse) -> None:
    """A hundred days after the first visit nobody had been there for ninety, and the second was yet to come."""
    async with visited.signed_in(ADMIN) as one:
        before = await one.get("/desk/coverage/rows?what=been&day=2026-01-01")
        assert before.every(r'<p class="sum"><b>([^<]+)</b>') == ["0"]
        now = await one.get("/desk/coverage/rows?what=been")
        assert now.every(r'<p class="sum"><b>([^<]+)</b>') == ["1"]


async def test_month_is_five_sentences_and_the_same_figures(visited: DeskHouse) -> None:
    async with visited.signed_in(ABOVE) as one:
        page = await one.get("/desk/month")
        (listed,) = re.findall(r'<ol class="sentences">(.*?)</ol>', page.text, re.DOTALL)
        assert listed.count("<li>") == 5
        assert len(page.every(r'class="number"[^>]*><a href="(/desk/coverage/rows[^"]+)"')) == len(NAMES)


@pytest.mark.parametrize(
    "odd", ["unit=0x1", "day=2026-13-40", "day=9999-01-01", "since=1", "month=2026-00", "page=999"]
)
async def test_odd_address_is_the_usual_page(there: DeskHouse, odd: str) -> None:
    async with there.signed_in(HOST) as one:
        for page in ("coverage", "map", "month", "wall", "coverage/time?what=came", "coverage/rows?what=came"):
            assert (await one.get(f"/desk/{page}{'&' if '?' in page else '?'}{odd}")).status == 200
        assert (await one.get("/desk/coverage/rows?what=nothing")).status == 404


async def test_pages_cost_few_statements(visited: DeskHouse) -> None:
    async with visited.signed_in(ADMIN) as one:
        await one.get("/desk/coverage")
        for page in (*PAGES, *(f"coverage/rows?what={name}" for name in NAMES), "building/1"):
            with counted(visited.store) as seen:
                assert (await one.get(f"/desk/{page}")).status == 200
            costs = [one[:70] for one in seen if not one.startswith(("PRAGMA", "BEGIN", "SET"))]
            assert len(costs) <= MOST, (page, costs)
