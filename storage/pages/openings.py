"""Who is there by which key: a page's number is ours, and what its browser keeps is known by a hash alone."""

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, insert, select, update

from storage.people import addresses
from storage.tables.pages import page_keys, pages
from storage.tokens import token_hash
from storage.unit_of_work import UnitOfWork

CHANNEL: Final = "web"

NOTED_S: Final = 60.0
"""So often it is written down at most that a page is still looked at."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A page: its number, and when it was last looked at, in seconds since 1970."""

    number: int
    seen_at: float


def open_page(unit: UnitOfWork, key: str, now: float) -> int:
    """Open a page for a browser that has just been given this key, and return the number of its address."""
    name = secrets.token_hex(16)
    number = addresses.number_of(unit, CHANNEL, name, now)
    unit.connection.execute(insert(pages).values(number=number, name=name, opened_at=now, seen_at=now, event=0, line=0))
    add_key(unit, number, key, now)
    return number


def add_key(unit: UnitOfWork, number: int, key: str, now: float) -> None:
    """Let this key in as well."""
    unit.connection.execute(insert(page_keys).values(key_hash=token_hash(key), number=number, made_at=now))


def find(unit: UnitOfWork, key: str) -> Opening | None:
    """Return the page that this key opens."""
    query = select(pages.c.number, pages.c.seen_at).join(page_keys, page_keys.c.number == pages.c.number)
    row = unit.connection.execute(query.where(page_keys.c.key_hash == token_hash(key))).first()
    return None if row is None else Opening(row.number, row.seen_at)


def named(unit: UnitOfWork, name: str) -> int | None:
    """Return the number of the page that the channel calls so."""
    return unit.connection.scalar(select(pages.c.number).where(pages.c.name == name))


def note(unit: UnitOfWork, number: int, now: float) -> None:
    """Write down that somebody looks at this page."""
    unit.connection.execute(update(pages).where(pages.c.number == number).values(seen_at=now))


def forget_unseen(unit: UnitOfWork, before: float) -> int:
    """Drop pages, with their keys, that nobody has looked at since; return how many there were."""
    return unit.connection.execute(delete(pages).where(pages.c.seen_at < before)).rowcount
