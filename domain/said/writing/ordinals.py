"""The number of a line, as people name it: 3, 第3个, 第三条, the third one, no. 3."""

import re
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.said.writing.signs import plain

_HANZI: Final = "一二三四五六七八九十"
_ENGLISH: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_KINDLY: Final = (
    "(?:(?:不要|不是)这[个家],?|(?:那|不|好的?),? ?|我?(?:选|想?要|想?去|看看?|就)|打开|点开?|来"
    "|(?:please|i(?:'ll| will) take|i(?:'d like| want)|open|show(?: me)?|let's see|take|no|ok|and|what about),? )*+"
)
_THE_LINE: Final = bounded.compiled(
    rf"{_KINDLY}(?:"
    rf"第?(?P<figure>[0-9]{{1,3}})(?:个|条|项|场|家|号|行)?"
    rf"|(?:第(?=.))?(?P<hanzi>[{_HANZI}])(?:(?<=第.)(?:个|条|项|场|家|行))?"
    rf"|(?:the )?(?P<word>{'|'.join(_ENGLISH)})(?: one)?"
    rf"|(?:no\.?|number|#) ?(?P<number>[0-9]{{1,3}})"
    r")(?:吧|的|呢|please| please)?"
)
_SIGNS: Final = " .,。，、!！)）"


_ONE_OF_THEM: Final = re.compile(
    rf"第(?P<hanzi>[{_HANZI}]|[0-9]{{1,2}})(?:个|家|条|项|场)(?:点|服务点|活动)?的?"
    rf"|\b(?:the )?(?P<word>{'|'.join(_ENGLISH)}) (?:one|place|point)\b(?:'s)?"
    r"|\b(?:no\.|number) ?(?P<number>[0-9]{1,2})\b(?:'s)?"
)


@bounded.up_to(bounded.SENTENCE, None)
def line_within(text: str) -> tuple[int, str] | None:
    """Return the number of the line that a sentence is about, and what it says of it: 第一个怎么走; None: of none."""
    said = plain(text)
    found = _ONE_OF_THEM.search(said)
    if found is None:
        return None
    it = "" if found["hanzi"] else " it "
    number = _number(found["hanzi"] or found["number"] or found["word"])
    return (number, " ".join(f"{said[: found.start()]}{it}{said[found.end() :]}".split())) if number else None


def _number(named: str) -> int:
    if named in _ENGLISH:
        return _ENGLISH.index(named) + 1
    return int(named) if named.isdecimal() else _HANZI.index(named) + 1


@bounded.up_to(bounded.SENTENCE, None)
def line_named(text: str) -> int | None:
    """Return the number of the line that a whole message names; None: it says something else."""
    found = _THE_LINE.fullmatch(normalize("NFKC", text).casefold().strip(_SIGNS))
    if found is None:
        return None
    return _number(found["hanzi"] or found["word"] or found["figure"] or found["number"])
