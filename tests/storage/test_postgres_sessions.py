"""A worker's sessions end by themselves when it hangs or is cut off; it plays again what it has lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import NullPool, create_engine, event, make_url, select, text
from sqlalchemy.exc import OperationalError

from bot.opening import open_store
from bot.settings import Settings
from storage.postgres_sessions import LOCK_S, POOLED, Newest, address_of, is_pooled, line_to
from storage.standing import Standing, StoreUnreachableError, standing
from storage.tables.people import people
from storage.troubles import StoreTrouble, trouble_with
from storage.unit_of_work import Store, UnitOfWork, connect, reading
from tests.conftest import KEY
from tests.stage.pooler import pooler
from tests.storage.signing import opened, plan, settle

HANGS: Final = """
import sys
from storage import postgres_sessions
postgres_sessions._TIMES = ("1s", "10s", "10s")
from storage.activities import activities
from storage.unit_of_work import Store
store = Store(sys.argv[1], sys.argv[2], worker="hangs")
plays = 0
def work(unit):
    global plays
    plays += 1
    activities.locked(unit, 1)
    if plays == 1:
        print("locked", flush=True)
        sys.stdin.readline()
    unit.connection.exec_driver_sql("UPDATE activities SET notes = 'played'")
    unit.commit()
store._in_unit(store.engine, work)
print(plays, flush=True)
"""


@pytest.mark.process
def test_worker_that_is_stopped_in_mid_transaction_holds_up_nobody_for_long(postgres_url: str) -> None:
    store = Store(postgres_url, KEY, worker="waits")
    settle(store)
    opened(store, plan())
    command = [sys.executable, "-c", HANGS, postgres_url, KEY]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as hung:
        assert hung.stdin is not None
        assert hung.stdout is not None
        assert hung.stdout.readline() == "locked\n"
        os.kill(hung.pid, signal.SIGSTOP)
        began = time.monotonic()
        with store.unit_of_work() as unit:
            unit.connection.exec_driver_sql("UPDATE activities SET seats = 7")
            unit.commit()
        waited_s = time.monotonic() - began
        hung.stdin.write("\n")
        hung.stdin.flush()
        os.kill(hung.pid, signal.SIGCONT)
        assert hung.stdout.readline() == "2\n"  # awake, it finds its transaction gone and plays it again

    assert waited_s < LOCK_S
    with store.unit_of_work() as unit:
        row = unit.connection.execute(text("SELECT seats, notes FROM activities")).one()
    assert tuple(row) == (7, "played")
    store.close()


def test_transaction_that_was_lost_is_played_again(postgres_url: str) -> None:
    store, plays = Store(postgres_url, KEY, worker="w1"), []

    def work(unit: UnitOfWork) -> str:
        plays.append(unit)
        if len(plays) == 1:
            unit.connection.exec_driver_sql("SET idle_in_transaction_session_timeout = '50ms'")
            time.sleep(0.3)
        unit.connection.exec_driver_sql("SELECT 1")
        return "played"

    assert store._in_unit(store.engine, work) == "played"
    assert len(plays) == 2
    store.close()


def test_transaction_that_was_lost_and_had_nothing_to_write_is_over_quietly(postgres_url: str) -> None:
    store = Store(postgres_url, KEY, worker="w1")

    def work(unit: UnitOfWork) -> str:
        unit.connection.exec_driver_sql("SET idle_in_transaction_session_timeout = '50ms'")
        time.sleep(0.3)
        return "read"

    assert store._in_unit(store.engine, work) == "read"
    store.close()


def test_long_read_may_think(postgres_url: str) -> None:
    store = Store(postgres_url, KEY, worker="w1")

    def work(unit: UnitOfWork) -> str:
        return str(unit.connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one())

    assert store._in_unit(reading(store.engine), work) == "0"
    store.close()


def test_read_is_of_one_moment(postgres_url: str) -> None:
    """A total and the rows that are shown below it are two statements, and somebody may write between them."""
    store = Store(postgres_url, KEY, worker="w1")

    def work(unit: UnitOfWork) -> list[set[int]]:
        seen = []
        for number in (1, 2):
            seen.append(set(unit.connection.scalars(select(people.c.chat_id))))
            with store.unit_of_work() as other:
                other.connection.execute(people.insert().values(chat_id=number, first_seen=0.0))
                other.commit()
        return seen

    assert store._in_unit(reading(store.engine), work) == [set(), set()]
    store.close()


def test_transaction_whose_end_nobody_knows_is_not_played_again(postgres_url: str) -> None:
    store, plays = Store(postgres_url, KEY, worker="w1"), []

    def work(unit: UnitOfWork) -> None:
        plays.append(unit)
        pid = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with store.engine.connect() as other:
            other.exec_driver_sql("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        unit.commit()

    with pytest.raises(Exception, match=r"terminat|closed"):
        store._in_unit(store.engine, work)
    assert len(plays) == 1
    store.close()


def test_what_is_undone_again_and_again_is_raised_in_the_end(postgres_url: str) -> None:
    store, plays = Store(postgres_url, KEY, worker="w1"), []

    def work(unit: UnitOfWork) -> None:
        plays.append(unit)
        unit.connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(Exception, match="again"):
        store._in_unit(store.engine, work)
    assert len(plays) == 5
    store.close()


def test_sessions_of_a_worker_bear_its_name_and_end(postgres_url: str) -> None:
    agreed: list[float] = []
    worker, other = Store(postgres_url, KEY, worker="w1", agree=agreed.append), Store(postgres_url, KEY)
    shown = "SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('application_name')"
    with worker.unit_of_work() as unit:
        assert tuple(unit.connection.execute(text(shown)).one()) == ("5s", "waystation w1")
    with other.unit_of_work() as unit:
        assert tuple(unit.connection.execute(text(shown)).one()) == ("0", "waystation")
    assert agreed == []  # the same machine's clock
    for store in (worker, other):
        store.close()


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("postgresql+psycopg://u:p@h1:5432,h2:5433/city?sslmode=require", ("h1:5432", "h2:5433")),
        ("postgresql+psycopg://h1,h2,h3/city", ("h1", "h2", "h3")),
        ("postgresql+psycopg:///city?host=h1:1&host=h2:2", ("h1:1", "h2:2")),
    ],
)
def test_several_hosts(url: str, hosts: tuple[str, ...]) -> None:
    address = address_of(url)
    assert address.query["host"] == hosts
    assert address.database == "city"
    assert address.query.get("target_session_attrs") == "read-write"


def test_one_host_is_left_as_it_is() -> None:
    url = "postgresql+psycopg://u:p@h1:5432/city?connect_timeout=30"
    assert address_of(url) == make_url(url)
    assert "connect_timeout" not in line_to(address_of(url), "")
    assert line_to(address_of(url), "w" * 90)["application_name"] == "waystation " + "w" * 52


def test_none_is_led_to_a_server_that_another_has_taken_over_from(postgres_url: str, tmp_path: Path) -> None:
    """What was first may come back, and take writes as before; each promotion raises the timeline."""
    folder = str(make_url(postgres_url).query["host"])
    address = make_url(postgres_url).set(query={})
    url = address.update_query_pairs([("host", folder), ("host", str(tmp_path)), ("host", folder)])
    newest, engine = Newest(), create_engine(url, poolclass=NullPool)
    event.listen(engine, "do_connect", newest.connect)
    for _ in range(2):  # all are asked, then the one that was found
        engine.connect().close()
    here, newest._timeline = newest._timeline, newest._timeline + 1
    with pytest.raises(OperationalError) as refused:
        engine.connect()
    assert trouble_with(refused.value) is StoreTrouble.GONE
    newest._timeline = here
    engine.connect().close()


def test_the_host_that_serves_is_found_behind_one_that_does_not(postgres_url: str, tmp_path: Path) -> None:
    address = make_url(postgres_url)
    both = address.set(query={}).update_query_pairs([("host", str(tmp_path)), ("host", str(address.query["host"]))])
    url = both.render_as_string(hide_password=False)
    assert standing(url) is Standing.CURRENT
    store = Store(url, KEY, worker="w1")
    with store.unit_of_work() as unit:
        assert unit.connection.scalar(text("SELECT NOT pg_is_in_recovery()"))
    store.close()


def test_pooler_in_transaction_mode_is_refused(postgres_url: str, tmp_path: Path) -> None:
    address = make_url(postgres_url)
    with pooler(Path(str(address.query["host"])) / ".s.PGSQL.5432", tmp_path) as folder:
        through = address.set(query={"host": str(folder)}).render_as_string(hide_password=False)
        engine = connect(through)
        assert is_pooled(engine)
        engine.dispose()
        settings = Settings(database=through, key=KEY, _env_file=None)
        with pytest.raises(StoreUnreachableError) as refused:
            open_store(settings, "w1")
        assert str(refused.value) == POOLED
    direct = connect(postgres_url)
    assert not is_pooled(direct)
    direct.dispose()
