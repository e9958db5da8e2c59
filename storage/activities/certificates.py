"""Certificates of attendance: one for each person and activity, found again by its code, which is sealed."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, delete, select

from domain.activities import certificate_codes
from storage.rows import read
from storage.sealed import Seal
from storage.tables.activities import certificates
from storage.unit_of_work import UnitOfWork

CODE: Final = b"certificates.code"
"""The purpose for which the codes are sealed, and hashed."""

_row: Final = certificates.c


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate; `issued_at` in seconds since 1970."""

    id: int
    activity_id: int
    chat_id: int
    code: str
    issued_at: float


def issue(unit: UnitOfWork, activity_id: int, chat_id: int, now: float) -> CertificateRow:
    """Issue it; a second time returns the same. Whether this person was there is asked before."""
    found = find(unit, activity_id, chat_id)
    if found is not None:
        return found
    code = certificate_codes.new_code(secrets.choice)
    row = {
        "activity_id": activity_id,
        "chat_id": chat_id,
        "code": unit.seal.close(code.encode(), CODE),
        "code_hash": code_hash(unit.seal, code),
        "issued_at": now,
    }
    made = unit.connection.execute(certificates.insert().returning(*_row), row).one()
    return _certificate(unit, made)


def find(unit: UnitOfWork, activity_id: int, chat_id: int) -> CertificateRow | None:
    query = select(certificates).where(_row.activity_id == activity_id, _row.chat_id == chat_id)
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else _certificate(unit, row)


def by_code(unit: UnitOfWork, code: str) -> CertificateRow | None:
    """Find the certificate with this code, as `certificate_codes.read` returns it."""
    query = select(certificates).where(_row.code_hash.in_(unit.seal.digests(code, CODE)))
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else _certificate(unit, row)


def of_person(unit: UnitOfWork, chat_id: int) -> list[CertificateRow]:
    rows = unit.connection.execute(select(certificates).where(_row.chat_id == chat_id).order_by(_row.id))
    return [_certificate(unit, row) for row in rows]


def forget(unit: UnitOfWork, chat_id: int) -> int:
    """Forget this person's certificates, whose codes nobody can check any more; return how many there were."""
    return unit.connection.execute(delete(certificates).where(_row.chat_id == chat_id)).rowcount


def code_hash(seal: Seal, code: str) -> str:
    return seal.digest(code, CODE)


def _certificate(unit: UnitOfWork, row: Row[Any]) -> CertificateRow:
    return read(CertificateRow, row, code=unit.seal.open_text(row.code, CODE))
