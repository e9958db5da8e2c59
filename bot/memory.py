"""What a conversation remembers between two turns, as JSON: where the person is, and which buttons are current."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError

from bot.flows.mail.words import Kept
from bot.flows.whereabouts import AtMenu, Place

_KINDS: Final[dict[str, type[Place]]] = {kind.__name__: kind for kind in get_args(Place)}
_VERSIONS: Final = {kind.__name__: kind.VERSION for kind in get_args(Place)}


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
    `pressed_at`: a second press of it, moments later, is a trembling finger. `lost` tells that what was stored could
    not be understood any more. `kept` is what was written and the bot has offered to pass on.
    """

    place: Place = field(default_factory=AtMenu)
    screen: int = 0
    pressed: str = ""
    pressed_at: float = 0.0
    flood: Flood = Flood()
    lost: bool = False
    kept: Kept | None = None


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    """Make what reads and writes a kind of place when somebody is there: a hundred of them take megabytes."""
    return TypeAdapter(_KINDS[name])


def write(memory: Memory) -> bytes:
    """Write one line of JSON for what every place has in common, and one for the place."""
    name = type(memory.place).__name__
    head = {
        "at": name,
        "version": _VERSIONS[name],
        "screen": memory.screen,
        "pressed": memory.pressed,
        "pressed_at": memory.pressed_at,
        "flood": [memory.flood.since, memory.flood.count, memory.flood.told],
    }
    if memory.kept is not None:
        head["kept"] = [memory.kept.said, memory.kept.files, memory.kept.album]
    return json.dumps(head).encode() + b"\n" + _adapter(name).dump_json(memory.place)


def read(content: bytes) -> Memory:
    """Read what `write` wrote; a step that is gone or has another version is `lost`, and the place is the menu."""
    if not content:
        return Memory()
    first, _, second = content.partition(b"\n")
    head = json.loads(first)
    common = (head["screen"], head["pressed"], head["pressed_at"], Flood(*head["flood"]))
    kept = _kept(*head["kept"]) if "kept" in head else None
    name = head["at"]
    if _VERSIONS.get(name) != head["version"]:
        return Memory(AtMenu(), *common, lost=True, kept=kept)
    try:
        return Memory(_adapter(name).validate_json(second), *common, kept=kept)
    except ValidationError:
        return Memory(AtMenu(), *common, lost=True, kept=kept)


def _kept(said: str, files: list[tuple[str, str]], album: str) -> Kept:
    return Kept(said, tuple((kind, file_id) for kind, file_id in files), album)
