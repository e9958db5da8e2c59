"""What stands around the name of a place in a sentence and belongs to it: 附近, 地铁站, 2号线, near, close to."""

import re
from dataclasses import dataclass
from typing import Final

from domain import bounded

_BEFORE: Final = re.compile(
    r"(?:(?P<near>(?<!现)在|住|离|靠近|临近|地铁|轨交|轨道交通|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?号线的?"
    r"|\b(?:near to|near|nearby|around|by|close to|next to|at|in|not far from|zai|line [0-9]{1,2})\b)"
    r"|(?:上海市?|\bthe\b))[\s,，]*$",
    re.IGNORECASE,
)
_AFTER: Final = bounded.compiled(
    r"[\s,，]*(?:(?P<near>附近|旁边|周边|周围|边上|一带|那边|那儿|那里|那块|这边|这儿|这里|门口|对面|地铁站"
    r"|轨交站|火车站|车站|站(?!点)"
    r"|\b(?:fu ?jin|nearby|area|(?:(?:metro|subway|railway) )?station|metro|subway|di ?tie ?zhan|zhan)\b)|的)",
    re.IGNORECASE,
)
_MOST: Final = 4
"""So many such words stand on one side of a name."""

_SMALL_TALK: Final = re.compile(
    r"请问|麻烦|帮我|帮忙|你好|您好|我们?|现在|有没有|有|吗|呢|吧|啊|呀|么|哪些|哪个|哪里|哪儿|什么|最近|离得|近"
    r"|想|要|找|看看?|查|"
    r"位置|定位|坐标|地址|这是|这|是|在|人|的|一下|一个|个|家|党群|党员|服务中心|服务站|服务点|服务|驿站|站点"
    r"|地方|怎么走|怎么去|去|到|上班|工作|"
    r"\b(?:where|is|are|there|any|a|an|the|service|points?|places?|cent(?:re|er)s?|find|me|i|am|im|i'm|please"
    r"|show|to|of|some|"
    r"hello|hi|nearest|closest|what|which|you|my|this|here|location|position|coordinates)\b|[\W_]",
    re.IGNORECASE,
)
_THERE: Final = re.compile(
    "[这那][边里儿块]|附近|旁边|周边|一带|门口|我在|住|上班|下班|跑单|打工|干活|上学|读书|看病|离|近|我说的是|我是说"
    r"|\b(?:near|nearest|closest|around|close to|live|work|working|based|staying|i'm (?:at|in)|i am (?:at|in)"
    r"|i mean)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    "[,，。!！?？;；…]|[吗呢么啊呀吧]$|[㐀-鿿]{11}|(?<![A-Za-z'])(?:[A-Za-z']++ ++){4}"
    "|^(?:[想帮]|请(?!假))|[我你您咱]|了没?$|没有?$|怎么|什么|多少|能不能|帮忙|请问|是不是|有没有"
)
_LEFT_OVER: Final = 1
"""So many characters may stay unexplained in a sentence that does nothing but name a place."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """From where to where a place is said, all that belongs to it included; whether nearness was said."""

    start: int
    end: int
    is_near: bool


def widened(text: str, start: int, end: int) -> Surroundings:
    """Take in what belongs to the name that stands from `start` to `end`."""
    is_near = False
    for _ in range(_MOST):
        found = _BEFORE.search(text, max(0, start - 24), start)
        if found:
            start, is_near = found.start(), is_near or found["near"] is not None
    for _ in range(_MOST):
        found = _AFTER.match(text, end)
        if found:
            end, is_near = found.end(), is_near or found["near"] is not None
    return Surroundings(start, end, is_near)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_small_talk(rest: str) -> bool:
    """Tell whether what is left of a sentence without its place asks for nothing else."""
    return len(_SMALL_TALK.sub("", rest)) <= _LEFT_OVER


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def tells_where(text: str) -> bool:
    """Tell whether a sentence says that somebody is at, or looks around, the place that it names."""
    return bool(_THERE.search(text))


def is_sentence(typed: str) -> bool:
    """Tell whether this is more than a name can be: to be answered as a sentence, and not quoted as a name."""
    return len(typed) > bounded.SENTENCE or bool(_SENTENCE.search(typed))
