"""The place within a sentence: which one is sure, what is left of the sentence, and what is no place at all."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.chat import Said, SharedPlace
from bot.flows.desk import Desk, Go
from bot.flows.finding import said_place, typed_place
from bot.flows.finding.said_place import LONGEST, SaidPlace, cut, hear
from bot.flows.finding.steps import ChoosingGuess, FoundNothing
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere, UnitList
from bot.texts import words
from domain.places.geo import Position
from domain.places.places import Building, Landmark, LandmarkKind, Layer, Point, SiteKind, Unit, UnitKind
from domain.said.days import Part
from storage.people.people import Person
from storage.places import saving
from storage.places.landmarks import save_landmarks
from storage.unit_of_work import Store
from tests.stage.talk import NOON, WANG, Talk, furnish

TEMPLE = Origin("静安寺", 31.2251, 121.4417)
SQUARE = Origin("人民广场", 31.2348, 121.4689)
JIAXING = Origin("嘉兴大厦", 31.2290, 121.5180)
ADDRESS = Origin("愚园路 100 号", 31.2240, 121.4460)

MORE_UNITS = (
    Unit("310107", UnitKind.DISTRICT, "普陀区", "31"),
    Unit("310107101", UnitKind.SUBDISTRICT, "长征镇", "310107"),
    Unit("310107102", UnitKind.SUBDISTRICT, "静安镇", "310107"),
)


@pytest.fixture
def desk(sqlite_store: Store) -> Iterator[Desk]:
    furnish(sqlite_store)
    house = Talk(sqlite_store).house
    with sqlite_store.unit_of_work() as unit:
        saving.save_units(unit, MORE_UNITS)
        saving.save_buildings(
            unit,
            [
                Building("B8", "双子楼", SiteKind.BUILDING, "愚园路1号", "310106011", Position(31.1, 121.1)),
                Building("B7", "HKRI太古汇", SiteKind.BUILDING, "南京西路789号", "310106011", Position(31.23, 121.46)),
                Building("B6", "SOHO国际广场", SiteKind.BUILDING, "常德路1号", "310106011", Position(31.24, 121.44)),
                Building("B9", "双子楼", SiteKind.BUILDING, "潍坊路1号", "310115005", Position(31.2, 121.2)),
            ],
        )
        yield Desk(unit, Person(WANG), NOON, words("zh_Hans"), house.search, "", "zh_Hans")


SURE = [
    ("静安寺", TEMPLE, ""),
    ("我在静安寺", TEMPLE, "我"),
    ("静安寺附近", TEMPLE, ""),
    ("静安寺地铁站", TEMPLE, ""),
    ("2号线静安寺站", TEMPLE, ""),
    ("静安寺那边", TEMPLE, ""),
    ("人民广场站旁边", SQUARE, ""),
    ("靜安寺周围", TEMPLE, ""),
    ("静 安 寺", TEMPLE, ""),
    ("静安寺附近明天下午有什么党课", TEMPLE, "明天下午有什么党课"),
    ("周末人民广场边上有活动吗", SQUARE, "周末 有活动吗"),
    ("请问嘉兴大厦附近有服务点吗", JIAXING, "请问 有服务点吗"),
    ("嘉兴大厦在哪里", JIAXING, "在哪里"),
    ("Jing'an Temple", TEMPLE, ""),
    ("events near Jing'an Temple next weekend", TEMPLE, "events next weekend"),
    ("what is on around People's Square?", SQUARE, "what is on ?"),
    ("near jiaxing dasha", JIAXING, ""),
    ("renminguangchang fujin", SQUARE, ""),
    ("愚园路100号", ADDRESS, ""),
    ("上海市静安区愚园路 100 号附近", ADDRESS, ""),
    ("愚园路100弄的活动", ADDRESS, "活动"),
    ("yuyuan lu 100", ADDRESS, ""),
    ("【静安寺】这几天有活动吗", TEMPLE, "【 】这几天有活动吗"),
    ("静安区的静安寺", TEMPLE, "静安区的"),
]

UNITS = [
    ("静安区明天有什么活动", "310106", "明天有什么活动"),
    ("静安明天有什么活动", "310106", "明天有什么活动"),
    ("在静安寺街道", "310106011", ""),
    ("静安区南京西路街道有什么", "310106012", "有什么"),
    ("长征附近", "310107101", ""),
    ("长征", "310107101", ""),
    ("in Pudong tomorrow", "310115", "tomorrow"),
]

NONE = [
    *("", "你好", "我要请假", "看情况", "附近有什么活动", "明天下午", "English", "help", "12345", "1号", "路"),
    "从静安寺到人民广场怎么走",
    "长征精神讲座什么时候开始",
    "党群服务中心附近",
    "双子楼附近",
    "淮海路100号",
    "嘉星",
    "静安区和浦东新区还有普陀区有什么活动",
    "x" * (LONGEST + 1),
    "静安寺" + "。" * LONGEST,
]


@pytest.mark.parametrize(("said", "origin", "rest"), SURE)
def test_place_is_cut_out_of_a_sentence(desk: Desk, said: str, origin: Origin, rest: str) -> None:
    place, left = cut(said, desk)
    assert place is not None
    assert (place.origin, " ".join(left.split())) == (origin, rest)


@pytest.mark.parametrize(("said", "code", "rest"), UNITS)
def test_unit_is_cut_out_of_a_sentence(desk: Desk, said: str, code: str, rest: str) -> None:
    place, left = cut(said, desk)
    assert place is not None
    assert (place.unit_id, " ".join(left.split())) == (saving_id(desk, code), rest)


def saving_id(desk: Desk, code: str) -> int | None:
    from storage.places.codes import unit_id_of  # noqa: PLC0415  asked by this one test

    return unit_id_of(desk.unit, code)


@pytest.mark.parametrize("said", NONE)
def test_what_names_no_place_for_sure_is_left_as_it_is(desk: Desk, said: str) -> None:
    assert cut(said, desk) == (None, said)


def test_two_of_one_name_are_told_apart_by_their_district(desk: Desk) -> None:
    place, _ = cut("静安区双子楼", desk)
    assert place is not None
    assert place.origin == Origin("双子楼", 31.1, 121.1)


def test_point_is_named_and_is_somewhere_to_look_around(desk: Desk) -> None:
    place, rest = cut("华山路骑手驿站几点开门", desk)
    assert place is not None
    assert (place.point_id, place.origin, rest) == (3, Origin("华山路骑手驿站", 31.22, 121.442), "几点开门")


def test_unit_without_a_point_is_nowhere(desk: Desk) -> None:
    place, _ = cut("长征镇", desk)
    assert place is not None
    assert (place.origin, place.unit_id > 0) == (None, True)


def test_number_that_is_not_known_counts_from_the_nearest(desk: Desk) -> None:
    place, _ = cut("愚园路102号", desk)
    assert place is not None
    assert place.address is not None
    assert (place.origin, place.address.asked, place.address.known) == (ADDRESS, 102, 100)


def test_number_in_a_street_of_which_none_is_known_leads_to_the_street(desk: Desk) -> None:
    save_landmarks(desk.unit, [Landmark("S8", "淮海路", LandmarkKind.STREET, Position(31.21, 121.46))])
    place, _ = cut("淮海路100号", desk)
    assert place is not None
    assert place.origin == Origin("淮海路", 31.21, 121.46)


def test_longer_of_two_names_is_meant(desk: Desk) -> None:
    soho = Landmark("S6", "SOHO", LandmarkKind.SHOPS, Position(31.2, 121.4))
    square = Landmark("S7", "SOHO广场", LandmarkKind.SQUARE, Position(31.21, 121.41))
    save_landmarks(desk.unit, [soho, square])
    assert [hear(said, desk).spot for said in ("SOHO广场附近", "near SOHO")] == [
        Origin("SOHO广场", 31.21, 121.41),
        Origin("SOHO", 31.2, 121.4),
    ]


def test_position_is_held_in_memory_and_stands_in_no_step(desk: Desk) -> None:
    place, rest = cut("明天31.2301,121.4602附近有活动吗", desk)
    assert place == SaidPlace(Origin())
    assert desk.shared_location == Position(31.2301, 121.4602)
    assert rest == "明天 附近有活动吗"


def test_position_of_a_link_keeps_the_name_that_came_with_it(desk: Desk) -> None:
    place, rest = cut("https://maps.apple.com/?ll=31.2301,121.4602&q=Cafe", desk)
    assert (place, rest) == (SaidPlace(Origin("Cafe")), "")


def test_shared_place_is_known_by_its_name_or_its_address(desk: Desk) -> None:
    named, rest = cut("【嘉兴大厦】上海市静安区愚园路100号 https://surl.amap.com/AbC 点击链接查看详情", desk)
    assert (named, rest) == (SaidPlace(JIAXING), "")
    known, _ = cut("【没有的楼】\n上海市静安区愚园路100号", desk)
    assert known is not None
    assert known.origin == ADDRESS


@pytest.mark.parametrize("sign", ["静", "静安寺", "路1", "a ", "1 ", "愚园路1", "【", "静安", "jing an "])
def test_sentence_is_looked_through_in_no_time(desk: Desk, sign: str) -> None:
    cut("静安寺", desk)
    began = time.process_time()
    for _ in range(10):
        cut((sign * LONGEST)[:LONGEST], desk)
    assert time.process_time() - began < 1


# ---------------------------------------------------------------- where it leads


def goes(move: object) -> object:
    assert isinstance(move, Go)
    return move.step


def test_place_beside_another_wish_is_offered(desk: Desk) -> None:
    step = goes(typed_place.search_for(Said("人民广场附近，想问问党费怎么交"), desk))
    assert isinstance(step, ChoosingGuess)
    assert ([guess.name for guess in step.guesses], step.sure) == (["人民广场"], False)


def test_unit_beside_another_wish_is_not_offered_where_it_has_nothing(desk: Desk) -> None:
    assert isinstance(goes(typed_place.search_for(Said("长征镇，想问问党费怎么交"), desk)), FoundNothing)


def test_position_beside_another_wish_is_not_offered_and_stands_in_no_step(desk: Desk) -> None:
    step = goes(typed_place.search_for(Said("31.2301,121.4602，想问问党费怎么交"), desk))
    assert isinstance(step, FoundNothing)
    assert step.typed == ",想问问党费怎么交"


def test_unit_is_opened_as_before(desk: Desk) -> None:
    assert isinstance(goes(typed_place.search_for(Said("长征镇"), desk)), UnitList)


def test_sentence_about_a_building_leads_there_where_the_search_finds_nothing_sure(desk: Desk) -> None:
    step = goes(typed_place.search_for(Said("嘉兴大厦有人吗"), desk))
    assert step == NearestList(JIAXING)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("31.2301,121.4602", NearestList(Origin())),
        ("我的位置：31.2301,121.4602", NearestList(Origin())),
        ("geo:0,0?q=31.2301,121.4602(嘉兴大厦)", NearestList(Origin())),
        ("【嘉兴大厦】 https://surl.amap.com/AbC", NearestList(JIAXING)),
        ("明天的党课改到下午", None),
        ("https://surl.amap.com/AbC", None),
    ],
)
def test_place_that_is_passed_on_is_looked_around(desk: Desk, text: str, step: NearestList | None) -> None:
    move = typed_place.forwarded(text, desk)
    assert (move is None) if step is None else goes(move) == step


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("静安寺附近", NearestList(TEMPLE, services=1)),
        ("嘉兴大厦", NearestList(JIAXING, services=1)),
        ("华山路骑手驿站", PointCard(3)),
        ("长征镇", SayingWhere(1)),
        ("党费怎么交", None),
    ],
)
def test_services_that_are_wanted_go_along(desk: Desk, typed: str, step: object) -> None:
    move = typed_place.hear_where(SayingWhere(1), Said(typed), desk)
    assert (move is None) if step is None else goes(move) == step


def test_days_on_which_they_are_to_be_open_go_along(desk: Desk) -> None:
    wanted = SayingWhere(0, date(2026, 12, 5), date(2026, 12, 6), Part.MORNING)
    move = typed_place.hear_where(wanted, Said("静安寺附近"), desk)
    found = NearestList(TEMPLE, open_on=date(2026, 12, 5), open_until=date(2026, 12, 6), part=Part.MORNING)
    assert goes(move) == found
    assert found.elsewhere() == wanted
    shared = typed_place.hear_where(wanted, SharedPlace(31.2, 121.4), desk)
    assert goes(shared) == replace(found, origin=Origin())


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("太古汇", "HKRI太古汇"),
        ("太古汇附近的服务点", "HKRI太古汇"),
        ("人在太古汇旁边", "HKRI太古汇"),
        ("HKRI太古汇附近", "HKRI太古汇"),
        ("国际广场附近的服务点", ""),  # says what it is, and not which
        ("太古附近", ""),
    ],
)
def test_name_in_two_scripts_is_known_by_its_hanzi(desk: Desk, typed: str, title: str) -> None:
    place, _ = said_place.cut(typed, desk)
    assert (place.origin.title if place and place.origin else "") == title


def test_nothing_is_heard_where_no_service_is_wanted(desk: Desk) -> None:
    assert typed_place.hear_where(SayingWhere(), Said("静安寺"), desk) is None


def test_point_is_of_no_layer_of_its_own(desk: Desk) -> None:
    """A point named in a sentence that says near is looked around, not opened."""
    saving.save_points(desk.unit, [Point("P9", "新驿站", Layer.POINT, "310106011", None, "", Position(31.21, 121.41))])
    heard = hear("新驿站附近", desk)
    assert (heard.spot, said_place.hear("新驿站", desk).spot) == (Origin("新驿站", 31.21, 121.41), None)
