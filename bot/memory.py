"""What a conversation remembers between two turns, as JSON: where the person is, and which buttons are current."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one conversation.

    `screen` is the turn whose buttons are current. `pressed` is the button that led on from the screen before, at
    `pressed_at`: a second press of it, moments later, is a double tap. `lost` tells that what was stored could
    not be understood any more. `kept` is what was written and the bot has offered to pass on.
    """

    step: Step = field(default_factory=AtMenu)
    screen: int = 0
    pressed: str = ""
    pressed_at: float = 0.0
    flood: Flood = Flood()
    lost: bool = False
    kept: Kept | None = None


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
    name = head["at"]
    if name not in STEPS or head["version"] != STEPS[name].VERSION:
        return Memory(AtMenu(), *common, lost=True, kept=kept)
    try:
        return Memory(_adapter(name).validate_json(second), *common, kept=kept)
    except ValidationError:
        return Memory(AtMenu(), *common, lost=True, kept=kept)


def _kept(said: str, files: list[tuple[str, str]], album: str) -> Kept:
    return Kept(said, tuple((kind, file_id) for kind, file_id in files), album)
