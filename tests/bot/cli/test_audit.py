"""`audit verify` as the operator runs it: the end that it prints, and what keeps that elsewhere."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.messages import conversations
from storage.messages.conversations import Conversation
from storage.migrate import downgrade
from storage.people.audit import Entry, begin, end, write
from storage.sealed import new_key
from storage.standing import Standing, standing
from storage.tables.people import audit
from storage.unit_of_work import Store
from tests.conftest import KEY

Run = Callable[..., Result]


@pytest.fixture
def verify(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    settings = {"WAYSTATION_DATABASE": sqlite_store.url, "WAYSTATION_KEY": KEY, "WAYSTATION_TOKEN": ""}
    return lambda *options: CliRunner().invoke(app, ["audit", "verify", *options], env=settings)


def grow(store: Store, count: int) -> str:
    """Write so many rows, and return where the chain ends."""
    with store.unit_of_work() as unit:
        for number in range(count):
            write(unit, Entry(1, "admin", "role.give", f"person:{number}"), 1.5)
        unit.commit()
        return str(end(unit))


def cut(store: Store, last: int) -> None:
    with store.unit_of_work() as unit:
        unit.connection.execute(delete(audit).where(audit.c.number > last))
        unit.commit()


def failed(result: Result) -> str:
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    return line


def test_end_is_printed_and_expected_again(verify: Run, sqlite_store: Store) -> None:
    assert verify().output == "ok: 0 rows, no gap\n"
    kept = grow(sqlite_store, 3)
    assert verify().output == f"ok: 3 rows, no gap\nend: {kept}\n"
    grow(sqlite_store, 1)
    assert verify("--expect", kept).output.startswith("ok: 4 rows, no gap\n")
    cut(sqlite_store, 2)
    said = "broken at row 3: the chain is cut off here; it went on to row 3 once (2 rows before it are whole)"
    assert failed(verify("--expect", kept)) == said


def test_file_of_ends_grows_and_is_held_against(verify: Run, sqlite_store: Store, tmp_path: Path) -> None:
    assert verify("--anchor", "ends").output == "ok: 0 rows, no gap\n"
    first = grow(sqlite_store, 2)
    assert verify("--anchor", "ends").exit_code == 0
    second = grow(sqlite_store, 2)
    assert verify("--anchor", "ends").exit_code == 0
    assert (tmp_path / "ends").read_text().splitlines() == [first, second]
    assert (tmp_path / "ends").stat().st_mode & 0o777 == 0o600

    cut(sqlite_store, 3)
    grow(sqlite_store, 2)
    said = "broken at row 4: the row is another than the one that was kept elsewhere (3 rows before it are whole)"
    assert failed(verify("--anchor", "ends")) == said
    assert (tmp_path / "ends").read_text().splitlines() == [first, second]


def test_changed_row_is_named(verify: Run, sqlite_store: Store) -> None:
    grow(sqlite_store, 3)
    with sqlite_store.unit_of_work() as unit:
        unit.connection.execute(update(audit).where(audit.c.number == 2).values(role="x"))
        unit.commit()
    said = "broken at row 2: the row was changed, or the one before it (1 rows before it are whole)"
    assert failed(verify()) == said


def test_rows_older_than_the_key_are_told(verify: Run, sqlite_store: Store) -> None:
    said = json.dumps(["", 1, 0.5, 1, "admin", "role.give", "person:1", ""], separators=(",", ":"))
    old = {"number": 1, "at": 0.5, "chat_id": 1, "role": "admin", "what": "role.give", "subject": "person:1"}
    with sqlite_store.unit_of_work() as unit:
        unit.connection.execute(audit.insert(), old | {"hash": sha256(said.encode()).hexdigest()})
        begin(unit, 1_800_000_000.0)
        unit.commit()
    lines = verify().output.splitlines()
    assert lines[:2] == ["ok: 2 rows, no gap", "older than the key of the chain: rows 1 to 1; it began on 2027-01-15"]


@pytest.fixture
def old(sqlite_store: Store) -> Store:
    """Give a store as it was before the chain had a key, with one row."""
    said = json.dumps(["", 1, 0.5, 1, "admin", "role.give", "person:1", ""], separators=(",", ":"))
    row = {"number": 1, "at": 0.5, "chat_id": 1, "role": "admin", "what": "role.give", "subject": "person:1"}
    with sqlite_store.unit_of_work() as unit:
        unit.connection.execute(audit.insert(), row | {"hash": sha256(said.encode()).hexdigest()})
        conversations.keep(unit, [Conversation(1, 1, b"{}")], 1.0)
        unit.commit()
    downgrade(sqlite_store.url, "0010")
    return sqlite_store


def test_older_store_gets_the_key_of_its_chain_when_it_is_brought_up_to_date(verify: Run, old: Store) -> None:
    settings = {"WAYSTATION_DATABASE": old.url, "WAYSTATION_KEY": KEY, "WAYSTATION_TOKEN": ""}
    assert CliRunner().invoke(app, ["migrate"], env=settings).output == "ok\n"
    assert verify().output.startswith("ok: 2 rows, no gap\nolder than the key of the chain: rows 1 to 1; it began on ")
    assert CliRunner().invoke(app, ["migrate"], env=settings).output == "ok\n"
    assert verify().output.startswith("ok: 2 rows, no gap\n")


def test_older_store_gets_no_key_of_its_chain_by_a_key_that_is_not_its_own(verify: Run, old: Store) -> None:
    settings = {"WAYSTATION_DATABASE": old.url, "WAYSTATION_KEY": new_key(), "WAYSTATION_TOKEN": ""}
    said = "waystation: WAYSTATION_KEY does not open this store; it was written with another key"
    assert failed(CliRunner().invoke(app, ["migrate"], env=settings)) == said
    assert standing(old.url) is Standing.OLD
    assert verify().output.startswith("ok: 2 rows, no gap\n")


@pytest.mark.parametrize("expected", ["3", "x:y", "3:abc", f"x:{'0' * 64}"])
def test_what_is_no_end_is_refused(verify: Run, expected: str) -> None:
    said = f"waystation: --expect {expected} is no end of a chain; `waystation audit verify` prints one"
    assert failed(verify("--expect", expected)) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a list of other things", "ends is no end of a chain; `waystation audit verify` prints one"),
        ("\u9a7f".encode(), "ends is no file of ends, or cannot be read"),
        (b"0" * 10_000_001, "ends is no file of ends: it is too large"),
        (
            f"3:{'0' * 64}\n3:{'1' * 64}\n".encode(),
            "ends has two ends at row 3; one of them is of another store",
        ),
    ],
)
def test_file_that_holds_something_else_is_left_alone(verify: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "ends").write_bytes(content)
    assert failed(verify("--anchor", "ends")) == f"waystation: {said}"
    assert (tmp_path / "ends").read_bytes() == content


def test_file_of_ends_in_no_folder_is_said(verify: Run, sqlite_store: Store, tmp_path: Path) -> None:
    grow(sqlite_store, 1)
    assert (
        failed(verify("--anchor", "none/ends")) == "waystation: none/ends cannot be written (No such file or directory)"
    )
    (tmp_path / "folder").mkdir()
    assert failed(verify("--anchor", "folder")) == "waystation: folder is no file of ends, or cannot be read"
