"""Makes the type of papers: `python scripts/make_type.py NotoSansCJK-Regular.ttc "NotoSans[wdth,wght].ttf" OUT.ttf`.

Wants fontTools, which nothing else of the project does. The first file is that of Debian's fonts-noto-cjk, the second
that of fontpkg-noto-sans. Outlines become quadratic (TrueType), within 1.5 of the 1,000 units of an em: on paper, at
the largest size that is set, a fiftieth of a millimetre.
"""

import sys
import unicodedata
from typing import Any, Final

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_SIMPLIFIED: Final = 2  # the place of SC in the collection
_OF_LATIN: Final = (
    *(range(0x20, 0x300), range(0x370, 0x530), range(0x1C80, 0x1C90), range(0x1E00, 0x2000)),
    *(range(0x20A0, 0x20C0), range(0x2C60, 0x2C80), range(0xA640, 0xA6A0), range(0xA720, 0xA800)),
)
_LEFT_OUT: Final = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xA960, 0xA980), range(0xAC00, 0xD800))
"""Hangul: a quarter of the file, for names that stand in hanzi on every paper here."""
_NAMES: Final = {
    "familyName": "Noto Sans SC with Latin",
    "styleName": "Regular",
    "uniqueFontIdentifier": "NotoSansSC-with-Latin-2.004",
    "fullName": "Noto Sans SC with Latin",
    "psName": "NotoSansSC-with-Latin",
    "version": "Version 2.004",
    "copyright": "© 2014-2021 Adobe (http://www.adobe.com/). Copyright 2022 The Noto Project Authors "
    "(https://github.com/notofonts/latin-greek-cyrillic)",
    "licenseDescription": "SIL Open Font License, Version 1.1",
    "licenseInfoURL": "https://openfontlicense.org",
}

Source = tuple[str, str]
"""A font ("c" for the Chinese one, "l" for the Latin) and the name of a glyph in it."""


def main(chinese_file: str, latin_file: str, out: str) -> None:
    chinese = TTFont(chinese_file, fontNumber=_SIMPLIFIED, lazy=True)
    latin = instantiateVariableFont(TTFont(latin_file), {"wght": 400, "wdth": 100})
    fonts = {"c": chinese, "l": latin}
    wanted = _wanted(chinese.getBestCmap(), latin.getBestCmap())
    sources: dict[str, Source] = {".notdef": ("c", ".notdef")}
    sources |= {_named(wanted[code]): wanted[code] for code in sorted(wanted)}
    glyphs = {name: _outline(fonts, source) for name, source in sources.items()}
    widths = {name: fonts[font]["hmtx"][glyph][0] for name, (font, glyph) in sources.items()}
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(list(glyphs))
    made.setupCharacterMap({code: _named(source) for code, source in wanted.items()})
    made.setupGlyf(glyphs)
    made.setupHorizontalMetrics({name: (widths[name], getattr(glyphs[name], "xMin", 0)) for name in glyphs})
    made.setupHorizontalHeader(ascent=1160, descent=-288)
    heights = {"sTypoAscender": 880, "sTypoDescender": -120, "sCapHeight": 733, "sxHeight": 543}
    made.setupOS2(**heights, sTypoLineGap=0, usWinAscent=1160, usWinDescent=288, fsType=0)
    made.setupNameTable(_NAMES)
    made.setupPost(keepGlyphNames=False)
    made.font["head"].created = made.font["head"].modified = 3_700_000_000  # the same bytes on every day
    made.font.recalcTimestamp = False
    made.save(out)


def _wanted(chinese: dict[int, str], latin: dict[int, str]) -> dict[int, Source]:
    """Choose for each letter where it comes from; marks that stand on letters are set by neither front."""
    wanted: dict[int, Source] = {}
    for code, glyph in latin.items():
        if any(code in letters for letters in _OF_LATIN) and unicodedata.category(chr(code)) not in {"Mn", "Me"}:
            wanted[code] = ("l", glyph)
    for code, glyph in chinese.items():
        if code not in wanted and not any(code in letters for letters in _LEFT_OUT):
            wanted[code] = ("c", glyph)
    return wanted


def _named(source: Source) -> str:
    font, glyph = source
    return glyph if font == "c" else f"l.{glyph}"


def _outline(fonts: dict[str, Any], source: Source) -> Any:  # noqa: ANN401  fontTools publishes no types
    font, glyph = source
    drawn = DecomposingRecordingPen(fonts[font].getGlyphSet())
    fonts[font].getGlyphSet()[glyph].draw(drawn)
    pen = TTGlyphPen(None)
    drawn.replay(Cu2QuPen(pen, 1.5, reverse_direction=True) if font == "c" else pen)
    return pen.glyph()


if __name__ == "__main__":
    main(*sys.argv[1:])
