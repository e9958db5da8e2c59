"""Understanding what somebody writes back when asked whether they come: 好的, 收到, 来, 1, ok; 有事, 2, no; 晚到20分钟.

What is not surely understood is None: somebody else reads it then, nobody guesses.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import normalize


class Saying(StrEnum):
    COMES = "comes"
    DOES_NOT = "does_not"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood; `late_minutes` says how much later than asked somebody comes, 0: in time."""

    saying: Saying
    late_minutes: int = 0


MOST_LATE: Final = 240
"""Minutes; later than this is no coming late, and somebody else reads it."""

_COMES: Final = re.compile(
    "1|一|到|去的?|是的?|好的?|好[好嘞啊呀]|行的?|可以|没有?问题|(?:已|好的)?收到了?(?:好的)?|[我会能]来|来的?|一定来|准时[到来]|按时到"
    "|[我会能]去|我?参加|确认(?:参加)?|报名|[嗯恩]+|ok|okay|okey|y|yes|yep|yeah|sure|fine|confirm(?:ed)?|coming|attending|[👍👌✅🙋🆗]"
)
_COMES_IN_WORDS: Final = frozenset(
    {"i come", "i am coming", "i'm coming", "i will come", "i'll come", "i'll be there", "see you"}
)
_DOES_NOT: Final = re.compile(
    "2|二|不|不[来去]了?|[来去]不了了?|不能[来去]|不参加了?|参加不了|(?:临时)?有事(?:不来|[来去]不了)?|我?请假|没空|没有?时间|不行|不可以|不方便"
    "|取消|退出|n|no|nope|cancel|[👎❌🙅]"
)
_DOES_NOT_IN_WORDS: Final = frozenset(
    {"i can't", "i cannot", "can't come", "cannot come", "i can't come", "i cannot come", "not coming",
     "i am not coming", "i'm not coming", "can't make it",
     "i can't make it", "sorry no", "no sorry", "won't come", "i won't come"}
)  # fmt: skip
_POLITE: Final = re.compile(
    r"^(?:老师|您好|你好|抱歉|不好意思)+|(?:谢谢您?|多谢|抱歉|不好意思|辛苦了|老师|啦|哦|噢|哈|的话)+$"
)
_SIGNS: Final = re.compile(r"[\s🏻🏼🏽🏾🏿,.;:!?~·…。，、；：！？～“”\"()（）]+")
_LATE: Final = (
    re.compile(r"(?:会|要|可能)?(?:晚到|迟到|晚来|晚|迟)(?:大概|大约|约)?(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)个?"
        r"(?P<unit>分钟|分|刻钟|小时|钟头)(?:到|来|左右)*"),
    re.compile(r"(?:i will be |i'll be |about |running )*(?P<number>\d{1,3}) ?"
        r"(?P<unit>min|mins|minutes|h|hour|hours) late"),
    re.compile(r"late (?:by |about )*(?P<number>\d{1,3}) ?(?P<unit>min|mins|minutes|h|hour|hours)"),
)  # fmt: skip
_FIGURES: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_HOURS: Final = ("小时", "钟头", "h")


def understood(text: str) -> Meaning | None:
    """Say what an answer means; None: it means nothing that is sure."""
    said = normalize("NFKC", text).casefold().replace("’", "'")
    parts = [part for part in _SIGNS.split(said) if part]
    return _late(parts) or _plain("".join(parts), " ".join(parts))


def _plain(joined: str, spaced: str) -> Meaning | None:
    for said in (joined, _POLITE.sub("", joined)):
        if _DOES_NOT.fullmatch(said) or spaced in _DOES_NOT_IN_WORDS:
            return Meaning(Saying.DOES_NOT)
        if _COMES.fullmatch(said) or spaced in _COMES_IN_WORDS:
            return Meaning(Saying.COMES)
    return None


def _late(parts: list[str]) -> Meaning | None:
    """Understand that somebody comes late, perhaps after a yes: 收到, 晚到20分钟."""
    rest = parts[1:] if parts and _COMES.fullmatch(parts[0]) else parts
    for said in ("".join(rest), " ".join(rest)):
        for form in _LATE:
            if found := form.fullmatch(said):
                minutes = _minutes(found["number"], found["unit"])
                return Meaning(Saying.COMES, minutes) if 0 < minutes <= MOST_LATE else None
    return None


def _minutes(number: str, unit: str) -> int:
    if number == "半":
        return 30 if unit.startswith(_HOURS) else 0
    per_unit = 60 if unit.startswith(_HOURS) else 15 if unit == "刻钟" else 1
    return _count(number) * per_unit


def _count(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + (_FIGURES.get(ones, 0) if ones else 0)
