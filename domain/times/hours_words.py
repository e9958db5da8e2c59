"""The words of opening hours as people write them in Chinese, cut into tokens; `domain.times.hours` reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from re import IGNORECASE, Match
from typing import Final

from domain import bounded
from domain.times.hours_clock import MOST, SPAN, TO, span

PUBLIC_HOLIDAY: Final = 7
"""The eighth day of the week, so to say: OpenStreetMap's PH."""

NOT_ON_HOLIDAYS: Final = 8
"""A mark beside Monday to Friday: a working day is no public holiday."""

WHOLE_WEEK: Final = frozenset(range(7))
MONDAY_TO_FRIDAY: Final = frozenset(range(5))
WEEKEND: Final = frozenset({5, 6})


class HoursUnreadable(ValueError):  # noqa: N818  named for what it says, as a caller catches it
    """The text is no opening hours that could be told for certain; `part` is what was not understood."""

    def __init__(self, part: str, text: str) -> None:
        super().__init__(f"not understood: {part!r} in {text!r}")
        self.part = part


class Word(Enum):
    """What a piece of the text does, with an example."""

    SPAN = auto()  # 9:00-17:00
    ALL_DAY = auto()  # 全天
    EXCEPT = auto()  # 除外, after the days that it means
    BUT_FOR = auto()  # 除, before them
    THAT_IS = auto()  # 外, behind them
    BREAK = auto()  # 午休
    AS_USUAL = auto()  # 照常
    CLOSED = auto()  # 闭馆
    WEEKENDS_OFF = auto()  # 双休
    DAYS = auto()  # 周一至周五
    OPENS = auto()  # (
    CLOSES = auto()  # )
    FILLER = auto()  # 开放时间


@dataclass(frozen=True, slots=True)
class Token:
    """One word as written, with the days that it names or the minutes that it spans."""

    word: Word
    text: str
    days: frozenset[int] = frozenset()
    minutes: tuple[int, int] = (0, 0)


_WEEK: Final = "(?:周|星期|礼拜)"
_AND: Final = r"\s*+(?:[,、/&和及与]|以及)?\s*+"
_HAN: Final = "[一二三四五六日天](?![点时十刻])"
_NUMBER: Final = r"[1-7](?![\d:∶.点时])"
_ENGLISH: Final = (
    r"\b(?:mon?(?:days?)?|tue?s?(?:days?)?|wed?(?:nesdays?)?|thu?r?s?(?:days?)?|fri?(?:days?)?"
    r"|sat?(?:urdays?)?|sun?(?:days?)?)\b\.?"
)
_LISTS: Final = (
    rf"{_WEEK}(?:末|{_HAN})(?:(?:{TO}|{_AND})(?:{_WEEK}末|{_WEEK}?{_HAN}))*",
    rf"{_HAN}{TO}{_WEEK}?{_HAN}(?:(?:{TO}|{_AND}){_WEEK}?{_HAN})*",
    rf"{_WEEK}{_NUMBER}(?:(?:{TO}|{_AND}){_WEEK}?{_NUMBER})*",
    rf"{_ENGLISH}(?:(?:{TO}|\s*+(?:[,&]|and\b)\s*+){_ENGLISH})*",
)
_DAY_OR_TO: Final = bounded.compiled(rf"(?P<to>{TO})|[一二三四五六日天末1-7]|\b(?:mo|tu|we|th|fr|sa|su)", most=MOST)
_NAMES: Final = {
    name: frozenset({day})
    for names in ("一二三四五六日", "123456天", ("mo", "tu", "we", "th", "fr", "sa", "su"), "xxxxxx7")
    for day, name in enumerate(names)
} | {"末": WEEKEND}

_OPENING: Final = "开放|营业|服务|办公|接待|工作|上班|开馆|开门"
_SHAPES: Final = (
    (Word.ALL_DAY, r"全天候?|(?:7\s*+[×x*]\s*+)?(?:24|二十四)\s*+(?:小时|h(?:ours)?\b)|24/7"),
    (Word.AS_USUAL, rf"(?:照常|正常)(?:{_OPENING})?|(?:中午|午间)?不(?:午?休息?|打烊|闭馆|放假)|无休"),
    (Word.EXCEPT, "除外"),
    (Word.BUT_FOR, "除了?"),
    (Word.THAT_IS, "(?:以|之)?外"),
    (Word.BREAK, "午休|(?:中午|午间)休息?"),
    (
        Word.CLOSED,
        rf"闭馆|休馆|闭园|休息|关闭|关门|放假|停业|歇业|不(?:对外)?(?:{_OPENING})|停止服务|休|off\b|closed\b",
    ),
    (Word.WEEKENDS_OFF, "双休(?!日)"),
    (Word.OPENS, r"[(\[【]"),
    (Word.CLOSES, r"[)\]】]"),
)
_DAY_SETS: Final = (
    (frozenset({PUBLIC_HOLIDAY}), r"(?:国家|国定)?(?:法定)?(?:节假日|假日|节日|假期)|公众假期|公共假[日期]|ph\b"),
    (WHOLE_WEEK, "每天|每日|天天|全周|全年无休|全年|365天"),
    (WEEKEND, "双休日"),
    (MONDAY_TO_FRIDAY | {NOT_ON_HOLIDAYS}, "(?:法定)?工作日"),
)
_FILLER: Final = (
    rf"(?:对外)?(?:{_OPENING})(?:时间)?\s*+[:为]?|时间\s*+[:为]?"
    r"|每周(?![一二三四五六日天末])|[每逢均]|以及|[\s,;:、。|和及与/]+"
)

_READERS: Final = (
    *((re.compile(shape, IGNORECASE), Token(word, "")) for word, shape in _SHAPES),
    *((re.compile(shape, IGNORECASE), Token(Word.DAYS, "", days=days)) for days, shape in _DAY_SETS),
)
"""Shapes of words that always mean the same, each with the token that it makes."""

_LIST: Final = bounded.compiled("|".join(_LISTS), IGNORECASE, most=MOST)
_FILLING: Final = re.compile(_FILLER)


def tokens(text: str) -> Iterator[Token]:
    """Cut the text, wide characters folded already. Raises HoursUnreadable at the first piece that is no word.

    What is longer than any opening hours is none.
    """
    if len(text) > MOST:
        raise HoursUnreadable(text[:20], text)
    place = 0
    while place < len(text):
        token = _token(text, place)
        if token is None:
            raise HoursUnreadable(_piece(text, place), text)
        place += len(token.text)
        yield token


def _token(text: str, place: int) -> Token | None:
    if match := SPAN.match(text, place):
        minutes = span(match)
        return None if minutes is None else Token(Word.SPAN, match[0], minutes=minutes)
    if match := _LIST.match(text, place):
        return Token(Word.DAYS, match[0], days=_days(match))
    for shape, token in _READERS:
        if match := shape.match(text, place):
            return Token(token.word, match[0], days=token.days)
    match = _FILLING.match(text, place)
    return Token(Word.FILLER, match[0]) if match else None


def _piece(text: str, place: int) -> str:
    """Name what stands there: up to the next blank or comma, or that one character."""
    return text[place:].replace(",", " ").split(" ")[0][:20] or text[place]


def _days(match: Match[str]) -> frozenset[int]:
    """Collect the days of a list such as 一至三、五; a range may pass Sunday."""
    found: set[int] = set()
    last = 0
    ranging = False
    for name in _DAY_OR_TO.finditer(match[0].lower()):
        if name["to"]:
            ranging = True
            continue
        days = _NAMES[name[0]]
        found |= days | (_from_to(last, min(days)) if ranging else days)
        last, ranging = max(days), False
    return frozenset(found)


def _from_to(first: int, last: int) -> frozenset[int]:
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
