"""`waystation audit`: is the chain whole, and what happened to one thing."""

from datetime import datetime

from bot.cli.process import opened
from bot.settings import Settings
from storage.people import audit
from storage.upkeep.audit_trail import trail


def verify(settings: Settings) -> None:
    """Say that the chain is whole, or where it breaks, and then end with 1."""
    with opened(settings) as store, store.unit_of_work() as unit:
        verdict = audit.verify(unit)
    if verdict.broken_at is not None:
        print(f"broken at row {verdict.broken_at}: {verdict.reason} ({verdict.rows:,} rows before it are whole)")
        raise SystemExit(1)
    print(f"ok: {verdict.rows:,} rows, no gap")


def show(settings: Settings, subject: str) -> None:
    with opened(settings) as store, store.unit_of_work() as unit:
        rows = trail(unit, subject)
    for row in rows:
        at = datetime.fromtimestamp(row.at, settings.zone)
        who = "-" if row.chat_id is None else str(row.chat_id)
        print(f"{row.number}  {at:%Y-%m-%d %H:%M:%S}  {row.role} {who}  {row.what}  {row.subject}  {row.why}".rstrip())
    print(f"{len(rows):,} rows")
