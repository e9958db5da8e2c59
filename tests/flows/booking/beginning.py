"""What a test of lending begins with: everybody in the small city, and what is lent there."""

from typing import Any

import pytest

from domain.booking.resources import Resource
from storage.booking import saving
from storage.unit_of_work import Store
from tests.stage.security_world import settle


def lend(store: Store, *some: Resource) -> None:
    """Let everybody in, and let these be lent."""
    settle(store)
    with store.unit_of_work() as unit:
        saving.save(unit, some)
        unit.commit()


def a_store_with(*some: Resource) -> Any:
    """Make the fixture `store` of a file: SQLite, where everybody is in and these are lent."""

    @pytest.fixture(name="store")
    def store_with_these(sqlite_store: Store) -> Store:
        lend(sqlite_store, *some)
        return sqlite_store

    return store_with_these
