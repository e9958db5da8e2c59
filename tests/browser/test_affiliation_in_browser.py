"""A stay from its first tap to its end, played through the chat page: both sides, the home branch, and the clock.

Every reminder is looked for a minute before it is due, when it must not be there, and a minute after, when it must.
Pictures of both sides are kept in screenshots/.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Locator, expect

from tests.browser.libraries import LIBRARIES
from tests.browser.member import ANNA, EVERYBODY, FANG, MIN, QIANG, Member, Phone
from tests.browser.running_demo import ZONE, Demo, running_demo
from tests.sandbox.page_driver import CHROMIUM, ChatPage, chromium, window

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
BUILDING: Final = "瑞和金融大厦"
POINT: Final = "瑞和金融大厦党群服务站"
ANOTHER: Final = "宏图科技园党群服务点"
SUBDISTRICT: Final = "静安寺街道"
PAPER_DAYS: Final = 40
STAY_DAYS: Final = 210


@pytest_asyncio.fixture(loop_scope="module", params=LIBRARIES)
async def demo(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(request.param, tmp_path) as running, ClientSession() as session:
        for member in EVERYBODY:
            await session.post(f"{running.origin}/sandbox/people/{member.id}/start", json={})
        yield running


@dataclass(slots=True)
class Cast:
    """Everybody who plays, through one page: whoever acts holds the phone."""

    page: ChatPage
    demo: Demo
    phones: dict[int, Phone] = field(default_factory=dict)

    async def meet(self) -> None:
        """Open the page, and look at every chat once: what was said before is not counted."""
        await self.page.open(FANG.id)
        for member in (FANG, MIN, QIANG, ANNA):
            self.phones[member.id] = Phone(member, self.page)
            await (await self.as_(member)).take()

    async def as_(self, member: Member) -> Phone:
        """Hold a phone: it is drawn with its messages at once, and until then those of another are to be seen."""
        await self.page.hold_phone_of(member.id)
        await expect(self.page.part(f"persona-{member.id}")).to_have_attribute("aria-current", "true")
        return self.phones[member.id]

    async def now(self) -> datetime:
        async with ClientSession() as session, session.get(f"{self.demo.origin}/sandbox/clock") as answer:
            return datetime.fromisoformat((await answer.json())["now"]).astimezone(ZONE)

    async def wind_to(self, day: date, at: time) -> None:
        """Wind the clock forward on the page, by the dialog for days, hours and minutes."""
        ahead = datetime.combine(day, at, ZONE) - await self.now()
        minutes = int(ahead.total_seconds() // 60)
        await self.page.part("clock-set").click()
        for unit, count in (("days", minutes // 1440), ("hours", minutes % 1440 // 60), ("minutes", minutes % 60)):
            await self.page.part(f"clock-{unit}").fill(str(count))
        await self.page.part("clock-custom-submit").click()
        await expect(self.page.part("clock-custom")).to_have_count(0)


async def say(phone: Phone, said: str, *heard: str) -> Locator:
    await phone.page.say(said)
    return await phone.hears(*heard)


async def tap(phone: Phone, label: str, *heard: str) -> Locator:
    await phone.page.tap(label)
    return await phone.hears(*heard)


async def open_link(phone: Phone, link: str, *heard: str) -> Locator:
    await phone.page.part("open-link").click()
    await phone.page.part("link-field").fill(link)
    await phone.page.part("link-submit").click()
    return await phone.hears(*heard)


async def register(cast: Cast, phone: Phone, arrived: date) -> None:
    """Go from the poster of a building to a request that is sent, and tell of the document before."""
    ((slug,),) = cast.demo.rows("SELECT slug FROM buildings WHERE name = ?", BUILDING)
    nearest = await open_link(phone, f"https://t.me/waystation_sandbox_bot?start=b_{slug}", BUILDING)
    await expect(nearest).to_contain_text(f"1. {POINT}")
    await phone.page.keep("stay-01-poster")
    await tap(phone, "1", POINT)
    await tap(phone, "在这里挂靠", "先说明一下您的信息怎么用")
    await phone.page.keep("stay-02-consent")
    await tap(phone, "同意", "您的姓名")
    await phone.page.keep("stay-03-phone")
    await say(phone, "王芳 139 1234 5678", "好的", "记下了", "在哪个支部")
    await say(phone, "安徽省六安市阳光社区第二党支部", "预计到什么时候")
    summary = await say(phone, (arrived + timedelta(days=STAY_DAYS)).isoformat(), "请再看一遍")
    await expect(summary).to_contain_text(f"楼宇：{BUILDING}")
    await say(phone, "单位 日出贸易有限公司", "请再看一遍")
    await say(phone, "改证件", "哪种证件")
    await tap(phone, "流动党员活动证", "证件编号")
    await say(phone, "LD-2026-00017", "有效期到什么时候")
    await say(phone, (arrived + timedelta(days=PAPER_DAYS)).isoformat(), "请再看一遍")
    await phone.page.keep("stay-04-summary")
    await tap(phone, "✅ 发送", "已发送", f"您的申请已送到{POINT}")
    await phone.page.keep("stay-05-sent")


async def test_stay_is_played_from_poster_to_end(demo: Demo) -> None:
    album = SCREENSHOTS if demo.framework == "ptb" else None
    async with chromium() as browser, window(browser) as opened:
        cast = Cast(ChatPage(opened, demo.origin, album=album), demo)
        await cast.meet()
        arrived = (await cast.now()).date()
        await two_levels_are_asked_for(cast)
        await an_organiser_is_invited(cast)
        await register(cast, await cast.as_(FANG), arrived)
        await the_request_comes_back_and_goes_again(cast)
        await both_levels_approve(cast)
        await home_confirms(cast)
        await every_reminder_comes_when_it_should(cast, arrived)
        await she_moves(cast)
        await she_ends_the_stay(cast)
        assert (cast.page.complaints, cast.page.foreign) == ([], [])


async def two_levels_are_asked_for(cast: Cast) -> None:
    phone = await cast.as_(MIN)
    rules = await say(phone, "/rules", "静安区的审核规则")
    await phone.page.tap("两级审核")
    await expect(rules).to_contain_text("要改审核级数吗")
    await phone.page.tap("就这样改")
    await expect(rules).to_contain_text("静安区的审核规则")
    await expect(rules).to_contain_text("申请经 2 级审核")
    await phone.page.keep("stay-00-rules")


async def an_organiser_is_invited(cast: Cast) -> None:
    """Let the district's organiser invite the one of the subdistrict, who follows the link."""
    district = await cast.as_(MIN)
    screen = await say(district, "/invite", "想邀请谁")
    await district.page.tap("党务工作者")
    await expect(screen).to_contain_text("已选：静安区")
    await district.page.tap(SUBDISTRICT)
    await expect(screen).to_contain_text(f"已选：{SUBDISTRICT}")
    await tap(district, "就邀请到这个单位", "start=i_", "想邀请谁")
    await district.page.keep("stay-00-invitation")
    link = await link_in(district.answers.nth(-2))
    taken = await cast.as_(QIANG)
    await open_link(taken, link, "同事怎么称呼您")
    await say(taken, "静安寺 李强", f"您现在是{SUBDISTRICT}的党务工作者", "还想办点什么")
    await (await cast.as_(MIN)).hears("已接受您的邀请")


async def link_in(message: Locator) -> str:
    """Return the link in a message as whoever has Telegram follows it; those for everybody lead to the page."""
    (word, *_) = re.findall(r"(?:\?start=|/p/)([\w-]+)", await message.inner_text())
    return f"https://t.me/waystation_sandbox_bot?start={word}"


async def the_request_comes_back_and_goes_again(cast: Cast) -> None:
    organiser = await cast.as_(QIANG)
    await organiser.hears("有一份新的挂靠申请")
    card = await tap(organiser, "看一看", f"{POINT} · 流动党员")
    await expect(card).to_contain_text("姓名：王*")
    await organiser.page.keep("stay-06-review")
    await organiser.page.tap("退回补充")
    await expect(card).to_contain_text("请对方补充什么")
    await organiser.page.keep("stay-07-reasons")
    returned = await say(organiser, "请写清支部联系人", "已退回：王*")
    await expect(returned).to_contain_text("这里没有等您办的事")
    member = await cast.as_(FANG)
    await member.hears(f"{POINT}请您补充一点：请写清支部联系人")
    await tap(member, "我的挂靠", f"{POINT}请您补充一点")
    await member.page.keep("stay-08-returned")
    summary = await tap(member, "补充后再发", "请再看一遍")
    await expect(summary).to_contain_text("请写清支部联系人")
    await tap(member, "补充：支部联系人", "可以向支部的哪位同志核实")
    summary = await say(member, "赵书记", "请再看一遍")
    await expect(summary).to_contain_text("支部联系人：赵书记")
    await tap(member, "✅ 发送", "已发送", "您的申请已送到")


async def both_levels_approve(cast: Cast) -> None:
    first = await cast.as_(QIANG)
    await first.hears("已补充，请再次审核")
    card = await tap(first, "看一看", f"{POINT} · 流动党员")
    await first.page.tap("显示全部")
    await expect(card).to_contain_text("赵书记")
    await first.page.keep("stay-09-revealed")
    await first.page.tap("通过")
    await expect(card).to_contain_text("初审通过")
    await expect(card).to_contain_text("这里没有等您办的事")
    member = await cast.as_(FANG)
    await member.hears("现在由上级审核")
    second = await cast.as_(MIN)
    await second.hears("下级已通过，等您审核")
    card = await tap(second, "看一看", f"{POINT} · 流动党员")
    await second.page.tap("通过")
    await expect(card).to_contain_text("审核通过")
    await expect(card).to_contain_text("这里没有等您办的事")
    await (await cast.as_(QIANG)).hears("复审")
    member = await cast.as_(FANG)
    await member.hears(f"您在{POINT}的挂靠已经办好")
    await member.page.keep("stay-10-approved")


async def home_confirms(cast: Cast) -> None:
    member = await cast.as_(FANG)
    await tap(member, "我的挂靠", f"您挂靠在{POINT}")
    await tap(member, "请原支部确认", "请把下面这条消息转发", "请打开链接", f"您挂靠在{POINT}")
    await member.page.keep("stay-11-home-link")
    link = await link_in(member.answers.nth(-2))
    home = await cast.as_(ANNA)
    await open_link(home, link, "A question to the home branch")
    await home.page.keep("stay-12-home-asked")
    await tap(home, "That is right", "Thank you", "What else")
    await (await cast.as_(FANG)).hears("原支部已确认")
    await (await cast.as_(QIANG)).hears("原支部")


async def every_reminder_comes_when_it_should(cast: Cast, arrived: date) -> None:
    """Wind to a minute before each morning on which something is due, and to a minute after."""
    phone = await cast.as_(FANG)
    ends, paper = arrived + timedelta(days=STAY_DAYS), arrived + timedelta(days=PAPER_DAYS)
    due = {
        arrived + timedelta(days=7): "您去过",
        paper - timedelta(days=14): "还有 14 天",
        paper - timedelta(days=3): "还有 3 天",
        ends - timedelta(days=30): "还有 30 天",
        months_after(arrived, 6): "您来这里已经 6 个月了",
        ends - timedelta(days=7): "还有 7 天",
        ends: "今天",
    }
    for number, (day, words) in enumerate(sorted(due.items()), start=13):
        await cast.wind_to(day, time(9, 29))
        await cast.page.page.wait_for_timeout(1000)
        await phone.hears()
        await cast.wind_to(day, time(9, 31))
        await phone.hears(words)
        await phone.page.keep(f"stay-{number}-reminder")
    # On the day of the half year, seen by the unit's own; meanwhile they were asked who came to their activities.
    organiser = await cast.as_(QIANG)
    await expect(organiser.answers.filter(has_text="以后没有在这里联系过")).to_have_count(1)
    await organiser.catches_up()
    await (await cast.as_(MIN)).catches_up()


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; February has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


async def she_moves(cast: Cast) -> None:
    member = await cast.as_(FANG)
    await tap(member, "我的挂靠", f"您挂靠在{POINT}")
    await tap(member, "换服务点", "不用重新填写", "您想在哪里找")
    await say(member, ANOTHER, ANOTHER)
    await tap(member, "在这里挂靠", f"您现在挂靠在{POINT}")
    await tap(member, "流动党员", "不用重填", "请再看一遍")
    await member.page.keep("stay-20-move")
    await tap(member, "✅ 发送", "已发送", f"您的申请已送到{ANOTHER}")
    for reviewer, told in ((QIANG, "有一份新的挂靠申请"), (MIN, "下级已通过，等您审核")):
        phone = await cast.as_(reviewer)
        await phone.hears(told)
        card = await tap(phone, "看一看", f"{ANOTHER} · 流动党员")
        await phone.page.tap("通过")
        await expect(card).to_contain_text("这里没有等您办的事")
    member = await cast.as_(FANG)
    await member.hears("现在由上级审核", f"您在{ANOTHER}的挂靠已经办好")


async def she_ends_the_stay(cast: Cast) -> None:
    member = await cast.as_(FANG)
    mine = await tap(member, "我的挂靠", f"您挂靠在{ANOTHER}")
    await member.page.keep("stay-21-moved")
    await member.page.tap("结束挂靠")
    await expect(mine).to_contain_text("挂靠因为什么结束")
    await member.page.tap("返回原支部")
    await expect(mine).to_contain_text(f"在{ANOTHER}的挂靠就结束")
    await tap(member, "是的", "✅", f"您在{ANOTHER}的挂靠已于")
    await member.page.keep("stay-22-ended")
    await (await cast.as_(MIN)).page.keep("stay-23-organiser")
    states = cast.demo.rows("SELECT state, ending FROM affiliations WHERE chat_id = ? ORDER BY id", FANG.id)
    assert states == [("moved", None), ("ended", "returned_home")]
