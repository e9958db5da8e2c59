"""What an organiser asks for in a sentence: which of their screens, and which activity, member, place or day it names.

A form says what must stand in it. What is left without its words, the days and what only fills a sentence has to be a
name, a title or a place where the form takes one, and nothing where it takes none: else it is no sentence of this kind.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said import days as said_days
from domain.said.days import Days
from domain.said.errands import ideas as errand_ideas
from domain.said.errands import member_sought
from domain.said.errands.forms import ACTIVITY, COLLEAGUE, FORMS, Rest, What
from domain.said.writing.signs import CUT, plain
from domain.said.writing.spoken import plainly
from domain.times import when


class Part(StrEnum):
    """What of an activity is to be changed."""

    WHEN = "when"
    WHERE = "where"
    SEATS = "seats"
    TITLE = "title"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Errand:
    """A screen that is asked for, with what fills it: days, and the words that name something.

    `to` is what an activity is to be changed to, `by` how it moves: "later", "earlier" or "", `part` which
    part of it is to be another. `is_person`: what
    is looked for is somebody, and no place.
    """

    what: What
    rest: str = ""
    days: Days | None = None
    to: str = ""
    by: str = ""
    part: Part | None = None
    is_person: bool = False


_MUCH_TOO_LONG: Final = errand_ideas.LONGEST


def _form(alternatives: Iterable[str]) -> bounded.Bounded:
    spelt = "|".join(alternatives).replace("<activity>", ACTIVITY).replace("<colleague>", COLLEAGUE)
    return bounded.compiled(spelt, most=_MUCH_TOO_LONG)


_ORDER: Final = tuple((what, _form(forms), rest) for what, (rest, forms) in FORMS.items())

_FILLS: Final = (
    "上[次回]|那几[个位]|办不[成了]|开不[成了]|下(?:大|暴)?雨|这几[个位]|群众|同志们|发(?:给)?我|来(?:一?[个份张条])|多不多|够不够|来不来|手[头上]|这里|那边|哪里(?:看|查|找|审|处理)|怎么样|给|一共|总共|打开|请问?|出|做|弄|(?:上|最近|最新)一?[个条]|(?:的)?签到$|打印|生成|下载|导出|怎么(?:设置?|弄|改|开|看|用|查)|麻烦[你您]?|帮我|帮忙|给我|替我|我们?|[你您]|想要?|需要|看看|看一[看下]|看下|查一?下|查看|一下|还有|有没有|没有|哪些|哪几个|哪个"
    "|几个|多少|什么|现在|目前|最近|刚才|情况|这里|这边|里面|下面|所有|全部|本单位|列表|清单|怎么样|如何|怎么|名单|一[个份条场次位张]|已经|都|的时候"
    "|那[个场次]|这[个场次]|[的了吗呢吧啊呀是有谁把将在里个份条场次位名人没还要去到和跟看请,.?!、。:;'\"~-]"
    "|\\b(?:please|can|could|you|show|me|list|the|my|our|is|are|there|any|who|what|which|how|many|has|have|had|do|does|did|i|we"
    "|to|of|for|us|all|open|new|still|yet|not|an?|now|in|at|on|see|look|up|that|waiting|wait|waits|want|need|would|like|it|and)\\b"
)
_AROUND: Final = bounded.compiled(f"^(?:{_FILLS})+|(?:{_FILLS})+$")
_AROUND_NAMES: Final = bounded.compiled(
    r"^(?:请|麻烦|帮我|我想|我要|想|要|看看|一下|个|叫|(?:the|an?|me|for)\b|[ ,.?!、。:;'\"~-])+"
    r"|(?:有吗|有没有|有么|吗|呢|吧|啊|呀|的|了|是谁|谢谢|please|[ ,.?!、。:;'\"~-])+$"
)
_KINDS: Final = bounded.compiled("^(?:活动|会议?|activity|activities|event|events)$")
_OWN: Final = bounded.compiled("^(?:街道|全区|区里?|楼里?|单位|中心|支部)$")
"""Places that are the own ones, where nothing else names them."""

_REFUSED: Final = bounded.compiled("^(?:请)?(?:先)?(?:不要|别|不用|不想|先不|不必|do not|don't|never)")
_CHANGE: Final = bounded.compiled(
    "^(?:请|麻烦|帮我|帮忙)*(?:把|将)?(?P<which>.*?)(?:的?(?P<part>(?:开始)?时间|地点|地方|场地|教室|日期|名额|人数|上限|标题|名称|题目|说明|备注))?"
    "(?P<verb>改期|改时间|改地点|改(?:一?下)?|调整?|挪|往[后前](?:推|延|挪|移|调|改|提)|顺延|推后|推迟|延后|延期|延|提前|换(?:一?下)?|移|(?:多放|多加|再加|加|增加|扩|扩大|减|减少|放宽)(?=到?[0-9]+个?(?:人|名额|位)))(?P<into>到|成|为|至|在|去)?(?P<to>.*)$"
)
_CHANGE_ENGLISH: Final = bounded.compiled(
    "^(?:please |can you |could you )*(?P<verb>move|reschedule|postpone|change|shift|bring forward) (?P<which>.*?)"
    "(?: (?:to|until|till|by) (?P<to>.*))?$"
)
_CALL_OFF: Final = bounded.compiled(
    "^(?:请|麻烦|帮我|帮忙)*(?:把|将)?(?P<which>.*?)(?:取消|停办|撤掉|撤销|撤(?=了|$)|不办|不搞|不开|不弄|作废|停掉)(?:掉|了|一下|吧)*(?P<more>.*)$"
    "|^(?:please |can you |could you )*(?:call off|cancel) (?P<english>.*)$"
)
_LATER: Final = bounded.compiled("推迟|延后|延期|往后|顺延|推后|^延$|postpone")
_EARLIER: Final = bounded.compiled("提前|往前|bring forward")
_GREETS: Final = bounded.compiled(
    "^(?:早安?(?=[,。! ])|(?:早上|上午|中午|下午|晚上)好|[您你]好|老师|hi|hello|good (?:morning|afternoon))[,。! ]*"
)


def readings(text: str, now: datetime) -> Iterator[Errand]:
    """Tell what an organiser may ask for, the likeliest first; nothing where it is none of these, or more than that.

    Whoever knows the activities, places and members takes the first whose names are known.
    """
    said = plainly(_GREETS.sub("", plain(text))) if len(text) <= bounded.SENTENCE else ""
    if not said or len(said) > _MUCH_TOO_LONG or _REFUSED.match(said):
        return
    yield from filter(None, (_changed(said, now), _called_off(said, now)))
    yield from filter(None, (_asked(what, form, rest, said, now) for what, form, rest in _ORDER))
    yield from filter(None, (_meant(said, now),))


def _meant(said: str, now: datetime) -> Errand | None:
    """Take what its ideas ask for, where no form is in it; days are no idea, nor is the title that a screen takes."""
    days, without = said_days.cut(said, now)
    found = errand_ideas.meant(without)
    if found is None:
        return None
    what, kind, rest = found
    if what in _LOOK_BACK:
        days, _ = said_days.cut(said, now, back=True)
    if kind is Rest.NOTHING and rest:
        return None
    named = "" if _KINDS.match(rest) or _OWN.match(rest) else rest
    month = _MONTH.search(said) if what is What.MONTH else None
    return Errand(what, named, None if what is What.COPY else days, to=month[0] if month else "")


def _changed(said: str, now: datetime) -> Errand | None:
    found = _CHANGE.match(said) or _CHANGE_ENGLISH.match(said)
    if found is None:
        return None
    named = found.groupdict()
    which, days = _which(named["which"], now)
    if which is None:
        return None
    verb, to = named["verb"], (named["to"] or "").strip(" ,.。，吧了!！?？")
    part = _part(named.get("part") or "", verb) or _part(to, verb)
    if _SEATS.fullmatch(to):
        part, to = Part.SEATS, to if named.get("into") else ""  # how many more it is to be is asked
    if _PART.fullmatch(to):
        to = ""
    by = "later" if _LATER.search(verb) else "earlier" if _EARLIER.search(verb) and not named.get("into") else ""
    return Errand(What.CHANGE, which, days, to, by, part)


_SEATS: Final = bounded.compiled("[0-9]{1,4}个?(?:人|名额|位子?|座位)")
_PARTS: Final = MappingProxyType(
    {
        Part.WHEN: "开始时间|时间|日期|日子|钟点|期|time|date",
        Part.WHERE: "地点|地方|场地|教室|会议室|位置|place|room",
        Part.SEATS: "(?:人数|名额)?上限|名额|人数|seats",
        Part.TITLE: "标题|名称|名字|题目|title|name",
        Part.NOTES: "说明|备注|要求|notes",
    }
)
_PART: Final = bounded.compiled(
    "(?:一?下|一?个)?(?:别的|其他的?|新的?)?(?:"
    + "|".join(f"(?P<{part}>{words})" for part, words in _PARTS.items())
    + ")"
)


def _part(named: str, verb: str) -> Part | None:
    """Return which part of an activity these words name; 改期 says it with the verb."""
    found = _PART.fullmatch(named) or _PART.fullmatch(verb.removeprefix("改"))
    return Part(found.lastgroup) if found is not None and found.lastgroup else None


def _called_off(said: str, now: datetime) -> Errand | None:
    found = _CALL_OFF.match(said)
    if found is None:
        return None
    which, days = _which(found["english"] or f"{found['which'] or ''}{CUT}{found['more'] or ''}", now)
    return None if which is None else Errand(What.CALL_OFF, which, days)


_IS_ONE: Final = bounded.compiled(f"{ACTIVITY}|\\b(?:activity|event|lecture|meeting|class)\\b")


_SPAN: Final = bounded.compiled(
    "(?P<count>半|一|两|二|三|四|五|六|七|[0-9]{1,2}|an?|one|two) ?(?:个)?(?P<unit>天|日|周|星期|礼拜|days?|weeks?)"
)
_COUNTS: Final = MappingProxyType(
    {"an": 1, "a": 1, "one": 1, "two": 2, "两": 2} | {sign: at for at, sign in enumerate("一二三四五六七", 1)}
)
_MOST_DAYS: Final = 60


def shift(errand: Errand) -> timedelta | None:
    """Return by how much an activity is to be moved, backwards below zero; None: the sentence says no length."""
    if not errand.by:
        return None
    span = _SPAN.fullmatch(errand.to)
    by = when.duration(errand.to) if span is None else _days_of(span)
    return by if by is None or errand.by == "later" else -by


def _days_of(span: re.Match[str]) -> timedelta | None:
    written = span["count"]
    count = int(written) if written.isdecimal() else _COUNTS.get(written, 0)
    days = count * (7 if span["unit"].startswith(("周", "星", "礼", "w")) else 1)
    return timedelta(days=days) if 0 < days <= _MOST_DAYS else None


def _which(named: str, now: datetime) -> tuple[str | None, Days | None]:
    """Return the words that name an activity and its days; None: the words name none."""
    days, without = said_days.cut(named, now)
    rest = _bare(without)
    if days is None and not _IS_ONE.search(named):
        return None, None
    return "" if _KINDS.match(rest) else rest, days


def _asked(what: What, form: bounded.Bounded, kind: Rest, said: str, now: datetime) -> Errand | None:
    if kind is Rest.NAME:
        return _sought(form, said)
    if form.search(said) is None:
        return None
    month = _MONTH.search(said) if what is What.MONTH else None
    if month is not None:  # a month is part of what a report is called
        return _report(form, month[0], said, now)
    days, without = said_days.cut(said, now, back=what in _LOOK_BACK)
    rest = _bare(form.sub(CUT, without))
    if kind is Rest.TITLE:
        meant = None if what is What.COPY else days  # it says when the next one is
        return Errand(what, "" if _KINDS.match(rest) else rest, meant)
    if kind is Rest.PLACE:
        return Errand(what, "" if _OWN.match(rest) else rest, days)
    return None if rest and not _KINDS.match(rest) else Errand(what, "", days)


def _report(form: bounded.Bounded, month: str, said: str, now: datetime) -> Errand | None:
    _, rest = said_days.cut(form.sub(CUT, said), now, back=True)
    rest = _bare(_MONTH.sub(CUT, rest))
    return None if rest and not _KINDS.match(rest) else Errand(What.MONTH, to=month)


_MONTH: Final = bounded.compiled("(?:[0-9]{4}年)?[0-9]{1,2}月|上上?个?月|这?个月|本月|last month|this month")
_LOOK_BACK: Final = frozenset({What.CAME, What.MONTH, What.COPY, What.DONE})
"""What is asked of days that are past."""

_SOUGHT: Final = bounded.compiled("党员|成员|同志|手机号?|电话|号码|尾号|\\b(?:member|phone|number|whose|ending|in)\\b")
_SAYS_PERSON: Final = bounded.compiled("党员|成员|同志|手机|电话|联系方式|叫|是谁|哪位|挂靠|\\b(?:member|who)\\b")
_MOBILE: Final = bounded.compiled("(?:86)?1[3-9][0-9]{9}")
_DIGITS: Final = bounded.compiled("[+0-9][0-9 ()-]{2,}")


def _sought(form: bounded.Bounded, said: str) -> Errand | None:
    """Take who is looked for: words that say so and a name, or a phone number, or its end where it is called so."""
    number = _DIGITS.search(said)
    if number is not None and len(re.sub("[^0-9]", "", number[0])) >= member_sought.END:
        around = said[: number.start()] + CUT + said[number.end() :]
        rest = _bare(_SOUGHT.sub(CUT, form.sub(CUT, around)))
        says_so = form.search(said) or _SOUGHT.search(said) or _MOBILE.fullmatch(re.sub("[^0-9]", "", number[0]))
        return Errand(What.FIND, number[0].strip(), is_person=True) if says_so and not rest else None
    if form.search(said) is None:
        return None
    without = form.sub(CUT, said)
    parts = (_AROUND_NAMES.sub("", part.strip()) for part in _SOUGHT.sub(CUT, without).split(CUT))
    named = [part for part in parts if part]
    return Errand(What.FIND, named[0], is_person=_SAYS_PERSON.search(said) is not None) if len(named) == 1 else None


def _bare(words: str) -> str:
    """Return what is left of words without what only fills a sentence."""
    parts = (_AROUND.sub("", part.strip()).strip() for part in words.split(CUT))
    return " ".join(part for part in parts if part)
