"""What a mailing says in each language: sealed, written once however many read it, and opened once by the sender."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from sqlalchemy import Select, select, update

from domain.announcements.announcements import MailingState
from storage.sealed import UnsealableError
from storage.tables.announcements import mailings, wordings
from storage.unit_of_work import UnitOfWork

REPLY: Final = b"letters.reply"


def write(unit: UnitOfWork, mailing_id: int, replies: Mapping[str, bytes]) -> None:
    """Add a wording for each language: a reply as JSON bytes."""
    rows = [
        {"mailing_id": mailing_id, "language": language, "reply": unit.seal.close(reply, REPLY), "revision": 1}
        for language, reply in sorted(replies.items())
    ]
    unit.connection.execute(wordings.insert(), rows)


def rewrite(unit: UnitOfWork, mailing_id: int, replies: Mapping[str, bytes]) -> None:
    """Give these languages new words: whoever has not been reached yet reads them."""
    for language, reply in replies.items():
        which = (wordings.c.mailing_id == mailing_id) & (wordings.c.language == language)
        unit.connection.execute(
            update(wordings).where(which).values(reply=unit.seal.close(reply, REPLY), revision=wordings.c.revision + 1)
        )


def of(unit: UnitOfWork, mailing_id: int) -> dict[str, int]:
    """Return the wordings of a mailing, by language."""
    query = select(wordings.c.language, wordings.c.id).where(wordings.c.mailing_id == mailing_id)
    return {row[0]: row[1] for row in unit.connection.execute(query.order_by(wordings.c.language))}


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording as it was written; `reply` is empty if it cannot be unsealed (another key)."""

    wording_id: int
    revision: int
    reply: bytes


_RUNNING: Final = (
    select(wordings.c.id, wordings.c.revision)
    .join_from(wordings, mailings, mailings.c.id == wordings.c.mailing_id)
    .where(mailings.c.state == MailingState.RUNNING)
)
# A mailing that somebody is about to pause is passed over: once that is committed nothing of it may be claimed.
_RUNNING_AMONG_MANY: Final = _RUNNING.with_for_update(read=True, of=mailings, skip_locked=True)


@final
class Wordings:
    """The wordings of the mailings that run, opened once for each revision."""

    def __init__(self) -> None:
        self._opened: dict[tuple[int, int], Wording] = {}

    def running(self, unit: UnitOfWork) -> Mapping[int, Wording]:
        """Return them by row id, as they stand in this transaction."""
        return self._read(unit, _RUNNING_AMONG_MANY if unit.on_postgresql else _RUNNING)

    def sealed(self, unit: UnitOfWork) -> frozenset[int]:
        """Return those of them that no key here opens; nobody else waits for this question."""
        return frozenset(row_id for row_id, wording in self._read(unit, _RUNNING).items() if not wording.reply)

    def _read(self, unit: UnitOfWork, statement: Select[int, int]) -> Mapping[int, Wording]:
        keys = [(row[0], row[1]) for row in unit.connection.execute(statement)]
        self._opened = {key: self._opened.get(key) or _opened(unit, *key) for key in keys}
        return {wording.wording_id: wording for wording in self._opened.values()}


def _opened(unit: UnitOfWork, wording_id: int, revision: int) -> Wording:
    sealed = unit.connection.scalars(select(wordings.c.reply).where(wordings.c.id == wording_id)).one()
    try:
        return Wording(wording_id, revision, unit.seal.open(sealed, REPLY))
    except UnsealableError:
        return Wording(wording_id, revision, b"")
