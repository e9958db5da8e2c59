"""A small city for dialogues: few enough places that a reader can know them all."""

from typing import Any, Final

from sqlalchemy import select

from domain.places.geo import Position
from domain.places.places import Building, Landmark, LandmarkKind, Layer, Point, Services, SiteKind, Unit, UnitKind
from storage.places import saving
from storage.places.landmarks import save_landmarks
from storage.tables import places as tables
from storage.unit_of_work import UnitOfWork

UNITS = (
    Unit("31", UnitKind.CITY, "上海市", None),
    Unit("310106", UnitKind.DISTRICT, "静安区", "31"),
    Unit("310115", UnitKind.DISTRICT, "浦东新区", "31"),
    Unit("310106011", UnitKind.SUBDISTRICT, "静安寺街道", "310106"),
    Unit("310106012", UnitKind.SUBDISTRICT, "南京西路街道", "310106"),
    Unit("310115005", UnitKind.SUBDISTRICT, "潍坊新村街道", "310115"),
)

BUILDINGS = (
    Building("B1", "嘉兴大厦", SiteKind.BUILDING, "世纪大道888号", "310115005", Position(31.2290, 121.5180)),
    Building("B2", "嘉星商务楼", SiteKind.BUILDING, "南京西路1266号", "310106012", Position(31.2290, 121.4520)),
)

_OFFICE = "Mo-Fr 09:00-17:00"
_ALL = Services.ACCEPTS_AFFILIATIONS | Services.STUDY | Services.COUNSELLING | Services.ROOM_HIRE

POINTS = (
    Point("JA-1", "静安寺街道党群服务中心", Layer.CENTRE, "310106011", None, "愚园路100号",
          Position(31.2240, 121.4460), _ALL, "Mo-Su 08:30-20:00", "021-55501001", step_free=True),
    Point("JA-2", "久光党员服务点", Layer.POINT, "310106011", None, "南京西路1618号",
          Position(31.2245, 121.4490), Services.ACCEPTS_AFFILIATIONS | Services.READING, _OFFICE, "021-55501002"),
    Point("JA-3", "华山路骑手驿站", Layer.MICRO_STATION, "310106011", None, "华山路300号",
          Position(31.2200, 121.4420), Services.RIDER_REST | Services.CHARGING, "24/7"),
    Point("JA-4", "嘉星商务楼党员服务点", Layer.POINT, "310106012", "B2", "南京西路1266号2楼",
          Position(31.2290, 121.4520), Services.ACCEPTS_AFFILIATIONS | Services.STUDY, _OFFICE, step_free=False),
    Point("JA-5", "南京西路街道党群服务中心", Layer.CENTRE, "310106012", None, "石门一路50号",
          Position(31.2320, 121.4600), _ALL, "Mo-Sa 09:00-18:00", "021-55501005", step_free=True),
    Point("JA-6", "吴江路阅读角", Layer.MICRO_STATION, "310106012", None, "吴江路20号",
          Position(31.2310, 121.4640), Services.READING, "Mo-Su 10:00-21:00"),
    Point("PD-1", "潍坊新村街道党群服务中心", Layer.CENTRE, "310115005", None, "潍坊路200号",
          Position(31.2270, 121.5200), _ALL, "Mo-Su 08:30-20:00", "021-55502001", step_free=True),
    Point("PD-2", "嘉兴大厦党员服务点", Layer.POINT, "310115005", "B1", "世纪大道888号3楼",
          Position(31.2290, 121.5180), Services.ACCEPTS_AFFILIATIONS | Services.STUDY, _OFFICE, "021-55502002"),
    Point("PD-3", "源深路夜间驿站", Layer.MICRO_STATION, "310115005", None, "源深路655号",
          Position(31.2330, 121.5290), Services.RIDER_REST | Services.CHARGING, "Mo-Su 18:00-24:00"),
    Point("PD-4", "张杨路服务点", Layer.POINT, "310115005", None, "张杨路1458号",
          Position(31.2340, 121.5320)),
)  # fmt: skip

LANDMARKS = (
    Landmark("S1", "静安寺", LandmarkKind.METRO_STATION, Position(31.2251, 121.4417), ("Jing'an Temple",),
             ("2号线", "7号线", "14号线")),
    Landmark("S2", "人民广场", LandmarkKind.METRO_STATION, Position(31.2348, 121.4689), ("People's Square",),
             ("1号线", "2号线", "8号线")),
    Landmark("S3", "陆家嘴", LandmarkKind.METRO_STATION, Position(31.2400, 121.4978), (), ("2号线", "14号线")),
    Landmark("S4", "外滩", LandmarkKind.SIGHT, Position(31.2385, 121.4862), ("The Bund",)),
)  # fmt: skip


_TABLES: Final = (tables.units, tables.buildings, tables.points, tables.landmarks)

_built: dict[str, list[dict[str, Any]]] = {}
"""The rows of the city, by table, once it has been built in this process."""


def build(unit: UnitOfWork) -> None:
    """Bring the city in as an import does; once it has been, copy its rows into every empty SQLite store."""
    if unit.on_postgresql or unit.connection.execute(select(tables.units.c.id).limit(1)).first():
        _import(unit)  # PostgreSQL gives the numbers of rows itself
    elif _built:
        for table in _TABLES:
            unit.connection.execute(table.insert(), _built[table.name])
        saving.raise_revision(unit)
    else:
        _import(unit)
        for table in _TABLES:
            rows = unit.connection.execute(select(table).order_by(table.c.id))
            _built[table.name] = [row._asdict() for row in rows]


def _import(unit: UnitOfWork) -> None:
    saving.save_units(unit, UNITS)
    saving.save_buildings(unit, BUILDINGS)
    saving.save_points(unit, POINTS)
    save_landmarks(unit, LANDMARKS)
    saving.raise_revision(unit)
