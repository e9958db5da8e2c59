"""The import as a whole: what a list does to the store, the first time and every time after."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time

import pytest
from sqlalchemy import text

from bot.imports.points import import_points
from bot.imports.table.headers import POINT_LIST, Field
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode, Summary
from bot.imports.table.wording import Fault
from bot.texts import words
from domain.places.datums import Datum
from domain.places.geo import Position
from domain.places.places import Building, Layer, Point, Services, SiteKind, Unit, UnitKind, code_from_name
from storage.places.imports import known_buildings, known_points, known_units
from storage.places.nearest import nearest
from storage.places.places import revision
from storage.places.saving import save_buildings, save_points, save_units
from storage.unit_of_work import Store
from tests.conftest import NewStore

Imported = Callable[..., Summary]

CITY = Unit("310000", UnitKind.CITY, "上海市", None)
JINGAN = Unit("310106", UnitKind.DISTRICT, "静安区", "310000")
TEMPLE = Unit("310106011", UnitKind.SUBDISTRICT, "静安寺街道", "310106")
POINT = Point(
    code="JA-1",
    name="静安寺站",
    layer=Layer.CENTRE,
    unit_code="310106011",
    building_code=None,
    address="南京西路1686号",
    position=Position(31.2231, 121.4455),
    services=Services.STUDY,
    hours="Mo-Fr 09:00-17:00",
    phone="021-62790000",
    step_free=True,
)
TRY = Manner(mode=Mode.TRY)


@pytest.fixture
def imported(store: Store, tmp_path: Path) -> Imported:
    """Import a list given as lines of CSV."""

    def run(*lines: str, into: Store = store, manner: Manner | None = None) -> Summary:
        file = tmp_path / "list.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        return import_points(into, file, Datum.WGS84, manner or Manner())

    return run


@pytest.fixture
def with_point(store: Store) -> None:
    with store.unit_of_work() as unit:
        save_units(unit, [CITY, JINGAN, TEMPLE])
        save_points(unit, [POINT])
        unit.commit()


def points(store: Store) -> list[Point]:
    with store.unit_of_work() as unit:
        return known_points(unit)


def units(store: Store) -> list[tuple[UnitKind, str, str | None]]:
    with store.unit_of_work() as unit:
        known = known_units(unit)
    names = {each.code: each.name for each in known}
    return [(each.kind, each.name, each.parent_code and names[each.parent_code]) for each in known]


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.imported, summary.updated, summary.unchanged, summary.rejected


def told(summary: Summary) -> list[tuple[int, str, Fault]]:
    return [(problem.row, problem.field, problem.fault) for problem in summary.problems]


# ---------------------------------------------------------------- into an empty store


def test_list_fills_an_empty_store(imported: Imported, new_store: NewStore) -> None:
    summary = imported(
        "code,name,layer,district,subdistrict,address,lat,lng,services,hours,phone,step_free",
        "JA-1,静安寺站,centre,静安区,静安寺街道,南京西路1686号,31.2231,121.4455,study,"
        "Mo-Fr 09:00-17:00,021-62790000,yes",
    )
    assert counts(summary) == (1, 1, 0, 0, 0)
    second = new_store()
    assert units(second) == [
        (UnitKind.CITY, "上海市", None),
        (UnitKind.DISTRICT, "静安区", "上海市"),
        (UnitKind.SUBDISTRICT, "静安寺街道", "静安区"),
    ]
    (point,) = points(second)
    assert replace(point, unit_code="310106011") == POINT


def test_row_that_says_little_is_a_point_of_the_city(imported: Imported, store: Store) -> None:
    imported("name,lat,lng", "静安寺站,31.2231,121.4455")
    city = code_from_name("上海市", "")
    code = code_from_name("静安寺站", "")
    assert points(store) == [Point(code, "静安寺站", Layer.POINT, city, None, "", POINT.position)]


def test_district_is_one_in_both_spellings(imported: Imported, store: Store) -> None:
    imported(
        "name,district,lat,lng",
        "a,浦东,31.22,121.54",
        "b,浦东新区,31.23,121.54",
        "c,上海市浦东新区,31.24,121.54",
    )
    assert units(store) == [(UnitKind.CITY, "上海市", None), (UnitKind.DISTRICT, "浦东", "上海市")]


def test_row_without_a_city_is_of_the_only_city_there_is(imported: Imported, store: Store) -> None:
    with store.unit_of_work() as unit:
        save_units(unit, [Unit("330900", UnitKind.CITY, "舟山市", None)])
        unit.commit()
    summary = imported("name,district,address,lat,lng", "a,普陀区,舟山市普陀区海莲路465号,29.97,122.32")
    assert (counts(summary), units(store)) == (
        (1, 1, 0, 0, 0),
        [(UnitKind.CITY, "舟山市", None), (UnitKind.DISTRICT, "普陀区", "舟山市")],
    )


@pytest.mark.usefixtures("with_point")
def test_district_follows_from_a_known_subdistrict(imported: Imported, store: Store) -> None:
    imported("name,subdistrict,lat,lng", "曹家渡站,静安寺,31.23,121.43")
    assert [point.unit_code for point in points(store)] == [TEMPLE.code, TEMPLE.code]


def test_building_is_made_where_its_first_point_stands(imported: Imported, store: Store) -> None:
    imported(
        "name,district,building,address,lat,lng",
        "a,静安区,嘉兴大厦,张杨路500号,31.22,121.44",
        "b,静安区,嘉兴大厦,张杨路500号3楼,31.2201,121.44",
        "c,静安区,,张杨路502号,31.23,121.44",
    )
    with store.unit_of_work() as unit:
        (building,) = known_buildings(unit)
    assert (building.name, building.kind, building.address) == ("嘉兴大厦", SiteKind.BUILDING, "张杨路500号")
    assert building.position == Position(31.22, 121.44)
    assert [point.building_code for point in points(store)] == [building.code, building.code, None]


@pytest.mark.parametrize("written", ["JX-1", "嘉兴大厦"])
@pytest.mark.usefixtures("with_point")
def test_building_is_found_by_code_or_name(imported: Imported, store: Store, written: str) -> None:
    known = Building("JX-1", "嘉兴大厦", SiteKind.BUILDING, "张杨路500号", JINGAN.code, Position(31.23, 121.45))
    with store.unit_of_work() as unit:
        save_buildings(unit, [known])
        unit.commit()
    imported("code,name,district,building,lat,lng", f"JA-2,曹家渡站,静安区,{written},31.23,121.45")
    assert [point.building_code for point in points(store)] == [None, "JX-1"]


# ---------------------------------------------------------------- the second time


def test_second_run_changes_nothing(imported: Imported, store: Store) -> None:
    lines = (
        "编号,名称,层级,区,街道,地址,纬度,经度,服务,开放时间,电话,无障碍,楼宇",
        "JA-1,静安寺站,服务中心,静安区,静安寺街道,南京西路1686号,31.2231,121.4455,学习,工作日9:00-17:00,62790000,是,A座",
        ",曹家渡站,微站,静安,,,31.23,121.43,,,,,",
    )
    assert counts(imported(*lines)) == (2, 2, 0, 0, 0)
    before = points(store)
    with store.unit_of_work() as unit:
        known_revision = revision(unit)
    assert counts(imported(*lines)) == (2, 0, 0, 2, 0)
    with store.unit_of_work() as unit:
        assert revision(unit) == known_revision
    assert points(store) == before


@pytest.mark.usefixtures("with_point")
def test_moved_point_is_known_by_its_code(imported: Imported, store: Store) -> None:
    assert counts(imported("code,name,lat,lng", "JA-1,静安寺站,31.2251,121.4475")) == (1, 0, 1, 0, 0)
    assert points(store) == [replace(POINT, position=Position(31.2251, 121.4475))]


@pytest.mark.usefixtures("with_point")
def test_renamed_point_is_known_by_its_code(imported: Imported, store: Store) -> None:
    summary = imported("code,name,address,lat,lng", "JA-1,静安寺党群站,南京西路1688号,31.2231,121.4455")
    assert counts(summary) == (1, 0, 1, 0, 0)
    assert points(store) == [replace(POINT, name="静安寺党群站", address="南京西路1688号")]


@pytest.mark.usefixtures("with_point")
def test_moved_point_without_code_is_known_by_name_and_address(imported: Imported, store: Store) -> None:
    summary = imported("name,address,lat,lng", "静安寺站, 南京西路1686号 ,31.2251,121.4475")
    assert counts(summary) == (1, 0, 1, 0, 0)
    assert points(store) == [replace(POINT, position=Position(31.2251, 121.4475))]


@pytest.mark.usefixtures("with_point")
def test_renamed_point_without_code_is_another_point(imported: Imported) -> None:
    assert counts(imported("name,address,lat,lng", "别的站,南京西路1686号,31.2231,121.4455")) == (1, 1, 0, 0, 0)


def test_point_that_gets_a_code_keeps_its_row(imported: Imported, store: Store) -> None:
    imported("name,address,lat,lng", "静安寺站,南京西路1686号,31.2231,121.4455")
    with store.unit_of_work() as unit:
        (before,) = nearest(unit, POINT.position, 1)
    summary = imported("code,name,address,lat,lng", "JA-1,静安寺站,南京西路1686号,31.2231,121.4455")
    with store.unit_of_work() as unit:
        (after,) = nearest(unit, POINT.position, 1)
    assert counts(summary) == (1, 0, 1, 0, 0)
    assert (after.point.id, after.point.code, after.point.slug) == (before.point.id, "JA-1", "JA-1")


@pytest.mark.usefixtures("with_point")
def test_code_of_another_row_is_not_taken_by_name(imported: Imported, store: Store) -> None:
    summary = imported(
        "code,name,address,lat,lng",
        "JA-2,静安寺站,南京西路1686号,31.2251,121.4475",
        "JA-1,静安寺老站,南京西路1600号,31.2231,121.4455",
    )
    assert counts(summary) == (2, 1, 1, 0, 0)
    assert [(point.code, point.name) for point in points(store)] == [("JA-1", "静安寺老站"), ("JA-2", "静安寺站")]


@pytest.mark.usefixtures("with_point")
def test_list_without_a_column_leaves_what_is_known(imported: Imported, store: Store) -> None:
    assert counts(imported("code,name,lat,lng", "JA-1,静安寺站,31.2231,121.4455")) == (1, 0, 0, 1, 0)
    assert points(store) == [POINT]


@pytest.mark.usefixtures("with_point")
def test_empty_cell_clears_what_is_known(imported: Imported, store: Store) -> None:
    imported("code,name,lat,lng,hours,phone,services,step_free", "JA-1,静安寺站,31.2231,121.4455,,,,")
    cleared = replace(POINT, hours="", phone="", services=Services(0), step_free=None)
    assert points(store) == [cleared]


@pytest.mark.usefixtures("with_point")
def test_district_alone_leaves_the_finer_unit(imported: Imported) -> None:
    assert counts(imported("code,name,district,lat,lng", "JA-1,静安寺站,静安区,31.2231,121.4455")) == (1, 0, 0, 1, 0)


@pytest.mark.usefixtures("with_point")
def test_other_district_moves_the_point_there(imported: Imported, store: Store) -> None:
    with store.unit_of_work() as unit:
        save_units(unit, [Unit("310105", UnitKind.DISTRICT, "长宁区", CITY.code)])
        unit.commit()
    imported("code,name,district,lat,lng", "JA-1,静安寺站,长宁区,31.2231,121.4455")
    assert [point.unit_code for point in points(store)] == ["310105"]


@pytest.mark.usefixtures("with_point")
def test_district_that_is_not_there_is_not_invented(imported: Imported, store: Store) -> None:
    before = units(store)
    summary = imported(
        "name,district,subdistrict,lat,lng", "a,西湖区,湖滨街道,31.22,121.44", "b,静安,湖滨街道,31.22,121.44"
    )
    assert (counts(summary), told(summary)) == ((2, 1, 0, 0, 1), [(2, "district", Fault.DISTRICT_UNKNOWN)])
    assert "现有：静安区" in summary.problems[0].problem
    assert units(store) == [*before, (UnitKind.SUBDISTRICT, "湖滨街道", "静安区")]
    assert [note.text for note in summary.notes] == ["新建了原来没有的单位：湖滨街道"]


# ---------------------------------------------------------------- one transaction


def test_dry_run_counts_and_changes_nothing(imported: Imported, store: Store) -> None:
    lines = ("name,district,lat,lng", "a,静安区,31.22,121.44", ",静安区,31.22,121.44")
    assert counts(imported(*lines, manner=TRY)) == (2, 1, 0, 0, 1)
    assert (points(store), units(store)) == ([], [])


def test_unreadable_file_changes_nothing(imported: Imported, store: Store) -> None:
    with pytest.raises(FileUnreadable):
        imported("dear all")
    assert units(store) == []


def test_failure_on_the_way_undoes_everything(imported: Imported, store: Store) -> None:
    with store.unit_of_work() as unit:
        unit.connection.execute(text("DROP TABLE revisions"))
        unit.commit()
    with pytest.raises(Exception, match="revisions"):
        imported("name,district,lat,lng", "a,静安区,31.22,121.44")
    assert (points(store), units(store)) == ([], [])


def test_import_raises_the_revision(imported: Imported, store: Store) -> None:
    with store.unit_of_work() as unit:
        before = revision(unit)
    imported("name,lat,lng", "a,31.22,121.44")
    with store.unit_of_work() as unit:
        assert revision(unit) > before


def test_progress_runs_to_the_end(sqlite_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,lat,lng\n" + "".join(f"p{number},31.22,121.44\n" for number in range(450)))
    seen: list[tuple[int, int]] = []
    import_points(sqlite_store, file, Datum.WGS84, on_progress=lambda done, rows: seen.append((done, rows)))
    assert (seen[0], seen[-1]) == ((0, 450), (450, 450))
    assert all(before < after for before, after in pairwise(seen))


# ---------------------------------------------------------------- rows that contradict each other or the map


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("A1,a,x路1号,31.22,121.44", "A1,b,x路2号,31.23,121.44", ("code", Fault.SAME_CODE)),
        ("A1,a,x路1号,31.22,121.44", "A2,a,x路1号,31.22,121.44", ("name", Fault.SAME_NAME_AND_ADDRESS)),
        (",a,x路1号,31.22,121.44", ",A,x路 1号。,31.23,121.44", ("name", Fault.SAME_NAME_BUT)),
        (",a,静安区x路1号,31.22,121.44", ",上海a,x路1号,31.22,121.44", ("name", Fault.SAME_NAME_AND_ADDRESS)),
        (",a,x路1号,31.22,121.44", ",a,y路7号,31.2204,121.44", ("name", Fault.SAME_SPOT)),
    ],
)
def test_duplicate_is_rejected(imported: Imported, first: str, second: str, expected: tuple[str, Fault]) -> None:
    summary = imported("code,name,address,lat,lng,district", f"{first},静安区", f"{second},静安区")
    assert (counts(summary), told(summary)) == ((2, 1, 0, 0, 1), [(3, *expected)])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (",a,x路1-2号,31.22,121.44,静安区", ",a,x路12号,31.23,121.44,静安区"),
        (",a,x路1号,31.22,121.44,静安区", ",b,x路1号,31.22,121.44,静安区"),
        (",a,x路1号,31.22,121.44,静安区", ",a,y路1号,31.23,121.44,静安区"),
        (",静安区中心,,31.22,121.44,静安区", ",徐汇区中心,,31.18,121.44,徐汇区"),
        ("A1,a,x路1号,31.22,121.44,静安区", "A2,a,y路1号,31.22,121.44,静安区"),
    ],
)
def test_neighbour_is_no_duplicate(imported: Imported, first: str, second: str) -> None:
    summary = imported("code,name,address,lat,lng,district", first, second)
    assert counts(summary) == (2, 2, 0, 0, 0)


def test_row_after_a_rejected_twin_is_taken(imported: Imported) -> None:
    summary = imported("name,lat,lng,phone", "a,31.22,,", "a,31.22,121.44,62790000")
    assert (counts(summary), told(summary)) == ((2, 1, 0, 0, 1), [(2, "longitude", Fault.POSITION_EMPTY)])


def test_two_rows_about_one_place_are_told_where_they_differ(imported: Imported) -> None:
    summary = imported("name,lat,lng,phone,hours", "a,31.22,121.44,1234567,", "a,31.22,121.44,62790000,24/7")
    assert told(summary) == [(2, "phone", Fault.PHONE_IMPOSSIBLE), (3, "name", Fault.SAME_NAME_BUT)]
    assert (
        summary.problems[1].problem == "与第 2 行重复：名称和地址相同。已采用第 2 行；两行不一致的有：开放时间、电话。"
    )


@pytest.mark.usefixtures("with_point")
def test_cell_that_is_not_understood_leaves_what_is_known(imported: Imported, store: Store) -> None:
    summary = imported(
        "code,name,lat,lng,hours,phone,services,step_free,layer",
        "JA-1,静安寺站,31.2231,121.4455,看情况,打给王老师,理发,也许,宫殿",
    )
    assert (counts(summary), len(summary.problems), points(store)) == ((1, 0, 0, 1, 0), 5, [POINT])


def test_code_made_from_a_name_is_a_duplicate_of_that_name(imported: Imported) -> None:
    code = code_from_name("a", "x路1号")
    summary = imported("code,name,address,lat,lng", f"{code},b,y路2号,31.22,121.44", ",a,x路1号,31.23,121.44")
    assert told(summary) == [(3, "code", Fault.SAME_CODE)]


def test_missing_district_is_told_where_the_list_has_districts(imported: Imported) -> None:
    summary = imported("name,district,lat,lng", "a,,31.22,121.44", "b,静安区,31.23,121.44")
    assert told(summary) == [(2, "district", Fault.DISTRICT_EMPTY)]


def test_address_in_another_district_is_told(imported: Imported) -> None:
    summary = imported(
        "name,district,address,lat,lng",
        "a,静安区,静安区x路1号,31.22,121.44",
        "b,徐汇区,上海市徐汇区x路1号,31.18,121.44",
        "c,徐汇区,上海市静安区x路3号,31.19,121.44",
        "d,徐汇区,小区x路4号,31.18,121.45",
    )
    assert told(summary) == [(4, "address", Fault.OTHER_DISTRICT)]


def crowd(district: str, middle: Position, count: int) -> list[str]:
    seeded = Random(7)
    north, east = middle.latitude, middle.longitude
    return [
        f"{district}{number},{district},{north + seeded.gauss(0, 0.02)},{east + seeded.gauss(0, 0.02)}"
        for number in range(count)
    ]


def test_place_in_another_city_is_told_by_a_handful_of_rows(imported: Imported) -> None:
    summary = imported(
        "name,district,lat,lng",
        "a,静安区,31.22,121.44",
        "b,徐汇区,31.18,121.44",
        "c,浦东新区,31.22,121.54",
        "d,徐汇区,39.9,116.4",
    )
    assert told(summary) == [(5, "coordinates", Fault.FAR_FROM_CITY)]
    assert summary.problems[0].problem == "坐标不在上海市：离那里的中心约 1067 公里。请核对坐标和所在区。"


def test_place_in_another_district_is_told_by_the_rest_of_the_list(imported: Imported) -> None:
    rows = crowd("徐汇区", Position(31.18, 121.44), 20) + crowd("嘉定区", Position(31.38, 121.26), 20)
    summary = imported("name,district,lat,lng", *rows, "x,徐汇区,31.38,121.26")
    assert told(summary) == [(42, "coordinates", Fault.FAR_FROM_DISTRICT)]


def test_place_in_another_district_is_told_by_what_is_known(imported: Imported) -> None:
    imported("name,district,lat,lng", *crowd("徐汇区", Position(31.18, 121.44), 20))
    summary = imported("name,district,lat,lng", "x,徐汇区,31.38,121.26")
    assert told(summary) == [(2, "coordinates", Fault.FAR_FROM_DISTRICT)]


def test_known_place_is_not_doubted_again(imported: Imported) -> None:
    imported("name,district,lat,lng", "x,徐汇区,31.38,121.26")
    imported("name,district,lat,lng", *crowd("徐汇区", Position(31.18, 121.44), 40))
    assert counts(imported("name,district,lat,lng", "x,徐汇区,31.38,121.26")) == (1, 0, 0, 1, 0)


# ---------------------------------------------------------------- at the true scale


def a_long_list(count: int) -> Iterable[str]:
    seeded = Random(1)
    labels = words("zh_Hans").report
    yield ",".join(labels(one) for one in POINT_LIST.spellings if one not in {Field.COORDINATES, Field.CITY})
    for number in range(count):
        district = seeded.randrange(16)
        latitude, longitude = 31.0 + district * 0.02 + seeded.uniform(0, 0.05), 121.3 + seeded.uniform(0, 0.1)
        yield (
            f"P{number:05},第{number}服务点,服务点,第{district}区,第{district}街道,某路{number}号,{latitude:.6f},{longitude:.6f},"
            f"挂靠、学习,周一至周五 {8 + number % 3}:00-17:30,021-6279{number % 10000:04},是,第{number % 800}大厦"
        )


def test_twelve_thousand_rows_take_seconds(imported: Imported, store: Store) -> None:
    lines = list(a_long_list(12_000))
    began = process_time()
    first = imported(*lines)
    took = process_time() - began
    assert counts(first) == (12_000, 12_000, 0, 0, 0)
    assert counts(imported(*lines)) == (12_000, 0, 0, 12_000, 0)
    assert len(points(store)) == 12_000
    assert took < 20  # seconds of this process; the aim is 5 on a quiet machine, without coverage
