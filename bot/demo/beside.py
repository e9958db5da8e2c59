"""What a demo keeps beside its store, so that commands given to it work without settings: its key, and its clock."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.clock import Clock

KEY: Final = "key"
CLOCK: Final = "clock"
_FILE: Final = "sqlite:///"


def file_of(database: str) -> Path | None:
    """Return the file of a store; None for a server, and for what is no address."""
    file = database.removeprefix(_FILE)
    return Path(file) if file != database else None


def folder_of(database: str) -> Path | None:
    """Return the folder of a store in a file; None for a server, and for what is no address."""
    file = file_of(database)
    return file and file.parent


def key_beside(database: str) -> str:
    """Return the key of the demo whose store it is; "" where none lies there."""
    folder = folder_of(database)
    return _read(folder / KEY) if folder else ""


def ahead_beside(database: str) -> float:
    """Return by how many seconds the demo's clock has been wound forward; 0 where no demo plays."""
    folder = folder_of(database)
    return float((folder and _read(folder / CLOCK)) or 0)


def winder(clock: Clock, folder: Path) -> Callable[[float], None]:
    """Return what winds the clock forward by so many seconds, and lets commands know."""

    def wind(seconds: float) -> None:
        clock.advance(seconds)
        (folder / CLOCK).write_text(str(clock.ahead_s))

    return wind


def forget_clock(folder: Path) -> None:
    (folder / CLOCK).unlink(missing_ok=True)


def _read(file: Path) -> str:
    return file.read_text().strip() if file.is_file() else ""
