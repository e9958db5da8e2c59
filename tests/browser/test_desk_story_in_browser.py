"""An organiser's morning at the desk, in a browser: on a phone in Chinese, and on a wide screen in English.

In by matching numbers; thirty requests are decided in the table with no more presses than three take in the chat; an
announcement is followed while it leaves; a month is planned; the ten buildings are found where nobody has been for
longest; the register is taken; and everywhere is signed out. Pictures are kept in screenshots/, for people to look at.
"""

from __future__ import annotations

import asyncio
import csv
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.stage import DISTRICT, Seed, furnish, settings_in
from storage.people import people
from tests.browser.desk_demo import now, store_at, they_ask
from tests.browser.running_demo import ZONE, Demo, running_demo
from tests.browser.test_desk_in_browser import CHEN, SCREENSHOTS, SIZES, ails, listen
from tests.sandbox.page_driver import CHROMIUM, chromium
from tests.stage.deeds.store import store_deed

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

REQUESTS: Final = 30
IN_THE_CHAT: Final = 3
PEOPLE: Final = {"zh_Hans": range(910_001, 910_034), "en": range(920_001, 920_034)}
SAID: Final = {"zh_Hans": "本周六社区义诊，欢迎报名。", "en": "本周日读书会，欢迎报名。"}


_BEEN: Final = """
    SELECT building_id FROM visits WHERE day >= ?
    UNION SELECT building_id FROM activities WHERE starts_at BETWEEN ? AND ? AND stage = 'published'
"""
"""Where somebody has been since: by what was written down, and not by the figures of the desk."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on the buttons of the chat."""

    requests: str
    approve: str
    delivered: str
    on_its_way: str
    counted: str


WORDS: Final = {
    "zh_Hans": Words("待办审核", "通过", "已送达", "等待", r"(?:名单共|已送达)\D*(\d+)"),
    "en": Words("To review", "Approve", "Delivered", "waiting", r"(?:On the list|Delivered): (\d+)"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """Start the demo in a folder where its city is, and people who have pressed Start."""
    folder = tmp_path_factory.mktemp("demo")
    await asyncio.to_thread(furnish, settings_in(folder, "ptb", "1:a"), Seed.SHANGHAI)
    with closing(store_at(folder / "waystation.db")) as store, store.unit_of_work() as unit:
        people.welcome(unit, [one for some in PEOPLE.values() for one in some], datetime.now(ZONE).timestamp())
        unit.commit()
    async with running_demo("ptb", folder) as running:
        yield running


@dataclass
class Hand:
    """Whoever is at the page and in the chat; `presses` counts what they press, pick or write, at either place."""

    demo: Demo
    page: Page
    http: ClientSession
    language: str
    size: str
    presses: int = 0
    pictures: int = 0
    ails: dict[str, list[str]] = field(default_factory=dict)

    # ---- at the desk

    async def press(self, what: Locator) -> None:
        self.presses += 1
        await what.click()
        await self.page.wait_for_load_state()

    async def opens(self, path: str) -> None:
        await self.page.goto(f"{self.demo.origin}/desk/{path}")

    async def table(self, name: str) -> None:
        """Go to a table by the menu."""
        await self.press(self.page.locator(".more summary"))
        await self.press(self.page.locator(f'.more a[href="/desk/table/{name}"]'))

    async def said(self, words: str) -> None:
        await expect(self.page.locator("#said")).to_contain_text(words)

    async def keep(self, name: str) -> None:
        """Take a picture, and look whether everybody can use what is on it."""
        self.pictures += 1
        self.ails[name] = await ails(self.page)
        path = SCREENSHOTS / f"desk-story-{self.size}-{self.language}-{self.pictures}-{name}.png"
        await self.page.screenshot(path=path)

    # ---- in the chat

    async def says(self, words: str) -> dict[str, Any]:
        self.presses += 1
        return await self._answered("text", text=words)

    async def taps(self, message: dict[str, Any], label: str) -> dict[str, Any]:
        """Tap the button whose label has these words, and return the bot's answer."""
        self.presses += 1
        (button,) = [one for one in _labels(message) if label in one][:1]
        return await self._answered("tap", button=button, message_id=message["message_id"])

    async def _answered(self, deed: str, **body: object) -> dict[str, Any]:
        """Do something in the chat, and return the newest message with buttons once there is another."""
        before = await self._newest()
        at = f"{self.demo.origin}/sandbox/people/{CHEN}"
        async with self.http.post(f"{at}/{deed}", json=body) as answer:
            assert answer.status == 200, await answer.text()
        async with asyncio.timeout(20):
            while (newest := await self._newest()) == before:  # noqa: ASYNC110  a chat rings no bell
                await asyncio.sleep(0.05)
        return newest

    async def _newest(self) -> dict[str, Any]:
        async with self.http.get(f"{self.demo.origin}/sandbox/people/{CHEN}/chat") as answer:
            messages = (await answer.json())["messages"]
        return next((one for one in reversed(messages) if one["from"] == "bot" and _labels(one)), {})


def _labels(message: dict[str, Any]) -> list[str]:
    return [key if isinstance(key, str) else key["text"] for row in message.get("buttons") or [] for key in row]


@pytest.mark.parametrize(("size", "language"), [("phone", "zh_Hans"), ("wide", "en")])
async def test_organisers_morning_at_the_desk(demo: Demo, size: str, language: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    async with chromium() as browser, ClientSession() as http:
        context = await browser.new_context(viewport=SIZES[size], locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
        page = await context.new_page()
        complaints = listen(page, demo.origin)
        hand = Hand(demo, page, http, language, size)
        await http.post(f"{demo.origin}/sandbox/people/{CHEN}/start", json={})
        await signs_in(hand)
        await clears_thirty_requests(hand)
        await follows_an_announcement(hand)
        await plans_a_month(hand)
        await finds_ten_buildings(hand)
        await takes_the_register(hand)
        await signs_out_everywhere(hand, browser)
        assert ({name: found for name, found in hand.ails.items() if found}, complaints) == ({}, [])


async def signs_in(hand: Hand) -> None:
    await hand.opens("in")
    await hand.press(hand.page.locator("#code-please"))
    await hand.keep("door")
    code, number = [await hand.page.locator(one).inner_text() for one in ("#code", "#number")]
    await hand.taps(await hand.says(f"/desk {code}"), number.strip())
    await hand.press(hand.page.locator("#go"))  # the page goes on by itself
    await expect(hand.page).to_have_url(f"{hand.demo.origin}/desk/today")
    tag = {"zh_Hans": "zh-CN", "en": "en"}[hand.language]
    if await hand.page.locator("html").get_attribute("lang") != tag:
        await hand.press(hand.page.locator(".me summary"))
        await hand.press(hand.page.locator(f'button[name=language][value="{hand.language}"]'))
    await expect(hand.page.locator("html")).to_have_attribute("lang", tag)


async def clears_thirty_requests(hand: Hand) -> None:
    """Decide three in the chat, and then thirty in the table: with no more presses, each from where a day begins."""
    asking = PEOPLE[hand.language]
    they_ask(hand.demo, asking, (await now(hand.demo)).timestamp())
    hand.presses = 0
    card = await hand.taps(await hand.says("/todo"), WORDS[hand.language].requests)
    card = await hand.taps(card, "1")
    for _ in range(IN_THE_CHAT):
        card = await hand.taps(card, WORDS[hand.language].approve)
    assert len(approved(hand.demo, asking)) == IN_THE_CHAT
    in_the_chat, hand.presses = hand.presses, 0

    await hand.opens("today")
    await hand.keep("today")
    await hand.table("requests")
    await hand.keep("requests")
    await hand.press(hand.page.locator("[data-all]"))
    await expect(hand.page.locator("#chosen")).to_have_text(str(REQUESTS))
    await hand.press(hand.page.locator('button[name=press][value="approve"]'))
    await hand.said(f"✅ {REQUESTS}" if hand.language == "en" else f"✅ 已办理 {REQUESTS}")
    await hand.keep("decided")
    assert approved(hand.demo, asking) == list(asking)
    assert hand.presses <= in_the_chat, (hand.presses, in_the_chat)


def approved(demo: Demo, some: Sequence[int]) -> list[int]:
    query = "SELECT chat_id FROM affiliations WHERE state = 'active' AND chat_id BETWEEN ? AND ? ORDER BY chat_id"
    return [int(chat) for (chat,) in demo.rows(query, min(some), max(some))]


async def follows_an_announcement(hand: Hand) -> None:
    """See it wait for its time, leave, and arrive with everybody whom it is for."""
    moment = (await now(hand.demo)) + timedelta(minutes=5)
    with closing(store_at(hand.demo.database)) as store:
        deed = f"(announced-at {moment:%m-%dT%H:%M} {DISTRICT} {SAID[hand.language]})"
        store_deed(store, CHEN, deed, (await now(hand.demo)).timestamp())
    await hand.table("announcements")
    await hand.press(hand.page.locator("tbody tr").first.locator("a"))
    words, said = WORDS[hand.language], hand.page.locator(".words").first
    await expect(said).to_contain_text(SAID[hand.language])
    await expect(said).to_contain_text(f"{moment:%H:%M}")
    await hand.keep("scheduled")
    async with hand.http.post(f"{hand.demo.origin}/sandbox/clock", json={"advance_s": 300}) as answer:
        assert answer.status == 200
    await expect(said).to_contain_text(words.delivered, timeout=60_000)  # nothing is pressed: the page looks again
    await expect(said).not_to_contain_text(words.on_its_way, timeout=60_000)
    listed, delivered = (int(found) for found in re.findall(words.counted, await said.inner_text()))
    assert listed == delivered >= len(PEOPLE[hand.language])
    await hand.keep("sent")


async def plans_a_month(hand: Hand) -> None:
    """Choose three days of the next month, and publish on each of them one like an activity that there is."""
    await hand.opens("calendar")
    await hand.press(hand.page.locator("#next"))
    await hand.press(hand.page.locator("#plan-several"))
    days = hand.page.locator("input[name=day]")
    await days.first.wait_for()
    chosen = [str(await days.nth(number).get_attribute("value")) for number in (0, 5, 10)]
    for number in (0, 5, 10):
        await hand.press(days.nth(number))
    await hand.keep("planning")
    pattern = hand.page.locator("#f-pattern")
    await pattern.select_option(index=1)
    told = await pattern.locator("option:checked").inner_text()
    await hand.press(hand.page.locator('button[name=press][value="publish"]'))
    await hand.said("✅ 3" if hand.language == "en" else "✅ 已发布 3")
    await hand.keep("planned")
    title = told.rpartition(" · ")[0]
    for day in chosen:
        cell = hand.page.locator("td.day", has=hand.page.locator(f'time[datetime="{day}"]'))
        await expect(cell).to_contain_text(title)


async def finds_ten_buildings(hand: Hand) -> None:
    """Go from the figure to the map, whose list names the ten that have waited longest."""
    await hand.opens("coverage")
    await hand.keep("coverage")
    await hand.press(hand.page.locator('.ways a[href^="/desk/map"]'))
    await hand.keep("map")
    listed = hand.page.locator(".waiting a")
    ids = [int(str(await one.get_attribute("href")).rpartition("/")[2]) for one in await listed.all()]
    assert len(set(ids)) == 10
    since = (await now(hand.demo) - timedelta(days=90)).timestamp()
    been = {int(one) for (one,) in hand.demo.rows(_BEEN, since, since, (await now(hand.demo)).timestamp()) if one}
    assert been
    assert been & set(ids) == set()
    await hand.press(listed.first)
    await hand.keep("building")


async def takes_the_register(hand: Hand) -> None:
    await hand.opens("papers")
    await hand.keep("papers")
    async with hand.page.expect_download() as coming:
        await hand.press(hand.page.locator('button[name=form][value="csv"]'))
    lines = _rows(await (await coming.value).path())
    ((count,),) = hand.demo.rows("SELECT count(*) FROM affiliations WHERE state = 'active'")
    assert len(lines) == 1 + int(count)
    assert "赵伟" in {line[1] for line in lines}  # in full: that it was taken stands in the audit, for each of them
    ((noted,),) = hand.demo.rows("SELECT count(DISTINCT subject) FROM audit WHERE what = 'member.register'")
    assert noted == count


def _rows(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text("utf-8-sig").splitlines()))


async def signs_out_everywhere(hand: Hand, browser: Browser) -> None:
    """Sign out at one device, and be out at the other as well."""
    state = await hand.page.context.storage_state()
    other = await (await browser.new_context(storage_state=state)).new_page()
    await other.goto(f"{hand.demo.origin}/desk/today")
    await hand.press(hand.page.locator(".me summary"))
    await hand.keep("menu")
    await hand.press(hand.page.locator('form[action="/desk/out/all"] button'))
    await expect(hand.page).to_have_url(f"{hand.demo.origin}/desk/in")
    for page in (hand.page, other):
        await page.goto(f"{hand.demo.origin}/desk/today")
        await expect(page).to_have_url(f"{hand.demo.origin}/desk/in")
