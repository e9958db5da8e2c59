"""What stands at an address, on both databases, before anything is opened; and files that are their owner's alone."""

from pathlib import Path

import pytest

from storage.migrate import downgrade, upgrade
from storage.private import make_private
from storage.sealed import new_key
from storage.standing import Standing, StoreUnreachableError, standing
from storage.unit_of_work import Store, connect
from storage.upkeep.rotation import knows_the_key
from tests.storage import stays


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


def test_key_is_known_by_what_it_opens(store: Store) -> None:
    other = Store(store.url, new_key())
    try:
        with other.unit_of_work() as unit:
            assert knows_the_key(unit)  # there is nothing yet
        stays.settle(store)
        for opened, known in ((store, True), (other, False)):
            with opened.unit_of_work() as unit:
                assert knows_the_key(unit) is known
    finally:
        other.close()
