"""Registering at the size of a phone, counted from a poster to "sent": in Chinese and English, by card and by typing.

A small table of answers, taps, typed messages and seconds is printed (`-s` shows it); the last screen is kept in
screenshots/.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Locator, expect

from tests.browser.member import ANNA, EVERYBODY, FANG, JIANGUO, Member, Phone
from tests.browser.running_demo import Demo, running_demo
from tests.sandbox.page_driver import CHROMIUM, PHONE, ChatPage, chromium, window

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
BUILDING: Final = "瑞和金融大厦"
MOST: Final = 8
"""So many answers take somebody from a poster to "sent"."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with running_demo("ptb", tmp_path_factory.mktemp("demo")) as running, ClientSession() as session:
        for member in EVERYBODY:
            await session.post(f"{running.origin}/sandbox/people/{member.id}/start", json={})
        yield running


@dataclass(frozen=True, slots=True)
class Said:
    """What is on the buttons, what is typed, and what the screens begin with, in one language."""

    affiliate: str
    consent: str
    agree: str
    contact_asked: str
    card: str
    typed: str
    branch_asked: str
    branch: str
    end_asked: str
    unknown: str
    summary: str
    send: str
    sent: str


ZH: Final = Said(
    "在这里挂靠", "您同意吗", "同意", "您的姓名", "📱 发送我的姓名和手机", "王建国 139 1234 5678", "在哪个支部",
    "安徽省六安市\n阳光社区第二党支部", "预计到什么时候", "还不确定", "请再看一遍", "✅ 发送", "已发送",
)  # fmt: skip
EN: Final = Said(
    "Affiliate here", "Do you agree?", "I agree", "What is your name", "📱 Send my name and number",
    "Anna Schmidt 139 1234 5678", "home branch", "Second Branch of Sunshine Community, Lu'an, Anhui",
    "Until when", "Not known yet", "look through it", "✅ Send", "Sent",
)  # fmt: skip


@dataclass(slots=True)
class Count:
    """Plays somebody's answers on the page and counts them; a card is one answer of two taps."""

    phone: Phone
    answers: int = 0
    taps: int = 0
    typed: int = 0
    began: float = field(default_factory=time.monotonic)

    async def tap(self, label: str, *heard: str) -> Locator:
        self.answers, self.taps = self.answers + 1, self.taps + 1
        await self.phone.page.tap(label)
        return await self.phone.hears(*heard)

    async def say(self, text: str, *heard: str) -> Locator:
        self.answers, self.typed = self.answers + 1, self.typed + 1
        await self.phone.page.say(text)
        return await self.phone.hears(*heard)

    async def share_card(self, label: str, *heard: str) -> Locator:
        self.answers, self.taps = self.answers + 1, self.taps + 2
        await self.phone.page.press(label)
        await self.phone.page.part("contact-phone").fill("+86 139 1234 5678")
        await self.phone.page.part("contact-share-submit").click()
        return await self.phone.hears(*heard)

    def __str__(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{self.answers:7} {self.taps:5} {self.typed:6} {seconds:8.1f}"


@pytest.mark.parametrize(
    ("member", "said", "by_card"),
    [(FANG, ZH, True), (JIANGUO, ZH, False), (ANNA, EN, True)],
    ids=["zh-card", "zh-typed", "en-card"],
)
async def test_registering_takes_eight_answers(
    demo: Demo,
    member: Member,
    said: Said,
    by_card: bool,  # noqa: FBT001  a column of the table
) -> None:
    ((slug,),) = demo.rows("SELECT slug FROM buildings WHERE name = ?", BUILDING)
    async with chromium() as browser, window(browser, PHONE, member.browser) as opened, ClientSession() as session:
        phone = Phone(member, ChatPage(opened, demo.origin, album=SCREENSHOTS))
        await phone.take()
        link = f"{demo.origin}/sandbox/people/{member.id}/start"
        await session.post(link, json={"payload": f"b_{slug}"})
        await phone.hears(BUILDING)
        count = Count(phone)
        await count.tap("1", BUILDING)
        await count.tap(said.affiliate, said.consent)
        await count.tap(said.agree, said.contact_asked)
        if by_card:
            await count.share_card(said.card, "", "", said.branch_asked)
        else:
            await count.say(said.typed, "", "", said.branch_asked)
        await count.say(said.branch, said.end_asked)
        summary = await count.tap(said.unknown, said.summary)
        box = await summary.bounding_box()
        assert box is not None
        assert box["height"] < PHONE[1]  # it fits on the screen
        await phone.page.keep(f"registering-summary-{member.browser[:2]}-{'card' if by_card else 'typed'}")
        await count.tap(said.send, said.sent, "")
        print(f"\n{'':10} answers  taps  typed  seconds")  # noqa: T201  the table is for people to read
        print(f"{member.browser[:2]} {'card' if by_card else 'typed':7}{count}")  # noqa: T201
        assert count.answers <= MOST
        assert (phone.page.complaints, phone.page.foreign) == ([], [])
        await expect(phone.page.part("composer")).to_be_visible()
