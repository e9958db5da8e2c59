"""A notice rings once; a newer version of its subject makes it stale, and what is too late expires."""

from collections.abc import Callable

from sqlalchemy import select

from storage.messages.notices import Course, NoticeRow, Planned, due, expire, finish, next_due, plan, plan_all
from storage.tables import messages as tables
from storage.unit_of_work import Store, UnitOfWork

SUBJECT = "affiliation:12"
REPORT, END = Planned("report_in", 100.0), Planned("last_day", 200.0, 300.0)


def test_plan_reads_back(new_store: Callable[[], Store]) -> None:
    with new_store().unit_of_work() as unit:
        plan(unit, SUBJECT, 3, [END, REPORT])
        unit.commit()

    with new_store().unit_of_work() as unit:
        assert [_without_id(row) for row in due(unit, 200.0, 10)] == [
            (SUBJECT, 3, "report_in", 100.0, None),
            (SUBJECT, 3, "last_day", 200.0, 300.0),
        ]
        assert next_due(unit) == 100.0


def test_due_before_its_time(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT, END])

        assert due(unit, 99.0, 10) == []
        assert [row.kind for row in due(unit, 100.0, 10)] == ["report_in"]
        assert [row.kind for row in due(unit, 200.0, 1)] == ["report_in"]


def test_plan_twice(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT])
        plan(unit, SUBJECT, 1, [Planned("report_in", 150.0), END])

        assert [(row.kind, row.due_at) for row in due(unit, 250.0, 10)] == [("report_in", 100.0), ("last_day", 200.0)]


def test_newer_version_makes_older_ones_stale(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT, END])
        plan(unit, "affiliation:13", 1, [REPORT])
        plan(unit, SUBJECT, 2, [REPORT])

        assert [(row.subject, row.version) for row in due(unit, 250.0, 10)] == [("affiliation:13", 1), (SUBJECT, 2)]
        assert _states(unit) == ["stale", "stale", "due", "due"]


def test_newer_version_without_notices(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT, END])
        plan(unit, SUBJECT, 2, [])

        assert (due(unit, 250.0, 10), next_due(unit)) == ([], None)


def test_what_is_done_stays_done(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT])
        (row,) = due(unit, 100.0, 10)
        finish(unit, row.id, "done", 101.0)
        plan(unit, SUBJECT, 1, [REPORT])
        plan(unit, SUBJECT, 2, [])

        assert due(unit, 250.0, 10) == []
        assert unit.connection.execute(select(tables.notices.c.state, tables.notices.c.done_at)).all() == [
            ("done", 101.0)
        ]


def test_expire(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT, END])

        assert expire(unit, 299.0) == {}
        assert [row.kind for row in due(unit, 300.0, 10)] == ["report_in"]
        assert expire(unit, 300.0) == {"last_day": 1}
        assert _states(unit) == ["due", "expired"]


def test_next_due_of_nothing(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert next_due(unit) is None


def test_worker_that_comes_second_goes_without(new_store: Callable[[], Store]) -> None:
    """On SQLite the second one waits for the first, and then finds nothing due."""
    first, second = new_store(), new_store()
    with first.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT])
        unit.commit()
    with first.unit_of_work() as unit:
        (row,) = due(unit, 100.0, 10)
        if unit.on_postgresql:
            with second.unit_of_work() as other:
                assert due(other, 100.0, 10) == []
                assert expire(other, 999.0) == {}
                plan(other, SUBJECT, 2, [END])
                other.commit()
        finish(unit, row.id, "done", 100.0)
        unit.commit()

    with second.unit_of_work() as unit:
        assert [one.kind for one in due(unit, 100.0, 10)] == []


def _without_id(row: NoticeRow) -> tuple[object, ...]:
    return row.subject, row.version, row.kind, row.due_at, row.not_after


def _states(unit: UnitOfWork) -> list[str]:
    return list(unit.connection.scalars(select(tables.notices.c.state).order_by(tables.notices.c.id)))


def test_several_subjects_are_planned_together_and_each_makes_its_own_older_versions_stale(store: Store) -> None:
    with store.unit_of_work() as unit:
        plan(unit, SUBJECT, 1, [REPORT])
        plan(unit, "affiliation:13", 4, [REPORT])
        new = Course("affiliation:14", 1, [REPORT], is_first=True)
        plan_all(unit, [Course(SUBJECT, 2, [REPORT]), Course("affiliation:13", 4, []), new])
        found = {(one.subject, one.version) for one in due(unit, REPORT.due_at, 10)}
    assert found == {(SUBJECT, 2), ("affiliation:13", 4), ("affiliation:14", 1)}
