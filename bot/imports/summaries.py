"""How an import went: what is kept or only tried, how many rows came to what, and what is wrong with the others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Generic, TypeVar

from bot.imports.problems import Finding, Problem
from bot.imports.tables import Table

Listed = TypeVar("Listed")
"""What the rows of a list become: points, buildings, units, invitations."""

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows in all; the last call comes when everything is in the store."""


class Mode(Enum):
    """Keep what is imported, or only try and say what would happen."""

    KEEP = auto()
    TRY = auto()


@dataclass(frozen=True, slots=True)
class Manner:
    """`home_city` is where rows are that name no city, unless the store has exactly one; `language` of the problems."""

    mode: Mode = Mode.KEEP
    language: str = "zh_Hans"
    home_city: str = "上海市"


USUAL: Final = Manner()


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows came to what: read = imported + updated + unchanged + rejected. A row can have several problems."""

    read: int
    imported: int
    updated: int
    unchanged: int
    rejected: int
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        counts = {name: getattr(self, name) for name in ("read", "imported", "updated", "unchanged", "rejected")}
        problems = [
            {"row": problem.row, "field": problem.field, "value": problem.value, "problem": problem.problem}
            for problem in self.problems
        ]
        return {**counts, "problems": problems}


@dataclass(slots=True)
class Outcome(Generic[Listed]):
    """What to write, with the new codes of what is known by the old ones, and what was wrong."""

    imported: list[Listed] = field(default_factory=list)
    updated: list[Listed] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    def take(self, new: Listed, known: Listed | None, *, changed: bool) -> None:
        """Take a row that makes sense: something new, or what is known (None: nothing), changed or not."""
        if known is None:
            self.imported.append(new)
        elif changed:
            self.updated.append(new)
        else:
            self.unchanged += 1

    def summary(self, table: Table, language: str) -> Summary:
        problems = tuple(finding.told(language) for finding in sorted(self.findings, key=lambda one: one.row))
        rejected = len({problem.row for problem in problems})
        taken = len(self.imported), len(self.updated), self.unchanged
        return Summary(len(table.lines), *taken, rejected, problems)


def unwatched(_done: int, _all: int) -> None:
    """Nobody looks."""
