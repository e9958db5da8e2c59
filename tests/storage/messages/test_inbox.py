"""An update takes effect once, whoever asks again."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from storage.messages.inbox import forget_before, seen, take
from storage.unit_of_work import Store

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002


def test_seen_before_anything(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert seen(unit, BOT, [1, 2]) == set()


def test_seen_after_take(new_store: Callable[[], Store]) -> None:
    _take(new_store(), [5, 7])

    with new_store().unit_of_work() as unit:
        assert seen(unit, BOT, [4, 5, 6, 7]) == {5, 7}


def test_seen_by_another_bot(store: Store) -> None:
    _take(store, [5])

    with store.unit_of_work() as unit:
        assert seen(unit, OTHER_BOT, [5]) == set()


def test_seen_for_a_smaller_number(store: Store) -> None:
    """Ids may start anew: an old, small number that was never taken is new."""
    _take(store, [900])

    with store.unit_of_work() as unit:
        assert seen(unit, BOT, [3, 900]) == {900}


def test_take_without_commit(store: Store) -> None:
    with store.unit_of_work() as unit:
        take(unit, BOT, [5], 0.0)

    with store.unit_of_work() as unit:
        assert seen(unit, BOT, [5]) == set()


def test_take_twice(new_store: Callable[[], Store]) -> None:
    _take(new_store(), [5])

    with pytest.raises(IntegrityError), new_store().unit_of_work() as unit:
        take(unit, BOT, [4, 5], 1.0)

    with new_store().unit_of_work() as unit:
        assert seen(unit, BOT, [4, 5]) == {5}


def test_take_nothing(store: Store) -> None:
    _take(store, [])

    with store.unit_of_work() as unit:
        assert seen(unit, BOT, []) == set()


def test_forget_before_a_moment(store: Store) -> None:
    _take(store, [1, 2], 100.0)
    _take(store, [3], 200.0)

    with store.unit_of_work() as unit:
        assert forget_before(unit, 200.0) == 2
        assert seen(unit, BOT, [1, 2, 3]) == {3}


def _take(store: Store, update_ids: list[int], now: float = 0.0) -> None:
    with store.unit_of_work() as unit:
        take(unit, BOT, update_ids, now)
        unit.commit()
