"""Coverage reads large tables by indexes that hold all it asks for: no row of theirs, and never the whole table."""

import pytest
from sqlalchemy import event

from storage.desk import coverage
from storage.desk.coverage_lines import BY_NAME, Scope
from storage.unit_of_work import Store

NOW = 1_796_097_600.0
MONTH = Scope("/1/", NOW - 30 * 86_400.0, NOW, NOW)
LARGE = ("activities", "signups", "affiliations", "affiliation_steps", "members", "visits")


def plan(store: Store, name: str, scope: Scope) -> list[str]:
    """Return how SQLite goes about a figure, step by step."""
    asked: list[tuple[str, object]] = []

    def see(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    with store.unit_of_work() as unit:
        event.listen(store.engine, "before_cursor_execute", see)
        coverage.numbers(unit, scope, [BY_NAME[name]])
        event.remove(store.engine, "before_cursor_execute", see)
        statement, parameters = asked[-1]
        rows = unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
        return [row[-1] for row in rows]


@pytest.mark.parametrize("is_past", [False, True])
@pytest.mark.parametrize("name", ["been", "quiet", "members", "affiliated", "activities", "came"])
def test_large_tables_are_read_by_covering_indexes(sqlite_url: str, key: str, name: str, *, is_past: bool) -> None:
    store = Store(sqlite_url, key)
    scope = Scope(MONTH.path, MONTH.since, MONTH.until, MONTH.now, past=is_past)
    steps = plan(store, name, scope)
    store.close()
    large = [step for step in steps if step.split()[1] in LARGE]
    assert large
    assert [step for step in large if "USING COVERING INDEX" not in step] == []
