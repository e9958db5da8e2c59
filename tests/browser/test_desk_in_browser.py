"""The desk in a browser: in by matching numbers, tables sorted and narrowed, on a phone and on a wide screen.

axe looks at every page, in both languages; pictures are kept in screenshots/, for people to look at.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.desk.desk_pages import DeskPages
from bot.page_origin import Origin
from storage.desk import sessions
from tests.browser.desk_demo import now, store_at, they_ask
from tests.browser.desk_walk import walk
from tests.browser.running_demo import Demo, running_demo
from tests.sandbox.page_driver import CHROMIUM, chromium

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
CHEN: Final = 1004
HEAD_MOST: Final = 104
"""Two rows of what can be pressed, 44 pixels each, and what is between and around them."""

SIZES: Final = {"phone": {"width": 360, "height": 740}, "wide": {"width": 1280, "height": 800}}
PAGES: Final = (
    "today",
    "table/requests",
    "table/members",
    "table/activities",
    "table/announcements",
    "table/mail",
    "table/units",
    "table/buildings",
    "table/points",
    "table/roles",
    "calendar",
    "calendar?week=2026-W50&show=rooms",
    "coverage",
    "coverage/rows?what=members",
    "coverage/time?what=been",
    "map",
    "month",
    "wall",
    "papers",
    "invitations",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with running_demo("ptb", tmp_path_factory.mktemp("demo")) as running:
        yield running


async def chat(demo: Demo, words: str, button: str, person: int = CHEN) -> None:
    """Say something as the organiser, and press a button of what is answered."""
    async with ClientSession() as session:
        at = f"{demo.origin}/sandbox/people/{person}"
        await session.post(f"{at}/start", json={})
        before = len(await _messages(session, at))
        await session.post(f"{at}/text", json={"text": words})
        async with asyncio.timeout(20):
            while True:
                for one in (await _messages(session, at))[before:]:
                    if button in _labels(one):
                        await session.post(f"{at}/tap", json={"button": button, "message_id": one["message_id"]})
                        return
                await asyncio.sleep(0.1)


async def _messages(session: ClientSession, at: str) -> list[dict[str, Any]]:
    async with session.get(f"{at}/chat") as answer:
        return list((await answer.json())["messages"])


def _labels(message: dict[str, Any]) -> list[str]:
    return [key if isinstance(key, str) else key["text"] for row in message.get("buttons") or [] for key in row]


async def sign_in(page: Page, demo: Demo, person: int = CHEN) -> None:
    await page.goto(f"{demo.origin}/desk")
    await page.locator("#code-please").click()
    code = await page.locator("#code").inner_text()
    number = await page.locator("#number").inner_text()
    await chat(demo, f"/desk {code}", number.strip(), person)
    await expect(page.locator("#go")).to_be_visible(timeout=15_000)  # the page goes on by itself
    await page.locator("#go").click()
    await expect(page).to_have_url(f"{demo.origin}/desk/today")


def listen(page: Page, origin: str) -> list[str]:
    """Gather what a page complains of, and whatever it asks of anybody else."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(origin) else complaints.append(asked.url))
    return complaints


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_every_page_is_good_to_use(browser: Browser, demo: Demo, size: str, language: str) -> None:
    context = await browser.new_context(viewport=SIZES[size], locale="zh-CN")  # type: ignore[arg-type]
    page = await context.new_page()
    complaints = listen(page, demo.origin)
    await sign_in(page, demo)
    if await page.locator("html").get_attribute("lang") != {"zh_Hans": "zh-CN", "en": "en"}[language]:
        await page.locator(".me summary").click()
        await page.locator(f'button[name=language][value="{language}"]').click()
    SCREENSHOTS.mkdir(exist_ok=True)
    wrong: dict[str, list[str]] = {}
    for name in PAGES:
        await page.goto(f"{demo.origin}/desk/{name}")
        wrong[name] = await ails(page)
        await page.screenshot(
            path=SCREENSHOTS / f"desk-{size}-{language}-{re.sub('[/?=]', '-', name)}.png", full_page=False
        )
    await page.goto(f"{demo.origin}/desk/today")
    await page.locator(".today h2 a").first.click()
    wrong["item"] = await ails(page)
    await page.screenshot(path=SCREENSHOTS / f"desk-{size}-{language}-item.png")
    wrong["head"] = await ails_of_head(page)
    assert ({name: found for name, found in wrong.items() if found}, complaints) == ({}, [])
    await context.close()


async def ails(page: Page) -> list[str]:
    """Return what axe finds, and whether the page is wider than the screen."""
    results = await Axe().run(page)
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in results.response["violations"]]
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *(["wider than the screen"] if wide else [])]


async def ails_of_head(page: Page) -> list[str]:
    """Return where the head takes more than two rows, and where what it opens does not stand on the screen."""
    found, widest = [], page.viewport_size["width"] if page.viewport_size else 0
    height = await page.locator(".top").evaluate("(head) => head.offsetHeight")
    if height > HEAD_MOST:
        found.append(f"the head is {height} high")
    for menu in await page.locator(".top details").all():
        await menu.locator("summary").click()
        for one in await menu.locator("a, button").all():
            box = await one.bounding_box()
            if box is None or box["x"] < 0 or box["x"] + box["width"] > widest:
                found.append(f"off the screen: {await one.inner_text()}")
        await menu.locator("summary").click()
    return found


ZHOU: Final = 1005
"""The admin, to whom every page opens."""

ASKING: Final = range(930_001, 930_041)

A4: Final = {"width": 703, "height": 994}
A4_ACROSS: Final = {"width": 1047, "height": 703}
"""What of the sheet is printed on, in CSS pixels: 210 by 297 mm, without the margins of the style sheet."""

PAGES_MOST: Final = 6
ON_PAPER: Final = """() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const all = (which) => [...document.querySelectorAll(which)].filter(shown);
  const told = (some) => some.map((one) => one.outerHTML.slice(0, 90));
  const style = (one) => getComputedStyle(one);
  const clips = (one) => style(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1
    && !one.matches(".aside");
  const ends = document.documentElement.clientWidth + 1;
  return {
    "to be pressed": told(all("nav, form, button, input, select, textarea, summary, [download]")),
    "cut off": told(all("main *").filter((one) => one.getBoundingClientRect().right > ends || clips(one))),
    "a head that is not repeated": told(all("thead").filter((one) => style(one).display !== "table-header-group")),
    "a row that may break": told(all("tbody tr").filter((one) => style(one).breakInside !== "avoid")),
    "light on dark": getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)" ? [] : ["the ground"],
    "no word of when": all(".door").length
      || all(".on-paper").some((one) => /\\d:\\d\\d/.test(one.innerText)) ? [] : ["the head"],
    "no word of what": all("h1, .words").length ? [] : ["the title"],
  };
}"""


async def test_every_page_there_is_can_be_used_and_printed(browser: Browser, demo: Demo) -> None:
    """Walk through all pages, by their links, as an admin; each is looked at on both screens, and printed."""
    context = await browser.new_context(viewport=SIZES["wide"], locale="zh-CN", color_scheme="dark")  # type: ignore[arg-type]
    page = await context.new_page()
    complaints = listen(page, demo.origin)
    await sign_in(page, demo, ZHOU)
    moment = (await now(demo)).timestamp()
    they_ask(demo, ASKING, moment)
    with closing(store_at(demo.database)) as store, store.unit_of_work() as unit:
        link = sessions.make_link(unit, ZHOU, moment)
        unit.commit()
    ((centre,),) = demo.rows("SELECT id FROM units WHERE code = '310106006-C1'")  # few posters
    first = ("/desk", "/desk/in", f"/desk/link/{link}", f"/desk/papers?unit={centre}")
    found = await walk(context.request, demo.origin, first, DeskPages(Origin("http", "127.0.0.1")).routes())
    assert found.unreached == []
    wrong: dict[str, dict[str, object]] = {}
    for path in found.pages:
        await page.goto(demo.origin + path)
        wrong[path] = {"on paper": await _printed(page)}
        if path.removeprefix("/desk/") in PAGES:
            continue  # these are looked at in each language
        for size, viewport in SIZES.items():
            await page.set_viewport_size(viewport)  # type: ignore[arg-type]
            wrong[path][size] = await ails(page)
    assert {path: ill for path, ill in wrong.items() if any(ill.values())} == {}
    assert complaints == []
    await context.close()


async def _printed(page: Page) -> dict[str, object]:
    """Print a page, and return what is wrong with it on paper."""
    across = await page.locator(".calendar-page").count() > 0
    await page.emulate_media(media="print")
    await page.set_viewport_size(A4_ACROSS if across else A4)  # type: ignore[arg-type]
    looks: dict[str, list[str]] = await page.evaluate(ON_PAPER)
    count = len(re.findall(rb"/Type\s*/Page\b", await page.pdf(prefer_css_page_size=True)))
    await page.emulate_media(media="screen")
    ill: dict[str, object] = {name: some for name, some in looks.items() if some}
    return ill if 0 < count <= PAGES_MOST else {**ill, "pages": count}


async def test_table_is_sorted_and_the_focus_stays(browser: Browser, demo: Demo) -> None:
    context = await browser.new_context(viewport=SIZES["wide"], locale="zh-CN")  # type: ignore[arg-type]
    page = await context.new_page()
    complaints = listen(page, demo.origin)
    await sign_in(page, demo)
    await page.goto(f"{demo.origin}/desk/table/points")
    await page.locator("#sort-layer").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("th[aria-sort=ascending] #sort-layer")).to_be_focused()
    assert "sort=layer" in page.url
    await page.go_back()
    await expect(page.locator("th[aria-sort]")).to_have_count(0)
    await page.locator("#f-q").fill("静安寺")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody tr").first).to_contain_text("静安寺")
    assert "f.q=" in page.url
    assert complaints == []
    await context.close()


async def test_pages_work_without_script(browser: Browser, demo: Demo) -> None:
    context = await browser.new_context(viewport=SIZES["wide"], locale="zh-CN", java_script_enabled=False)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{demo.origin}/desk")
    await page.locator("#code-please").click()
    code, number = await page.locator("#code").inner_text(), await page.locator("#number").inner_text()
    await chat(demo, f"/desk {code}", number.strip())
    async with asyncio.timeout(20):
        while await page.locator("#go").count() == 0:
            await page.locator("#again").click()
    await page.locator("#go").click()
    await page.goto(f"{demo.origin}/desk/table/points")
    await page.locator("#sort-name").click()
    await expect(page.locator("th[aria-sort]")).to_have_count(1)
    await page.locator("#next").click()
    assert "page=1" in page.url
    await context.close()
