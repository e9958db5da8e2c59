"""A lost cookie does not lose the person: linked, brought back and closed over the page's own protocol."""

import re

import pytest

from storage.people import addresses
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.stage.pages import PageClient, open_house

pytestmark = pytest.mark.wire

WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 12) Chrome/86 MicroMessenger/8.0"}


def code_on(page: PageClient) -> str:
    """Return the newest code that stands on the page."""
    found = [re.search("[0-9A-Z]{4}(-[0-9A-Z]{4})+", text) for text in page.shown()]
    return [one[0] for one in found if one][-1]


async def test_one_page_is_linked_with_another_and_closed(sqlite_city_url: str) -> None:
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as old, PageClient.at(origin) as new:
        old.http.headers.update(WECHAT)
        await old.does("start")
        await old.says("换手机了怎么办")
        await old.hears("目前只有这一个")
        await old.taps("关联另一个入口")
        said = await old.hears("用这个代码关联另一个入口")
        assert f"{origin}/p/l_{code_on(old).replace('-', '')}" in said

        await new.does("start", payload=f"l_{code_on(old).replace('-', '')}")
        assert "聊天页（安卓手机，微信）" in await new.hears("要和")
        await new.taps("关联")
        await new.hears("已关联")
        await old.hears("您新关联了一个入口")

        await new.says("/roads")
        await new.hears("您的入口")
        await new.taps("停用一个入口")
        await new.hears("要停用哪个入口")
        await new.taps("聊天页（安卓手机，微信）")
        await new.hears("手机丢了请选这个")
        await new.taps("关闭那个页面")
        await new.hears("已关闭")
        status, said_why = await old.post("/chat/got", {"event": 1})
        assert (status, said_why["why"]) == (401, "key"), "its browser gets in no more"


async def test_code_on_paper_brings_back_on_a_fresh_page(sqlite_city_url: str) -> None:
    async with (
        open_house(sqlite_city_url, KEY) as origin,
        PageClient.at(origin) as lost,
        PageClient.at(origin) as fresh,
    ):
        await lost.does("start")
        await lost.says("/roads")
        await lost.hears("您的入口")
        await lost.taps("恢复码")
        await lost.hears("请抄在纸上")
        code = code_on(lost)
        await lost.taps("我已经抄下来了")
        await lost.hears("恢复码已经收起")
        assert code not in "".join(lost.shown())

        await fresh.does("start")
        await fresh.says("/roads")
        await fresh.hears("您的入口")
        await fresh.taps("我有代码")
        await fresh.hears("恢复码是 16 位")
        await fresh.says(code.lower())
        await fresh.hears("在这个页面找回您的身份吗")
        await fresh.taps("关联")
        await fresh.hears("找回来了")
    store = Store(sqlite_city_url, KEY)
    with store.unit_of_work() as unit:
        rows = unit.connection.exec_driver_sql("SELECT person FROM addresses").all()
        assert len({person for (person,) in rows}) == 1
        assert addresses.are_there(unit)
    store.close()
