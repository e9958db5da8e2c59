"""A month in five sentences, as both languages say it: with much to tell, with little, and with too few people."""

from bot.desk.coverage_page import NAMES
from bot.desk.month_page import sentences
from bot.texts import words
from storage.desk.coverage import Number
from storage.desk.coverage_lines import BY_NAME, Of


def _found(**amounts: int) -> dict[str, Number]:
    people = {name: None if BY_NAME[name].of is Of.THINGS else amounts.get(name, 0) for name in NAMES}
    return {name: Number(amounts.get(name, 0), people[name]) for name in NAMES}


MUCH = _found(
    buildings=79,
    branches=70,
    members=1_059,
    affiliated=35,
    centres=14,
    points=361,
    stations=738,
    activities=3,
    came=27,
    seats=60,
    used=25,
    visits=12,
    quiet=40,
    requests=8,
    waited=100,
)
FEW = _found(buildings=1, branches=1, members=2, affiliated=2, points=1, activities=1, came=1, visits=1, requests=1)


def test_month_with_much_to_tell() -> None:
    assert sentences(MUCH, words("en")) == [
        "There are 79 buildings, 70 with a branch of their own, and, as far as is known, 1,059 members in them.",
        "35 members are affiliated at the 1,113 points here.",
        "3 activities were held; 27 came, at all together, and 25 of 60 seats were used.",
        "12 visits were noted; at 40 buildings nobody has been for 90 days.",
        "8 members asked to take part and waited 12.5 hours on average for a first answer.",
    ]
    assert sentences(MUCH, words("zh_Hans")) == [
        "共有楼宇 79 栋，其中 70 栋有楼宇支部；已知楼里有党员 1,059 人。",
        "1,113 个服务点共有挂靠党员 35 人。",
        "举办活动 3 场，到场 27 人次；60 个名额用上了 25 个。",
        "记下走访 12 次；有 40 栋楼 90 天没人去过。",
        "党员 8 人申请挂靠，平均等候 12.5 小时得到第一次答复。",
    ]


def test_few_people_are_no_number() -> None:
    said = " ".join(sentences(FEW, words("en")))
    assert said.count("under 3") == 3
    assert "Fewer than 3 members asked" in said
    assert "不足 3" in " ".join(sentences(FEW, words("zh_Hans")))


def test_month_in_which_nothing_happened() -> None:
    assert sentences(_found(points=1), words("zh_Hans")) == [
        "名册上没有楼宇。",
        "1 个服务点还没有党员挂靠。",
        "没有举办活动。",
        "没有记下走访，没有 90 天无人去过的楼宇。",
        "没有人申请挂靠。",
    ]
