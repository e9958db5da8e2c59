"""The words that steer a conversation instead of answering in it: 返回, 取消, 菜单, 帮助, 跳过; in English too.

They are understood as a whole message, perhaps with a polite word around them, and never within a sentence.
"""

import re
from enum import Enum, auto
from typing import Final
from unicodedata import normalize

from domain import bounded


class Control(Enum):
    """What is wanted of the conversation itself."""

    BACK = auto()  # one screen back
    MENU = auto()
    CANCEL = auto()  # stop what we are at
    LATER = auto()  # the same, to go on with it another time
    HELP = auto()
    SKIP = auto()  # this question only


_FORMS: Final = {
    Control.BACK: "返回|后退|退回|回去|(?:返回|回到?)?上一[步页级层]|(?:go |one step )?back",
    Control.MENU: "(?:返回|回到?|去|打开)?[主总]?菜单|(?:返回|回到?)?(?:首页|主页)"
    "|(?:go |back )?(?:to )?(?:the )?(?:main )?menu",
    Control.CANCEL: "取消|退出|算了|不[填弄办删]了|cancel(?: (?:it|this))?|quit|exit|never ?mind|forget it",
    Control.LATER: "(?:以后|稍后|等会儿?|待会儿?|过会儿?|改天|下次)再[说填弄办来]|以后|稍后|(?:maybe )?later|not now",
    Control.HELP: "帮助|帮帮忙|帮我一?下|怎么[用填弄办]|怎么操作|help(?: me)?",
    Control.SKIP: "跳过|略过|这[题项个]跳过|跳过这[题项个]|skip(?: (?:it|this))?",
}
_CONTROLS: Final = {control: re.compile(form) for control, form in _FORMS.items()}
_POLITE: Final = bounded.compiled(
    r"^(?:那就?|先|请|麻烦|我想|我要|please )+|(?:吧|一下|谢谢您?|多谢| please| thanks| thank you)+$"
)
_SIGNS: Final = re.compile(r"[^\w]+|_")
_LONGEST: Final = 24


def understood(text: str) -> Control | None:
    """Say what is wanted of the conversation; None: it is something else."""
    if len(text) > _LONGEST:
        return None
    said = " ".join(_SIGNS.sub(" ", normalize("NFKC", text)).casefold().split())
    kindly = _POLITE.sub("", said)
    return next((one for one, form in _CONTROLS.items() if form.fullmatch(said) or form.fullmatch(kindly)), None)
