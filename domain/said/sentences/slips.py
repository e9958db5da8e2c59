"""Slips of typing mended: blanks within a word, a letter too many or too few, a Hanzi that sounds like the right one.

Only what no word of ours explains is looked at, and whoever asks believes it only where all of it is understood then.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from domain.said.sentences.ideas import MANNERS, Idea
from domain.said.sentences.tokens import MEANINGS, tokens
from domain.said.writing import pinyin

Sound = Callable[[str], tuple[str, ...]]
"""Returns the syllables of a Hanzi, the likeliest first."""


def mended(said: str, sound: Sound) -> Iterator[str]:
    """Return what a plain sentence may have been meant to be, the likeliest first; nothing where it has no slip."""
    joined = _BLANK.sub("", said)
    if joined != said:
        yield joined
    heard = _heard(_spelt(said), sound)
    if heard != said:
        yield heard


_BLANK: Final = re.compile("(?<=[㐀-鿿]) (?=[㐀-鿿])")
_RUN: Final = re.compile("[a-z]+(?:[' -][a-z]+)*")
_MOST_WORDS: Final = 3
_SHORTEST: Final = 5
_DAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "tonight", "weekend",
    "today", "morning", "afternoon", "evening", "month", "january", "february", "march", "april", "august",
    "september", "october", "november", "december",
)  # fmt: skip


def _spelt(said: str) -> str:
    """Mend the words in letters that are none of ours, together with those around them."""
    return _RUN.sub(lambda run: _run_spelt(run[0]), said)


def _run_spelt(run: str) -> str:
    words = run.split(" ")
    if len(run) > _LONGEST_RUN:
        return run
    unknown = {at for at, word in enumerate(words) if len(word) > 2 and word not in _known()}
    done: list[str] = []
    at = 0
    while at < len(words):
        size, meant = _phrase(words, at) if unknown & set(range(at, at + _MOST_WORDS)) else (1, "")
        done.append(meant or words[at])
        at += size if meant else 1
    return " ".join(done)


_LONGEST_RUN: Final = 120


def _phrase(words: list[str], at: int) -> tuple[int, str]:
    """Return how many of the words from this one are a phrase of ours with one slip, and that phrase; "" for none."""
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        some = words[at : at + size]
        if all(word in _known() for word in some):
            continue
        meant = _alike(" ".join(some))
        if meant:
            return size, meant
    return 1, ""


def _alike(typed: str) -> str:
    """Return the only phrase of ours that is one slip away and begins alike."""
    near = range(len(typed) - 1, len(typed) + 2)
    found = [one for size in near for one in _by_look().get((typed[:1], size), ()) if _is_one_slip(typed, one)]
    return found[0] if len({MEANINGS.get(one, one) for one in found}) == 1 else ""


def _is_one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter is too many, missing, another, or has changed places with the next."""
    at = next((at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), -1)
    if at < 0:
        return len(typed) != len(meant)
    rest, right = typed[at:], meant[at:]
    return rest[1:] in {right, right[1:]} or rest == right[1:] or rest == right[1::-1] + right[2:]


@cache
def _known() -> frozenset[str]:
    return frozenset(word for phrase in (*MEANINGS, *_DAYS, *pinyin.LATIN) for word in phrase.split(" "))


@cache
def _by_look() -> dict[tuple[str, int], list[str]]:
    """Return what can be meant, by its first letter and its length."""
    found: dict[tuple[str, int], list[str]] = {}
    ours = (phrase for phrase, meaning in MEANINGS.items() if meaning.idea not in {Idea.FILLER, Idea.STOP})
    for phrase in dict.fromkeys((*ours, *_DAYS, *pinyin.LATIN)):
        if phrase.isascii() and len(phrase) >= _SHORTEST:
            found.setdefault((phrase[0], len(phrase)), []).append(phrase)
    return found


def _heard(said: str, sound: Sound) -> str:
    """Write Hanzi that no word of ours explains as the word of ours that they sound like."""
    words = [
        token for token in tokens(said)[0] if token.idea not in MANNERS or len(token.text) > 1
    ]  # 小 explains little
    explained = {place for token in words for place in range(token.at, token.end)}
    at = 0
    while at < len(said):
        for size in range(_LONGEST_WORD, 1, -1):
            heard = said[at : at + size]
            if len(heard) < size or not _HANZI.fullmatch(heard) or explained & set(range(at, at + size)):
                continue
            meant = _by_sound(sound).get(_sounds(heard, sound), "")
            if meant:
                said = said[:at] + meant + said[at + size :]
                at += size - 1
                break
        at += 1
    return said


_HANZI: Final = re.compile("[㐀-鿿]+")
_LONGEST_WORD: Final = 4


def _sounds(hanzi: str, sound: Sound) -> str:
    return " ".join((sound(sign) or ("",))[0] for sign in hanzi)


@cache
def _by_sound(sound: Sound) -> dict[str, str]:
    """Return the words that name a wish, or what it is about, by how they are read; none that could be two."""
    found: dict[str, str] = {}
    for word, meaning in MEANINGS.items():
        if meaning.idea not in MANNERS and 2 <= len(word) <= _LONGEST_WORD and _HANZI.fullmatch(word):
            key = _sounds(word, sound)
            is_two = key in found and MEANINGS.get(found[key]) != meaning
            found[key] = "" if is_two else found.get(key, word)
    return found
