"""Numbers that a spreadsheet shows with zeros before them by format alone: 123 that everybody sees as 000123."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_ZEROS: Final = re.compile(r"0{2,20}")
_CELL: Final = re.compile(rb"<c\s([^<>]*)>")
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_STYLE: Final = re.compile(rb'\bs="(\d+)"')
_NOTHING: Final[Mapping[tuple[int, int], int]] = MappingProxyType({})


@final
class PaddedNumbers:
    """Looks into the workbook itself, since the reader of its values drops formats; cheap where none has zeros."""

    def __init__(self, archive: ZipFile) -> None:
        self._sheets: dict[str, Mapping[tuple[int, int], int]] = {}
        names = set(archive.namelist())
        widths = _widths(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else {}
        if widths:
            for name, part in _parts(archive).items():
                if part in names:
                    self._sheets[name] = _padded(archive.read(part), widths)

    def of(self, sheet: str) -> Mapping[tuple[int, int], int]:
        """Return how many digits are shown in the cells (row, column from 0) that have such a format."""
        return self._sheets.get(sheet, _NOTHING)


def _widths(styles: bytes) -> Mapping[bytes, int]:
    """Find the styles whose format is nothing but zeros."""
    root = ET.fromstring(styles)  # noqa: S314  expat expands no external entity, and the size is bounded
    zeros = {
        one.get("numFmtId", ""): len(one.get("formatCode", ""))
        for one in _all(root, "numFmt")
        if _ZEROS.fullmatch(one.get("formatCode", ""))
    }
    formats = (used for cells in _all(root, "cellXfs") for used in cells)
    shown = ((number, zeros.get(used.get("numFmtId", ""))) for number, used in enumerate(formats))
    return {str(number).encode(): width for number, width in shown if width}


def _parts(archive: ZipFile) -> Mapping[str, str]:
    """Find the file of each sheet."""
    related = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  as above
    targets = {one.get("Id", ""): one.get("Target", "") for one in related}
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  as above
    found: dict[str, str] = {}
    for sheet in _all(book, "sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        target = targets.get(key, "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _padded(sheet: bytes, widths: Mapping[bytes, int]) -> Mapping[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for cell in _CELL.finditer(sheet):
        style, place = _STYLE.search(cell[1]), _PLACE.search(cell[1])
        width = widths.get(style[1]) if style else None
        if width and place:
            found[int(place[2]) - 1, _column(place[1])] = width
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _all(root: ET.Element, tag: str) -> list[ET.Element]:
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == tag]
