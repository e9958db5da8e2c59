"""The parts of a workbook beside its rows: which sheets there are, the texts that they share, what styles say.

Nothing is believed that a file says about its own size: `Budget` counts what comes out of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import IO, Final, final
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from bot.imports.table.problems import FileUnreadable
from bot.imports.table.wording import BadFile

MOST_TEXT: Final = 50_000_000
"""Characters and cells of all sheets together: as much as a CSV file may have bytes."""

MOST_UNPACKED: Final = 250_000_000
"""Bytes of all parts. 200,000 rows have 160 MB of markup around 35 MB of text; it is read past, and never held."""

_SMALL: Final = 5_000_000
"""Bytes of a part that is read as a tree: some twenty times that is held."""

_CHUNK: Final = 65_536
_ZEROS: Final = re.compile(r"0{2,20}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name; `part` is where it stands in the archive."""

    name: str
    part: str
    is_visible: bool


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style makes of a number: a moment, a span of time, or figures with zeros before them."""

    is_moment: bool = False
    is_span: bool = False
    digits: int = 0


@final
class Budget:
    """How much may still come out of a file."""

    def __init__(self) -> None:
        self.left = MOST_TEXT

    def spend(self, amount: int) -> None:
        """Count it. Raises FileUnreadable where it is too much."""
        self.left -= amount
        if self.left < 0:
            raise too_large(MOST_TEXT)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook."""

    archive: ZipFile
    sheets: Sequence[Sheet]
    strings: Sequence[str]
    styles: Mapping[str, Style]
    epoch: datetime
    budget: Budget

    @classmethod
    def of(cls, archive: ZipFile) -> "Workbook":
        """Read all but the sheets. Raises FileUnreadable where it is too large, and whatever XML and ZIP raise."""
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise too_large(MOST_UNPACKED)
        (book,) = (part for part, kind in _related(archive, "").values() if kind == "officeDocument")
        related = _related(archive, book)
        parts = {kind: part for part, kind in related.values()}
        tree, budget = _tree(archive, book), Budget()
        sheets = [
            Sheet(one.get("name", ""), related[_key(one)][0], one.get("state", "visible") == "visible")
            for one in _all(tree, "sheet")
            if related[_key(one)][1] == "worksheet"
        ]
        since = any(one.get("date1904") in {"1", "true"} for one in _all(tree, "workbookPr"))
        return cls(
            archive,
            sheets,
            list(_strings(archive, parts["sharedStrings"], budget)) if "sharedStrings" in parts else (),
            _styles(_tree(archive, parts["styles"])) if "styles" in parts else {},
            MAC_EPOCH if since else WINDOWS_EPOCH,
            budget,
        )


def too_large(most: int) -> FileUnreadable:
    return FileUnreadable(BadFile.UNPACKS_TOO_LARGE, most=str(most // 1_000_000))


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Read a part bit by bit."""
    while chunk := stream.read(_CHUNK):
        yield chunk


def new_parser() -> expat.XMLParserType:
    """Make a parser that takes no document type: a workbook has none, and it is there that entities grow."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def local(name: str) -> str:
    """Return a tag without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_declared: object) -> None:
    raise FileUnreadable(BadFile.BROKEN_XLSX)


def _tree(archive: ZipFile, part: str) -> ET.Element:
    if archive.getinfo(part).file_size > _SMALL:
        raise too_large(_SMALL)
    return ET.fromstring(archive.read(part))  # noqa: S314  expat expands no external entity, and the size is bounded


def _related(archive: ZipFile, part: str) -> Mapping[str, tuple[str, str]]:
    """Return the parts that belong to this one, and the kind of each, by their key; "": to the archive as a whole."""
    folder, _, name = part.rpartition("/")
    below = f"{folder}/" if folder else ""
    found: dict[str, tuple[str, str]] = {}
    for one in _tree(archive, f"{below}_rels/{name}.rels"):
        target = one.get("Target", "")
        where = target.lstrip("/") if target.startswith("/") else below + target
        found[one.get("Id", "")] = (where, one.get("Type", "").rpartition("/")[2])
    return found


def _key(sheet: ET.Element) -> str:
    return next(value for name, value in sheet.items() if name.endswith("}id"))


def _all(root: ET.Element, tag: str) -> list[ET.Element]:
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == tag]


def _styles(tree: ET.Element) -> Mapping[str, Style]:
    """Find the styles that make something else of a number than itself, by their number."""
    written = {one.get("numFmtId", ""): one.get("formatCode", "") for one in _all(tree, "numFmt")}
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()} | written
    used = enumerate(chain.from_iterable(_all(tree, "cellXfs")))
    styles = {str(number): _style(formats.get(one.get("numFmtId", ""), "")) for number, one in used}
    return {number: style for number, style in styles.items() if style != Style()}


def _style(code: str) -> Style:
    if is_timedelta_format(code):
        return Style(is_span=True)
    return Style(is_moment=is_date_format(code), digits=len(code) if _ZEROS.fullmatch(code) else 0)


def _strings(archive: ZipFile, part: str, budget: Budget) -> Iterator[str]:
    """Read the texts that cells share, without the readings that stand above characters."""
    reading = _Strings(budget)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.said
    with closing(archive.open(part)) as stream:
        for chunk in chunks(stream):
            parser.Parse(chunk)
            yield from reading.done
            reading.done.clear()
    parser.Parse(b"", True)  # noqa: FBT003  expat's own: this was all


class _Strings:
    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._parts: list[str] = []
        self._inside = ""
        self.done: list[str] = []

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        match local(name):
            case "si":
                self._budget.spend(1)
                self._parts = []
            case "rPh":
                self._inside = "rPh"
            case "t" if self._inside != "rPh":
                self._inside = "t"

    def end(self, name: str) -> None:
        match local(name):
            case "si":
                self.done.append("".join(self._parts))
            case "rPh":
                self._inside = ""
            case "t" if self._inside == "t":
                self._inside = ""

    def said(self, text: str) -> None:
        if self._inside == "t":
            self._budget.spend(len(text))
            self._parts.append(text)
