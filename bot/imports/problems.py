"""What can be wrong with a list: a row's problem in words, and a file that cannot be read at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from bot.imports.headers import Field
from bot.imports.wording import BadFile, Fault, Named, said


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
    named: Mapping[str, str] = field(default_factory=dict)

    def told(self, language: str) -> "Problem":
        return Problem(self.row, self.column, self.value, said(self.fault, self.named, language), self.fault)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding in words. `row` counts from 1 as a spreadsheet shows it; for GeoJSON it is the feature's number."""

    row: int
    field: str
    value: str
    problem: str
    fault: Fault
