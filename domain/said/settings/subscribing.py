"""Whether somebody wants the calendar of their own on the phone, or no more of it: 订阅日历, calendar subscription."""

import re
from typing import Final
from unicodedata import normalize

from domain import bounded

_CALENDAR: Final = "(?:日历|日程表?|行事历)"
_HOW: Final = "(?:我?想要?|我?要|请|帮我|请帮我|麻烦|怎么|如何|怎样|可以|能不能|能|可不可以|给我){0,3}"
_MINE: Final = "(?:把?(?:我的|我报名的|报名的|所有)?(?:活动|报名|日程)?)"
_SAID: Final = bounded.compiled(
    f"{_HOW}(?:取消|停止|结束|停掉|关掉)?(?:订阅|退订|同步)(?:一下)?(?:我的?|个人|手机|活动|驿站|到|进|的){{0,3}}{_CALENDAR}"
    f"|{_HOW}(?:取消|停止|结束|换|更换|重新生成)?(?:我的?|手机|活动|个人)?{_CALENDAR}(?:的)?(?:订阅|同步)(?:地址|链接)?"
    f"|{_HOW}{_MINE}(?:同步|加|放|导入|导|添加|写)(?:到|进|入)(?:我的?)?手机(?:的|上的|里的)?{_CALENDAR}(?:里|上|中)?"
    "|(?:please )?(?:i (?:want|would like|need) |can i |how (?:do|can) i |help me )?(?:to )?"
    "(?:(?:un)?subscribe|sync|cancel|end|renew)(?: to| from| with)?(?: my| the| a| your)?(?: phone(?:'s)?| activity)?"
    " calendar(?: subscription| feed)?"
    "|(?:please )?(?:put|add|show|sync) (?:all )?(?:my|the) (?:activities|sign-?ups) (?:in|into|on|to|with) my"
    "(?: phone(?:'s)?)? calendar"
    "|(?:i (?:want|would like|need) )?(?:my |a )?(?:calendar (?:subscription|feed|sync)|subscribed calendar"
    "|ical(?:endar)?(?: feed| address| link)?|webcal)"
)
_ENDS: Final = bounded.compiled("[吗呢吧啊么]?(?:谢谢您?|please|thanks|thank you)?$")
_SIGNS: Final = re.compile(r"[\s,.;:!?~·…。，、；：！？～“”\"()（）]+")
_BETWEEN_HANZI: Final = re.compile("(?<=[㐀-鿿]) | (?=[㐀-鿿])")


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_said(text: str) -> bool:
    """Tell whether this says it and nothing else."""
    folded = normalize("NFKC", text).replace("’", "'").casefold().replace("i'd like", "i would like")
    said = _BETWEEN_HANZI.sub("", _SIGNS.sub(" ", folded).strip())
    return _SAID.fullmatch(_ENDS.sub("", said).strip()) is not None
