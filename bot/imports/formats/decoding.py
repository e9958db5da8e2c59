"""Bytes as text, in the encodings that Chinese lists come in."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from typing import Final

from bot.imports.table.problems import FileUnreadable
from bot.imports.table.wording import BadFile

# What no text has. Tabs and line ends are text; 0x1A ended files on DOS, and old exports still bring it.
_NEVER_TEXT: Final = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1a")
_CJK: Final = 0x2E80
_PRIVATE: Final = range(0xE000, 0xF900)
_MANY: Final = 0.5
"""Of the letters beyond ASCII: so many that are in no everyday set are the sign of a wrong encoding."""
_SHOWN: Final = 40


def decoded(content: bytes) -> str:
    """Read UTF-8 or GB18030 with or without a byte order mark, or UTF-16 with one.

    GB18030 takes nearly any bytes, so that it takes them proves nothing: what looks like damaged or mixed UTF-8, or
    comes out in characters that nobody writes, is refused. Raises FileUnreadable, naming the line.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _text(content, "utf-16")
    try:
        return _text(content, "utf-8")
    except _WrongBytesError:
        pass
    damaged = _damaged_line(content)
    if damaged is not None:
        raise _damage(content, damaged)
    try:
        written = _text(content, "gb18030")
    except _WrongBytesError as wrong:
        raise _damage(content, content.count(b"\n", 0, wrong.at)) from None
    for number, line in enumerate(written.split("\n")):
        if any(ord(letter) in _PRIVATE for letter in line):
            raise _damage(content, number)
    if _is_rare(written):
        raise _damage(content, 0)
    return written


class _WrongBytesError(Exception):
    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def _text(content: bytes, encoding: str) -> str:
    """Decode it. Raises FileUnreadable for what is no text in any encoding, and _WrongBytesError for other bytes."""
    try:
        written = content.decode(encoding)
    except UnicodeDecodeError as wrong:
        if encoding == "utf-16" or b"\0" in content:
            raise FileUnreadable(BadFile.BINARY) from None
        raise _WrongBytesError(wrong.start) from None
    if _NEVER_TEXT.intersection(written):
        raise FileUnreadable(BadFile.BINARY)
    return written.removeprefix("\ufeff").rstrip("\x1a")


def _damaged_line(content: bytes) -> int | None:
    """Return the number from 0 of a line that is not in the file's encoding, if some lines are UTF-8 and others not.

    A whole line of Chinese in GB18030 is by no chance sound UTF-8 as well, so one such line decides.
    """
    sound, other = list[int](), list[int]()
    for number, line in enumerate(content.removeprefix(BOM_UTF8).split(b"\n")):
        if line.isascii():
            continue
        (sound if _is_chinese_utf8(line) else other).append(number)
    if sound:
        return min(sound if len(sound) < len(other) else other)
    if content.startswith(BOM_UTF8) or any(_is_mostly_utf8(content.split(b"\n")[number]) for number in other):
        return other[0]
    return None


def _is_chinese_utf8(line: bytes) -> bool:
    try:
        written = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any(ord(letter) >= _CJK for letter in written)


def _is_mostly_utf8(line: bytes) -> bool:
    """Tell whether a line is UTF-8 but for a few bytes: more letters that are sound than places that are not."""
    written = line.decode("utf-8", "replace")
    broken = written.count("\ufffd")
    return sum(ord(letter) >= _CJK for letter in written) - broken > broken


def _is_rare(written: str) -> bool:
    """Tell whether many letters are neither in the everyday set of the mainland nor in that of Taiwan."""
    beyond = [letter for letter in written if not letter.isascii()]
    return len(beyond) > 0 and sum(not _is_everyday(letter) for letter in _once(beyond)) > _MANY * len(set(beyond))


def _once(letters: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(letters)


def _is_everyday(letter: str) -> bool:
    for encoding in ("gb2312", "big5"):
        try:
            letter.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _damage(content: bytes, number: int) -> FileUnreadable:
    line = content.split(b"\n")[number].decode("utf-8", "replace").strip()
    return FileUnreadable(BadFile.DAMAGED, row=str(number + 1), text=line[:_SHOWN])
