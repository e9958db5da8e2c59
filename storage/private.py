"""Files that hold what is personal: only their owner reads them, whatever the umask and whoever made them before."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_OWNER_ONLY: Final = 0o600


def make_private(file: Path) -> None:
    """Make the file where there is none, and take it from everybody but its owner. Raises `OSError`.

    A file of somebody else is left as it is: only its owner can change that.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    # By its name, never by opening what is there: closing it again would end SQLite's locks of this process.
    if file.stat().st_uid == os.geteuid():
        file.chmod(_OWNER_ONLY)
