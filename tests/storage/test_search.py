"""What people type finds what they mean: a small city, and the ways in which its names are written."""

import pytest

from domain.geo import Position
from domain.places import Building, Layer, Point, SiteKind, Unit, UnitKind
from storage import places
from storage.search import Found, Hit, HitKind, PlaceSearch
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
    places.save_units(unit, UNITS)
    places.save_buildings(
        unit,
        [
            Building(f"b{number}", name, SiteKind.BUILDING, address, code, Position(31.2 + number / 100, 121.4))
            for number, (name, address, code) in enumerate(BUILDINGS)
        ],
    )
    places.save_points(
        unit,
        [
            Point(f"p{number}", name, layer, code, None, address, Position(31.3 + number / 100, 121.5))
            for number, (name, layer, address, code) in enumerate(POINTS)
        ],
    )


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Store:
    raise NotImplementedError
