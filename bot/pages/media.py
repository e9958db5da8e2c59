"""What a file really is, by its first bytes; and pictures without what a camera writes into them.

What a browser calls a file decides nothing. A picture says where it was taken, and by which telephone: all of that
goes, but which way up it is stays.
"""

import struct
from collections.abc import Callable, Iterator
from typing import Final

OTHER: Final = "application/octet-stream"

_JPEG: Final = "image/jpeg"
_PNG: Final = "image/png"
_WEBP: Final = "image/webp"
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", _JPEG),
    (b"\x89PNG\r\n\x1a\n", _PNG),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_HEIC: Final = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"})


class StrangePictureError(ValueError):
    """It begins like a picture, and is none, or of a kind whose place cannot be taken out."""


def kind_of(content: bytes) -> str:
    """Return the media type of what is shown as a picture or opened as PDF; `OTHER` for all else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _WEBP
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), OTHER)


def without_traces(content: bytes) -> bytes:
    """Return a file without what a camera wrote into it; all but pictures as they are. Raises `StrangePictureError`."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise StrangePictureError
    strip = _STRIPS.get(kind_of(content))
    try:
        return content if strip is None else strip(content)
    except (struct.error, IndexError, ValueError) as trouble:
        raise StrangePictureError from trouble


_END: Final = 0xD9
_SCAN: Final = 0xDA
_OF_POINTS: Final = frozenset({0x00, *range(0xD0, 0xD8)})
_MARKS_ALONE: Final = frozenset({0x01, _END, *range(0xD0, 0xD8)})
_TRACES: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""APP1 to APP13, APP15 and comments: Exif, XMP, IPTC, maker's notes. JFIF (APP0) and Adobe's colours (APP14) stay."""

_COLOURS: Final = b"ICC_PROFILE\0"


def _jpeg(content: bytes) -> bytes:
    """Copy a JPEG by its segments, up to its end: telephones hang whole films behind it."""
    kept, turned = list[bytes](), 1
    for mark, segment in _segments(content):
        if mark == 0xE1 and segment[4:10] == b"Exif\0\0":
            turned = _orientation(segment[10:])
        if mark not in _TRACES or (mark == 0xE2 and segment[4:].startswith(_COLOURS)):
            kept.append(segment)
    return b"".join([content[:2], *_upright(turned), *kept])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk over what follows the first mark: each segment with its mark, that of a scan with all its points."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise StrangePictureError
        mark = content[at + 1]
        if mark == 0xFF:  # what fills up
            at += 1
            continue
        end = at + 2 + (0 if mark in _MARKS_ALONE else struct.unpack(">H", content[at + 2 : at + 4])[0])
        if end > len(content):
            raise StrangePictureError
        if mark == _SCAN:
            end = _scanned(content, end)
        yield mark, content[at:end]
        if mark == _END:
            return
        at = end


def _scanned(content: bytes, at: int) -> int:
    """Return where the points of a scan end: at the next mark that is none of theirs."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] not in _OF_POINTS:
            return at
        at += 2


_ORIENTATION: Final = 0x0112


def _orientation(tiff: bytes) -> int:
    """Return which way up it is, 1 to 8, of Exif's TIFF; 1 where that cannot be told."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (at,) = struct.unpack(f"{order}I", tiff[4:8])
        (entries,) = struct.unpack(f"{order}H", tiff[at : at + 2])
        for number in range(entries):
            tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[at + 2 + 12 * number :][:10])
            if tag == _ORIENTATION and 1 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        return 1
    return 1


def _upright(turned: int) -> list[bytes]:
    """Write Exif that says which way up it is, and nothing else."""
    if turned == 1:
        return []
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return [struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body]


_PNG_TRACES: Final = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})


def _png(content: bytes) -> bytes:
    return content[:8] + b"".join(chunk for chunk in _png_chunks(content) if chunk[4:8] not in _PNG_TRACES)


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise StrangePictureError
        yield chunk
        if chunk[4:8] == b"IEND":
            return
        at += 12 + length


_WEBP_TRACES: Final = frozenset({b"EXIF", b"XMP "})


def _webp(content: bytes) -> bytes:
    kept, at = [], 12
    while at < len(content):
        (length,) = struct.unpack("<I", content[at + 4 : at + 8])
        whole = 8 + length + length % 2
        chunk = content[at : at + whole]
        if len(chunk) < 8 + length:
            raise StrangePictureError
        if chunk[:4] == b"VP8X":  # its flags say what follows: no Exif, no XMP
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if chunk[:4] not in _WEBP_TRACES:
            kept.append(chunk)
        at += whole
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_STRIPS: Final[dict[str, Callable[[bytes], bytes]]] = {_JPEG: _jpeg, _PNG: _png, _WEBP: _webp}
