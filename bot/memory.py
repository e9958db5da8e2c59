"""What a conversation remembers between two turns, as JSON: where the person is, and which buttons are current."""

import json
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bot.flows import STEPS
from bot.flows.desk import Kept
from bot.flows.step import AtMenu, Step


@dataclass(frozen=True, slots=True)
class Flood:
    """How fast somebody writes: updates since `since` (seconds since 1970), and whether they were told to go slow."""

    since: float = 0.0
    count: int = 0
    told: bool = False


MOST_EARLIER: Final = 8
"""So many screens before the current one are remembered; buttons of older ones are over, except lasting ones."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A screen that was shown before: the turn that its buttons carry, and its step as it is stored."""

    turn: int
    name: str
    version: int
    step: str

    def restored(self) -> Step | None:
        """Return the step; None: it cannot be understood any more."""
        return _step(self.name, self.version, self.step)


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one conversation.

    `screen` is the turn whose buttons are current. `pressed` is the button that led on from the screen before, at
    `pressed_at`: a second press of it, moments later, is a double tap. `lost` tells that what was stored could
    not be understood any more. `kept` is what was written and the bot has offered to pass on. `earlier` are the screens
    before, whose buttons go on working: the newest last. `offers` are the buttons below what was said last, if it was
    no screen.
    """

    step: Step = field(default_factory=AtMenu)
    screen: int = 0
    pressed: str = ""
    pressed_at: float = 0.0
    flood: Flood = Flood()
    lost: bool = False
    kept: Kept | None = None
    earlier: tuple[Earlier, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()

    def shown_at(self, turn: int) -> Step | None:
        """Return the step whose screen got its buttons in this turn; None: it is not remembered."""
        if turn == self.screen:
            return self.step
        return next((one.restored() for one in self.earlier if one.turn == turn), None)

    def moved_on(self, step: Step, turn: int) -> "Memory":
        """Return what is remembered once this step's screen is shown."""
        told = (*self.earlier, *self._as_earlier(step))[-MOST_EARLIER:]
        if step != self.step:
            told = tuple([one for one in told if not STEPS[one.name].PASSES])
        return replace(self, step=step, screen=turn, earlier=told)

    def _as_earlier(self, following: Step) -> tuple[Earlier, ...]:
        kind = type(self.step)
        if not self.screen or (kind.PASSES and following != self.step):
            return ()
        step = _adapter(kind.__name__).dump_json(self.step).decode()
        return (Earlier(self.screen, kind.__name__, kind.VERSION, step),)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    """Make what reads and writes a step when somebody is there: a hundred of them take megabytes."""
    return TypeAdapter(STEPS[name])


def write(memory: Memory) -> bytes:
    """Write one line of JSON for what every step has in common, and one for the step."""
    name = type(memory.step).__name__
    head = {
        "at": name,
        "version": type(memory.step).VERSION,
        "screen": memory.screen,
        "pressed": memory.pressed,
        "pressed_at": memory.pressed_at,
        "flood": [memory.flood.since, memory.flood.count, memory.flood.told],
    }
    if memory.earlier:
        head["earlier"] = [[one.turn, one.name, one.version, one.step] for one in memory.earlier]
    if memory.offers:
        head["offers"] = memory.offers
    if memory.kept is not None:
        head["kept"] = [memory.kept.said, memory.kept.files, memory.kept.album]
    return json.dumps(head).encode() + b"\n" + _adapter(name).dump_json(memory.step)


def read(content: bytes) -> Memory:
    """Read what `write` wrote; a step that is gone or has another version is `lost`, and its place takes the menu."""
    if not content:
        return Memory()
    first, _, second = content.partition(b"\n")
    head = json.loads(first)
    common = (head["screen"], head["pressed"], head["pressed_at"], Flood(*head["flood"]))
    kept = _kept(*head["kept"]) if "kept" in head else None
    earlier = tuple([Earlier(*one) for one in head.get("earlier", ()) if one[1] in STEPS])
    offers = tuple([(label, data) for label, data in head.get("offers", ())])
    step = _step(head["at"], head["version"], second)
    return Memory(step or AtMenu(), *common, lost=step is None, kept=kept, earlier=earlier, offers=offers)


def _step(name: str, version: int, content: str | bytes) -> Step | None:
    """Read a step; None: there is no such one, it has another version, or what is stored does not fit it."""
    if name not in STEPS or version != STEPS[name].VERSION:
        return None
    try:
        step: Step = _adapter(name).validate_json(content)
    except ValidationError:
        return None
    return step


def _kept(said: str, files: list[tuple[str, str]], album: str) -> Kept:
    return Kept(said, tuple((kind, file_id) for kind, file_id in files), album)
