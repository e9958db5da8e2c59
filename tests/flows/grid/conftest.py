"""What the tests of several files begin with."""

import pytest

from storage.unit_of_work import Store
from tests.flows.grid.district import Helper, district


@pytest.fixture
def people(sqlite_store: Store) -> tuple[Helper, Helper, Helper]:
    return district(sqlite_store)
