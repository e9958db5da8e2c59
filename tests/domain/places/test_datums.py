"""GCJ-02 and BD-09 as published, their inverses to under a centimetre, and nothing shifted abroad."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.places.datums import Datum, from_wgs84, to_wgs84
from domain.places.gcj_outline import in_gcj02_area, outline
from domain.places.geo import Position, distance_m

anywhere = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
rectangle = st.builds(Position, st.floats(17.9, 53.6), st.floats(73.6, 134.8))
shifted = st.sampled_from([Datum.GCJ02, Datum.BD09])


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # From the test suites of eviltransform and coordtransform, which write the same formulas.
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
        ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
    ],
)
def test_gcj02_is_what_others_publish(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert distance_m(from_wgs84(Position(*wgs84), Datum.GCJ02), Position(*gcj02)) < 1e-6


def test_bd09_is_what_others_publish() -> None:
    wgs84 = to_wgs84(Position(39.915, 116.404), Datum.GCJ02)
    published = Position(39.92133699351021, 116.41036949371029)
    assert distance_m(from_wgs84(wgs84, Datum.BD09), published) < 0.001


@given(rectangle, shifted)
def test_there_and_back_is_within_a_centimetre_all_over_the_mainland(position: Position, datum: Datum) -> None:
    assume(in_gcj02_area(position))
    assert distance_m(to_wgs84(from_wgs84(position, datum), datum), position) < 0.01


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_there_and_back_on_a_grid_over_the_mainland(datum: Datum) -> None:
    grid = [Position(18 + north / 2, 74 + east / 2) for north in range(72) for east in range(122)]
    inside = [position for position in grid if in_gcj02_area(position)]
    worst = max(distance_m(to_wgs84(from_wgs84(position, datum), datum), position) for position in inside)
    assert len(inside) > 3000
    assert worst < 0.001


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_there_and_back_on_the_outline_itself(datum: Datum) -> None:
    corners = [Position(latitude, longitude) for ring in outline() for longitude, latitude in ring]
    inside = [corner for corner in corners if in_gcj02_area(corner)]
    assert len(inside) > 100
    assert max(distance_m(to_wgs84(from_wgs84(corner, datum), datum), corner) for corner in inside) < 0.01


@given(rectangle, shifted)
def test_on_the_mainland_the_shift_is_some_hundred_metres(position: Position, datum: Datum) -> None:
    assume(in_gcj02_area(position))
    assert 10 < distance_m(position, from_wgs84(position, datum)) < 2500


@given(anywhere, shifted)
def test_far_from_the_mainland_nothing_is_shifted(position: Position, datum: Datum) -> None:
    assume(not (17 < position.latitude < 54.5 and 72.5 < position.longitude < 136))
    assert from_wgs84(position, datum) == position
    assert to_wgs84(position, datum) == position


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
@pytest.mark.parametrize(
    "position",
    [
        Position(22.282, 114.158),
        Position(22.156, 113.558),
        Position(25.033, 121.565),
        Position(37.567, 126.978),
        Position(47.886, 106.906),
        Position(21.028, 105.834),
    ],
)
def test_in_hong_kong_macau_taipei_seoul_ulaanbaatar_and_hanoi_nothing_is_shifted(
    position: Position, datum: Datum
) -> None:
    assert from_wgs84(position, datum) == position
    assert to_wgs84(position, datum) == position


@given(anywhere)
def test_wgs84_stays_as_it_is(position: Position) -> None:
    assert to_wgs84(position, Datum.WGS84) is position
    assert from_wgs84(position, Datum.WGS84) is position


@given(anywhere, shifted)
def test_no_position_on_earth_is_refused(position: Position, datum: Datum) -> None:
    assert distance_m(position, from_wgs84(position, datum)) < 2500
    assert distance_m(position, to_wgs84(position, datum)) < 2500


@pytest.mark.parametrize(("word", "datum"), [("wgs84", Datum.WGS84), ("gcj02", Datum.GCJ02), ("bd09", Datum.BD09)])
def test_datums_go_by_the_words_of_the_command_line(word: str, datum: Datum) -> None:
    assert Datum(word) is datum
