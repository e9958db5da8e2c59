"""How the month's picture is drawn: what `bot.papers.summary` shows. Slow to import: Pillow.

Drawn in a type of our own (`bot.papers.fonts`), so that it looks the same on every machine. The same summary gives the
same bytes.
"""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from bot.papers import fonts
from bot.papers.letters import settled
from bot.papers.summary import WIDTH, Bar, Summary, Tile
from domain.remembered import remembered

_MARGIN: Final = 72
_INNER: Final = WIDTH - 2 * _MARGIN
_RIGHT: Final = WIDTH - _MARGIN

_PAPER: Final = "#FAF8F5"
_CARD: Final = "#FFFFFF"
_LINE: Final = "#E6E0D7"
_TRACK: Final = "#EFEAE2"
_INK: Final = "#1D2733"
_SOFT: Final = "#5B6673"
_ACCENT: Final = "#B3382C"
_SECOND: Final = "#3F6478"

_HEAD: Final = 284
_TILES_A_ROW: Final = 3
_TILE: Final = 164
_GAP: Final = 24
_HEADING: Final = 92
_ROW: Final = 88
_CHART: Final = 330
_NOTE: Final = 38
_FOOT: Final = 116


def summary_picture(given: Summary) -> bytes:
    """Draw a PNG, 1,080 pixels wide and as high as it needs."""
    given = _settled(given)
    picture = Image.new("RGB", (WIDTH, _height(given)), _PAPER)
    canvas = ImageDraw.Draw(picture)
    _draw_head(canvas, given)
    top = _draw_tiles(canvas, given.tiles, _HEAD)
    if given.kinds:
        top = _draw_kinds(canvas, given, top)
    if given.weeks:
        top = _draw_weeks(canvas, given, top)
    _draw_foot(canvas, given.notes, top)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _settled(given: Summary) -> Summary:
    """Keep of every text what the type has."""
    return replace(
        given,
        unit=_line(given.unit),
        title=_line(given.title),
        tiles=[replace(tile, value=_line(tile.value), label=_line(tile.label)) for tile in given.tiles],
        kinds=[_settled_bar(bar) for bar in given.kinds],
        weeks=[_settled_bar(bar) for bar in given.weeks],
        notes=[_line(note) for note in given.notes],
    )


def _settled_bar(bar: Bar) -> Bar:
    return replace(bar, label=_line(bar.label), told=_line(bar.told))


def _line(written: str) -> str:
    return settled(written).replace("\n", " ")


def _height(given: Summary) -> int:
    kinds = _HEADING + _ROW * len(given.kinds) if given.kinds else 0
    weeks = _HEADING + _CHART if given.weeks else 0
    return _HEAD + _tiles_height(given.tiles) + kinds + weeks + _NOTE * len(_note_lines(given.notes)) + _FOOT


def _tiles_height(tiles: Sequence[Tile]) -> int:
    return -(-len(tiles) // _TILES_A_ROW) * (_TILE + _GAP)


def _draw_head(canvas: ImageDraw.ImageDraw, given: Summary) -> None:
    canvas.rectangle((0, 0, WIDTH, 12), fill=_ACCENT)
    canvas.text((_MARGIN, 76), _fitted(given.unit, 34, _INNER), _ACCENT, _font(34), anchor="la")
    _write_bold(canvas, (_MARGIN, 132), _fitted(given.title, 58, _INNER), 58)
    canvas.line((_MARGIN, 236, _RIGHT, 236), fill=_LINE, width=2)


def _draw_tiles(canvas: ImageDraw.ImageDraw, tiles: Sequence[Tile], top: int) -> int:
    width = (_INNER - (_TILES_A_ROW - 1) * _GAP) // _TILES_A_ROW
    for number, tile in enumerate(tiles):
        down, right = divmod(number, _TILES_A_ROW)
        left, upper = _MARGIN + right * (width + _GAP), top + down * (_TILE + _GAP)
        canvas.rounded_rectangle((left, upper, left + width, upper + _TILE), 14, _CARD, _LINE, 2)
        size = next(size for size in (60, 46, 34, 26) if size == 26 or _length(tile.value, size) <= width - 48)
        _write_bold(canvas, (left + 26, upper + 84), tile.value, size, anchor="ls")
        canvas.text((left + 26, upper + 132), _fitted(tile.label, 27, width - 48), _SOFT, _font(27), anchor="ls")
    return top + _tiles_height(tiles)


def _draw_kinds(canvas: ImageDraw.ImageDraw, given: Summary, top: int) -> int:
    top = _draw_heading(canvas, given.kinds_title, top)
    most = max(1, *(bar.visits for bar in given.kinds))
    for bar in given.kinds:
        room = _INNER - _length(bar.told, 26) - 40
        canvas.text((_MARGIN, top + 32), _fitted(bar.label, 29, room), _INK, _font(29), anchor="ls")
        canvas.text((_RIGHT, top + 32), bar.told, _SOFT, _font(26), anchor="rs")
        _draw_bar(canvas, (_MARGIN, top + 48, _RIGHT, top + 64), bar.visits / most)
        top += _ROW
    return top


def _draw_bar(canvas: ImageDraw.ImageDraw, box: tuple[int, int, int, int], share: float) -> None:
    left, top, right, bottom = box
    canvas.rounded_rectangle(box, 8, _TRACK)
    if share:
        canvas.rounded_rectangle((left, top, left + max(16, round((right - left) * share)), bottom), 8, _ACCENT)


def _draw_weeks(canvas: ImageDraw.ImageDraw, given: Summary, top: int) -> int:
    top = _draw_heading(canvas, given.weeks_title, top)
    most, ground = max(1, *(bar.visits for bar in given.weeks)), top + _CHART - 78
    step = _INNER / len(given.weeks)
    width = min(96, round(step * 0.5))
    for number, bar in enumerate(given.weeks):
        middle = round(_MARGIN + (number + 0.5) * step)
        high = round((_CHART - 140) * bar.visits / most)
        canvas.rounded_rectangle(
            (middle - width // 2, ground - max(high, 4), middle + width // 2, ground),
            6 if high > 12 else 0,
            _SECOND if high else _TRACK,
            corners=(True, True, False, False),
        )
        canvas.text((middle, ground - max(high, 4) - 14), str(bar.visits), _INK, _font(27), anchor="ms")
        canvas.text((middle, ground + 42), bar.label, _SOFT, _font(25), anchor="ms")
    canvas.line((_MARGIN, ground, _RIGHT, ground), fill=_LINE, width=2)
    return top + _CHART


def _draw_heading(canvas: ImageDraw.ImageDraw, heading: str, top: int) -> int:
    _write_bold(canvas, (_MARGIN, top + 62), heading, 34, anchor="ls")
    return top + _HEADING


def _draw_foot(canvas: ImageDraw.ImageDraw, notes: Sequence[str], top: int) -> None:
    for line in _note_lines(notes):
        canvas.text((_MARGIN, top + 28), line, _SOFT, _font(23), anchor="ls")
        top += _NOTE
    canvas.text((_RIGHT, top + 66), "驿站 Waystation", _ACCENT, _font(25), anchor="rs")


@remembered(16)
def _font(size: int) -> FreeTypeFont:
    return ImageFont.truetype(str(fonts.CHINESE), size)  # by its name: from memory each size would hold all of it


def _length(text: str, size: int) -> float:
    return _font(size).getlength(text)


def _write_bold(canvas: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, anchor: str = "la") -> None:
    """Draw with a thin stroke around every letter: the type has one weight only."""
    canvas.text(at, text, _INK, _font(size), anchor=anchor, stroke_width=size / 58, stroke_fill=_INK)


def _fitted(text: str, size: int, width: float) -> str:
    """Cut what does not fit on one line."""
    if _length(text, size) <= width:
        return text
    while text and _length(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text}…"


def _note_lines(notes: Sequence[str]) -> list[str]:
    """Break the notes into lines: between words, or between the signs of a Chinese one."""
    return [line for note in notes for line in _broken(note)]


def _broken(note: str) -> list[str]:
    lines, rest = [], note
    while _length(rest, 23) > _INNER:
        at = next(at for at in range(len(rest) - 1, 0, -1) if _length(rest[:at], 23) <= _INNER)
        space = rest.rfind(" ", 0, at + 1)
        at = space if rest.isascii() and space > 0 else at
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*lines, rest]
