"""Spans of the clock as people write them: 9:00-17:00, 上午9点到下午5点半, 9am-5pm, 晚上8点至次日2点."""

from re import IGNORECASE, VERBOSE, Match
from typing import Final

from domain import bounded

DAY: Final = 24 * 60
"""Minutes in a day."""

MOST: Final = 400
"""Signs: the longest opening hours that are read."""

TO: Final = r"\s*+(?:[-‐‑‒–—―−~〜∼→]+|至|到)\s*+"

_MORNING: Final = {hour: hour for hour in range(4, 13)}
_AFTERNOON: Final = {hour: hour % 12 + 12 for hour in range(1, 24)}
_EVENING: Final = {hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))} | {12: 24, 24: 24}
_SMALL_HOURS: Final = {hour: hour for hour in range(7)}
_MIDDAY: Final = {hour: hour % 12 + 12 for hour in (1, 2, 12, 13, 14)} | {11: 11}
_AM: Final = {hour: hour % 12 for hour in range(1, 13)}

_PARTS: Final = {
    **dict.fromkeys(("上午", "早上", "早晨", "清晨", "早", "朝"), _MORNING),
    **dict.fromkeys(("下午", "午后", "pm"), _AFTERNOON),
    **dict.fromkeys(("傍晚", "晚上", "晚间", "夜间", "夜里", "夜晚", "晚", "夜"), _EVENING),
    **dict.fromkeys(("中午", "正午"), _MIDDAY),
    "凌晨": _SMALL_HOURS,
    "am": _AM,
}
"""The part of the day, and which hour of 24 it makes of the hour that is said with it."""

_ONES: Final = "零一二三四五六七八九"
_NUMBERS: Final = {
    **{str(number): number for number in range(60)},
    **{f"0{number}": number for number in range(10)},
    **{ones: number for number, ones in enumerate(_ONES)},
    **{f"零{ones}": number for number, ones in enumerate(_ONES)},
    **{f"{tens}十{ones}": 10 * (_ONES.find(tens) if tens else 1) + number
       for tens in ("", *"一二三四五") for number, ones in enumerate(("", *_ONES[1:]))},
    "两": 2,
}  # fmt: skip  # one kind of number a line
_MINUTES: Final = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "钟": 0, "": 0}

_NUMERAL: Final = "[零一二两三四五六七八九十]{1,3}"
_PART: Final = "|".join(part for part in _PARTS if part.isalpha() and not part.isascii())


def _clock(side: str) -> str:
    """Give the pattern for one time of the day; its groups carry the side's letter."""
    return rf"""
        (?P<{side}part>{_PART})?\s*+
        (?:(?P<{side}h>\d{{1,2}})\s*+[:∶.]\s*+(?P<{side}m>\d\d)(?:[:∶]00)?(?!\d)
          |(?P<{side}hour>\d{{1,2}}|{_NUMERAL})\s*+[点时](?P<{side}past>钟|整|半|[一三]刻|(?:\d{{1,2}}(?![\d:∶.点时])|{_NUMERAL})(?=分)|\d\d(?![\d:∶.点时])|)分?
          |(?P<{side}bare>\d{{1,2}})(?![\d:∶.])
        )(?:\s*+(?P<{side}half_day>[ap]\.?m\b\.?))?"""


SPAN: Final = bounded.compiled(
    rf"{_clock('a')}(?:{TO}|(?=晚|下午))(?P<next>次日|第二天|第2天|翌日|隔天|隔日)?\s*+{_clock('b')}",
    VERBOSE | IGNORECASE,
    most=MOST,
)


def span(match: Match[str]) -> tuple[int, int] | None:
    """Read a match of SPAN as minutes after midnight, the end beyond 24:00 where it lies in the next day.

    None where hours and words disagree or more than one reading is left.
    """
    if not (_is_hour(match, "a") and _is_hour(match, "b")):
        return None
    start, end = _time(match, "a", _part(match, "a")), _end(match)
    if start is None or end is None or start >= DAY or _either_half(match, start, end):
        return None
    end = _carried(match, start, end)
    return (start, end) if start < end <= start + DAY else None


def _is_hour(match: Match[str], side: str) -> bool:
    """Tell whether a bare number is an hour: 9-17点, 9-5pm and 早9晚5 say so, 9-17 does not."""
    if match[f"{side}bare"] and not _part(match, side):
        return side == "a" and bool(match["bhour"] or match["bhalf_day"])
    return True


def _either_half(match: Match[str], start: int, end: int) -> bool:
    """Tell whether nothing says which half of the day is meant: 1:00-5:00, 1:00-5:00pm, 9:00-12:00am."""
    if _part(match, "a"):
        return False
    if match["bhalf_day"]:
        return not start < end <= start + DAY // 2
    unmarked = 1 <= start // 60 < 6 and not match[0].strip().startswith("0")
    return unmarked and not _part(match, "b") and start < end < DAY // 2


def _part(match: Match[str], side: str) -> str:
    return (match[f"{side}part"] or match[f"{side}half_day"] or "").lower().replace(".", "")


def _end(match: Match[str]) -> int | None:
    """Read the end; in 下午2:00-5:00 the afternoon holds for both ends."""
    plain = _time(match, "b", _part(match, "b"))
    if plain is None or _part(match, "b") or match["next"] or not match["apart"]:
        return plain
    same_part = _time(match, "b", match["apart"])
    return plain if same_part is None else max(plain, same_part)


def _carried(match: Match[str], start: int, end: int) -> int:
    """Carry the end into the next day where it says so, or where it can mean nothing else."""
    until_morning = start >= 16 * 60 and end <= 8 * 60
    if match["next"] or (end <= start and (end == 0 or _part(match, "b") == "凌晨" or until_morning)):
        return end + DAY
    return end


def _time(match: Match[str], side: str, part: str) -> int | None:
    """Read one side as minutes after midnight, its hour in that part of the day."""
    hour = _NUMBERS.get(match[f"{side}h"] or match[f"{side}hour"] or match[f"{side}bare"])
    past = match[f"{side}m"] or match[f"{side}past"] or ""
    minute = _MINUTES.get(past, _NUMBERS.get(past))
    if part and hour is not None:
        hour = _PARTS[part].get(hour)
    if hour is None or minute is None or hour * 60 + minute > DAY:
        return None
    return hour * 60 + minute
