"""A desk that is served, on both stores, with the people of the security matrix and one request that waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from domain.affiliations.affiliations import Verb
from storage.affiliations.affiliations import AffiliationRow
from storage.unit_of_work import Store
from tests.stage.desk import DeskHouse, served
from tests.stage.security_world import request as requested
from tests.stage.security_world import settle


@pytest_asyncio.fixture
async def there(store: Store) -> AsyncIterator[DeskHouse]:
    settle(store)
    async with served(store) as desk:
        yield desk


@dataclass(frozen=True)
class Waiting:
    """A desk, and the request that waits at its host."""

    desk: DeskHouse
    row: AffiliationRow

    @property
    def subject(self) -> str:
        return f"affiliation:{self.row.id}"


@pytest.fixture
def waiting(there: DeskHouse) -> Waiting:
    with there.store.unit_of_work() as unit:
        row = requested(unit, Verb.SUBMIT)
        unit.commit()
    return Waiting(there, row)
