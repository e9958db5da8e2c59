"""The page of a certificate of attendance: what `bot.papers.certificate` has drawn. Slow to import, for reportlab.

Set in STSong-Light as the posters are: a Chinese typeface that PDF readers supply themselves.
"""

from html import escape
from io import BytesIO
from re import compile as pattern
from typing import Final

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from bot.papers.certificate import Certificate
from bot.papers.words import Pair, chosen
from domain.certificate_codes import shown

_CHINESE: Final = "STSong-Light"
_LATIN, _LATIN_BOLD = "Helvetica", "Helvetica-Bold"
_INK: Final = HexColor(0x1D2733)
_SOFT: Final = HexColor(0x5B6673)
_LINE: Final = HexColor(0xD8D2C8)
_ACCENT: Final = HexColor(0xB3382C)
_WIDTH, _HEIGHT = A4
_MARGIN: Final = 84.0
_LABELS: Final = 104.0
_CODE_SIDE: Final = 96.0
_MOST: Final = 120
_SMALL: Final = pattern("[·–]")

_TITLE: Final = ("参加证明", "Certificate of Attendance")
_CERTIFIES: Final = ("兹证明", "This is to certify that")
_TOOK_PART: Final = ("同志参加了以下活动：", "took part in the following activity:")
_SCAN: Final = ("扫码核验真伪", "Scan to check that it is genuine")


def certificate_pdf(given: Certificate) -> bytes:
    """Set one A4 page. The same certificate gives the same bytes."""
    registerFont(UnicodeCIDFont(_CHINESE))
    document = BytesIO()
    page = Canvas(document, pagesize=A4, invariant=1)
    page.setTitle(f"{chosen(_TITLE, given.language)} {shown(given.code)}")
    _draw_frame(page)
    below = _set_head(page, given)
    _set_facts(page, given, below)
    _set_foot(page, given)
    page.showPage()
    page.save()
    return document.getvalue()


def _draw_frame(page: Canvas) -> None:
    page.setStrokeColor(_ACCENT)
    page.setLineWidth(1.6)
    page.rect(34, 34, _WIDTH - 68, _HEIGHT - 68, stroke=1, fill=0)
    page.setStrokeColor(_LINE)
    page.setLineWidth(0.7)
    page.rect(41, 41, _WIDTH - 82, _HEIGHT - 82, stroke=1, fill=0)


def _set_head(page: Canvas, given: Certificate) -> float:
    """Set who it is about; return how far down that goes, in points from the bottom of the page."""
    is_english = given.language == "en"
    title, size = chosen(_TITLE, given.language), 29.0 if is_english else 38.0
    _centred(page, "驿站 Waystation", _HEIGHT - 92, 13, _ACCENT)
    below = _centred(page, title if is_english else "  ".join(title), _HEIGHT - 128, size, _INK)
    page.setStrokeColor(_ACCENT)
    page.setLineWidth(1.2)
    page.line(_WIDTH / 2 - 30, below - 12, _WIDTH / 2 + 30, below - 12)
    below = _centred(page, chosen(_CERTIFIES, given.language), below - 44, 14, _SOFT)
    below = _centred(page, _cut(given.name), below - 8, 27 if len(given.name) <= 24 else 18, _INK)
    return _centred(page, chosen(_TOOK_PART, given.language), below - 8, 14, _SOFT)


def _set_facts(page: Canvas, given: Certificate, top: float) -> None:
    top -= 30
    for label, value in _facts(given):
        if not value:
            continue
        _line(page, top)
        _write(page, chosen(label, given.language), _MARGIN, top - 10, _LABELS, 11.5, _SOFT)
        below = _write(page, _cut(value), _MARGIN + _LABELS, top - 8, _WIDTH - 2 * _MARGIN - _LABELS, 14, _INK)
        top = below - 10
    _line(page, top)


def _facts(given: Certificate) -> tuple[tuple[Pair, str], ...]:
    return (
        (("活动", "Activity"), given.title),
        (("类型", "Kind"), given.kind),
        (("时间", "When"), given.when),
        (("地点", "Where"), given.where),
        (("时长", "Duration"), given.hours),
        (("主办单位", "Held by"), given.holder),
    )


def _line(page: Canvas, height: float) -> None:
    page.setStrokeColor(_LINE)
    page.setLineWidth(0.7)
    page.line(_MARGIN, height, _WIDTH - _MARGIN, height)


def _set_foot(page: Canvas, given: Certificate) -> None:
    bottom, left = 82.0, _MARGIN + _CODE_SIDE + 22
    _draw_code(page, given.link, _MARGIN, bottom)
    width = _WIDTH - _MARGIN - left
    below = _write(page, chosen(_SCAN, given.language), left, bottom + _CODE_SIDE - 2, width, 13, _INK)
    below = _write(page, _code_line(given), left, below - 5, width, 11.5, _INK)
    below = _write(page, _or_send(given), left, below - 3, width, 10, _SOFT)
    issued = chosen((f"开具日期：{given.issued_on}", f"Issued on {given.issued_on}"), given.language)
    _write(page, issued, left, below - 3, width, 10, _SOFT)


def _code_line(given: Certificate) -> str:
    return chosen((f"编号：{shown(given.code)}", f"Code: {shown(given.code)}"), given.language)


def _or_send(given: Certificate) -> str:
    command = f"/verify {shown(given.code)}"
    return chosen((f"也可以向驿站发送：{command}", f"or send this to Waystation: {command}"), given.language)


# ---------------------------------------------------------------- type and code


def _centred(page: Canvas, written: str, top: float, size: float, color: Color) -> float:
    return _set(page, written, (_MARGIN, top, _WIDTH - 2 * _MARGIN), _style(written, size, color, TA_CENTER))


def _write(page: Canvas, written: str, left: float, top: float, width: float, size: float, color: Color) -> float:  # noqa: PLR0913, PLR0917  a line of type has these parts
    return _set(page, written, (left, top, width), _style(written, size, color, TA_LEFT))


def _set(page: Canvas, written: str, where: tuple[float, float, float], style: ParagraphStyle) -> float:
    """Set lines from the top downwards, and return where they end."""
    left, top, width = where
    paragraph = Paragraph(_marked_up(written, style), style)
    _, height = paragraph.wrap(width, _HEIGHT)
    paragraph.drawOn(page, left, top - height)
    return top - float(height)


def _style(written: str, size: float, color: Color, alignment: int) -> ParagraphStyle:
    is_latin = _is_latin(written)
    font = (_LATIN_BOLD if size > 20 else _LATIN) if is_latin else _CHINESE
    return ParagraphStyle(
        font,
        fontName=font,
        fontSize=size,
        leading=size * 1.4,
        textColor=color,
        alignment=alignment,
        wordWrap=None if is_latin else "CJK",
    )


def _is_latin(written: str) -> bool:
    """Tell whether the Latin typeface has every letter of it."""
    try:
        written.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _marked_up(written: str, style: ParagraphStyle) -> str:
    """Set the dot of 阿依古丽·买买提 and the dash of hours in the Latin type: readers' Chinese ones may lack them."""
    text = escape(_settable(written))
    return text if style.fontName != _CHINESE else _SMALL.sub(rf'<font name="{_LATIN}">\g<0></font>', text)


def _cut(written: str) -> str:
    return written if len(written) <= _MOST else f"{written[: _MOST - 1]}…"


def _settable(written: str) -> str:
    """Put the printers' mark for a missing letter where the typeface has none: emoji, and very rare characters."""
    return "".join(letter if letter <= "\uffff" else "〓" for letter in written)


def _draw_code(page: Canvas, link: str, left: float, bottom: float) -> None:
    """Draw the code in vectors, sharp at every size; around it the page is empty."""
    rows = [[bool(dark) for dark in row] for row in segno.make_qr(link, error="m").matrix]
    module = _CODE_SIDE / len(rows)
    page.setFillColor(_INK)
    path = page.beginPath()
    for down, row in enumerate(rows, 1):
        for right, dark in enumerate(row):
            if dark:
                path.rect(left + right * module, bottom + _CODE_SIDE - down * module, module, module)
    page.drawPath(path, stroke=0, fill=1)
