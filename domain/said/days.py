"""Days as people say them: one or several, and perhaps a part of the day; cut out of the sentence that names them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said.writing.signs import CUT, plain
from domain.times import dates
from domain.times.dates import Span


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both within; `part` narrows each of them.

    `is_named`: a day is; where only a part of the day was, as in 晚上有什么, it is today's, or that of any day.
    """

    first: date
    last: date
    part: Part | None = None
    is_named: bool = field(default=True, compare=False)


LONGEST: Final = 120
"""No day is looked for in what is longer: it is a story, and no question about a day."""


@bounded.up_to(bounded.SENTENCE, None)
def read(text: str, now: datetime, *, back: bool = False) -> Days | None:
    """Understand what names days and nothing else; None for anything more or other."""
    days, rest = cut(text, now, back=back)
    return None if _AROUND.sub("", rest) else days


def cut(text: str, now: datetime, *, back: bool = False) -> tuple[Days | None, str]:
    """Find the days that a sentence names, and return it without them, a `CUT` in their place; None: it names none.

    What names no week, month or year lies ahead, and of what has begun there is what is left; a question about the past
    looks `back`.
    """
    if len(text) > bounded.SENTENCE:
        return None, text
    said, today = plain(text), now.date()
    if len(said) > LONGEST:
        return None, said
    spans, rest = _without_days(said, today, back=back)
    part, rest = _without_part(rest)
    if not spans:
        return Days(today, today, part, is_named="tonight" in said) if part else None, rest
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    return Days(today if first < today <= last and not back else first, last, part), rest


@bounded.up_to(bounded.SENTENCE, None)
def named(text: str, now: datetime) -> Days | None:
    """Find the days that stand beside an answer: 周六请假; None where only a part of the day does, as in 晚上有事."""
    said = plain(text)
    spans = _without_days(said, now.date(), back=False)[0] if len(said) <= LONGEST else []
    return Days(min(one.first for one in spans), max(one.last for one in spans)) if spans else None


def _without_days(said: str, today: date, *, back: bool) -> tuple[list[Span], str]:
    spans: list[Span] = []
    rest, at, earliest = "", 0, today - timedelta(days=366) if back else today
    for place in _BEGINS.finditer(said):
        found = _within(said, place.start(), today, earliest, back=back) if place.start() >= at else None
        if found is None:
            continue
        between = said[at : place.start()]
        span, end = found
        span = _of_those_before(said[place.start() : end], spans) or span
        if not back:
            span, end, between = _until(span, end, between, said, today)
        rest += CUT if spans and _JOINS.fullmatch(between) else between + CUT
        spans.append(span)
        at, earliest = end, max(earliest, span.first) if not back else earliest
    return spans, rest + said[at:]


def _of_those_before(words: str, spans: Sequence[Span]) -> Span | None:
    """Read a bare weekday as the one of the days that were named before it: Dec 7 to 9, and there on Tuesday.

    None: it names more than a weekday, or those days have none.
    """
    if not spans or _OF_A_WEEK.match(words):
        return None
    first, last = min(one.first for one in spans), max(one.last for one in spans)
    day = dates.weekday(words, first, first) if first < last else None
    return Span(day, day) if day is not None and day <= last else None


_OF_A_WEEK: Final = re.compile("[上下这本]|(?:next|last|this) ")
"""A weekday that says of which week it is."""


def _until(span: Span, end: int, between: str, said: str, today: date) -> tuple[Span, int, str]:
    """Take 月底之前, before Friday for all days from today until then, and cut out what says so."""
    behind, before = _BEHIND_AN_END.match(said, end), _BEFORE_AN_END.search(between)
    if behind is None and before is None:
        return span, end, between
    first = min(today, span.first)
    return Span(first, span.last), behind.end() if behind else end, between[: before.start()] if before else between


_BEHIND_AN_END: Final = re.compile("[之以]?前(?![面往])|[之以]?内|为止")
_BEFORE_AN_END: Final = re.compile(r"\b(?:before|by|until|till)(?: the)? $")


def _within(said: str, at: int, today: date, earliest: date, *, back: bool) -> tuple[Span, int] | None:
    """Read the days that begin at this place, as somebody means them who looks for something."""
    if _COMPLEMENT.match(said, at):
        return None
    near = _NEAR.match(said, at)
    if near is not None:
        return _soon(near, today, back=back), near.end()
    found = dates.within(said, at, today, earliest)
    return None if found is None else (_meant(found[0], said[at : found[1]], today, back=back), found[1])


def _meant(span: Span, words: str, today: date, *, back: bool) -> Span:
    """Widen an end to the days around it, and take what has passed of this week for the week to come."""
    if _END.search(words) and span.first == span.last:
        return Span(span.last - timedelta(days=30 if words.startswith(_OF_A_YEAR) else 6), span.last)
    if not back and span.last < today and _OF_THIS_WEEK.match(words):
        return Span(span.first + timedelta(days=7), span.last + timedelta(days=7))
    return span


_COMPLEMENT: Final = re.compile("(?<=一)下(?=周|星期|礼拜)|(?<=[报约赶算带加])上(?=周|星期|礼拜)")
"""一下周六 is a moment and Saturday, 报上周六的 signs up for Saturday: neither is of another week."""

_END: Final = re.compile("底$|(?<!周)末$|^(?:the )?end of |'s end$")
_OF_A_YEAR: Final = ("年", "今年", "明年", "the end of the year", "end of the year")
_OF_THIS_WEEK: Final = re.compile("(?:这个?|本|this )?(?:周|星期|礼拜|weekend)")
_FEW: Final = 4  # days
_NEAR: Final = re.compile(
    r"(?P<sign>[今明后昨])(?=[早晚])|(?P<two>今明(?:两天)?|(?:这|近|最近|未来)[两2二]天|today (?:and|or) tomorrow)"
    r"|(?P<next>明后(?:两?天))"
    r"|(?:这|近|最近|未来|接下来)的?(?P<count>[三四五六七3-7])天|(?:the )?next (?P<days>[2-7]) days"
    r"|(?P<few>(?:这|近|最近|未来|接下来)的?几天|过[两2几]天|these days|(?:the )?next few days)"
    r"|(?P<week>(?:最近|未来|接下来的?)一?(?:周|个?星期)|(?:最近|未来)7天|一周内)"
)
_SIGNS: Final = MappingProxyType({"今": 0, "明": 1, "后": 2, "昨": -1})


def _soon(found: re.Match[str], today: date, *, back: bool) -> Span:
    """Read 今 of 今晚, 这两天, 最近三天, 这几天: from today on, or until today."""
    if found["sign"] or found["next"]:
        first = today + timedelta(days=_SIGNS[found["sign"] or "明"])
        return Span(first, first + timedelta(days=1 if found["next"] else 0))
    count = found["count"] or found["days"]
    number = 2 if found["two"] else 7 if found["week"] else _FEW if found["few"] else _number(count)
    further = timedelta(days=number - 1)
    return Span(today - further, today) if back else Span(today, today + further)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else "一二三四五六七".index(written) + 1


_BEGINS: Final = re.compile(
    "[今明后昨前大上下本这周星礼月年半〇一二三四五六七八九十两未近最接元新妇劳青建国春过清端中去]|(?<![a-z0-9])[a-z0-9]"
)
"""Where days can begin."""

_JOINS: Final = bounded.compiled(r"\s*(?:[到至和或与及、,~-]|或者|还有|or|and|to|until)?\s*")


def _without_part(said: str) -> tuple[Part | None, str]:
    """Take out the part of the day and the time, which tells it where nothing else does."""
    found: Part | None = None
    for part, pattern in _PARTS:
        said, times = pattern.subn(CUT, said)
        found = found or (part if times else None)
    clock = _CLOCK.search(said)
    if clock is None:
        return found, said
    return found or _part_of(clock), said[: clock.start()] + CUT + said[clock.end() :]


def _part_of(clock: re.Match[str]) -> Part | None:
    """Tell the part of the day from the hour; None where it could be before noon or after."""
    hour = int(clock["hour"]) if (clock["hour"] or "").isdecimal() else 0
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"] == "pm" else 0)
    elif hour < 8:
        return None
    return Part.MORNING if hour < 12 else Part.AFTERNOON if hour < 18 else Part.EVENING


_PARTS: Final = (
    (Part.MORNING, re.compile(rf"早晨|早上|上午|清晨|凌晨|(?<={CUT})早(?!点)|\b(?:in the )?mornings?\b")),
    (Part.AFTERNOON, re.compile(r"中午|下午|午后|\b(?:in the )?afternoons?\b|\bat noon\b")),
    (
        Part.EVENING,
        re.compile(rf"傍晚|晚上|晚间|夜里|(?<={CUT})晚|\b(?:in the )?evenings?\b|\btonight\b|\b(?:at )?night\b"),
    ),
)
_CLOCK: Final = re.compile(
    rf"(?:(?<![0-9:.])(?P<hour>[0-9]{{1,2}})|[二三四五六七八九十两]|十[一二]|(?<={CUT})一)"
    r"(?:点钟?(?!赞|评|餐|心|名|燃|亮)|时(?![候间])|:[0-9]{2}|(?=\s*(?:am|pm)\b))"
    r"(?:半|[一三]刻|[0-5]?[0-9]分?|整)?(?:\s*(?P<half>am|pm)\b)?(?:之?以?[后前]|左右|开始)?"
)
_AROUND: Final = re.compile(r"[\s,.!?;、。那天的]+|\bon\b|\bthe\b")
