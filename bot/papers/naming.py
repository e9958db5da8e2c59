"""What files are called: what is in them, so that somebody finds one of fifty again; on every system."""

import re
from datetime import date
from typing import Final
from unicodedata import category

_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
"""What no file name has on Windows; a space stands for it, and for what is not seen or turns the reading around."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?=\.)", re.IGNORECASE)
"""What Windows takes for a device, whatever ending follows."""

_LONGEST: Final = 90
"""Bytes of one part, thirty hanzi: two such, and what it is and of when, stay below the 255 bytes of file systems."""


def file_name(ending: str, *parts: str | date | None) -> str:
    """Join what it is, whose and of when: 签到表 新时代党课 2026-12-03.xlsx. What people typed leads nowhere else."""
    said = [str(part) if isinstance(part, date) else _plain(part) for part in parts if part]
    name = f"{' '.join(part for part in said if part) or 'waystation'}.{ending}"
    return f"_{name}" if _RESERVED.match(name) else name


def _plain(part: str) -> str:
    seen = (" " if one in _FORBIDDEN or category(one) in _UNSEEN else one for one in part)
    kept = " ".join("".join(seen).split()).strip(". ")
    raw = kept.encode()
    return kept if len(raw) <= _LONGEST else f"{raw[: _LONGEST - 3].decode(errors='ignore')}…"
