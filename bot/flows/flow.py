"""What a conversation is made of: one table of its screens, who may be at each, and what its lasting buttons open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, Generic, TypeVar

from bot.chat import Reply
from bot.flows.desk import Desk, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.paging import turned
from bot.flows.step import Step

AtStep = TypeVar("AtStep", bound=Step)
Row = TypeVar("Row")

Shown = Reply | tuple[Reply, ...]
"""What a screen consists of: a message, or several."""

Opener = Callable[[Opened, Desk], Move | None]
"""Answers a lasting button from wherever the person is; None where there is nothing to open."""


MOST: Final = 1_000
"""As many signs as an answer has at most, where the screen does not say otherwise."""


ANY_LENGTH: Final = 1_000_000
"""For screens that say themselves what is too long."""


class Waits(Enum):
    """What a screen waits for, which decides how words are heard there (`bot.flows.crossroads`)."""

    NOTHING = auto()  # it leads on; whatever is written is understood as anywhere
    TAP = auto()  # one of its buttons; who writes something else is asked once more
    WORDS = auto()  # a name, a day, a number: words are the answer, unless they surely ask for something else
    CHOICE = auto()  # one of what it has, typed or tapped: whatever surely asks for something else leads there at once
    VALUE = auto()  # a time, a number: what can be read as one is; only of what cannot is it asked what it is for
    PROSE = auto()  # somebody's own sentences, whatever they say
    REMARK = auto()  # words that are welcome and not needed: what asks for something is heard as anywhere


@dataclass(frozen=True, slots=True)
class Guard(Generic[AtStep, Row]):
    """Who may be at a step, and what it is about: found and decided anew in every turn.

    `sees` finds it for the screen, `acts` for what is done there: the same, and locked until the turn ends. None: there
    is no such thing (any more), or it is not in this person's hands. Then `refuses` answers what was done, or leaves it
    to the way back with None, and `closed` is the screen.
    """

    sees: Callable[[AtStep, Desk], Row | None]
    acts: Callable[[AtStep, Desk], Row | None]
    refuses: Callable[[AtStep, Happening, Desk], Move | None]
    closed: Callable[[AtStep, Desk], Shown]


@dataclass(frozen=True, slots=True)
class Screen(Generic[AtStep, Row]):
    """A row of the table: a step, what it shows, what it hears, and who may.

    `show` changes nothing and can be called again at any time; `hear` answers what happened, or None where it has no
    answer of its own. Both get what the guard has found. `keeps`: whoever leaves it loses nothing of what was answered
    on the way to it. `most`: so many signs are an answer at most; what is longer is refused, and not shortened.
    """

    step: type[AtStep]
    show: Callable[[AtStep, Row, Desk], Shown]
    hear: Callable[[AtStep, Row, Happening, Desk], Move | None]
    guard: Guard[AtStep, Row]
    waits: Waits = Waits.NOTHING
    keeps: bool = False
    most: int = MOST


def _nobody(_step: Step, _event: Happening, _desk: Desk) -> None:
    """Refuse nobody."""


ANYBODY: Final[Guard[Any, bool]] = Guard(lambda _step, _desk: True, lambda _step, _desk: True, _nobody, lambda *_: ())
"""No guard: for what is everybody's."""


def for_anybody(
    step: type[AtStep],
    show: Callable[[AtStep, Desk], Shown],
    hear: Callable[[AtStep, Happening, Desk], Move | None],
    waits: Waits = Waits.NOTHING,
    most: int = MOST,
) -> Screen[AtStep, bool]:
    """Make the row of a screen that is everybody's."""
    return Screen(
        step,
        lambda at, _row, desk: show(at, desk),
        lambda at, _row, event, desk: hear(at, event, desk),
        guard=ANYBODY,
        waits=waits,
        most=most,
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation: its name, which its buttons carry, the table of its screens, and what its lasting buttons open.

    `former` are the names that buttons carried which were sent before it had this one. `at_any_age` is the
    step at which its buttons are heard from messages so old that it is forgotten which of its screens they show.
    """

    name: str
    screens: tuple[Screen[Any, Any], ...]
    opens: Mapping[EntryPoint, Opener]
    former: tuple[str, ...] = ()
    at_any_age: Step | None = None
    _by_step: Mapping[type[Step], Screen[Any, Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_step", {screen.step: screen for screen in self.screens})

    @property
    def steps(self) -> tuple[type[Step], ...]:
        return tuple(screen.step for screen in self.screens)

    def hear(self, step: Step, event: Happening, desk: Desk) -> Move | None:
        """Answer what happened at one of its steps; None where it has no answer of its own."""
        if isinstance(event, Opened):
            return None
        screen = self._at(step)
        row = screen.guard.acts(step, desk)
        if row is None:
            return screen.guard.refuses(step, event, desk)
        return turned(step, event) or screen.hear(step, row, event, desk)

    def show(self, step: Step, desk: Desk) -> tuple[Reply, ...]:
        """Return the screen of a step."""
        screen = self._at(step)
        row = screen.guard.sees(step, desk)
        shown = screen.guard.closed(step, desk) if row is None else screen.show(step, row, desk)
        return shown if isinstance(shown, tuple) else (shown,)

    def waits(self, step: Step) -> Waits:
        """Tell what the screen of a step waits for."""
        return self._at(step).waits

    def most(self, step: Step) -> int:
        """Return as many signs as the screen of a step takes at most."""
        return self._at(step).most

    def keeps(self, step: Step) -> bool:
        """Tell whether what was answered so far stays when somebody leaves."""
        return self._at(step).keeps

    def _at(self, step: Step) -> Screen[Any, Any]:
        return self._by_step[type(step)]
