"""What somebody asks to borrow, in a sentence: a room, a thing, a speaker, or several at once; when, and for how many.

周四晚上借个30人的会议室; 订一下二楼大厅 12月3号下午两点到四点; Thursday evening, a room for 30, and a lawyer.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said import days as said_days
from domain.said.borrowing import words
from domain.said.days import Part
from domain.said.writing.how_many import how_many
from domain.said.writing.signs import CUT, plain
from domain.said.writing.spoken import plainly
from domain.times import when
from domain.times.when import Slot


class Sort(StrEnum):
    """What kind of thing is asked for."""

    ROOM = "room"
    THING = "thing"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Asked:
    """One of what is asked for: `named` is which one ("二楼大厅"), `subject` what a speaker is to know ("法律")."""

    sort: Sort
    named: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for, when and for how many people (0: not said); local times.

    `starts` None: only the day was said, or nothing; `part` is the part of the day that was said. `weekly`: again on
    the same day of every week.
    """

    asked: tuple[Asked, ...]
    day: date | None = None
    part: Part | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    people: int = 0
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When: `starts` and `ends` None where no time of the day was said."""

    day: date | None
    part: Part | None
    starts: datetime | None
    ends: datetime | None


PARTS: Final = MappingProxyType(
    {
        Part.MORNING: (time(9), time(11)),
        Part.AFTERNOON: (time(14), time(16)),
        Part.EVENING: (time(19), time(21)),
    }
)
"""What is tried first where only a part of the day was said."""

USUAL: Final = timedelta(hours=2)
"""How long something is wanted where nobody says it."""

MOST_PEOPLE: Final = 2_000

_NUMBER: Final = "[0-9]{1,2}|[一二三四五六七八九十两]{1,3}"
_MARKED: Final = (
    rf"(?:{_NUMBER})\s*(?:[点时](?![间候])钟?(?:半|[一三]刻|[0-9]{{1,2}}分?|[一二三四五]?十[一二三四五六七八九]?分?)?"
    r"|:[0-9]{2})(?:\s*[ap]m\b)?|[0-9]{1,2}\s*[ap]m\b"
)
_PERIOD: Final = "早上|上午|中午|下午|傍晚|晚上|晚"
_TO: Final = r"\s*(?:[-—~到至]|to|until|till)\s*"
_CLOCKS: Final = bounded.compiled(
    rf"(?P<first>{_MARKED}|(?<![0-9月:])(?:{_NUMBER})(?={_TO}(?:{_PERIOD})?(?:{_MARKED})))"
    rf"(?:{_TO}(?P<last>(?:{_PERIOD})?(?:{_MARKED}|(?:{_NUMBER})(?![0-9个人楼层号月]))))?"
)
_PERIOD_BEFORE: Final = bounded.compiled(rf"(?P<period>{_PERIOD}|morning|afternoon|evening)\s*(?:at )?$")
_WEEKLY: Final = bounded.compiled("每个?(?=周|星期|礼拜)|\\bevery (?=[mtwfs])|\\bweekly\\b")
_LASTS: Final = bounded.compiled(
    r"(?:for )?(?:(?:[0-9]{1,2}(?:\.5)?|[一二两三四五六七八]|半)个?半?(?:小时|钟头)半?"
    "|(?:[0-9]{1,2}|one|two|three|an) hours?)"
)
_PEOPLE: Final = bounded.compiled(
    r"(?:for |seats? |about |around )*(?P<one>[0-9]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?)\s*"
    r"(?:来|多|几)?个?(?:人|people|persons|guests|seats)(?:左右|以上)?(?:[开用坐]|规模)?的?"
    r"|(?:for|seats) (?P<other>[0-9]{1,4})(?! ?(?:hours?|minutes?|[ap]m|:))"
)
_ROOM: Final = bounded.compiled(words.ROOM)
_ANY_ROOM: Final = bounded.compiled(f"(?:{words.ANY_ROOM})")
_ANY_PLACE: Final = bounded.compiled(f"(?:{words.ANY_PLACE})")
_THING: Final = bounded.compiled(words.THING)
_SPEAKER: Final = bounded.compiled(words.SPEAKER)
_TALK: Final = bounded.compiled(
    "(?:来|给我们|给大家)?讲(?:一?[讲下堂次场节])?(?P<of>[\u4e00-\u9fff]{2,8}?)(?:的?(?:课|知识|政策|讲座))?"
    "(?=$|[ ,.?!、。吗吧\n])"
    r"|\b(?:on|about) (?P<english>[a-z ]{3,24}?)(?=$|[,.?!\n])"
)
_KNOWS: Final = bounded.compiled("(?:懂|会讲|讲)(?P<of>[\u4e00-\u9fff]{2,6})的(?=人|老师|讲师|专家)")
_VERB: Final = bounded.compiled(words.VERBS)
_SOFT: Final = bounded.compiled(words.SOFT_VERBS)
_AROUND: Final = bounded.compiled(f"^(?:\\s|{words.FILLS})+|(?:\\s|{words.FILLS})+$")
_JOINS: Final = bounded.compiled("[,;、。]|(?:和|还要|再加?|外加|以及|带上?)(?=.)|\\b(?:and|plus|with)\\b")
_SUBJECTS: Final = tuple((subject, bounded.compiled(form)) for subject, form in words.SUBJECTS.items())
_NOT_ASKED: Final = bounded.compiled(
    "^(?:请)?(?:先)?(?:不要|别|不用|不想|先不|不必|取消|退掉|do not|don't|never|cancel)"
    "|[订借](?:了(?!吗)|(?:好|到)?的)|借出|在(?:哪|什么地方)|怎么(?:走|去|到)|几楼|多远|谁|为什么|改[到成为]|换[到成]|\\b(?:where|who|why|how|moved?|cancel)\\b"
)


@bounded.up_to(bounded.SENTENCE, None)
def read(text: str, now: datetime, *, is_answer: bool = False) -> Need | None:
    """Understand what somebody wants to have for a time; None for what asks for nothing of the kind, or for more.

    `is_answer`: they were asked what they need, so that a bare "投影仪" asks for one.
    """
    said = plainly(plain(text))
    if not said or _NOT_ASKED.search(said):
        return None
    once = _WEEKLY.sub("", said)
    moment, rest = _when(once, now)
    people, rest = _people(rest)
    found = _asked(rest, people)
    if found is None:
        return None
    asked, is_sure = found
    is_named = any(one.named for one in asked)
    if not asked or not (is_answer or is_sure or people or (moment.day is not None and not is_named)):
        return None
    if people and all(one.sort is Sort.SPEAKER for one in asked):
        asked = (Asked(Sort.ROOM), *asked)  # so many people sit somewhere
    return Need(asked, moment.day, moment.part, moment.starts, moment.ends, people, once != said)


def slot(need: Need, day: date) -> tuple[datetime, datetime]:
    """Return the time that is tried first on a day, where the sentence leaves some of it open; local."""
    starts = need.starts or datetime.combine(day, PARTS[need.part or Part.EVENING][0])
    if need.ends is not None:
        return starts, need.ends
    return starts, starts + USUAL


def at(need: Need, text: str, now: datetime) -> Need:
    """Return what is asked for at the time that another text names; what that does not say stays as it was."""
    once = _WEEKLY.sub("", plainly(plain(text)))
    found = _when(once, now)[0]
    people, _ = _people(once)
    return replace(
        need,
        day=found.day or need.day,
        part=found.part or need.part,
        starts=found.starts or need.starts,
        ends=found.ends or need.ends,
        people=people or need.people,
        weekly=need.weekly or once != plainly(plain(text)),
    )


def moment(text: str, now: datetime) -> Moment:
    """Find the time that a text names, whatever else it says."""
    return _when(plainly(plain(text)), now)[0]


def subject_of(said: str) -> str:
    """Return the subject that these words ask for, as speakers' lists name it; "" for none that is known."""
    return next((subject for subject, form in _SUBJECTS if form.search(said)), "")


def _when(said: str, now: datetime) -> tuple[Moment, str]:
    """Find day and times, and return the sentence without them."""
    lasting = _LASTS.search(said)
    if lasting is not None:
        said = said[: lasting.start()] + CUT + said[lasting.end() :]
    clocks = _CLOCKS.search(said)
    without = said if clocks is None else said[: clocks.start()] + CUT + said[clocks.end() :]
    found, rest = said_days.cut(without, now)
    day, part = (None, None) if found is None else (found.first, found.part)
    if clocks is None:
        return Moment(day, part, None, None), rest
    before = _PERIOD_BEFORE.search(said[: clocks.start()])
    slot = when.read((before["period"] if before else "") + " " + clocks[0], _naive(now), day or now.date())
    if not isinstance(slot, Slot):
        return Moment(day, part, None, None), rest
    ends = slot.ends or (slot.starts + (when.duration(lasting[0].removeprefix("for ")) or USUAL) if lasting else None)
    return Moment(slot.starts.date(), part, slot.starts, ends), rest


def _naive(now: datetime) -> datetime:
    return now.replace(tzinfo=None)


def _people(said: str) -> tuple[int, str]:
    found = _PEOPLE.search(said)
    if found is None:
        return 0, said
    number = how_many(found["one"] or found["other"], MOST_PEOPLE)
    return number, said[: found.start()] + CUT + said[found.end() :]


def _asked(said: str, people: int) -> tuple[tuple[Asked, ...], bool] | None:
    """Read what is asked for, and whether a word surely asks; None where something else is said as well."""
    is_sure = _VERB.search(said) is not None
    is_soft = is_sure or _SOFT.search(said) is not None
    speaker, said = _speaker(said)
    rest = _SOFT.sub(CUT, _VERB.sub(CUT, said))
    asked: list[Asked] = []
    for piece in _pieces(rest):
        one = Asked(Sort.ROOM) if people and _ANY_PLACE.fullmatch(piece) else _one(piece)
        if one is None:
            return None
        asked.append(one)
    if speaker is not None:
        asked.append(speaker)
    return tuple(asked), is_sure or (is_soft and bool(asked))


def _speaker(said: str) -> tuple[Asked | None, str]:
    """Take out who is to speak, and of what."""
    knows, talk, who = _KNOWS.search(said), _TALK.search(said), _SPEAKER.search(said)
    if who is None and (talk is None or talk["english"] or "课" in (talk["of"] or "")[:1]):
        return None, said
    told = [_told(found) for found in (knows, talk, who) if found is not None]
    known = next(filter(None, map(subject_of, told)), "")  # a lawyer on labour contracts is on the lists as 法律
    subject = known or ("" if len(told) == 1 and who is not None else told[0])
    for form in (_KNOWS, _TALK, _SPEAKER):
        said = form.sub(CUT, said)
    return Asked(Sort.SPEAKER, subject=subject), said


def _told(found: re.Match[str]) -> str:
    return next((one for one in found.groupdict().values() if one), found[0]).strip()


def _pieces(said: str) -> list[str]:
    """Return what is left of a sentence without what only fills it."""
    parts = (
        _AROUND.sub("", part.strip()).strip() for cut in said.split(CUT) for part in _JOINS.sub(CUT, cut).split(CUT)
    )
    return [part for part in parts if part]


def _one(piece: str) -> Asked | None:
    """Read one wish: a room or a thing, perhaps by its name; None for neither."""
    if _ROOM.search(piece):
        return Asked(Sort.ROOM, "" if _ANY_ROOM.fullmatch(piece) else piece)
    if _THING.search(piece):
        return Asked(Sort.THING, piece)
    return None
