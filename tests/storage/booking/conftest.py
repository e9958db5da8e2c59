"""The small city with what it lends, ready for a test."""

from collections.abc import Callable

import pytest

from storage.unit_of_work import Store
from tests.storage.booking.lending import furnish


@pytest.fixture
def lending(new_store: Callable[[], Store]) -> Store:
    store = new_store()
    furnish(store)
    return store
