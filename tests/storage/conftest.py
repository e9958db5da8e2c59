"""The small city with its people, ready for a test."""

from collections.abc import Callable

import pytest

from storage.unit_of_work import Store
from tests.storage.stays import settle


@pytest.fixture
def city(new_store: Callable[[], Store]) -> Callable[[], Store]:
    """Give stores on one database that has the small city and its people."""
    settle(new_store())
    return new_store


@pytest.fixture
def city_store(city: Callable[[], Store]) -> Store:
    return city()
