"""Reading days as people type them: 2027-03-01, 3月1日, 明年三月, 月底, 下周三, 半年前, 国庆, 1 March, end of January.

Whoever asks about the past says so with an `earliest` before today: what names no week or month lies behind then.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.times import date_names as names
from domain.times.date_names import figure


@dataclass(frozen=True, slots=True)
class Span:
    """What was said: a day, or a week, month or year from its first day to its last."""

    first: date
    last: date


Said = Mapping[str, str]
Meaning = Callable[[Said, date, date], Span]


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say a day; `alone`: only where nothing else is said, as 2027, 3.1, May or 两年 mean much else."""

    pattern: bounded.Bounded
    meaning: Meaning
    alone: bool = False


def read(text: str, today: date, earliest: date) -> Span | None:
    """Understand what somebody typed; None for anything else. What names no year is the first on or after `earliest`.

    A month that names no day is all of it: whoever asks for an arrival takes its first day, for an end its last.
    """
    said = normalize("NFKC", text).casefold().strip(" .。,!到至止")
    for whole in dict.fromkeys((said, said.removesuffix("前"))):  # 两年前 is two years ago, 三月前 "until March"
        for form in _FORMS:
            found = form.pattern.fullmatch(whole)
            span = _meant(form, found, today, earliest) if found else None
            if span:
                return span
    return None


def within(said: str, at: int, today: date, earliest: date) -> tuple[Span, int] | None:
    """Read what begins at this place of a sentence: the longest that means a day, and where it ends; None: no day.

    The sentence is in one width and case already.
    """
    longest: tuple[Span, int] | None = None
    for form in _IN_SENTENCES:
        found = form.pattern.match(said, at)
        if found is None or (longest is not None and found.end() <= longest[1]):
            continue
        is_whole = not _GOES_ON.match(said, found.end() - 1)
        span = _meant(form, found, today, earliest) if is_whole else None
        if span is not None:
            longest = span, found.end()
    return longest


_GOES_ON: Final = re.compile("[0-9]{2}|[a-z]{2}")
"""The last sign of what was read, where the word or number goes on."""


def _meant(form: _Form, found: re.Match[str], today: date, earliest: date) -> Span | None:
    said = found.groupdict()
    try:
        return _narrowed(form.meaning(said, today, earliest), (said.get("of") or said.get("which") or "").strip())
    except (ValueError, LookupError, OverflowError):
        return None  # February 30, or a year that no calendar has


def _narrowed(span: Span, which: str) -> Span:
    """Keep of a month what was said of it: 中旬 is from the 11th to the 20th; of a year its first or last month."""
    if not which:
        return span
    first, last = names.PARTS_OF_A_MONTH[which]
    month = span.last if last > 20 else span.first  # of a year its last month, or its first
    ends = monthrange(month.year, month.month)[1]
    return Span(month.replace(day=min(first, ends)), month.replace(day=min(last, ends)))


def _only(day: date) -> Span:
    return Span(day, day)


def _year(written: str) -> int:
    """Read 2027, 27, 二〇二七."""
    year = int("".join(str(names.FIGURES.get(sign, sign)) for sign in written.replace("零", "〇").replace("○", "〇")))
    return 2000 + year if len(written) == 2 else year


def _month(written: str) -> int:
    return names.MONTHS.index(written[:3]) + 1 if written[:1].isascii() and written[:1].isalpha() else figure(written)


def _day_of_a_year(said: Said, _today: date, _earliest: date) -> Span:
    return _only(date(_year(said["year"]), _month(said["month"]), figure(said["day"])))


def _day(said: Said, _today: date, earliest: date) -> Span:
    month, number = _month(said["month"]), figure(said["day"])
    for year in range(earliest.year, earliest.year + 9):  # February 29 comes at least once in eight years
        if number <= monthrange(year, month)[1] and date(year, month, number) >= earliest:
            return _only(date(year, month, number))
    raise ValueError("no month has so many days")


def _day_of_a_month(said: Said, today: date, earliest: date) -> Span:
    """Read 3号: of this month or the next that has it; of this month or the one before, where it lies behind."""
    number = figure(said["day"])
    back = earliest < today
    for months in (0, -1, -2) if back else (0, 1, 2):
        first = _months_on(today.replace(day=1), months)
        if number <= monthrange(first.year, first.month)[1]:
            day = first.replace(day=number)
            if day <= today if back else day >= earliest:
                return _only(day)
    raise ValueError("no month has so many days")


def _month_of_a_year(said: Said, _today: date, _earliest: date) -> Span:
    return _whole_month(_year(said["year"]), _month(said["month"]))


def _a_month(said: Said, _today: date, earliest: date) -> Span:
    month = _month(said["month"])
    return _whole_month(earliest.year + (month < earliest.month), month)


def _whole_month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return Span(first, first.replace(day=monthrange(year, month)[1]))


def _of_a_near_year(said: Said, today: date, _earliest: date) -> Span:
    year = today.year + names.FROM_THIS_YEAR[said["near"]]
    if not said["month"]:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if not said["day"]:
        return _whole_month(year, _month(said["month"]))
    return _only(date(year, _month(said["month"]), figure(said["day"])))


def _of_a_near_month(said: Said, today: date, _earliest: date) -> Span:
    first = _months_on(today.replace(day=1), names.FROM_THIS_MONTH[said["near"]])
    return _only(first.replace(day=figure(said["day"]))) if said["day"] else _whole_month(first.year, first.month)


def _the_last_day(said: Said, today: date, _earliest: date) -> Span:
    """Read month's end, year's end."""
    return _only(_whole_month(today.year, 12 if said["month"] == "year" else today.month).last)


def _a_year(said: Said, _today: date, _earliest: date) -> Span:
    year = _year(said["year"])
    return Span(date(year, 1, 1), date(year, 12, 31))


def _from_today(said: Said, today: date, _earliest: date) -> Span:
    return _only(today + timedelta(days=names.FROM_TODAY.get(said["near"], 0)))


def _a_weekday(said: Said, today: date, earliest: date) -> Span:
    """Read 周四, 下周三, next Friday; without its week the first on or after `earliest`, or the last until today."""
    number, week = names.weekday(said), said["week"] or ""
    if said["after"]:
        week = "next"  # "Thursday next week"
    elif week == "this" and not said["of_week"]:
        week = ""  # "this Friday" is the next that comes
    monday = today - timedelta(days=today.weekday())
    if week == "last" and not said["of_week"]:
        return _only(today - timedelta(days=(today.weekday() - number - 1) % 7 + 1))  # "last Friday" is the latest
    if week in names.FROM_THIS_WEEK:
        return _only(monday + timedelta(days=7 * names.FROM_THIS_WEEK[week] + number))
    if earliest < today:
        return _only(today - timedelta(days=(today.weekday() - number) % 7))
    return _only(earliest + timedelta(days=(number - earliest.weekday()) % 7))


def weekday(said: str, today: date, earliest: date) -> date | None:
    """Read nothing but a weekday and its week, as `read` does; None for anything else."""
    found = next((found for form in _WEEKDAYS if (found := form.pattern.fullmatch(said))), None)
    return None if found is None else _a_weekday(found.groupdict(), today, earliest).first


def _a_week(said: Said, today: date, _earliest: date) -> Span:
    monday = today + timedelta(days=7 * names.FROM_THIS_WEEK[said["week"]] - today.weekday())
    return Span(monday, monday + timedelta(days=6))


def _a_weekend(said: Said, today: date, earliest: date) -> Span:
    """Read 周末, 下周末: Saturday and Sunday, of this week where it does not say."""
    week = said["week"] or ("last" if earliest < today and today.weekday() < 5 else "this")
    saturday = today + timedelta(days=7 * names.FROM_THIS_WEEK[week] - today.weekday() + 5)
    return Span(saturday, saturday + timedelta(days=1))


def _from_now(said: Said, today: date, _earliest: date) -> Span:
    """Read 三个月后, 半年, 两年前, 3天后, 6 months, two weeks ago."""
    days, months = _length(said)
    sign = -1 if said["ago"] else 1
    return _only(_months_on(today, sign * months) + timedelta(days=sign * days))


def _length(said: Said) -> tuple[int, int]:
    """Return days and months of what was said to lie between."""
    if said["half"]:
        return (15, 0) if "月" in said["half"] else (0, 6)
    count, unit = said["count"].replace("两", "二"), said["unit"]
    number = names.COUNTS[count] if count in names.COUNTS else figure(count)
    if unit.startswith(("年", "year")):
        return 0, 12 * number + (6 if said["more"] else 0)
    if unit.startswith(("个月", "个半月", "month")):
        return 15 if said["more"] or "半" in unit else 0, number
    return number * (1 if unit.startswith(("天", "日", "day")) else 7), 0


def _months_on(day: date, months: int) -> date:
    further, month = divmod(day.month - 1 + months, 12)
    year = day.year + further
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _a_feast(said: Said, today: date, earliest: date) -> Span:
    """Read 国庆, 春节: the next that is not over; the last that has begun, where it lies behind."""
    if said["near"] in names.FIXED_FEASTS:
        month, number, lasts = names.FIXED_FEASTS[said["near"]]
        begins: Iterable[date] = (date(today.year + further, month, number) for further in (-1, 0, 1))
    else:
        table, lasts = names.MOVING_FEASTS[said["near"]]
        begins = map(date.fromisoformat, table)
    spans = [Span(first, first + timedelta(days=lasts - 1)) for first in begins]
    begun, coming = [one for one in spans if one.first <= today], [one for one in spans if one.last >= earliest]
    return begun[-1] if earliest < today else coming.pop(0)


_PARTS: Final = {
    "YEAR": "(?P<year>[0-9]{4}|[0-9]{2}|[〇零○一二三四五六七八九]{4})",
    "MONTH": "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})",
    "NAME": rf"(?P<month>{names.MONTH})\.?",
    "DAY": "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})",
    "WHICH": "(?:份?(?P<which>底|末|初|中旬|中(?![午秋心])|上旬|下旬)|份)?",
    "OF": r"(?:(?P<of>(?:the )?(?:end|beginning|middle) of|early|late|mid-?)\s*)?",
    "WEEKDAY": f"(?:{names.ONE_WEEKDAY})",
    "WEEK": "(?P<week>本|这个?|下个?|下下个?|上个?|上上个?|this|next|last)",
}


def _form(pattern: str, meaning: Meaning, *, alone: bool = False) -> _Form:
    filled = _PART.sub(lambda name: _PARTS[name[0]], pattern).replace(r"\s*", r"\s*+")  # no blank is given back
    return _Form(bounded.compiled(filled), meaning, alone)


_PART: Final = re.compile("(?<![A-Z])(?:" + "|".join(_PARTS) + ")(?![A-Z])")


def _one_of(table: Iterable[str]) -> str:
    return f"(?P<near>{'|'.join(sorted(table, key=len, reverse=True))})"


_LONG: Final = (
    r"(?:(?P<half>半年|半个月|half a year)"
    r"|(?P<count>[0-9]{1,2}|[一二两三四五六七八九十几]{1,2}|an?|one|two|three|four|five|six|a couple of)"
    r"\s*(?P<unit>个月|个半月|年|天|日|个?星期|周|个?礼拜|months?|years?|weeks?|days?)(?P<more>半?))多?\s*"
)
_WEEKDAYS: Final = (
    _form(r"(?P<of_week>)(?:(?:WEEK|coming)\s*)?WEEKDAY(?P<after>\s+(?:next )?week)?", _a_weekday),
    _form(r"WEEK(?P<of_week> week)\s*(?:on )?WEEKDAY(?P<after>)", _a_weekday),
)
_FORMS: Final = (
    _form(r"YEAR\s*[-/.年]\s*MONTH\s*[-/.月]\s*DAY\s*[日号]?", _day_of_a_year),
    _form(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _day_of_a_year, alone=True),
    _form(r"DAY(?:st|nd|rd|th)?\s+(?:of\s+)?NAME,?\s+(?P<year>[0-9]{4})", _day_of_a_year),
    _form(r"NAME\s+DAY(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})", _day_of_a_year),
    _form(r"MONTH\s*月\s*DAY\s*[日号]?", _day),
    _form(r"(?P<month>[0-9]{1,2})\s*[-/.]\s*DAY", _day, alone=True),
    _form(r"(?P<month>[0-9]{1,2})\s*/\s*DAY(?!\s*/)", _day),
    _form(r"DAY(?:st|nd|rd|th)?\s+(?:of\s+)?NAME", _day),
    _form(r"NAME\s+DAY(?:st|nd|rd|th)?", _day),
    _form(r"(?P<year>[0-9]{4})\s*[-/.]\s*MONTH", _month_of_a_year, alone=True),
    _form(r"YEAR\s*年\s*MONTH\s*月?WHICH", _month_of_a_year),
    _form(r"OF\s*NAME,?\s+(?P<year>[0-9]{4})", _month_of_a_year),
    _form(r"MONTH\s*月(?![0-9一二三四五六七八九十])WHICH", _a_month),
    _form(r"OF\s*NAME", _a_month, alone=True),
    _form(r"(?:in|(?P<of>(?:the )?(?:end|beginning|middle) of|early|late|mid-?))\s*NAME", _a_month),
    _form(rf"{_one_of(names.FROM_THIS_YEAR)}\s*年?(?:MONTH\s*月WHICH(?:DAY\s*[日号]?)?)?", _of_a_near_year, alone=True),
    _form(
        rf"OF\s*{_one_of(names.FROM_THIS_YEAR)}(?P<month>)(?P<day>)(?:年?(?P<which>[底末初]))?",
        _of_a_near_year,
        alone=True,
    ),
    _form(rf"{_one_of(names.FROM_THIS_YEAR)}年?(?P<which>[底末])(?P<month>)(?P<day>)", _of_a_near_year),
    _form(
        rf"(?<![0-9一二三四五六七八九十]){_one_of(names.FROM_THIS_MONTH)}\s*DAY\s*[日号]?(?P<which>)", _of_a_near_month
    ),
    _form(
        rf"(?<![0-9一二三四五六七八九十])(?!月[^底末初])OF\s*{_one_of(names.FROM_THIS_MONTH)}(?P<day>)WHICH",
        _of_a_near_month,
    ),
    _form(r"(?:(?:the|this) )?(?P<month>month|year)'s end", _the_last_day),
    _form(r"(?P<year>[0-9]{4})\s*年?", _a_year, alone=True),
    _form(_one_of(names.FROM_TODAY), _from_today),
    _form(f"(?:{'|'.join(names.JUST_NOW)})(?P<near>)", _from_today, alone=True),
    *_WEEKDAYS,
    _form(
        r"WEEK\s*(?:周(?!末|[一二三四五六日天])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|week(?!end))",
        _a_week,
    ),
    _form(r"(?:the |(?:WEEK\s*))?(?:个?周末|weekend)", _a_weekend),
    _form(rf"{_LONG}(?P<ago>)(?:以?后|later|from now)?", _from_now, alone=True),
    _form(rf"{_LONG}(?P<ago>以?前|ago)", _from_now),
    _form(rf"(?P<ago>){_LONG}(?:以?后|later|from now)", _from_now),
    _form(_one_of((*names.FIXED_FEASTS, *names.MOVING_FEASTS)) + "(?![路街广新])", _a_feast),
    _form(r"(?<![0-9月路街道弄巷村])DAY\s*[日号](?![线楼门口院室馆厅岗机桌])", _day_of_a_month),
)
_IN_SENTENCES: Final = tuple(form for form in _FORMS if not form.alone)
