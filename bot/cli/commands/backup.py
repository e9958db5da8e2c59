"""`waystation backup`: a whole and consistent copy of the store, taken while the bot runs."""

from pathlib import Path

from bot.settings import Settings
from storage.backup import NoCopyError, copy_to
from storage.standing import StoreUnreachableError, standing


def back_up(settings: Settings, file: Path) -> None:
    try:
        if settings.database.startswith("sqlite:"):
            standing(settings.database)  # what is no store is not copied as one
        copy_to(settings.database, file)
    except (NoCopyError, StoreUnreachableError) as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    print(f"{file}: {file.stat().st_size:,} bytes")
