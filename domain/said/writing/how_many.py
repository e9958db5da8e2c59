"""Reading how many somebody means: 3, 3人, 3 个人, 两名, 十二."""

from typing import Final
from unicodedata import normalize

_UNITS: Final = ("个人", "人", "名", "位", "个")
_FIGURES: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def how_many(text: str, most: int) -> int:
    """Return the number from 1 to `most` that was typed; 0 for anything else."""
    said = "".join(normalize("NFKC", text).split())
    for unit in _UNITS:
        said = said.removesuffix(unit)
    number = _read(said, len(str(most)))
    return number if number <= most else 0


def _read(said: str, most_digits: int) -> int:
    if said.isdecimal():
        return int(said) if len(said) <= most_digits else 0
    tens, ten, ones = said.rpartition("十")
    if not said or any(sign not in _FIGURES for sign in (*tens, *ones)) or len(tens) > 1 or len(ones) > 1:
        return 0
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + _FIGURES.get(ones, 0)
