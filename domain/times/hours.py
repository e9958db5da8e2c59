"""Opening hours as people write them in Chinese, told in OpenStreetMap's opening_hours syntax, or refused by name.

What can be read in two ways is refused rather than guessed: 9:00-5:00, 9-17, 周一、节假日除外.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final
from unicodedata import normalize

from domain.times.hours_clock import DAY, MOST
from domain.times.hours_words import (
    MONDAY_TO_FRIDAY,
    NOT_ON_HOLIDAYS,
    PUBLIC_HOLIDAY,
    WEEKEND,
    WHOLE_WEEK,
    HoursUnreadable,
    Token,
    Word,
    tokens,
)

__all__ = ["OSM", "HoursUnreadable", "to_osm"]

_NAMES: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")

_OSM_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_OSM_RANGE: Final = rf"{_OSM_DAY}(?:-{_OSM_DAY})?"
_OSM_DAYS: Final = rf"(?:{_OSM_RANGE}(?:,{_OSM_RANGE})*(?:,[PS]H)*|[PS]H(?:,[PS]H)*)"
_OSM_MONTH: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_OSM_SPAN: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:(?:[0-3][0-9]|4[0-7]):[0-5][0-9]|48:00)"
_OSM_RULE: Final = (
    rf"(?:24/7|(?:{_OSM_MONTH}(?:-{_OSM_MONTH})? )?(?:{_OSM_DAYS} )?(?:{_OSM_SPAN}(?:,{_OSM_SPAN})*|off|closed|open))"
)
OSM: Final = re.compile(rf"{_OSM_RULE}(?:; ?{_OSM_RULE})*")
"""The everyday part of OpenStreetMap's syntax: months, weekdays, PH and SH, spans, off. All of it is valid there."""

_Days = frozenset[int]
_Span = tuple[int, int]


def to_osm(text: str) -> str:
    """Tell the hours in OpenStreetMap's syntax; what is written in it already comes back unchanged.

    A working day (工作日) is no public holiday, so those are off unless the text says otherwise.
    Raises HoursUnreadable with the part that was not understood.
    """
    if len(text) > MOST:
        raise HoursUnreadable(text[:20], text)
    if OSM.fullmatch(text.strip()):
        return text.strip()
    reading = _Reading(normalize("NFKC", text).strip())
    reading.read()
    return "; ".join(_rules(reading))


@dataclass(slots=True)
class _Clause:
    """Days and their spans; None for days that nobody has named."""

    days: _Days | None
    spans: list[_Span]


@dataclass(slots=True)
class _Reading:
    """What has been understood of one text so far, from left to right."""

    text: str
    clauses: list[_Clause] = field(default_factory=list)
    closed: _Days = frozenset()
    as_usual: _Days = frozenset()
    named: _Days = frozenset()
    """The days since the last times, still waiting for theirs."""
    flowing: bool = False
    """Whether the last thing said was a time, so that the next time has the same days."""
    shut: _Days = frozenset()
    """The days that the last words closed: an exception right behind them is an opening."""
    on_holidays: str = ""
    """The words by which doors that are closed on some day are open there on a public holiday."""
    resting: bool = False
    """Whether the next time is a break: 午休12:00-13:00."""
    outer: list[tuple[Word, _Days]] = field(default_factory=list)
    """What opened the brackets and the 除 that we are in, and the days that waited outside."""

    def read(self) -> None:
        for token in tokens(self.text):
            self._take(token)
        self._attach(self.text)
        if self.outer or self.resting or self._contradicts_itself():
            raise HoursUnreadable(self.text, self.text)

    def _take(self, token: Token) -> None:
        match token.word:
            case Word.DAYS:
                self.named |= token.days
            case Word.SPAN | Word.ALL_DAY:
                self._open(token)
            case Word.CLOSED | Word.EXCEPT | Word.WEEKENDS_OFF:
                self._close(token)
            case Word.AS_USUAL:
                self._leave_as_usual(token)
            case Word.BREAK:
                self.resting = not self._take_out_last()
            case Word.OPENS | Word.BUT_FOR:
                self.outer.append((token.word, self.named))
                self.named = frozenset()
            case Word.CLOSES | Word.THAT_IS:
                self._step_out(token)
            case _:
                pass  # a filler says nothing

    def _open(self, token: Token) -> None:
        """Give the waiting days these times; with none waiting they are further times of the days before."""
        self.shut = frozenset()
        if any(opener is Word.BUT_FOR for opener, _ in self.outer):
            raise HoursUnreadable(token.text.strip(), self.text)
        span = (0, DAY) if token.word is Word.ALL_DAY else token.minutes
        days = self._claim()
        if days or not self.flowing:
            self.clauses.append(_Clause(days or None, [span]))
        elif span not in self.clauses[-1].spans:
            self._add(token, span)
        self.flowing = True

    def _add(self, token: Token, span: _Span) -> None:
        """Add a further time to the days before. One that goes back in time has lost its 下午: 8:30-11:30,1:30-5:00."""
        spans = self.clauses[-1].spans
        if span[0] < spans[-1][0]:
            raise HoursUnreadable(token.text.strip(), self.text)
        spans.append(span)
        if self.resting and not self._take_out_last():
            raise HoursUnreadable(token.text.strip(), self.text)
        self.resting = False

    def _take_out_last(self) -> bool:
        """Make the last time a break in the one before, if it lies within."""
        spans = self.clauses[-1].spans if self.clauses else []
        if not self.flowing or len(spans) < 2 or not spans[-2][0] < spans[-1][0] < spans[-1][1] < spans[-2][1]:
            return False
        (start, end), (rest, back) = spans[-2:]
        spans[-2:] = [(start, rest), (back, end)]
        return True

    def _claim(self) -> _Days:
        """Take the waiting days, those in front of the bracket if the bracket names none."""
        days, self.named = self.named, frozenset()
        if not days and self.outer:
            opener, days = self.outer.pop()
            self.outer.append((opener, frozenset()))
        return days

    def _close(self, token: Token) -> None:
        days, self.named = self.named, frozenset()
        if token.word is Word.EXCEPT and self.shut and days:
            self._open_again(token, days)
            return
        if token.word is Word.WEEKENDS_OFF:
            days |= WEEKEND
        if not days and not self._take_out_last():
            days = self._reopened(token)
        if token.word is Word.EXCEPT and PUBLIC_HOLIDAY in days and len(days) > 1:
            raise HoursUnreadable(token.text.strip(), self.text)  # are the other days open, or excepted too?
        self.shut = days - {NOT_ON_HOLIDAYS}
        self.closed |= self.shut
        self.flowing = False

    def _open_again(self, token: Token, days: _Days) -> None:
        """Read 周一闭馆(法定节假日除外): closed on Mondays, but open on one that is a holiday."""
        if days == {PUBLIC_HOLIDAY} and PUBLIC_HOLIDAY not in self.shut:
            self.on_holidays = token.text.strip()
        elif days < self.shut:
            self.closed -= days
        else:
            raise HoursUnreadable(token.text.strip(), self.text)
        self.shut = frozenset()

    def _reopened(self, token: Token) -> _Days:
        """Take back the clause of 周日全天 before 休息: it was closed all day."""
        if not self.clauses or self.clauses[-1].spans != [(0, DAY)] or not self.clauses[-1].days:
            raise HoursUnreadable(token.text.strip(), self.text)
        return self.clauses.pop().days or frozenset()

    def _leave_as_usual(self, token: Token) -> None:
        if self.named - {PUBLIC_HOLIDAY}:
            raise HoursUnreadable(token.text.strip(), self.text)
        self.as_usual |= self.named
        self.named = frozenset()

    def _step_out(self, token: Token) -> None:
        """Leave the 除 or the bracket; days left waiting in the one are excepted, in the other they own the times."""
        if self.outer and self.outer[-1][0] is Word.BUT_FOR:
            self.closed |= self.named - {NOT_ON_HOLIDAYS}
            self.named = self.outer.pop()[1]
            if token.word is Word.THAT_IS:
                return
        if token.word is Word.THAT_IS or not self.outer:
            raise HoursUnreadable(token.text.strip(), self.text)
        self._attach(token.text)
        self.named = self.outer.pop()[1]

    def _attach(self, part: str) -> None:
        """Give days that follow their times, as in 9:00-17:00(周一至周五), to those times."""
        if not self.named:
            return
        if not self.clauses or self.clauses[-1].days or PUBLIC_HOLIDAY in self.named:
            raise HoursUnreadable(part, self.text)
        self.clauses[-1].days, self.named, self.flowing = self.named, frozenset(), False

    def _contradicts_itself(self) -> bool:
        """Tell whether nothing was said, or one thing and its opposite."""
        return (
            not (self.clauses or self.closed)
            or any(_days(clause) <= self.closed for clause in self.clauses)
            or any(clause.days is None and self.closed >= MONDAY_TO_FRIDAY for clause in self.clauses)
            or any(_clash(first, second) for first, second in combinations(_merged(self.clauses), 2))
            or any(_overlap(clause.spans) for clause in _merged(self.clauses))
        )


def _days(clause: _Clause) -> _Days:
    return WHOLE_WEEK if clause.days is None else clause.days - {NOT_ON_HOLIDAYS}


def _clash(first: _Clause, second: _Clause) -> bool:
    """Tell whether the later clause is anything but an exception from the earlier, or about other days."""
    shared = _days(first) & _days(second)
    return bool(shared) and shared != _days(second)


def _overlap(spans: list[_Span]) -> bool:
    return any(earlier[1] > later[0] for earlier, later in pairwise(sorted(spans)))


def _merged(clauses: Iterable[_Clause]) -> list[_Clause]:
    """Join clauses about the same days; those about public holidays go last, as later rules win."""
    joined: dict[_Days | None, list[_Span]] = {}
    for clause in clauses:
        joined.setdefault(clause.days, []).extend(clause.spans)
    ordered = sorted(joined.items(), key=lambda item: PUBLIC_HOLIDAY in (item[0] or ()))
    return [_Clause(days, sorted(spans)) for days, spans in ordered]


def _rules(reading: _Reading) -> list[str]:
    opened = [_rule(clause) for clause in _merged(reading.clauses)]
    closed = reading.closed | _holidays_off(reading)
    shut = [f"{_day_list(closed)} off"] if closed else []
    return [*opened, *shut, *_open_on_holidays(reading)]


def _open_on_holidays(reading: _Reading) -> list[str]:
    """Open a holiday at the hours of all days; which hours it has where days differ, nobody said."""
    if not reading.on_holidays:
        return []
    clauses = _merged(reading.clauses)
    if len(clauses) != 1 or not _days(clauses[0]) >= WHOLE_WEEK:
        raise HoursUnreadable(reading.on_holidays, reading.text)
    return [f"PH {','.join(_span(*span) for span in clauses[0].spans)}"]


def _holidays_off(reading: _Reading) -> _Days:
    """Close working days on public holidays where nothing else is said about these."""
    open_days: _Days = frozenset().union(*(clause.days or frozenset() for clause in reading.clauses))
    said = reading.as_usual | open_days
    if NOT_ON_HOLIDAYS in open_days and PUBLIC_HOLIDAY not in said:
        return frozenset({PUBLIC_HOLIDAY})
    return frozenset()


def _rule(clause: _Clause) -> str:
    if clause.spans == [(0, DAY)] and clause.days in {None, WHOLE_WEEK}:
        return "24/7"
    spans = ",".join(_span(*span) for span in clause.spans)
    return spans if clause.days is None else f"{_day_list(clause.days)} {spans}"


def _span(start: int, end: int) -> str:
    """Write an end in the next day as that day's time, unless that would be no earlier than the start."""
    wrapped = end - DAY if DAY < end < start + DAY else end
    return f"{_clock(start)}-{_clock(wrapped)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_list(days: _Days) -> str:
    """Write the days as Mo-Fr,Su,PH: three and more in a row as a range."""
    runs: list[list[int]] = []
    for day in sorted(days & WHOLE_WEEK):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if PUBLIC_HOLIDAY in days:
        runs.append([PUBLIC_HOLIDAY])
    return ",".join(_run(run) for run in runs)


def _run(days: list[int]) -> str:
    names = [_NAMES[day] for day in days]
    return f"{names[0]}-{names[-1]}" if len(names) > 2 else ",".join(names)
