"""A latitude or longitude as people write it: 31.2304, 31°13′49″N, 北纬31度13分, 三十一点二三."""

import re
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

_DIGITS: Final = MappingProxyType(
    {**{han: str(value) for value, han in enumerate("〇一二三四五六七八九")}, "零": "0", "两": "2"}
)
_DIGITS_TABLE: Final = str.maketrans({**_DIGITS, "点": "."})
_TENS: Final = re.compile(r"(?:(?P<hundreds>[1-9])百)?0?(?:(?P<tens>[1-9]?)十)?(?P<ones>\d?)(?P<rest>\.\d+)?")

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,4}(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?")
_SEXAGESIMAL: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<degrees>\d{1,3})[°度:](?:(?P<minutes>\d{1,2}(?:\.\d+)?)['分:]?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?:\"|''|秒)?)?)?"
)
_MARKS: Final = str.maketrans(
    {"′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "º": "°", "˚": "°", "−": "-"}
)
_SIDE: Final = re.compile(r"^(北纬|南纬|东经|西经|纬度|经度|lat|lng|lon|[nsew])[::]?|([nsew])$")
_SOUTH_OR_WEST: Final = frozenset({"南纬", "西经", "s", "w"})


def degrees(written: str) -> float | None:
    """Read one coordinate in degrees, or None for what is not clearly one."""
    plain = "".join(normalize("NFKC", written.translate(_MARKS)).casefold().split())
    side = _SIDE.search(plain)
    if side:
        plain = _SIDE.sub("", plain, count=1)
    value = _value(_without_han(plain))
    if value is None:
        return None
    return -abs(value) if side and (side[1] or side[2]) in _SOUTH_OR_WEST else value


def _value(plain: str) -> float | None:
    if _NUMBER.fullmatch(plain.removesuffix("°").removesuffix("度")):
        return float(plain.removesuffix("°").removesuffix("度").replace(",", "."))
    found = _SEXAGESIMAL.fullmatch(plain)
    if found is None:
        return None
    minutes, seconds = float(found["minutes"] or 0), float(found["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    value = float(found["degrees"]) + minutes / 60 + seconds / 3600
    return -value if found["sign"] == "-" else value


def _without_han(plain: str) -> str:
    """Write Chinese figures as digits: 三一点二三 and 一百二十一点四七 alike."""
    plain = plain.translate(_DIGITS_TABLE)
    if "十" not in plain and "百" not in plain:
        return plain
    found = _TENS.fullmatch(plain)
    if found is None:
        return plain
    tens = 10 * int(found["tens"] or 1) if found["tens"] is not None else 0
    whole = 100 * int(found["hundreds"] or 0) + tens + int(found["ones"] or 0)
    return f"{whole}{found['rest'] or ''}"
