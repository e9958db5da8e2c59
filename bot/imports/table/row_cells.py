"""The cells of one row as texts, and a list of what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self
from unicodedata import normalize

from bot.imports.table.asides import DITTO
from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.tables import Line
from bot.imports.table.wording import Fault
from bot.imports.values.cells import Cell, is_moment, text

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
        Field.POINT: 100,
        Field.WHEREABOUTS: 100,
        Field.TOPICS: 300,
        Field.LANGUAGES: 80,
        Field.HOME_HOURS: 300,
        Field.PART_OF: 300,
    }
)
"""How many characters a field may have. A code fits its column; the rest fits a card that is still read."""


_EXACT: Final = 1e15
"""Spreadsheets keep fifteen digits of a number and make zeros of the rest."""

_TEXTS: Final = frozenset({Field.NAME, Field.ADDRESS, Field.BUILDING, Field.PHONE})
"""What no date is."""

_PLAIN: Final = frozenset({*_TEXTS, Field.CITY, Field.DISTRICT, Field.SUBDISTRICT}) - {Field.PHONE}
_SEVERAL: Final = frozenset({Field.PHONE, Field.SERVICES, Field.OTHER_NAMES, Field.LINES})
_LINE_END: Final = re.compile(r"(?<!\s)\s*[\r\n]\s*")
_BROKEN: Final = re.compile(r"(?<=[\u3400-\u9fff])[^\S\r\n]*+[\r\n]\s*+(?=[\u3400-\u9fff])")
_NARROW: Final = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}

_REWRITTEN: Final = re.compile(
    r"\d(?:\.\d+)?e\+\d+|\d{1,2}月\d{1,2}日|\d{1,2}-[a-z]{3}|[a-z]{3}-\d{2}|-?\d+\.\d+e\d+", re.IGNORECASE
)
"""What spreadsheets make of 310106001200000123, 1-2 and the like when they save a list as CSV."""


@dataclass(frozen=True, slots=True)
class RowCells:
    """One row: `texts` are its cells cleaned, `findings` grows while it is read."""

    line: Line
    texts: Mapping[Field, str]
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, line: Line) -> Self:
        cells = cls(line, {name: text(_unbroken(name, cell)) for name, cell in line.cells.items()})
        spoilt = [
            name for name, written in cells.texts.items() if written in DITTO or _is_spoilt(name, line.cells[name])
        ]
        if not spoilt:
            return cells
        for name in spoilt:
            cells.note(name, _why_spoilt(name, cells.texts[name]))
        return cls(line, {**cells.texts, **dict.fromkeys(spoilt, "")}, cells.findings)

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


def _unbroken(name: Field, cell: Cell) -> Cell:
    """Take out what only fits a cell to its width: line breaks within a name, and digits as wide as characters.

    Among services and numbers a new line begins the next one.
    """
    if not isinstance(cell, str):
        return cell
    if name in _PLAIN:
        if cell.isprintable():
            return cell.translate(_NARROW)
        return _BROKEN.sub("", cell).translate(_NARROW)
    return _LINE_END.sub("、", cell.strip()) if name in _SEVERAL else cell


def _is_spoilt(name: Field, cell: Cell) -> bool:
    """Tell whether a spreadsheet has rewritten a cell, so that nobody can know what was entered."""
    if name in _TEXTS:
        return is_moment(cell)
    if name is not Field.CODE:
        return False
    match cell:
        case bool():
            return True
        case float():
            return not cell.is_integer() or abs(cell) >= _EXACT
        case str():
            return _REWRITTEN.fullmatch(cell.strip()) is not None
    return is_moment(cell)


def _why_spoilt(name: Field, written: str) -> Fault:
    if written in DITTO:
        return Fault.DITTO
    return Fault.CODE_REWRITTEN if name is Field.CODE else Fault.CELL_REWRITTEN


def as_code(written: str) -> str:
    """Write a code without what differs between two people who type it: width and spaces."""
    return "".join(normalize("NFKC", written).split())
