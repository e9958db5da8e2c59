"""Which fact is asked for, and which sentence of a note says it."""

import pytest

from domain.said.questions.facts import Fact, is_and, noted, read

ASKED = {
    Fact.WHEN: "大概要多久 等一下，几点开始来着 几点开始 几点集合 请问这个活动几点开始啊 "
    "多久 要多长时间 到几点结束 时间 几点",
    Fact.PLACE: "在哪 活动在哪里举行 地址是哪里 几楼 地点 在几楼啊 哪个房间",
    Fact.WAY: "怎么去 发个定位 地铁能到吗 远吗 导航",
    Fact.SEATS: "还有名额吗 报满了吗 还能报名吗 还来得及报名吗 一共多少人 限多少人 人满了吗 还有位置吗 名额",
    Fact.MINE: "签好了吗 我报上了吗 报名成功了吗",
    Fact.HOLDER: "谁组织的 组织者是谁 负责人是谁",
    Fact.WHOM: "什么人能参加 我能参加吗 群众可以参加吗",
    Fact.CLOSES: "报名截止了吗 什么时候截止报名",
    Fact.PHONE: "电话多少 怎么联系你们",
    Fact.HOURS: "几点关门 开吗 现在开门吗 开到几点",
    Fact.NOTES: "带什么 讲什么 迟到几分钟可以吗 要带身份证吗 笔记本要带吗",
    Fact.GUESTS: "能带孩子吗 我老婆也能来吗 可以带家属吗",
    Fact.ACCESS: "有电梯吗 轮椅能进吗 腿脚不方便，好进去吗",
}
ASKED_IN_ENGLISH = {
    Fact.WHEN: "what time does it start|when does it end|how long does it take",
    Fact.PLACE: "where is it|where do we meet|address",
    Fact.WAY: "how do i get there|is it far",
    Fact.SEATS: "is it full|can i still sign up|any seats left?",
    Fact.MINE: "am i signed up",
    Fact.HOLDER: "who organises this|who is in charge",
    Fact.WHOM: "who can come|can anyone join",
    Fact.CLOSES: "when does registration close|until when can I sign up",
    Fact.PHONE: "phone number",
    Fact.HOURS: "opening hours|is it open now|Are you open today?",
    Fact.NOTES: "what should i bring|do I need to bring my ID",
    Fact.GUESTS: "can i bring a friend|may my wife come too?",
    Fact.ACCESS: "is there a lift|is it wheelchair accessible",
}
NOTHING = (
    "什么时候有结果 有什么活动 我要报名 怎么报名 嘉兴大厦在哪 附近有什么 请假 明天有活动吗 到 来 是 去 多少 满",
    "时间到了 你是干什么的 i 我能来 我可以参加 能来 我来 都来",
)
NOTES = "请带身份证和笔记本。可以带孩子。\n中午不提供午餐；请准时"


@pytest.mark.parametrize(("fact", "text"), [(fact, one) for fact, all_ in ASKED.items() for one in all_.split()])
def test_fact_is_asked_for(fact: Fact, text: str) -> None:
    assert read(text) is fact


@pytest.mark.parametrize(
    ("fact", "text"), [(fact, one) for fact, all_ in ASKED_IN_ENGLISH.items() for one in all_.split("|")]
)
def test_fact_is_asked_for_in_english(fact: Fact, text: str) -> None:
    assert read(text) is fact


@pytest.mark.parametrize("text", [*" ".join(NOTHING).split(), "几点开始" * 20])
def test_no_fact_is_asked_for(text: str) -> None:
    assert read(text) is None


def test_names_of_what_no_card_shows_are_of_something_else() -> None:
    assert read("党课几点开始") is Fact.WHEN
    assert read("党课几点开始", is_shown=False) is None
    assert read("这个活动几点开始", is_shown=False) is Fact.WHEN


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("要带身份证吗", "请带身份证和笔记本。"),
        ("能带孩子吗", "可以带孩子。"),
        ("带什么", "请带身份证和笔记本。可以带孩子。"),
        ("管饭吗", "中午不提供午餐；"),
        ("is there lunch", "中午不提供午餐；"),
        ("迟到了还能进吗", "请准时"),
        ("要穿正装吗", ""),
        ("要钱吗", ""),
    ],
)
def test_what_notes_say(text: str, quoted: str) -> None:
    assert noted(text, NOTES) == quoted


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("礼拜天能去吗", None),
        ("能去吗", Fact.HOURS),
        ("走过去几分钟", Fact.WAY),
        ("how far is it to walk", Fact.WAY),
        ("把地址发我", Fact.PLACE),
        ("谁管这里的", Fact.HOLDER),
        ("它那里有什么", Fact.SERVICES),
        ("有什么服务", Fact.SERVICES),
        ("what do they have", Fact.SERVICES),
        ("免费的吗", Fact.NOTES),
        ("which one is free of charge", Fact.NOTES),
    ],
)
def test_of_a_service_point(said: str, fact: Fact | None) -> None:
    assert read(said, of_point=True) is fact


def test_money_is_asked_of_what_is_shown() -> None:
    assert read("是要钱的吗", is_shown=False) is None


@pytest.mark.parametrize(("said", "is_more"), [("呢", True), ("and on ?", True), ("有活动", False), ("", False)])
def test_the_same_of_something_else(*, said: str, is_more: bool) -> None:
    assert is_and(said) is is_more
