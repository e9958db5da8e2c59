"""The page of a briefing: what `bot.papers.briefing` has drawn. Slow to import: reportlab."""

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_LEFT
from reportlab.pdfgen.canvas import Canvas

from bot.papers.briefing import Briefing, Line
from bot.papers.page import ACCENT, HEIGHT, INK, LINE, SOFT, WIDTH, Box, Type, new_document, set_lines, shortened
from bot.texts import Words, words

_MARGIN: Final = 56.0
_INNER: Final = WIDTH - 2 * _MARGIN
_NAMES: Final = 150.0
_FOOT: Final = 60.0
_MOST: Final = 110


def briefing_pdf(given: Briefing) -> bytes:
    """Set one A4 page. The same briefing gives the same bytes."""
    t = words(given.language)
    document, page = new_document(f"{t.paper('Briefing')} {given.area}")
    top = _head(page, given, t)
    top = _table(page, t.paper("What is promised"), given.promises, given.more_promises, t, top)
    _table(page, t.paper("Buildings, the longest waiting first"), given.buildings, given.more_buildings, t, top - 14)
    _write(
        page,
        t.paper("Made on {day}. It names nobody but colleagues.", day=given.made_on),
        Box(_MARGIN, 52, _INNER),
        9,
        SOFT,
    )
    page.showPage()
    page.save()
    return document.getvalue()


def _head(page: Canvas, given: Briefing, t: Words) -> float:
    _write(page, "驿站 Waystation", Box(_MARGIN, HEIGHT - 48, _INNER), 11, ACCENT)
    top = _write(page, shortened(given.area, 40), Box(_MARGIN, HEIGHT - 66, _INNER), 22, INK)
    looked = t.paper("Looked after by {who}, {until}", who=given.looker, until=given.term)
    top = _write(page, looked, Box(_MARGIN, top - 4, _INNER), 11.5, SOFT)
    page.setStrokeColor(ACCENT)
    page.setLineWidth(1.2)
    page.line(_MARGIN, top - 10, WIDTH - _MARGIN, top - 10)
    return top - 22


def _table(page: Canvas, title: str, lines: Sequence[Line], more: int, t: Words, top: float) -> float:  # noqa: PLR0913, PLR0917
    """Set a heading and its lines; what has no room on the page is counted."""
    top = _write(page, title, Box(_MARGIN, top, _INNER), 14, ACCENT) - 6
    if not lines:
        return _write(page, t.paper("nothing"), Box(_MARGIN, top, _INNER), 11, SOFT)
    left = more
    for at, line in enumerate(lines):
        if top < _FOOT + 40:
            left += len(lines) - at
            break
        below = _write(page, shortened(line.name, 24), Box(_MARGIN, top, _NAMES - 10), 11, INK)
        said = _write(page, shortened(line.said, _MOST), Box(_MARGIN + _NAMES, top, _INNER - _NAMES), 10.5, SOFT)
        top = min(below, said) - 5
        page.setStrokeColor(LINE)
        page.setLineWidth(0.6)
        page.line(_MARGIN, top, WIDTH - _MARGIN, top)
        top -= 4
    return _write(page, t.paper("and {number} more", number=left), Box(_MARGIN, top, _INNER), 10, SOFT) if left else top


def _write(page: Canvas, written: str, box: Box, size: float, color: Color) -> float:
    return set_lines(page, written, box, Type(size, color, TA_LEFT))
