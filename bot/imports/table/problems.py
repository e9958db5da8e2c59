"""What can be wrong with a list: a row's problem in words, and a file that cannot be read at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Final, final

from bot.imports.table.headers import Field
from bot.imports.table.wording import BadFile, Fault, Named, Unused, said
from bot.texts import words

SHEET_STEP: Final = 2_000_000
"""Rows are numbered through a file: those of its second sheet begin here. No sheet has so many rows."""

_COSTS_A_CELL: Final = frozenset(
    {
        *(Fault.LAYER_UNKNOWN, Fault.SERVICE_UNKNOWN, Fault.YES_OR_NO, Fault.PHONE_IMPOSSIBLE, Fault.HOURS_UNREADABLE),
        *(Fault.HOURS_DATE, Fault.CODE_REWRITTEN, Fault.CELL_REWRITTEN, Fault.DITTO, Fault.SITE_UNKNOWN),
    }
)
_OPTIONAL: Final = frozenset(
    {Field.LAYER, Field.SERVICES, Field.HOURS, Field.PHONE, Field.BUILDING, Field.OTHER_NAMES, Field.LINES}
)


def row_name(number: int, sheets: tuple[str, ...]) -> str:
    """Write a row as a spreadsheet does: 7, or 黄浦区!7 where rows of several sheets were read."""
    sheet, row = divmod(number, SHEET_STEP)
    return f"{sheets[sheet]}!{row}" if len(sheets) > 1 else str(row)


@final
class FileUnreadable(Exception):  # noqa: N818  named for what it says
    """The whole file is useless. `str()` says why in Chinese, `text(language)` in either language."""

    def __init__(self, why: BadFile, **named: Named) -> None:
        super().__init__(said(why, named, "zh_Hans"))
        self.why = why
        self._named = named

    def text(self, language: str) -> str:
        return said(self.why, self._named, language)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one row; `value` is what stands in the file, `named` fills the sentence."""

    row: int
    column: Field
    value: str
    fault: Fault
    named: Mapping[str, Named] = field(default_factory=dict)

    @property
    def costs_only_itself(self) -> bool:
        """Whether the row can be taken without this cell."""
        return self.fault in _COSTS_A_CELL or (self.fault is Fault.TOO_LONG and self.column in _OPTIONAL)

    def told(self, language: str, sheets: tuple[str, ...] = ("",), *, taken: bool = False) -> "Problem":
        """Put it into words; `taken` if the row came in all the same."""
        named = {**self.named}
        match named.get("other"):
            case str() as other:
                named["other"] = row_name(int(other), sheets)
        sentence = said(self.fault, named, language)
        if taken:
            t = words(language)
            sentence = t.report("{problem} The row was taken without this.", problem=sentence)
        sheet, row = divmod(self.row, SHEET_STEP)
        sentence = intern(sentence)  # a long list has the same trouble in thousands of rows
        return Problem(row, self.column, self.value, sentence, self.fault, sheets[sheet] if len(sheets) > 1 else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding in words. `row` counts from 1 as a spreadsheet shows it; for GeoJSON it is the feature's number.

    `sheet` is named where rows of several sheets were read.
    """

    row: int
    field: str
    value: str
    problem: str
    fault: Fault
    sheet: str = ""

    @property
    def at(self) -> str:
        return f"{self.sheet}!{self.row}" if self.sheet else str(self.row)


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the file that no row became, or how the file was understood; `row` 0: all of it."""

    row: int
    why: Unused
    named: Mapping[str, str] = field(default_factory=dict)

    def told(self, language: str, sheets: tuple[str, ...]) -> "Remark":
        return Remark(row_name(self.row, sheets) if self.row else "", said(self.why, self.named, language), self.why)


@dataclass(frozen=True, slots=True)
class Remark:
    """A note in words; `at` is the row as a spreadsheet writes it, empty for the whole file."""

    at: str
    text: str
    why: Unused
