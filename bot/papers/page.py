"""How a page of PDF is set: its type, its colours and its code, for posters and certificates alike.

Slow to import: reportlab. The type (`bot.papers.fonts`) is embedded, as much of it as a page needs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from bot.papers import fonts
from bot.papers.letters import settled

WIDTH, HEIGHT = A4
INK: Final = HexColor(0x1D2733)
SOFT: Final = HexColor(0x5B6673)
LINE: Final = HexColor(0xD8D2C8)
ACCENT: Final = HexColor(0xB3382C)

_FONT: Final = "Waystation"
_CHINESE: Final = re.compile("[\u2e80-\uffff\U00020000-\U0003ffff]")
"""Between such letters a line may end; in other writing between words only."""
_BEYOND: Final = re.compile("<([0-9A-F]{5})>")


@dataclass(frozen=True, slots=True)
class Box:
    """Where lines are set, from the top downwards: points from the left and from the bottom of the page."""

    left: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class Type:
    """How lines are set: `size` in points, `alignment` as reportlab counts it."""

    size: float
    color: Color
    alignment: int


def new_document(title: str) -> tuple[BytesIO, Canvas]:
    """Begin a document of A4 pages. The same pages give the same bytes."""
    _load_type()
    document = BytesIO()
    page = Canvas(document, pagesize=A4, invariant=1, initialFontName=_FONT)
    page.setTitle(title)
    return document, page


def set_lines(page: Canvas, written: str, box: Box, kind: Type) -> float:
    """Set lines, and return where they end, in points from the bottom of the page."""
    top = box.top
    for line in settled(written).split("\n"):
        style = ParagraphStyle(
            _FONT,
            fontName=_FONT,
            fontSize=kind.size,
            leading=kind.size * 1.4,
            textColor=kind.color,
            alignment=kind.alignment,
            wordWrap="CJK" if _CHINESE.search(line) else None,
            splitLongWords=1,
        )
        paragraph = Paragraph(escape(line), style)
        _, height = paragraph.wrap(box.width, HEIGHT)
        top -= float(height)
        paragraph.drawOn(page, box.left, top)
    return top


def shortened(written: str, letters: int) -> str:
    return written if len(written) <= letters else f"{written[: letters - 1]}…"


def draw_code(page: Canvas, rows: Sequence[Sequence[int]], left: float, bottom: float, side: float) -> None:
    """Draw the modules of a code (1 for a dark one) in vectors, sharp at every size."""
    module = side / len(rows)
    page.setFillColor(INK)
    path = page.beginPath()
    for down, row in enumerate(rows, 1):
        for right, dark in enumerate(row):
            if dark:
                path.rect(left + right * module, bottom + side - down * module, module, module)
    page.drawPath(path, stroke=0, fill=1)


@cache
def _load_type() -> None:
    """Read the type once for all documents: a tenth of a second."""
    registerFont(_EmbeddedFont(_FONT, BytesIO(fonts.CHINESE.read_bytes())))


class _EmbeddedFont(TTFont):  # type: ignore[misc]  # reportlab publishes no types
    """The type with the right names for letters beyond U+FFFF (𠮷): whoever copies or hears a page gets what is seen.

    reportlab 5.1 writes their numbers plainly, where PDF asks for UTF-16 (ISO 32000-2, 9.10.3).
    """

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802  reportlab's name
        super().addObjects(doc)
        for name, made in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                made.content = _BEYOND.sub(_in_utf16, made.content)


def _in_utf16(number: re.Match[str]) -> str:
    return f"<{chr(int(number[1], 16)).encode('utf-16-be').hex()}>"
