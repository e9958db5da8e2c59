"""Visits as people tell them, the building cut out before: the floor, the company, what was promised, and when."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from domain.said.grid import grid, visits

NOW: Final = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday

TOLD: Final = (
    # what is said, floor, company, a word of what was found, a word of what was promised, the next visit
    ("3 楼日出贸易来了两名党员,想办挂靠,下周再去", "3", "日出贸易", "挂靠", "", date(2026, 12, 7)),
    ("上午去，6楼锦绣广告有三位党员，说好下周一把办事指南带过去", "6", "锦绣广告", "三位", "指南", None),
    ("今天走访了，瑞华会计师事务所新来五名年轻党员，想参加党课", "", "瑞华会计师事务所", "党课", "", None),
    ("15层的蓝海基金说没有时间接待，改到周四下午再去", "15", "蓝海基金", "没有时间", "", date(2026, 12, 3)),
    ("地下一层缺饮水机，我们会帮他们申请", "B1", "", "饮水机", "申请", None),
    ("和物业聊了聊，二十楼新搬来一家德盛物流，约十名党员", "20", "德盛物流", "十名", "", None),
    ("去了，没碰到人，留了联系卡，下周二再去", "", "", "联系卡", "", date(2026, 12, 8)),
    ("三楼那家律所的两位党员挂靠材料交了，答应月底前给答复", "3", "律所", "挂靠材料", "答复", None),
    ("8楼的恒通贸易有限公司答应开放阅览角，后天送一批书过去", "8", "恒通贸易有限公司", "", "书", None),
    ("去了11楼天行软件，问了挂靠怎么办理，12月15日回访", "11", "天行软件", "挂靠", "", date(2026, 12, 15)),
    (
        "Visited , level 8, Harbour Logistics wants a lecture, I'll send dates",
        "8",
        "Harbour Logistics",
        "lecture",
        "dates",
        None,
    ),
    ("Dropped in at , nobody was in, will try again on Thursday", "", "", "nobody", "", date(2026, 12, 3)),
    ("新来了一家公司", "", "", "新来了一家公司", "", None),
    ("3楼新开了一家咖啡馆", "3", "", "新开了一家咖啡馆", "", None),
    ("9楼有五名党员,没有支部", "9", "", "有五名党员，没有支部", "", None),
    ("备注： 12楼新公司", "12", "", "新公司", "", None),
    ("记一下：新来一家公司,12楼", "12", "", "新来一家公司", "", None),
    ("note: , new firm on 12", "12", "", "new firm", "", None),
    ("memo  new tenant on 12, Sunrise Trading", "12", "Sunrise Trading", "new tenant", "", None),
    ("A new company moved into on 12, come back on 12 December", "12", "", "new company", "", date(2026, 12, 12)),
    (": new company on 12 December, floor 5", "5", "", "new company", "", None),
    ("Stopped by , Green Labs asked for a room, we will ask the centre", "", "Green Labs", "room", "ask", None),
)


@pytest.mark.parametrize(("said", "floor", "company", "found", "promised", "next_on"), TOLD)
def test_sentence_is_understood(  # noqa: PLR0917  the parts of a visit
    said: str, floor: str, company: str, found: str, promised: str, next_on: date | None
) -> None:
    told = visits.read(said, NOW)

    assert (told.floor, told.company, told.next_on) == (floor, company, next_on)
    assert found in told.found
    assert (promised in told.promised) if promised else not told.promised


@pytest.mark.parametrize("said", [one[0] for one in TOLD])
def test_sentence_tells_of_a_visit(said: str) -> None:
    assert visits.is_visit(said)


@pytest.mark.parametrize(
    "said",
    [
        "附近有支部吗?",
        "怎么去?",
        "帮我找嘉兴大厦",
        "嘉兴大厦在哪里",
        "is there a branch in the building?",
        "please find the nearest point",
        "我想挂靠到这里",
        "主题党日",
        "my new company is in the building",
        "I moved to a new company in the building",
        "new office hours in the building",
        "备注：周六义诊，缺两名志愿者",
    ],
)
def test_question_or_wish_is_no_visit(said: str) -> None:
    assert not visits.is_visit(said)


@pytest.mark.parametrize(
    "said",
    [
        "给嘉兴大厦的党员发通知：周六有义诊，希望大家参加",
        "通知嘉兴大厦的党员，支部活动室搬到二楼了",
        "嘉兴大厦的活动改到五楼，发个通知告诉愿意来的人",
        "发通知给在嘉兴大厦上班的党员，缺两名志愿者",
        "告诉嘉兴大厦的人，新来的党员可以来办挂靠",
        "嘉兴大厦有哪些人愿意当志愿者",
        "嘉兴大厦还缺多少志愿者",
        "列出在嘉兴大厦挂靠的党员",
        "统计嘉兴大厦新来的党员人数",
        "嘉兴大厦挂靠党员名单",
        "嘉兴大厦的党课缺几个人",
        "嘉兴大厦的挂靠申请还没审",
        "嘉兴大厦义诊缺人，帮我叫志愿者",
        "在嘉兴大厦办一场党课，希望有三十人",
        "新建活动：周五晚上在嘉兴大厦开支部大会，换届选举",
        "报名嘉兴大厦的党课，我愿意当志愿者",
        "我愿意去嘉兴大厦做志愿者",
        "嘉兴大厦的党课搬到几楼了",
        "把嘉兴大厦的党课搬到周五晚上",
        "取消嘉兴大厦的义诊，缺人",
        "嘉兴大厦的通知发了没有",
        "周五在嘉兴大厦的党课，希望早点开始",
        "announce to the members at Jiaxing Tower that the lecture has moved out",
        "sign me up for the lecture at Jiaxing Tower, i met the team there",
        "cancel the lecture at Jiaxing Tower, nobody was in last time",
        "remind everybody at Jiaxing Tower to come back on Friday",
    ],
)
def test_another_errand_at_a_building_is_no_visit(said: str) -> None:
    assert not visits.is_visit(said)


@pytest.mark.parametrize(
    "said",
    [
        "嘉兴大厦 8楼的恒通贸易希望办一场党课",
        "嘉兴大厦的党员希望听一次党课",
        "嘉兴大厦物业愿意借会议室",
        "嘉兴大厦缺一台饮水机",
        "嘉兴大厦3楼日出贸易来了两名党员,想办挂靠,下周再去",
        "嘉兴大厦12楼那家公司要搬",
        "嘉兴大厦三楼律所想成立支部",
        "去了嘉兴大厦，给党员发了通知",
        "嘉兴大厦5楼星河科技想借场地办活动",
        "今天去了嘉兴大厦的党课，聊了两家公司",
        "嘉兴大厦8楼云帆科技愿意当志愿者",
        "嘉兴大厦有三名党员想挂靠",
        "嘉兴大厦，没人接待，通知贴在门口",
        "嘉兴大厦的企业希望我们上门讲党课",
        "嘉兴大厦3楼新来的公司有五名党员，想参加活动",
    ],
)
def test_what_somebody_there_wishes_is_a_visit(said: str) -> None:
    assert visits.is_visit(said)


def test_how_many_members_a_company_has() -> None:
    assert visits.read("日出贸易来了两名党员", NOW).members == 2
    assert visits.read("云帆科技有党员12名", NOW).members == 12
    assert visits.read("Bright Software has four members", NOW).members == 4
    assert visits.read("没人在", NOW).members is None


def test_letter_tells_nothing() -> None:
    assert visits.read("去了" * 200, NOW) == visits.Told()
    assert not visits.is_visit("走访了" * 200)


@pytest.mark.parametrize(
    "said",
    [
        "我有一个小时,在附近",
        "我有一个小时",
        "今天下午有两个小时空",
        "现在有半个小时，附近有什么能做的",
        "I have an hour, near here",
        "I've got a free hour",
    ],
)
def test_hour_is_offered(said: str) -> None:
    assert grid.has_an_hour(said)


@pytest.mark.parametrize(
    "said",
    [
        "12楼有五个党员,没有支部",
        "我们公司有3名流动党员，还没有成立支部",
        "there are five of us on floor 12, no branch",
        "we are four members without a branch",
    ],
)
def test_lead_is_heard(said: str) -> None:
    assert grid.is_lead(said)


@pytest.mark.parametrize(
    "said", ["我有空再来", "有一个小时的党课吗", "活动要多久?一个小时", "支部有五个党员", "哪里有党支部?"]
)
def test_other_things_are_neither(said: str) -> None:
    assert not grid.has_an_hour(said)
    assert not grid.is_lead(said)
