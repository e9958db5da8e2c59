"""The import of buildings: what a list does to the store, the first time and every time after."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.imports.buildings_file import import_buildings
from bot.imports.points import import_points
from bot.imports.table.summaries import Manner, Mode, Summary
from bot.imports.table.wording import Fault
from domain.people.deeds import HOUSE, Deed
from domain.places.datums import Datum
from domain.places.geo import Position
from domain.places.places import Building, SiteKind, Unit, UnitKind, code_from_name
from storage.merging import buildings as merging
from storage.places import places, saving
from storage.places.codes import branches_of_buildings
from storage.places.imports import known_buildings, known_points, known_units
from storage.unit_of_work import Store
from tests.conftest import NewStore
from tests.stage import small_city

Imported = Callable[..., Summary]

HEADER = "编号,楼宇名称,类型,所属单位,支部,地址,纬度,经度"
KERRY = Building("KC", "静安嘉里中心", SiteKind.BUILDING, "南京西路1515号", "310106011", Position(31.2258, 121.4480))
ROW = "KC,静安嘉里中心,楼宇,静安寺街道,BR1,南京西路1515号,31.2258,121.4480"


@pytest.fixture
def city(store: Store) -> Store:
    """Give the small city and a branch."""
    with store.unit_of_work() as unit:
        small_city.build(unit)
        saving.save_units(unit, [Unit("BR1", UnitKind.BRANCH, "嘉里中心支部", "310106011", SiteKind.BUILDING)])
        unit.commit()
    return store


@pytest.fixture
def imported(city: Store, tmp_path: Path) -> Imported:
    """Import a list given as lines of CSV."""

    def run(*lines: str, header: str = HEADER, manner: Manner | None = None) -> Summary:
        file = tmp_path / "buildings.csv"
        file.write_text("\n".join([header, *lines]), encoding="utf-8")
        return import_buildings(city, file, Datum.WGS84, manner or Manner())

    return run


def buildings(store: Store) -> dict[str, tuple[Building, str]]:
    """Return the buildings that the small city does not have itself, each with the code of its branch."""
    with store.unit_of_work() as unit:
        branches = branches_of_buildings(unit)
        own = {building.code for building in small_city.BUILDINGS}
        return {one.code: (one, branches.get(one.code, "")) for one in known_buildings(unit) if one.code not in own}


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.imported, summary.updated, summary.unchanged, summary.rejected


def told(summary: Summary) -> list[tuple[int, str, Fault]]:
    return [(problem.row, problem.field, problem.fault) for problem in summary.problems]


def test_building_is_imported_with_its_branch(imported: Imported, new_store: NewStore) -> None:
    assert counts(imported(ROW)) == (1, 1, 0, 0, 0)
    assert buildings(new_store()) == {"KC": (KERRY, "BR1")}


def test_second_run_changes_nothing(imported: Imported, city: Store) -> None:
    imported(ROW)
    before = buildings(city)
    assert (counts(imported(ROW)), buildings(city)) == ((1, 0, 0, 1, 0), before)


def test_dry_run_tells_the_same_and_changes_nothing(imported: Imported, city: Store) -> None:
    assert counts(imported(ROW, manner=Manner(Mode.TRY))) == (1, 1, 0, 0, 0)
    assert buildings(city) == {}


def test_changed_row_is_written_over_the_known_one(imported: Imported, city: Store) -> None:
    imported(ROW)
    summary = imported("KC,嘉里中心,商圈,静安寺街道,,南京西路1515号,31.2258,121.4480")
    changed = Building("KC", "嘉里中心", SiteKind.SHOPPING_STREET, KERRY.address, KERRY.unit_code, KERRY.position)
    assert (counts(summary), buildings(city)) == ((1, 0, 1, 0, 0), {"KC": (changed, "")})


def test_list_without_the_columns_leaves_kind_address_and_branch(imported: Imported, city: Store) -> None:
    imported(ROW)
    summary = imported("KC,静安嘉里中心,静安寺街道,31.2258,121.4480", header="code,name,unit,lat,lng")
    assert (counts(summary), buildings(city)) == ((1, 0, 0, 1, 0), {"KC": (KERRY, "BR1")})


def test_unit_follows_from_district_and_subdistrict(imported: Imported, city: Store) -> None:
    summary = imported(
        "静安嘉里中心,静安,静安寺,31.2258,121.4480",
        "新楼,静安区,新街道,31.2260,121.4482",
        header="name,district,subdistrict,lat,lng",
    )
    assert counts(summary) == (2, 2, 0, 0, 0)
    with city.unit_of_work() as unit:
        added = {one for one in known_units(unit) if one.name == "新街道"}
    (street,) = added
    assert street == Unit(code_from_name("新街道", "310106"), UnitKind.SUBDISTRICT, "新街道", "310106")
    assert {(one.name, one.unit_code) for one, _ in buildings(city).values()} == {
        ("静安嘉里中心", "310106011"),
        ("新楼", street.code),
    }


def test_refused_row_adds_no_unit(imported: Imported, city: Store) -> None:
    summary = imported("新楼,静安区,新街道,39.9,116.4", header="name,district,subdistrict,lat,lng")
    assert told(summary) == [(2, "coordinates", Fault.FAR_FROM_CITY)]
    with city.unit_of_work() as unit:
        assert {one.code for one in known_units(unit)} == {"BR1", *(one.code for one in small_city.UNITS)}


def test_building_that_the_points_brought_is_recognised_by_name(imported: Imported, city: Store) -> None:
    row = "嘉兴大厦,浦东新区,31.2290,121.5180,世纪大道888号"
    assert counts(imported(row, header="name,district,lat,lng,address")) == (1, 0, 0, 1, 0)
    assert buildings(city) == {}


def test_known_building_gets_the_code_of_the_list(imported: Imported, city: Store) -> None:
    imported("静安嘉里中心,静安区,31.2258,121.4480,南京西路1515号", header="name,district,lat,lng,address")
    summary = imported(ROW)
    assert (counts(summary), buildings(city)) == ((1, 0, 1, 0, 0), {"KC": (KERRY, "BR1")})
    with city.unit_of_work() as unit:
        assert places.building_by_slug(unit, "KC") is not None


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        ("a,,楼宇,310106,,x,31.2,121.4", "name", Fault.NAME_EMPTY),
        ("a,甲,飞船,310106,,x,31.2,121.4", "site", Fault.SITE_UNKNOWN),
        ("a,甲,楼宇,没有,,x,31.2,121.4", "unit", Fault.UNIT_UNKNOWN),
        ("a,甲,楼宇,310106,静安区,x,31.2,121.4", "branch", Fault.BRANCH_UNKNOWN),
        ("a,甲,楼宇,,,x,31.2,121.4", "district", Fault.DISTRICT_EMPTY),
        ("a,甲,楼宇,310106,,x,0,0", "coordinates", Fault.POSITION_ZERO),
        ("a,甲,楼宇,310106,,x,121.4,31.2", "coordinates", Fault.POSITION_SWAPPED),
        ("a,甲,楼宇,310106,,x,39.9,116.4", "coordinates", Fault.FAR_FROM_CITY),
    ],
)
def test_row_that_makes_no_sense_says_why(imported: Imported, row: str, field: str, fault: Fault) -> None:
    assert told(imported(row)) == [(2, field, fault)]


def test_second_of_two_that_are_one_building_is_refused(imported: Imported) -> None:
    summary = imported(
        ROW,
        "KC,别的楼,楼宇,静安寺街道,,延安路1号,31.2200,121.4500",
        ",静安嘉里中心,楼宇,310106,,静安区南京西路1515号,31.2258,121.4480",
    )
    assert told(summary) == [(3, "code", Fault.SAME_CODE), (4, "name", Fault.SAME_NAME_AND_ADDRESS)]


# ---------------------------------------------------------------- what was merged


def merged(store: Store) -> None:
    with store.unit_of_work() as unit:
        merging.merge(unit, "KC", "B1", Deed(HOUSE, 0.0))
        unit.commit()


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        ROW.replace("KC,静安嘉里中心", "KC,嘉里中心"),
        ROW.replace("KC,", ","),
        ROW.replace("KC,", "KC-2,"),
    ],
)
def test_older_list_brings_no_merged_building_back(imported: Imported, city: Store, row: str) -> None:
    imported(ROW.replace("BR1", ""))
    merged(city)
    again = imported(row.replace("BR1", ""))
    assert counts(again) == (1, 0, 0, 0, 1)
    assert again.problems[0].fault is Fault.MERGED
    assert "B1" in again.problems[0].problem
    assert buildings(city) == {}


def test_row_of_what_it_was_merged_into_is_that_building_s(imported: Imported, city: Store) -> None:
    """Two rows of one name: the code says which of them stays, and the other is told."""
    imported(ROW.replace("BR1", ""))
    merged(city)
    renamed = ROW.replace("BR1", "").replace("KC,", "B1,")
    again = imported(renamed, ROW.replace("BR1", ""))
    assert counts(again) == (2, 0, 1, 0, 1)
    assert [problem.fault for problem in again.problems] == [Fault.MERGED]


def test_point_in_a_merged_building_stands_in_the_other(imported: Imported, city: Store, tmp_path: Path) -> None:
    imported(ROW.replace("BR1", ""))
    merged(city)
    file = tmp_path / "points.csv"
    rows = [f"P{at},嘉里站{at},静安区,{written},31.2258,121.4480" for at, written in enumerate(("KC", "静安嘉里中心"))]
    file.write_text("\n".join(["code,name,district,building,lat,lng", *rows]), encoding="utf-8")
    import_points(city, file, Datum.WGS84)
    with city.unit_of_work() as unit:
        found = {one.code: one.building_code for one in known_points(unit) if one.code.startswith("P")}
        assert (found["P0"], found["P1"]) == ("B1", "B1")
    assert buildings(city) == {}
