"""A walk-in's whole story on a phone, from nothing but a poster's address to a certificate, on a bad line.

The organiser is on Telegram. The phone loses its line every few seconds, its clock is a day and more behind, and the
bot, a process of its own, is killed by SIGKILL after what somebody did, perhaps before it was answered: some times
here, thirty times in `make chaos` (`WAYSTATION_TEST_KILLS`). Everything stands there once, and nothing is missing.
Pictures are kept in screenshots/.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import expect

from bot.demo.beside import KEY as KEY_FILE
from bot.demo.stage import BOT_ID
from domain.activities import tokens
from sandbox.person_side.acts import MisusedError
from sandbox.server import Sandbox
from sandbox.state.limits import UNLIMITED
from sandbox.state.world import new_token
from storage.activities import activities, check_in_keys
from storage.people import addresses
from storage.unit_of_work import Store
from tests.browser.bad_line import BadLine
from tests.browser.demo_in_two import BotBeside
from tests.browser.house_page import AtHome, at_home
from tests.browser.running_demo import ZONE, Demo
from tests.conftest import KEY
from tests.sandbox.page_driver import CHROMIUM, chromium
from tests.stage.deeds.store import store_deed
from tests.stage.hearing import NUMBERS, PEOPLE
from tests.stage.pages import free_host

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

KILLS: Final = int(os.environ.get("WAYSTATION_TEST_KILLS", "3"))
ORGANISER, LEAVER = NUMBERS["陈敏"], NUMBERS["李强"]
TITLE: Final = "新时代党课"
CUT_EVERY_S: Final = 4.0
CUT_S: Final = 0.5
PATIENCE_MS: Final = 60_000


@dataclass
class World:
    """A sandbox, a bot beside it that serves the page, and the store that both are about."""

    sandbox: Sandbox
    bot: BotBeside
    demo: Demo
    store: Store
    line: BadLine
    web: str
    kills: int = 0
    due: list[int] = field(default_factory=list)

    @property
    def now(self) -> float:
        return self.sandbox.world.clock.now().timestamp()

    async def start(self) -> None:
        await self.bot.start(self.demo.origin, self.sandbox.world.clock.ahead.total_seconds())

    async def suffer(self) -> None:
        """Kill the bot as often as is due at this step, each time before it has done all that it was to do."""
        for _ in range(self.due.pop(0) if self.due else 0):
            await self.bot.kill()
            self.kills += 1
            await self.start()

    async def telegram(self, person: int, deed: str, **body: Any) -> None:
        """Do something in the sandbox, as soon as there is what it is done with."""
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while True:
                with suppress(MisusedError):
                    self.sandbox.does(f"people/{person}/{deed}", body)
                    return
                await asyncio.sleep(0.2)

    def wind_to(self, hour: int, minute: int) -> None:
        local = datetime.fromtimestamp(self.now, ZONE)
        self.sandbox.does("clock", {"advance_s": (local.replace(hour=hour, minute=minute) - local).total_seconds()})


@asynccontextmanager
async def world(city: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Open a house with both channels at 10:12 of tomorrow, where the only seat of an activity is taken."""
    house, host = free_host(), free_host()
    monkeypatch.setenv("WAYSTATION_LISTEN", house)
    monkeypatch.setenv("WAYSTATION_WEB", f"http://{host}")
    shutil.copyfile(city, folder / "waystation.db")
    (folder / KEY_FILE).write_text(KEY)
    (folder / KEY_FILE).chmod(0o600)
    bot = BotBeside("ptb", folder, new_token(BOT_ID))
    sandbox = Sandbox(bot.token, PEOPLE, limits=UNLIMITED, on_advance=bot.wind)
    tomorrow = datetime.now(ZONE).replace(hour=10, minute=12) + timedelta(days=1)
    sandbox.world.clock.advance((tomorrow - datetime.now(ZONE)).total_seconds())
    store = Store(f"sqlite:///{folder / 'waystation.db'}", KEY)
    demo = Demo(await sandbox.start(), folder / "waystation.db", "ptb")
    there = World(sandbox, bot, demo, store, BadLine(house), f"http://{host}")
    try:
        for person, deed in (
            (ORGANISER, "(grant organiser 310106011)"),
            (ORGANISER, f"(activity 党课 {TITLE} JA-1 {tomorrow:%m-%d}T19:00 1 anyone)"),
            (LEAVER, "(joins)"),
        ):
            store_deed(store, person, deed, there.now)
        sandbox.meet([ORGANISER, LEAVER])
        await there.start()
        async with there.line.at(host):
            yield there
    finally:
        code = await bot.end()
        await sandbox.stop()
        store.close()
    assert code == 0


@dataclass
class Walk:
    """What the walk-in does, step by step; after each deed the house may fall."""

    home: AtHome
    there: World

    async def hears(self, words: str) -> None:
        await self.there.suffer()
        await expect(self.home.part("ours").filter(has_text=words).last).to_be_visible(timeout=PATIENCE_MS)

    async def taps(self, label: str, answer: str) -> None:
        await self.home.page.get_by_role("button", name=label, exact=True).last.click(timeout=PATIENCE_MS)
        await self.hears(answer)

    async def says(self, text: str, answer: str) -> None:
        await self.home.says(text)
        await self.hears(answer)

    async def scans(self, word: str, answer: str) -> None:
        while True:
            try:
                await self.home.opens(f"/p/{word}")
                break
            except Exception:  # noqa: BLE001  no line, or no house: whoever scans tries again
                await asyncio.sleep(0.3)
        await self.hears(answer)


async def test_walk_in_from_a_poster_to_a_certificate(
    sqlite_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        world(sqlite_city, tmp_path, monkeypatch) as there,
        chromium() as browser,
        at_home(browser, there.web) as home,
    ):
        walk = Walk(home, there)
        await home.opens("/p/p_JA-1")
        breaking = asyncio.create_task(there.line.breaks(CUT_EVERY_S, CUT_S))
        there.due = _spread(KILLS)
        try:
            await registers(walk)
            await takes_part(walk)
        finally:
            breaking.cancel()
        assert there.kills == KILLS
        assert there.line.cuts > 1
        await stands_there_once(walk)


def _spread(kills: int) -> list[int]:
    """Spread the kills over the steps, of which there are more than fifteen."""
    steps = 15
    return [kills * (number + 1) // steps - kills * number // steps for number in range(steps)]


async def registers(walk: Walk) -> None:
    await walk.taps("在这里开始", "愚园路100号")
    await walk.home.keeps("story-point")
    await walk.taps("在这里挂靠", "先说明一下您的信息怎么用")
    await walk.taps("同意", "您的姓名？")
    await walk.says("王小明 13912345678", "您的组织关系在哪个支部？")
    await walk.says("安徽省六安市阳光社区第二党支部", "预计到什么时候？")
    await walk.taps("还不确定", "第 5 步")
    await walk.home.keeps("story-registering")
    await walk.taps("✅ 发送", "等对方答复")
    await walk.there.telegram(ORGANISER, "tap", button="看一看")
    await walk.there.telegram(ORGANISER, "tap", button="通过")
    await walk.hears("的挂靠已经办好")
    await walk.home.keeps("story-received")


async def takes_part(walk: Walk) -> None:
    there = walk.there
    with there.store.unit_of_work() as unit:
        row = activities.find(unit, 1)
        secret = check_in_keys.secret(unit, 1)
        unit.commit()
    assert row is not None
    await walk.scans(f"o_{row.token}", "名额：共 1 个，已满")
    await walk.taps("加入候补", "您在候补第 1 位")
    await there.telegram(LEAVER, "start", payload=f"o_{row.token}")
    await there.telegram(LEAVER, "tap", button="请假")
    await walk.hears("有一个名额空出来了")
    await walk.home.keeps("story-offer")
    await walk.taps("参加", "✅ 您")
    there.wind_to(18, 45)
    await walk.scans(f"c_{row.token}_{tokens.token(secret, there.now)}", "已签到")
    await walk.home.keeps("story-checked-in")
    there.wind_to(21, 0)
    await walk.says("/record", TITLE)
    await walk.taps("1", "您参加了")
    await walk.taps("参加证明", "可以发给原支部")
    await walk.home.keeps("story-certificate")


async def stands_there_once(walk: Walk) -> None:
    """Hold what stands on the page and in the store against what was done."""
    home, rows = walk.home, walk.there.demo.rows

    def count(query: str) -> int:
        return len(rows(query))

    await expect(home.part("pending")).to_have_count(0, timeout=PATIENCE_MS)
    own = [text.split("\n")[1] for text in await home.part("own").all_inner_texts()]
    assert own == ["王小明 13912345678", "安徽省六安市阳光社区第二党支部", "/record"]
    said = await home.part("ours").all_inner_texts()
    for once in ("的挂靠已经办好", "有一个名额空出来了", "可以发给原支部"):
        assert sum(once in words for words in said) == 1, once
    await home.page.reload()
    await expect(home.part("ours")).to_have_count(len(said), timeout=PATIENCE_MS)
    assert count("SELECT number FROM pages") == 1
    assert rows("SELECT state FROM affiliations") == [("active",)]
    assert sorted(rows("SELECT state FROM signups")) == [("checked_in",), ("on_leave",)]
    assert count("SELECT code_hash FROM certificates") == 1
    lost = "SELECT id FROM outbox WHERE chat_id >= ? AND state NOT IN ('sent', 'todo')"
    assert rows(lost, addresses.FIRST) == []  # of what went to the page nothing is in doubt
