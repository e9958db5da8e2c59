"""The nearest points are the true nearest: compared with looking at every point, on both databases."""

from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from domain.places.geo import Position, distance_m
from domain.places.places import NO_SERVICES, Layer, Point, Services, Unit, UnitKind
from storage.places.nearest import MOST_EXAMINED, Near, nearest
from storage.places.places import PointRow, tidy
from storage.places.saving import save_points, save_units
from storage.tables import places as place_tables
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.chance import examples

HERE = Position(31.2304, 121.4737)
CITY = Unit("city", UnitKind.CITY, "上海市", None)

anywhere = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180)).map(tidy)
at_the_edges = st.builds(
    Position,
    st.sampled_from([-90.0, -89.9999, -45.0, -1e-9, 0.0, 31.0, 89.9999, 90.0]),
    st.sampled_from([-180.0, -179.9999, -90.0, 0.0, 1e-9, 90.0, 121.0, 179.9999, 180.0]),
)
in_town = st.builds(Position, st.floats(31.22, 31.24), st.floats(121.46, 121.48)).map(tidy)
positions = anywhere | at_the_edges | in_town


@pytest.fixture
def empty(store: Store) -> Iterator[UnitOfWork]:
    """Give a unit of work over one city without a service point; nothing of it is kept."""
    with store.unit_of_work() as unit:
        save_units(unit, [CITY])
        yield unit


def point(number: int, position: Position, services: Services = NO_SERVICES) -> Point:
    return Point(f"p{number}", f"服务点{number}", Layer.POINT, "city", None, "", position, services)


def place(unit: UnitOfWork, where: Iterable[Position]) -> None:
    save_points(unit, [point(number, position) for number, position in enumerate(where)])


def codes(found: Iterable[Near]) -> list[str]:
    return [near.point.code for near in found]


def by_looking_at_all(where: Sequence[Position], here: Position) -> list[str]:
    measured = sorted((distance_m(here, position), number) for number, position in enumerate(where))
    return [f"p{number}" for _, number in measured]


@settings(
    deadline=None,
    max_examples=examples(3 / 5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(where=st.lists(positions, max_size=60), here=positions, count=st.integers(1, 12), skip=st.integers(0, 5))
def test_nearest_equals_looking_at_every_point(
    empty: UnitOfWork, where: list[Position], here: Position, count: int, skip: int
) -> None:
    with empty.savepoint():
        empty.connection.execute(delete(place_tables.points))
        place(empty, where)
        found = nearest(empty, here, count, skip=skip)
    assert codes(found) == by_looking_at_all(where, here)[skip : skip + count]


def test_nearest_of_many_in_one_town_equals_looking_at_every_point(empty: UnitOfWork) -> None:
    where = [Position(31.2 + row / 500, 121.4 + column / 700) for row in range(40) for column in range(40)]
    place(empty, where)
    for here in (HERE, Position(31.2, 121.4), Position(-31.0, -58.0), Position(90.0, 0.0)):
        assert codes(nearest(empty, here, 7)) == by_looking_at_all(where, here)[:7]


def test_nearest_in_an_empty_store_is_nothing(empty: UnitOfWork) -> None:
    assert nearest(empty, HERE) == []


def test_nearest_of_none_is_nothing(empty: UnitOfWork) -> None:
    place(empty, [HERE])
    assert nearest(empty, HERE, 0) == []


def test_nearest_measures_the_great_circle(empty: UnitOfWork) -> None:
    there = Position(31.2397, 121.4998)
    place(empty, [there])
    assert [near.metres for near in nearest(empty, HERE)] == [distance_m(HERE, there)]


def test_nearest_looks_over_the_antimeridian(empty: UnitOfWork) -> None:
    place(empty, [Position(-16.8, 179.0), Position(-16.8, -179.99), Position(-16.8, 170.0)])
    assert codes(nearest(empty, Position(-16.8, 179.98), 3)) == ["p1", "p0", "p2"]
    assert codes(nearest(empty, Position(-16.8, -179.98), 3)) == ["p1", "p0", "p2"]


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_nearest_looks_over_a_pole(empty: UnitOfWork, pole: float) -> None:
    sign = pole / 90
    place(empty, [Position(sign * 89.9, 0.0), Position(sign * 89.95, 180.0), Position(pole, 77.0)])
    assert codes(nearest(empty, Position(sign * 89.99, 0.0), 3)) == ["p2", "p1", "p0"]


def test_nearest_at_one_distance_are_in_the_order_of_their_ids(empty: UnitOfWork) -> None:
    place(empty, [HERE] * 300)
    assert codes(nearest(empty, HERE, 5, skip=200)) == ["p200", "p201", "p202", "p203", "p204"]


def test_nearest_among_a_crowd_far_away_is_found(empty: UnitOfWork) -> None:
    place(empty, [Position(-31.0, -58.0)] * 300)
    assert codes(nearest(empty, HERE, 3)) == ["p0", "p1", "p2"]


def test_services_must_all_be_offered(empty: UnitOfWork) -> None:
    offers = [Services.STUDY, Services.STUDY | Services.READING, Services.READING | Services.STUDY | Services.CHARGING]
    save_points(empty, [point(number, HERE, offered) for number, offered in enumerate(offers)])
    assert codes(nearest(empty, HERE, services=Services.STUDY | Services.READING)) == ["p1", "p2"]


def test_a_rare_service_is_found_behind_many_points(empty: UnitOfWork) -> None:
    crowd = [point(number, Position(31.2 + number / 1e5, 121.4)) for number in range(600)]
    save_points(empty, [*crowd, point(600, Position(45.0, 60.0), Services.FIRST_AID)])
    assert codes(nearest(empty, HERE, services=Services.FIRST_AID)) == ["p600"]


def test_a_service_that_nobody_offers_is_not_found(empty: UnitOfWork) -> None:
    place(empty, [Position(31.2 + number / 1e5, 121.4) for number in range(600)])
    assert nearest(empty, HERE, services=Services.FIRST_AID) == []


def test_accepts_is_asked_from_near_to_far_and_no_further_than_needed(empty: UnitOfWork) -> None:
    place(empty, [Position(31.0 + number / 100, 121.0) for number in range(30)])
    asked: list[str] = []

    def even(candidate: PointRow) -> bool:
        asked.append(candidate.code)
        return int(candidate.code[1:]) % 2 == 0

    assert codes(nearest(empty, Position(31.0, 121.0), 3, accepts=even)) == ["p0", "p2", "p4"]
    assert asked == ["p0", "p1", "p2", "p3", "p4"]


def test_accepts_with_skip_passes_over_what_was_accepted(empty: UnitOfWork) -> None:
    place(empty, [Position(31.0 + number / 100, 121.0) for number in range(30)])
    found = nearest(empty, Position(31.0, 121.0), 2, skip=2, accepts=lambda each: int(each.code[1:]) % 3 == 0)
    assert codes(found) == ["p6", "p9"]


def test_accepts_gives_up_after_a_bound(empty: UnitOfWork) -> None:
    place(empty, [Position(31.0 + number / 1e4, 121.0) for number in range(MOST_EXAMINED + 50)])
    asked: list[int] = []

    def none(candidate: PointRow) -> bool:
        asked.append(candidate.id)
        return False

    assert nearest(empty, Position(31.0, 121.0), accepts=none) == []
    assert len(asked) == MOST_EXAMINED


def test_a_point_that_moved_is_found_where_it_is_now(empty: UnitOfWork) -> None:
    place(empty, [HERE, Position(31.3, 121.5)])
    save_points(empty, [point(0, Position(-40.0, 10.0))])
    assert codes(nearest(empty, HERE, 1)) == ["p1"]
    assert codes(nearest(empty, Position(-40.0, 10.0), 1)) == ["p0"]


def test_a_point_that_was_deleted_is_not_found(empty: UnitOfWork) -> None:
    place(empty, [HERE, Position(31.3, 121.5)])
    empty.connection.execute(delete(place_tables.points).where(place_tables.points.c.code == "p0"))
    assert codes(nearest(empty, HERE)) == ["p1"]
