"""The vocabulary of places: short names for links, codes for rows without one, and boxes."""

from dataclasses import FrozenInstanceError
from re import fullmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places.geo import Position, distance_m
from domain.places.places import (
    NO_SERVICES,
    Box,
    Building,
    Layer,
    Point,
    Services,
    SiteKind,
    Unit,
    UnitKind,
    code_from_name,
    slug,
)

positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
HASHED = "hzh6wwqb37iaxhprovcjxz4hvwp"


@pytest.mark.parametrize("code", ["SH-0001", "a", "A_b-9", "x" * 60, "h", "hzh6wwqb37iaxhprovcjxz4hvw", "n-" + HASHED])
def test_a_code_that_fits_is_its_own_slug(code: str) -> None:
    assert slug(code) == code


@pytest.mark.parametrize("code", ["静安", "", "a b", "a/b", "x" * 61, "é", "a\n", "\ud800"])
def test_any_other_code_becomes_a_hash(code: str) -> None:
    assert fullmatch("h[a-z2-7]{26}", slug(code)) is not None


def test_slugs_never_change() -> None:
    assert slug("静安") == HASHED
    assert slug("SH-0001") == "SH-0001"


def test_a_code_that_looks_like_a_hash_does_not_take_the_other_ones_slug() -> None:
    assert slug("静安") == HASHED
    assert slug(HASHED) == "h7cvrgfsvxdhs236ufdydggsutr"


@given(st.lists(st.text(), unique=True))
def test_every_slug_fits_a_deep_link_and_no_two_codes_share_one(codes: list[str]) -> None:
    slugs = {slug(code) for code in codes}
    assert len(slugs) == len(codes)
    assert all(fullmatch("[A-Za-z0-9_-]{1,60}", short) for short in slugs)


def test_a_row_without_a_code_keeps_the_code_it_is_given() -> None:
    assert code_from_name("静安寺站", "南京西路1686号") == "n-xme3u4f3svydthlodrm2lzfn6k"
    assert slug(code_from_name("静安寺站", "南京西路1686号")) == code_from_name("静安寺站", "南京西路1686号")


def test_spacing_width_and_case_make_no_new_code() -> None:
    assert code_from_name(" Ａ座 服务站", "南京西路１６８６号") == code_from_name("a座服务站", "南京西路 1686号")


def test_what_belongs_to_the_name_and_what_to_the_address_matters() -> None:
    codes = {code_from_name("甲", "乙丙"), code_from_name("甲乙", "丙"), code_from_name("甲乙丙", "")}
    assert len(codes) == 3


def test_services_are_stored_as_one_number_that_never_changes_its_meaning() -> None:
    assert {service.name: service.value for service in Services} == {
        "ACCEPTS_AFFILIATIONS": 1,
        "TRANSFER_DESK": 2,
        "STUDY": 4,
        "ROOM_HIRE": 8,
        "COUNSELLING": 16,
        "RIDER_REST": 32,
        "VOLUNTEERING": 64,
        "READING": 128,
        "CHARGING": 256,
        "FIRST_AID": 512,
    }
    assert Services(1 | 32) == Services.ACCEPTS_AFFILIATIONS | Services.RIDER_REST


def test_a_point_starts_with_nothing_claimed() -> None:
    point = Point("P1", "驿站", Layer.MICRO_STATION, "U1", None, "南京西路", Position(31.23, 121.47))
    assert (point.services, point.hours, point.phone, point.step_free) == (NO_SERVICES, "", "", None)


def test_places_cannot_be_changed_in_passing() -> None:
    unit = Unit("U1", UnitKind.BRANCH, "楼宇支部", "U0", SiteKind.BUILDING)
    building = Building("B1", "大厦", SiteKind.BUILDING, "南京西路", "U1", Position(31.23, 121.47))
    for place in (unit, building):
        with pytest.raises(FrozenInstanceError):
            place.name = "另一个"  # type: ignore[misc]  # the very thing that must not be possible
    assert (unit.name, building.name) == ("楼宇支部", "大厦")


def test_a_box_round_a_city_has_its_margin_and_no_more() -> None:
    box = Box.around([Position(31.0, 121.0), Position(31.5, 121.8)], 10)
    assert edges(box) == pytest.approx((30.910068, 120.894424, 31.589932, 121.905576), abs=1e-6)


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.south, box.west, box.north, box.east


@pytest.mark.parametrize(
    ("box", "position", "held"),
    [
        (Box(30, 120, 32, 122), Position(31, 121), True),
        (Box(30, 120, 32, 122), Position(30, 122), True),
        (Box(30, 120, 32, 122), Position(29.99, 121), False),
        (Box(30, 120, 32, 122), Position(32.01, 121), False),
        (Box(30, 120, 32, 122), Position(31, 119.99), False),
        (Box(30, 120, 32, 122), Position(31, 122.01), False),
        (Box(-1, 179, 1, -179), Position(0, 179.5), True),
        (Box(-1, 179, 1, -179), Position(0, -179.5), True),
        (Box(-1, 179, 1, -179), Position(0, 180), True),
        (Box(-1, 179, 1, -179), Position(0, 0), False),
        (Box(-1, 170, 1, 180), Position(0, -180), True),
        (Box(-1, 170, 1, 179), Position(0, -180), False),
    ],
)
def test_a_box_holds_what_lies_between_its_edges(box: Box, position: Position, held: bool) -> None:  # noqa: FBT001  a table's column
    assert box.contains(position) is held


def test_a_box_across_the_antimeridian_is_the_narrow_one() -> None:
    box = Box.around([Position(0, 179), Position(0, -179)], 0)
    assert box == Box(0, 179, 0, -179)


def test_a_box_that_reaches_a_pole_spans_all_longitudes() -> None:
    north, south = Box.around([Position(89.99, 5)], 10), Box.around([Position(-89.99, 5)], 10)
    assert edges(north) == pytest.approx((89.900068, -180, 90, 180), abs=1e-6)
    assert edges(south) == pytest.approx((-90, -180, -89.900068, 180), abs=1e-6)


def test_a_box_near_a_pole_may_span_all_longitudes_without_holding_it() -> None:
    box = Box.around([Position(89.5, 5)], 50)
    assert (box.west, box.east) == (-180, 180)
    assert box.north < 90


def test_a_box_round_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one position"):
        Box.around([], 1)


@given(st.lists(positions, min_size=1, max_size=5), st.floats(0, 500))
def test_a_box_holds_what_it_was_drawn_round(held: list[Position], margin_km: float) -> None:
    # A hundredth of a millimetre more, as an edge on the position itself may fall either way by rounding.
    box = Box.around(held, margin_km + 1e-8)
    assert [box.contains(position) for position in held] == [True] * len(held)


@given(positions, positions, st.floats(0.001, 500))
def test_a_box_holds_everything_within_its_margin(centre: Position, other: Position, margin_km: float) -> None:
    near = distance_m(centre, other) < margin_km * 1000
    assert not near or Box.around([centre], margin_km).contains(other)
