"""The corners of the conversations that no dialogue comes by."""

import pytest
from sqlalchemy import delete, update

from bot.chat import Arrival, Commanded, Pin, Reply, Said, SharedPlace, Started, Tapped
from bot.flows.crossroads import advance
from bot.flows.desk import Chose, Desk, Remain
from bot.flows.finding import FLOW
from bot.flows.finding.steps import BrowsingUnits, ChoosingGuess, ChoosingService, FoundNothing, Guess
from bot.flows.menu import AtMore, refusal
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere, UnitList
from bot.flows.step import AtMenu, Step
from bot.memory import Memory, write
from bot.texts import words
from bot.turn import answer
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.activities.duties import Task
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from domain.places.geo import Position
from domain.places.places import Layer, Point, Services, Unit, UnitKind
from storage.activities import activities, duties
from storage.people import people, roles
from storage.people.people import Person
from storage.places import saving
from storage.tables import places as place_tables
from storage.tables import schema
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, WANG, Talk, button, buttons, furnish, html

ZH = words("zh_Hans")
GONE = "这个服务点已经不在名单上了，请另找一个。"


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnish(sqlite_store)
    return Talk(sqlite_store)


def _at(talk: Talk, place: Step) -> Talk:
    """Put Wang at a place whose buttons carry turn 1."""
    talk.remembers(write(Memory(place, screen=1)))
    return talk


def _desk(talk: Talk, unit: UnitOfWork) -> Desk:
    return Desk(unit, Person(WANG), NOON, ZH, talk.house.search, talk.house.bot_link, talk.house.language)


def _labels(text: Reply) -> list[str]:
    return [one.label for one in buttons([text])]


# ---------------------------------------------------------------- pages


def _more_districts(store: Store) -> None:
    with store.unit_of_work() as unit:
        saving.save_units(
            unit, [Unit(f"3102{number:02}", UnitKind.DISTRICT, f"{number}区", "31") for number in range(9)]
        )
        unit.commit()


def test_districts_page_by_page(talk: Talk) -> None:
    _more_districts(talk.store)
    (first,) = _at(talk, AtMenu()).does(Tapped("m.1.browse", 500))
    assert _labels(first) == [
        "静安区 · 6 个",
        "浦东新区 · 4 个",
        "0区 · 0 个",
        "1区 · 0 个",
        "2区 · 0 个",
        "3区 · 0 个",
        "下一页",
        "菜单",
    ]
    (second,) = talk.taps(button([first], "下一页"))
    assert _labels(second) == ["4区 · 0 个", "5区 · 0 个", "6区 · 0 个", "7区 · 0 个", "8区 · 0 个", "上一页", "菜单"]
    (again,) = talk.taps(button([second], "上一页"))
    assert _labels(again) == _labels(first)


def test_points_of_a_unit_page_by_page(talk: Talk) -> None:
    (first,) = _at(talk, UnitList(2)).does(Tapped("b.1.next", 500))
    assert (html(first).splitlines()[0], _labels(first)) == ("静安区，共 6 个服务点", ["6", "上一页", "返回", "菜单"])
    (back,) = talk.taps(button([first], "上一页"))
    assert _labels(back) == ["1", "2", "3", "4", "5", "下一页", "返回", "菜单"]
    talk.does(Said("5"))
    assert isinstance(talk.remembered.step, PointCard)


def test_page_before_the_first_is_the_first(talk: Talk) -> None:
    _at(talk, BrowsingUnits()).does(Tapped("b.1.previous", 500))
    assert talk.remembered.step == BrowsingUnits()


def test_nearest_page_by_page(talk: Talk) -> None:
    (list_,) = talk.does(SharedPlace(31.2235, 121.4454))
    (second,) = talk.taps(button([list_], "下一页"))
    (first,) = talk.taps(button([second], "上一页"))
    assert (html(first), _labels(first)) == (html(list_), _labels(list_))


def test_nearest_somewhere_else(talk: Talk) -> None:
    few = NearestList(Origin("吴江路", 31.231, 121.464), services=int(Services.READING))
    (list_,) = _at(talk, few).does(Tapped("n.1.open", 500))
    talk.taps(button([list_], "换个地方"))
    assert talk.remembered.step == SayingWhere()


def test_number_typed_when_the_location_has_been_forgotten(talk: Talk) -> None:
    talk.does(SharedPlace(31.2235, 121.4454))
    talk.waits(minutes=16)
    assert html(talk.does(Said("1"))[0]).splitlines()[0] == "这里没有第 1 个。"


def test_nearest_page_that_is_empty_by_now(talk: Talk) -> None:
    (page,) = _at(talk, NearestList(Origin("嘉兴大厦", 31.229, 121.518), page=2)).does(Tapped("n.1.open", 500))
    assert talk.remembered.step == NearestList(Origin("嘉兴大厦", 31.229, 121.518), open_only=True)
    (page,) = _at(talk, NearestList(Origin("嘉兴大厦", 31.229, 121.518), page=7)).does(Tapped("n.1.previous", 500))
    assert html(page) == "已经是全部了，后面没有了。"
    assert _labels(page)[-3:] == ["上一页", "换个地方", "菜单"]


# ---------------------------------------------------------------- an empty city


def test_nearest_in_an_empty_city(sqlite_store: Store) -> None:
    (list_,) = Talk(sqlite_store).does(SharedPlace(31.2235, 121.4454))
    assert html(list_) == "这里还没有服务点。"


def test_browsing_an_empty_city(sqlite_store: Store) -> None:
    (list_,) = _at(Talk(sqlite_store), AtMenu()).does(Tapped("m.1.browse", 500))
    assert (html(list_), _labels(list_)) == ("这里还没有服务点。", ["菜单"])


# ---------------------------------------------------------------- what was meant


@pytest.mark.parametrize(
    ("guess", "place"),
    [
        (Guess("point", 3, "华山路骑手驿站", "", 31.22, 121.442), PointCard(3)),
        (Guess("unit", 2, "静安区", "", None, None), BrowsingUnits(2)),
        (Guess("unit", 4, "静安寺街道", "", None, None), UnitList(4)),
        (Guess("building", 1, "嘉兴大厦", "", 31.229, 121.518), NearestList(Origin("嘉兴大厦", 31.229, 121.518))),
        (Guess("street", 0, "吴江路", "", 31.231, 121.464), NearestList(Origin("吴江路", 31.231, 121.464))),
    ],
)
def test_guess_that_was_meant(talk: Talk, guess: Guess, place: Step) -> None:
    _at(talk, ChoosingGuess("?", sure=False, guesses=(guess,))).does(Tapped("f.1.0", 500))
    assert talk.remembered.step == place


def test_one_sure_answer_is_shown_at_once(talk: Talk) -> None:
    talk.does(Said("华山路骑手驿站"))
    assert isinstance(talk.remembered.step, PointCard)


def test_long_name_is_shortened_on_its_button(talk: Talk) -> None:
    guess = Guess("point", 3, "很" * 60, "远", None, None)
    outdated, choices = _at(talk, ChoosingGuess("?", sure=True, guesses=(guess,))).does(Tapped("f.9.0", 500))
    assert _labels(choices)[0] == "很" * 39 + "…"
    assert html(outdated) == "这个按钮已经过时了。我们现在在这里："


# ---------------------------------------------------------------- a point that is gone, or odd


def test_point_that_is_gone_cannot_become_ones_own(talk: Talk) -> None:
    card = talk.does(Started("p_JA-3"))
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(delete(place_tables.points))
        unit.commit()
    replies = talk.taps(button(card, "设为我的服务点"))
    assert html(replies[0]) == GONE
    assert talk.remembered.step == AtMenu()


def test_point_that_is_gone_is_on_no_map(talk: Talk) -> None:
    card = talk.does(Started("p_JA-3"))
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(delete(place_tables.points))
        unit.commit()
    assert html(talk.taps(button(card, "地图"))[0]) == GONE


def test_own_point_that_is_gone(talk: Talk) -> None:
    (gone,) = _at(talk, PointCard(424242)).does(Tapped("p.0.back", 500))[1:]
    assert (html(gone), _labels(gone)) == (GONE, ["菜单"])


def test_poster_of_a_building_that_is_gone(talk: Talk) -> None:
    assert html(talk.does(Started("b_B99"))[0]) == "这个链接指向的地方已经不在名单上了，您可以在这里另找。"


def test_point_that_is_closed_until_further_notice(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(update(place_tables.points).values(hours="off", phone="", services=0, step_free=None))
        unit.commit()
    (card,) = talk.does(Started("p_JA-3"))
    assert html(card).splitlines() == ["<b>华山路骑手驿站</b>", "📍 华山路300号", "暂不开放", "   每天 不开放"]


def test_point_that_closes_after_midnight(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(update(place_tables.points).values(hours="Mo-Su 08:00-26:00"))
        unit.commit()
    (card,) = talk.does(Started("p_JA-3"))
    assert html(card).splitlines()[2] == "开放到明天 2:00"


def test_nothing_found_and_nothing_to_pass_on(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        (shown,) = FLOW.show(FoundNothing(""), _desk(talk, unit))
    assert html(shown).splitlines()[0] == "这里面没有可以查找的名称。"
    assert _labels(shown) == ["换个地方", "按区浏览", "给服务中心留言", "菜单"]


def test_nothing_found_in_an_empty_city(sqlite_store: Store) -> None:
    said = Talk(sqlite_store).does(Said("嘉兴大厦"))[-1]
    assert html(said).splitlines()[1] == "换个说法也许就能找到：楼名、路名，或者地址。"


def test_point_with_no_address_and_a_name_full_of_marks(talk: Talk) -> None:
    odd = Point("ODD", "<A&B>", Layer.POINT, "310106011", None, "", Position(31.2, 121.4), Services.READING)
    with talk.store.unit_of_work() as unit:
        saving.save_points(unit, [odd])
        unit.commit()
    (card,) = talk.does(Started("p_ODD"))
    pin, _ = talk.taps(button([card], "地图"))
    assert isinstance(pin, Pin)
    assert (pin.title, pin.address) == ("<A&B>", "静安区 · 静安寺街道")
    assert html(card).splitlines()[:2] == ["<b>&lt;A&amp;B&gt;</b>", "📍 静安区 · 静安寺街道"]


@pytest.mark.parametrize(
    "step",
    [
        SayingWhere(),
        NearestList(Origin()),
        ChoosingService(NearestList(Origin())),
        ChoosingGuess("x", sure=False, guesses=()),
        FoundNothing("x"),
        BrowsingUnits(),
        UnitList(1),
        PointCard(1),
    ],
    ids=lambda step: type(step).__name__,
)
def test_screen_leaves_alone_what_is_not_its_own(talk: Talk, step: Step) -> None:
    with talk.store.unit_of_work() as unit:
        assert FLOW.hear(step, Chose("nothing", 1), _desk(talk, unit)) is None


def test_event_that_no_flow_knows_is_not_understood(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        desk = _desk(talk, unit)
        assert refusal(desk, "这条我没看明白。") == Remain(advance(AtMenu(), Tapped("m.1.more", 1), desk)[1])


# ---------------------------------------------------------------- the menu


def test_button_of_an_older_menu_says_how_to_choose_a_point_of_ones_own(talk: Talk) -> None:
    (said, _) = _at(talk, AtMenu()).does(Tapped("m.1.mine", 500))
    assert html(said).startswith("您还没有选定服务点。")
    assert talk.remembered.step == SayingWhere()


def test_menu_leads_an_organiser_to_the_own_duties_too(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        people.welcome(unit, [WANG], 0.0)
        roles.give(unit, WANG, Role.ADMIN, None, Deed(By(None), 0.0))
        begins = NOON.timestamp() + 3_600
        plan = Plan(Kind.VOLUNTEERING, "义诊", begins, begins + 3_600, Spot(title="礼堂"), Audience.ANYONE)
        row = activities.publish(unit, activities.draft(unit, plan, 4, Deed(By(None), 0.0)).id, Deed(By(None), 0.0))
        duty = duties.add(unit, row.id, Task("引导", begins, begins + 3_600, 1))
        duties.ask(unit, duty.id, [WANG], 0.0)
        unit.commit()
    (rest,) = _at(talk, AtMore()).does(Tapped("m.1.rest", 500))
    assert _labels(rest) == [
        *(
            "感兴趣的活动",
            "接收哪些通知",
            "点单",
            "核验证明",
            "参加记录",
            "我的信息",
            "按区浏览",
            "我的值班 · 1",
            "返回",
        ),
    ]
    (back,) = talk.taps(button([rest], "返回"))
    assert "来信 · 0" in _labels(back)


def test_wish_waits_for_a_first_unit_of_the_house(sqlite_store: Store) -> None:
    talk = Talk(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        schema.metadata.create_all(unit.connection)
        unit.commit()
    (said,) = talk.does(Commanded("wish"))
    assert html(said).startswith("点单会送到您所在的服务中心")
    talk.does(Tapped(f"{button([said], '📍 找服务点').data}", 500))
    assert talk.remembered.step == SayingWhere()


def test_update_without_an_event_is_not_answered(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        answered = answer(Arrival(1, WANG, NOON, None), Memory(), 1, _desk(talk, unit))
    assert (answered.memory.step, answered.memory.screen, answered.replies) == (AtMenu(), 0, ())
