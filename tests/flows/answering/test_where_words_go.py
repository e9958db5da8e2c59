"""What is open × what is written × where it goes: through the list of everybody who hears, in its order."""

from collections.abc import Iterator

import pytest

from bot.chat import Said
from bot.flows.activities.steps import ActivityCard, GivingReason
from bot.flows.answering.steps import SayingWhich
from bot.flows.crossroads import advance
from bot.flows.finding.steps import ChoosingGuess, FoundNothing
from bot.flows.points import NearestList, PointCard
from bot.flows.step import AtMenu, Step
from storage.activities import signup_reading
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.answering.open_things import AT, CHEN, HOUR, OPEN, changes, desk, looked_elsewhere, seen, settle
from tests.stage.talk import WANG, furnish

PLACE = "愚园路100号"
AT_MENU = AtMenu()


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        settle(unit)
        yield unit


def goes(unit: UnitOfWork, typed: str, hours: float = 0.0, at_hand: Step = AT_MENU) -> str:
    """Write something, at the menu if nowhere else, and say where it went."""
    before = seen(unit)
    step, replies, tells = advance(at_hand, Said(typed), desk(unit, hours))
    changed = changes(before, seen(unit))
    told = {tell.chat_id for tell in tells}
    if changed:
        return ", ".join(one for one in changed if not one.endswith(" 0"))
    if isinstance(step, SayingWhich):
        return f"which of {len(step.abouts)}"
    if not isinstance(step, AtMenu):
        return _SCREENS.get(type(step), type(step).__name__)
    if CHEN in told:
        return "passed on"
    if any("pass_on" in str(tell.reply) for tell in tells):
        return "offered"
    return "asked again" if WANG in told else "said" if replies else "nothing"


_SCREENS = {
    FoundNothing: "not found",
    NearestList: "place",
    PointCard: "place",
    ChoosingGuess: "place",
    GivingReason: "leave opened",
}


@pytest.mark.parametrize(
    ("what", "typed", "where"),
    [
        # a call of duty
        ("call", "能来", "duty coming"),
        ("call", "好的", "duty coming"),
        ("call", "来不了", "duty declined"),
        ("call", "没空", "duty declined"),
        ("call", "晚到20分钟", "duty coming, duty late 20"),
        ("call", "来？", "passed on"),
        ("call", "没空？", "passed on"),
        ("call+returned", "yes?", "passed on"),
        ("call", "1？", "passed on"),
        ("call", "收到", "asked again"),
        ("call", "好的收到", "asked again"),
        ("call", "可能吧", "passed on"),
        ("call", "晚点到可以吗", "passed on"),
        ("call", "我带个朋友一起", "passed on"),
        ("call", "几点集合", "MyDuty"),
        ("call", "几点能换班", "offered"),
        ("call", "看情况，还不一定", "passed on"),
        ("call", "maybe, I have to ask at home", "passed on"),
        ("call", "管不管午饭", "offered"),
        ("call", "上次的照片能不能发我一份", "offered"),
        ("call", "is lunch provided", "offered"),
        ("call", "孩子住院了，我在医院陪着", "offered"),
        ("call", "我老婆也能来帮忙吗", "MyDuty"),
        ("call", "能带个同事过来吗", "MyDuty"),
        ("call", "算了不来了，家里老人住院", "passed on"),
        ("taken", "算了不来了，家里老人住院", "MyDuty"),
        ("taken", "礼拜天我去不成了，老妈住院", "duty dropped"),
        ("signed up", "算了不来了，家里老人住院", "leave opened"),
        ("signed up twice", "算了不来了，家里老人住院", "which of 2"),
        ("reminded", "算了不来了，家里老人住院", "leave opened"),
        ("confirmed", "堵车了", "which of 1"),
        ("confirmed", "我可能迟到", "said"),
        ("taken", "我可能迟到", "passed on"),
        ("call", "弄错了", "passed on"),
        ("call", "谢谢", "said"),
        ("call", PLACE, "place"),
        ("call", "明天来不了", "which of 1"),
        ("call", "义诊我来", "duty coming"),
        ("call", "引导岗位来不了", "duty declined"),
        # a duty that is taken
        ("taken", "明天临时有事，来不了", "which of 1"),
        ("taken", "临时有事，来不了", "duty dropped"),
        ("taken", "不对，我没说要来", "duty dropped"),
        ("taken", "弄错了", "MyDuty"),
        ("taken", "没空", "which of 1"),
        ("taken", "知道了", "said"),
        ("taken", "好的", "said"),
        ("taken", "要带什么", "MyDuty"),
        # a seat that is kept
        ("offer", "好的，我来", "seat confirmed"),
        ("offer", "不去了", "seat left"),
        ("offer", "来？", "passed on"),
        ("offer", "收到", "asked again"),
        ("offer", "看情况", "passed on"),
        # a reminder
        ("reminded", "能来", "seat confirmed"),
        ("reminded", "请假", "seat on_leave"),
        ("reminded", "去不了了，家里有事", "seat on_leave"),
        ("reminded", "家里有事", "seat on_leave"),
        ("reminded", "明天来不了", "seat on_leave"),
        ("reminded", "收到", "asked again"),
        ("reminded", "可以带孩子吗", "ActivityCard"),
        ("confirmed", "我来不了了，临时有事", "seat on_leave"),
        ("confirmed", "有事", "which of 1"),
        ("confirmed", "弄错了", "ActivityCard"),
        ("confirmed", "收到", "said"),
        ("confirmed", "晚到20分钟", "late 20"),
        ("confirmed", "可以带孩子吗", "ActivityCard"),
        # signed up, and nobody has asked
        ("signed up", "请假", "leave opened"),
        ("signed up", "我要请假", "leave opened"),
        ("signed up", "去不了了，家里有事", "leave opened"),
        ("signed up", "我来不了了", "leave opened"),
        ("signed up", "党课来不了", "leave opened"),
        ("signed up", "晚到20分钟", "which of 1"),
        ("signed up", "好的", "said"),
        ("signed up", "来", "not found"),
        ("signed up", "不用请假", "ShortAnswer"),
        ("signed up", "明天请假", "MyActivities"),
        ("signed up twice", "请假", "which of 2"),
        ("signed up twice", "党课来不了", "leave opened"),
        ("signed up twice", "下周五请假", "leave opened"),
        ("waits", "来不了", "ActivityCard"),
        ("nothing", "请假", "MyActivities"),
        ("nothing", "好的", "said"),
        ("nothing", "来", "not found"),
        # the centre's question
        ("centre", "12楼，谢谢", "answer"),
        ("centre", "可以", "answer"),
        ("centre", "在嘉兴大厦", "answer"),
        ("centre", PLACE, "answer"),
        ("centre", "什么意思？", "answer"),
        ("centre", "明天可以", "answer"),
        ("centre", "谢谢", "said"),
        ("centre", "收到", "asked again"),
        ("centre", "组织生活", "ActivityList"),
        # a returned request
        ("returned", "12F, 1168 Nanjing Road West", "answer"),
        ("returned", PLACE, "answer"),
        ("returned", "好的", "said"),
        # the yearly question
        ("yearly", "还在", "stay active"),
        ("yearly", "是的", "stay active"),
        ("yearly", "不在了", "ChoosingEnding"),
        ("yearly", "还在吗？", "letter"),
        ("yearly", "公司换了", "letter"),
        # how it was
        ("was there", "5分，讲得很好", "rated 5"),
        ("was there", "4", "rated 4"),
        ("was there", "讲得很好", "RatingActivity"),
        ("was there", "5？", "not found"),
        ("was there", PLACE, "place"),
        ("was there", "你好", "said"),
        # the centre's letter
        ("letter", "好的谢谢，那周末可以交吗", "letter"),
        ("letter", "可以", "letter"),
        ("letter", "收到", "said"),
        ("letter", "谢谢", "said"),
        ("letter", PLACE, "place"),
        # two of them
        ("call+offer", "好的", "which of 2"),
        ("call+offer", "来不了", "which of 2"),
        ("call+offer", "可能吧", "which of 2"),
        ("call+offer", "周五来不了", "seat left"),
        ("call+offer", "义诊来不了", "duty declined"),
        ("call+offer", "收到", "which of 2"),
        ("call+offer", "来？", "which of 2"),
        ("call+offer", "明天来不了", "which of 2"),
        ("call+was there", "5", "rated 5"),
        ("call+was there", "1", "duty coming"),
        ("call+letter", "能来", "duty coming"),
        ("call+letter", "要带什么", "which of 2"),
        ("taken+confirmed", "收到", "said"),
        ("taken+signed up", "不来", "which of 2"),
        ("taken+signed up", "我不去了", "which of 2"),
        ("taken+signed up", "我想请假", "which of 2"),
        ("signed up+reminded", "我想请假", "seat on_leave"),
        ("taken+confirmed", "来不了", "which of 2"),
        ("taken+confirmed", "明天来不了", "seat on_leave"),
        ("call+centre", "可以", "which of 2"),
        ("call+centre", "12楼", "answer"),
        ("centre+call", "12楼", "which of 2"),
    ],
)
def test_where_it_goes(unit: UnitOfWork, what: str, typed: str, where: str) -> None:
    for one in what.split("+"):
        OPEN[one](unit)
    assert goes(unit, typed) == where


@pytest.mark.parametrize(
    ("what", "typed", "hours", "where"),
    [
        ("call", "能来", 100.0, "duty coming"),
        ("call", "可能吧", 47.0, "passed on"),
        ("call", "可能吧", 49.0, "which of 1"),
        ("call", "能来", 121.0, "not found"),
        ("confirmed", "来不了", 30.0, "seat on_leave"),
        ("confirmed", "要带什么", 31.5, "ActivityCard"),
        ("centre", "12楼", 200.0, "which of 1"),
        ("centre", "12楼", 160.0, "answer"),
        ("centre", PLACE, 1.0, "which of 1"),
        ("returned", "十二楼", 1.0, "answer"),
        ("was there", "5分", 150.0, "rated 5"),
        ("was there", "5", 1.0, "not found"),
        ("was there", "讲得很好", 60.0, "not found"),
        ("letter", "那周末呢", 23.0, "letter"),
        ("letter", "那周末呢", 160.0, "which of 1"),
        ("letter", "那周末呢", 169.0, "not found"),
        ("yearly", "还在", 900.0, "stay active"),
    ],
)
def test_until_when_it_goes_there(unit: UnitOfWork, what: str, typed: str, hours: float, where: str) -> None:
    """The bot has said something else since."""
    OPEN[what](unit)
    looked_elsewhere(unit)
    assert goes(unit, typed, hours) == where


@pytest.mark.parametrize(
    ("what", "typed", "where"),
    [
        ("taken+signed up", "我不去了", "leave opened"),
        ("reminded+signed up", "我想请假", "leave opened"),
        ("taken", "我不去了", "duty dropped"),
    ],
)
def test_no_is_meant_for_the_card_at_hand(unit: UnitOfWork, what: str, typed: str, where: str) -> None:
    for one in what.split("+"):
        OPEN[one](unit)
    looked_elsewhere(unit)
    booked = signup_reading.of_person(unit, WANG, AT, AT + 999 * HOUR)
    at_hand = ActivityCard(booked[-1].activity_id) if booked else AtMenu()
    assert goes(unit, typed, at_hand=at_hand) == where


@pytest.mark.parametrize("typed", ["actually no, I can't on Sunday", "can i get a certificate", "3？"])
def test_words_are_no_rating_by_themselves(unit: UnitOfWork, typed: str) -> None:
    OPEN["was there"](unit)
    assert "Rat" not in goes(unit, typed)


@pytest.mark.parametrize(
    "typed", ["静安寺地铁站附近哪里能歇歇脚", "我老公也想入党找谁", "今天星期几", "改一下", "可以带孩子吗"]
)
@pytest.mark.parametrize("what", ["taken", "confirmed", "taken+confirmed", "signed up"])
def test_nothing_leaves_without_a_tap_once_it_is_answered(unit: UnitOfWork, what: str, typed: str) -> None:
    for one in what.split("+"):
        OPEN[one](unit)
    assert goes(unit, typed) != "passed on"
