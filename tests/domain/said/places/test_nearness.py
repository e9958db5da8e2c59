"""What belongs to the name of a place in a sentence, and what is left of the sentence then."""

import time

import pytest

from domain.said.places.nearness import is_sentence, is_small_talk, tells_where, widened


@pytest.mark.parametrize(
    ("text", "left", "is_near"),
    [
        ("静安寺", "", False),
        ("静安寺附近", "", True),
        ("我在静安寺", "我", True),
        ("现在静安寺", "现在", False),
        ("2号线静安寺站", "", True),
        ("地铁2号线的静安寺站旁边", "", True),
        ("上海静安寺", "", False),
        ("离静安寺近的服务点", "近的服务点", True),
        ("静安寺的活动", "活动", False),
        ("静安寺站点", "站点", False),
        ("去静安寺", "去", False),
        ("near 静安寺 station", "", True),
        ("events close to the 静安寺 on Saturday", "events on Saturday", True),
        ("静安寺 fu jin", "", True),
        ("Line 2 静安寺", "", True),
    ],
)
def test_what_belongs_to_a_name_goes_with_it(text: str, left: str, *, is_near: bool) -> None:
    start = text.index("静安寺")
    around = widened(text, start, start + 3)
    rest = " ".join(f"{text[: around.start]} {text[around.end :]}".split())
    assert (rest, around.is_near) == (left, is_near)


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "请问有服务点吗",
        "我",
        "在哪里",
        "where is a service point?",
        "这是我的位置",
        "my location",
        "is there any",
        "我想找最近的党群服务中心",
    ],
)
def test_small_talk_asks_for_nothing_else(rest: str) -> None:
    assert is_small_talk(rest)


@pytest.mark.parametrize("rest", ["明天有什么活动", "党费怎么交", "events on Saturday", "怎么挂靠"])
def test_a_wish_is_no_small_talk(rest: str) -> None:
    assert not is_small_talk(rest)


@pytest.mark.parametrize("sign", ["在", "的", "a", " ", "1", "号线", "near ", "fu "])
def test_the_worst_of_texts_takes_no_time(sign: str) -> None:
    text = (sign * 4096)[:4096]
    began = time.process_time()
    widened(text, 2000, 2003)
    is_small_talk(text)
    assert time.process_time() - began < 0.5


def test_where_somebody_is_and_what_is_more_than_a_name() -> None:
    assert tells_where("我平时在虹口凉城新村那边跑单")
    assert tells_where("I live in Pudong")
    assert not tells_where("虹口足球场")
    assert is_sentence("气死我了，问什么都不懂")
    assert is_sentence("I live in Pudong now")
    assert not is_sentence("嘉兴大厦")
