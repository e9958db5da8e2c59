"""What is said for its own sake: greetings and thanks, understood as a whole message and never within a sentence."""

from enum import Enum, auto
from typing import Final
from unicodedata import category, normalize

from domain import bounded


class Courtesy(Enum):
    """What is said for its own sake."""

    GREETING = auto()
    THANKS = auto()
    ASSENT = auto()
    FAREWELL = auto()
    WHO = auto()  # who it is that answers here
    SIGN = auto()  # nothing but an emoji
    WONDER = auto()  # nothing but a question mark, dots, or signs that nobody sees


_GREETING: Final = (
    "(?:你好|您好|大家好|老师好|嗨|哈[喽啰]|喂|在吗|在不在|在么|有人吗|有人在吗|(?:早上|上午|中午|下午|晚上)好|早安|午安|早"
    "|(?:节日|新年|春节)?快乐|新年好|打扰(?:一下)?|请问(?:一下)?"
    "|(?:hi|hello|hey|ni ?hao|g(?:oo)?d (?:morning|afternoon|evening|day)|any(?:body|one) (?:there|here))"
    "(?: there| everyone| all)?)"
)
_THANKS: Final = (
    "(?:(?:太|非常|十分)?(?>谢谢|感谢|多谢|谢了|谢|辛苦|麻烦)(?:[你您]们?|大家|老师|驿站|帮忙|帮助)*+了?+"
    "|(?:many )?(?:thanks?|thx)(?: you)?(?: (?:a lot|so much|very much|again|for (?:your|the) help))*)"
)
_ASSENT: Final = (
    "(?:好[的呀啊嘞哒]?+|嗯++|(?<!\\w)[哦噢]++|行|可以"
    "|已?经?(?:知道|明白|了解|收到|清楚)了?+|没事了?+|不用了|ok(?:ay)?+)"
)
_FAREWELL: Final = (
    "(?:再见|拜拜|回见|回头见|(?:明天|下次|改天)见|先这样|晚安"
    "|(?:good)?bye(?: ?bye)?+|see you(?: later| soon)?|good night)"
)
_WHO: Final = (
    "(?:[你您](?:是|叫)(?:谁|什么(?:名字)?|机器人|人工|真人)吗?|(?:这|驿站)是(?:什么|干什么的)"
    "|am i (?:talking|speaking|chatting) (?:to|with) (?:an? )?(?:real )?(?:human(?: being)?|person|bot|robot|machine)"
    "|who are you|what are you|are you (?:a )?(?:bot|robot|human|real))"
)
_PARTICLES: Final = "(?:[啊呀哦噢哈呢吧吗啦嘞哒的了]|老师|驿站|小助手|机器人|小?同志们?|师傅|小伙子|小姑娘|各位)*"
_BEFORE: Final = f"(?:{_ASSENT}{_PARTICLES} ?)*"
_AFTER: Final = f"{_PARTICLES}(?: ?(?:{_THANKS}|{_FAREWELL}|{_ASSENT}){_PARTICLES})*"

_FORMS: Final = {
    Courtesy.WHO: bounded.compiled(f"(?:{_GREETING}{_PARTICLES} ?)*{_WHO}{_PARTICLES}"),
    Courtesy.THANKS: bounded.compiled(f"{_BEFORE}{_THANKS}{_AFTER}"),
    Courtesy.FAREWELL: bounded.compiled(f"{_BEFORE}{_FAREWELL}{_AFTER}"),
    Courtesy.GREETING: bounded.compiled(f"(?:{_GREETING}{_PARTICLES} ?)+"),
    Courtesy.ASSENT: bounded.compiled(f"(?:{_ASSENT}{_PARTICLES} ?)+"),
}
"""The first that fits a whole message is meant."""

_LONGEST: Final = 40


def understood(text: str) -> Courtesy | None:
    """Tell what a whole message is out of courtesy; None: it is something else, or says more."""
    if len(text) > _LONGEST:
        return None
    signs = normalize("NFKC", text).casefold()
    said = " ".join("".join(sign if category(sign)[0] in "LN" else " " for sign in signs).split())
    if not said:
        return Courtesy.SIGN if any(category(sign) == "So" for sign in signs) else Courtesy.WONDER
    return next((one for one, form in _FORMS.items() if form.fullmatch(said)), None)
