"""A member with a phone in hand: what they say, tap and read, in their own language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from playwright.async_api import Locator, expect

from tests.sandbox.page_driver import ChatPage

_LISTED: Final = re.compile(r"^\d+\. (?P<name>.+)\s·\s(?P<number>[\d.,]+)\s(?P<unit>米|公里|m|km)$", re.MULTILINE)
_METRES: Final = {"米": 1, "m": 1, "公里": 1000, "km": 1000}


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on buttons and at the head of messages."""

    menu: str
    menu_button: str
    find: str
    share: str
    nearest: str
    filter: str
    takes: str
    takes_chosen: str
    next: str
    previous: str
    affiliate: str
    on_here: str
    mine: str
    mine_chosen: str
    chosen: str
    my_point: str
    unsure: str
    browse: str
    district: str
    subdistrict: str
    map: str
    which_map: str
    maps: tuple[str, str, str, str]


CHINESE: Final = Words(
    menu="您好，这里是驿站",
    menu_button="菜单",
    find="📍 找服务点",
    share="📍 发送我的位置",
    nearest="离您最近的服务点",
    filter="筛选",
    takes="可办挂靠",
    takes_chosen="✓ 可办挂靠",
    next="下一页",
    previous="上一页",
    affiliate="在这里挂靠",
    on_here="这里的活动",
    mine="设为我的服务点",
    mine_chosen="✓ 我的服务点",
    chosen="已设为您的服务点",
    my_point="我的服务点",
    unsure="您要找的是不是",
    browse="按区浏览",
    district="您想看哪个区",
    subdistrict="哪个街道或镇",
    map="地图",
    which_map="用哪个地图打开",
    maps=("高德地图", "百度地图", "苹果地图", "谷歌地图"),
)

ENGLISH: Final = Words(
    menu="Hello. This is Waystation",
    menu_button="Menu",
    find="📍 Find a service point",
    share="📍 Share my location",
    nearest="The nearest service points",
    filter="Filter",
    takes="Takes affiliations",
    takes_chosen="✓ Takes affiliations",
    next="Next",
    previous="Previous",
    affiliate="Affiliate here",
    on_here="What is on here",
    mine="Make this my point",
    mine_chosen="✓ My point",
    chosen="is now your service point",
    my_point="My service point",
    unsure="Did you mean",
    browse="Browse by district",
    district="Which district",
    subdistrict="which subdistrict or town",
    map="Map",
    which_map="Which map shall open",
    maps=("Amap", "Baidu Maps", "Apple Maps", "Google Maps"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One of the demo's people, by their number, and the words that they read; `browser` is their browser's locale."""

    id: int
    browser: str
    words: Words


FANG: Final = Member(1001, "zh-CN", CHINESE)
ANNA: Final = Member(1002, "en-US", ENGLISH)
QIANG: Final = Member(1003, "zh-CN", CHINESE)
MIN: Final = Member(1004, "zh-CN", CHINESE)
JIANGUO: Final = Member(1005, "zh-CN", CHINESE)
NEWCOMER: Final = Member(900_001, "zh-CN", CHINESE)
EVERYBODY: Final = (FANG, ANNA, QIANG, MIN, JIANGUO)


@dataclass(slots=True)
class Phone:
    """A member's phone: `hears` goes through the bot's messages one by one, so that no answer is taken for another."""

    member: Member
    page: ChatPage
    _heard: int = field(default=0, init=False)

    @property
    def answers(self) -> Locator:
        return self.page.page.locator('article[data-from="bot"]')

    @property
    def heard(self) -> int:
        """Return how many of the bot's messages have been listened to."""
        return self._heard

    async def take(self) -> None:
        """Open the page with this phone in hand, at the end of what was said before."""
        await self.page.open(self.member.id)
        await self.answers.first.wait_for()
        self._heard = await self.answers.count()

    async def catches_up(self) -> None:
        """Have listened to all that has come so far."""
        self._heard = await self.answers.count()

    async def menu(self) -> Locator:
        """Ask for the menu."""
        await self.page.say("/start")
        return await self.hears(self.member.words.menu)

    async def hears(self, *texts: str) -> Locator:
        """Wait for the bot's next messages, one for each text, and return the last of them."""
        for text in texts:
            await expect(self.answers.nth(self._heard)).to_contain_text(text)
            self._heard += 1
        assert await self.answers.count() == self._heard
        return self.answers.nth(self._heard - 1)

    async def open_map(self) -> None:
        """Go by the menu to the map where a location is chosen."""
        await self.menu()
        await self.page.tap(self.member.words.find)
        await self.hears("")
        await self.page.press(self.member.words.share)

    async def share_spot(self, right: float, down: float) -> tuple[float, float]:
        """Click the open map at these parts of its width and height, send the spot, and return its degrees."""
        box = await self.page.part("location-map").bounding_box()
        assert box is not None
        await self.page.part("location-map").click(position={"x": box["width"] * right, "y": box["height"] * down})
        latitude = float(await self.page.part("location-latitude").input_value())
        longitude = float(await self.page.part("location-longitude").input_value())
        await self.page.part("location-pick").click()
        return latitude, longitude

    def named(self, name: str) -> str:
        """Name a picture by what it shows and in which language."""
        return f"{name}-{self.member.browser[:2]}"


async def labels(message: Locator) -> list[str]:
    """Return what is written on the buttons under a message."""
    return [label.strip() for label in await message.get_by_test_id("inline-button").all_inner_texts()]


async def listed(message: Locator) -> list[tuple[str, float]]:
    """Read a list of service points: names and metres, in order."""
    text = await message.get_by_test_id("message-text").inner_text()
    return [
        (line["name"], float(line["number"].replace(",", "")) * _METRES[line["unit"]])
        for line in _LISTED.finditer(text)
    ]
