"""Calendar months, for reports: the first day stands for the month, and people say it in several ways."""

import re
from datetime import date, datetime, tzinfo
from re import IGNORECASE
from typing import Final
from unicodedata import normalize

from domain import bounded

EARLIEST: Final = date(2020, 1, 1)

_NUMBERS: Final = bounded.compiled(r"(?:(\d{4})\s*[年/.\-])?\s*(\d{1,2})\s*(?:月份?)?")
_ENGLISH: Final = re.compile(r"([a-z]{3})[a-z]*\.?(?:\s+(\d{4}))?", IGNORECASE)
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AGO: Final = {
    0: frozenset({"本月", "这个月", "这月", "this month"}),
    1: frozenset({"上月", "上个月", "last month"}),
    2: frozenset({"上上月", "上上个月", "the one before", "the month before last"}),
}


def month_of(day: date) -> date:
    return day.replace(day=1)


def before(month: date, count: int = 1) -> date:
    """Return the month so many before this one; a negative count leads ahead."""
    year, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(year, number + 1, 1)


def span(month: date, zone: tzinfo | None) -> tuple[float, float]:
    """Return when it begins and when the next one does, in seconds since 1970."""
    begins, ends = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (month, before(month, -1)))
    return begins.timestamp(), ends.timestamp()


def is_reported(month: date, today: date) -> bool:
    """Tell whether there can be a report on it: it has begun, and is not of another age."""
    return EARLIEST <= month <= today


def read(typed: str, today: date) -> date | None:
    """Read 11月, 2026年11月, 2026-11, 上个月, Nov 2026; without a year the latest such month that has begun.

    None for what is no month, or one on which there can be no report.
    """
    said = normalize("NFKC", typed[:40]).strip().lower()
    month = _ago(said, today) or _numbered(said, today) or _named(said, today)
    return month if month is not None and is_reported(month, today) else None


def _ago(said: str, today: date) -> date | None:
    return next((before(month_of(today), count) for count, names in _AGO.items() if said in names), None)


def _numbered(said: str, today: date) -> date | None:
    found = _NUMBERS.fullmatch(said)
    return _month(found[1], int(found[2]), today) if found else None


def _named(said: str, today: date) -> date | None:
    found = _ENGLISH.fullmatch(said)
    return _month(found[2], _NAMES.index(found[1]) + 1, today) if found and found[1] in _NAMES else None


def _month(year: str | None, number: int, today: date) -> date | None:
    if not 1 <= number <= 12:
        return None
    if year:
        return date(max(1, int(year)), number, 1)
    this_year = date(today.year, number, 1)
    return this_year if this_year <= today else before(this_year, 12)
