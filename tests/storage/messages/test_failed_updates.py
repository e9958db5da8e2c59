"""What failed is kept, sealed, until it was played again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.messages.failed_updates import Failure, mark_retried, record, waiting
from storage.tables.people import failed_updates
from storage.unit_of_work import Store

FIRST = Failure("A1B2", 7_000_000_001, 41, 1001, b'{"text": "13800138000"}', "KeyError: '王芳'", 1_800_000_000.5)
SECOND = replace(FIRST, reference="C3D4", update_id=42)


def test_waiting_when_nothing_failed(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert waiting(unit) == []


def test_waiting_is_in_the_order_of_failing(new_store: Callable[[], Store]) -> None:
    _record(new_store(), SECOND, FIRST)

    with new_store().unit_of_work() as unit:
        assert waiting(unit) == [SECOND, FIRST]


def test_waiting_after_one_was_retried(new_store: Callable[[], Store]) -> None:
    store = new_store()
    _record(store, FIRST, SECOND)
    with store.unit_of_work() as unit:
        mark_retried(unit, FIRST.reference, 1_800_000_100.0)
        unit.commit()

    with new_store().unit_of_work() as unit:
        assert waiting(unit) == [SECOND]
        retried = select(failed_updates.c.reference, failed_updates.c.retried_at).order_by(failed_updates.c.id)
        assert unit.connection.execute(retried).all() == [("A1B2", 1_800_000_100.0), ("C3D4", None)]


def test_record_with_a_reference_that_is_taken(store: Store) -> None:
    _record(store, FIRST)

    with pytest.raises(IntegrityError):
        _record(store, replace(SECOND, reference=FIRST.reference))


def test_personal_content_is_sealed_at_rest(store: Store) -> None:
    _record(store, FIRST)

    with store.unit_of_work() as unit:
        row = unit.connection.execute(select(failed_updates.c.arrival, failed_updates.c.traceback)).one()
        assert b"13800138000" not in row.arrival
        assert "王芳".encode() not in row.traceback


def _record(store: Store, *failures: Failure) -> None:
    with store.unit_of_work() as unit:
        for failure in failures:
            record(unit, failure)
        unit.commit()
