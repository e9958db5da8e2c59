"""Streets in letters, as foreigners read and write them: "1168 Nanjing Road West", "Nanjing Xilu 1168"."""

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from storage.places.pinyin import syllables
from storage.places.search_text import Street

_SIDES: Final = MappingProxyType(
    {
        **dict.fromkeys(("west", "w", "xi"), "xi"),
        **dict.fromkeys(("east", "e", "dong"), "dong"),
        **dict.fromkeys(("south", "s", "nan"), "nan"),
        **dict.fromkeys(("north", "n", "bei"), "bei"),
        **dict.fromkeys(("middle", "central", "m", "c", "zhong"), "zhong"),
    }
)
_KINDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("road", "rd", "lu"), "lu"),
        **dict.fromkeys(("street", "st", "jie"), "jie"),
        **dict.fromkeys(("avenue", "ave", "boulevard", "blvd", "dadao"), "dadao"),
        **dict.fromkeys(("highway", "gonglu"), "gonglu"),
    }
)
_WIDE: Final = ("大道", "公路")
_HAN_SIDES: Final = frozenset("东南西北中")
_NUMBER: Final = re.compile("([0-9]{1,5})(?:号|hao)?")
_BEFORE_NUMBER: Final = frozenset({"no", "number"})
_MOST_WORDS: Final = 4
"""So many words stand before the kind of a street; in pinyin, syllables."""


def romanised_street(said: Sequence[str]) -> Street | None:
    """Read these words as a street, its name in letters ("nanjingxilu"); None where they are one word more or less."""
    number, rest = _numbered(said)
    behind = rest[-1:] if rest and rest[-1] in _SIDES and len(rest) > 1 else []
    *own, last = rest[: len(rest) - len(behind)] or [""]
    kind = _kind(last)
    if not kind or len(own) > _MOST_WORDS:
        return None
    if last not in _KINDS:
        own.append(last.removesuffix(kind))
    sides = [_SIDES[word] for word in (*own, *behind) if word in _SIDES]
    name = "".join(word for word in own if word not in _SIDES)
    return Street("".join((name, *sides, kind)), number) if name else None


def _numbered(said: Sequence[str]) -> tuple[int, list[str]]:
    """Take the first number out; 0: there is none."""
    number, rest = 0, []
    for word in said:
        found = _NUMBER.fullmatch(word)
        if found and not number:
            number = int(found[1])
        elif not found and word not in _BEFORE_NUMBER:
            rest.append(word)
    return number, rest


def _kind(word: str) -> str:
    """Return what kind of street the word says, alone ("road") or behind a side ("xilu")."""
    if word in _KINDS:
        return _KINDS[word]
    return next((kind for kind in _KINDS.values() if word.endswith(kind) and word.isascii()), "")


def street_sign(name: str) -> str:
    """Write a street's Chinese name as its signs do in letters: Nanjing Xilu, Shiji Dadao."""
    kind = 2 if name.endswith(_WIDE) else 1
    own = name[:-kind]
    cut = len(own) - 1 if len(own) > 1 and own[-1] in _HAN_SIDES else len(own)
    return " ".join(syllables(part).replace(" ", "").capitalize() for part in (name[:cut], name[cut:]) if part)
