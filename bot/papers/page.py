"""How a page of PDF is set: its type, its colours and its code, for posters and certificates alike.

Slow to import: reportlab. The type is STSong-Light, a Chinese typeface that PDF readers supply themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

WIDTH, HEIGHT = A4
CHINESE: Final = "STSong-Light"
LATIN: Final = "Helvetica"
INK: Final = HexColor(0x1D2733)
SOFT: Final = HexColor(0x5B6673)
LINE: Final = HexColor(0xD8D2C8)
ACCENT: Final = HexColor(0xB3382C)

_MARKS: Final = re.compile("[·–]")


@dataclass(frozen=True, slots=True)
class Box:
    """Where lines are set, from the top downwards: points from the left and from the bottom of the page."""

    left: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class Type:
    """How lines are set: `size` in points, `alignment` as reportlab counts it."""

    font: str
    size: float
    color: Color
    alignment: int


def new_document(title: str) -> tuple[BytesIO, Canvas]:
    """Begin a document of A4 pages. The same pages give the same bytes."""
    registerFont(UnicodeCIDFont(CHINESE))
    document = BytesIO()
    page = Canvas(document, pagesize=A4, invariant=1)
    page.setTitle(title)
    return document, page


def set_lines(page: Canvas, written: str, box: Box, kind: Type) -> float:
    """Set lines, and return where they end, in points from the bottom of the page."""
    is_chinese = kind.font == CHINESE
    style = ParagraphStyle(
        kind.font,
        fontName=kind.font,
        fontSize=kind.size,
        leading=kind.size * 1.4,
        textColor=kind.color,
        alignment=kind.alignment,
        wordWrap="CJK" if is_chinese else None,
    )
    text = escape(_settable(written))
    if is_chinese:  # the dot of 阿依古丽·买买提 and the dash of hours: readers' Chinese typefaces may lack them
        text = _MARKS.sub(rf'<font name="{LATIN}">\g<0></font>', text)
    paragraph = Paragraph(text, style)
    _, height = paragraph.wrap(box.width, HEIGHT)
    paragraph.drawOn(page, box.left, box.top - height)
    return box.top - float(height)


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


def _settable(written: str) -> str:
    """Put the printers' mark for a missing letter where the typeface has none: emoji, and very rare characters."""
    return "".join(letter if letter <= "\uffff" else "〓" for letter in written)
