"""The whole life of an announcement through the chat page, with the bot killed in the middle of it.

An organiser writes to the affiliated members of two buildings except those who have signed up already, another one
approves it, and it leaves at its time. It is paused, the bot is killed and started anew, one member says no to the
topic, it goes on and is corrected. After every step the ledger is as long as the list, name by name; in the end it is
held against what stands in the chats, and the organiser asks why some did not get it. Pictures are kept in
screenshots/.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Locator, expect

from sandbox.state.people import Persona
from storage.unit_of_work import Store
from tests.browser.demo_in_two import DemoInTwo, demo_in_two
from tests.browser.member import ANNA, CHINESE, FANG, MIN, QIANG, Member, Phone
from tests.browser.running_demo import ZONE, Demo
from tests.browser.test_affiliation_in_browser import Cast, open_link, say, tap
from tests.sandbox.page_driver import CHROMIUM, ChatPage, chromium, window
from tests.stage.deeds.store import store_deed

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: `make browser` installs it"),
]

SCREENSHOTS: Final = Path(__file__).parents[2] / "screenshots"
DISTRICT: Final = "310106"
CENTRE: Final = "静安寺街道党群服务中心"
BUILDINGS: Final = {"瑞和金融大厦": "瑞和金融大厦党群服务站", "宏图科技园": "宏图科技园党群服务点"}
TITLE: Final = "走进市档案馆"
OLD: Final = "本周六上午瑞和金融大厦、宏图科技园停电检修，请提前保存资料。下午的主题党日照常，还有名额。"
NEW: Final = "停电检修改到本周日上午，请提前保存资料。周六下午的主题党日照常，还有名额。"

YANG: Final = Member(1006, "zh-CN", CHINESE)
LI: Final = Member(990_001, "zh-CN", CHINESE)
"""The list is gone through by numbers: 刘洋 is among the first, 孙丽 is the last."""

ALSO: Final = (Persona(YANG.id, "刘洋", "member", "zh-hans"), Persona(LI.id, "孙丽", "member", "zh-hans"))
CAST: Final = (FANG, ANNA, QIANG, MIN, YANG, LI)
NAMES: Final = {FANG.id: "王芳", ANNA.id: "Anna Keller", YANG.id: "刘洋", LI.id: "孙丽"}
CROWD: Final = range(910_001, 910_451)
ELSEWHERE: Final = range(920_001, 920_021)
MEANT: Final = sorted({FANG.id, YANG.id, LI.id, *CROWD})
BEGINS: Final = time(14)
IN_FLIGHT: Final = 30
PATIENCE_MS: Final = 60_000
_ROWS: Final = """
    SELECT outbox.chat_id, outbox.state FROM outbox JOIN letters ON letters.id = outbox.letter_id
    JOIN mailings ON mailings.id = letters.mailing_id WHERE mailings.purpose = 'send' ORDER BY outbox.chat_id
"""


@pytest_asyncio.fixture(loop_scope="module", params=["ptb", "aiogram"])
async def two(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[DemoInTwo]:
    async with demo_in_two(request.param, tmp_path, ALSO, prepare) as running, ClientSession() as session:
        for member in CAST:
            await session.post(f"{running.demo.origin}/sandbox/people/{member.id}/start", json={})
        yield running


def prepare(demo: Demo, now: float) -> list[int]:
    """Let members be affiliated, most of them in the two buildings; let another organise; let an activity be on."""
    codes = {name: code for name, code, *_ in demo.rows("SELECT name, code FROM points")}
    first, second = (codes[point] for point in BUILDINGS.values())
    half = len(CROWD) // 2
    places = {**dict.fromkeys(CROWD[:half], first), **dict.fromkeys(CROWD[half:], second)}
    places |= {FANG.id: first, ANNA.id: first, YANG.id: second, LI.id: second}
    places |= dict.fromkeys(ELSEWHERE, codes[CENTRE])
    saturday = datetime.fromtimestamp(now, ZONE).date() + timedelta(days=3)
    key = (demo.database.parent / "key").read_text()
    with closing(Store(f"sqlite:///{demo.database}", key)) as store:
        for person, code in places.items():
            store_deed(store, person, f"(affiliation active {code})", now)
        for person, name in NAMES.items():
            store_deed(store, person, f"(called {name})", now)
        store_deed(store, QIANG.id, f"(grant organiser {DISTRICT})", now)
        store_deed(store, MIN.id, f"(rule approval_above 300 {DISTRICT})", now)
        store_deed(store, MIN.id, f"(activity 主题党日 {TITLE} {first} {saturday:%m-%d}T15:00 30 anyone)", now)
    return list(places)


@dataclass(slots=True)
class Story:
    """Who plays, on which stage, and how the ledger stood last."""

    cast: Cast
    two: DemoInTwo
    stood: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> list[tuple[int, str]]:
        return [(int(chat), state) for chat, state in self.cast.demo.rows(_ROWS)]

    def adds_up(self) -> Counter[str]:
        """Return how many stand in each state; everybody who is meant has one row, and nobody else."""
        rows = self.rows
        assert [chat for chat, _ in rows] == MEANT
        ((size,),) = self.cast.demo.rows("SELECT size FROM mailings WHERE purpose = 'send'")
        assert int(size) == len(MEANT)
        states = Counter(state for _, state in rows)
        assert states["sent"] >= self.stood["sent"]
        self.stood = states
        return states

    async def settles(self, state: str) -> None:
        """Wait until nobody stands in this state."""
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while self.adds_up()[state]:  # noqa: ASYNC110  a database rings no bell
                await asyncio.sleep(0.2)

    async def has_been_told(self, member: Member) -> None:
        """Wait until nothing is on its way to somebody."""
        waiting = "SELECT id FROM outbox WHERE chat_id = ? AND state IN ('todo', 'sending')"
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while self.cast.demo.rows(waiting, member.id):  # noqa: ASYNC110  a database rings no bell
                await asyncio.sleep(0.2)

    async def keep(self, name: str) -> None:
        await self.cast.page.keep(f"announcement-story-{name}")


async def test_announcement_is_played_from_its_draft_to_its_last_recipient(two: DemoInTwo) -> None:
    album = SCREENSHOTS if two.demo.framework == "ptb" else None
    async with chromium() as browser, window(browser) as opened:
        cast = Cast(ChatPage(opened, two.demo.origin, album=album), two.demo)
        story = Story(cast, two)
        await they_are_all_there(cast)
        await one_member_signs_up(story)
        await it_is_written(story)
        await it_is_for_two_buildings(story)
        await it_is_to_begin_at_two(story)
        await another_organiser_approves(story)
        await one_member_blocks_the_bot(story)
        progress = await it_begins_when_its_time_has_come(story)
        await it_is_paused(story, progress)
        await the_bot_is_killed_and_started(story, progress)
        await one_member_wants_no_more(story)
        await it_goes_on(story, progress)
        await it_is_corrected(story)
        await it_ends(story, progress)
        the_ledger_says_what_stands_in_the_chats(story)
        await everybody_is_accounted_for(story)
        assert (cast.page.complaints, cast.page.foreign) == ([], [])


async def they_are_all_there(cast: Cast) -> None:
    """Open the page, and look at every chat once: what was said before is not counted."""
    await cast.page.open(FANG.id)
    for member in CAST:
        phone = cast.phones[member.id] = Phone(member, cast.page)
        await cast.as_(member)
        await cast.page.page.wait_for_url(f"**/#/{member.id}")
        await phone.take()


async def one_member_signs_up(story: Story) -> None:
    ((activity,),) = story.cast.demo.rows("SELECT max(id) FROM activities WHERE title = ?", TITLE)
    member = await story.cast.as_(ANNA)
    card = await open_link(member, f"https://t.me/waystation_sandbox_bot?start=o_{activity}", "", TITLE)
    await member.page.tap("Sign up")
    await expect(card).to_contain_text("You have signed up")


async def it_is_written(story: Story) -> None:
    organiser = await story.cast.as_(MIN)
    await say(organiser, "/announce", "新通知")
    await tap(organiser, "新通知", "请写通知的内容")
    await say(organiser, OLD, "这是哪一类通知")
    await organiser.page.tap("通知公告")
    await expect(organiser.answers.last).to_contain_text("草稿")


async def it_is_for_two_buildings(story: Story) -> None:
    organiser = await story.cast.as_(MIN)
    card = organiser.answers.last
    await organiser.page.tap("发给谁")
    await expect(card).to_contain_text("发给其中哪些人")
    await organiser.page.tap("挂靠党员")
    await organiser.page.tap("再加条件")
    await expect(card).to_contain_text("还要符合什么条件")
    await organiser.page.tap("楼宇")
    for name in BUILDINGS:
        await expect(organiser.answers.last).to_contain_text("哪些楼宇的人")
        await say(organiser, name, "哪些楼宇的人")
        await organiser.page.tap(name)
        await expect(organiser.page.button("inline-button", f"✓ {name}")).to_be_visible()
    await story.keep("01-two-buildings")
    card = organiser.answers.last
    await organiser.page.tap("返回")
    await organiser.page.tap("除去…")
    await expect(card).to_contain_text("要除去哪些人")
    await organiser.page.tap("活动")
    await expect(card).to_contain_text("哪一场活动")
    await say(organiser, TITLE, "哪一场活动")
    card = organiser.answers.last
    await card.get_by_test_id("inline-button").filter(has_text=TITLE).click()
    await organiser.page.tap("已报名的")
    await expect(card).to_contain_text(f"将发给 {len(MEANT)} 人")
    await story.keep("02-audience")
    await organiser.page.tap("选好了")
    await expect(card).to_contain_text("草稿")


async def it_is_to_begin_at_two(story: Story) -> None:
    organiser = await story.cast.as_(MIN)
    card = organiser.answers.last
    await organiser.page.tap("修改")
    await expect(card).to_contain_text("要改哪一项")
    await organiser.page.tap("时间")
    await expect(card).to_contain_text("什么时候开始发")
    await say(organiser, f"今天 {BEGINS:%H:%M}", "开始发送")
    card = organiser.answers.last
    await organiser.page.tap("发送")
    await expect(card).to_contain_text("需要先由另一位党务工作者审批")
    await story.keep("03-needs-approval")
    await tap(organiser, "送审", "等另一位党务工作者审批")


async def another_organiser_approves(story: Story) -> None:
    second = await story.cast.as_(QIANG)
    await second.hears("有一条通知等您审批")
    await tap(second, "看一看", "等您审批")
    await tap(second, "看效果", "大家收到的是这样", OLD, "等您审批")
    await story.keep("04-looked-at")
    await second.page.tap("通过")
    await second.hears("即将发送")
    first = await story.cast.as_(MIN)
    await first.hears("您的通知已通过审批")
    await story.keep("05-approved")


async def one_member_blocks_the_bot(story: Story) -> None:
    member = await story.cast.as_(YANG)
    await member.page.part("more").click()
    await member.page.part("menu-block").click()
    await expect(member.page.part("unblock")).to_be_visible()


async def it_begins_when_its_time_has_come(story: Story) -> Locator:
    organiser = await story.cast.as_(MIN)
    today = (await story.cast.now()).date()
    before = datetime.combine(today, BEGINS, ZONE) - timedelta(minutes=2)
    await story.cast.wind_to(today, before.time())
    await asyncio.sleep(1)
    assert story.rows == []
    await story.cast.wind_to(today, (before + timedelta(minutes=3)).time())
    progress = await organiser.hears("正在发送")
    story.adds_up()
    await expect(progress).to_contain_text("▰", timeout=PATIENCE_MS)
    await story.keep("06-on-its-way")
    return progress


async def it_is_paused(story: Story, progress: Locator) -> None:
    organiser = story.cast.phones[MIN.id]
    await progress.get_by_test_id("inline-button").filter(has_text="暂停").click()
    await organiser.hears("已暂停，不再发出新的")
    assert story.adds_up()["todo"] > IN_FLIGHT


async def the_bot_is_killed_and_started(story: Story, progress: Locator) -> None:
    """Kill it while most are still to get it: it comes back, and the announcement is paused as before.

    An answer of which the kill cut off the receipt is given once more, as every answer is; an announcement never.
    """
    await story.two.bot.kill()
    stood = story.adds_up()
    await story.two.start_bot()
    await expect(progress).to_contain_text("已暂停")
    await story.settles("sending")
    states = story.adds_up()
    assert (states["todo"], states["sending"]) == (stood["todo"], 0)
    assert states["unknown"] <= IN_FLIGHT
    await story.has_been_told(MIN)
    organiser = story.cast.phones[MIN.id]
    repeated = await organiser.answers.count() - organiser.heard
    assert repeated <= 1
    await organiser.hears(*["已暂停，不再发出新的"] * repeated)
    await story.keep("07-paused-over-a-restart")


async def one_member_wants_no_more(story: Story) -> None:
    member = await story.cast.as_(LI)
    await say(member, "不要再发通知公告了", "“通知公告”不再发给您了", "您想收到哪些通知")
    await story.keep("08-no-more-of-it")
    assert story.adds_up()["opted_out"] == 1


async def it_goes_on(story: Story, progress: Locator) -> None:
    organiser = await story.cast.as_(MIN)
    await progress.get_by_test_id("inline-button").filter(has_text="继续").click()
    await organiser.hears("已继续发送")
    await expect(progress).to_contain_text("正在发送")
    story.adds_up()


async def it_is_corrected(story: Story) -> None:
    organiser = story.cast.phones[MIN.id]
    await tap(organiser, "查看详情", f"名单共 {len(MEANT)} 人")
    card = organiser.answers.last
    await organiser.page.tap("更正")
    await expect(card).to_contain_text("改成什么内容")
    await say(organiser, NEW, NEW, "更正也要由另一位党务工作者审批")
    await organiser.page.tap("送审")
    await organiser.hears("位党务工作者审批，批准之前大家看到的仍是原文", f"名单共 {len(MEANT)} 人")
    second = await story.cast.as_(QIANG)
    await second.hears("更正这条通知，请您审批")
    await second.page.tap("看前后文字")
    both = await second.hears("原文")
    await expect(both).to_contain_text(NEW)
    await second.page.tap("通过")
    assert story.adds_up()["todo"] > 0
    await story.cast.as_(MIN)
    await organiser.hears("这条通知已更正")
    await story.keep("09-corrected-on-the-way")
    story.adds_up()


async def it_ends(story: Story, progress: Locator) -> None:
    organiser = story.cast.phones[MIN.id]
    await expect(progress).to_contain_text("100%", timeout=PATIENCE_MS)
    story.adds_up()
    for words in ("通知已发完", "个聊天里更正"):
        await expect(organiser.answers.filter(has_text=words)).to_have_count(1, timeout=PATIENCE_MS)
    await organiser.hears("", "")
    await story.keep("10-all-sent")
    states = story.adds_up()
    others = {"unreachable": 1, "opted_out": 1, "unknown": states["unknown"]}
    assert states == Counter(others | {"sent": len(MEANT) - sum(others.values())})


def the_ledger_says_what_stands_in_the_chats(story: Story) -> None:
    """Look into everybody's chat: one message where it says so, in the new words, and none where it does not."""
    for chat, state in story.rows:
        posts = [_without_sender(text) for text in story.two.heard(chat) if text.endswith((OLD, NEW))]
        match state:
            case "sent":
                assert posts == [NEW]
            case "unknown":
                assert len(posts) <= 1
            case _:
                assert posts == []
    assert not any(text.endswith((OLD, NEW)) for one in (ANNA.id, *ELSEWHERE) for text in story.two.heard(one))


async def everybody_is_accounted_for(story: Story) -> None:
    organiser = story.cast.phones[MIN.id]
    await tap(organiser, "查看详情", f"名单共 {len(MEANT)} 人")
    await organiser.page.tap("谁没收到")
    await expect(organiser.answers.last).to_contain_text("请输入姓名")
    for person, why in (
        (YANG, "已停用机器人"),
        (LI, "已退订这类通知：通知公告"),
        (ANNA, "不在名单上。已经报名这场活动，所以排除在外。"),
        (FANG, "已送达"),
    ):
        await say(organiser, NAMES[person.id], NAMES[person.id], "请输入姓名")
        await expect(organiser.answers.nth(organiser.heard - 2)).to_contain_text(why)
    await story.keep("11-why")
    story.adds_up()


def _without_sender(text: str) -> str:
    """Return the words of an announcement without the name of the unit before them."""
    return text.partition("：")[2]
