"""The number of a line, as people name it: 3, 第3个, 第三条, the third one, no. 3."""

import re
from typing import Final
from unicodedata import normalize

_HANZI: Final = "一二三四五六七八九十"
_ENGLISH: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_KINDLY: Final = "(?:我?(?:选|要|想要|看|就)|打开|点|看看|please |i(?:'ll| will) take |open |show me )*"
_THE_LINE: Final = re.compile(
    rf"{_KINDLY}(?:"
    rf"第?(?P<figure>[0-9]{{1,3}})(?:个|条|项|场|家|号|行)?"
    rf"|第(?P<hanzi>[{_HANZI}])(?:个|条|项|场|家|行)?"
    rf"|(?:the )?(?P<word>{'|'.join(_ENGLISH)})(?: one)?"
    rf"|(?:no\.?|number|#) ?(?P<number>[0-9]{{1,3}})"
    r")(?:吧|的|呢|please| please)?"
)
_SIGNS: Final = " .,。，、!！)）"


def line_named(text: str) -> int | None:
    """Return the number of the line that a whole message names; None: it says something else."""
    found = _THE_LINE.fullmatch(normalize("NFKC", text).casefold().strip(_SIGNS))
    if found is None:
        return None
    if found["hanzi"]:
        return _HANZI.index(found["hanzi"]) + 1
    if found["word"]:
        return _ENGLISH.index(found["word"]) + 1
    return int(found["figure"] or found["number"])
