"""What people write back, and what it is taken for."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.said.answers.answers import (
    MOST,
    Meaning,
    Rated,
    Saying,
    answers_in_part,
    asks,
    is_a_question,
    is_courtesy,
    is_true,
    rated,
    speaks_of_coming,
    still_there,
    takes_back,
    understood,
)

COMES = [
    "OK的", "好滴", "可以的", "hao de", "有空",
    "好的", "好的。", "可以", "1", "１", "ok", "OK", "Ok.", "yes", "Yes!", "👍", "👍🏽", "老师好的", "好的老师",
    "没问题", "行", "好嘞", "嗯嗯", "👌", "no problem", "Sure, thanks", "好的 ok",
]  # fmt: skip
COMES_IN_FULL = [
    "我来吧", "那我还是来吧", "算我一个", "wo lai", "lai",
    "来", "来！", "来，谢谢", "好的，我来", "能来", "一定来", "准时到", "我参加", "收到，一定来", "明天能来",
    "ok 我来", "我也去", "I'm coming", "I’ll be there", "yes, I can come", "不对，我来",
]  # fmt: skip
DOES_NOT = [
    "有事", "临时有事，抱歉", "2", "２", "no", "No, sorry", "👎", "不行", "没空", "家里有事", "取消",
    "家里突然有点急事", "不", "I can’t", "something came up",
]  # fmt: skip
DOES_NOT_IN_FULL = [
    "我改主意了不去了", "那就不来了", "我就不来了", "bu lai le", "qing jia", "lai bu liao",
    "不来", "不来了", "去不了", "请假", "不好意思，来不了", "can't make it", "I can’t come",
    "我来不了了，临时有事", "不对，我没说要来", "我要请假", "我想请假", "请明天的假", "去不了了，家里有事",
    "明天临时有事，来不了", "好的，不来了", "來不了了", "孩子病了，来不了",
    "抱歉今天家里突然有点急事来不了了谢谢", "恐怕来不了", "走不开", "no, I can't come",
    "Sorry, I can't make it tomorrow", "not coming after all", "I need leave", "周六的活动来不了", "没说要来",
]  # fmt: skip
LATE = {
    "晚到20分钟": 20,
    "收到，晚到 20 分钟": 20,
    "会晚到半个小时": 30,
    "迟到十分钟左右": 10,
    "晚一刻钟到": 15,
    "晚到二十五分钟": 25,
    "可能晚两个小时": 120,
    "有点事，晚20分钟": 20,
    "20 min late": 20,
    "ok, 10 minutes late": 10,
    "I'll be 15 minutes late": 15,
    "late by 1 hour": 60,
}
RECEIVED = [
    "行吧",
    "好吧",
    "shoudao",
    "收到",
    "收到！",
    "收到，谢谢",
    "好的，收到",
    "好的收到",
    "知道了",
    "已收到",
    "老师，收到了",
    "got it",
    "Noted, thanks",
]
WRONG = ["不对", "弄错了", "点错了", "我弄错了", "That's wrong", "that is not what I said", "不是这个意思"]
UNSURE = [
    "", "？", "什么时候", "看情况", "我问问", "可能来可能不来", "来不来都行", "来几个人", "可能吧",
    "可能来不了", "好的吧我再看看", "嘉兴大厦", "12", "晚到", "晚到三天", "晚点到可以吗", "我带个朋友一起",
    "几点集合", "晚到半分钟", "晚到999分钟", "maybe", "抱歉", "来吗", "能不能来", "好吗", "可以吗", "能来吗",
    "not", "yes or no", "静安寺街道党群服务中心", "抱歉，您说的是哪一天", "晚到0分钟", "到了", "我到了",
    "没收到", "不知道", "出差", "好的，出差", "好的，有事联系您", "12楼，谢谢",
]  # fmt: skip
NEGATED = [
    "有时间的话来", "有空就来", "能来就来", "有时间来", "没空就不来", "来的话告诉您",
    "不是不来", "不会不来", "没说不来", "取消请假", "不请假", "别请假", "可以不来", "可以不来吗", "好不好",
    "行不行", "是不是", "不不不", "要不要来", "不取消", "来，不来", "有事，但我会来", "不会晚到20分钟",
    "不来，晚到20分钟", "怎么请假", "请问放假",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *((text, Meaning(Saying.COMES)) for text in COMES),
        *((text, Meaning(Saying.COMES, in_full=True)) for text in COMES_IN_FULL),
        *((text, Meaning(Saying.DOES_NOT)) for text in DOES_NOT),
        *((text, Meaning(Saying.DOES_NOT, in_full=True)) for text in DOES_NOT_IN_FULL),
        *((text, Meaning(Saying.COMES, minutes)) for text, minutes in LATE.items()),
        *((text, Meaning(Saying.RECEIVED)) for text in RECEIVED),
        *((text, Meaning(Saying.WRONG)) for text in WRONG),
        *((text, None) for text in (*UNSURE, *NEGATED)),
    ],
)
def test_what_is_written_is_understood_or_not(text: str, wanted: Meaning | None) -> None:
    assert understood(text) == wanted


@pytest.mark.parametrize("mark", ["?", "？", "؟", "⁇", "?!"])
@pytest.mark.parametrize("text", ["来", "1", "收到", "没空", "请假", "ok", "弄错了", "晚到20分钟"])
def test_question_mark_decides_nothing(text: str, mark: str) -> None:
    assert is_a_question(text + mark)
    assert understood(text + mark) is None
    assert rated(f"5{mark}") is None
    assert is_true(f"对{mark}") is None


def test_letter_is_no_answer() -> None:
    assert understood("来" * MOST) == Meaning(Saying.COMES, in_full=True)
    assert understood("来" * (MOST + 1)) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("谢谢", True),
        ("您好", True),
        ("在吗", True),
        ("谢谢老师！", True),
        ("你好？", True),
        ("…", True),
        ("Thank you", True),
        ("Hi, thanks", True),
        ("好的", False),
        ("明天", False),
        ("12楼，谢谢", False),
    ],
)
def test_courtesy_says_nothing_else(text: str, *, wanted: bool | None) -> None:
    assert is_courtesy(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5分，讲得很好", Rated(5, "讲得很好")),
        ("5", Rated(5)),
        ("５分 好", Rated(5, "好")),
        ("4 还行", Rated(4, "还行")),
        ("打4分。", Rated(4)),
        ("五星好评", Rated(5, "好评")),
        ("满分！", Rated(5)),
        ("老师讲得不错，给4分。", Rated(4, "老师讲得不错")),
        ("Great talk, I give it 5 stars", Rated(5, "Great talk")),
        ("3 stars, too Long", Rated(3, "too Long")),
        ("4/5", Rated(4)),
        ("五", None),
        ("10分", None),
        ("6分", None),
        ("5分钟后到", None),
        ("3号", None),
        ("1，我来", None),
        ("2. 不来", None),
        ("讲得很好", None),
        ("4分，" + "讲得很好，" * 60, Rated(4, "讲得很好，" * 60)),
        ("讲得很好，" * 60 + "给4分", Rated(4, "讲得很好，" * 59 + "讲得很好")),
    ],
)
def test_stars_are_read(text: str, wanted: Rated | None) -> None:
    assert rated(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("还在", True),
        ("是的，谢谢", True),
        ("没变化", True),
        ("no change", True),
        ("已经离开了", False),
        ("不在了", False),
        ("no", False),
        ("嘉兴大厦", None),
        ("还在吗？", None),
        ("来", None),
    ],
)
def test_still_there_is_read(text: str, *, wanted: bool | None) -> None:
    assert still_there(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("属实", True),
        ("情况属实。", True),
        ("对的", True),
        ("Yes", True),
        ("不属实", False),
        ("有异议", False),
        ("不是", False),
        ("我看看", None),
    ],
)
def test_whether_it_is_right_is_read(text: str, *, wanted: bool | None) -> None:
    assert is_true(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("党课来不了", True),
        ("1？", True),
        ("I can’t come?", True),
        ("yes?", True),
        ("嘉兴大厦", False),
        ("Nanjing Xilu", False),
        ("谢谢", False),
    ],
)
def test_sentence_speaks_of_coming(text: str, *, wanted: bool) -> None:
    assert speaks_of_coming(text) is wanted


@given(st.text() | st.text("来不去请假好的有事我收到了1？晚分钟5", max_size=12))
def test_anything_is_answered(text: str) -> None:
    meaning = understood(text)
    assert meaning is None or 0 <= meaning.late_minutes <= 240
    assert not (meaning and is_a_question(text))
    assert rated(text) is None or rated(text).stars in range(1, 6)  # type: ignore[union-attr]
    assert isinstance(is_courtesy(text), bool)


# ---------------------------------------------------------------- what is no reason


@pytest.mark.parametrize(
    "text",
    [
        "能来的，放心",
        "算了，不请了",
        "我点错了",
        "又能来了",
        "取消",
        "收到",
        "actually I can come",
        "never mind, don't need leave",
    ],
)
def test_what_takes_a_no_back_is_no_reason_for_it(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize("text", ["家里有事", "出差", "好的，孩子没人带", "can't, family matters", "来不了"])
def test_reason_takes_nothing_back(text: str) -> None:
    assert not takes_back(text)


@pytest.mark.parametrize("text", ["几点开始来着", "我的活动有哪些", "能不能带孩子", "带孩子行吗", "Where is it", "ok?"])
def test_question_asks_with_or_without_its_mark(text: str) -> None:
    assert asks(text)


def test_answer_may_be_a_part_of_a_sentence() -> None:
    assert answers_in_part("actually no, I can't on Sunday")
    assert answers_in_part("党课很好，我来")
    assert not answers_in_part("好，讲得很清楚")


@pytest.mark.parametrize("text", ["家里有事", "can't come, sorry", "do not wait for me", "么么哒"])
def test_what_only_tells_asks_nothing(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("text", "stars", "words"),
    [
        ("⭐⭐⭐⭐", 4, ""),
        ("⭐⭐⭐ 讲得太长", 3, "讲得太长"),
        ("four stars", 4, ""),
        ("Five stars, great", 5, "great"),
        ("three out of 5", 3, ""),
        ("很好 五分", 5, "很好"),
        ("非常满意，5分", 5, "非常满意"),
    ],
)
def test_stars_in_words_and_signs(text: str, stars: int, words: str) -> None:
    assert rated(text) == Rated(stars, words)


@pytest.mark.parametrize("text", ["⭐⭐⭐⭐⭐⭐⭐", "one of us", "走了 5分钟"])
def test_no_stars_in_words_and_signs(text: str) -> None:
    assert rated(text) is None


@pytest.mark.parametrize(
    "text", ["要交费不", "用带身份证不", "室内还是室外", "多大年纪能参加", "until when can I sign up"]
)
def test_questions_without_a_mark(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["我还是来吧", "没多大事", "多高兴啊", "来不了"])
def test_no_questions(text: str) -> None:
    assert not asks(text)


def test_no_goes_with_who_is_ill() -> None:
    for text in ("礼拜天我去不成了，老妈住院", "礼拜天那个算了，我去不成，老妈住院", "我爱人病了，来不了"):
        assert understood(text) == Meaning(Saying.DOES_NOT, in_full=True)


def test_every_sign_that_is_a_question_mark_in_its_usual_width_is_one() -> None:
    marks = [sign for sign in map(chr, range(0x10000)) if "?" in normalize("NFKC", sign)]
    assert len(marks) > 5
    assert [sign for sign in marks if not is_a_question(f"来{sign}")] == []


def test_letter_is_no_question_by_a_word_in_it() -> None:
    assert asks("几点开始")
    assert not asks("讲得很好，" * 60 + "几点开始")
    assert asks("讲得很好，" * 60 + "几点开始？")
