"""What days are called: figures, months, weekdays, near days and years, parts of a month, and feasts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FIGURES: Final = MappingProxyType({sign: number for number, sign in enumerate("〇一二三四五六七八九")})
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
"""The English names of the months, as a pattern."""

COUNTS: Final = MappingProxyType(
    {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a couple of": 2, "几": 3}
)
FROM_TODAY: Final = MappingProxyType(
    {
        **dict.fromkeys(("今天", "今日", "今儿", "今儿个", "今朝", "today"), 0),
        **dict.fromkeys(("明天", "明日", "明儿", "明儿个", "明朝", "tomorrow", "tmr", "tmrw", "tomoro"), 1),
        **dict.fromkeys(("后天", "后日", "后儿", "后儿个", "the day after tomorrow", "day after tomorrow"), 2),
        **dict.fromkeys(("昨天", "昨日", "yesterday"), -1),
        **dict.fromkeys(("前天", "the day before yesterday", "day before yesterday"), -2),
        "大后天": 3,
        "大前天": -3,
    }
)
JUST_NOW: Final = ("刚来", "刚到", "刚刚到", "刚刚来", "刚刚", "才来", "just arrived", "just now")
FROM_THIS_YEAR: Final = MappingProxyType(
    {"去年": -1, "前年": -2, "今年": 0, "年": 0, "本年": 0, "明年": 1, "后年": 2}
    | {"last year": -1, "this year": 0, "the year": 0, "next year": 1}
)
FROM_THIS_MONTH: Final = MappingProxyType(
    {
        **dict.fromkeys(("本月", "这个月", "这月", "月", "this month", "the month"), 0),
        **dict.fromkeys(("下个月", "下月", "next month"), 1),
        **dict.fromkeys(("上个月", "上月", "last month"), -1),
        "下下个月": 2,
        "上上个月": -2,
    }
)
FROM_THIS_WEEK: Final = MappingProxyType(
    {
        **dict.fromkeys(("本", "这", "这个", "this"), 0),
        **dict.fromkeys(("下", "下个", "next"), 1),
        **dict.fromkeys(("上", "上个", "last"), -1),
        **dict.fromkeys(("下下", "下下个"), 2),
        **dict.fromkeys(("上上", "上上个"), -2),
    }
)
PARTS_OF_A_MONTH: Final = MappingProxyType(
    {
        **dict.fromkeys(("初", "上旬", "early", "beginning of", "the beginning of"), (1, 10)),
        **dict.fromkeys(("中", "中旬", "mid", "mid-", "middle of", "the middle of"), (11, 20)),
        **dict.fromkeys(("下旬", "late"), (21, 31)),
        **dict.fromkeys(("底", "末", "end of", "the end of"), (31, 31)),
    }
)
"""From which day of a month to which; a month that is shorter ends with its last."""

FIXED_FEASTS: Final = MappingProxyType(
    {
        **dict.fromkeys(("元旦节", "元旦", "新年", "new year's day", "new year"), (1, 1, 1)),
        **dict.fromkeys(("妇女节", "三八节"), (3, 8, 1)),
        **dict.fromkeys(("五一劳动节", "劳动节", "五一节", "五一", "labour day", "labor day"), (5, 1, 5)),
        **dict.fromkeys(("五四青年节", "青年节", "五四"), (5, 4, 1)),
        **dict.fromkeys(("建党节", "七一"), (7, 1, 1)),
        **dict.fromkeys(("建军节", "八一"), (8, 1, 1)),
        **dict.fromkeys(("国庆节", "国庆", "national day"), (10, 1, 7)),
    }
)
"""Feasts of the sun's year: month, day, and how many days they are kept."""

_SPRING: Final = ("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23")
_TOMBS: Final = ("2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04", "2029-04-04", "2030-04-05", "2031-04-05")
_BOATS: Final = ("2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05", "2031-06-24")
_MOON: Final = ("2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12", "2031-10-01")
MOVING_FEASTS: Final = MappingProxyType(
    {
        **dict.fromkeys(("春节", "过年", "chinese new year", "spring festival"), (_SPRING, 7)),
        **dict.fromkeys(("清明节", "清明"), (_TOMBS, 1)),
        **dict.fromkeys(("端午节", "端午", "dragon boat festival"), (_BOATS, 1)),
        **dict.fromkeys(("中秋节", "中秋", "mid-autumn festival"), (_MOON, 1)),
    }
)
"""Feasts that move from year to year, as far as the table goes, and how many days they are kept."""


def figure(written: str) -> int:
    """Read 3, 03, 三, 十二, 二十一. Raises `KeyError` for signs that are no figures."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (FIGURES.get(tens, 1) * 10 if ten else 0) + (FIGURES[ones] if ones else 0)


ONE_WEEKDAY: Final = (
    r"(?:周|星期|礼拜)(?P<sign>[一二三四五六日天])"
    r"|(?P<name>mon(?:day)?|tue(?:sday|s)?|wed(?:nesday)?|thu(?:rsday|rs?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?"
)
"""A weekday without its week, as a pattern; `weekday` tells which."""

_SIGNS: Final = "一二三四五六日"
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekday(said: Mapping[str, str]) -> int:
    """Tell which weekday (0: Monday) what matched `ONE_WEEKDAY` names."""
    if said["sign"]:
        return _SIGNS.index(said["sign"].replace("天", "日"))
    return _ENGLISH.index(said["name"][:3])
