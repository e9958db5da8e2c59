"""`waystation backup`: a whole and consistent copy of the store, taken while the bot runs; and when there was one."""

import time
from pathlib import Path

from bot.settings import Settings
from storage.backup import NoCopyError, copy_to
from storage.standing import Standing, StoreUnreachableError, standing
from storage.upkeep import last_backup


def back_up(settings: Settings, file: Path) -> None:
    try:
        if settings.database.startswith("sqlite:"):
            standing(settings.database)  # what is no store is not copied as one
        copy_to(settings.database, file)
    except (NoCopyError, StoreUnreachableError) as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    print(f"{file}: {file.stat().st_size:,} bytes")
    _write_down(settings)  # an older store has no place for it, and is copied all the same


def note(settings: Settings) -> None:
    """Write down that a backup was made otherwise."""
    if not _write_down(settings):
        raise SystemExit("waystation: there is no store of this version: `waystation migrate`, then this again")
    print("ok")


def _write_down(settings: Settings) -> bool:
    try:
        if standing(settings.database) is not Standing.CURRENT:
            return False
        last_backup.note(settings.database, time.time())
    except StoreUnreachableError as trouble:
        raise SystemExit(f"waystation: that there is a backup could not be written down: {trouble}") from None
    return True
