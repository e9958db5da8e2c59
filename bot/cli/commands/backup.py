"""`waystation backup`: a whole and consistent copy of the store, taken while the bot runs."""

from pathlib import Path

from bot.settings import Settings
from storage.backup import NoCopyError, copy_to


def back_up(settings: Settings, file: Path) -> None:
    try:
        copy_to(settings.database, file)
    except NoCopyError as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    print(f"{file}: {file.stat().st_size:,} bytes")
