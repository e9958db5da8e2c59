"""Conversations as data: reading a dialogue file, and writing it again with what the bot really said."""

# The form of a file:
#
#     # One idea, in a sentence or two.
#     -- 2026-12-01 10:00 --                 what the clock says
#     王芳:  /start                           somebody types
#     王芳:  [更多]                           taps a button (of the newest message that has it)
#     王芳:  (location 31.2304, 121.4737)     does something else; see `deeds`
#     Bot:   您好                             what the bot says, lines below are indented
#            [找服务点] [更多]                 and the buttons under it, a row a line
#     Bot -> 李强:  ...                       to somebody else
#     Bot, in place:  ...                    an earlier message rewritten
#     # Steps: accept (submitted, host)       at the end: which steps of an affiliation people took in it

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parents[1] / "dialogues"

_LINE = re.compile(r"(?P<who>[^\s:][^:]*):\s*(?P<what>.*)")
_CLOCK = re.compile(r"-- (?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d) --")
_INDENT = " " * 7
_STEPS = "# Steps: "


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment or an empty line, kept as it is."""

    line: str


@dataclass(frozen=True, slots=True)
class MoveClock:
    line: str
    to: str
    """The local time as ISO 8601 writes it, without a zone."""


@dataclass(frozen=True, slots=True)
class Act:
    line: str
    who: str
    what: str


Step = Remark | MoveClock | Act


@dataclass(frozen=True, slots=True)
class Heard:
    """Something the bot said: to whom, whether it rewrote an earlier message, its text and its rows of buttons."""

    to: str
    in_place: bool
    text: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, order=True)
class Taken:
    """A step of an affiliation that somebody took in the conversation: a cell of the life-cycle table."""

    verb: str
    before: str
    actor: str

    def __str__(self) -> str:
        return f"{self.verb} ({self.before}, {self.actor})"


def ending(taken: Iterable[Taken]) -> list[str]:
    """Write the last line of a dialogue in which such steps were taken."""
    listed = " · ".join(str(one) for one in taken)
    return ["", f"{_STEPS}{listed}"] if listed else []


def taken_in(file: Path) -> set[Taken]:
    """Read the last line back."""
    return {
        Taken(*found)
        for line in file.read_text("utf-8").splitlines()
        if line.startswith(_STEPS)
        for found in re.findall(r"(\w+) \((\w+), (\w+)\)", line)
    }


def files() -> list[Path]:
    """Return every dialogue there is, in whatever folder, by name."""
    return sorted(HERE.rglob("*.txt"), key=lambda file: file.stem)


def steps(file: Path) -> list[Step]:
    """Read what people do in a dialogue, and when; what the bot says is left out."""
    return list(_steps(file.read_text("utf-8").splitlines()))


def _steps(lines: Iterable[str]) -> Iterator[Step]:
    for line in lines:
        if line.startswith((_INDENT, "Bot", _STEPS)):
            continue
        if moved := _CLOCK.fullmatch(line.strip()):
            yield MoveClock(line, f"{moved['day']}T{moved['time']}")
        elif line.startswith("#") or not line.strip():
            yield Remark(line)
        elif spoken := _LINE.fullmatch(line):
            yield Act(line, spoken["who"], spoken["what"])
        else:
            raise ValueError(f"this line says nothing that can be played: {line!r}")


def written(heard: Heard, last_speaker: str) -> str:
    """Write what the bot said, as the files have it."""
    head = "Bot" if heard.to == last_speaker else f"Bot -> {heard.to}"
    head += ", in place:  " if heard.in_place else ":   " if head == "Bot" else ":  "
    lines = [*heard.text.split("\n"), *(" ".join(f"[{label}]" for label in row) for row in heard.rows)]
    return head + f"\n{_INDENT}".join(lines)
