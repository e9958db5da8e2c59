"""Tries stand in the store: they hold over restarts and workers, each person and thing for itself."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import func, select

from domain.people.tries import KEPT_S, LIMITS, Thing
from storage.people import tries
from storage.tables.people import tries as table
from storage.unit_of_work import Store
from tests.conftest import NewStore

NOW: Final = 1_800_000_000.0
MOST: Final = LIMITS[Thing.CODE_WORD].most


def miss(store: Store, times: int = 1, who: int = 1, number: int = 7, now: float = NOW) -> None:
    for _ in range(times):
        with store.unit_of_work() as unit:
            tries.miss(unit, who, Thing.CODE_WORD, number, now)
            unit.commit()


def is_closed(store: Store, who: int = 1, thing: Thing = Thing.CODE_WORD, number: int = 7, now: float = NOW) -> bool:
    with store.unit_of_work() as unit:
        return tries.closed(unit, who, thing, number, now)


def test_way_is_closed_to_this_person_and_for_this_thing_alone(new_store: NewStore) -> None:
    store = new_store()
    miss(store, MOST - 1)
    assert not is_closed(store)
    miss(store)
    again = new_store()  # another process
    assert is_closed(again)
    assert not is_closed(again, who=2)
    assert not is_closed(again, number=8)
    assert not is_closed(again, thing=Thing.CHECK_IN)


def test_misses_of_several_workers_are_all_counted(new_store: NewStore) -> None:
    stores = [new_store() for _ in range(MOST)]
    with ThreadPoolExecutor(MOST) as workers:
        list(workers.map(miss, stores))
    assert is_closed(stores[0])


def test_nothing_is_counted_while_it_is_closed(new_store: NewStore) -> None:
    store = new_store()
    miss(store, MOST)
    miss(store, MOST, now=NOW + 60)
    assert not is_closed(store, now=NOW + LIMITS[Thing.CODE_WORD].closed_s)


def test_whom_it_concerns_hears_of_it_once(new_store: NewStore) -> None:
    store = new_store()
    with store.unit_of_work() as unit:
        assert not tries.tell(unit, 1, Thing.CODE_WORD, 7, NOW)
    miss(store, MOST)
    with store.unit_of_work() as unit:
        assert [tries.tell(unit, 1, Thing.CODE_WORD, 7, NOW) for _ in range(2)] == [True, False]


def test_counts_are_dropped_after_a_day_and_what_is_closed_stays(new_store: NewStore) -> None:
    store = new_store()
    miss(store, 1, who=1)
    miss(store, MOST, who=2, now=NOW + KEPT_S - 60)
    with store.unit_of_work() as unit:
        assert tries.of_person(unit, 1) == [("code_word", NOW)]
        tries.drop_old(unit, NOW + KEPT_S)
        unit.commit()
        assert unit.connection.scalars(select(table.c.chat_id)).all() == [2]
        tries.drop_old(unit, NOW + 3 * KEPT_S)
        assert unit.connection.scalar(select(func.count()).select_from(table)) == 0
