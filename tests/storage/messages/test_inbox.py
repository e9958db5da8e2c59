"""An update takes effect once, whoever asks again."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from storage.messages.inbox import Key, forget_before, seen, take
from storage.unit_of_work import Store

BOT, OTHER_BOT = "telegram:7000000001", "telegram:7000000002"


def keys(*numbers: int, of: str = BOT) -> set[Key]:
    return {(of, str(number)) for number in numbers}


def test_seen_before_anything(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert seen(unit, keys(1, 2)) == set()


def test_seen_after_take(new_store: Callable[[], Store]) -> None:
    _take(new_store(), [5, 7])

    with new_store().unit_of_work() as unit:
        assert seen(unit, keys(4, 5, 6, 7)) == keys(5, 7)


def test_seen_by_another_bot(store: Store) -> None:
    _take(store, [5])

    with store.unit_of_work() as unit:
        assert seen(unit, keys(5, of=OTHER_BOT)) == set()


def test_seen_by_another_channel(store: Store) -> None:
    """What two channels call by one name are two arrivals."""
    _take(store, [5])

    with store.unit_of_work() as unit:
        take(unit, keys(5, of="web:7000000001"), 1.0)
        assert seen(unit, keys(5) | keys(5, of="web:7000000001")) == keys(5) | keys(5, of="web:7000000001")


def test_seen_for_a_smaller_number(store: Store) -> None:
    """Ids may start anew: an old, small number that was never taken is new."""
    _take(store, [900])

    with store.unit_of_work() as unit:
        assert seen(unit, keys(3, 900)) == keys(900)


def test_take_without_commit(store: Store) -> None:
    with store.unit_of_work() as unit:
        take(unit, keys(5), 0.0)

    with store.unit_of_work() as unit:
        assert seen(unit, keys(5)) == set()


def test_take_twice(new_store: Callable[[], Store]) -> None:
    _take(new_store(), [5])

    with pytest.raises(IntegrityError), new_store().unit_of_work() as unit:
        take(unit, keys(4, 5), 1.0)

    with new_store().unit_of_work() as unit:
        assert seen(unit, keys(4, 5)) == keys(5)


def test_take_nothing(store: Store) -> None:
    _take(store, [])

    with store.unit_of_work() as unit:
        assert seen(unit, keys()) == set()


def test_forget_before_a_moment(store: Store) -> None:
    _take(store, [1, 2], 100.0)
    _take(store, [3], 200.0)

    with store.unit_of_work() as unit:
        assert forget_before(unit, 200.0) == 2
        assert seen(unit, keys(1, 2, 3)) == keys(3)


def _take(store: Store, update_ids: list[int], now: float = 0.0) -> None:
    with store.unit_of_work() as unit:
        take(unit, keys(*update_ids), now)
        unit.commit()
