"""`waystation audit`: is the chain whole, and what happened to one thing."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.cli.process import opened
from bot.settings import Settings
from storage.people import audit
from storage.private import make_private
from storage.upkeep.audit_trail import trail

_MOST_KEPT: Final = 10_000_000
"""Bytes of a file of ends: some hundred years of one a day."""


def verify(settings: Settings, expected: str, anchor: Path | None) -> None:
    """Say that the chain is whole and where it ends, or where it breaks, and then end with 1.

    It is held against the end that is `expected`, and against all in the file `anchor`, which gets the new one.
    """
    kept = _ends([expected], f"--expect {expected}") if expected else {}
    if anchor is not None:
        kept = {**kept, **_kept_in(anchor)}
    with opened(settings) as store, store.unit_of_work() as unit:
        verdict = audit.verify(unit, kept)
    if verdict.broken_at is not None:
        print(f"broken at row {verdict.broken_at}: {verdict.reason} ({verdict.rows:,} rows before it are whole)")
        raise SystemExit(1)
    if anchor is not None and verdict.rows:
        _keep(anchor, f"{verdict.end}\n")
    print(f"ok: {verdict.rows:,} rows, no gap")
    if verdict.older:
        since = datetime.fromtimestamp(verdict.keyed_at, settings.zone)
        print(f"older than the key of the chain: rows 1 to {verdict.older:,}; it began on {since:%Y-%m-%d}")
    if verdict.rows:
        print(f"end: {verdict.end}")


def _kept_in(file: Path) -> Mapping[int, str]:
    try:
        if not file.exists():
            return {}
        if file.stat().st_size > _MOST_KEPT:
            raise SystemExit(f"waystation: {file} is no file of ends: it is too large")
        return _ends(file.read_text(encoding="ascii").split(), str(file))
    except (OSError, UnicodeError):
        raise SystemExit(f"waystation: {file} is no file of ends, or cannot be read") from None


def _ends(written: list[str], where: str) -> Mapping[int, str]:
    """Read ends as they are printed: the number of a row, a colon and its hash."""
    ends: dict[int, str] = {}
    for one in written:
        number, _, digest = one.partition(":")
        if not (number.isdecimal() and len(digest) == _DIGITS):
            raise SystemExit(f"waystation: {where} is no end of a chain; `waystation audit verify` prints one")
        if ends.setdefault(int(number), digest) != digest:
            raise SystemExit(f"waystation: {where} has two ends at row {number}; one of them is of another store")
    return ends


_DIGITS: Final = 64


def _keep(file: Path, end: str) -> None:
    try:
        make_private(file)
        with file.open("a", encoding="ascii") as ends:
            ends.write(end)
    except OSError as trouble:
        raise SystemExit(f"waystation: {file} cannot be written ({trouble.strerror})") from None


def show(settings: Settings, subject: str) -> None:
    with opened(settings) as store, store.unit_of_work() as unit:
        rows = trail(unit, subject)
    for row in rows:
        at = datetime.fromtimestamp(row.at, settings.zone)
        who = "-" if row.chat_id is None else str(row.chat_id)
        print(f"{row.number}  {at:%Y-%m-%d %H:%M:%S}  {row.role} {who}  {row.what}  {row.subject}  {row.why}".rstrip())
    print(f"{len(rows):,} rows")
