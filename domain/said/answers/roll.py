"""Calling the roll in writing: 到：王芳、李强. Who is named as present and who as away, and whom each name means.

Nobody is present beside whom a word of absence stands: 李娜 请假; 未到：刘洋. What follows a name up to the next
separator belongs to it; numbers, headings, times and 带1人 are no names.

Only what is sure is taken: the name itself, or what sounds the same. What is merely similar is asked about.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.people.names import alike, dotted, folded, parts, same

CLOSE: Final = 0.8
"""How alike two sounds are, from 0 to 1, for a slip of the finger: one letter in five."""

MOST: Final = 60
"""Names that are read out of one message."""

MOST_SIGNS: Final = 1_000
"""Signs in which they stand, with their numbers and remarks; the rest is not read."""

_LEAD: Final = re.compile(
    r"\s*(?:(?P<away>(?:今天|今晚)?(?:未到|没到|缺席|请假|没来|不来|缺勤)|absent|away|excused|not here)"
    r"|(?:(?:已|实)?到(?:了|会|场)?|签到|点名|出席|参加|here|present|attending|check(?:ed)?[ -]?in))"
    r"(?:的|人员|名单|同志|有)*(?:\s*[:：]|\s)\s*",
    re.IGNORECASE,
)
"""What stands before names and says how they are meant, until something else is said."""

_BETWEEN: Final = re.compile(r"[、,，;；/。]+|(?<!\s)(?:\s+(?:and|和)\s+|\s*&\s*)", re.IGNORECASE)
_HANZI: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff·]+")
_NUMBERED: Final = re.compile(r"\A\s*[(（\[]?(?:[0-9]{1,3}\s*[.)）、．:：\]]|[0-9]{1,3}\s+|[-*·•]\s*)\s*(?![0-9])")
_AWAY: Final = (
    "(?:今天|今晚|临时|家里|因)?(?:请假|缺席|缺勤|未到|没到|没来|未来|不来|不到|来不了|去不了|不能来|不能到|有事|出差|加班"
    "|生病|病假|事假|病了|值班)了?的?"
    r"|\b(?:is |are |has )?(?:absent|away|on leave|excused|sick|not here|not coming|cannot come|can't come)\b"
)
_ASIDE: Final = (
    r"[0-9]{1,2}月[0-9]{1,2}[日号]?|@?\s*[0-9]{1,2}[:：点][0-9]{0,2}分?(?:左右)?(?:已?到)?|[+＋带]\s*[0-9一二两三]+\s*[人个位]?|[0-9]+\s*[人位]"
    r"|(?:会?晚到|迟到)(?:[0-9一二三十半]+(?:分钟|小时|刻钟)?)?|签到|已到|到了|(?<=[㐀-鿿 ])到(?=\s|$)|[√✓✔✅@]"
    r"|\b(?:is |are )?(?:late|here|present)\b|\b[0-9]+\b"
)
_REMARK: Final = bounded.compiled(f"(?P<away>{_AWAY})|(?P<aside>{_ASIDE})", re.IGNORECASE)
_FIRST_OF_A_LIST: Final = re.compile(r"(?:^|[\s/])1\s*[.、．)）]\s*\D")
_SECOND_OF_A_LIST: Final = re.compile(r"[\s/]2\s*[.、．)）]\s*\D")
_NO_NAMES: Final = bounded.compiled(
    r"\s*(?:#.*|[^、,，]*接龙[^、,，]*"
    r"|(?:时间|地点|活动|主题|内容|主持人?|备注|日期|应到|人数|共|合计|time|place|date)\s*[:：0-9].*)",
    re.IGNORECASE,
)
"""A heading of a list."""


class Finding(StrEnum):
    SURE = "sure"  # one, and no doubt
    SEVERAL = "several"  # of one name, or only similar: to be asked about, even one alone
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Name:
    """A name and how it sounds: syllables, or Latin words, with spaces between."""

    written: str
    sound: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is expected; `key` is whatever the caller knows them by."""

    key: int
    name: Name


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one name that was written: the keys of whom it means or may mean."""

    said: str
    finding: Finding
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """The names of a roll call, each once: of those who are said to be there, and of those who are said to be away."""

    present: tuple[str, ...] = ()
    away: tuple[str, ...] = ()


def called(text: str) -> Roll | None:
    """Return the names of a roll call; None: this is none."""
    return read(text) if _LEAD.match(text.strip()) or _is_listed(text) else None


def _is_listed(text: str) -> bool:
    """Tell whether lines are numbered: a first, and a second behind it."""
    first = _FIRST_OF_A_LIST.search(text)
    return first is not None and _SECOND_OF_A_LIST.search(text, first.end() - 1) is not None


def read(text: str) -> Roll:
    """Take names apart: 王芳、李强; 王芳 李强; Wang Fang, Anna; 1. 王芳 / 2. 李娜 请假; 未到：刘洋."""
    is_away, found = False, list[tuple[str, bool]]()
    lines = [line for line in dotted(normalize("NFKC", text[:MOST_SIGNS])).splitlines() if line.strip()][: 2 * MOST]
    is_numbered = sum(_NUMBERED.match(line) is not None for line in lines) > 1
    for line in lines:
        lead = _LEAD.match(line)
        if lead:
            is_away = lead["away"] is not None
        if not _NO_NAMES.fullmatch(line) and (lead or not is_numbered or _NUMBERED.match(line)):
            found += _of_a_line(line[lead.end() :] if lead else line, is_away=is_away)
    away = dict.fromkeys(name for name, gone in found if gone)
    present = dict.fromkeys(name for name, gone in found if not gone and name not in away)
    return Roll(tuple(present)[:MOST], tuple(away)[:MOST])


def _of_a_line(line: str, *, is_away: bool) -> list[tuple[str, bool]]:
    """Return the names of one line, and of each whether it is said to be away; a remark belongs to the name before."""
    found: list[tuple[str, bool]] = []
    for part in _BETWEEN.split(line)[: 2 * MOST]:
        item = re.sub(r"[()（）\[\]【】]", " ", _NUMBERED.sub("", part, count=1))
        names, leads = list[tuple[str, bool]](), is_away
        at = 0
        for remark in [*_REMARK.finditer(item), None]:
            before = item[at : remark.start()] if remark else item[at:]
            names += [(name, leads) for name in _apart(before.split()) if _is_a_name(name)]
            if remark is not None and remark["away"] and names:
                names[-1] = (names[-1][0], True)
            elif remark is not None and remark["away"]:
                leads = is_away = True  # 请假 李娜、刘洋: of all who follow in the line
            at = remark.end() if remark else at
        found += names
    return found


def _is_a_name(word: str) -> bool:
    return any(sign.isalpha() for sign in word)


def match(said: Name, among: Sequence[Known]) -> Match:
    """Find whom a name means: who is called so, else who sounds so, else who is called something like it."""
    for is_meant in (_is_written, _sounds, _is_part):
        found = _those(said, among, is_meant)
        if found:
            return Match(said.written, Finding.SURE if len(found) == 1 else Finding.SEVERAL, found)
    close = _those(said, among, _is_close)
    return Match(said.written, Finding.SEVERAL if close else Finding.NONE, close)


def namesakes(among: Sequence[Known]) -> Collection[int]:
    """Return the keys of those whose name somebody else has too."""
    written = [folded(one.name.written) for one in among]
    return {one.key for one, name in zip(among, written, strict=True) if written.count(name) > 1}


def _apart(words: list[str]) -> list[str]:
    """Part names in Hanzi at every space but in "王 芳"; Latin words that stand together are one name."""
    found: list[str] = []
    before = ""
    for word in words:
        kind = "latin" if not _HANZI.fullmatch(word) else "sign" if len(word) == 1 else "hanzi"
        if kind == before and kind != "hanzi":
            found[-1] += f" {word}" if kind == "latin" else word
        else:
            found.append(word)
        before = kind
    return found


def _those(said: Name, among: Sequence[Known], is_meant: Callable[[Name, Name], bool]) -> tuple[int, ...]:
    return tuple(one.key for one in among if is_meant(said, one.name))


def _is_written(said: Name, name: Name) -> bool:
    return same(said.written, name.written)


def _sounds(said: Name, name: Name) -> bool:
    """Tell whether it sounds the same, in whichever order family and given name stand."""
    heard, known = said.sound.split(), name.sound.split()
    return bool(heard) and ("".join(heard) == "".join(known) or sorted(heard) == sorted(known))


def _is_part(said: Name, name: Name) -> bool:
    """Tell whether it is one of the words of a name: Anna, for Anna Schmidt; 阿依古丽, for 阿依古丽·买买提."""
    said_words, words = parts(said.written), parts(name.written)
    return len(words) > 1 and bool(said_words) and said_words <= words


def _is_close(said: Name, name: Name) -> bool:
    heard, known = said.sound.replace(" ", ""), name.sound.replace(" ", "")
    is_close = bool(heard) and SequenceMatcher(None, heard, known, autojunk=False).ratio() >= CLOSE
    return is_close or alike(said.written, name.written)
