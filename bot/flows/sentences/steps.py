"""Where a sentence leads that opens no other screen: asked what was meant, or told in short how something is done."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.flows.points import Origin
from bot.flows.step import Step
from domain.activities.activities import Kind
from domain.said.days import Days, Part
from domain.said.sentences.frames import Frame, Wish


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sentence may ask for, with all that fills it; the fields as in `domain.said.sentences.frames.Wish`.

    A place is an origin to look around, a service point or a unit; `activities` are those that are named by title.
    `is_elsewhere`: it may name a place that is not known, and is about no other. `is_any_day`: only a part of the
    day is named, which is that of today where there is something, and else of any day.
    """

    frame: Frame
    first: date | None = None
    last: date | None = None
    part: Part | None = None
    kind: Kind | None = None
    services: int = 0
    is_near: bool = False
    is_other: bool = False
    is_waiting: bool = False
    asks: bool = False
    no_day: str = ""
    origin: Origin | None = None
    point_id: int = 0
    unit_id: int = 0
    activities: tuple[int, ...] = ()
    language: str = ""
    is_elsewhere: bool = False
    is_any_day: bool = False

    @property
    def has_place(self) -> bool:
        return self.origin is not None or bool(self.point_id or self.unit_id)

    @property
    def names_something(self) -> bool:
        """Tell whether it names a day, a kind, a title or a place, and so more than what is at hand."""
        return self.has_place or bool(self.first or self.no_day or self.kind or self.services or self.activities)

    def is_on(self, day: date) -> bool:
        """Tell whether this day is among those that are named; any, where none is."""
        return self.first is None or self.last is None or self.first <= day <= self.last


def asked(wish: Wish, no_day: str) -> Asked:
    """Write down a wish as a step can hold it."""
    days: Days | None = wish.days
    return Asked(
        wish.frame,
        days.first if days else None,
        days.last if days else None,
        days.part if days else None,
        wish.kind,
        int(wish.services),
        wish.is_near,
        wish.is_other,
        wish.is_waiting,
        wish.asks,
        no_day,
        language=wish.language,
        is_any_day=days is not None and not days.is_named,
    )


@dataclass(frozen=True, slots=True)
class DidYouMean(Step):
    """Asked which of these was meant; `typed` is the start of what was, `mail` as in `bot.flows.finding.steps`.

    `is_guess`: no rule understood it, and it only sounds like these.
    """

    LEAVES_TOPIC: ClassVar[bool] = True

    typed: str
    asked: tuple[Asked, ...]
    mail: str = ""
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class ShortAnswer(Step):
    """Told in a sentence or two how something is done, with the screen for it a tap away; `mail` as above.

    `is_denied`: told that nothing is done, to who does not want it.
    """

    LEAVES_TOPIC: ClassVar[bool] = True

    frame: Frame
    mail: str = ""
    is_denied: bool = False
