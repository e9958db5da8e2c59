"""A cookie alone carries no role: whoever has one is a member on the page, whatever they are elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import addresses, invitations, people, roles
from storage.tables.pages import pages
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.stage.pages import PageClient, open_house

pytestmark = pytest.mark.wire

NOW = 1_790_000_000.0
ORGANISER = 4001


@contextmanager
def written(url: str) -> Iterator[UnitOfWork]:
    store = Store(url, KEY)
    with store.unit_of_work() as unit:
        yield unit
        unit.commit()
    store.close()


async def test_invitation_to_a_role_is_not_taken_on_a_page(sqlite_city_url: str) -> None:
    with written(sqlite_city_url) as unit:
        token = invitations.issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 24.0 * 365 * 50)
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start", payload=f"i_{token}")
        await page.hears("Telegram")
    with written(sqlite_city_url) as unit:
        assert roles.holders(unit, set(Role)) == set()


async def test_page_of_an_organiser_is_a_members(sqlite_city_url: str) -> None:
    with written(sqlite_city_url) as unit:
        people.welcome(unit, [ORGANISER], NOW)
        roles.give(unit, ORGANISER, Role.ADMIN, None, Deed(HOUSE, NOW))
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        with written(sqlite_city_url) as unit:
            number = unit.connection.execute(select(pages.c.number)).scalar_one()
            addresses.link(unit, number, ORGANISER, NOW)
        for text in ("/start", "待办", "/members", "我的成员", "发通知"):
            await page.says(text)
        await page.does("start")
        await page.hears("这里是驿站")
        labels = {
            button["label"]
            for line in page.lines.values()
            for row in (line["shown"] or {}).get("buttons", ())
            for button in row
        }
    assert not {label for label in labels if label.startswith(("待办", "活动管理", "我的成员", "发通知", "权限"))}
