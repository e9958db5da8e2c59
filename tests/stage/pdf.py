"""Reads pages as a reader without type of its own would: the text by each font's map, and whether it is embedded."""

import base64
import re
import zlib

_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """Return what the pages say, in the order in which it is drawn, a line for each piece."""
    objects = _objects(pdf)
    names = dict(re.findall(rb"/(F\d+\+\d+) (\d+) 0 R", pdf))
    maps = {name: _letters(objects, objects[number]) for name, number in names.items()}
    said, font = [], b""
    pages = [_content(one) for one in objects.values() if b"stream\n" in one and b"/Length1" not in one]
    for page in (page for page in pages if b" Tj" in page):
        for chosen, piece in re.findall(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", page, re.DOTALL):
            font = chosen or font
            said += [] if chosen else ["".join(maps[font][code] for code in _plain(piece))]
    return "\n".join(said)


def fonts_outside(pdf: bytes) -> list[bytes]:
    """Return the fonts that the document wants and does not carry."""
    objects = _objects(pdf)
    fonts = [one for one in objects.values() if b"/Type /Font\n" in one or one.rstrip().endswith(b"/Type /Font >>")]
    wanting = [one for one in fonts if not _is_carried(objects, one)]
    return [re.findall(rb"/BaseFont /(\S+)", one)[0] for one in wanting]


def _objects(pdf: bytes) -> dict[bytes, bytes]:
    return dict(re.findall(rb"(?s)(?:^|\n)(\d+) 0 obj\r?\n(.*?)endobj", pdf))


def _content(held: bytes) -> bytes:
    head, _, rest = held.partition(b"stream\n")
    packed = rest[: int(re.findall(rb"/Length (\d+)", head)[0])]
    if b"/ASCII85Decode" in head:
        packed = base64.a85decode(packed.strip().removesuffix(b"~>"))
    return zlib.decompress(packed)


def _letters(objects: dict[bytes, bytes], font: bytes) -> dict[int, str]:
    """Read a font's ToUnicode: which code stands for which letter."""
    mapped = _content(objects[re.findall(rb"/ToUnicode (\d+) 0 R", font)[0]])
    pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-Fa-f]+)>\n", mapped.partition(b"beginbfchar")[2])
    return {int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for code, letter in pairs}


def _plain(piece: bytes) -> bytes:
    return _ESCAPED.sub(lambda one: bytes([int(one[1], 8)]) if len(one[1]) == 3 else one[1], piece)


def _is_carried(objects: dict[bytes, bytes], font: bytes) -> bool:
    described = re.findall(rb"/FontDescriptor (\d+) 0 R", font)
    return bool(described) and b"/FontFile2" in objects[described[0]]
