"""How many statements a page of the desk costs, however many rows there are: they are read together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.desk.tables import TABLES
from storage.unit_of_work import Store
from tests.desk.conftest import Waiting
from tests.desk.test_at_once import many_requests
from tests.stage.security_world import ABOVE

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

TODAY_MOST = 26
TABLE_MOST = 12


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Gather the statements of all connections."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", see)


async def test_pages_cost_the_same_for_many_rows(waiting: Waiting) -> None:
    many_requests(waiting.desk.store)
    async with waiting.desk.signed_in(ABOVE) as one:
        await one.get("/desk/today")
        costs: dict[str, int] = {}
        calendars = ("/desk/calendar", "/desk/calendar?week=2026-W50", "/desk/calendar?show=rooms&unit=2")
        for path in ("/desk/today", *calendars, *(f"/desk/table/{table.name}" for table in TABLES)):
            with counted(waiting.desk.store) as seen:
                assert (await one.get(path)).status == 200
            costs[path] = sum(not one.startswith(("PRAGMA", "BEGIN", "SET")) for one in seen)
            most = TODAY_MOST if path == "/desk/today" else TABLE_MOST
            assert costs[path] <= most, (path, [one[:60] for one in seen])
