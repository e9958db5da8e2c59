"""How an import went: what is kept or only tried, how many rows came to what, and what is wrong with the others."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Generic, TypeVar

from bot.imports.table.problems import Finding, Note, Problem, Remark
from bot.imports.table.tables import Table
from bot.imports.table.wording import Fault, Unused

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
    """How many rows came to what: read = imported + updated + unchanged + rejected.

    A row can have several problems, and one that was taken without a cell has some too. `notes` name what of the file
    was not used, and how it was understood.
    """

    read: int
    imported: int
    updated: int
    unchanged: int
    rejected: int
    problems: tuple[Problem, ...]
    notes: tuple[Remark, ...] = ()

    def kinds(self) -> list[tuple[tuple[str, str], int]]:
        """Count the problems of each kind by column, the most frequent first, each with its first sentence."""
        counted = Counter((one.field, one.fault) for one in self.problems)
        first: dict[tuple[str, Fault], str] = {}
        for one in self.problems:
            first.setdefault((one.field, one.fault), one.problem)
        return [((field, first[field, fault]), count) for (field, fault), count in counted.most_common()]

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        counts = {name: getattr(self, name) for name in ("read", "imported", "updated", "unchanged", "rejected")}
        problems = [
            {
                **({"sheet": problem.sheet} if problem.sheet else {}),
                "row": problem.row,
                "field": problem.field,
                "value": problem.value,
                "problem": problem.problem,
            }
            for problem in self.problems
        ]
        # What is assumed is for people to check; machines say --crs, and read of a plain list what they always did.
        told = (note for note in self.notes if note.why is not Unused.DATUM_ASSUMED)
        notes = [{"at": note.at, "note": note.text} for note in told]
        return {**counts, "problems": problems, **({"notes": notes} if notes else {})}


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

    def summary(
        self, table: Table, language: str, notes: Sequence[Note] = (), *, cell_by_cell: bool = False, read: int = 0
    ) -> Summary:
        """Tell it; with `cell_by_cell` a cell that is not understood has cost its row nothing but itself.

        `read` are the rows that there were, where the table has let go of them.
        """
        read = read or len(table.lines)
        lost = {finding.row for finding in self.findings if not (cell_by_cell and finding.costs_only_itself)}
        problems = tuple(
            finding.told(language, table.sheets, taken=finding.row not in lost)
            for finding in sorted(self.findings, key=lambda one: one.row)
        )
        taken = len(self.imported), len(self.updated), self.unchanged
        remarks = sorted((*notes, *table.notes), key=lambda note: note.row)
        told = tuple(note.told(language, table.sheets) for note in remarks)
        return Summary(read, *taken, read - sum(taken), problems, told)


def unwatched(_done: int, _all: int) -> None:
    """Nobody looks."""
