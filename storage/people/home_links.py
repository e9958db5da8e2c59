"""Links for the home branch: whoever opens one first, other than the member, may answer with it, once."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import select, update

from storage.once import once
from storage.tables.affiliations import affiliations, home_links
from storage.tokens import new_token, token_hash
from storage.unit_of_work import UnitOfWork

Why = Literal["unknown", "expired", "answered", "somebody_else", "own"]


class HomeLinkRefused(Exception):  # noqa: N818  an answer to whoever has the link, not a fault
    """The link does not work for this person; nothing has changed. "own": the member has opened it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def issue(unit: UnitOfWork, affiliation_id: int, days: float, now: float) -> str:
    """Make a link and return its token; it is not kept. Earlier links that nobody has answered end with it."""
    earlier = (home_links.c.affiliation_id == affiliation_id) & (home_links.c.expires_at > now)
    unit.connection.execute(update(home_links).where(earlier).values(expires_at=now))
    token = new_token()
    row = {
        "affiliation_id": affiliation_id,
        "token_hash": token_hash(token),
        "issued_at": now,
        "expires_at": now + days * 86_400,
    }
    unit.connection.execute(home_links.insert(), row)
    return token


def open_(unit: UnitOfWork, token: str, chat_id: int, now: float) -> int:
    """Return the affiliation that this person may answer for. Raises `HomeLinkRefused`."""
    row = _locked(unit, token_hash(token))
    if row is None:
        raise HomeLinkRefused("unknown")
    if row.answered_at is not None:
        raise HomeLinkRefused("answered")
    if row.expires_at <= now:
        raise HomeLinkRefused("expired")
    if row.chat_id == chat_id:
        raise HomeLinkRefused("own")
    if row.opened_by not in {None, chat_id}:
        raise HomeLinkRefused("somebody_else")
    if row.opened_by is None:
        mine = home_links.c.token_hash == token_hash(token)
        unit.connection.execute(update(home_links).where(mine).values(opened_by=chat_id))
        _locked.know(unit, replace(row, opened_by=chat_id), token_hash(token))
    return row.affiliation_id


@dataclass(frozen=True, slots=True)
class _Link:
    affiliation_id: int
    expires_at: float
    answered_at: float | None
    opened_by: int | None
    chat_id: int


@once(home_links, affiliations)
def _locked(unit: UnitOfWork, hashed: str) -> _Link | None:
    """Return a link and whose stay it is about. Of two who open it at once one is first; the stay stays free."""
    link = home_links.c
    columns = (link.affiliation_id, link.expires_at, link.answered_at, link.opened_by, affiliations.c.chat_id)
    joined = select(*columns).join_from(home_links, affiliations).where(link.token_hash == hashed)
    row = unit.connection.execute(joined.with_for_update(of=home_links)).one_or_none()
    return None if row is None else _Link(*row)


def close(unit: UnitOfWork, token: str, now: float) -> None:
    """Use the link up: it has been answered."""
    mine = home_links.c.token_hash == token_hash(token)
    unit.connection.execute(update(home_links).where(mine).values(answered_at=now))
