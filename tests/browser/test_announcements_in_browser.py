"""An announcement in the demo, through the chat page: its progress message moves, is paused, goes on, and adds up.

Three hundred members are there from the start; one of them has stopped the bot. Pictures are kept in screenshots/.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Locator, expect

from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import Audience
from domain.people.deeds import By, Deed
from storage.announcements import announcements
from storage.places import places
from storage.unit_of_work import Store
from tests.browser.libraries import LIBRARIES
from tests.browser.member import EVERYBODY, MIN, Phone
from tests.browser.running_demo import Demo, running_demo
from tests.browser.test_affiliation_in_browser import Cast, tap
from tests.sandbox.page_driver import CHROMIUM, ChatPage, chromium, window
from tests.stage.deeds.store import store_deed

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
CENTRE: Final = "静安寺街道党群服务中心"
CROWD: Final = range(910_001, 910_301)
BLOCKED: Final = CROWD[7]
PATIENCE_MS: Final = 60_000
_LEDGER: Final = """
    SELECT outbox.state, count(*) FROM outbox JOIN letters ON letters.id = outbox.letter_id
    JOIN mailings ON mailings.id = letters.mailing_id WHERE mailings.purpose = 'send' GROUP BY outbox.state
"""


@pytest_asyncio.fixture(loop_scope="module", params=LIBRARIES)
async def demo(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(request.param, tmp_path) as running, ClientSession() as session:
        for member in (*(one.id for one in EVERYBODY), *CROWD):
            await session.post(f"{running.origin}/sandbox/people/{member}/start", json={})
        await session.post(f"{running.origin}/sandbox/people/{BLOCKED}/block", json={})
        yield running


async def test_progress_message_moves_stands_still_and_adds_up(demo: Demo) -> None:
    album = SCREENSHOTS if demo.framework == "ptb" else None
    async with chromium() as browser, window(browser) as opened:
        cast = Cast(ChatPage(opened, demo.origin, album=album), demo)
        await cast.meet()
        organiser = await cast.as_(MIN)
        now = (await cast.now()).timestamp()
        await asyncio.to_thread(_announce, demo, now)
        progress = await it_leaves(organiser)
        await it_is_paused(organiser, progress, demo)
        await it_goes_on(organiser, progress)
        ((size,),) = demo.rows("SELECT size FROM mailings")
        assert ledger(demo) == {"sent": int(size) - 1, "unreachable": 1}
        await it_is_explained(organiser, int(size))
        assert (cast.page.complaints, cast.page.foreign) == ([], [])


def _announce(demo: Demo, now: float) -> None:
    """Let the crowd be affiliated, and an announcement to all of them be due."""
    key = (demo.database.parent / "key").read_text()
    ((code,),) = demo.rows("SELECT code FROM points WHERE name = ?", CENTRE)
    with closing(Store(f"sqlite:///{demo.database}", key)) as store:
        for person in CROWD:
            store_deed(store, person, f"(affiliation active {code})", now)
        with store.unit_of_work() as unit:
            point = places.point_by_code(unit, code)
            assert point is not None
            audience = Audience(places.path_of(unit, point.unit_id))
            row = announcements.draft(unit, point.unit_id, audience, Deed(By(MIN.id), now))
            content = Content({"zh_Hans": "12月3日 9:00 至 11:00 停电检修,服务中心照常开放。"})
            announcements.change(unit, row.id, MIN.id, content=content)
            announcements.do(unit, row.id, Verb.SCHEDULE, Deed(By(MIN.id, "organiser"), now))
            unit.commit()


def ledger(demo: Demo) -> dict[str, int]:
    return {state: int(count) for state, count in demo.rows(_LEDGER)}


async def it_leaves(organiser: Phone) -> Locator:
    progress = await organiser.hears("正在发送")
    await expect(progress).to_contain_text("▰", timeout=PATIENCE_MS)
    await organiser.page.keep("announcement-01-on-its-way")
    return progress


async def it_is_paused(organiser: Phone, progress: Locator, demo: Demo) -> None:
    await tap(organiser, "暂停", "已暂停，不再发出新的")
    await expect(progress).to_contain_text("已暂停")
    await asyncio.sleep(1)  # what was under way lands
    before = ledger(demo)
    assert before["todo"] > 0
    await organiser.page.keep("announcement-02-paused")
    await asyncio.sleep(2)
    assert ledger(demo) == before


async def it_goes_on(organiser: Phone, progress: Locator) -> None:
    await progress.get_by_test_id("inline-button").first.click()
    await organiser.hears("已继续发送")
    await expect(progress).to_contain_text("正在发送")
    await organiser.page.keep("announcement-03-goes-on")
    await expect(progress).to_contain_text("100%", timeout=PATIENCE_MS)
    await organiser.hears("通知已发完")
    await organiser.page.keep("announcement-04-all-sent")


async def it_is_explained(organiser: Phone, size: int) -> None:
    await tap(organiser, "查看详情", f"名单共 {size} 人")
    card = organiser.answers.last
    await expect(card).to_contain_text("停用机器人：1")
    await organiser.page.keep("announcement-05-card")
    await organiser.page.tap("谁没收到")
    await expect(card).to_contain_text("请输入姓名")
    await organiser.page.say(f"成员{BLOCKED}")
    await organiser.hears("已停用机器人", "请输入姓名")
    await organiser.page.keep("announcement-06-why")
