"""Whether somebody says that they are late, or may be, and not by how much: 堵车了, 我可能迟到, running late."""

import re
from typing import Final

from domain.said.writing.signs import plain

LONGEST: Final = 40
"""Signs; what is longer tells more than that."""

_LATE: Final = re.compile(
    "迟到|[会要来得]晚|晚(?:[一二三四五六七八九十两半几点些0-9])+个?(?:分钟?|刻钟?|小时|钟头)?(?:左右|才?能?)?(?:到|来|过)"
    "|晚(?:[一二三四五六七八九十两半几0-9])+个?(?:分钟|刻钟|小时|钟头)|晚到|赶不上(?:开头|开场|开始)"
    r"|\b(?:running|be|bit|little|i'm|am|arrive|arriving|get there|come) late\b|^late\b|\blate (?:by|today|sorry)"
    r"|\bminutes late\b"
)
_ON_THE_WAY: Final = re.compile(
    "堵(?:车|在|住|死|得)|路上堵|在路上|(?:在|正)赶(?:来|过来|路)|马上(?:就)?到(?!期)|快到了(?!期)|(?:地铁|公交|车|航班|高铁|飞机)(?:子)?.{0,3}(?:晚点|延误|坏了|抛锚)"
    r"|\bstuck in\b|\btraffic(?: jam)?\b|\bon (?:my|the) way\b|\b(?:train|bus|metro|flight|subway) is (?:late"
    r"|delayed)\b|\bdelayed\b"
)
_NOT_SO: Final = re.compile(r"不会|没有?迟|别迟|不迟|[吗么?？]|怎么|如果|\b(?:not|won't|never|if)\b")


def is_said(text: str) -> bool:
    """Tell whether it says so and asks nothing: a lateness, or what makes one late."""
    return speaks_of_it(text) or (_may_say(text) and _ON_THE_WAY.search(plain(text)) is not None)


def speaks_of_it(text: str) -> bool:
    """Tell whether the lateness itself is named, which can be of a day to come."""
    return _may_say(text) and _LATE.search(plain(text)) is not None


def _may_say(text: str) -> bool:
    return len(text) <= LONGEST and _NOT_SO.search(plain(text)) is None
