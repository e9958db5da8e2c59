"""What is spoken of: it stays over what was not understood, and ends where something else is opened."""

from typing import Final

import pytest

from bot.chat import Pin, Said, SharedPlace, Text
from bot.flows.activities.steps import ActivityCard, ActivityList, SayingSpot
from bot.flows.finding.steps import FoundNothing
from bot.flows.points import NearestList, PointCard, SayingWhere, UnitList
from bot.flows.step import AtMenu
from storage.unit_of_work import Store
from tests.flows.sentences.furnished import PEOPLE, furnished
from tests.stage.talk import Talk

LIST: Final = "静安寺附近的服务点"


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnished(sqlite_store)
    talk = Talk(sqlite_store)
    talk.person = PEOPLE["新人"]
    return talk


def after(talk: Talk, *sentences: str) -> object:
    """Say them one after the other, and return where that led."""
    for sentence in sentences:
        talk.does(Said(sentence))
        talk.waits(seconds=30)
    return talk.remembered.step


def told(talk: Talk, sentence: str) -> str:
    first = talk.does(Said(sentence))[0]
    assert isinstance(first, Text)
    return first.html


def test_menu_ends_it(talk: Talk) -> None:
    assert isinstance(after(talk, LIST, "菜单"), AtMenu)
    assert talk.remembered.topic() is None
    assert isinstance(after(talk, "随便聊两句哦"), FoundNothing)
    assert talk.remembered.topic() is None


def test_what_was_not_understood_leaves_it(talk: Talk) -> None:
    after(talk, LIST, "随便聊两句哦", "随便聊一聊哦")
    assert isinstance(talk.remembered.topic(), NearestList)


def test_nothing_was_ever_spoken_of(talk: Talk) -> None:
    assert isinstance(after(talk, "随便聊两句哦"), FoundNothing)
    assert isinstance(after(talk, "下一页"), FoundNothing)


def test_turning_pages(talk: Talk) -> None:
    assert after(talk, LIST, "下一页") == after(talk, LIST, "换一个")
    first = after(talk, "上一页")
    assert isinstance(first, NearestList)
    assert first.page == 0
    assert "后面没有了" in told(talk, "看上一页")


def test_list_of_a_subdistrict(talk: Talk) -> None:
    assert isinstance(after(talk, "静安寺街道", "1"), UnitList)
    assert "20:00" in told(talk, "星期天呢")
    card = after(talk, "第一个")
    assert isinstance(card, PointCard)
    assert isinstance(after(talk, "回到列表"), UnitList)
    assert isinstance(after(talk, "二十四小时的"), NearestList)
    assert isinstance(after(talk, "静安寺街道", "1", "换个地方"), SayingWhere)


def test_only_line_is_meant_by_this(talk: Talk) -> None:
    after(talk, "新时代党课有名额吗", "有什么活动", "12月12日浦东")
    assert isinstance(after(talk, "就这个"), ActivityCard)


def test_empty_list_says_so_itself(talk: Talk) -> None:
    after(talk, LIST, "能挂靠的有哪些", "二十四小时的")
    assert "没有符合条件" in told(talk, "几点关门")
    assert "第 3 个" in told(talk, "第三个")
    assert "第 4 个" in told(talk, "第四个怎么走")
    assert "没有符合条件" in told(talk, "就这个")
    after(talk, "有什么活动", "1月9日浦东")
    assert "没有您可以参加的" in told(talk, "要带什么")


def test_filters_said_are_taken_off_by_a_tap(talk: Talk) -> None:
    for sentence in ("二十四小时的", "晚上九点开着的", "现在开着的"):
        after(talk, LIST)
        talk.does(Said(sentence))
        narrowed = talk.remembered.step
        assert isinstance(narrowed, NearestList)
        assert narrowed.asks_hours
        talk.does(Said({"二": "✓ 全天开放", "晚": "✓ 21:00 还开着", "现": "✓ 现在开放"}[sentence[0]]))
        loosened = talk.remembered.step
        assert isinstance(loosened, NearestList)
        assert not loosened.asks_hours


def test_point_that_was_opened_by_its_name(talk: Talk) -> None:
    assert isinstance(after(talk, "华山路骑手驿站"), PointCard)
    assert isinstance(after(talk, "星期天呢"), PointCard)
    assert isinstance(after(talk, "这里可以挂靠吗"), PointCard)
    assert isinstance(after(talk, "下一页"), FoundNothing)
    assert isinstance(after(talk, "附近能看书的有哪些"), NearestList)
    assert isinstance(after(talk, "华山路骑手驿站", "换个地方"), SayingWhere)


def test_own_location_is_not_lost(talk: Talk) -> None:
    talk.does(SharedPlace(31.2245, 121.4490))
    assert isinstance(after(talk, "二十四小时的"), NearestList)
    assert isinstance(after(talk, "不对，我说的是华山路骑手驿站"), PointCard)
    assert isinstance(after(talk, "不对，我说的是蓝天大酒楼"), FoundNothing)


def test_activities_narrowed_and_left(talk: Talk) -> None:
    assert isinstance(after(talk, "有什么活动", "换个地方"), SayingSpot)
    assert isinstance(after(talk, "有什么活动", "读书会"), ActivityList | ActivityCard | SayingWhere)
    assert after(talk, "党课", "有什么活动") == after(talk, "有什么活动")
    card = after(talk, "党课", "第一个", "在地图上看")
    assert isinstance(card, ActivityCard)
    after(talk, "星期六呢")
    assert isinstance(talk.remembered.step, ActivityList)
    assert isinstance(after(talk, "华山路骑手驿站"), PointCard)


def test_services_of_a_list_stand_beside_each_name(talk: Talk) -> None:
    after(talk, LIST)
    assert "2. 华山路骑手驿站：骑手歇脚" in told(talk, "都有什么服务")


def test_card_is_shown_on_the_map(talk: Talk) -> None:
    after(talk, "华山路骑手驿站")
    assert isinstance(talk.does(Said("在地图上看看"))[0], Pin)


def test_list_that_holds_what_is_asked_is_shown_again(talk: Talk) -> None:
    assert after(talk, LIST) == after(talk, "几点开门关门")


def test_whether_a_human_answers(talk: Talk) -> None:
    assert told(talk, "你是活人吗").startswith("这里是驿站")


@pytest.mark.parametrize("sentence", ["帮助一下那个啥", "怎么用这个呀 那个"])
def test_help_is_given_for_more_words_than_needed(talk: Talk, sentence: str) -> None:
    assert told(talk, sentence).startswith("<b>我能帮您做什么</b>")
