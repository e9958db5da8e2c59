"""Who hears what is written, as a table: where somebody is, what is written, where it goes."""

from dataclasses import replace
from typing import Final

import pytest

from bot.chat import (
    Commanded,
    Edited,
    Event,
    Forwarded,
    PlaceMoved,
    Reply,
    Said,
    SentFile,
    SharedContact,
    SharedPlace,
    Started,
    Text,
    Unreadable,
)
from bot.flows import flow_of, in_forms
from bot.flows.activities.steps import ActivityList, ChoosingWay, MyActivities, SayingSpot
from bot.flows.affiliating.steps import Answering, Asked, ChoosingStay, MyAffiliation, SayingArrival
from bot.flows.afterwards.steps import CheckingCode
from bot.flows.desk import Chose, Desk, Kept, Move, Remain
from bot.flows.finding.steps import BrowsingUnits, ChoosingGuess, FoundNothing
from bot.flows.mail.steps import ChoosingMailbox, WritingIn
from bot.flows.menu import AtMore, ChoosingLanguage
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere, UnitList
from bot.flows.privacy import AtPrivacy, Forgetting
from bot.flows.reviewing.steps import ReviewQueue
from bot.flows.sentences.steps import ShortAnswer
from bot.flows.step import AtMenu, Step
from bot.flows.wishes.steps import ChoosingTopics, SayingWish, Wishing
from bot.memory import Memory, write
from bot.texts import words
from domain.activities.activities import Kind
from domain.affiliations.affiliations import Stay
from domain.bounded import SENTENCE
from domain.people.members import Details
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.people import members, people
from storage.people.people import Person
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, WANG, Talk, buttons, furnish, html

ZH: Final = words("zh_Hans")
WAITING: Final = "我还在等这个问题的回答："
AROUND: Final = NearestList(Origin("嘉兴大厦", 31.2360, 121.5050))
LECTURE: Final = SayingWish(Kind.LECTURE)
ARRIVAL: Final = SayingArrival(1, Stay.MOBILE)
STAY: Final = ChoosingStay(1)
NAME: Final = Answering(1, Asked.NAME)


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    """Give Wang's chat; a request of hers is being filled in."""
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [WANG], NOON.timestamp())
        members.keep(unit, WANG, Details(), now=NOON.timestamp())
        affiliations.open_draft(unit, WANG, Wish(Stay.MOBILE, 1, NOON.date()), NOON.timestamp())
        unit.commit()
    return Talk(sqlite_store)


def _at(talk: Talk, place: Step) -> Talk:
    talk.remembers(write(Memory(place, screen=1)))
    return talk


HEARD: Final[list[tuple[Step, str, Step | type[Step]]]] = [
    # A label of the screen at hand is a tap: any case, width, marks, blanks, and in the other language
    (AtMenu(), "更多", AtMore()),
    (AtMenu(), "更多。", AtMore()),
    (AtMenu(), "more", AtMore()),
    (AtMenu(), "找服务点", SayingWhere()),
    (AtMenu(), "📍找服务点", SayingWhere()),
    (AtMenu(), "Find a Service Point", SayingWhere()),
    (AtMenu(), "我的挂靠", MyAffiliation),
    (AROUND, "下一页", replace(AROUND, page=1)),
    (FoundNothing("甲甲"), "换个地方", SayingWhere()),
    (AROUND, "1", PointCard),
    (AROUND, "１", PointCard),
    (BrowsingUnits(), "静安区", BrowsingUnits),  # what follows the name on the button need not be typed
    (STAY, "短期来访", Answering(2, Asked.CONSENT)),
    (STAY, "short visit", Answering(2, Asked.CONSENT)),
    (Forgetting(), "返回", AtPrivacy()),
    (SayingWhere(), "按区浏览", BrowsingUnits()),
    (SayingWhere(), "browse by district", BrowsingUnits()),
    # ... but a question taps nothing
    (STAY, "短期来访？", STAY),
    # A key that shares cannot be typed
    (SayingWhere(), "发送我的位置", SayingWhere()),
    # Words that steer
    (NAME, "返回", Answering),
    (NAME, "取消", AtMenu()),
    (NAME, "退出", AtMenu()),
    (NAME, "算了", AtMenu()),
    (NAME, "菜单", AtMenu()),
    (NAME, "menu", AtMenu()),
    (NAME, "以后再说", AtMenu()),
    (NAME, "later", AtMenu()),
    (NAME, "帮助", NAME),
    (NAME, "跳过", NAME),
    (LECTURE, "取消", AtMenu()),
    (Wishing(), "返回", AtMenu()),
    (SayingSpot(ActivityList()), "返回", ChoosingWay(ActivityList())),
    (PointCard(1, from_unit=UnitList(4)), "back", UnitList(4)),
    (PointCard(1), "返回", AtMenu()),
    (AtMenu(), "取消", AtMenu()),
    (AtMenu(), "帮助", AtMenu()),
    (AtMenu(), "以后再说", AtMenu()),
    # Where words are awaited they are the answer, whatever else they could be
    (LECTURE, "退订", Wishing("退订")),
    (LECTURE, "TD", Wishing("TD")),
    (LECTURE, "继续发", Wishing("继续发")),
    (LECTURE, "谢谢", Wishing("谢谢")),
    (LECTURE, "嘉兴大厦", Wishing("嘉兴大厦")),
    (LECTURE, "组织生活", Wishing("组织生活")),
    # Where one of what there is was asked for, anything else that is surely wished leads there; kept words stay
    (CheckingCode(), "我要挂靠", MyAffiliation()),
    (CheckingCode(), "ABCDE-23456", CheckingCode()),
    (CheckingCode(), "编号是 ABCDE-23456", CheckingCode()),
    (
        ChoosingMailbox(),
        "昨天下午三点我去南京西路那边，门锁着，等了半小时也没有人来开门，请问平时几点开",
        ChoosingMailbox("昨天下午三点我去南京西路那边，门锁着，等了半小时也没有人来开门，请问平时几点开"),
    ),
    (ChoosingMailbox(), "are you a robot or what", ChoosingMailbox()),
    (ChoosingMailbox(), "我要挂靠", MyAffiliation()),
    (ChoosingMailbox("您好"), "我要挂靠", ChoosingMailbox("您好")),
    # A wish with a card at hand is about the card, unless it says no or names something else
    (PointCard(1), "那我想在这里挂靠", PointCard(1)),
    (PointCard(1), "怎么挂靠", ShortAnswer),
    (PointCard(1), "我不想挂靠", ShortAnswer),
    (AtPrivacy(), "帮我导出我的数据吧", AtPrivacy()),
    # Elsewhere a refusal counts at once
    (AtMenu(), "退订", ChoosingTopics()),
    (AROUND, "TD", ChoosingTopics()),
    (STAY, "退订", ChoosingTopics()),
    # Courtesies
    (AtMenu(), "你好", AtMenu()),
    (AROUND, "谢谢", AROUND),
    (AROUND, "👋", AROUND),
    # What stands in the menu works from anywhere
    (AROUND, "组织生活", ActivityList()),
    (AROUND, "我的挂靠", MyAffiliation),
    (AROUND, "语言", ChoosingLanguage()),
    (AROUND, "my activities", MyActivities()),
    (AROUND, "privacy", AtPrivacy()),
    (SayingWhere(), "接收哪些通知", ChoosingTopics()),
    (STAY, "组织生活", ActivityList()),
    # A sure place
    (AtMenu(), "嘉兴大厦党员服务点", PointCard),
    (STAY, "嘉兴大厦党员服务点", PointCard),
    # A letter says something
    (WritingIn(4), "您好", WritingIn(4)),
    (WritingIn(4), "静安寺街道", WritingIn(4)),
    (WritingIn(4), "静安寺街道几点开门", AtMenu()),
    # The number of a line
    (AROUND, "第一个", PointCard),
    (AROUND, "第99个", AROUND),
    (AtMenu(), "第三个", FoundNothing),
    # What nobody has understood: asked again where a question waits, looked for elsewhere
    (STAY, "不知道呢您看", STAY),
    (STAY, "好的", STAY),
    (Answering(1, Asked.CONSENT), "好的", Answering(1, Asked.CONSENT)),
    (Answering(1, Asked.CONSENT), "不知道呢您看", Answering(1, Asked.CONSENT)),
    (ChoosingMailbox("", ()), "\u200b", ChoosingMailbox("", ())),
    (AtMenu(), "珠穆朗玛峰", FoundNothing),
    (AtMenu(), "佳兴大夏", ChoosingGuess),
    # What is longer than a sentence is a letter, whatever it begins with: kept, and offered to the centre
    (AtMenu(), "您好，附近有什么活动" + "。" * SENTENCE, FoundNothing),
    (AtMenu(), "您好" + "。" * SENTENCE, FoundNothing),
    (WritingIn(4), "静安寺街道几点开门？" * 30, AtMenu()),
]


@pytest.mark.parametrize(("place", "typed", "goes_to"), HEARD, ids=lambda one: str(one)[:40])
def test_where_words_go(talk: Talk, place: Step, typed: str, goes_to: Step | type[Step]) -> None:
    _at(talk, place).does(Said(typed))
    step = talk.remembered.step
    assert isinstance(step, goes_to) if isinstance(goes_to, type) else step == goes_to


@pytest.mark.parametrize(
    "event",
    [
        Unreadable("sticker"),
        Unreadable("voice"),
        SentFile("photo", "AgAC"),
        SharedContact("139", own=True),
        SharedPlace(31.2, 121.5),
        Edited("王芳"),
        Forwarded("王芳"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_form_says_that_it_waits_and_asks_again(talk: Talk, event: Event) -> None:
    *_, waiting, again = _at(talk, ARRIVAL).does(event)
    assert (html(waiting), talk.remembered.step) == (WAITING, ARRIVAL)
    assert html(again).startswith("您是什么时候到这里的")


def test_album_at_a_form_is_answered_once(talk: Talk) -> None:
    pictures = [SentFile("photo", name, album="1") for name in ("a", "b")]
    assert len(_at(talk, ARRIVAL).does(pictures[0])) == 3
    assert talk.does(pictures[1]) == []


@pytest.mark.parametrize(
    ("place", "typed", "said"),
    [
        (NAME, "取消", "好的。已经填好的都保存着，随时可以接着办。"),
        (ARRIVAL, "取消", "好的，回到菜单。"),
        (AROUND, "主菜单", "好的。"),
        (NAME, "帮助", "我在等下面这个问题的回答。写“返回”回到上一步，写“菜单”可以先离开。"),
        (ARRIVAL, "跳过", "这个问题不能跳过："),
        (STAY, "不知道呢您看", "请点一个按钮。"),
        (SayingWhere(), "发送我的位置", "这一步不能用文字代替，请点输入框下面的按键。"),
        (AtMenu(), "你好", "您好，有什么可以帮您？说一句话，或者点按钮都行。"),
        (AtMenu(), "你是谁", "这里是驿站，自动答复。需要人工时，我可以转给服务中心的工作人员。"),
        (AtMenu(), "好的谢谢", "不客气。"),
        (AtMenu(), "再见", "再见。有事随时找我。"),
        (AtMenu(), "🎉", "好的。"),
    ],
)
def test_what_is_said_first(talk: Talk, place: Step, typed: str, said: str) -> None:
    assert html(_at(talk, place).does(Said(typed))[0]) == said


def test_question_that_may_stay_open_is_skipped(talk: Talk) -> None:
    _at(talk, Answering(1, Asked.BUILDING)).does(Said("跳过"))
    assert talk.remembered.step != Answering(1, Asked.BUILDING)


def test_skipping_where_nothing_is_asked_is_no_steering(talk: Talk) -> None:
    _at(talk, AtMenu()).does(Said("跳过"))
    assert isinstance(talk.remembered.step, FoundNothing)


def test_label_below_what_was_only_said_is_a_tap(talk: Talk) -> None:
    _at(talk, NAME).does(Said("明天有什么活动"))
    talk.does(Said("去办这件事"))
    assert isinstance(talk.remembered.step, ActivityList)


def test_offer_to_pass_on_is_taken_in_words(talk: Talk) -> None:
    _at(talk, AtMenu()).does(SentFile("voice", "AwAC"))
    talk.does(Said("转给服务中心。"))
    assert talk.remembered.step == ChoosingMailbox("", (("voice", "AwAC"),))


def test_offer_holds_until_something_else_is_said(talk: Talk) -> None:
    _at(talk, AtMenu()).does(SentFile("voice", "AwAC"))
    talk.does(Said("更多"), Said("转给服务中心"))
    assert talk.remembered.step != ChoosingMailbox("", (("voice", "AwAC"),))


def test_keyboard_goes_with_the_screen_that_it_belongs_to(talk: Talk) -> None:
    first, *_ = _at(talk, SayingWhere()).does(Said("组织生活"))
    assert first == Text("好的。", hide_keys=True)


def test_command_of_organisers_is_not_known_by_what_it_says(talk: Talk) -> None:
    _at(talk, AROUND).does(Said(ZH.plain("Requests to review")))
    assert not isinstance(talk.remembered.step, ReviewQueue)


def test_command_works_in_every_form(talk: Talk) -> None:
    _at(talk, NAME).does(Commanded("mine"))
    assert talk.remembered.step == MyActivities()


# ---------------------------------------------------------------- words in a form that ask for something else


def _desk(talk: Talk, unit: UnitOfWork, kept: Kept | None = None) -> Desk:
    house = talk.house
    return Desk(unit, Person(WANG), NOON, ZH, house.search, house.bot_link, house.language, kept=kept)


def test_sentence_that_asks_for_something_else_is_no_name(talk: Talk) -> None:
    asked = _at(talk, NAME).does(Said("明天有什么活动"))
    assert html(asked[0]).startswith("“明天有什么活动”是要填在这里")
    at = [talk.remembered.step]
    assert at == [NAME]
    talk.taps(buttons(asked)[1])
    assert isinstance(talk.remembered.step, ActivityList)
    talk.taps(buttons(asked)[1])  # the words are kept as long as nothing else is
    assert isinstance(talk.remembered.step, ActivityList)


def test_sentence_is_the_answer_if_the_person_says_so(talk: Talk) -> None:
    sentence = Said("明天有什么活动")
    with talk.store.unit_of_work() as unit:
        heard = flow_of(NAME).hear(NAME, sentence, _desk(talk, unit))
    asked = _at(talk, NAME).does(sentence)
    assert heard is not None
    answered, expected = talk.taps(buttons(asked)[0]), _said(heard)
    assert [html(one) for one in answered[: len(expected)]] == [html(one) for one in expected]


def _said(move: Move) -> tuple[Reply, ...]:
    return move.replies if isinstance(move, Remain) else move.before


def test_sentence_is_asked_for_again_once_something_else_was_written(talk: Talk) -> None:
    it_is, _ = buttons(_at(talk, NAME).does(Said("明天有什么活动")))
    choice = it_is.data.split(".", 2)[2]
    with talk.store.unit_of_work() as unit:
        desk = _desk(talk, unit)
        assert in_forms.settled(NAME, Chose(choice, 500), desk) == in_forms.asked_again(NAME, Remain(()), desk)


def test_nothing_that_can_be_read_is_not_doubted(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        assert in_forms.doubted(Said("\u200b"), _desk(talk, unit)) is None
        assert in_forms.settled(NAME, Started(), _desk(talk, unit)) is None


# ---------------------------------------------------------------- what nobody can read


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        (Unreadable("audio"), "语音和录像我还听不懂，麻烦您打字告诉我。"),
        (Unreadable("sticker"), "谢谢，不过我只看得懂文字。"),
        (Unreadable("poll"), "这类消息我还看不懂，麻烦您打字告诉我。"),
    ],
)
def test_what_cannot_be_read_is_said_kindly(talk: Talk, event: Event, answer: str) -> None:
    said, *_ = talk.does(event)
    assert html(said).startswith(answer)


def test_live_location_is_not_answered(talk: Talk) -> None:
    assert talk.does(PlaceMoved(31.2, 121.4)) == []


def test_menu_of_an_earlier_screen_leads_to_the_menu(talk: Talk) -> None:
    first = talk.does(Said("嘉兴大厦附近"))
    talk.does(Said("静安寺"))
    talk.taps(next(one for one in buttons(first) if one.label == "菜单"))
    assert talk.remembered.step == AtMenu()
