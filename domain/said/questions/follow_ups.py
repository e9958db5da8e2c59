"""What is written about what was shown last without naming it: the next page, back to the list, on a map, there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said import days as said_days
from domain.said.days import Days
from domain.said.writing.signs import plain


class Turn(Enum):
    """Where a word leads within what was shown last."""

    NEXT = auto()  # page
    PREVIOUS = auto()  # page
    LIST = auto()
    ANOTHER = auto()  # line of the list
    MAP = auto()
    ELSEWHERE = auto()
    THIS = auto()


_TURNS: Final[Mapping[Turn, str]] = MappingProxyType(
    {
        Turn.NEXT: (
            "(?:看|翻到?|去)?(?:下一页|后一页|后面的)|翻页|(?:还有)?(?:没有)?(?:更多|别的|其他的?|其它的?)(?:吗|没有?)?"
            "|(?:再|多)(?:看|来)?(?:几个|一些|点|些)"
            "|(?:the )?next page|(?:show (?:me )?)?(?:some )?more|(?:any )?others?"
            "|(?:is|are) there (?:any )?more|what else(?: is there)?|anything else"
        ),
        Turn.PREVIOUS: "(?:看|翻到?|回到?)?(?:上一页|前一页)|(?:the )?(?:previous|last) page|page back",
        Turn.LIST: (
            "(?:回到?|返回|看|再看)+(?:一下)?(?:刚才|刚刚|上面|之前|前面)?的?(?:那个|那张)?(?:列表|单子|清单)"
            "|(?:刚才|刚刚|上面)的?(?:那个)?(?:列表|单子)"
            "|(?:go )?back to (?:the |my )?(?:list|results)|(?:show (?:me )?)?the list(?: again)?"
        ),
        Turn.ANOTHER: (
            "(?:不要这个,?)?(?:再)?(?:换|看|来)?(?:另外?)?(?:一|别的)?(?:家|个)(?:别的)?|换(?:一)?(?:个|家)(?:看看)?"
            "|(?:看)?下一?(?:个|家)|next(?: one)?|(?:show me )?another(?: one)?|a different one"
        ),
        Turn.MAP: (
            "(?:在)?(?:地图)(?:上)?(?:看看?|显示|打开)?(?:一下)?|(?:看|打开|发)(?:个|一下|看)?地图"
            "|(?:show (?:me |it |them )?(?:to me )?)?on (?:a|the) map|(?:open |show (?:me )?)?(?:the |a )?map"
        ),
        Turn.ELSEWHERE: (
            "换(?:一)?个?(?:地方|位置|区域?|地点)(?:找|看看)?"
            "|(?:a )?(?:different|another|other) (?:area|place|district|location)"
            "|(?:somewhere|some place) else"
        ),
        Turn.THIS: (
            "就?(?:是|要|选|去)?(?:这|那)(?:一)?(?:个|家|场)(?:吧)?|就它了?"
            "|(?:i(?:'ll| will) take )?(?:this|that) one|this"
        ),
    }
)
_BEFORE: Final = "(?:(?:不|好的?|那|请|嗯|no|ok|okay|please|yes|then)[, ]*)?"
_BEHIND: Final = "(?:[吧呢了啊呀的]|,? ?please)*"
_FORMS: Final = tuple((turn, bounded.compiled(f"{_BEFORE}(?:{form}){_BEHIND}")) for turn, form in _TURNS.items())
_SIGNS: Final = " .,?!。，？！~"


@bounded.up_to(bounded.SENTENCE, None)
def turn(text: str) -> Turn | None:
    """Tell where it leads; None: it says anything else."""
    said = plain(text).strip(_SIGNS)
    return next((one for one, form in _FORMS if form.fullmatch(said)), None)


_HERE: Final = re.compile(
    "(?:在|到|去|对)?(?:这里|那里|这儿|那儿|这边|那边|此处|这家|那家|(?:这|那)个(?:点|地方|服务点|驿站)?)|它(?:那里|那儿)?"
    r"|\b(?:over )?(?:here|there|at it|with it|this place|that place|with them)\b"
)


@bounded.up_to(bounded.SENTENCE, None)
def without_here(text: str) -> str | None:
    """Return a sentence without the word by which it speaks of what is at hand; None: it has none."""
    said, times = _HERE.subn(" ", plain(text))
    return " ".join(said.split()) if times else None


_CORRECTS: Final = bounded.compiled(
    "(?:(?:不对|不是|错了|搞错了|弄错了|no|not that|wrong|sorry)[,. ]*)*"
    "(?:我)?(?:(?:的意思)?(?:说的?|指的?|问的?|要的?)是|是说|i (?:meant|mean|said)|(?<=[, ])(?:in|near|around))[, ]*"
    "|(?:不对|不是|错了|搞错了|弄错了)[, ]*"
)


@bounded.up_to(bounded.SENTENCE, "")
def corrected(text: str) -> str:
    """Return what somebody means instead: 不对，我说的是杨浦那边; "": nothing is put right."""
    said = plain(text)
    found = _CORRECTS.match(said)
    return said[found.end() :].strip(_SIGNS) if found else ""


@dataclass(frozen=True, slots=True)
class Open:
    """When a point is to be open: now, all day, or at a time of the day (None: at none)."""

    now: bool = False
    all_day: bool = False
    at: time | None = None


_ALL_DAY: Final = re.compile(
    "(?:24|二十四) ?(?:个)?(?:小时|h\\b|hours?)(?: a day)?|全天|通宵"
    "|24/7|(?:a?round|all around) the clock|all (?:day|night)"
)
_NOW: Final = re.compile("现在|此刻|这会儿|\\b(?:right )?now\\b|\\bstill\\b")
_NIGHT: Final = re.compile("晚上|夜里|晚间|下班后?|\\b(?:in the evenings?|at night|tonight|evenings?|late)\\b")
_AT: Final = re.compile(
    "(?P<half>晚上|下午|早上|上午|傍晚)?(?P<hour>[0-9]{1,2}|[一二三四五六七八九十两]|十[一二])(?:点钟?|:)(?P<minutes>[0-9]{2}|半)?"
    "(?:之?以?后|过后)?"
    "|(?:(?:after|past|until|till|at|later than) )?(?P<clock>[0-9]{1,2})(?::(?P<past>[0-9]{2}))? ?"
    "(?P<pm>am\\b|pm\\b|p\\.m\\.|(?<=\\bafter [0-9])|(?<=\\bafter 1[0-9])|(?=o'clock))(?:o'clock)?"
)
_OPEN: Final = re.compile("开|营业|关|有人|去得了|能去|上班|值班|\\bopen\\b|\\bcloses?\\b")
_FILLERS: Final = re.compile(
    "有没有|哪些|哪个|哪家|哪里|其中|里面|这些|那些|上班|值班|还有|只要|只看|能去|可以去|去得了|开放|营业|关门|开门|有人"
    "|[开着门的有吗么呢没还都在也去能个家些点要看过以后之前后了是不]"
    "|\\b(?:open|opens|which|one|ones|of|them|these|any|are|is|the|only|show|me|that|still|what|about|places?|points?|it|after"
    "|those|there|then|anything|until|till|stay|stays|on|at|in|until|and|please|also|actually|well|so|maybe)\\b|\\W"
)
_LATE: Final = re.compile("[以之]后|过后|还|仍|\\b(?:after|past|still|until|till|later)\\b")
_HANZI: Final = "〇一二三四五六七八九十"
_EVENING_HOUR: Final = 20
_NOON: Final = 12


@bounded.up_to(bounded.SENTENCE, None)
def open_when(text: str) -> Open | None:
    """Tell when what is on a list is to be open: 二十四小时的呢, open after 9 pm; None: it says more or else."""
    said = plain(text)
    for found, wanted in ((_ALL_DAY.search(said), Open(all_day=True)), (_at(said))):
        if found is not None and wanted is not None:
            return wanted if _is_all(said, found) else None
    evening, now = _NIGHT.search(said), _NOW.search(said)
    if not _OPEN.search(said):
        return None
    if evening is not None:
        return Open(at=time(_EVENING_HOUR)) if _is_all(said, evening) else None
    return Open(now=True) if now is not None and _is_all(said, now) else None


@bounded.up_to(bounded.SENTENCE, None)
def open_on(text: str, now: datetime) -> Days | None:
    """Tell on which days what is on a list is to be open: 周日上午开门的, any open on Sunday; None: it says more."""
    days, rest = said_days.cut(text, now)
    is_asked = days is not None and days.is_named and _OPEN.search(rest) and not _FILLERS.sub("", rest)
    return days if is_asked else None


def _is_all(said: str, found: re.Match[str]) -> bool:
    """Tell whether nothing is said but this."""
    return not _FILLERS.sub("", f"{said[: found.start()]} {said[found.end() :]}")


def _at(said: str) -> tuple[re.Match[str] | None, Open | None]:
    """Read a time of the day; without its half a small one is of the evening, when people ask what is still open."""
    found = _AT.search(said)
    if found is None:
        return None, None
    named = found["clock"] or found["hour"]
    hour = int(named) if named.isdecimal() else _number(named)
    is_late = found["half"] in {"晚上", "下午", "傍晚"} or (found["pm"] or "").startswith("p")
    is_late = is_late or (not found["half"] and not found["pm"] and bool(_LATE.search(said)))
    is_early = found["half"] in {"早上", "上午"} or found["pm"] == "am"
    if hour < _NOON and (is_late or not (is_early or hour >= 8)):
        hour += _NOON
    minutes = found["past"] or found["minutes"] or "0"
    minute = 30 if minutes == "半" else int(minutes)
    return found, Open(at=time(hour, minute)) if hour < 24 and minute < 60 else None


def _number(hanzi: str) -> int:
    return 2 if hanzi == "两" else sum(_HANZI.index(sign) for sign in hanzi)


_NEAREST: Final = bounded.compiled(
    "(?:(?:这些?|那些?|其中|里面|上面|它们)(?:里面?|当中)?)?(?:太远了?[,，。 ]*)?"
    "(?:有没有|有|哪一?(?:个|家|场|些)?)?(?:是|会)?"
    "(?:离(?:我|这里|这儿|我家|我们?|公司)?)?(?:最近|最靠近|近一?[点些]|更近)的?(?:活动|地方|服务点|驿站)?"
    "(?:是哪一?(?:个|家|场))?[吗呢啊呀么]*"
    "|(?:so )?(?:which|what)(?:'s| is| one is| one's| of them is| of these is)? (?:the )?"
    "(?:closest|nearest|closer|nearer)(?: one)?(?: to (?:me|here))?"
    "|(?:(?:is|are) there |do you have )?(?:anything|something|one|any) (?:closer|nearer)(?: to (?:me|here|home)| by)?"
    "|(?:the )?(?:closest|nearest)(?: one)?(?: please)?"
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def asks_nearest(text: str) -> bool:
    """Tell whether it is asked what of a list is nearest, and nothing else."""
    return bool(_NEAREST.fullmatch(plain(text).strip(_SIGNS)))


_ANEW: Final = re.compile("活动|组织生活|\\bevents?\\b|\\bactivit|what's on")
_WHICH: Final = re.compile("哪[些家个里]|有没有|的有|\\bwhich\\b|\\bany\\b")
_FEW: Final = re.compile(
    "那?(?:边|个|天|些)|[那的呢有吗么啥在要只看吧了去]|什么|哪些|没有"
    "|\\b(?:only|near|nearby|around|close to|in|at|on|and|any|anything|what|about|how|the|is|are|there|for|me"
    "|please|ones?|after|before|from|instead|but|or|then|something)\\b|\\W"
)


def asks_anew(text: str) -> bool:
    """Tell whether activities are named as such: that asks for all of them, and not of the list at hand."""
    return bool(_ANEW.search(text))


def asks_which(text: str) -> bool:
    """Tell whether it is asked which of a list are so."""
    return bool(_WHICH.search(text))


def says_more(rest: str) -> bool:
    """Tell whether the rest of a sentence says more than that something is asked for."""
    return len(rest) > bounded.SENTENCE or bool(_FEW.sub("", rest))


def asks_with_no(text: str) -> bool:
    """Tell whether a sentence asks by its last word: 有厕所没."""
    return text.rstrip(" ?？。").endswith(("没", "没有", "不"))
