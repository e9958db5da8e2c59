"""The page of a poster and the picture of its code: what `bot.papers.poster` has drawn. Slow to import: reportlab."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

import segno
from reportlab.lib.colors import Color, white
from reportlab.lib.enums import TA_CENTER
from reportlab.pdfgen.canvas import Canvas

from bot.papers.page import (
    ACCENT,
    HEIGHT,
    INK,
    SOFT,
    WIDTH,
    Box,
    Type,
    draw_code,
    new_document,
    set_lines,
    shortened,
)
from bot.papers.poster import Poster
from bot.texts import words

QUIET_MODULES: Final = 4
"""The light margin that ISO/IEC 18004 asks for around a code."""

_PNG_PIXELS: Final = 1600
_MARGIN: Final = 64.0
_ADDRESS_LETTERS: Final = 60  # two lines: below the longest name there is no room for more
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
    document, page = new_document(posters[0].name)
    for poster in posters:
        _set_page(page, poster)
        page.showPage()
    page.save()
    return document.getvalue()


def _set_page(page: Canvas, poster: Poster) -> None:
    page.bookmarkPage(poster.link)
    page.addOutlineEntry(poster.name, poster.link)
    page.setFillColor(ACCENT)
    page.rect(0, HEIGHT - 14, WIDTH, 14, stroke=0, fill=1)
    _write(page, "驿站 Waystation", HEIGHT - 62, 15, ACCENT)
    below_name = _write(page, poster.name, HEIGHT - 100, _name_size(poster.name), INK)
    _write(page, shortened(poster.address, _ADDRESS_LETTERS), below_name - 12, 15, SOFT)
    _draw_code(page, poster, (WIDTH - _CODE_SIDE) / 2, 232)
    below_chinese = _write(page, words("zh_Hans").paper(poster.purpose), 190, 19, INK)
    _write(page, words("en").paper(poster.purpose), below_chinese - 8, 12.5, SOFT)
    _write(page, poster.link, 58, 9.5, SOFT)


def _code(poster: Poster) -> segno.QRCode:
    # Q survives a quarter of the code being worn or covered, as happens to paper on doors.
    return segno.make_qr(poster.link, error="q")


def _name_size(name: str) -> float:
    """Choose the largest type in which the name takes at most about three lines."""
    return next((size for size, letters in ((38.0, 24), (31.0, 40), (25.0, 60)) if len(name) <= letters), 19.0)


def _write(page: Canvas, written: str, top: float, size: float, color: Color) -> float:
    """Set centred lines from `top` downwards and return where they end."""
    return set_lines(page, written, Box(_MARGIN, top, WIDTH - 2 * _MARGIN), Type(size, color, TA_CENTER))


def _draw_code(page: Canvas, poster: Poster, left: float, bottom: float) -> None:
    """Draw the code inside a thin frame that leaves its quiet zone free."""
    page.setFillColor(white)
    page.setStrokeColor(SOFT)
    page.setLineWidth(0.5)
    page.roundRect(left, bottom, _CODE_SIDE, _CODE_SIDE, 10, stroke=1, fill=1)
    rows = [list(row) for row in _code(poster).matrix_iter(border=QUIET_MODULES)]
    draw_code(page, rows, left, bottom, _CODE_SIDE)
