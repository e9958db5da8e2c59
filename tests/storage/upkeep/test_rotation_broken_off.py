"""A change of key that is broken off before any of its commits loses nothing, and goes on where it was."""

from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import Connection, event, select

from storage.sealed import new_key
from storage.unit_of_work import Store
from storage.upkeep import keys
from storage.upkeep.keys import HalfChangedError
from storage.upkeep.rotation import rotate
from storage.upkeep.sealed_columns import SEALED
from tests.conftest import KEY
from tests.storage.upkeep.test_rotation import WRITTEN, filled

__all__ = ["filled"]

NEW = new_key()
BATCH = 2


class Broken(BaseException):
    """As a killed process: nothing behind it happens."""


def broken_off(url: str, before: int) -> bool:
    """Change the key, break off before the commit of this number, and tell whether it came to that."""
    commits, store = count(1), Store(url, NEW, KEY)

    def look(_connection: Connection) -> None:
        if next(commits) == before:
            raise Broken

    event.listen(store.engine, "commit", look)
    try:
        rotate(store, NEW, BATCH)
    except Broken:
        return True
    finally:
        store.close()  # and with it the connection, as the system does for a process that was killed
    return False


def held(url: str, *known: str) -> int:
    """Return how many values these keys open, or -1 where they may not open the store at all."""
    store = Store(url, *known)
    try:
        keys.admit(store)
        with store.unit_of_work() as unit:
            return sum(
                unit.seal.opens(value, sealed.purpose)
                for sealed in SEALED
                for value in unit.connection.scalars(select(sealed.column).where(sealed.column.is_not(None)))
            )
    except HalfChangedError:
        return -1
    finally:
        store.close()


def test_broken_off_before_every_commit(filled: Callable[[], Store], database_url: str) -> None:
    """Each time it comes a commit further; on PostgreSQL, which is slower, some commits."""
    step = 2 if database_url.startswith("sqlite") else 5
    filled().engine.dispose()
    broken = 0
    for before in count(1, step):
        if not broken_off(database_url, before):
            break
        broken += 1
        assert held(database_url, NEW, KEY) == WRITTEN
        assert (held(database_url, NEW), held(database_url, KEY)) == (-1, -1)

    assert broken > WRITTEN // (BATCH * step)
    assert held(database_url, NEW) == WRITTEN
    with pytest.raises(ValueError, match="another key"):
        held(database_url, KEY)


def test_broken_off_before_it_has_begun(filled: Callable[[], Store], database_url: str) -> None:
    keys.admit(filled())

    assert broken_off(database_url, 1)
    assert held(database_url, KEY) == WRITTEN
