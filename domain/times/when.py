"""Reading times as people type them: 下周四晚7点, 12月3日 19:00-20:30, 明晚七点半到九点, Thu 7pm, Dec 3 7-8:30pm.

Everything here is local time without a zone: whoever asks knows where it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.times import dates
from domain.times.date_names import ONE_WEEKDAY, figure, weekday


@dataclass(frozen=True, slots=True)
class Slot:
    """What was said: when it begins, perhaps when it ends, and the weekday (0: Monday) where a date had one beside."""

    starts: datetime
    ends: datetime | None = None
    weekday: int | None = None


class Odd(StrEnum):
    """What makes one ask again before believing it."""

    BACKWARDS = "backwards"  # ends before it begins
    PAST = "past"
    WEEKDAY = "weekday"  # not the weekday of that date
    FAR = "far"  # more than a year ahead
    NIGHT = "night"


def read(text: str, now: datetime, day: date | None = None) -> Slot | date | None:
    """Understand what somebody typed: a time, or only the day of one; None for neither.

    A time without a day is of `day`, where that is known already. What lies after the year 9999 is neither.
    """
    try:
        return _read(text, now, day) if len(text) <= bounded.SENTENCE else None
    except OverflowError:
        return None


def _read(text: str, now: datetime, day: date | None) -> Slot | date | None:
    said, lasting = _without_duration(_plain(text))
    for head, tail in _splits(said):
        for days, clocks in ((head, tail), (tail, head)):
            found = _clocks(clocks)
            slot = found and _slot(days, found, now, day)
            if slot:
                return slot if lasting is None else Slot(slot.starts, slot.starts + lasting, slot.weekday)
    only = _day(said, now.date(), now.date())
    return only.day if only else None


def duration(text: str) -> timedelta | None:
    """Understand 90分钟, 一个半小时, 2 hours; None for what is no duration, or one of no length."""
    rest, found = _without_duration(_plain(text))
    return None if rest else found


def odd(slot: Slot, now: datetime) -> Odd | None:
    """Tell what is odd about a time, the worst first; None: nothing."""
    if slot.ends is not None and slot.ends <= slot.starts:
        return Odd.BACKWARDS
    if slot.starts <= now:
        return Odd.PAST
    if slot.weekday is not None and slot.weekday != slot.starts.weekday():
        return Odd.WEEKDAY
    if slot.starts > now + timedelta(days=366):
        return Odd.FAR
    return Odd.NIGHT if not _MORNING <= slot.starts.time() < _NIGHT else None


_MORNING, _NIGHT = time(6), time(22)

MOST: Final = 80
"""Signs of what is typed: the rest is not read."""


_WORDS: Final = tuple(
    (bounded.compiled(form), plain)
    for form, plain in (
        (r"^(?:改到|改为|改成|改在)\s*|\s*(?:开始|开场|开讲|举行)$", ""),
        (r"\b(?:starts?|starting|begins?|beginning)\b(?:\s+at\b)?", ""),
        (rf"\((?:{ONE_WEEKDAY})\)", lambda found: f" {found[0][1:-1]} "),
        (r"[—–―~至到]+|\b(?:to|until|till)\b", "-"),
        (r"(今|明|后)(早|晚)上?", r"\1天\2上"),
        (r"中午(?!\s*[0-9一二两十])|正午|\bnoon\b", "12:00"),
        (r"\btonight\b(?:\s+at\b)?", "today 晚上"),
        (r"\bin the morning\b|\ba\.m\.?", "am"),
        (r"\bin the (?:afternoon|evening)\b|\bat night\b|\bp\.m\.?", "pm"),
        (r"\bmorning\b(?:\s+at\b)?", "上午"),
        (r"\bafternoon\b(?:\s+at\b)?", "下午"),
        (r"\bevening\b(?:\s+at\b)?", "晚上"),
        (r"([0-9])\.([0-9]{2})\s*(am|pm)\b", r"\1:\2\3"),
        (r"\s*\bo'clock\b", ":00"),
        (r"\bday after tomorrow\b", "后天"),
    )
)


def _plain(text: str) -> str:
    """Write it in one way: width, case, dashes, and the words for parts of the day."""
    said = normalize("NFKC", text[:MOST]).casefold().strip(" .。,、!?")
    for pattern, plain in _WORDS:
        said = pattern.sub(plain, said)
    return " ".join(said.removeprefix("-").split())


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """Cut it in two at every place that is not within a number, the whole first."""
    for at in range(len(said) + 1):
        head, tail = said[:at], said[at:]
        if not (head[-1:].isdecimal() and tail[:1].isdecimal()):
            yield _trimmed(head), _trimmed(tail)


def _trimmed(part: str) -> str:
    return _AROUND.sub("", part.strip(" ,、@")).strip(" ,、@")


_AROUND: Final = re.compile(r"^(?:on|at|from|the)\b|\b(?:on|at|from|the)$|的$")


_COUNTS: Final = MappingProxyType(
    {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half an": 0.5, "半": 0.5, "半个": 0.5}
)
_COUNT: Final = r"[0-9]{1,3}(?:\.[0-9])?|[一二三四五六七八九十两]{1,3}|半个?|half an|an?|one|two|three|four"
_LASTING: Final = bounded.compiled(
    r"(?:^|[\s,]|(?<=[点分0-9半m]))\s*+(?:for|共|约|持续|时长|历时)?\s*+"
    rf"(?:(?P<hours>{_COUNT})\s*+(?P<more>个半)?个?\s*+(?:小时|钟头|hours?|hrs?|h)(?P<half>半|\s*+and a half)?)?"
    rf"\s*+(?:(?P<minutes>{_COUNT})\s*+(?:分钟|minutes?|mins?))?$",
    most=MOST,
)
_LONGEST: Final = timedelta(days=3)


def _without_duration(said: str) -> tuple[str, timedelta | None]:
    """Take the duration off the end."""
    found = _LASTING.search(said)
    if found is None or not (found["hours"] or found["minutes"]):
        return said, None
    try:
        hours = _count(found["hours"]) + (0.5 if found["more"] or found["half"] else 0.0)
        lasting = timedelta(hours=hours, minutes=_count(found["minutes"]))
    except LookupError:
        return said, None  # 一二三 is no number
    return (said[: found.start()].strip(" ,、"), lasting) if timedelta() < lasting <= _LONGEST else (said, None)


def _count(written: str | None) -> float:
    if not written:
        return 0.0
    if written[0].isdecimal():
        return float(written)
    return _COUNTS.get(written) or float(_figure(written))


def _figure(written: str) -> int:
    """Read 7, 07, 七, 两, 零五."""
    return figure(written.replace("两", "二").removeprefix("零") or "〇")


_MORNINGS: Final = "凌晨|清晨|早晨|早上|上午|早"
_EVENINGS: Final = "傍晚|晚上|晚间|晚"
_ONE_CLOCK: Final = (
    rf"(?:(?P<period>{_MORNINGS}|中午|下午|午后|{_EVENINGS})\s*+)?"
    r"(?P<hour>[0-9]{1,2}|[零一二三四五六七八九十两]{1,3})"
    r"(?P<mark>\s*+(?::|点钟?|时)\s*+(?P<minute>[0-9]{1,2}|半|[一三]刻|[零一二三四五六七八九十]{1,3})?\s*+分?整?)?"
    r"\s*+(?P<half>am|pm)?"
)
_CLOCK: Final = bounded.compiled(_ONE_CLOCK)
_MINUTES: Final = MappingProxyType({"半": 30, "一刻": 15, "三刻": 45})


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    part: str  # of the day: "am", "noon", "pm", "evening", or "" where it was not said
    is_marked: bool

    def at(self, part: str) -> timedelta:
        """Return the time of the day, taken for that part of it; at most 24 hours."""
        hour = self.hour
        match part:
            case "am" if hour == 12:
                hour = 0
            case "evening" if hour == 12:
                hour = 24
            case "noon" if hour <= 2:
                hour += 12
            case "pm" | "evening" if hour < 12:
                hour += 12
        return timedelta(hours=hour, minutes=self.minute)


def _clocks(said: str) -> tuple[timedelta, timedelta | None] | None:
    """Read 19:00, 晚7点, 7-8:30pm as times of a day; None for anything else."""
    first, *rest = [_clock(part.strip()) for part in said.split("-")]
    if first is None or len(rest) > 1 or (rest and rest[0] is None):
        return None
    last = rest[0] if rest else None
    if not (first.is_marked or (last is not None and last.is_marked)):
        return None
    return _range(first, last)


def _range(first: _Clock, last: _Clock | None) -> tuple[timedelta, timedelta | None]:
    """Let each take the part of the day from the other where it does not say its own."""
    if last is None:
        return first.at(first.part), None
    starts, ends = first.at(first.part), last.at(last.part or first.part)
    if not first.part and last.part and first.at(last.part) < ends:
        starts = first.at(last.part)
    if first.part and not last.part and ends <= starts and last.hour <= 12:
        ends = last.at("pm")  # 上午9点到1点
    return starts, ends


def _clock(said: str) -> _Clock | None:
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    try:
        minute = _MINUTES.get(found["minute"] or "") or _figure(found["minute"] or "0")
        hour = _figure(found["hour"])
    except (KeyError, ValueError):
        return None
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    part = found["half"] or _part(found["period"] or "")
    return _Clock(hour, minute, part, bool(part or found["mark"]))


def _part(period: str) -> str:
    if not period:
        return ""
    if period in _MORNINGS.split("|"):
        return "am"
    if period == "中午":
        return "noon"
    return "evening" if period in _EVENINGS.split("|") else "pm"


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    weekday: int | None = None


_WITH_WEEKDAY: Final = (
    bounded.compiled(r"(?P<rest>.*[^\s,])[\s,]*(?:" + ONE_WEEKDAY + ")"),
    bounded.compiled("(?:" + ONE_WEEKDAY + r")[\s,]*(?P<rest>.+)"),
)


def _slot(days: str, clocks: tuple[timedelta, timedelta | None], now: datetime, known: date | None) -> Slot | None:
    starts, ends = clocks
    earliest = now.date() + timedelta(days=datetime.combine(now.date(), time()) + starts <= now)
    found = _day(days, now.date(), earliest)
    if found is None and not days and known is not None:
        found = _Day(known)
    if found is None:
        return None
    midnight = datetime.combine(found.day, time())
    return Slot(midnight + starts, None if ends is None else midnight + ends, found.weekday)


def _day(said: str, today: date, earliest: date) -> _Day | None:
    """Read a day; a weekday that names no week is the first on or after `earliest`."""
    near = dates.weekday(said, today, earliest)
    if near is not None:
        return _Day(near)
    for pattern in _WITH_WEEKDAY:
        if found := pattern.fullmatch(said):
            return _dated(found["rest"], today, weekday(found.groupdict()))
    return _dated(said, today, None)


def _dated(said: str, today: date, weekday: int | None) -> _Day | None:
    span = dates.read(said, today, today)
    return _Day(span.first, weekday) if span is not None and span.first == span.last else None
