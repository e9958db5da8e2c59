"""The files of a page: sealed, each with a handle that cannot be guessed, and shown to its own page alone."""

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, delete, func, insert, select

from storage.tables.pages import page_files
from storage.unit_of_work import UnitOfWork

NAME: Final = b"page_files.name"
CONTENT: Final = b"page_files.content"

_file: Final = page_files.c


@dataclass(frozen=True, slots=True)
class File:
    """A file: its media type by its content, its name, and what is in it."""

    kind: str
    name: str
    content: bytes


def keep(unit: UnitOfWork, number: int, file: File, now: float) -> str:
    """Keep a file for this page, and return its handle."""
    handle = secrets.token_urlsafe(18)
    unit.connection.execute(
        insert(page_files).values(
            handle=handle,
            number=number,
            kind=file.kind,
            name=unit.seal.close(file.name.encode(), NAME),
            content=unit.seal.close(file.content, CONTENT),
            size=len(file.content),
            at=now,
        )
    )
    return handle


def find(unit: UnitOfWork, number: int, handle: str) -> File | None:
    """Return a file of this page."""
    return _found(unit, (_file.handle == handle) & (_file.number == number))


def anyones(unit: UnitOfWork, handle: str) -> File | None:
    """Return a file, whoever's page it hangs on: for what a message of ours passes on."""
    return _found(unit, _file.handle == handle)


def _found(unit: UnitOfWork, which: ColumnElement[bool]) -> File | None:
    row = unit.connection.execute(select(_file.kind, _file.name, _file.content).where(which)).first()
    if row is None:
        return None
    return File(row.kind, unit.seal.open(row.name, NAME).decode(), unit.seal.open(row.content, CONTENT))


def held(unit: UnitOfWork, number: int) -> int:
    """Return how many bytes this page's files are."""
    return unit.connection.scalar(select(func.sum(_file.size)).where(_file.number == number)) or 0


def forget(unit: UnitOfWork, before_at: float) -> int:
    """Drop the files that came before that moment, and return how many there were."""
    return unit.connection.execute(delete(page_files).where(_file.at < before_at)).rowcount
