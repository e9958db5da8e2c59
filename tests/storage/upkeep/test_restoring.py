"""A store is brought back from a copy: the same rows as then, nothing over what is there unasked, no other key."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.migrate import downgrade
from storage.people import people
from storage.presence import open_presence
from storage.sealed import new_key
from storage.standing import StoreUnreachableError
from storage.unit_of_work import Store
from storage.upkeep import keys
from storage.upkeep.keys import KeyRefusedError
from storage.upkeep.restoring import NotRestoredError, Restored, restore
from tests.conftest import KEY
from tests.storage.upkeep import everything
from tests.storage.upkeep.copies import Copy, copier, said

pytestmark = pytest.mark.process


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Give a store with something in every table."""
    with closing(Store(request.getfixturevalue(f"{request.param}_city_url"), KEY)) as opened:
        keys.admit(opened)
        everything.fill(opened)
        yield opened


@pytest.fixture
def copy(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    return copier(store, tmp_path, monkeypatch)


both = pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
on_sqlite = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("store", ["postgres"], indirect=True)


def back(store: Store, file: Path, key: str = KEY, *, writes_over: bool = True) -> Restored:
    return restore(store.url, file, (key,), writes_over=writes_over)


def change(store: Store) -> None:
    with store.unit_of_work() as unit:
        people.welcome(unit, [4711], 0.0)
        unit.connection.execute(text("DELETE FROM conversations"))
        unit.commit()


@both
def test_store_is_as_it_was_when_the_copy_was_made(store: Store, copy: Copy) -> None:
    before = everything.rows(store)
    file = copy()
    change(store)
    after = everything.rows(store)
    assert after != before
    with pytest.raises(
        NotRestoredError, match="there are rows in this store; --overwrite puts the copy in their place"
    ):
        back(store, file, writes_over=False)
    with pytest.raises(KeyRefusedError, match="does not open this store"):
        back(store, file, new_key())
    presence = open_presence(store.engine, "w")
    presence.appear()
    with pytest.raises(NotRestoredError, match="a bot is running on this store"):
        back(store, file)
    presence.leave()
    assert everything.rows(store) == after

    restored = back(store, file)
    assert everything.rows(store) == before
    assert restored.rows == {name: len(found) for name, found in before.items()}
    assert restored.as_of == before["heartbeat"][0][1]
    if restored.kept:
        with closing(Store(f"sqlite:///{restored.kept}", KEY)) as kept:
            assert everything.rows(kept) == after


@on_sqlite
def test_copy_goes_where_there_is_none(store: Store, copy: Copy, tmp_path: Path) -> None:
    there = f"sqlite:///{tmp_path / 'new.db'}"
    restored = restore(there, copy(), (KEY,), writes_over=False)
    with closing(Store(there, KEY)) as new:
        assert (everything.rows(new), restored.kept) == (everything.rows(store), None)
    assert {one.name for one in tmp_path.iterdir() if "restoring" in one.name} == set()


@on_postgres
def test_plain_dump_goes_into_an_empty_database(
    store: Store, empty_postgres_url: str, tmp_path: Path, copy: Copy
) -> None:
    plain = tmp_path / "plain.sql"
    said([str(shutil.which("pg_restore")), "--no-owner", f"--file={plain}", str(copy())])
    restore(empty_postgres_url, plain, (KEY,), writes_over=False)
    with closing(Store(empty_postgres_url, KEY)) as new:
        assert everything.rows(new) == everything.rows(store)
    plain.write_text(plain.read_text() + "\nSELECT 1 / 0;\n")
    with closing(Store(empty_postgres_url, KEY)) as new:
        change(new)
        changed = everything.rows(new)
        with pytest.raises(NotRestoredError, match=r"psql: .*division by zero"):
            back(new, plain)
        assert everything.rows(new) == changed  # in one transaction, or not at all


@both
def test_copy_of_a_newer_version_is_refused_and_one_over_a_newer_store_is_not(store: Store, copy: Copy) -> None:
    file = copy()
    with store.unit_of_work() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        unit.commit()
    back(store, file)
    with store.unit_of_work() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        unit.commit()
    file.unlink()
    with pytest.raises(NotRestoredError, match="was written by a newer version of Waystation"):
        back(store, copy())


@on_sqlite
def test_copy_of_an_older_version_is_brought_in_as_it_is(store: Store, copy: Copy) -> None:
    file = copy()
    downgrade(f"sqlite:///{file}", "0016")
    assert "last_backup" not in back(store, file).rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file"),
        (b"", "is empty"),
        (b"no database at all" * 99, "cannot be read as a store"),
    ],
)
@on_sqlite
def test_what_is_no_copy_is_refused(store: Store, tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "odd"
    if content is not None:
        file.write_bytes(content)
    before = everything.rows(store)
    with pytest.raises(NotRestoredError, match=said):
        back(store, file)
    assert everything.rows(store) == before


@on_sqlite
def test_damaged_copy_is_refused(store: Store, copy: Copy) -> None:
    file = copy()
    pages = bytearray(file.read_bytes())
    pages[8192:-8192] = b"\xff" * len(pages[8192:-8192])
    file.write_bytes(pages)
    with pytest.raises(NotRestoredError, match=r"damaged|malformed|cannot be read"):
        back(store, file)


@on_sqlite
@pytest.mark.usefixtures("store")
def test_folder_that_is_not_there_is_said(copy: Copy, tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError, match="there is no folder"):
        restore(f"sqlite:///{tmp_path / 'none' / 'w.db'}", copy(), (KEY,), writes_over=False)


@on_postgres
def test_dump_of_something_else_is_refused(store: Store, tmp_path: Path, copy: Copy) -> None:
    assert copy().exists()
    plain = tmp_path / "plain.sql"
    plain.write_text("-- PostgreSQL database dump\nCREATE TABLE notes (x integer);\n")
    with pytest.raises(NotRestoredError, match="is no dump of a store of Waystation"):
        back(store, plain)
    plain.write_bytes(b"\x00neither")
    with pytest.raises(NotRestoredError, match="pg_restore: "):
        back(store, plain)


@on_postgres
def test_tools_that_are_not_there_are_named(store: Store, copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    file = copy()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotRestoredError, match="pg_restore is not there; it comes with PostgreSQL's client"):
        back(store, file)
