"""The upkeep of a SQLite file."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import sleep

from storage.messages import inbox
from storage.unit_of_work import Store
from storage.upkeep.upkeep import tidy

KEYS = [("telegram:1", str(number)) for number in range(1000)]


def test_tidy_empties_the_write_ahead_log_and_loses_nothing(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        inbox.take(unit, KEYS, 0.0)
        unit.commit()
    log = Path(f"{sqlite_store.engine.url.database}-wal")
    assert log.stat().st_size > 0

    tidy(sqlite_store.engine)

    assert log.stat().st_size == 0
    with sqlite_store.unit_of_work() as unit:
        assert len(inbox.seen(unit, KEYS)) == 1000


def test_tidy_waits_for_whoever_writes(sqlite_store: Store) -> None:
    """It learns of the tables that its connection has asked, and reads them before it writes what it learned."""
    with sqlite_store.unit_of_work() as unit:
        inbox.take(unit, KEYS, 0.0)
        unit.commit()
    with closing(sqlite_store.engine.raw_connection()) as asked, closing(asked.cursor()) as cursor:
        for statement in ("TABLE asked (a, b)", "INDEX of_a ON asked (a)", "INDEX of_b ON asked (b)"):
            cursor.execute(f"CREATE {statement}")
        cursor.execute("INSERT INTO asked SELECT key % 5, key % 7 FROM inbox")
        writer = sqlite_store.engine.connect()
        cursor.execute("SELECT count(*) FROM asked WHERE a = 1 AND b = 2")
    with writer, writer.begin(), ThreadPoolExecutor(1) as aside:
        writer.exec_driver_sql("INSERT INTO asked VALUES (1, 2)")
        tidying = aside.submit(tidy, sqlite_store.engine)
        sleep(0.1)
        writer.commit()
        tidying.result()


def test_tidy_leaves_no_transaction_open(store: Store) -> None:
    tidy(store.engine)
    with store.unit_of_work() as unit:
        inbox.take(unit, KEYS[:1], 0.0)
        unit.commit()
        assert inbox.seen(unit, KEYS[:1]) == {KEYS[0]}
