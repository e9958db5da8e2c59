"""The page of a certificate of attendance: what `bot.papers.certificate` has drawn. Slow to import: reportlab."""

from typing import Final

import segno
from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.pdfgen.canvas import Canvas

from bot.papers.certificate import Certificate
from bot.papers.page import (
    ACCENT,
    HEIGHT,
    INK,
    LINE,
    SOFT,
    WIDTH,
    Box,
    Type,
    draw_code,
    new_document,
    set_lines,
    shortened,
)
from bot.texts import Words, words
from domain.activities.certificate_codes import shown

_MARGIN: Final = 84.0
_INNER: Final = WIDTH - 2 * _MARGIN
_LABELS: Final = 104.0
_CODE_SIDE: Final = 96.0
_MOST: Final = 120


def certificate_pdf(given: Certificate) -> bytes:
    """Set one A4 page. The same certificate gives the same bytes."""
    t = words(given.language)
    document, page = new_document(f"{t.paper('Certificate of Attendance')} {shown(given.code)}")
    _draw_frame(page)
    below = _set_head(page, given, t)
    _set_facts(page, given, t, below)
    _set_foot(page, given, t)
    page.showPage()
    page.save()
    return document.getvalue()


def _draw_frame(page: Canvas) -> None:
    page.setStrokeColor(ACCENT)
    page.setLineWidth(1.6)
    page.rect(34, 34, WIDTH - 68, HEIGHT - 68, stroke=1, fill=0)
    page.setStrokeColor(LINE)
    page.setLineWidth(0.7)
    page.rect(41, 41, WIDTH - 82, HEIGHT - 82, stroke=1, fill=0)


def _set_head(page: Canvas, given: Certificate, t: Words) -> float:
    """Set who it is about; return how far down that goes, in points from the bottom of the page."""
    title = t.paper("Certificate of Attendance")
    title, size = (title, 29.0) if title.isascii() else ("  ".join(title), 38.0)
    _centred(page, "驿站 Waystation", HEIGHT - 92, 13, ACCENT)
    below = _centred(page, title, HEIGHT - 128, size, INK)
    page.setStrokeColor(ACCENT)
    page.setLineWidth(1.2)
    page.line(WIDTH / 2 - 30, below - 12, WIDTH / 2 + 30, below - 12)
    below = _centred(page, t.paper("This is to certify that"), below - 44, 14, SOFT)
    below = _centred(page, shortened(given.name, _MOST), below - 8, 27 if len(given.name) <= 24 else 18, INK)
    return _centred(page, t.paper("took part in the following activity:"), below - 8, 14, SOFT)


def _set_facts(page: Canvas, given: Certificate, t: Words, top: float) -> None:
    top -= 30
    facts = (
        (t.paper("Activity"), given.title),
        (t.paper("Kind"), given.kind),
        (t.paper("When"), given.when),
        (t.paper("Where"), given.where),
        (t.paper("Duration"), given.hours),
        (t.paper("Held by"), given.holder),
    )
    for label, value in facts:
        if value:
            _line(page, top)
            _write(page, label, Box(_MARGIN, top - 10, _LABELS), 11.5, SOFT)
            box = Box(_MARGIN + _LABELS, top - 8, _INNER - _LABELS)
            top = _write(page, shortened(value, _MOST), box, 14, INK) - 10
    _line(page, top)


def _line(page: Canvas, height: float) -> None:
    page.setStrokeColor(LINE)
    page.setLineWidth(0.7)
    page.line(_MARGIN, height, WIDTH - _MARGIN, height)


def _set_foot(page: Canvas, given: Certificate, t: Words) -> None:
    bottom, code = 82.0, shown(given.code)
    rows = [list(row) for row in segno.make_qr(given.link, error="m").matrix]
    draw_code(page, rows, _MARGIN, bottom, _CODE_SIDE)  # around it the page is empty
    top = bottom + _CODE_SIDE - 2
    for written, size, color, gap in (
        (t.paper("Scan to check that it is genuine"), 13, INK, 5),
        (t.paper("Code: {code}", code=code), 11.5, INK, 3),
        (t.paper("or send this to Waystation: {command}", command=f"/verify {code}"), 10, SOFT, 3),
        (t.paper("Issued on {day}", day=given.issued_on), 10, SOFT, 0),
    ):
        box = Box(_MARGIN + _CODE_SIDE + 22, top, _INNER - _CODE_SIDE - 22)
        top = _write(page, written, box, size, color) - gap


def _centred(page: Canvas, written: str, top: float, size: float, color: Color) -> float:
    return set_lines(page, written, Box(_MARGIN, top, _INNER), Type(size, color, TA_CENTER))


def _write(page: Canvas, written: str, box: Box, size: float, color: Color) -> float:
    return set_lines(page, written, box, Type(size, color, TA_LEFT))
