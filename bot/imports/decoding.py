"""Bytes as text, in the encodings that Chinese lists come in."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from bot.imports.problems import FileUnreadable
from bot.imports.wording import BadFile

# What no text has. Tabs and line ends are text; 0x1A ended files on DOS, and old exports still bring it.
_NEVER_TEXT: Final = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1a")


def decoded(content: bytes) -> str:
    """Read UTF-8 or GB18030 with or without a byte order mark, or UTF-16 with one. Raises FileUnreadable."""
    for encoding in _candidates(content):
        try:
            written = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NEVER_TEXT.intersection(written):
            return written.removeprefix("\ufeff").rstrip("\x1a")
    raise FileUnreadable(BadFile.BINARY)


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)
    if content.startswith(BOM_UTF8):
        return ("utf-8",)
    # UTF-8 has a strict form that GB18030 hardly ever takes by chance, so it is asked first.
    return ("utf-8", "gb18030")
