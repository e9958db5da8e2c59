"""Landmarks are kept on both stores, and found by every name that they have."""

import pytest

from domain.places.geo import Position
from domain.places.places import Building, Landmark, LandmarkKind, Layer, Point, SiteKind, Unit, UnitKind
from storage.places import places, saving
from storage.places.landmarks import known_landmarks, rename_landmarks, save_landmarks
from storage.places.saving import Saved
from storage.places.search import HitKind, PlaceSearch
from storage.places.search_names import Address, Names
from storage.places.search_street import romanised_street, street_sign
from storage.places.search_text import Street
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import NewStore

TEMPLE = Landmark(
    "S1",
    "静安寺",
    LandmarkKind.METRO_STATION,
    Position(31.2251, 121.4417),
    ("Jing'an Temple", "静安古寺"),
    ("2号线", "7号线"),
)
SQUARE = Landmark("S2", "人民广场", LandmarkKind.SQUARE, Position(31.2320, 121.4693), ("People's Square",))
ROAD = Landmark("S3", "南京西路", LandmarkKind.STREET, Position(31.2319, 121.4557))

UNITS = (
    Unit("31", UnitKind.CITY, "上海市", None),
    Unit("jad", UnitKind.DISTRICT, "静安区", "31"),
    Unit("hkd", UnitKind.DISTRICT, "虹口区", "31"),
    Unit("jas", UnitKind.SUBDISTRICT, "静安寺街道", "jad"),
    Unit("sp", UnitKind.SUBDISTRICT, "四平路街道", "hkd"),
)


def furnish(unit: UnitOfWork) -> None:
    """Build two districts with a street of the same name, and houses in it."""
    saving.save_units(unit, UNITS)
    saving.save_buildings(
        unit,
        [
            Building("b1", "嘉兴大厦", SiteKind.BUILDING, "静安区四平路100号", "jas", Position(31.1, 121.1)),
            Building("b2", "金茂大厦", SiteKind.BUILDING, "虹口区四平路900号", "sp", Position(31.2, 121.2)),
            Building("b3", "来福士", SiteKind.BUILDING, "虹口区四平路", "sp", Position(31.2, 121.2)),
        ],
    )
    saving.save_points(
        unit,
        [
            Point(f"p{at}", name, Layer.POINT, "jas", None, "愚园路18号", Position(31.3, 121.3))
            for at, name in enumerate(("党群服务站", "东党群服务站", "西党群服务站", "南党群服务站"))
        ],
    )
    save_landmarks(unit, [TEMPLE, SQUARE, ROAD])


def names(unit: UnitOfWork) -> Names:
    return PlaceSearch().names(unit)


def test_landmarks_come_back_as_they_were_given(store: Store, new_store: NewStore) -> None:
    with store.unit_of_work() as unit:
        assert save_landmarks(unit, [TEMPLE, SQUARE]) == Saved(2, 0, 0)
        unit.commit()
    with new_store().unit_of_work() as unit:
        assert known_landmarks(unit) == [TEMPLE, SQUARE]


def test_saving_again_changes_only_what_differs(store: Store) -> None:
    moved = Landmark("S2", "人民广场", LandmarkKind.SQUARE, Position(31.2321, 121.4693))
    with store.unit_of_work() as unit:
        save_landmarks(unit, [TEMPLE, SQUARE])
        before = places.revision(unit)
        assert save_landmarks(unit, [TEMPLE]) == Saved(0, 0, 1)
        assert places.revision(unit) == before
        assert save_landmarks(unit, [TEMPLE, moved]) == Saved(0, 1, 1)
        assert places.revision(unit) == before + 1
        assert known_landmarks(unit) == [TEMPLE, moved]


def test_codes_are_renamed(store: Store) -> None:
    with store.unit_of_work() as unit:
        save_landmarks(unit, [SQUARE])
        rename_landmarks(unit, {})
        rename_landmarks(unit, {"S2": "square"})
        assert [one.code for one in known_landmarks(unit)] == ["square"]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "静安寺",
            "静安寺站",
            "静安寺地铁站",
            "靜安寺",
            "静安古寺",
            "jingansi",
            "jing an si",
            "jas",
            "Jing'an Temple",
        ),
        *("jingan temple", "near Jing'an Temple station", "静安寺 2号线"),
    ],
)
def test_landmark_is_found_by_any_of_its_names(sqlite_store: Store, typed: str) -> None:
    with sqlite_store.unit_of_work() as unit:
        furnish(unit)
        hits = PlaceSearch().find(unit, typed).hits
    assert [hit.name for hit in hits if hit.kind is HitKind.LANDMARK][:1] == ["静安寺"]


def test_landmark_of_several_names_is_found_once(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        furnish(unit)
        found = PlaceSearch().find(unit, "静安")
    assert [hit.name for hit in found.hits].count("静安寺") == 1
    assert [hit.where for hit in found.hits if hit.kind is HitKind.LANDMARK] == ["2号线 7号线"]


def test_change_of_landmarks_is_seen_at_once(store: Store) -> None:
    search = PlaceSearch()
    with store.unit_of_work() as unit:
        furnish(unit)
        assert search.find(unit, "外滩").hits == ()
        save_landmarks(unit, [Landmark("S9", "外滩", LandmarkKind.SIGHT, Position(31.2385, 121.4862))])
        assert [hit.name for hit in search.find(unit, "外滩").hits] == ["外滩"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("人民广场", ["人民广场"]),
        ("peoplessquare", ["人民广场"]),
        ("静安", ["静安区"]),
        ("静安寺", ["静安寺", "静安寺街道"]),
        ("嘉兴大厦", ["嘉兴大厦"]),
        ("四平路", ["四平路", "四平路", "四平路街道"]),
        ("嘉兴", []),
        ("东党群服务站", ["东党群服务站"]),
        ("党群服务站", []),
    ],
)
def test_whole_names_alone_are_sure(sqlite_store: Store, name: str, found: list[str]) -> None:
    """A name in which others end says what a place is, and not which."""
    with sqlite_store.unit_of_work() as unit:
        furnish(unit)
        assert sorted(hit.name for hit in names(unit).called(name)) == sorted(found)


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("renminguangchang", ["人民广场"]),
        ("jiaxingdasha", ["嘉兴大厦"]),
        ("jiaxingdaxia", ["嘉兴大厦"]),
        ("jingan", ["静安区"]),
        ("jiaxing", []),
    ],
)
def test_whole_names_are_heard(sqlite_store: Store, letters: str, found: list[str]) -> None:
    with sqlite_store.unit_of_work() as unit:
        furnish(unit)
        assert [hit.name for hit in names(unit).heard(letters)] == found


@pytest.mark.parametrize(
    ("asked", "district", "address"),
    [
        (Street("四平路", 100), "", Address("四平路", 100, 100, Position(31.1, 121.1))),
        (Street("四平路", 520), "", Address("四平路", 520, 900, Position(31.2, 121.2))),
        (Street("四平路", 880), "静安区", Address("四平路", 880, 100, Position(31.1, 121.1))),
        (Street("四平路", 0), "虹口区", Address("四平路", 0, 0, Position(31.2, 121.2))),
        (Street("南京西路", 1266), "", Address("南京西路", 1266, 0, ROAD.position)),
        (Street("淮海路", 1), "", None),
    ],
)
def test_number_leads_to_the_nearest_that_is_known(
    sqlite_store: Store, asked: Street, district: str, address: Address | None
) -> None:
    with sqlite_store.unit_of_work() as unit:
        furnish(unit)
        assert names(unit).address(asked, district) == address


def test_address_is_exact_where_the_number_is_known_or_none_was_asked() -> None:
    here = Position(31.0, 121.0)
    assert [Address("四平路", asked, 100, here).is_exact for asked in (0, 100, 101)] == [True, True, False]


def test_unit_of_the_name_of_a_street_is_no_address(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        saving.save_units(unit, UNITS)
        assert names(unit).address(Street("四平路", 1)) is None


def test_streets_are_heard(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        furnish(unit)
        known = names(unit)
        assert [known.street_heard(one) for one in ("sipinglu", "nanjingxilu", "jiaxingdasha")] == [
            "四平路",
            "南京西路",
            "",
        ]


def test_example_is_an_address_in_the_street_where_most_is_known(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        assert names(unit).example() is None
        furnish(unit)
        assert names(unit).example() == Street("愚园路", 18)


@pytest.mark.parametrize(
    ("written", "street"),
    [
        ("1168 nanjing road west", Street("nanjingxilu", 1168)),
        ("nanjing road west 1168", Street("nanjingxilu", 1168)),
        ("1168 west nanjing rd", Street("nanjingxilu", 1168)),
        ("no 1168 nanjing xi lu", Street("nanjingxilu", 1168)),
        ("nanjing xilu 1266", Street("nanjingxilu", 1266)),
        ("nanjingxilu 1266号", Street("nanjingxilu", 1266)),
        ("century avenue", Street("centurydadao")),
        ("huaihai zhong lu", Street("huaihaizhonglu")),
        ("beijing street e", Street("beijingdongjie")),
        ("12 34 nanjing road", Street("nanjinglu", 12)),
        ("nanjing", None),
        ("road", None),
        ("west road", None),
        ("", None),
        ("1168", None),
        ("nanjing road today", None),
        ("one two three four five road", None),
    ],
)
def test_street_in_letters(written: str, street: Street | None) -> None:
    assert romanised_street(written.split()) == street


@pytest.mark.parametrize(
    ("name", "sign"),
    [("南京西路", "Nanjing Xilu"), ("世纪大道", "Shiji Dadao"), ("吴江路", "Wujiang Lu"), ("东路", "Dong Lu")],
)
def test_street_as_its_sign_writes_it(name: str, sign: str) -> None:
    assert street_sign(name) == sign
