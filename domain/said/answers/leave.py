"""Why somebody does not come, where it is said in the same breath: 家里有事去不了了; can't come, my kid is sick.

Whether a sentence says no is understood by `domain.said.answers.answers`; what is said beside a no that names coming is
the reason. It is shown before anything is done with it, so that a wrong one can be mended.
"""

import re
from typing import Final

from domain import bounded
from domain.said.answers.answers import PAUSES, Saying, asks, is_aside, no_in, understood

MOST: Final = 120
"""Signs; what is longer is a letter."""

_OF_LIFE: Final = re.compile(
    "事|病|住院|加班|出差|开会|发烧|医院|孩子|小孩|老人|家里|家人|老婆|老公|妻|丈夫|父|母|妈|爸|爷|奶|航班|火车|堵|考试|上课"
    "|培训|公司|单位|客户|领导|忙|走不开|身体|不舒服|伤|摔|手术|体检|搬家|婚|丧|老家|有约|冲突|赶不|感冒|疼|痛|迟到|晚点"
)
_NO_REASON: Final = re.compile(
    "报名|参加|然后|顺便|改天|下次|下回|以后|再说|取消|名额|让给|别人|退|算了|[吗么?？]|如果|要是|万一|除非|是不是|能不能|可不可以|帮我|帮忙|麻烦|请问|没说"
    "|\\b(?:if|unless|next time|please|cancel|somebody else|some other)\\b"
)
"""What makes it more than a no with its reason: a condition, a wish, another time."""

_JOINS: Final = bounded.compiled(
    "^(?:是?因为|由于|了|的)+|(?:所以|那?就|只好|只能|不得不|实在|恐怕|可能|怕是|确实|我|也|是)+$"
)
_THEREFORE: Final = bounded.compiled(r"(?P<why>.+?),?\s+(?:so|and|therefore|that's why)(?:\s+i)?\s*", re.IGNORECASE)
_BECAUSE: Final = bounded.compiled(r".*?\b(?:because|since|as|due to)(?: of)?\s+(?P<why>.+)", re.IGNORECASE)


def reason(text: str) -> str | None:
    """Return why, as it was written; "" where a no gives none, None where it is no no, or more than one.

    A question, a condition and a wish are more.
    """
    if len(text) > MOST or asks(text):
        return None
    parts = [part.strip() for part in PAUSES.split(text) if part.strip()]
    said = understood(text)
    if said is not None and said.saying is not Saying.DOES_NOT:
        return None
    if said is None and (_NO_REASON.search(text.replace("算了", "")) or not any(map(no_in, parts))):
        return None
    return (", " if text.isascii() else "，").join(why for part in parts if (why := _why(part)))


def _why(part: str) -> str:
    """Return what one part of the sentence gives as a reason."""
    span = no_in(part)
    if span is None:
        return "" if is_aside(part) else part
    before, behind = part[: span[0]].strip(), part[span[1] :].strip()
    therefore, because = _THEREFORE.fullmatch(f"{before} "), _BECAUSE.fullmatch(behind)
    found = therefore or because
    if found:
        return found["why"].strip()
    return next((why for one in (before, behind) if _OF_LIFE.search(why := _JOINS.sub("", one))), "")
