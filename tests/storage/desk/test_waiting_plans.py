"""What waits is found by indexes, by what a city's statistics say: never by going through all that there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event

from storage.activities import agenda
from storage.affiliations import hatchery
from storage.affiliations.review_queue import Reviewer
from storage.desk import waiting
from storage.unit_of_work import Store, UnitOfWork

NOW = 1_796_097_600.0
LARGE = ("activities", "signups", "affiliations", "members", "questions", "outbox")
STATISTICS = (
    ("activities", "ix_activities_of_unit", "766500 590 590 1 1 1"),
    ("activities", "ix_activities_over", "766500 590 590 1 1"),
    ("activities", "ix_activities_when", "766500 766500 1 1 1 1 1"),
    ("affiliations", "ix_affiliations_at_point", "65000 6 6"),
    ("affiliations", "ix_affiliations_due", "64800 64800 64800"),
    ("affiliations", "ix_affiliations_of_person", "65000 1 1 1"),
    ("affiliations", "ix_affiliations_of_unit", "65000 50 30 1 1"),
    ("affiliations", "uq_affiliations_waiting", "216 1 1"),
    ("members", "ix_members_of_building", "65000 80 1 1"),
    ("members", "ix_members_of_employer", "65000 8 1 1"),
    ("outbox", "ix_outbox_done_at", "800000 800000 1"),
    ("outbox", "ix_outbox_lost", "50 50 1 1"),
    ("outbox", "sqlite_autoindex_outbox_1", "800000 1"),
    ("questions", "ix_questions_affiliation_id", "65000 2"),
    ("questions", "ix_questions_open", "300 1 1"),
    ("signups", "ix_signups_who", "1533000 2 2 1"),
    ("units", "ix_units_path", "1300 1"),
)
"""Rows of each index, and how many share its first column, its first two, and so on, in the city of the bench."""

Asks = Callable[[UnitOfWork, list[str]], object]
KINDS: dict[str, Asks] = {
    "requests": lambda unit, paths: waiting.requests(unit, Reviewer(501, paths), 500),
    "questions": lambda unit, paths: waiting.unanswered(unit, paths, NOW, 500),
    "stays": lambda unit, paths: waiting.clocks(unit, paths, date(2026, 12, 14), 500),
    "undelivered": lambda unit, paths: waiting.undelivered(unit, paths, NOW, 500),
    "seats": lambda unit, paths: waiting.unsure(unit, paths, NOW, NOW + 86_400.0, 500),
    "duties": lambda unit, paths: waiting.short(unit, paths, NOW, NOW + 86_400.0, 500),
    "attendance": lambda unit, paths: agenda.not_entered(unit, paths, NOW - 86_400.0, NOW, 500),
    "branches": lambda unit, paths: hatchery.ready(unit, tuple(paths)),
}


def of_a_city(store: Store) -> None:
    """Let SQLite take an empty store for a city's; a connection that is opened afterwards has read it."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        for row in STATISTICS:
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", row)
    store.engine.dispose()


def plan(store: Store, asks: Asks, paths: list[str]) -> list[str]:
    """Return how SQLite goes about it, step by step."""
    asked: list[tuple[str, object]] = []

    def see(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    with store.unit_of_work() as unit:
        event.listen(store.engine, "before_cursor_execute", see)
        asks(unit, paths)
        event.remove(store.engine, "before_cursor_execute", see)
        statement, parameters = asked[-1]
        rows = unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
        return [row[-1] for row in rows]


@pytest.mark.parametrize("path", ["/", "/1/", "/1/5/"])
@pytest.mark.parametrize("name", KINDS)
def test_what_waits_is_found_by_indexes(sqlite_url: str, key: str, name: str, path: str) -> None:
    store = Store(sqlite_url, key)
    of_a_city(store)
    steps = plan(store, KINDS[name], [path])
    store.close()
    large = [step for step in steps if step.split()[1].removesuffix("_1") in LARGE]
    assert large
    few = [step for step in large if step.endswith("INDEX uq_affiliations_waiting")]  # all that is under way
    assert [step for step in large if not step.startswith("SEARCH") and step not in few] == []
    assert not [step for step in large if "INDEX ix_outbox_done_at" in step]
