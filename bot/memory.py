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
class Memory:
    """The state of one conversation.

    `screen` is the turn whose buttons are current. `pressed` is the button that was pressed last, at
    `pressed_at`: a second press of it, moments later, is a double tap. `lost` tells that what was stored could
    not be understood any more. `kept` is what was written and the bot has offered to pass on. `act` is what was sent
    last, at `act_at`, if more messages may belong to it (`bot.acts`). `earlier` are the screens
    before, whose buttons go on working: the newest last. `offers` are the buttons below what was said last, if it was
    no screen. What was read and is perhaps only passed on stays as it is stored: every screen before is a line of the
    turn that its buttons carry, the step's name, version and JSON; `stored` is the JSON of the current step.
    """

    step: Step = field(default_factory=AtMenu)
    screen: int = 0
    pressed: str = ""
    pressed_at: float = 0.0
    flood: Flood = Flood()
    lost: bool = False
    kept: Kept | None = None
    act: str = ""
    act_at: float = 0.0
    earlier: tuple[bytes, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    stored: bytes = field(default=b"", compare=False, repr=False)

    def shown_at(self, turn: int) -> Step | None:
        """Return the step whose screen got its buttons in this turn; None: it is not remembered."""
        if turn == self.screen:
            return self.step
        line = next((one for one in self.earlier if one.startswith(b"%d " % turn)), None)
        if line is None:
            return None
        _, name, version, step = line.split(b" ", 3)
        return _step(name.decode(), int(version), step)

    def topic(self) -> Step | None:
        """Return the screen that what is written now is about: the newest that shows something; None: there is none.

        What only says that nothing was found, or asks what was meant, stands between and changes no topic.
        """
        if type(self.step).IS_TOPIC or not type(self.step).LEAVES_TOPIC:
            return self.step if type(self.step).IS_TOPIC else None
        for line in reversed(self.earlier):
            _, name, version, step = line.split(b" ", 3)
            kind = STEPS.get(name.decode())
            if kind is None or not kind.LEAVES_TOPIC:
                return _step(name.decode(), int(version), step) if kind is not None and kind.IS_TOPIC else None
        return None

    def moved_on(self, step: Step, turn: int, offers: tuple[tuple[str, str], ...] = ()) -> "Memory":
        """Return what is remembered once this step's screen is shown, with these buttons below what was said."""
        told = (*self.earlier, *self._as_earlier(step))[-MOST_EARLIER:]
        if step != self.step:
            told = tuple([one for one in told if one.split(b" ", 2)[1] in _STAYING])
        return replace(self, step=step, screen=turn, earlier=told, offers=offers, stored=b"")

    def _as_earlier(self, following: Step) -> tuple[bytes, ...]:
        kind = type(self.step)
        if not self.screen or (kind.PASSES and following != self.step):
            return ()
        step = self.stored or _adapter(kind.__name__).dump_json(self.step)
        return (b"%d %s %d %s" % (self.screen, kind.__name__.encode(), kind.VERSION, step),)


_STAYING: Final = frozenset(name.encode() for name, kind in STEPS.items() if not kind.PASSES)
"""The steps whose buttons go on working after another screen is shown."""


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    """Make what reads and writes a step when somebody is there: a hundred of them take megabytes."""
    return TypeAdapter(STEPS[name])


def write(memory: Memory) -> bytes:
    """Write one line of JSON for what every step has in common, one for the step, and one for every screen before."""
    name = type(memory.step).__name__
    head = {
        "at": name,
        "version": type(memory.step).VERSION,
        "screen": memory.screen,
        "pressed": memory.pressed,
        "pressed_at": memory.pressed_at,
        "flood": [memory.flood.since, memory.flood.count, memory.flood.told],
    }
    if memory.act:
        head["act"] = [memory.act, memory.act_at]
    if memory.offers:
        head["offers"] = memory.offers
    if memory.kept is not None:
        head["kept"] = [memory.kept.said, memory.kept.files, memory.kept.album, memory.kept.begun_as]
    step = memory.stored or _adapter(name).dump_json(memory.step)
    return b"\n".join((json.dumps(head).encode(), step, *memory.earlier))


def read(content: bytes) -> Memory:
    """Read what `write` wrote; a step that is gone or has another version is `lost`, and its place takes the menu."""
    if not content:
        return Memory()
    first, second, *earlier = content.split(b"\n")
    head = json.loads(first)
    common = (head["screen"], head["pressed"], head["pressed_at"], Flood(*head["flood"]))
    kept = _kept(*head["kept"]) if "kept" in head else None
    act, act_at = head.get("act", ("", 0.0))
    offers = tuple([(label, data) for label, data in head["offers"]]) if "offers" in head else ()
    step = _step(head["at"], head["version"], second)
    return Memory(
        step or AtMenu(),
        *common,
        lost=step is None,
        kept=kept,
        act=act,
        act_at=act_at,
        earlier=tuple(earlier),
        offers=offers,
        stored=b"" if step is None else second,
    )


def line_of(step: Step) -> bytes:
    """Write a step alone: its name, version and JSON."""
    name = type(step).__name__
    return b"%s %d %s" % (name.encode(), type(step).VERSION, _adapter(name).dump_json(step))


def step_of(line: bytes) -> Step | None:
    """Read what `line_of` wrote; None: there is no such step any more."""
    name, _, rest = line.partition(b" ")
    version, _, content = rest.partition(b" ")
    return _step(name.decode(), int(version), content)


def _step(name: str, version: int, content: str | bytes) -> Step | None:
    """Read a step; None: there is no such one, it has another version, or what is stored does not fit it."""
    if name not in STEPS or version != STEPS[name].VERSION:
        return None
    try:
        step: Step = _adapter(name).validate_json(content)
    except ValidationError:
        return None
    return step


def _kept(said: str, files: list[tuple[str, str]], album: str, begun_as: str = "") -> Kept:
    return Kept(said, tuple((kind, file_id) for kind, file_id in files), album, begun_as)
