"""The key of the audit's chain: random, sealed in the store, the same for as long as the store lives.

Sealed, it outlives every change of the encryption key; and who has the file alone cannot hash a row with it.
"""

import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import select

from storage.tables.people import audit_chain
from storage.unit_of_work import UnitOfWork

KEY: Final = b"audit_chain.key"
"""The purpose for which it is sealed."""

_KEY_BYTES: Final = 32
_THE_ONE: Final = 1


@dataclass(frozen=True, slots=True)
class Chain:
    """`begins_at` is the first row that is hashed with the key; those before it are older than the key."""

    key: bytes
    begins_at: int

    def link(self, number: int, written: bytes) -> str:
        """Return the hash of this row, in 64 hexadecimal digits: keyed, or plain where the row is older than the key.

        `written` is the row with the hash of the row before it.
        """
        if number < self.begins_at:
            return plain(written)
        return hmac.digest(self.key, written, sha256).hex()


def plain(written: bytes) -> str:
    """Hash a row that is older than the key."""
    return sha256(written).hexdigest()


def find(unit: UnitOfWork) -> Chain | None:
    """Return the chain's key; None where there is none. Raises `UnsealableError` for one of another store or key."""
    return opened(unit, unit.connection.scalar(select(SEALED)))


SEALED: Final = select(audit_chain.c.key).scalar_subquery()


def opened(unit: UnitOfWork, sealed: bytes | None) -> Chain | None:
    """Return the chain of a key as it is stored. Raises as `find` does."""
    if sealed is None:
        return None
    key = unit.seal.open(sealed, KEY)
    return Chain(key[:_KEY_BYTES], int.from_bytes(key[_KEY_BYTES:]))


def make(unit: UnitOfWork, begins_at: int) -> Chain:
    """Make the key, for the rows from this number on; that number is sealed with it."""
    chain = Chain(os.urandom(_KEY_BYTES), begins_at)
    sealed = unit.seal.close(chain.key + begins_at.to_bytes(8), KEY)
    unit.connection.execute(audit_chain.insert().values(id=_THE_ONE, key=sealed))
    return chain
