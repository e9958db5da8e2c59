"""How invitations stand: asked by whoever keeps their links in a list."""

from collections.abc import Collection, Mapping
from typing import Literal

from sqlalchemy import select

from storage.tables.people import invitations
from storage.tokens import token_hash
from storage.unit_of_work import UnitOfWork

Standing = Literal["open", "used", "withdrawn", "expired"]


def standing(unit: UnitOfWork, tokens: Collection[str], now: float) -> Mapping[str, Standing]:
    """Return how those of these invitations stand that were issued here."""
    by_hash = {token_hash(token): token for token in tokens}
    table = invitations.c
    rows = unit.connection.execute(
        select(table.token_hash, table.used_at, table.withdrawn_at, table.expires_at).where(
            table.token_hash.in_(list(by_hash))
        )
    )
    return {by_hash[hashed]: _standing(used_at, gone_at, until, now) for hashed, used_at, gone_at, until in rows}


def _standing(used_at: float | None, withdrawn_at: float | None, expires_at: float, now: float) -> Standing:
    if used_at is not None:
        return "used"
    if withdrawn_at is not None:
        return "withdrawn"
    return "open" if expires_at > now else "expired"
