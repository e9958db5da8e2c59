"""Who is there by which key: a page's number is ours, and what its browser keeps is known by a hash alone."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from storage.people import addresses
from storage.tables.pages import page_keys, pages
from storage.tokens import token_hash
from storage.unit_of_work import UnitOfWork

CHANNEL: Final = "web"

NOTED_S: Final = 60.0
"""So often it is written down at most that a page is still looked at."""

# Asked with all that a page sends, and all that is sent to one: built once.
_BY_KEY: Final = (
    select(page_keys.c.key_hash, pages.c.number, pages.c.seen_at)
    .join(page_keys, page_keys.c.number == pages.c.number)
    .where(page_keys.c.key_hash.in_(bindparam("hashes", expanding=True)))
)
_BY_NAME: Final = select(pages.c.name, pages.c.number).where(pages.c.name.in_(bindparam("called", expanding=True)))
_NOTE: Final = (
    update(pages).where(pages.c.number.in_(bindparam("numbers", expanding=True))).values(seen_at=bindparam("now"))
)
_HAS_KEY: Final = select(page_keys.c.number).where(page_keys.c.number == bindparam("page")).limit(1)


@dataclass(frozen=True, slots=True)
class Opening:
    """A page: its number, and when it was last looked at, in seconds since 1970."""

    number: int
    seen_at: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What tells one page from another: its browser (`domain.people.browsers`), when it was opened, and seen last."""

    browser: str
    opened_at: float
    seen_at: float
    is_closed: bool = False


def open_page(unit: UnitOfWork, key: str, now: float, browser: str = "") -> int:
    """Open a page for a browser that has just been given this key, and return the number of its address."""
    name = secrets.token_hex(16)
    number = addresses.number_of(unit, CHANNEL, name, now)
    values = {"number": number, "name": name, "opened_at": now, "seen_at": now, "event": 0, "line": 0}
    unit.connection.execute(insert(pages).values({**values, "browser": browser}))
    add_key(unit, number, key, now)
    return number


def add_key(unit: UnitOfWork, number: int, key: str, now: float) -> None:
    """Let this key in as well."""
    unit.connection.execute(insert(page_keys).values(key_hash=token_hash(key), number=number, made_at=now))


def find(unit: UnitOfWork, keys: Sequence[str]) -> Sequence[Opening | None]:
    """Return the page that each of these keys opens."""
    hashes = [token_hash(key) for key in keys]
    rows = unit.connection.execute(_BY_KEY, {"hashes": hashes})
    found = {row.key_hash: Opening(row.number, row.seen_at) for row in rows}
    return [found.get(one) for one in hashes]


def seen(unit: UnitOfWork, numbers: Collection[int]) -> Mapping[int, Seen]:
    """Return what tells these pages apart."""
    if not numbers:
        return {}
    has_key = select(page_keys.c.number).where(page_keys.c.number == pages.c.number).exists()
    query = select(pages.c.number, pages.c.browser, pages.c.opened_at, pages.c.seen_at, has_key.label("has_key"))
    rows = unit.connection.execute(query.where(pages.c.number.in_(list(numbers))))
    return {row.number: Seen(row.browser, row.opened_at, row.seen_at, not row.has_key) for row in rows}


def close(unit: UnitOfWork, number: int, now: float) -> None:
    """Let no browser in there any more; what comes for the person goes elsewhere, where there is anything else."""
    unit.connection.execute(delete(page_keys).where(page_keys.c.number == number))
    addresses.mark_unreachable(unit, number, now)


def is_closed(unit: UnitOfWork, number: int) -> bool:
    """Tell whether no browser gets in there any more."""
    return unit.connection.scalar(_HAS_KEY, {"page": number}) is None


def named(unit: UnitOfWork, names: Collection[str]) -> Mapping[str, int]:
    """Return the numbers of the pages that the channel calls so; of those that are gone there is none."""
    rows = unit.connection.execute(_BY_NAME, {"called": list(names)})
    return {row.name: row.number for row in rows}


def note(unit: UnitOfWork, numbers: Collection[int], now: float) -> None:
    """Write down that somebody looks at these pages."""
    unit.connection.execute(_NOTE, {"numbers": list(numbers), "now": now})


def forget_unseen(unit: UnitOfWork, before: float) -> int:
    """Drop pages, with their keys, that nobody has looked at since; return how many there were."""
    return unit.connection.execute(delete(pages).where(pages.c.seen_at < before)).rowcount
