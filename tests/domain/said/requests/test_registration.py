"""Several answers to a registration are read out of one message, and nothing is read that was not said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.said.requests.registration import (
    Told,
    arrived,
    branch_and_place,
    card_name,
    cut_arrival,
    holds_place,
    is_answer,
    is_called,
    is_name,
    is_open,
    leaves,
    read,
    tidy_name,
    valued,
)

TODAY = date(2026, 12, 1)
LONG_BRANCH = "安徽省六安市裕安区平桥乡第二党支部"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            f"王芳 13912345678 {LONG_BRANCH} 住半年",
            Told("王芳", "13912345678", LONG_BRANCH, end=date(2027, 6, 1)),
        ),
        ("王芳 13912345678 日出贸易", Told("王芳", "13912345678", employer="日出贸易")),
        ("我叫王芳，电话139 1234 5678", Told("王芳", "139 1234 5678")),
        (
            "姓名：王芳\n手机：139-1234-5678\n支部：阳光社区第二党支部\n所在地：安徽六安\n住到 2027年3月1日",
            Told("王芳", "139-1234-5678", "阳光社区第二党支部", "安徽六安", end=date(2027, 3, 1)),
        ),
        (
            "Wang Fang 13912345678 Second Branch of Sunshine Community, Lu'an, Anhui, for 6 months",
            Told(
                "Wang Fang", "13912345678", "Second Branch of Sunshine Community", "Lu'an, Anhui", "", date(2027, 6, 1)
            ),
        ),
        ("阿依古丽•买买提 +8613912345678", Told("阿依古丽·买买提", "+8613912345678")),
        ("０５６４－１２３４５６７ 王芳", Told("王芳", "0564-1234567")),
        ("安徽省六安市\n阳光社区第二党支部", Told(branch="阳光社区第二党支部", place="安徽省六安市")),
        ("安徽省 六安市 第二党支部 第三党支部", Told(branch="第二党支部", place="安徽省六安市")),
        ("李强 单位：日出贸易有限公司 长期", Told(employer="日出贸易有限公司", is_open=True)),
        ("上个月到的，住到明年三月", Told(end=date(2027, 3, 31), arrival=date(2026, 11, 1))),
        ("半年前 住 6 个月", Told(end=date(2027, 6, 1), arrival=date(2026, 6, 1))),
        ("13912345678 刚来", Told(phone="13912345678", arrival=TODAY)),
        ("13912345678 Inge", Told("Inge", "13912345678")),
        ("13912345678 好的", Told(phone="13912345678")),
        ("13912345678 姓名：好的", Told(phone="13912345678")),
        ("2026-11-30", Told()),
        ("住 3月1日", Told(end=date(2027, 3, 1))),
        ("王芳 Anna 13912345678", Told("王芳", "13912345678")),
        ("王芳", Told()),
        ("上海新世界", Told(place="上海新世界")),
        ("上海日出有限公司", Told(employer="上海日出有限公司")),
        ("", Told()),
    ],
)
def test_what_one_message_says(typed: str, told: Told) -> None:
    assert read(typed, TODAY) == told


def test_lone_word_is_a_name_only_where_a_name_is_asked_for() -> None:
    assert read("王芳", TODAY, may_be_name=True) == Told("王芳")
    assert read("我的手机", TODAY, may_be_name=True) == Told()


def test_branch_and_its_place_are_one_thing() -> None:
    assert (Told(branch="a", place="b").count, Told(place="b").count, Told("c", "d").count) == (1, 1, 2)


@given(st.text(alphabet="王芳13 9安徽省市支部住半年前到,\n+-:、我的branchfor", max_size=60))
def test_any_text_can_be_read(typed: str) -> None:
    assert read(typed, TODAY, may_be_name=True).count >= 0
    assert "\n" not in branch_and_place(typed)[0]


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("安徽省六安市\n阳光社区第二党支部", ("阳光社区第二党支部", "安徽省六安市")),
        ("支部：阳光社区第二党支部，所在地：安徽六安", ("阳光社区第二党支部", "安徽六安")),
        ("Second Branch, Lu'an, Anhui", ("Second Branch", "Lu'an, Anhui")),
        ("平桥, 六安", ("平桥", "六安")),
        (LONG_BRANCH, (LONG_BRANCH, "")),
        (" ", ("", "")),
    ],
)
def test_branch_and_place(typed: str, both: tuple[str, str]) -> None:
    assert branch_and_place(typed) == both


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        (LONG_BRANCH, True),
        ("安徽六安第二党支部", True),
        ("Sunshine Branch, Anhui", True),
        ("阳光社区第二党支部", False),
        ("百联超市党支部", False),
        ("河南中路支部", False),
        ("Sunshine Branch", False),
    ],
)
def test_name_that_holds_its_place(name: str, holds: bool) -> None:  # noqa: FBT001  a yes or no of the table
    assert holds_place(name) is holds


@pytest.mark.parametrize("name", ["王芳", "阿依努尔·吐尔逊", "Anna-Maria van Dyk", "O'Neil Pat", "May", "欧阳子夏"])
def test_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "words",
    [
        "好的",
        "来",
        "王",
        "不知道",
        "半年",
        "收到",
        "能来",
        "Ok",
        "139",
        "王芳1",
        "--",
        "我的手机",
        "为什么要写",
        "thanks",
        "字" * 51,
    ],
)
def test_no_name(words: str) -> None:
    assert not is_name(words)


@pytest.mark.parametrize(
    "name",
    ["静安寺 王老师", "王芳（静安寺）", "2号楼 王老师", "党员服务中心 小李", "Wang Fang, Jing’an Temple", "O'Neil"],
)
def test_what_colleagues_can_be_called_by(name: str) -> None:
    assert is_called(name)


@pytest.mark.parametrize("words", ["What is this for?", "什么意思？", "怎么填", "好的", "不想填", "12345", "later"])
def test_what_is_asked_or_answered_is_no_name_for_colleagues(words: str) -> None:
    assert not is_called(words)


def test_answers_name_nothing() -> None:
    assert [is_answer(words) for words in ("好的", "谢谢！", "Hello.", "王芳")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("芳", "王", "王芳"),
        ("王芳", "", "王芳"),
        ("Anna", "van Dyk", "Anna van Dyk"),
        ("好的", "", ""),
        ("", "", ""),
        ("芳" * 100, "王" * 101, ""),
    ],
)
def test_name_on_a_card(first: str, last: str, name: str) -> None:
    assert card_name(first, last) == name


def test_dots_and_widths_are_one() -> None:
    assert tidy_name("阿依努尔•吐尔逊 １２") == "阿依努尔·吐尔逊 12"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("半年前", date(2026, 6, 1)),
        ("半年前来的", date(2026, 6, 1)),
        ("上个月", date(2026, 11, 1)),
        ("五月一号", date(2026, 5, 1)),
        ("12月20日", date(2026, 12, 20)),
        ("去年九月", date(2025, 9, 1)),
        ("since March 2026", date(2026, 3, 1)),
        ("刚来", TODAY),
        ("来", None),
        ("王芳", None),
    ],
)
def test_arrival_looks_back_first(typed: str, day: date | None) -> None:
    assert arrived(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("住半年", date(2027, 6, 1)),
        ("大概住到明年三月", date(2027, 3, 31)),
        ("for a year", date(2027, 12, 1)),
        ("until May 1", date(2027, 5, 1)),
        ("3月1日", date(2027, 3, 1)),
        ("住", None),
        ("好", None),
    ],
)
def test_end(typed: str, day: date | None) -> None:
    assert leaves(typed, TODAY, TODAY) == day


def test_end_that_is_not_known() -> None:
    assert [is_open(words) for words in ("还不确定", "住长期", "Not known yet", "半年")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("电话一三八一二三四五六七八", Told(phone="13812345678")),
        ("Wait, wrong phone: +86 138 1234 5678", Told(phone="+86 138 1234 5678")),
        ("等一下，我先看看活动", Told()),
        ("my name's Thomas Lin, 13912345678", Told("Thomas Lin", "13912345678")),
        ("姓名是王芳，电话是13912345678", Told("王芳", "13912345678")),
        ("叫我小王", Told("小王")),
        ("不对，支部所在地写错了", Told()),
        ("支部名字不记得了", Told()),
        ("支部：不记得了", Told()),
        ("姓名：王1", Told()),
        ("电话：打不通", Told()),
        ("不知道啊", Told()),
        ("去年9月到的上海", Told(arrival=date(2025, 9, 1))),
        ("去年下半年到的", Told()),
        (
            "First Branch of Sunrise, Wuxi, Jiangsu. Here since Oct 8",
            Told(branch="First Branch of Sunrise", place="Wuxi, Jiangsu", arrival=date(2026, 10, 8)),
        ),
        (
            "支部是阳光第二党支部，我是2025年9月到上海的",
            Told(branch="阳光第二党支部", arrival=date(2025, 9, 1)),
        ),
        ("my company is Blue Bridge Ltd", Told(employer="Blue Bridge Ltd")),
        ("在漕河泾的微光科技上班", Told(employer="微光科技")),
        ("i work for sunrise trading", Told(employer="sunrise trading")),
        ("我在上海工作", Told()),
        ("改成2026年10月8日到的", Told(arrival=date(2026, 10, 8))),
        ("我不是流动党员", Told()),
        ("send again", Told()),
    ],
)
def test_sentences_are_taken_for_what_they_surely_say(typed: str, told: Told) -> None:
    assert read(typed, TODAY, may_be_name=None if told.branch else True) == told


def test_what_was_not_understood_is_told() -> None:
    assert read("13912345678，我先看看活动，谢谢", TODAY).left == ("我先看看活动",)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("my name's Thomas Lin", "Thomas Lin"),
        ("我是王芳", "王芳"),
        ("公司：日出贸易，南京西路1266号12楼", "日出贸易，南京西路1266号12楼"),
        ("不对，是微光软件", "微光软件"),
        ("我在漕河泾的微光科技上班", "微光科技"),
        ("I'm working at Sunrise Trading.", "Sunrise Trading"),
        ("Named Ltd", "Named Ltd"),
    ],
)
def test_value_without_the_words_around_it(typed: str, value: str) -> None:
    assert valued(typed) == value


@pytest.mark.parametrize(
    ("typed", "rest", "day"),
    [
        ("日出贸易，南京西路1266号", "日出贸易，南京西路1266号", None),
        ("第二党支部，去年9月到的", "第二党支部", date(2025, 9, 1)),
        ("Branch. Here since Oct 8", "Branch", date(2026, 10, 8)),
        ("去年下半年到的", "去年下半年到的", None),
    ],
)
def test_arrival_is_cut_out(typed: str, rest: str, day: date | None) -> None:
    assert cut_arrival(typed, TODAY) == (rest, day)


def test_signs_stay_as_typed() -> None:
    assert branch_and_place("第二党支部（流动），六安") == ("第二党支部（流动）", "六安")
    assert tidy_name("１，２") == "1，2"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "我是学生，没有工作单位",
            "支部的名称我不太确定，回头再问",
            "这个号码会不会被别人打骚扰电话",
            "能不能让我女儿帮我填",
        ),
        *(
            "我退休工资卡在老家，要不要告诉他们",
            "我们公司没有支部",
            "我的支部在老家不在这里",
            "我是退休工人",
            "I am a student",
        ),
        *("Sorry, the surname is spelled Osey", "我们公司", "支部：我也不清楚叫什么"),
    ],
)
def test_sentence_about_something_is_no_value(typed: str) -> None:
    assert read(typed, TODAY, may_be_name=True).count == 0


def test_who_presents_himself_says_a_name_only_where_it_is_one() -> None:
    assert read("我是孙志强", TODAY) == Told("孙志强")
    assert read("我是阿依古丽·买买提", TODAY) == Told("阿依古丽·买买提")
    assert read("I'm Anna Keller", TODAY) == Told("Anna Keller")
    assert read("我是孙志强 我是王芳", TODAY).name == "孙志强"
    assert read("I'm arriving next Monday", TODAY) == Told(arrival=date(2026, 12, 7))
    assert read("I arrive on January 1", TODAY) == Told(arrival=date(2027, 1, 1))


def test_end_is_said_as_people_say_it() -> None:
    assert leaves("先半年", TODAY, TODAY) == date(2027, 6, 1)
    assert leaves("for about a year", TODAY, TODAY) == date(2027, 12, 1)
    assert leaves("明年六月毕业就走", TODAY, TODAY) == date(2027, 6, 30)
    assert is_open("I don’t know exactly")
    assert is_open("还说不好住多久")
