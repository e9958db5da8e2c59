"""Reading days as people type them: 2027-03-01, 2027年3月1日, 3月1日, 明年三月, 月底, 1 March 2027, tomorrow."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final
from unicodedata import normalize


@dataclass(frozen=True, slots=True)
class Span:
    """What was said: a day, or a month or year from its first day to its last."""

    first: date
    last: date


Meaning = Callable[[Mapping[str, str], date, date], Span]


def read(text: str, today: date, earliest: date) -> Span | None:
    """Understand what somebody typed; None for anything else. What names no year is the first on or after `earliest`.

    A month that names no day is all of it: whoever asks for an arrival takes its first day, for an end its last.
    """
    said = normalize("NFKC", text).casefold().strip(" .。,!到至前底止")
    ends = "底" in text
    for pattern, meaning in _FORMS:
        if found := pattern.fullmatch(said):
            span = _possible(meaning, found, today, earliest)
            return Span(span.last, span.last) if span and ends else span
    return None


def _possible(meaning: Meaning, found: re.Match[str], today: date, earliest: date) -> Span | None:
    try:
        return meaning(found.groupdict(), today, earliest)
    except (ValueError, LookupError, OverflowError):
        return None  # February 30, or a year that no calendar has


_FIGURES: Final = MappingProxyType({sign: number for number, sign in enumerate("〇一二三四五六七八九")})
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FROM_TODAY: Final = MappingProxyType(
    {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "昨天": -1, "yesterday": -1}
)
_FROM_THIS_YEAR: Final = MappingProxyType({"去年": -1, "今年": 0, "年": 0, "本年": 0, "明年": 1, "后年": 2})
_FROM_THIS_MONTH: Final = MappingProxyType({"本月": 0, "这个月": 0, "这月": 0, "月": 0, "下个月": 1, "下月": 1})


def figure(written: str) -> int:
    """Read 3, 03, 三, 十二, 二十一. Raises `KeyError` for signs that are no figures."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + (_FIGURES[ones] if ones else 0)


def _year(written: str) -> int:
    """Read 2027, 27, 二〇二七."""
    year = int("".join(str(_FIGURES.get(sign, sign)) for sign in written.replace("零", "〇").replace("○", "〇")))
    return 2000 + year if len(written) == 2 else year


def _month(written: str) -> int:
    return _NAMES.index(written[:3]) + 1 if written[:1].isascii() and written[:1].isalpha() else figure(written)


def _day_of_a_year(said: Mapping[str, str], _today: date, _earliest: date) -> Span:
    day = date(_year(said["year"]), _month(said["month"]), figure(said["day"]))
    return Span(day, day)


def _day(said: Mapping[str, str], _today: date, earliest: date) -> Span:
    month, number = _month(said["month"]), figure(said["day"])
    for year in range(earliest.year, earliest.year + 9):  # February 29 comes at least once in eight years
        if number <= monthrange(year, month)[1] and date(year, month, number) >= earliest:
            day = date(year, month, number)
            return Span(day, day)
    raise ValueError("no month has so many days")


def _month_of_a_year(said: Mapping[str, str], _today: date, _earliest: date) -> Span:
    return _whole_month(_year(said["year"]), _month(said["month"]))


def _a_month(said: Mapping[str, str], _today: date, earliest: date) -> Span:
    month = _month(said["month"])
    return _whole_month(earliest.year + (month < earliest.month), month)


def _whole_month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return Span(first, first.replace(day=monthrange(year, month)[1]))


def _of_a_near_year(said: Mapping[str, str], today: date, _earliest: date) -> Span:
    year = today.year + _FROM_THIS_YEAR[said["near"]]
    if not said["month"]:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if not said["day"]:
        return _whole_month(year, _month(said["month"]))
    day = date(year, _month(said["month"]), figure(said["day"]))
    return Span(day, day)


def _of_a_near_month(said: Mapping[str, str], today: date, _earliest: date) -> Span:
    further, month = divmod(today.month - 1 + _FROM_THIS_MONTH[said["near"]], 12)
    if not said["day"]:
        return _whole_month(today.year + further, month + 1)
    day = date(today.year + further, month + 1, figure(said["day"]))
    return Span(day, day)


def _a_year(said: Mapping[str, str], _today: date, _earliest: date) -> Span:
    year = _year(said["year"])
    return Span(date(year, 1, 1), date(year, 12, 31))


def _from_today(said: Mapping[str, str], today: date, _earliest: date) -> Span:
    day = today + timedelta(days=_FROM_TODAY[said["near"]])
    return Span(day, day)


def _later(said: Mapping[str, str], today: date, _earliest: date) -> Span:
    """Read 三个月后, 半年, 两年, 6 months."""
    if said["half"]:
        months = 6
    else:
        months = figure(said["count"].replace("两", "二")) * (12 if said["unit"].startswith(("年", "year")) else 1)
    further, month = divmod(today.month - 1 + months, 12)
    year = today.year + further
    day = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return Span(day, day)


def _form(pattern: str) -> re.Pattern[str]:
    parts = {
        "YEAR": "(?P<year>[0-9]{4}|[0-9]{2}|[〇零○一二三四五六七八九]{4})",
        "MONTH": "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})",
        "NAME": f"(?P<month>(?:{'|'.join(_NAMES)})[a-z]*)\\.?",
        "DAY": "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})",
    }
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return re.compile(pattern)


def _one_of(names: Mapping[str, int]) -> str:
    return f"(?P<near>{'|'.join(sorted(names, key=len, reverse=True))})"


_FORMS: Final[tuple[tuple[re.Pattern[str], Meaning], ...]] = (
    (_form(r"YEAR\s*[-/.年]\s*MONTH\s*[-/.月]\s*DAY\s*[日号]?"), _day_of_a_year),
    (re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"), _day_of_a_year),
    (_form(r"DAY(?:st|nd|rd|th)?\s+(?:of\s+)?NAME,?\s+(?P<year>[0-9]{4})"), _day_of_a_year),
    (_form(r"NAME\s+DAY(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})"), _day_of_a_year),
    (_form(r"MONTH\s*月\s*DAY\s*[日号]?"), _day),
    (_form(r"(?P<month>[0-9]{1,2})\s*[-/.]\s*DAY"), _day),
    (_form(r"DAY(?:st|nd|rd|th)?\s+(?:of\s+)?NAME"), _day),
    (_form(r"NAME\s+DAY(?:st|nd|rd|th)?"), _day),
    (_form(r"(?P<year>[0-9]{4})\s*[-/.]\s*MONTH"), _month_of_a_year),
    (_form(r"YEAR\s*年\s*MONTH\s*月?份?"), _month_of_a_year),
    (_form(r"NAME,?\s+(?P<year>[0-9]{4})"), _month_of_a_year),
    (_form(r"MONTH\s*月份?"), _a_month),
    (_form("NAME"), _a_month),
    (_form(rf"{_one_of(_FROM_THIS_YEAR)}\s*年?(?:MONTH\s*月份?\s*(?:DAY\s*[日号]?)?)?"), _of_a_near_year),
    (_form(rf"{_one_of(_FROM_THIS_MONTH)}\s*(?:DAY\s*[日号]?)?"), _of_a_near_month),
    (_form(r"(?P<year>[0-9]{4})\s*年?"), _a_year),
    (re.compile(_one_of(_FROM_TODAY)), _from_today),
    (
        re.compile(
            r"(?:(?P<half>半年)|(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s*(?P<unit>个月|年|months?|years?))\s*(?:以?后|later)?"
        ),
        _later,
    ),
)
