"""Files that hold what is personal: only their owner reads them, whatever the umask and whoever made them before."""

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Final

_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077
_BESIDE: Final = ("-wal", "-shm", "-journal", "-sender")


def make_private(file: Path) -> None:
    """Make the file where there is none, and take it from everybody but its owner. Raises `OSError`.

    A file of somebody else is left as it is: only its owner can change that.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    keep_private(file)


def keep_private(file: Path) -> None:
    """Take the file, where it is there and ours, from everybody but its owner. Raises `OSError`."""
    # By its name, never by opening what is there: closing it again would end SQLite's locks of this process.
    if is_shared(file) and file.stat().st_uid == os.geteuid():
        file.chmod(_OWNER_ONLY)


def is_shared(file: Path) -> bool:
    """Tell whether it is a file that others than its owner may read or write."""
    with suppress(FileNotFoundError, NotADirectoryError):
        mode = file.stat().st_mode
        return S_ISREG(mode) and bool(mode & _OTHERS)
    return False


def store_files(database: Path) -> tuple[Path, ...]:
    """Return the file of an SQLite store, and those that stand beside it while it is open."""
    return (database, *(database.with_name(database.name + ending) for ending in _BESIDE))
