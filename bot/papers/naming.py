"""What files are called: what is in them, so that somebody finds one of fifty again; on every system."""

import re
from datetime import date
from typing import Final

_FORBIDDEN: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+'
)
"""What no file name has on Windows or Linux, and what turns the reading around; a space stands for it."""

_LONGEST: Final = 90
"""Bytes of one part, thirty hanzi: two such, and what it is and of when, stay below the 255 bytes of file systems."""


def file_name(ending: str, *parts: str | date | None) -> str:
    """Join what it is, whose and of when: 签到表 新时代党课 2026-12-03.xlsx."""
    said = [str(part) if isinstance(part, date) else _plain(part) for part in parts if part]
    return f"{' '.join(part for part in said if part)}.{ending}"


def _plain(part: str) -> str:
    kept = " ".join(_FORBIDDEN.sub(" ", part).split()).strip(". ")
    raw = kept.encode()
    return kept if len(raw) <= _LONGEST else f"{raw[: _LONGEST - 3].decode(errors='ignore')}…"
