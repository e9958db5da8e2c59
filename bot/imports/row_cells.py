"""The cells of one row as texts, and a list of what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self
from unicodedata import normalize

from bot.imports.cells import text
from bot.imports.headers import Field
from bot.imports.problems import Finding
from bot.imports.tables import Line
from bot.imports.wording import Fault

MOST: Final[Mapping[Field, int]] = MappingProxyType(
    {
        Field.CODE: 80,
        Field.NAME: 100,
        Field.CITY: 30,
        Field.DISTRICT: 30,
        Field.SUBDISTRICT: 40,
        Field.ADDRESS: 300,
        Field.BUILDING: 100,
        Field.PHONE: 100,
        Field.HOURS: 300,
        Field.PARENT: 100,
        Field.UNIT: 100,
        Field.BRANCH: 100,
        Field.LABEL: 100,
        Field.OTHER_NAMES: 300,
        Field.LINES: 100,
    }
)
"""How many characters a field may have. A code fits its column; the rest fits a card that is still read."""


@dataclass(frozen=True, slots=True)
class RowCells:
    """One row: `texts` are its cells cleaned, `findings` grows while it is read."""

    line: Line
    texts: Mapping[Field, str]
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, line: Line) -> Self:
        return cls(line, {name: text(cell) for name, cell in line.cells.items()})

    def written(self, name: Field) -> str:
        """Return the cell as it stands; nothing where the list has no such column."""
        return self.texts.get(name, "")

    def text(self, name: Field) -> str:
        """Return the cell's text; nothing for one that is too long, which is noted."""
        return self._short_enough(name, self.written(name))

    def code(self) -> str:
        return self._short_enough(Field.CODE, as_code(self.written(Field.CODE)))

    def name(self) -> str:
        if not self.written(Field.NAME):
            self.note(Field.NAME, Fault.NAME_EMPTY)
        return self.text(Field.NAME)

    def note(self, name: Field, fault: Fault, **named: str) -> None:
        self.findings.append(self.finding(name, fault, **named))

    def finding(self, name: Field, fault: Fault, **named: str) -> Finding:
        return Finding(self.line.number, name, self.written(name), fault, named)

    def _short_enough(self, name: Field, written: str) -> str:
        if len(written) > MOST[name]:
            self.note(name, Fault.TOO_LONG, most=str(MOST[name]))
            return ""
        return written


def as_code(written: str) -> str:
    """Write a code without what differs between two people who type it: width and spaces."""
    return "".join(normalize("NFKC", written).split())
