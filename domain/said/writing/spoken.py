"""What is spoken rather than written, brought to the written form: 啥, 咋, 今儿, and the tone at its end."""

from types import MappingProxyType
from typing import Final

from domain import bounded

_FORMS: Final = MappingProxyType(
    {
        "什么": "啥子|啥|甚么|什末",
        "怎么": "咋(?:个|样)?|怎末|如何",
        "哪里": "哪(?:儿|块儿?|边)",
        "这里": "这(?:儿|块儿?)",
        "今天": "今儿个?|今日",
        "明天": "明儿个?|明日",
        "昨天": "昨儿个?|昨日",
        "事情": "事儿|活儿|活(?=没|还)",
        "": "(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])",
        "please": r"\b(?:pls|plz)\b",
        "is": r"(?<=who|hat)'s\b",
        r"\g<day>": r"\b(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:'?s)\b",
    }
)
_WRITTEN: Final = tuple((form, bounded.compiled(spoken)) for form, spoken in _FORMS.items())
_TONE: Final = bounded.compiled("(?:[啦呀哈呗嘛咯哟哎诶哦喔噢]|(?<![什怎那这多])么|的说|来着)+(?=[,.?!、。 ]|$)")
_ASKS: Final = bounded.compiled("(?<=[\u4e00-\u9fff])(?:不|没|没有)(?=[?]?$)")


def plainly(said: str) -> str:
    """Write a plain sentence as it would be written; what asks at its end asks with 吗: 有事不, 发了没."""
    for form, spoken in _WRITTEN:
        said = spoken.sub(f" {form}" if form == "is" else form, said)
    return _ASKS.sub("吗", _TONE.sub("", said))
