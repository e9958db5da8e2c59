"""Texts as nobody would write them, from what the product's readers look for and from what confuses programs."""

import re
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Final

from tests.bounds.attacks import Attack, attacks
from tests.bounds.patterns import patterns

_ODD: Final = (
    *("", " ", "\n", "\r\n", "\t", "\0", "\x7f", "\u200b", "\u202e", "\ufeff", "\u3000", "\xa0", "\u2028", "\x85"),
    *("²", "①", "٣", "௧", "Ⅻ", "½", "㈱", "㍘", "ﷺ", "İ", "ß", "ﬁ", "e\u0301", "👨\u200d👩", "🏻", "𠮷"),
    *("0", "00", "9999", "9999年12月31日24:00", "-1", "1e9", "9" * 25, "1/0", "24:60", "NaN", "零", "一二三", "百千万"),
    *("小时", "分钟", "点", "月", "日", "号", "周", "年", "半", "前", "后", "到", "-", "~", ":", "：", ".", "、"),
    *("=jw.1.999999999999999999", "m.1.menu", "=o.1", "v_", "o_1", "<b>", "&amp;", "&#x110000;", "</a>", "{0}", "%s"),
    *("王芳", "谢谢", "不", "来", "的", "了", "吗", "am", "pm", "Mo-Fr", "31.23,121.47", "+86 138 0000 0000", "@", "#"),
)  # fmt: skip
_FIGURES: Final = re.compile("[0-9]+")
_LIMITS: Final = ("0", "00", "1", "99", "9999999999")
"""Where a number is read, the first that is none and the last that is too many are what confuses."""


@cache
def _heard() -> Sequence[Attack]:
    found: list[Attack] = []
    for one in patterns():
        form = one.pattern.pattern
        found += attacks(form if isinstance(form, str) else form.decode("latin-1"), one.pattern.flags, 8)
    return found


def text(random: Random) -> str:
    """Make a text of some pieces, seldom a very long one."""
    pieces = [_piece(random) for _ in range(random.choice((1, 1, 2, 3, 5, 8)))]
    made = random.choice(("", "", " ")).join(pieces)
    if random.random() < 0.2:
        made = _FIGURES.sub(random.choice(_LIMITS), made)
    return (made * (4096 // max(1, len(made))))[:4096] if random.random() < 0.03 else made[:4096]


def _piece(random: Random) -> str:
    if random.random() < 0.5:
        return random.choice(_ODD)
    kind = random.choice(_heard())
    return kind.of(len(kind.head) + len(kind.end) + len(kind.word) * random.choice((1, 1, 1, 2, 3)))
