"""Units, buildings and service points come back as they were written, by every way of asking for them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.places.geo import Position
from domain.places.places import Building, Layer, Point, Services, SiteKind, Unit, UnitKind, slug
from storage.places import places, saving
from storage.places.saving import Saved
from storage.unit_of_work import Store, UnitOfWork

UNITS = (
    Unit("310", UnitKind.CITY, "上海市", None),
    Unit("310115", UnitKind.DISTRICT, "浦东新区", "310"),
    Unit("310106", UnitKind.DISTRICT, "静安区", "310"),
    Unit("310115005", UnitKind.SUBDISTRICT, "潍坊新村街道", "310115"),
    Unit("310106019", UnitKind.SUBDISTRICT, "静安寺街道", "310106"),
    Unit("branch-1", UnitKind.BRANCH, "嘉兴大厦党支部", "310106019", SiteKind.BUILDING),
)
BUILDING = Building(
    "嘉兴-1", "嘉兴大厦", SiteKind.BUILDING, "上海市静安区愚园路1号", "310106019", Position(31.22, 121.44)
)
CENTRE = Point("c1", "静安寺街道党群服务中心", Layer.CENTRE, "310106019", None, "愚园路2号", Position(31.23, 121.45))
STATION = Point(
    "s1",
    "嘉兴大厦党员驿站",
    Layer.MICRO_STATION,
    "310106019",
    BUILDING.code,
    "愚园路1号",
    BUILDING.position,
    Services.STUDY | Services.CHARGING,
    "Mo-Fr 09:00-17:00",
    "021-62480000",
    step_free=True,
)
FAR = Point(
    "f1", "潍坊新村街道党群服务站", Layer.POINT, "310115005", None, "", Position(31.21, 121.52), step_free=False
)


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    """Give a unit of work over a small city; nothing of it is kept."""
    with store.unit_of_work() as unit:
        saving.save_units(unit, UNITS)
        saving.save_buildings(unit, [BUILDING], {BUILDING.code: "branch-1"})
        saving.save_points(unit, [CENTRE, STATION, FAR])
        yield unit


def id_of(unit: UnitOfWork, code: str) -> int:
    for kind in UnitKind:
        for row in places.units_below(unit, None, kind):
            if row.code == code:
                return row.id
    raise LookupError(code)


def test_point_comes_back_as_it_was_written(unit: UnitOfWork) -> None:
    found = places.point_by_code(unit, "s1")
    assert found is not None
    building = places.building_by_code(unit, BUILDING.code)
    assert building is not None
    assert found == places.PointRow(
        found.id,
        "s1",
        "s1",
        STATION.name,
        Layer.MICRO_STATION,
        id_of(unit, "310106019"),
        building.id,
        STATION.address,
        STATION.position,
        STATION.services,
        STATION.hours,
        STATION.phone,
        step_free=True,
    )


@pytest.mark.parametrize(("code", "expected"), [("s1", True), ("f1", False), ("c1", None)])
def test_step_free_comes_back_as_it_was_written(unit: UnitOfWork, code: str, expected: object) -> None:
    found = places.point_by_code(unit, code)
    assert found is not None
    assert found.step_free is expected


def test_point_is_the_same_by_id_slug_and_code(unit: UnitOfWork) -> None:
    found = places.point_by_code(unit, "c1")
    assert found is not None
    assert places.point(unit, found.id) == places.point_by_slug(unit, slug("c1")) == found
    assert places.points(unit, [found.id, 10_000]) == {found.id: found}


def test_point_that_is_not_there_is_none(unit: UnitOfWork) -> None:
    assert [places.point(unit, 10_000), places.point_by_slug(unit, "x"), places.point_by_code(unit, "x")] == [None] * 3


def test_building_comes_back_as_it_was_written(unit: UnitOfWork) -> None:
    found = places.building_by_slug(unit, slug(BUILDING.code))
    assert found is not None
    assert found == places.BuildingRow(
        found.id,
        BUILDING.code,
        slug(BUILDING.code),
        BUILDING.name,
        SiteKind.BUILDING,
        BUILDING.address,
        id_of(unit, "310106019"),
        id_of(unit, "branch-1"),
        BUILDING.position,
    )
    assert places.building(unit, found.id) == found


def test_building_that_is_not_there_is_none(unit: UnitOfWork) -> None:
    assert places.building(unit, 10_000) is None


def test_units_below_count_the_points_of_their_whole_subtree(unit: UnitOfWork) -> None:
    city = id_of(unit, "310")
    districts = places.units_below(unit, city, UnitKind.DISTRICT)
    assert [(row.name, row.points) for row in districts] == [("静安区", 2), ("浦东新区", 1)]
    assert [row.name for row in places.units_below(unit, districts[0].id, UnitKind.SUBDISTRICT)] == ["静安寺街道"]


def test_units_below_an_unknown_unit_are_none(unit: UnitOfWork) -> None:
    assert places.units_below(unit, 10_000, UnitKind.DISTRICT) == []


def test_units_below_a_unit_are_not_those_whose_number_merely_begins_alike(store: Store) -> None:
    with store.unit_of_work() as unit:
        towns = [Unit(f"{number:03}", UnitKind.DISTRICT, f"第{number}区", None) for number in range(1, 13)]
        saving.save_units(unit, [*towns, Unit("s", UnitKind.SUBDISTRICT, "某镇", "012")])
        below = [
            places.units_below(unit, row.id, UnitKind.SUBDISTRICT)
            for row in places.units_below(unit, None, UnitKind.DISTRICT)
        ]
        assert [len(rows) for rows in below] == [0] * 11 + [1]


def test_unit_knows_its_points_and_parent(unit: UnitOfWork) -> None:
    found = places.unit(unit, id_of(unit, "310106"))
    assert found == places.UnitRow(id_of(unit, "310106"), "310106", UnitKind.DISTRICT, "静安区", id_of(unit, "310"), 2)


def test_unit_that_is_not_there_is_none(unit: UnitOfWork) -> None:
    assert places.unit(unit, 10_000) is None


def test_ancestors_run_from_the_top_to_the_unit_itself(unit: UnitOfWork) -> None:
    above = places.ancestors(unit, id_of(unit, "310106019"))
    assert [row.name for row in above] == ["上海市", "静安区", "静安寺街道"]
    assert list(places.ancestors(unit, 10_000)) == []


def test_subdistricts_of_units_that_lie_in_one(unit: UnitOfWork) -> None:
    inside, district = id_of(unit, "310106019"), id_of(unit, "310106")
    assert places.subdistricts(unit, {inside, district, 10_000}) == {inside: "静安寺街道"}
    assert places.subdistricts(unit, set()) == {}


def test_points_of_a_unit_put_centres_first_then_the_sound_of_the_name(unit: UnitOfWork) -> None:
    early = replace(FAR, code="a1", name="阿拉服务站", unit_code="310106019")
    saving.save_points(unit, [early])
    found = places.points_of(unit, id_of(unit, "310106"), 0, 10)
    assert [row.code for row in found] == ["c1", "a1", "s1"]


def test_points_of_a_unit_come_in_pages(unit: UnitOfWork) -> None:
    city = id_of(unit, "310")
    whole = places.points_of(unit, city, 0, 10)
    assert [*places.points_of(unit, city, 0, 2), *places.points_of(unit, city, 2, 2)] == whole
    assert places.count_points_of(unit, city) == len(whole) == 3


def test_middle_of_a_unit_is_that_of_its_points(unit: UnitOfWork) -> None:
    city = id_of(unit, "310")
    rows = places.points_of(unit, city, 0, 10)
    middle = places.middle_of(unit, city)
    assert middle is not None
    assert middle.latitude == pytest.approx(sum(row.position.latitude for row in rows) / len(rows))
    assert middle.longitude == pytest.approx(sum(row.position.longitude for row in rows) / len(rows))
    assert places.middle_of(unit, 10_000) is None


def test_counts_follow_what_is_written(unit: UnitOfWork) -> None:
    jingan = id_of(unit, "310106")
    before = places.count_points_of(unit, jingan)
    saving.save_points(unit, [replace(FAR, unit_code="310106019")])
    assert places.count_points_of(unit, jingan) == before + 1


def test_a_second_writing_changes_nothing(unit: UnitOfWork) -> None:
    before = places.revision(unit)
    assert saving.save_units(unit, UNITS) == Saved(0, 0, len(UNITS))
    assert saving.save_buildings(unit, [BUILDING], {BUILDING.code: "branch-1"}) == Saved(0, 0, 1)
    assert saving.save_points(unit, [CENTRE, STATION, FAR]) == Saved(0, 0, 3)
    assert places.revision(unit) == before


def test_what_is_written_in_portions_is_counted_as_one(unit: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_AT_ONCE", 2)
    before = places.revision(unit)
    added = [replace(FAR, code=f"f{number}") for number in range(2, 5)]
    assert saving.save_points(unit, [CENTRE, *added, replace(STATION, phone=""), FAR]) == Saved(3, 1, 2)
    assert places.revision(unit) == before + 1


def test_a_changed_point_keeps_its_id_and_raises_the_revision(unit: UnitOfWork) -> None:
    old, revision = places.point_by_code(unit, "c1"), places.revision(unit)
    assert old is not None
    renamed = replace(CENTRE, name="新名字", position=Position(31.0, 121.0))
    assert saving.save_points(unit, [renamed, replace(FAR, code="f2"), STATION]) == Saved(1, 1, 1)
    assert places.point_by_code(unit, "c1") == replace(old, name="新名字", position=Position(31.0, 121.0))
    assert places.revision(unit) == revision + 1


def test_a_unit_that_moves_takes_its_subtree_along(unit: UnitOfWork) -> None:
    moved = replace(UNITS[4], parent_code="310115")
    assert saving.save_units(unit, [moved]) == Saved(0, 1, 0)
    pudong = id_of(unit, "310115")
    assert [row.code for row in places.points_of(unit, pudong, 0, 10)] == ["c1", "s1", "f1"]
    assert [row.name for row in places.ancestors(unit, id_of(unit, "branch-1"))][1:3] == ["浦东新区", "静安寺街道"]


def test_units_may_be_given_children_first(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert saving.save_units(unit, reversed(UNITS)) == Saved(len(UNITS), 0, 0)
        assert [row.name for row in places.ancestors(unit, id_of(unit, "310115005"))] == [
            "上海市",
            "浦东新区",
            "潍坊新村街道",
        ]


def test_units_in_a_ring_are_refused(unit: UnitOfWork) -> None:
    with pytest.raises(ValueError, match="its own ancestor"):
        saving.save_units(unit, [replace(UNITS[0], parent_code="310106019")])


def test_an_unknown_code_is_refused(unit: UnitOfWork) -> None:
    with pytest.raises(KeyError):
        saving.save_points(unit, [replace(CENTRE, unit_code="nowhere")])
    with pytest.raises(KeyError):
        saving.save_points(unit, [replace(CENTRE, building_code="nowhere")])
    with pytest.raises(KeyError):
        saving.save_units(unit, [Unit("x", UnitKind.DISTRICT, "某区", "nowhere")])


def test_revision_counts_from_nothing(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert places.revision(unit) == 0
        saving.raise_revision(unit)
        saving.raise_revision(unit)
        assert places.revision(unit) == 2


def test_many_points_are_written_and_read_back(unit: UnitOfWork) -> None:
    many = [replace(FAR, code=f"m{number}", name=f"站{number}") for number in range(6_000)]
    assert saving.save_points(unit, many) == Saved(6_000, 0, 0)
    assert saving.save_points(unit, many) == Saved(0, 0, 6_000)
    assert places.count_points_of(unit, id_of(unit, "310115")) == 6_001
