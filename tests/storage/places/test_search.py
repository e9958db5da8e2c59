"""What people type finds what they mean: a small city, and the ways in which its names are written."""

import pytest

from domain.places.geo import Position
from domain.places.places import Building, Layer, Point, SiteKind, Unit, UnitKind
from storage.places import places, saving
from storage.places.search import Found, Hit, HitKind, PlaceSearch
from storage.unit_of_work import Store, UnitOfWork

UNITS = (
    Unit("31", UnitKind.CITY, "上海市", None),
    *(
        Unit(name, UnitKind.DISTRICT, name, "31")
        for name in ("静安区", "徐汇区", "长宁区", "浦东新区", "黄浦区", "虹口区")
    ),
    Unit("jas", UnitKind.SUBDISTRICT, "静安寺街道", "静安区"),
    Unit("hml", UnitKind.SUBDISTRICT, "虹梅路街道", "徐汇区"),
    Unit("xhl", UnitKind.SUBDISTRICT, "新华路街道", "长宁区"),
    Unit("wf", UnitKind.SUBDISTRICT, "潍坊新村街道", "浦东新区"),
    Unit("ljz", UnitKind.SUBDISTRICT, "陆家嘴街道", "浦东新区"),
    Unit("wlq", UnitKind.SUBDISTRICT, "五里桥街道", "黄浦区"),
    Unit("jxl", UnitKind.SUBDISTRICT, "嘉兴路街道", "虹口区"),
)
BUILDINGS = (
    ("嘉兴大厦", "上海市虹口区四平路188号", "jxl"),
    ("金茂大厦", "上海市浦东新区世纪大道88号", "ljz"),
    ("上海中心大厦", "上海市浦东新区银城中路501号", "ljz"),
    ("虹桥商务中心", "上海市长宁区长宁路1818号", "xhl"),
    ("漕河泾科技绿洲", "上海市徐汇区虹漕南路777号", "hml"),
    ("Raffles City 来福士广场", "上海市黄浦区西藏中路268号", "wlq"),
    ("绿地缤纷城", "上海市徐汇区龙华中路596号", "hml"),
    ("银行家大厦", "上海市浦东新区银城中路68号", "ljz"),
)
POINTS = (
    ("静安寺街道党群服务中心", Layer.CENTRE, "上海市静安区愚园路218号", "jas"),
    ("潍坊新村街道党群服务中心", Layer.CENTRE, "上海市浦东新区潍坊路136号", "wf"),
    ("嘉兴大厦党员驿站", Layer.MICRO_STATION, "上海市虹口区四平路188号嘉兴大厦1楼", "jxl"),
    ("嘉兴大厦党群服务站", Layer.POINT, "上海市虹口区四平路188号嘉兴大厦2楼", "jxl"),
    ("虹漕南路充电站微站", Layer.MICRO_STATION, "上海市徐汇区虹漕南路401号", "hml"),
    ("重庆南路菜场微站", Layer.MICRO_STATION, "上海市黄浦区重庆南路30号", "wlq"),
    ("长乐居民区党群服务站", Layer.POINT, "上海市长宁区新华路25号", "xhl"),
    ("世纪公园骑手驿站(东门)", Layer.MICRO_STATION, "上海市浦东新区世纪大道1001号", "wf"),
    ("厦门路司机之家", Layer.MICRO_STATION, "上海市黄浦区厦门路136号", "wlq"),
)


def furnish(unit: UnitOfWork) -> None:
    saving.save_units(unit, UNITS)
    saving.save_buildings(
        unit,
        [
            Building(f"b{number}", name, SiteKind.BUILDING, address, code, Position(31.2 + number / 100, 121.4))
            for number, (name, address, code) in enumerate(BUILDINGS)
        ],
    )
    saving.save_points(
        unit,
        [
            Point(f"p{number}", name, layer, code, None, address, Position(31.3 + number / 100, 121.5))
            for number, (name, layer, address, code) in enumerate(POINTS)
        ],
    )


def find(store: Store, text: str, count: int = 6) -> Found:
    with store.unit_of_work() as unit:
        furnish(unit)
        return PlaceSearch().find(unit, text, count)


SURE = [
    ("嘉兴大厦", "嘉兴大厦"),
    ("嘉兴大", "嘉兴大厦"),
    ("嘉　兴　大　厦", "嘉兴大厦"),
    ("「嘉兴大厦」", "嘉兴大厦"),
    ("嘉興大廈", "嘉兴大厦"),
    ("我在嘉兴大厦附近", "嘉兴大厦"),
    ("请问嘉兴大厦怎么走", "嘉兴大厦"),
    ("虹口嘉兴大厦", "嘉兴大厦"),
    ("虹口区 嘉兴大厦", "嘉兴大厦"),
    ("jiaxingdasha", "嘉兴大厦"),
    ("jia xing da sha", "嘉兴大厦"),
    ("JiaXing DaSha", "嘉兴大厦"),
    ("ｊｉａｘｉｎｇｄａｓｈａ", "嘉兴大厦"),
    ("jiaxingdaxia", "嘉兴大厦"),
    ("jxds", "嘉兴大厦"),
    ("JXDS", "嘉兴大厦"),
    ("jiaxing", "嘉兴路街道"),
    ("jiaxingd", "嘉兴大厦"),
    ("dangyuanyizhan", "嘉兴大厦党员驿站"),
    ("党员驿站", "嘉兴大厦党员驿站"),
    ("嘉兴 驿站", "嘉兴大厦党员驿站"),
    ("静安区", "静安区"),
    ("静安", "静安区"),
    ("静安寺", "静安寺街道"),
    ("靜安寺街道", "静安寺街道"),
    ("jas", "静安寺街道"),
    ("静安寺 党群", "静安寺街道党群服务中心"),
    ("静安寺党群", "静安寺街道党群服务中心"),
    ("静安寺 dangqun", "静安寺街道党群服务中心"),
    ("虹漕南路", "虹漕南路"),
    ("hongcaonanlu", "虹漕南路"),
    ("hcnl", "虹漕南路"),
    ("虹漕南路777号", "漕河泾科技绿洲"),
    ("虹漕南路777", "漕河泾科技绿洲"),
    ("上海市徐汇区虹漕南路777号", "漕河泾科技绿洲"),
    ("徐汇区虹漕南路", "虹漕南路"),
    ("世纪大道88号", "金茂大厦"),
    ("世纪大道", "世纪大道"),
    ("raffles", "Raffles City 来福士广场"),
    ("Raffles City", "Raffles City 来福士广场"),
    ("来福士", "Raffles City 来福士广场"),
    ("laifushi", "Raffles City 来福士广场"),
    ("世纪公园骑手驿站东门", "世纪公园骑手驿站(东门)"),
    ("lvdi", "绿地缤纷城"),
    ("ludi", "绿地缤纷城"),
    ("yinhangjia", "银行家大厦"),
    ("chongqingnanlu", "重庆南路"),
    ("changning", "长宁区"),
    ("zhangning", "长宁区"),
    ("xiamenlu", "厦门路"),
    ("shanghaizhongxin", "上海中心大厦"),
    ("科技绿洲", "漕河泾科技绿洲"),
    ("where is jiaxing dasha", "嘉兴大厦"),
    ("Jiaxing Dasha station please", "嘉兴大厦"),
]

LIKELY = [
    ("加兴大夏", "嘉兴大厦"),
    ("嘉星大厦", "嘉兴大厦"),
    ("嘉兴大楼", "嘉兴大厦"),
    ("jaxing dasha", "嘉兴大厦"),
    ("jiaxngdasha", "嘉兴大厦"),
    ("金贸大厦", "金茂大厦"),
    ("上海中心大夏", "上海中心大厦"),
    ("红漕南路", "虹漕南路"),
    ("红漕南路777号", "虹漕南路"),
    ("虹漕南路779号", "漕河泾科技绿洲"),
    ("静安党群中心", "静安寺街道党群服务中心"),
    ("漕河径科技绿州", "漕河泾科技绿洲"),
    ("rafles city", "Raffles City 来福士广场"),
    ("ja xing da sha", "嘉兴大厦"),
]

NOTHING = [
    *(
        "",
        " ",
        "asdkjhasd",
        "qwertyuiop",
        "🙂",
        "🙂🙂🙂",
        "\u200f\u202e\u2066",
        "。。。",
        "\n\n",
        "\x00",
        "你好",
        "12345678",
    ),
    *("今天天气怎么样", "hello world", "مرحبا بالعالم", "x" * 20_000, "嘉" * 20_000, "%_%' OR 1=1 --", "\ud800"),
]


@pytest.mark.parametrize(("typed", "meant"), SURE)
def test_what_is_typed_right_is_found_surely(sqlite_store: Store, typed: str, meant: str) -> None:
    found = find(sqlite_store, typed)
    assert (found.hits[0].name, found.sure) == (meant, True)


@pytest.mark.parametrize(("typed", "meant"), LIKELY)
def test_what_is_mistyped_is_found_as_likely(sqlite_store: Store, typed: str, meant: str) -> None:
    found = find(sqlite_store, typed)
    assert (found.hits[0].name, found.sure) == (meant, False)


@pytest.mark.parametrize("typed", NOTHING)
def test_nonsense_finds_nothing(sqlite_store: Store, typed: str) -> None:
    assert find(sqlite_store, typed) == Found((), sure=False)


def test_a_building_comes_before_the_points_in_it(sqlite_store: Store) -> None:
    found = find(sqlite_store, "嘉兴大厦")
    assert [(hit.kind, hit.name) for hit in found.hits] == [
        (HitKind.BUILDING, "嘉兴大厦"),
        (HitKind.POINT, "嘉兴大厦党群服务站"),
        (HitKind.POINT, "嘉兴大厦党员驿站"),
    ]
    assert [hit.score for hit in found.hits] == [100, 95, 95]


def test_a_centre_comes_before_other_points(sqlite_store: Store) -> None:
    names = [hit.name for hit in find(sqlite_store, "党群服务").hits]
    assert names == ["静安寺街道党群服务中心", "潍坊新村街道党群服务中心", "嘉兴大厦党群服务站", "长乐居民区党群服务站"]


def test_a_street_is_found_once_in_its_district(sqlite_store: Store) -> None:
    found = find(sqlite_store, "虹漕南路")
    streets = [hit for hit in found.hits if hit.kind is HitKind.STREET]
    assert streets == [Hit(HitKind.STREET, 0, "虹漕南路", "徐汇区", 100, Position(31.24, 121.4))]


def test_an_address_in_another_district_is_only_likely(sqlite_store: Store) -> None:
    found = find(sqlite_store, "上海市黄浦区虹漕南路777号")
    assert (found.hits[0].name, found.sure) == ("漕河泾科技绿洲", False)


def test_where_names_the_units_above(sqlite_store: Store) -> None:
    assert find(sqlite_store, "潍坊新村街道党群服务中心").hits[0].where == "浦东新区 潍坊新村街道"
    assert find(sqlite_store, "潍坊新村街道").hits[0].where == "浦东新区"
    assert find(sqlite_store, "浦东新区").hits[0].where == ""


def test_no_more_is_found_than_was_asked_for(sqlite_store: Store) -> None:
    assert len(find(sqlite_store, "大厦", 2).hits) == 2


def test_hits_carry_the_ids_of_their_rows(store: Store) -> None:
    with store.unit_of_work() as unit:
        furnish(unit)
        search = PlaceSearch()
        building, point = places.building_by_code(unit, "b0"), places.point_by_code(unit, "p0")
        assert building is not None
        assert point is not None
        assert search.find(unit, "嘉兴大厦").hits[0].id == building.id
        assert search.find(unit, "静安寺街道党群服务中心").hits[0].id == point.id


def test_an_empty_store_finds_nothing(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert PlaceSearch().find(unit, "嘉兴大厦") == Found((), sure=False)


def test_a_change_of_places_is_seen_at_once(store: Store) -> None:
    search = PlaceSearch()
    with store.unit_of_work() as unit:
        furnish(unit)
        assert search.find(unit, "新开业大厦").sure is False
        new = Building("new", "新开业大厦", SiteKind.BUILDING, "", "jas", Position(31.0, 121.0))
        saving.save_buildings(unit, [new])
        assert search.find(unit, "新开业大厦").hits[0].name == "新开业大厦"
