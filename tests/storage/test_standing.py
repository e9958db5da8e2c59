"""What stands at an address, on both databases, before anything is opened; and files that are their owner's alone."""

from pathlib import Path

import pytest

from storage.migrate import downgrade, upgrade
from storage.presence import open_presence
from storage.private import is_shared, keep_private, make_private, store_files
from storage.standing import Standing, StoreUnreachableError, standing
from storage.unit_of_work import Store, connect


def test_a_database_is_nothing_then_a_store_then_an_old_one(empty_database_url: str) -> None:
    assert standing(empty_database_url) is Standing.NONE
    upgrade(empty_database_url)
    assert standing(empty_database_url) is Standing.CURRENT
    downgrade(empty_database_url, "base")
    assert standing(empty_database_url) is Standing.OLD


def test_tables_of_somebody_else_are_no_store(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (x INTEGER)")
    engine.dispose()
    with pytest.raises(StoreUnreachableError, match="holds something else than a store of Waystation"):
        standing(empty_database_url)


def test_server_that_does_not_answer_is_said_without_its_password() -> None:
    with pytest.raises(StoreUnreachableError) as refused:
        standing("postgresql+psycopg://somebody:secret@127.0.0.1:9/x")
    assert str(refused.value).startswith("the database does not answer: ")
    assert ("secret" in str(refused.value), "\n" in str(refused.value)) == (False, False)


def test_looking_at_a_store_that_is_open_leaves_it_open(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE revisions SET revision = revision + 1")
        assert standing(sqlite_store.url) is Standing.CURRENT
        unit.commit()


@pytest.mark.parametrize("before", [None, 0o644, 0o777])
def test_private_file_is_its_owners_alone(tmp_path: Path, before: int | None) -> None:
    file = tmp_path / "f"
    if before is not None:
        file.write_text("kept")
        file.chmod(before)
    make_private(file)
    assert (file.stat().st_mode & 0o777, file.read_text()) == (0o600, "" if before is None else "kept")


def test_what_is_no_file_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o755)
    make_private(folder)
    keep_private(tmp_path / "none")
    keep_private(tmp_path / "none" / "below")

    assert (folder.stat().st_mode & 0o777, sorted(tmp_path.iterdir())) == (0o755, [folder])


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o602])
def test_file_that_others_may_read_or_write(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "f"
    file.touch()
    file.chmod(mode)

    assert is_shared(file) is (mode in {0o640, 0o602})


def test_files_of_a_store_become_its_owners_alone_when_it_is_opened(sqlite_store: Store) -> None:
    database = Path(sqlite_store.url.removeprefix("sqlite:///"))
    with sqlite_store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE revisions SET revision = revision + 1")
        unit.commit()
    presence = open_presence(sqlite_store.engine, "w1")
    presence.appear()
    there = [file for file in store_files(database) if file.is_file()]
    for file in there:
        file.chmod(0o666)
    connect(sqlite_store.url).dispose()

    assert [file.name.removeprefix(database.name) for file in there] == ["", "-wal", "-shm", "-sender"]
    assert [oct(file.stat().st_mode & 0o777) for file in there] == ["0o600"] * 4
    presence.leave()
