"""The upkeep of a SQLite file."""

from pathlib import Path

from storage.messages import inbox
from storage.unit_of_work import Store
from storage.upkeep.upkeep import tidy


def test_tidy_empties_the_write_ahead_log_and_loses_nothing(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        inbox.take(unit, 1, range(1000), 0.0)
        unit.commit()
    log = Path(f"{sqlite_store.engine.url.database}-wal")
    assert log.stat().st_size > 0

    tidy(sqlite_store.engine)

    assert log.stat().st_size == 0
    with sqlite_store.unit_of_work() as unit:
        assert len(inbox.seen(unit, 1, range(1000))) == 1000


def test_tidy_leaves_no_transaction_open(store: Store) -> None:
    tidy(store.engine)
    with store.unit_of_work() as unit:
        inbox.take(unit, 1, [5], 0.0)
        unit.commit()
        assert inbox.seen(unit, 1, [5]) == {5}
