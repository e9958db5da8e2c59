"""A member finds service points in the browser: the demo as people start it, the page as people use it.

Pictures of what a member sees are kept in screenshots/, for people to look at.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect

from tests.browser.libraries import LIBRARIES
from tests.browser.member import (
    ANNA,
    CHINESE,
    ENGLISH,
    EVERYBODY,
    FANG,
    JIANGUO,
    MIN,
    NEWCOMER,
    QIANG,
    Member,
    Phone,
    labels,
    listed,
)
from tests.browser.running_demo import TAKES_AFFILIATIONS, Demo, Truth, running_demo
from tests.sandbox.page_driver import CHROMIUM, PHONE, ChatPage, chromium, window

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
CENTRE: Final = "静安寺街道党群服务中心"
BUILDING: Final = "嘉兴大厦"

TakePhone = Callable[[Member], Awaitable[Phone]]


def in_both_languages(chinese: Member) -> pytest.MarkDecorator:
    """Play in Chinese and in English; the Chinese part goes round, so that nobody is held up by their chat's pace."""
    return pytest.mark.parametrize("member", [chinese, ANNA], ids=["zh", "en"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def windows(browser: Browser) -> AsyncIterator[dict[str, Page]]:
    """Give a window for each language: opening one costs more than most tests."""
    async with AsyncExitStack() as stack:
        yield {
            locale: await stack.enter_async_context(window(browser, locale=locale))
            for locale in (FANG.browser, ANNA.browser)
        }


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=LIBRARIES)
async def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """Give the demo through each library; everybody in it has pressed Start before."""
    async with running_demo(request.param, tmp_path_factory.mktemp("demo")) as running, ClientSession() as session:
        for member in EVERYBODY:
            await session.post(f"{running.origin}/sandbox/people/{member.id}/start", json={})
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def take_phone(demo: Demo, windows: dict[str, Page]) -> AsyncIterator[TakePhone]:
    """Give somebody's phone. Whatever is done with it, the page stays silent and asks nobody else."""
    taken: list[ChatPage] = []

    async def take(member: Member) -> Phone:
        page = ChatPage(windows[member.browser], demo.origin, album=album(demo))
        taken.append(page)
        phone = Phone(member, page)
        await phone.take()
        return phone

    yield take
    for page in taken:
        await page.close()
        assert (page.complaints, page.foreign) == ([], [])


def album(demo: Demo) -> Path | None:
    """Keep pictures of one library's demo: the other's look the same."""
    return SCREENSHOTS if demo.framework == "ptb" else None


def as_listed(truths: list[Truth]) -> list[tuple[str, object]]:
    """Return what a list should show; distances are rounded for people."""
    return [(truth.name, pytest.approx(truth.metres, rel=0.05, abs=10)) for truth in truths]


@in_both_languages(FANG)
async def test_location_clicked_on_the_map_brings_the_true_nearest(
    take_phone: TakePhone, demo: Demo, member: Member
) -> None:
    phone = await take_phone(member)
    await phone.menu()
    await phone.page.keep(phone.named("menu"))
    await phone.open_map()
    await phone.page.keep(phone.named("map"))
    spot = await phone.share_spot(0.46, 0.55)
    nearest = await phone.hears("", member.words.nearest)
    await phone.page.keep(phone.named("nearest"))
    assert await listed(nearest) == as_listed(demo.nearest(*spot)[:5])


async def test_filter_and_next_page_rewrite_the_list_in_place(take_phone: TakePhone, demo: Demo) -> None:
    phone = await take_phone(QIANG)
    await phone.open_map()
    truths = demo.nearest(*await phone.share_spot(0.6, 0.3), services=TAKES_AFFILIATIONS)
    nearest = await phone.hears("", FANG.words.nearest)
    await phone.page.tap(FANG.words.filter)
    await phone.page.tap(FANG.words.takes)
    await nearest.get_by_text(FANG.words.takes_chosen, exact=True).wait_for()
    assert await listed(nearest) == as_listed(truths[:5])
    await phone.page.tap(FANG.words.next)
    await expect(nearest).to_contain_text("第 6 到第 10 个")
    assert await listed(nearest) == as_listed(truths[5:10])
    await expect(nearest).to_contain_text("已编辑")
    await phone.page.keep(phone.named("filtered"))
    await phone.hears()


@in_both_languages(QIANG)
async def test_card_leads_to_a_pin_and_four_maps_and_becomes_my_point(take_phone: TakePhone, member: Member) -> None:
    phone = await take_phone(member)
    await phone.page.say(CENTRE)
    card = await phone.hears(CENTRE)
    said = member.words
    assert await labels(card) == [said.affiliate, said.on_here, said.map, said.mine, said.menu_button]
    await phone.page.tap(said.map)
    ways = await phone.hears(CENTRE, said.which_map)
    await expect(phone.page.part("place").last).to_contain_text(CENTRE)
    assert await labels(ways) == [*said.maps]
    links = ways.get_by_role("link")
    assert [(await link.get_attribute("href") or "").split("/")[2] for link in await links.all()] == [
        "uri.amap.com",
        "api.map.baidu.com",
        "maps.apple.com",
        "www.google.com",
    ]
    await phone.page.keep(phone.named("card"))
    await phone.page.tap(member.words.mine)
    await phone.hears(member.words.chosen)
    await phone.menu()
    await phone.page.tap(member.words.my_point)
    mine = await phone.hears(CENTRE)
    assert await labels(mine) == [said.affiliate, said.on_here, said.map, said.mine_chosen, said.menu_button]
    await phone.page.keep(phone.named("my-point"))


@pytest.mark.parametrize(
    ("member", "typed"),
    [(FANG, "静安寺街道"), (QIANG, "jing an si jie dao"), (JIANGUO, "jasjd")],
    ids=["hanzi", "pinyin", "initials"],
)
async def test_name_typed_offers_the_place_that_was_meant(take_phone: TakePhone, member: Member, typed: str) -> None:
    phone = await take_phone(member)
    await phone.page.say(typed)
    choice = await phone.hears("您要找的是哪一个")
    assert f"{CENTRE} · 静安区 静安寺街道" in await labels(choice)
    await phone.page.button("inline-button", f"{CENTRE} · 静安区 静安寺街道").last.click()
    await phone.hears(CENTRE)


@in_both_languages(FANG)
async def test_name_mistyped_asks_whether_this_was_meant(take_phone: TakePhone, demo: Demo, member: Member) -> None:
    phone = await take_phone(member)
    await phone.page.say("嘉兴大夏")
    await phone.hears(member.words.unsure)
    await phone.page.keep(phone.named("did-you-mean"))
    await phone.page.tap(f"{BUILDING} · 虹口区 凉城新村街道")
    nearest = await phone.hears(BUILDING)
    assert await listed(nearest) == as_listed(around_building(demo))


def around_building(demo: Demo) -> list[Truth]:
    ((latitude, longitude),) = demo.rows("SELECT latitude, longitude FROM buildings WHERE name = ?", BUILDING)
    return demo.nearest(float(latitude), float(longitude))[:5]


@in_both_languages(FANG)
async def test_browsing_goes_from_district_to_subdistrict_to_point(take_phone: TakePhone, member: Member) -> None:
    phone = await take_phone(member)
    screen = await phone.menu()
    await phone.page.tap(member.words.browse)
    await expect(screen).to_contain_text(member.words.district)
    await phone.page.keep(phone.named("districts"))
    await screen.get_by_test_id("inline-button").get_by_text("静安区").click()
    await expect(screen).to_contain_text(member.words.subdistrict)
    await phone.page.tap(member.words.next)
    await screen.get_by_text(member.words.previous, exact=True).wait_for()
    await phone.page.keep(phone.named("subdistricts"))
    await screen.get_by_test_id("inline-button").first.click()
    await expect(screen.get_by_test_id("message-text").locator("b")).to_have_count(5)
    name = (await screen.get_by_test_id("message-text").locator("b").nth(2).inner_text()).removeprefix("3. ")
    await phone.page.keep(phone.named("points"))
    await phone.page.tap("3")
    await phone.hears(name)


async def test_poster_of_a_point_opens_its_card(take_phone: TakePhone, demo: Demo) -> None:
    phone = await take_phone(MIN)
    ((slug,),) = demo.rows("SELECT slug FROM points WHERE name = ?", CENTRE)
    await phone.page.part("open-link").click()
    await phone.page.part("link-field").fill(f"https://t.me/waystation_sandbox_bot?start=p_{slug}")
    await phone.page.keep(phone.named("poster-link"))
    await phone.page.part("link-submit").click()
    await phone.hears(CENTRE)


async def test_poster_of_a_building_lists_what_is_near_it(take_phone: TakePhone, demo: Demo) -> None:
    phone = await take_phone(ANNA)
    ((slug,),) = demo.rows("SELECT slug FROM buildings WHERE name = ?", BUILDING)
    await phone.page.part("open-link").click()
    await phone.page.part("link-field").fill(f"b_{slug}")
    await phone.page.part("link-submit").click()
    assert await listed(await phone.hears(BUILDING)) == as_listed(around_building(demo))


async def test_two_people_side_by_side_each_hear_their_own_language(take_phone: TakePhone, demo: Demo) -> None:
    phone = await take_phone(FANG)
    await phone.page.hold_phone_of(ANNA.id)
    await expect(phone.page.part(f"unread-{ANNA.id}")).to_have_count(0)
    await phone.page.hold_phone_of(FANG.id)
    async with ClientSession() as session:
        await session.post(f"{demo.origin}/sandbox/people/{ANNA.id}/text", json={"text": "/help"})
    await phone.page.say("/help")
    await phone.hears("我能帮您做什么")
    await expect(phone.page.part(f"persona-{ANNA.id}")).to_contain_text("What I can do")
    await expect(phone.page.part(f"unread-{ANNA.id}")).to_have_text("1")
    await phone.page.keep(phone.named("two-people"))
    await phone.page.hold_phone_of(ANNA.id)
    await expect(phone.answers.last).to_contain_text("What I can do")
    await expect(phone.page.part(f"unread-{ANNA.id}")).to_have_count(0)


async def test_newcomer_presses_start_and_chooses_a_language(windows: dict[str, Page], demo: Demo) -> None:
    newcomer = Phone(NEWCOMER, ChatPage(windows[NEWCOMER.browser], demo.origin, album=album(demo)))
    await newcomer.page.open(NEWCOMER.id)
    await expect(newcomer.page.part("introduction")).to_contain_text("驿站")
    await newcomer.page.keep("newcomer-zh")
    await newcomer.page.part("start").click()
    await newcomer.hears(CHINESE.menu)
    await newcomer.page.say("/language")
    await newcomer.hears("请选择语言")
    await newcomer.page.tap("English")
    await expect(newcomer.page.part("log")).to_contain_text(ENGLISH.menu)
    await newcomer.page.keep("language-chosen")
    await newcomer.page.close()
    assert (newcomer.page.complaints, newcomer.page.foreign) == ([], [])


@in_both_languages(FANG)
async def test_phone_in_the_dark_shows_list_and_card_without_sideways_scrolling(
    browser: Browser, demo: Demo, member: Member
) -> None:
    async with window(browser, PHONE, member.browser) as opened:
        await opened.emulate_media(color_scheme="dark", reduced_motion="reduce")
        phone = Phone(member, ChatPage(opened, demo.origin, album=album(demo)))
        await phone.take()
        await phone.open_map()
        await phone.page.keep(phone.named("phone-dark-map"))
        spot = await phone.share_spot(0.4, 0.6)
        nearest = await phone.hears("", member.words.nearest)
        assert await listed(nearest) == as_listed(demo.nearest(*spot)[:5])
        await phone.page.keep(phone.named("phone-dark-nearest"))
        await phone.page.tap("2")
        await phone.hears(demo.nearest(*spot)[1].name)
        await phone.page.keep(phone.named("phone-dark-card"))
        await phone.page.part("back").click()
        await phone.page.part(f"persona-{member.id}").wait_for()
        await phone.page.keep(phone.named("phone-dark-people"))
        width = await opened.evaluate("document.documentElement.scrollWidth")
        assert (width, phone.page.complaints, phone.page.foreign) == (PHONE[0], [], [])
