"""What lets people check in to an activity: the secret of its changing tokens and its code word, sealed, made once."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from sqlalchemy import select, update

from domain.activities.tokens import new_secret
from storage.activities import activities
from storage.tables.activities import activities as table
from storage.unit_of_work import UnitOfWork

SECRET: Final = b"activities.check_in_secret"
WORD: Final = b"activities.code_word"
"""The purposes for which these are sealed."""

_row: Final = table.c


def secret(unit: UnitOfWork, activity_id: int) -> bytes:
    """Return the secret, which is made when it is first asked for."""
    found = known_secret(unit, activity_id)
    if found is not None:
        return found
    activities.locked(unit, activity_id)  # two who open the desk at once show the same code
    found = known_secret(unit, activity_id) or new_secret()
    _put(unit, activity_id, check_in_secret=unit.seal.close(found, SECRET))
    return found


def known_secret(unit: UnitOfWork, activity_id: int) -> bytes | None:
    """Return the secret if there is one: where nobody has shown a code yet, no token fits."""
    sealed = unit.connection.scalar(select(_row.check_in_secret).where(_row.id == activity_id))
    return unit.seal.open(sealed, SECRET) if sealed else None


def word(unit: UnitOfWork, activity_id: int, choose: Callable[[bytes], str]) -> str:
    """Return the code word; `choose` finds the first one from the secret when it is first asked for."""
    found = words(unit, [activity_id]).get(activity_id)
    if found is None:
        found = choose(secret(unit, activity_id))
        put_word(unit, activity_id, found)
    return found


def words(unit: UnitOfWork, activity_ids: Collection[int]) -> Mapping[int, str]:
    """Return the code words of those of these activities that have one."""
    query = select(_row.id, _row.code_word).where(_row.id.in_(list(activity_ids)), _row.code_word.is_not(None))
    return {row.id: unit.seal.open_text(row.code_word, WORD) for row in unit.connection.execute(query)}


def put_word(unit: UnitOfWork, activity_id: int, code_word: str) -> None:
    """Let this be the code word from now on; the one before no longer counts."""
    _put(unit, activity_id, code_word=unit.seal.close(code_word.encode(), WORD))


def _put(unit: UnitOfWork, activity_id: int, **values: bytes) -> None:
    unit.connection.execute(update(table).where(_row.id == activity_id).values(values))
