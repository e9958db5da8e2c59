"""A group is asked for, joined, agreed to and bound, each once and by whoever may; then it moves, or is left."""

from collections.abc import Callable

import pytest

from domain.people.deeds import HOUSE, By, Deed
from storage.announcements import groups
from storage.announcements.groups import VALID_S, GroupRow, State
from storage.people import audit
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import CHEN, NOW, WANG, unit_id

NewStore = Callable[[], Store]
STREET, NEXT_STREET, DISTRICT = "310106011", "310106012", "310106"
HERE, THERE = -5001, -1_000_000_005_001


def asked(unit: UnitOfWork, code: str = STREET, at: float = NOW) -> str:
    return groups.ask(unit, unit_id(unit, code), Deed(By(CHEN), at))


def bound(unit: UnitOfWork, code: str = STREET, chat_id: int = HERE) -> GroupRow:
    row = groups.join(unit, asked(unit, code), chat_id, "第一支部", Deed(HOUSE, NOW))
    assert row is not None
    groups.agree(unit, row.id, chat_id)
    now_bound = groups.bind(unit, row.id, Deed(By(CHEN), NOW))
    assert now_bound is not None
    return now_bound


def state(unit: UnitOfWork, group_id: int) -> State | None:
    row = groups.find(unit, group_id)
    return row.state if row else None


def test_bound_group_is_read_back(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = bound(unit)
        unit.commit()

    with city().unit_of_work() as unit:
        street = unit_id(unit, STREET)
        assert groups.of_chat(unit, HERE) == GroupRow(row.id, street, CHEN, NOW, State.BOUND, HERE, "第一支部")
        assert groups.bound_below(unit, places.path_of(unit, street)) == [row]
        assert audit.verify(unit) == audit.Verdict(1)


@pytest.mark.parametrize(("code", "count"), [(DISTRICT, 2), (STREET, 1), ("310115005", 0)])
def test_bound_below_is_the_subtree(city_store: Store, code: str, count: int) -> None:
    with city_store.unit_of_work() as unit:
        bound(unit)
        bound(unit, NEXT_STREET, HERE - 1)
        assert len(groups.bound_below(unit, places.path_of(unit, unit_id(unit, code)))) == count
        assert groups.bound_below(unit, "") == []


@pytest.mark.parametrize(("after_s", "joins"), [(VALID_S - 1, True), (VALID_S, False)])
def test_link_works_for_a_day(city_store: Store, after_s: float, joins: bool) -> None:  # noqa: FBT001  a parameter
    with city_store.unit_of_work() as unit:
        row = groups.join(unit, asked(unit), HERE, "第一支部", Deed(HOUSE, NOW + after_s))
        assert (row is not None) == joins


def test_link_works_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        token = asked(unit)
        first = groups.join(unit, token, HERE, "第一支部", Deed(HOUSE, NOW))
        assert groups.join(unit, token, HERE - 1, "第二支部", Deed(HOUSE, NOW)) is None
        assert groups.of_token(unit, token) == first
        assert groups.of_token(unit, "nobody") is None


def test_bound_group_joins_nothing_else(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        bound(unit)
        assert groups.join(unit, asked(unit, NEXT_STREET), HERE, "第一支部", Deed(HOUSE, NOW)) is None


def test_join_without_link_takes_the_only_one(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        asked(unit)
        row = groups.join_without_link(unit, HERE, "第一支部", Deed(By(CHEN), NOW))
        assert row is not None
        assert (row.state, row.chat_id, row.title, row.let_in_by) == (State.JOINED, HERE, "第一支部", CHEN)


def test_join_without_link_never_guesses(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert groups.join_without_link(unit, HERE, "第一支部", Deed(By(CHEN), NOW)) is None
        asked(unit)
        asked(unit, NEXT_STREET)
        assert groups.join_without_link(unit, HERE, "第一支部", Deed(By(CHEN), NOW)) is None
        assert groups.join_without_link(unit, HERE, "第一支部", Deed(By(WANG), NOW)) is None


def test_who_lets_it_in_is_remembered(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        rows = [groups.join(unit, asked(unit), HERE - by, "第一支部", Deed(By(by), NOW)) for by in (WANG, 0)]
        assert [row.let_in_by for row in rows if row] == [WANG, 0]


def test_agree_is_for_the_group_itself(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = groups.join(unit, asked(unit), HERE, "第一支部", Deed(HOUSE, NOW))
        assert row is not None
        assert groups.agree(unit, row.id, HERE - 1) is None
        assert groups.agree(unit, row.id + 1, HERE) is None
        assert groups.bind(unit, row.id, Deed(By(CHEN), NOW)) is None
        assert groups.agree(unit, row.id, HERE) is not None
        assert groups.agree(unit, row.id, HERE) is None


def test_same_group_is_bound_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        rows = [
            groups.join(unit, asked(unit, code), HERE, "第一支部", Deed(HOUSE, NOW)) for code in (STREET, NEXT_STREET)
        ]
        for row in rows:
            assert row is not None
            groups.agree(unit, row.id, HERE)
        first, second = [groups.bind(unit, row.id, Deed(By(CHEN), NOW)) for row in rows if row]
        assert first is not None
        assert second is None


def test_end_ends_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = bound(unit)
        assert groups.end(unit, row.id, Deed(By(CHEN), NOW)) == row
        assert groups.end(unit, row.id, Deed(By(CHEN), NOW)) is None
        assert state(unit, row.id) is State.LEFT


def test_left_ends_all_of_the_chat(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        waits = groups.join(unit, asked(unit, NEXT_STREET), HERE, "第一支部", Deed(HOUSE, NOW))
        row = bound(unit)
        assert waits is not None
        assert groups.left(unit, HERE, NOW) == row
        assert (state(unit, row.id), state(unit, waits.id)) == (State.LEFT, State.LEFT)
        assert groups.left(unit, HERE, NOW) is None


def test_moved_group_goes_on(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = bound(unit)
        groups.moved(unit, HERE, THERE)
        assert groups.of_chat(unit, HERE) is None
        moved = groups.of_chat(unit, THERE)
        assert moved is not None
        assert moved.id == row.id
