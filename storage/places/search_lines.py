"""Many short texts in one long string: found by the plain search of strings, which no index in Python outruns."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final, final


@final
class Lines:
    """Texts by number. What finds them yields numbers in rising order, each once."""

    def __init__(self, text: str) -> None:
        """Take all of them in one text, each ended by a line break."""
        self._text = "\n" + text
        self._starts = array("I", (found.end() for found in re.finditer("\n", self._text)))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._text[self._starts[number] : self._starts[number + 1] - 1]

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def equal(self, text: str) -> Iterator[int]:
        return self._with(f"\n{text}\n")

    def beginning(self, text: str) -> Iterator[int]:
        return self._with(f"\n{text}")

    def holding(self, text: str) -> Iterator[int]:
        return self._with(text)

    def count(self, text: str) -> int:
        return self._text.count(text)

    def _with(self, piece: str) -> Iterator[int]:
        at = self._text.find(piece)
        while at >= 0:
            number = bisect_right(self._starts, at + 1) - 1 if piece[0] == "\n" else bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(piece, self._starts[number + 1] - 1)


@final
class Sounds:
    """Names as syllables: found by letters from the start of a syllable on, or by the syllables' first letters."""

    def __init__(self, pinyin: str) -> None:
        """Take each name as syllables with spaces between, "jia xing da sha", and ended by a line break."""
        spoken = Lines(pinyin)
        self._lines = Lines(plain(pinyin.replace(" ", "")))
        self._starts = Lines(joined("".join("^".ljust(len(syllable)) for syllable in name.split()) for name in spoken))
        self.initials = Lines(joined("".join(syllable[0] for syllable in name.split()) for name in spoken))
        self.letters = list(self._lines)

    def equal(self, letters: str) -> Iterator[int]:
        return self._lines.equal(letters)

    def beginning(self, letters: str) -> Iterator[int]:
        return self._lines.beginning(letters)

    def holding(self, letters: str) -> Iterator[int]:
        """Yield the names that hold these letters, begun where a syllable begins."""
        return (number for number in self._lines.holding(letters) if self._begun(number, letters))

    def syllables(self, number: int) -> list[str]:
        """Return a name as its syllables again."""
        line, starts = self._lines[number], self._starts[number]
        begins = [at for at, mark in enumerate(starts) if mark == "^"]
        return [line[first:last] for first, last in zip(begins, [*begins[1:], len(line)], strict=True)]

    def _begun(self, number: int, letters: str) -> bool:
        line, starts = self._lines[number], self._starts[number]
        at = line.find(letters)
        while at >= 0 and starts[at] != "^":
            at = line.find(letters, at + 1)
        return at >= 0


_NUMBERS: Final = 32  # bits


@final
class Exactly:
    """Which texts equal a given one, answered in a microsecond: their hashes in order, twelve bytes for each."""

    def __init__(self, texts: Iterable[str]) -> None:
        # Hash and number in one integer: as pairs they would take two megabytes and a half until they are sorted.
        both = sorted((hash(text) << _NUMBERS) | number for number, text in enumerate(texts))
        self._hashes = array("q", (each >> _NUMBERS for each in both))
        self._numbers = array("I", (each & ((1 << _NUMBERS) - 1) for each in both))

    def equal(self, text: str) -> list[int]:
        """Return their numbers, rising. Two texts of one hash are one in 2**64 pairs: the answer is not checked."""
        sought = hash(text)
        first = bisect_left(self._hashes, sought)
        last = bisect_right(self._hashes, sought, first)
        return list(self._numbers[first:last])


def joined(texts: Iterable[str]) -> str:
    """Put a line break behind each text, and all in one; the texts are never all there at once."""
    written = StringIO()
    written.writelines(f"{text}\n" for text in texts)
    return written.getvalue()


def plain(letters: str) -> str:
    """Write ü as u, as most people type it; English words suffer it alike on both sides."""
    return letters.replace("lv", "lu").replace("nv", "nu")
