"""What is held of ways in stands in the own export, and what was done before two became one as well."""

from zoneinfo import ZoneInfo

from bot.papers import own_data
from bot.papers.own_data_text import as_text
from storage.unit_of_work import Store
from tests.flows.roads.ends import End, a_page
from tests.flows.roads.test_linking import link
from tests.stage.talk import NOON, WANG, furnish


def test_export_names_the_ways_in_and_what_became_of_them(store: Store) -> None:
    furnish(store)
    phone, page = End(store), a_page(store)
    phone.opens()
    page.opens()
    page.says("/roads")
    page.presses("恢复码")
    link(phone, page)
    with store.unit_of_work() as unit:
        data = own_data.own_data_of(unit, WANG, NOON.timestamp(), ZoneInfo("Asia/Shanghai"))
    assert data.chat is not None
    assert {way.channel for way in data.chat.ways} == {"telegram", "web"}
    assert data.chat.recovery_since is not None
    assert {"road.link", "road.recovery"} <= {row.what for row in data.audit}
    told = as_text(data, "zh_Hans")
    assert "入口: 聊天页" in told
    assert "关联两个入口" in told
