"""Organisational life in the demo, through the chat page: a monthly series from its first word to its certificate.

The organiser, two members and a volunteer are played through the page; forty-eight more members tap by themselves,
through the sandbox's side for people. The clock is wound from one evening to the next. Pictures are kept in
screenshots/.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import expect

from domain.activities.tokens import token
from storage.activities import check_in_keys
from storage.unit_of_work import Store
from tests.browser.libraries import LIBRARIES
from tests.browser.member import ANNA, EVERYBODY, FANG, MIN, QIANG, Phone
from tests.browser.running_demo import Demo, running_demo
from tests.browser.test_affiliation_in_browser import BUILDING, Cast, link_in, open_link, say, tap
from tests.sandbox.page_driver import CHROMIUM, ChatPage, chromium, window

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
CENTRE: Final = "静安寺街道党群服务中心"
TITLE: Final = "走进市档案馆"
SEATS: Final = 20
CROWD: Final = range(900_101, 900_149)
"""With the two members of the page they are fifty."""

SEATED: Final = SEATS - 2
PATIENCE_S: Final = 60
PROMISED: Final = "把挂靠的表送过去"
"""What the demo's organiser has promised in two buildings, due before the first evening of any series."""

THURSDAY: Final = 3


@pytest_asyncio.fixture(loop_scope="module", params=LIBRARIES)
async def demo(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(request.param, tmp_path) as running, ClientSession() as session:
        for member in EVERYBODY:
            await session.post(f"{running.origin}/sandbox/people/{member.id}/start", json={})
        yield running


@dataclass(slots=True)
class Crowd:
    """Members who have no page: each waits for a button, and taps it."""

    session: ClientSession
    origin: str

    async def start(self, person: int, payload: str) -> None:
        await self._post(person, "start", {"payload": payload})

    async def tap(self, person: int, label: str) -> None:
        """Tap a button of the newest message that has it, as soon as there is one."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self.sees(person, label):  # noqa: ASYNC110  a chat rings no bell
                await asyncio.sleep(0.2)
        await self._post(person, "tap", {"button": label})

    async def sees(self, person: int, label: str) -> bool:
        newest = [one for one in await self._messages(person) if one["from"] == "bot"][-2:]
        return any(label in row for one in newest for row in one["buttons"])

    async def hears(self, person: int, words: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not await self._has_heard(person, words):  # noqa: ASYNC110  a chat rings no bell
                await asyncio.sleep(0.2)

    async def _has_heard(self, person: int, words: str) -> bool:
        return any(words in one["text"] for one in (await self._messages(person))[-2:])

    async def share_location(self, person: int, latitude: float, longitude: float) -> None:
        await self._post(person, "location", {"latitude": latitude, "longitude": longitude})

    async def _messages(self, person: int) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.origin}/sandbox/people/{person}/chat") as answer:
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
        return messages

    async def _post(self, person: int, deed: str, body: dict[str, object]) -> None:
        async with self.session.post(f"{self.origin}/sandbox/people/{person}/{deed}", json=body) as answer:
            assert answer.status == 200, await answer.text()


@dataclass(slots=True)
class Evening:
    """The first evening of the series: its number in the store, and its day."""

    cast: Cast
    crowd: Crowd
    day: date
    id: int = 0

    async def states(self) -> dict[str, int]:
        query = "SELECT state, count(*) FROM signups WHERE activity_id = ? GROUP BY state"
        return {state: int(count) for state, count in self.cast.demo.rows(query, self.id)}

    async def in_state(self, *states: str) -> list[int]:
        marks = ", ".join("?" * len(states))
        query = f"SELECT chat_id FROM signups WHERE activity_id = ? AND state IN ({marks}) ORDER BY place, id"  # noqa: S608  only question marks
        return [int(chat) for (chat,) in self.cast.demo.rows(query, self.id, *states)]

    async def becomes(self, **expected: int) -> None:
        """Wait until so many stand in each state."""
        async with asyncio.timeout(PATIENCE_S):
            while (found := await self.states()) != expected:  # noqa: ASYNC110  a database rings no bell
                await asyncio.sleep(0.2)
        assert found == expected


async def test_monthly_series_is_played_from_its_first_word_to_its_certificate(demo: Demo) -> None:
    album = SCREENSHOTS if demo.framework == "ptb" else None
    async with chromium() as browser, window(browser) as opened, ClientSession() as session:
        cast = Cast(ChatPage(opened, demo.origin, album=album), demo)
        await cast.meet()
        evening = Evening(cast, Crowd(session, demo.origin), first_thursday((await cast.now()).date()))
        await a_name_is_told(cast)
        await a_volunteer_is_invited(cast)
        await a_monthly_series_is_published(evening)
        await volunteers_are_called(evening)
        await a_card_is_shared(evening)
        await fifty_members_fill_seats_and_line(evening)
        await a_volunteer_drops_out_and_is_replaced(evening)
        await seats_pass_on(evening)
        await people_check_in_by_all_four_ways(evening)
        await the_certificate_verifies(evening)
        await the_month_is_summed_up(evening)
        assert (cast.page.complaints, cast.page.foreign) == ([], [])


def first_thursday(today: date) -> date:
    """Return the next first Thursday of a month that is at least four days away."""
    day = today + timedelta(days=4)
    while not (day.weekday() == THURSDAY and day.day <= 7):
        day += timedelta(days=1)
    return day


async def a_name_is_told(cast: Cast) -> None:
    """Begin a request for affiliation as far as the name: it is kept from there on, and a certificate needs it."""
    member = await cast.as_(FANG)
    ((slug,),) = cast.demo.rows("SELECT slug FROM buildings WHERE name = ?", BUILDING)
    await open_link(member, f"https://t.me/waystation_sandbox_bot?start=b_{slug}", BUILDING)
    await tap(member, "1", BUILDING)
    await tap(member, "在这里挂靠", "您同意吗")
    await tap(member, "同意", "您的姓名")
    await say(member, "王芳", "好的", "记下了", "哪个手机号")
    await say(member, "/start", "您好")


async def a_volunteer_is_invited(cast: Cast) -> None:
    """Let a second volunteer be there besides 李强."""
    organiser = await cast.as_(MIN)
    screen = await say(organiser, "/invite", "想邀请谁")
    await organiser.page.tap("志愿者")
    await expect(screen).to_contain_text("已选：静安区")
    await tap(organiser, "就邀请到这个单位", "start=i_", "想邀请谁")
    link = await link_in(organiser.answers.nth(-2))
    taken = await cast.as_(ANNA)
    await open_link(taken, link, "What may colleagues call you")
    await say(taken, "Anna Keller", "volunteer", "What else")
    await (await cast.as_(MIN)).hears("已接受您的邀请")


async def a_monthly_series_is_published(evening: Evening) -> None:
    organiser = await evening.cast.as_(MIN)
    await organiser.menu()
    await tap(organiser, "活动管理", "您负责的活动")
    await organiser.page.keep("life-01-activities-to-run")
    kinds = await tap(organiser, "新建活动", "是什么活动")
    await organiser.page.tap("主题党日")
    await expect(kinds).to_contain_text("活动叫什么名称")
    await say(organiser, TITLE, "什么时候举行")
    await say(organiser, f"{evening.day.month}月{evening.day.day}日 19:00-20:30", "19:00–20:30", "在哪里举行")
    await say(organiser, CENTRE, "有多少个名额")
    await tap(organiser, str(SEATS), "谁可以参加")
    draft = await tap(organiser, "选好了", "草稿")
    await organiser.page.keep("life-02-draft")
    await organiser.page.tap("设为例行")
    await expect(draft).to_contain_text("怎样重复")
    await organiser.page.tap("每月第一个周四")
    await expect(draft).to_contain_text("每月第一个周四举行")
    await tap(organiser, "发布", "还没有人报名")
    await organiser.page.keep("life-03-published")
    ((number,),) = evening.cast.demo.rows("SELECT min(id) FROM activities WHERE title = ?", TITLE)
    evening.id = int(number)


async def volunteers_are_called(evening: Evening) -> None:
    organiser = await evening.cast.as_(MIN)
    arranged = await tap(organiser, "志愿岗位", "的志愿岗位")
    await organiser.page.tap("添加岗位")
    await expect(arranged).to_contain_text("是什么岗位")
    await organiser.page.tap("签到")
    await expect(arranged).to_contain_text("需要几位志愿者")
    asked = await tap(organiser, "1", "的志愿岗位")
    await organiser.page.tap("向志愿者发出召集")
    await expect(asked).to_contain_text("还缺")
    await organiser.page.tap("发出召集")
    await expect(asked).to_contain_text("已问 2 位志愿者")
    await organiser.hears("未答复 2 人")
    await organiser.page.keep("life-04-volunteers-called")
    volunteer = await evening.cast.as_(QIANG)
    await volunteer.hears("需要志愿者")
    await tap(volunteer, "来", "您来，谢谢")
    reserve = await evening.cast.as_(ANNA)
    await reserve.hears("Volunteers are needed")
    await tap(reserve, "Yes, I come", "You stand by as number 1")
    await reserve.page.keep("life-05-reserve")


async def a_card_is_shared(evening: Evening) -> None:
    """Type the bot's name and a word: cards, and the one that is chosen is posted."""
    member = await evening.cast.as_(FANG)
    await member.page.part("composer").fill("")
    await member.page.part("composer").press_sequentially(f"@waystation_sandbox_bot {TITLE[:2]}")
    await expect(member.page.part("card").first).to_contain_text(TITLE)
    await member.page.keep("life-06-cards")
    await member.page.part("card").first.click()
    await expect(member.page.part("message-text").last).to_contain_text(TITLE)
    await member.page.keep("life-07-card-shared")


async def fifty_members_fill_seats_and_line(evening: Evening) -> None:
    crowd, payload = evening.crowd, f"o_{evening.id}"
    for phone, label, card in ((FANG, "报名", "您已报名"), (ANNA, "Sign up", "You have signed up")):
        member = await evening.cast.as_(phone)
        shown = await open_link(member, f"https://t.me/waystation_sandbox_bot?start={payload}", "", TITLE)
        await member.page.tap(label)
        await expect(shown).to_contain_text(card)
    await asyncio.gather(*(crowd.start(one, payload) for one in CROWD))
    for one in CROWD[:SEATED]:
        await crowd.tap(one, "报名")
    await evening.becomes(signed_up=SEATS)
    for one in CROWD[SEATED:]:
        await crowd.start(one, payload)
        await crowd.tap(one, "加入候补")
    await evening.becomes(signed_up=SEATS, waiting=len(CROWD) - SEATED)
    organiser = await evening.cast.as_(MIN)
    await organiser.page.tap("返回")
    await organiser.page.keep("life-08-full")
    member = await evening.cast.as_(FANG)
    await member.answers.last.get_by_test_id("inline-button").last.scroll_into_view_if_needed()
    await member.page.keep("life-09-signed-up")


async def a_volunteer_drops_out_and_is_replaced(evening: Evening) -> None:
    """Let the volunteer answer the call once more, in words: the reserve is asked, and the organiser sees it."""
    volunteer = await evening.cast.as_(QIANG)
    await volunteer.page.page.locator(".bubble", has_text=TITLE).first.dblclick()
    await say(volunteer, "临时有事，来不了", "记下了")
    await volunteer.page.keep("life-10-volunteer-drops-out")
    await (await evening.cast.as_(MIN)).hears("志愿者临时来不了")
    reserve = await evening.cast.as_(ANNA)
    await reserve.hears("You stand by for this duty")
    await tap(reserve, "Yes, I come", "You come. Thank you.")
    organiser = await evening.cast.as_(MIN)
    await organiser.hears("替补答应来")
    await organiser.page.keep("life-11-volunteer-replaced")


async def seats_pass_on(evening: Evening) -> None:
    """Remind on the day before; some confirm, three ask for leave, the others lose their seats at six."""
    cast, crowd = evening.cast, evening.crowd
    await cast.wind_to(evening.day - timedelta(days=1), time(10, 1))
    await (await cast.as_(MIN)).hears(PROMISED, PROMISED)
    member = await cast.as_(FANG)
    await member.hears("明天有您报名的活动")
    await tap(member, "参加", "您已确认参加")
    await member.page.keep("life-12-confirmed")
    reserve = await cast.as_(ANNA)
    await reserve.hears("", "")
    await tap(reserve, "I will come", "confirmed")
    for one in CROWD[:10]:
        await crowd.tap(one, "参加")
    await evening.becomes(signed_up=SEATED - 10, confirmed=12, waiting=len(CROWD) - SEATED)
    for one in CROWD[10:13]:
        await crowd.tap(one, "请假")
        await crowd.tap(one, "不用了")
    line = len(CROWD) - SEATED
    await evening.becomes(signed_up=SEATED - 13, confirmed=12, on_leave=3, offered=3, waiting=line - 3)
    await all_take(evening, await evening.in_state("offered"))
    await evening.becomes(signed_up=SEATED - 13, confirmed=15, on_leave=3, waiting=line - 3)
    await cast.wind_to(evening.day - timedelta(days=1), time(16, 1))
    await crowd.hears(CROWD[13], "还没有收到您的答复")
    await cast.wind_to(evening.day - timedelta(days=1), time(18, 1))
    await crowd.hears(CROWD[13], "名额已让给候补的同志")
    await evening.becomes(released=5, confirmed=15, on_leave=3, offered=5, waiting=line - 8)
    await all_take(evening, (await evening.in_state("offered"))[:4])
    await evening.becomes(released=5, confirmed=19, on_leave=3, offered=1, waiting=line - 8)
    await cast.wind_to(evening.day, time(8, 31))
    await evening.becomes(released=5, confirmed=19, on_leave=3, lapsed=1, offered=1, waiting=line - 9)
    await all_take(evening, await evening.in_state("offered"))
    await evening.becomes(released=5, confirmed=SEATS, on_leave=3, lapsed=1, waiting=line - 9)


async def all_take(evening: Evening, people: Iterable[int]) -> None:
    for one in people:
        await evening.crowd.hears(one, "有一个名额空出来了")
        await evening.crowd.tap(one, "参加")


async def people_check_in_by_all_four_ways(evening: Evening) -> None:
    cast, crowd = evening.cast, evening.crowd
    await cast.wind_to(evening.day, time(18, 40))
    organiser = await cast.as_(MIN)
    await organiser.menu()
    await tap(organiser, "活动管理", TITLE)
    number = re.findall(rf"(\d+)\. {TITLE}", await organiser.answers.last.inner_text())[0]
    await tap(organiser, number, TITLE)
    await organiser.page.keep("life-13-evening")
    desk = await tap(organiser, "签到", "已到 0 人，应到 20 人")
    await organiser.page.keep("life-14-check-in-desk")
    await organiser.page.tap("口令")
    await expect(desk).to_contain_text("口令：")
    word = re.findall(r"口令：(\S+)", await desk.inner_text())[0]
    await organiser.page.keep("life-15-word")
    await organiser.page.tap("返回")
    await expect(desk).to_contain_text("已到 0 人")
    await tap(organiser, "二维码", "扫码签到")
    await expect(organiser.answers.last.get_by_test_id("photo")).to_be_visible()
    await organiser.page.keep("life-16-code")
    await she_scans(evening)
    by_word = await cast.as_(ANNA)
    await by_word.hears(*await news(by_word))
    await say(by_word, word, "You are there: welcome", "You are checked in")
    await one_is_there(evening, crowd)
    await the_roll_is_called(evening)
    ways = cast.demo.rows("SELECT DISTINCT way FROM signups WHERE activity_id = ? AND way IS NOT NULL", evening.id)
    assert {way for (way,) in ways} == {"qr", "word", "there", "roll"}


async def she_scans(evening: Evening) -> None:
    member = await evening.cast.as_(FANG)
    await member.hears("今天 19:00 见")
    link = f"https://t.me/waystation_sandbox_bot?start=c_{evening.id}_{await token_now(evening)}"
    await open_link(member, link, "欢迎到场", "您已签到")
    await member.page.keep("life-17-checked-in")


async def token_now(evening: Evening) -> str:
    """Read what the code on the organiser's screen says, as a camera would."""
    key = (evening.cast.demo.database.parent / "key").read_text()
    with closing(Store(f"sqlite:///{evening.cast.demo.database}", key)) as store, store.unit_of_work() as unit:
        secret = check_in_keys.known_secret(unit, evening.id)
    assert secret
    return token(secret, (await evening.cast.now()).timestamp())


async def one_is_there(evening: Evening, crowd: Crowd) -> None:
    ((latitude, longitude),) = evening.cast.demo.rows(
        "SELECT latitude, longitude FROM activities WHERE id = ?", evening.id
    )
    await crowd.start(CROWD[0], f"o_{evening.id}")
    await crowd.tap(CROWD[0], "我到了")
    await crowd.hears(CROWD[0], "分享位置")
    await crowd.share_location(CROWD[0], float(latitude), float(longitude))
    await crowd.hears(CROWD[0], "您已签到")


async def the_roll_is_called(evening: Evening) -> None:
    """Tap those whom the list still awaits, all but two."""
    organiser = await evening.cast.as_(MIN)
    await organiser.hears(*await news(organiser))
    await tap(organiser, "回签到台", "已到 3 人，应到 20 人")
    roll = organiser.answers.last
    await organiser.page.tap("点名")
    await expect(roll).to_contain_text("还没到的有 17 位")
    await organiser.page.keep("life-18-roll-call")
    for left in range(16, 1, -1):
        await roll.get_by_test_id("inline-button").first.click()
        await expect(roll).to_contain_text(f"还没到的有 {left} 位")
    await organiser.page.tap("返回")
    await expect(roll).to_contain_text("已到 18 人")
    await organiser.page.keep("life-19-roll-called")


async def news(phone: Phone) -> list[str]:
    """Return what has come in unasked, to be heard."""
    await asyncio.sleep(1)
    return [""] * (await phone.answers.count() - phone.heard)


async def the_certificate_verifies(evening: Evening) -> None:
    cast = evening.cast
    await cast.wind_to(evening.day, time(21, 5))
    member = await cast.as_(FANG)
    await member.hears("谢谢您来参加")
    asked = await tap(member, "评价一下", "这次活动怎么样")
    await member.page.tap("5 很好")
    await expect(asked).to_contain_text("记下了")
    await say(member, "讲得清楚", "谢谢", "还想办点什么")
    await member.page.keep("life-20-rating")
    record = await say(member, "/record", TITLE)
    await member.page.keep("life-21-record")
    await member.page.tap("1")
    await expect(record).to_contain_text("您参加了：1.5 小时")
    await tap(member, "参加证明", "可以发给原支部。谁都可以在这里核验", TITLE)
    await member.page.keep("life-22-certificate")
    link = await link_in(member.answers.nth(-2))
    home = await cast.as_(ANNA)
    await home.hears(*await news(home))
    await open_link(home, link, "This certificate is genuine", "What else")
    await home.page.keep("life-23-verified")


async def the_month_is_summed_up(evening: Evening) -> None:
    organiser = await evening.cast.as_(MIN)
    await organiser.hears(*await news(organiser))
    await say(organiser, "/report", "组织生活")
    await organiser.page.keep("life-24-month")
    await tap(organiser, "生成图片", "组织生活", "组织生活")
    await expect(organiser.answers.nth(-2).get_by_test_id("photo")).to_be_visible()
    await organiser.answers.nth(-2).scroll_into_view_if_needed()
    await organiser.page.keep("life-25-picture")
    assert await evening.states() == {
        "checked_in": 18,
        "absent": 2,
        "released": 5,
        "on_leave": 3,
        "lapsed": 1 + len(CROWD) - SEATED - 9,
    }
