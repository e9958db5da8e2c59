"""How Chinese characters are read: syllables without tones, every reading of a character, in a few hundred kilobytes.

The readings are those of the library pypinyin. Importing it costs 12 MB, or 57 MB with its phrases, and the phrases
know little of places: they read 长宁 as "zhang ning". So its table of single characters is read once into an array, and
the characters that places read in their own way stand below. Search matches the other readings too.
"""

import re
from array import array
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from unicodedata import combining, normalize

_ENTRY: Final = re.compile('"([0-9]+)": *"([^"]*)"')

_FIRST: Final = 0x4E00
_LAST: Final = 0x9FFF

_IN_PLACES: Final = {"长": "chang", "厦": "sha", "行": "hang", "莘": "xin", "泾": "jing", "乐": "le", "弄": "long"}
"""First readings in names of places, where the dictionary puts another reading first."""

_PHRASES: Final = {"重庆": "chong qing", "厦门": "xia men", "音乐": "yin yue", "步行": "bu xing"}
"""Words that read a character otherwise than it is read alone."""

_ALSO: Final = {
    "长": "zhang",
    "厦": "xia",
    "重": "zhong",
    "行": "xing",
    "乐": "yue",
    "莘": "shen",
    "弄": "nong",
    "朝": "zhao",
    "都": "dou",
    "单": "shan",
    "曾": "zeng",
    "柏": "bo",
    "浒": "xu",
    "巷": "hang",
    "会": "kuai",
    "盛": "cheng",
    "泊": "po",
    "校": "jiao",
    "车": "ju",
    "藏": "cang",
    "传": "zhuan",
    "调": "tiao",
}
"""A second sound under which people type a character."""


def readings(character: str) -> tuple[str, ...]:
    """Return the syllables of one character, the likeliest first; nothing for anything but a Chinese character."""
    number = ord(character) - _FIRST
    if not 0 <= number <= _LAST - _FIRST:
        return ()
    which, all_readings = _table()
    return all_readings[which[number]]


def syllables(text: str) -> str:
    """Read the text aloud: "嘉兴大厦A座" is "jia xing da sha a zuo". Letters and digits stay, in lower case."""
    folded = normalize("NFKC", text).casefold()
    for phrase, sound in _PHRASES.items():
        if phrase in folded:
            folded = folded.replace(phrase, f" {sound} ")
    return " ".join("".join(map(_sound, folded)).split())


def spoken_otherwise(text: str) -> list[str]:
    """Read folded text as people also may who see one of its characters, or all of them, in another light."""
    ambiguous = [character for character in _ALSO if character in text]
    choices = [{character: _ALSO[character]} for character in ambiguous]
    if len(choices) > 1:
        choices.append({character: _ALSO[character] for character in ambiguous})
    said = ("".join(f" {heard[c]} " if c in heard else _sound(c) for c in text) for heard in choices)
    return [" ".join(each.split()) for each in said]


@lru_cache(1024)
def _sound(character: str) -> str:
    heard = readings(character)
    if heard:
        return f" {heard[0]} "
    return character if character.isalnum() else " "


@cache
def _table() -> tuple["array[int]", list[tuple[str, ...]]]:
    """Return for every character the number of its readings, and the readings by number (0: none)."""
    numbers: dict[tuple[str, ...], int] = {(): 0}
    which = array("H", bytes(2 * (_LAST - _FIRST + 1)))
    # One entry after the other: the dictionary as a whole weighs fourteen megabytes that are not all given back.
    for code, toned in (entry.groups() for entry in _ENTRY.finditer(_dictionary().read_text("utf-8"))):
        if _FIRST <= int(code) <= _LAST:
            found = _toneless(chr(int(code)), toned)
            which[int(code) - _FIRST] = numbers.setdefault(found, len(numbers))
    return which, list(numbers)


def _dictionary() -> Path:
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        raise ImportError("pypinyin is not installed")
    return Path(found.origin).with_name("pinyin_dict.json")


def _toneless(character: str, toned: str) -> tuple[str, ...]:
    marked = normalize("NFD", toned).replace("u\N{COMBINING DIAERESIS}", "v")
    plain = "".join(letter for letter in marked if not combining(letter)).split(",")
    first = [_IN_PLACES[character]] if character in _IN_PLACES else []
    # ü is typed as v, and as u by those who do not know that.
    return tuple(dict.fromkeys([*first, *plain, *(sound.replace("v", "u") for sound in plain)]))
