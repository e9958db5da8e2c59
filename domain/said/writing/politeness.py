"""The polite words around what is asked for: 帮我…一下, "please"; they say nothing of what it is."""

import re
from typing import Final
from unicodedata import normalize

from domain import bounded

_NO: Final = re.compile(r"[不别没勿]|\b(?:no|not|never)\b|n['’]t\b")
_BEFORE: Final = re.compile(
    "^(?:那就?|好的?|嗯|老师|您好|你好|请问?|麻烦|我?想要?|我要|需要|可以|帮我|帮忙|给我|替我|点一?下?"
    "|please|ok(?:ay)?|idliketo|iwouldliketo|iwantto|helpme|canyou|couldyou|letme)+"
)
_BEHIND: Final = bounded.compiled("(?:一下|吧|了|啊|呀|呢|吗|谢谢[您你]?|多谢|please|thanks|thankyou)+$")


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def says_no(text: str) -> bool:
    """Tell whether a no is anywhere in it."""
    return bool(_NO.search(normalize("NFKC", text).casefold()))


def bare(counts: str) -> str:
    """Return words without the polite ones before and behind; what comes has no blanks and signs."""
    return _BEHIND.sub("", _BEFORE.sub("", counts))
