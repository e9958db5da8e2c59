"""Dates and distances in our two languages, as CLDR has them.

Babel reads the same from its data; but those of one language, once read, weigh four megabytes in memory. A test holds
every form against Babel's.
"""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Forms:
    """One language's patterns; names are short ones, from Monday and from January on."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    day: str
    month_day: str
    full_day: str
    year_month: str
    metres: str
    kilometres: str

    def on(self, pattern: str, day: date) -> str:
        weekday, month = self.weekdays[day.weekday()], self.months[day.month - 1]
        return pattern.format(year=day.year, month=month, day=day.day, weekday=weekday)


FORMS: Final = MappingProxyType(
    {
        "zh_Hans": Forms(
            ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
            tuple(f"{number}月" for number in range(1, 13)),
            "{month}{day}日{weekday}",
            "{month}{day}日",
            "{year}年{month}{day}日",
            "{year}年{month}",
            # CLDR sets Chinese units close; a space between the figure and the word reads better on a small screen.
            "{} 米",
            "{} 公里",
        ),
        "en": Forms(
            ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
            ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
            "{weekday}, {month} {day}",
            "{month} {day}",
            "{month} {day}, {year}",
            "{month} {year}",
            "{} m",
            "{} km",
        ),
    }
)
