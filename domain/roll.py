"""Calling the roll in writing: 到：王芳、李强. Whom each name means among those expected, or that nobody can tell.

Only what is sure is taken: the name itself, or what sounds the same. What is merely similar is asked about.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final
from unicodedata import normalize

CLOSE: Final = 0.8
"""How alike two sounds are, from 0 to 1, for a slip of the finger: one letter in five."""

MOST: Final = 60
"""Names that are read out of one message."""

_BEGINS: Final = re.compile(r"(?:已?到了?|签到|点名|here|present|check(?:ed)?[ -]?in)(?:\s*[:：]|\s)\s*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[、,，;；/\n\r。]+|\s+(?:and|和)\s+|\s*&\s*", re.IGNORECASE)
_HANZI: Final = re.compile("[\u3400-\u9fff·]+")


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


def called(text: str) -> tuple[str, ...] | None:
    """Return the names of a roll call; None: this is none."""
    begun = _BEGINS.match(text.strip())
    return names(text.strip()[begun.end() :]) if begun else None


def names(text: str) -> tuple[str, ...]:
    """Take names apart, each once: 王芳、李强; 王芳 李强; Wang Fang, Anna."""
    parts = (name for part in _BETWEEN.split(text) for name in _apart(part.split()))
    return tuple(dict.fromkeys(parts))[:MOST]


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
    written = [_folded(one.name.written) for one in among]
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
    return bool(_folded(said.written)) and _folded(said.written) == _folded(name.written)


def _sounds(said: Name, name: Name) -> bool:
    """Tell whether it sounds the same, in whichever order family and given name stand."""
    heard, known = said.sound.split(), name.sound.split()
    return bool(heard) and ("".join(heard) == "".join(known) or sorted(heard) == sorted(known))


def _is_part(said: Name, name: Name) -> bool:
    """Tell whether it is one of the words of a name: Anna, for Anna Schmidt; 阿依古丽, for 阿依古丽·买买提."""
    said_words, words = _words(said), _words(name)
    return len(words) > 1 and bool(said_words) and said_words <= words


def _is_close(said: Name, name: Name) -> bool:
    heard, known = said.sound.replace(" ", ""), name.sound.replace(" ", "")
    return bool(heard) and SequenceMatcher(None, heard, known, autojunk=False).ratio() >= CLOSE


def _words(name: Name) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", normalize("NFKC", name.written).casefold()))


def _folded(written: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFKC", written).casefold()))
