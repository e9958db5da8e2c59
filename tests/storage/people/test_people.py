"""What is remembered of a person: language, own point, and whether messages arrive."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from storage.people.people import Person, choose_language, choose_point, known, mark_unreachable, welcome
from storage.tables.people import people, points, units
from storage.unit_of_work import Store

WANG, LI, STRANGER = 1001, 9_007_199_254_740_993, 1003
POINT = 17


@pytest.fixture
def greeted(store: Store) -> Store:
    """Give a store that knows Wang and Li, and one point."""
    with store.unit_of_work() as unit:
        welcome(unit, [WANG, LI], 1_800_000_000.5)
        unit.connection.execute(insert(units), {"id": 1, "code": "sh", "kind": "city", "name": "上海市", "path": "/1/"})
        unit.connection.execute(insert(points), _point())
        unit.commit()
    return store


def test_known_before_anybody_came(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert known(unit, [WANG, LI]) == {}


@pytest.mark.usefixtures("greeted")
def test_known_after_welcome(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        assert known(unit, [WANG, LI, STRANGER]) == {WANG: Person(WANG), LI: Person(LI)}
        assert unit.connection.scalars(select(people.c.first_seen)).all() == [1_800_000_000.5] * 2


def test_welcome_twice(greeted: Store) -> None:
    with greeted.unit_of_work() as unit, pytest.raises(IntegrityError):
        welcome(unit, [WANG], 0.0)


def test_welcome_nobody(store: Store) -> None:
    with store.unit_of_work() as unit:
        welcome(unit, [], 0.0)

        assert unit.connection.execute(select(people)).all() == []


def test_choose_language(greeted: Store) -> None:
    with greeted.unit_of_work() as unit:
        choose_language(unit, WANG, "en")

        assert known(unit, [WANG, LI]) == {WANG: Person(WANG, language="en"), LI: Person(LI)}


def test_choose_point(greeted: Store) -> None:
    with greeted.unit_of_work() as unit:
        choose_point(unit, LI, POINT)

        assert known(unit, [WANG, LI]) == {WANG: Person(WANG), LI: Person(LI, my_point_id=POINT)}


def test_choose_point_away(greeted: Store) -> None:
    with greeted.unit_of_work() as unit:
        choose_point(unit, LI, POINT)
        choose_point(unit, LI, None)

        assert known(unit, [LI]) == {LI: Person(LI)}


def test_choose_point_that_is_not_there(greeted: Store) -> None:
    with greeted.unit_of_work() as unit, pytest.raises(IntegrityError):
        choose_point(unit, LI, 404)


def test_own_point_after_it_was_removed(greeted: Store) -> None:
    with greeted.unit_of_work() as unit:
        choose_point(unit, LI, POINT)
        unit.connection.execute(delete(points))

        assert known(unit, [LI]) == {LI: Person(LI)}


def test_mark_unreachable_and_reachable_again(greeted: Store) -> None:
    with greeted.unit_of_work() as unit:
        mark_unreachable(unit, WANG, 1_800_000_060.25)
        assert known(unit, [WANG]) == {WANG: Person(WANG, unreachable_since=1_800_000_060.25)}

        mark_unreachable(unit, WANG, None)
        assert known(unit, [WANG]) == {WANG: Person(WANG)}


def _point() -> dict[str, object]:
    return {
        "id": POINT,
        "code": "p-17",
        "slug": "p-17",
        "name": "党群服务站",
        "layer": "point",
        "unit_id": 1,
        "address": "",
        "latitude": 31.23,
        "longitude": 121.47,
        "x": -0.446,
        "y": 0.729,
        "z": 0.518,
        "services": 0,
        "hours": "",
        "phone": "",
        "pinyin": "",
    }
