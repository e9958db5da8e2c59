"""How a poster is set and its code drawn; loaded by `bot.papers.poster` for the first one, for reportlab is big."""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Final

import segno
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from bot.papers.poster import Poster

QUIET_MODULES: Final = 4
"""The light margin that ISO/IEC 18004 asks for around a code."""

_PNG_PIXELS: Final = 1600
_CHINESE: Final = "STSong-Light"
_LATIN: Final = "Helvetica"
_INK: Final = HexColor(0x1D2733)
_SOFT: Final = HexColor(0x5B6673)
_ACCENT: Final = HexColor(0xB3382C)
_WIDTH, _HEIGHT = A4
_MARGIN: Final = 64.0
_ADDRESS_LETTERS: Final = 60
_CODE_SIDE: Final = 320.0


def poster_png(poster: Poster) -> bytes:
    """Draw the code, black on white with its quiet zone, at least 1,600 pixels a side."""
    code = _code(poster)
    modules = code.symbol_size(border=QUIET_MODULES)[0]
    picture = BytesIO()
    code.save(picture, kind="png", scale=-(-_PNG_PIXELS // modules), border=QUIET_MODULES)
    return picture.getvalue()


def posters_pdf(posters: Sequence[Poster]) -> bytes:
    """Set a page for each, in one document. Raises `ValueError` for none: there is no document without a page."""
    if not posters:
        raise ValueError("a document needs at least one poster")
    registerFont(UnicodeCIDFont(_CHINESE))
    document = BytesIO()
    page = Canvas(document, pagesize=A4, invariant=1)
    page.setTitle(posters[0].name)
    for poster in posters:
        _set_page(page, poster)
        page.showPage()
    page.save()
    return document.getvalue()


def _set_page(page: Canvas, poster: Poster) -> None:
    page.bookmarkPage(poster.link)
    page.addOutlineEntry(poster.name, poster.link)
    page.setFillColor(_ACCENT)
    page.rect(0, _HEIGHT - 14, _WIDTH, 14, stroke=0, fill=1)
    _write(page, "驿站 Waystation", _HEIGHT - 62, 15, _ACCENT)
    below_name = _write(page, poster.name, _HEIGHT - 100, _name_size(poster.name), _INK)
    _write(page, _shortened(poster.address), below_name - 12, 15, _SOFT)
    _draw_code(page, poster, (_WIDTH - _CODE_SIDE) / 2, 232)
    below_chinese = _write(page, poster.chinese, 190, 19, _INK)
    _write(page, poster.english, below_chinese - 8, 12.5, _SOFT)
    _write(page, poster.link, 58, 9.5, _SOFT)


def _code(poster: Poster) -> segno.QRCode:
    # Q survives a quarter of the code being worn or covered, as happens to paper on doors.
    return segno.make_qr(poster.link, error="q")


def _name_size(name: str) -> float:
    """Choose the largest type in which the name takes at most about three lines."""
    return next((size for size, letters in ((38.0, 24), (31.0, 40), (25.0, 60)) if len(name) <= letters), 19.0)


def _write(page: Canvas, written: str, top: float, size: float, color: Color) -> float:
    """Set centred lines from `top` downwards and return where they end, in points from the bottom of the page."""
    font, wrap = (_LATIN, None) if written.isascii() else (_CHINESE, "CJK")
    style = ParagraphStyle(
        font, fontName=font, fontSize=size, leading=size * 1.4, textColor=color, alignment=TA_CENTER, wordWrap=wrap
    )
    paragraph = Paragraph(escape(_settable(written)), style)
    _, height = paragraph.wrap(_WIDTH - 2 * _MARGIN, _HEIGHT)
    paragraph.drawOn(page, _MARGIN, top - height)
    return top - float(height)


def _shortened(address: str) -> str:
    """Keep what fits on two lines: below the longest name there is no room for more."""
    return address if len(address) <= _ADDRESS_LETTERS else f"{address[: _ADDRESS_LETTERS - 1]}…"


def _settable(written: str) -> str:
    """Put the printers' mark for a missing letter where the typeface has none: emoji, and very rare characters."""
    return "".join(letter if letter <= "\uffff" else "〓" for letter in written)


def _draw_code(page: Canvas, poster: Poster, left: float, bottom: float) -> None:
    """Draw the code in vectors, sharp at every size, inside a thin frame that leaves the quiet zone free."""
    rows = [list(row) for row in _code(poster).matrix_iter(border=QUIET_MODULES)]
    module = _CODE_SIDE / len(rows)
    page.setFillColor(white)
    page.setStrokeColor(_SOFT)
    page.setLineWidth(0.5)
    page.roundRect(left, bottom, _CODE_SIDE, _CODE_SIDE, 10, stroke=1, fill=1)
    page.setFillColor(_INK)
    path = page.beginPath()
    for down, row in enumerate(rows, 1):
        for right, dark in enumerate(row):
            if dark:
                path.rect(left + right * module, bottom + _CODE_SIDE - down * module, module, module)
    page.drawPath(path, stroke=0, fill=1)
