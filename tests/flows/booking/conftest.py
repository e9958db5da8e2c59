"""What the tests of several files begin with."""

import pytest

from storage.unit_of_work import Store
from tests.flows.booking.played import Played, played


@pytest.fixture
def there(sqlite_store: Store) -> Played:
    return played(sqlite_store)
