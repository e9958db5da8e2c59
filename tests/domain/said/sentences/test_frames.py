"""What sentences ask for, on Tuesday, December 1, 2026, at noon: frames, doubts, and words that say no."""

import random
from datetime import datetime
from time import perf_counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities.activities import Kind
from domain.places.places import Services
from domain.said.sentences import tokens
from domain.said.sentences.frames import LONGEST, NOTHING, Frame, read, unread
from domain.said.sentences.ideas import VERBS, Idea

NOW: Final = datetime.fromisoformat("2026-12-01T12:00")
WORDS: Final = tuple(word for word in tokens.MEANINGS if "\n" not in word)
NOT_NEGATED: Final = frozenset({Idea.STOP, Idea.REMINDERS, Idea.TOPICS, Idea.DUES})
NOES: Final = ("不", "别", "不用", "没", "不想", "don't ", "do not ")


def frames(said: str) -> list[Frame]:
    return [wish.frame for wish in read(said, NOW).wishes]


def test_sentence_with_all_that_fills_it() -> None:
    said = read("明天下午静安寺附近有什么党课", NOW)
    (wish,) = said.wishes
    assert (wish.frame, wish.kind, wish.is_near) == (Frame.ACTIVITIES, Kind.LECTURE, True)
    assert wish.days is not None
    assert said.rest == "静安寺"
    assert said.around == "静安寺附近"
    assert said.is_clear
    assert not said.is_sure  # a place may be left, which whoever knows the places takes out
    assert unread("静安寺") == "静安寺"
    assert not unread("附近的，")


def test_services_are_named_together() -> None:
    (wish,) = read("附近哪里可以充电看书", NOW).wishes
    assert wish.services == Services.CHARGING | Services.READING


@pytest.mark.parametrize(
    "said",
    ["不用请假了", "别取消报名", "我不想报名", "先不签到", "没报名", "don't sign me up", "I do not want to cancel"],
)
def test_no_before_the_verb_opens_nothing_of_the_verb(said: str) -> None:
    assert frames(said) == [Frame.MINE]
    assert not read(said, NOW).is_sure


def test_no_far_before_the_verb_or_in_another_clause_is_another_matter() -> None:
    assert read("不知道怎么报名", NOW).is_sure
    assert frames("不用请假，帮我报名") == [Frame.MINE, Frame.SIGN_UP]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("报名周六党课顺便问几点关门", [Frame.SIGN_UP, Frame.POINT]),
        ("周六请假，周日报名", [Frame.LEAVE, Frame.SIGN_UP]),
        ("取消周六的，然后报名周日的", [Frame.CANCEL, Frame.SIGN_UP]),
        ("签到和开证明", [Frame.CHECK_IN, Frame.CERTIFICATE]),
    ],
)
def test_two_wishes_in_one_are_asked_about(said: str, meant: list[Frame]) -> None:
    assert frames(said) == meant
    assert not read(said, NOW).is_sure


def test_each_of_two_wishes_has_its_own_day() -> None:
    leave, sign_up = read("周六请假，然后报名周日的党课", NOW).wishes
    assert [leave.days and leave.days.first.day, sign_up.days and sign_up.days.first.day] == [5, 6]
    assert (leave.kind, sign_up.kind) == (None, Kind.LECTURE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("取消报名", Frame.CANCEL),
        ("取消挂靠", Frame.END),
        ("取消请假", Frame.MINE),
        ("我报名的活动取消了吗", Frame.IS_ON),
        ("几点开门，怎么走", Frame.POINT),
        ("签到记录", Frame.RECORD),
        ("在哪里签到", Frame.CHECK_IN),
        ("附近几点开门", Frame.POINTS),
        ("图书馆几点关门", Frame.POINTS),
        ("什么是驿站", Frame.WHO),
        ("我的报名", Frame.MINE),
        ("预约会议室", Frame.POINTS),
        ("我的挂靠", Frame.STAY),
        ("挂靠", Frame.AFFILIATE),
        ("挂靠是什么", Frame.MEANING),
        ("哪里可以挂靠", Frame.POINTS),
        ("我的服务点", Frame.MY_POINT),
        ("党课几点", Frame.HELD),
        ("明天有什么", Frame.ACTIVITIES),
        ("明天", Frame.ACTIVITIES),
        ("明天见", None),
        ("结束", None),
        ("什么是党课", Frame.CENTRE),
        ("什么是活动室外", Frame.CENTRE),
        ("什么是充电", None),
        ("周六几点集合", Frame.HELD),
        ("能来不", None),
        ("请假了没", Frame.MINE),
    ],
)
def test_verbs_that_belong_together_are_one_wish(said: str, meant: Frame | None) -> None:
    assert frames(said) == ([] if meant is None else [meant])


@pytest.mark.parametrize("said", ["取消", "活动证丢了", "报名考试", "什么是报名", "语言党课"])
def test_what_may_mean_anything_is_not_sure(said: str) -> None:
    assert not read(said, NOW).is_sure


def test_question_how_it_is_done_is_no_order() -> None:
    assert read("怎么请假", NOW).wishes[0].asks
    assert read("可以请假吗", NOW).wishes[0].asks
    assert not read("帮我请假好吗", NOW).wishes[0].asks
    assert not read("怎么报名周六的党课", NOW).wishes[0].asks


def test_story_is_not_sure_and_what_is_endless_is_not_read() -> None:
    story = "我想问一下" + "我想知道" * (LONGEST // 4) + "报名"
    assert read(story, NOW).wishes
    assert not read(story, NOW).is_sure
    assert read("报名" * 2_048, NOW) is NOTHING
    assert read("", NOW) is NOTHING
    assert read("嗯嗯你真好看", NOW).share == 0.0


def test_day_that_no_calendar_has_is_told() -> None:
    said = read("报名2月30日的党课", NOW)
    assert said.no_day == "2月30日"
    assert said.is_sure


def test_title_stands_for_an_activity() -> None:
    said = read("报名读书分享会", NOW)
    assert frames("报名读书分享会") == [Frame.POINTS]
    assert said.may_be_titled
    assert [wish.frame for wish in read("报名读书分享会", NOW, "读书分享会").wishes] == [Frame.SIGN_UP]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_any_words_of_ours(words: list[str]) -> None:
    said = read("".join(words), NOW)
    assert 0.0 <= said.share <= 1.0
    assert len(said.wishes) <= len(words) + 1


def test_no_before_any_verb_of_ours_is_never_sure_of_it() -> None:
    chance = random.Random(12)
    verbs = [word for word in WORDS if tokens.MEANINGS[word].idea in VERBS - NOT_NEGATED and not word.isascii()]
    for _ in range(2_000):
        no, verb = chance.choice(NOES[:5]), chance.choice(verbs)
        found, _rest = tokens.tokens(f"{no}{verb}")
        if [token.text for token in found] == [no, verb]:
            assert not read(f"{no}{verb}", NOW).is_sure, f"{no}{verb}"


@pytest.mark.parametrize(
    "said", ["明天下午静安寺附近有什么党课", "what is on near people's square on saturday afternoon"]
)
def test_sentence_is_read_within_a_millisecond_or_two(said: str) -> None:
    times = []
    for _ in range(20):
        begins = perf_counter()
        read(said, NOW)
        times.append(perf_counter() - begins)
    assert min(times) < 0.003


def test_why_somebody_stays_away_leaves_no_doubt() -> None:
    said = read("算了不来了，家里老人住院", NOW)
    assert ([wish.frame for wish in said.wishes], said.rest) == ([Frame.LEAVE], "")
    assert read("我后悔了，不想取消", NOW).denied is Frame.CANCEL
    assert not read("我后悔了，不想取消", NOW).rest


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("我不想挂靠", Frame.AFFILIATE),
        ("别给我报名", Frame.SIGN_UP),
        ("I never signed up for this", Frame.MINE),
        ("不用提醒我", None),
        ("我没有党员证", None),
        ("报名周六党课", None),
        ("不用请假，帮我报名", None),
        ("为什么不能报名", None),
        ("不能挂靠吗", None),
    ],
)
def test_what_is_not_wanted(said: str, denied: Frame | None) -> None:
    assert read(said, NOW).denied is denied


@pytest.mark.parametrize(
    ("said", "wishes"),
    [
        ("我要请假，顺便看看下周有什么活动", [Frame.LEAVE, Frame.ACTIVITIES]),
        ("取消周六的，改报周日的义诊", [Frame.CANCEL, Frame.SIGN_UP]),
        ("附近有驿站吗，我想挂靠", [Frame.POINTS]),
        ("周六的党课，我来不了", [Frame.LEAVE]),
    ],
)
def test_two_wishes_are_two_only_where_they_are_of_different_things(said: str, wishes: list[Frame]) -> None:
    assert frames(said) == wishes


@pytest.mark.parametrize(
    ("said", "language"),
    [("换成中文", "zh_Hans"), ("back to English pls", "en"), ("换语言", ""), ("用英文还是中文", "")],
)
def test_language_that_is_named(said: str, language: str) -> None:
    (wish,) = read(said, NOW).wishes
    assert (wish.frame, wish.language) == (Frame.LANGUAGE, language)
