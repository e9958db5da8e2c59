"""Positions are refused by name, and distances hold everywhere on the sphere."""

from math import asin, dist, inf, isclose, nan, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places.geo import (
    EARTH_RADIUS_M,
    InvalidPosition,
    Position,
    PositionFault,
    distance_m,
    unit_vector,
    walking_minutes,
)

HALF_GIRTH = pi * EARTH_RADIUS_M

positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("latitude", "longitude", "fault"),
    [
        (nan, 0, PositionFault.NOT_FINITE),
        (0, inf, PositionFault.NOT_FINITE),
        (-inf, 0, PositionFault.NOT_FINITE),
        (90.000001, 0, PositionFault.LATITUDE_RANGE),
        (-90.1, 0, PositionFault.LATITUDE_RANGE),
        (121.47, 31.23, PositionFault.LATITUDE_RANGE),
        (0, 180.1, PositionFault.LONGITUDE_RANGE),
        (0, -200, PositionFault.LONGITUDE_RANGE),
    ],
)
def test_numbers_that_are_no_position_are_refused_by_name(
    latitude: float, longitude: float, fault: PositionFault
) -> None:
    with pytest.raises(InvalidPosition) as refusal:
        Position(latitude, longitude)
    assert refusal.value.fault is fault
    assert str(refusal.value) == f"{fault}: {latitude!r}, {longitude!r}"
    assert isinstance(refusal.value, ValueError)


def test_the_antimeridian_has_one_spelling() -> None:
    assert Position(12.5, 180) == Position(12.5, -180)
    assert Position(12.5, 180).longitude == -180


@pytest.mark.parametrize(
    ("here", "there", "expected_m"),
    [
        (Position(31.23, 121.47), Position(31.23, 121.47), 0),
        (Position(0, 0), Position(0, 1), HALF_GIRTH / 180),
        (Position(0, 179.5), Position(0, -179.5), HALF_GIRTH / 180),
        (Position(89.5, 0), Position(89.5, 180), HALF_GIRTH / 180),
        (Position(90, 0), Position(90, 77), 0),
        (Position(90, 0), Position(-90, 0), HALF_GIRTH),
        (Position(31.23, 121.47), Position(-31.23, -58.53), HALF_GIRTH),
        (Position(0, 0), Position(0, 180), HALF_GIRTH),
        (Position(0, 0), Position(90, 123), HALF_GIRTH / 2),
    ],
)
def test_distances_worth_knowing(here: Position, there: Position, expected_m: float) -> None:
    assert isclose(distance_m(here, there), expected_m, rel_tol=1e-12, abs_tol=1e-6)


def test_beijing_is_1068_km_from_shanghai() -> None:
    assert round(distance_m(Position(39.9042, 116.4074), Position(31.2304, 121.4737)) / 1000) == 1067


def test_a_metre_is_a_metre() -> None:
    here = Position(31.23, 121.47)
    a_metre_north = Position(31.23 + 180 / HALF_GIRTH, 121.47)
    assert isclose(distance_m(here, a_metre_north), 1, rel_tol=1e-6)


@given(positions, positions)
def test_distance_is_symmetric_and_never_beyond_half_the_girth(here: Position, there: Position) -> None:
    there_and_back = distance_m(here, there), distance_m(there, here)
    assert isclose(*there_and_back, rel_tol=1e-9, abs_tol=1e-6)
    assert 0 <= there_and_back[0] <= HALF_GIRTH


@given(positions, positions)
def test_the_chord_between_unit_vectors_spans_the_distance(here: Position, there: Position) -> None:
    straight = dist(unit_vector(here), unit_vector(there))
    # Near the antipodes a chord hardly changes with the arc; 1 m is what is left of 16 digits.
    arc = 2 * EARTH_RADIUS_M * asin(min(straight / 2, 1))
    assert isclose(arc, distance_m(here, there), rel_tol=1e-9, abs_tol=1)


def test_unit_vectors_point_where_they_should() -> None:
    axes = [unit_vector(Position(0, 0)), unit_vector(Position(0, 90)), unit_vector(Position(90, 5))]
    assert [[round(part, 12) for part in axis] for axis in axes] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("distance", "minutes"), [(0, 1), (1, 1), (61, 1), (62, 2), (80, 2), (500, 9), (1000, 17), (6153.8, 100)]
)
def test_a_walk_takes_its_detours(distance: float, minutes: int) -> None:
    assert walking_minutes(distance) == minutes
