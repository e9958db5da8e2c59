"""Whether somebody says that they have come: 签到, 我到了, 已到, I'm here. Whether it is so, words do not prove."""

import re
from typing import Final
from unicodedata import normalize

from domain import bounded

_THERE: Final = re.compile(
    "我?[要想来]?签到"
    "|我?们?(?:已经?|刚刚?|都)?(?:到|抵达|到达)(?:了|场|场了|位|位了|现场|现场了|会场|会场了|门口|门口了|楼下|楼下了)?"
    "|我?们?(?:已经?|都)?在(?:现场|会场|门口|楼下)了?"
    "|(?:i am |we are )?(?:already )?(?:here|there|at the venue)(?: now)?"
    "|(?:i |we )?(?:have )?(?:just )?arrived"
    "|check(?:ing)? ?in"
)
_POLITE: Final = bounded.compiled("^(?:您好|你好|老师) ?|(?: ?(?:谢谢您?|老师))+$")
_SIGNS: Final = re.compile(r"[\s,.;:!~·…。，、；：！～“”\"()（）👋]+")


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_said(text: str) -> bool:
    """Tell whether this says it and nothing else; with a question mark nobody says so."""
    folded = normalize("NFKC", text).replace("’", "'").casefold().replace("i'm", "i am").replace("i've", "i have")
    return _THERE.fullmatch(_POLITE.sub("", _SIGNS.sub(" ", folded).strip())) is not None
