"""One employer under every key that is known: while a key is being changed, colleagues do not all share a hash."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from storage.once import once
from storage.people.members import DETAILS, employer_hashes, from_json
from storage.tables.people import members
from storage.unit_of_work import UnitOfWork


def hashes_of(unit: UnitOfWork, employer_hash: str) -> tuple[str, ...]:
    """Return the hashes of this employer by all keys, the newest first; of one that has no people, what was given."""
    return _under_all_keys(unit).get(employer_hash, (employer_hash,))


def all_hashes(unit: UnitOfWork, employer_hashes: Collection[str]) -> frozenset[str]:
    """Return these hashes, and those that the same employers have by the other keys."""
    return frozenset(one for given in employer_hashes for one in hashes_of(unit, given))


@once(members)
def beginning_with(unit: UnitOfWork, length: int) -> Mapping[str, tuple[str, ...]]:
    """Return the hashes of every employer, as `hashes_of` does, by the first signs of each of them."""
    return {one[:length]: hashes for one, hashes in _under_all_keys(unit).items()}


@once(members)
def _under_all_keys(unit: UnitOfWork) -> Mapping[str, tuple[str, ...]]:
    """Return the hashes of every employer by each of them; nothing while one key is known, and a hash is the only one.

    The name of each is read with one of those who work there.
    """
    if len(unit.seal.keys) == 1:
        return {}
    told = members.c.employer_hash.is_not(None) & members.c.details.is_not(None)
    one_each = select(func.min(members.c.chat_id)).where(told).group_by(members.c.employer_hash)
    sealed = unit.connection.scalars(select(members.c.details).where(members.c.chat_id.in_(one_each)))
    opened = [from_json(unit.seal.open(one, DETAILS)) for one in sealed if unit.seal.opens(one, DETAILS)]
    known = [employer_hashes(unit.seal, details.employer) for details in opened]
    return {one: hashes for hashes in known for one in hashes}
