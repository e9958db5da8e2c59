"""The page for whoever does not see it, or has no mouse.

Every screen is looked through by axe, and one whole registration is done by keyboard alone, while the tree of roles and
names that a screen reader has is held to its laws at every step.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.async_api import Browser, expect

from tests.browser.house_page import SMALL, WIDE, AtHome, at_home
from tests.conftest import KEY
from tests.sandbox.page_driver import CHROMIUM, chromium
from tests.stage.pages import open_house

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

HEIC: Final = b"\0\0\0\x18ftypheic" + bytes(40)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(sqlite_city: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    file = shutil.copyfile(sqlite_city, tmp_path_factory.mktemp("house") / "city.db")
    async with open_house(f"sqlite:///{file}", KEY) as origin:
        yield origin


class Looking:
    """Looks each screen through, narrow and wide, by day and by night."""

    def __init__(self, home: AtHome) -> None:
        self._home = home
        self.found: list[str] = []

    async def at(self, screen: str) -> None:
        page = self._home.page
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(AXE_SCRIPT)
        for size, scheme in ((SMALL, "light"), (SMALL, "dark"), (WIDE, "light")):
            await page.set_viewport_size(size)
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            result: dict[str, Any] = await page.evaluate("axe.run({ resultTypes: ['violations'] })")
            self.found += [
                f"{screen} {size['width']} {scheme}: {one['id']} {node['html'][:160]} {node['failureSummary']}"
                for one in result["violations"]
                for node in one["nodes"]
            ]


async def test_axe_finds_nothing_on_any_screen(house: str, browser: Browser) -> None:
    async with at_home(browser, house) as home:
        look = Looking(home)
        await home.opens()
        await expect(home.part("start")).to_be_visible()
        await look.at("opening")
        await home.starts()
        await look.at("menu")
        await home.says("静安寺附近的服务点")
        await home.waits_for("静安寺街道党群服务中心")
        await look.at("list")
        await home.taps("1")
        await home.waits_for("愚园路100号")
        await look.at("point")
        await home.taps("在这里挂靠")
        await home.waits_for("先说明一下您的信息怎么用")
        await home.taps("同意")
        await home.waits_for("您的姓名？")
        await look.at("form")
        picture = BytesIO()
        Image.linear_gradient("L").save(picture, "PNG")
        await home.part("file").set_input_files(
            {"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()}
        )
        await expect(home.page.locator(".picture img")).to_be_visible()
        await look.at("photo")
        await home.part("attach").click()
        await look.at("attaching")
        await home.page.keyboard.press("Escape")
        await home.part("more").click()
        await look.at("more")
        await home.page.keyboard.press("Escape")
        await home.part("file").set_input_files({"name": "a.heic", "mimeType": "image/heic", "buffer": HEIC})
        await expect(home.part("notice")).to_contain_text("JPEG")
        await look.at("refused")
        await home.page.context.set_offline(True)
        await home.says("王小明 13912345678")
        await expect(home.part("pending")).to_have_count(1)
        await look.at("offline")
        await home.page.context.set_offline(False)
        await expect(home.part("pending")).to_have_count(0)
        await home.part("more").click()
        await home.part("language").click()
        await look.at("english")
        assert look.found == []


class ByKeyboard:
    """Somebody who has a keyboard and nothing else. What they are to press is never far from where they are."""

    NEAR: Final = 12

    def __init__(self, home: AtHome) -> None:
        self._home = home
        self._keys = home.page.keyboard

    async def goes_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until this is in focus. Raises `AssertionError` where it is too far."""
        passed = list[str]()
        for _ in range(self.NEAR):
            await self._keys.press(key)
            passed.append(await self.where())
            if passed[-1] == name:
                return
        raise AssertionError(f"{name!r} is far: {[one[:20] for one in passed]}")

    async def presses(self, name: str, key: str = "Tab") -> None:
        await self.goes_to(name, key)
        await self._keys.press("Enter")

    async def writes(self, text: str) -> None:
        if await self.where() != "写消息":
            await self.goes_to("写消息")
        await self._keys.type(text)
        await self._keys.press("Enter")
        assert await self.where() == "写消息"  # who writes goes on writing

    async def where(self) -> str:
        """Return what the element in focus is called."""
        called: str = await self._home.page.evaluate(
            """() => {
                const at = document.activeElement;
                return at.getAttribute("aria-label") || at.getAttribute("placeholder") || at.innerText || at.tagName;
            }"""
        )
        return called.strip()

    async def hears(self, words: str) -> None:
        await self._home.waits_for(words)
        assert await self.where() != "BODY", "nothing is in focus any more"
        await _tree_is_sound(self._home)


_LINE: Final = re.compile(r"^ *- (?P<role>[a-z]+)(?: \"(?P<name>(?:[^\"\\\\]|\\\\.)*)\")?")
_NAMED: Final = frozenset({"button", "link", "textbox", "img", "region", "heading"})


async def _tree_is_sound(home: AtHome) -> None:
    """Hold what can be acted on or jumped to, to having a name, and the parts of the page to being there once."""
    seen = [found for line in (await _tree(home)).splitlines() if (found := _LINE.match(line))]
    assert [one["role"] for one in seen if one["role"] in _NAMED and not one["name"]] == []
    roles = Counter(one["role"] for one in seen)
    assert {role: roles[role] for role in ("main", "banner", "contentinfo", "textbox")} == dict.fromkeys(
        ("main", "banner", "contentinfo", "textbox"), 1
    )
    names = {(one["role"], one["name"]) for one in seen}
    assert {("heading", "驿站"), ("region", "对话"), ("textbox", "写消息"), ("button", "发送")} <= names


async def _tree(home: AtHome) -> str:
    return await home.page.locator("body").aria_snapshot()


async def test_registration_by_keyboard_alone(house: str, browser: Browser) -> None:
    async with at_home(browser, house) as home:
        hands = ByKeyboard(home)
        await home.opens()
        await expect(home.part("start")).to_be_visible()
        await hands.presses("开始")
        await hands.hears("这里是驿站")
        await hands.writes("静安寺附近的服务点")
        await hands.hears("静安寺街道党群服务中心")
        await hands.presses("1", "Shift+Tab")
        await hands.hears("愚园路100号")
        await hands.presses("在这里挂靠")
        await hands.hears("先说明一下您的信息怎么用")
        await hands.presses("同意")
        await hands.hears("您的姓名？")
        await hands.writes("王小明 13912345678")
        await hands.hears("您的组织关系在哪个支部？")
        await hands.writes("安徽省六安市阳光社区第二党支部")
        await hands.hears("预计到什么时候？")
        await hands.presses("还不确定", "Shift+Tab")
        await hands.hears("第 5 步")
        await hands.presses("✅ 发送")
        await hands.hears("等对方答复")
        tree = await _tree(home)
        steps = ("您的姓名？", "王小明 13912345678", "您的组织关系在哪个支部？", "预计到：未定", "等对方答复")
        tree = tree.partition("contentinfo")[0]
        places = [tree.find(words) for words in steps]
        assert -1 not in places
        assert places == sorted(places)  # read out in the order in which it was said
        assert "已选：在这里挂靠" in tree
        assert home.complaints == []


NOTES_WHAT_IS_READ: Final = """
    window.read = [];
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const region = (target.closest ? target : target.parentElement).closest("[role=status].unseen");
            if (region && region.textContent) window.read.push(region.textContent);
        }
    }).observe(document, { subtree: true, childList: true, characterData: true });
"""


async def test_what_is_new_is_read_out_once_and_what_was_there_is_not(house: str, browser: Browser) -> None:
    async with at_home(browser, house) as home:
        await home.page.add_init_script(NOTES_WHAT_IS_READ)

        async def reads(words: str) -> None:
            async with asyncio.timeout(15):
                while not any(words in said for said in await home.page.evaluate("window.read")):  # noqa: ASYNC110  a page rings no bell
                    await asyncio.sleep(0.1)

        await home.starts()
        await reads("这里是驿站")
        await home.taps("按区浏览")  # a screen that takes the place of the one before is news as well
        await reads("您想看哪个区")
        read = "".join(await home.page.evaluate("window.read"))
        assert read.count("这里是驿站") == 1
        await home.page.reload()
        await home.says("帮助")
        await reads("/start")
        assert "您想看哪个区" not in "".join(await home.page.evaluate("window.read"))
