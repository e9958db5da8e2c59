"""One cell as text: without what spreadsheets and copying leave in it, and without what they would compute."""

from datetime import date, datetime, time
from typing import Final
from unicodedata import category, normalize

Cell = object
"""A cell as a reader hands it over: text, a number, true or false, a date, a list, or None."""

_NOTHING: Final = frozenset({"", "#n/a", "#ref!", "#value!", "#name?", "#null!", "#div/0!", "null", "none", "nan"})
_LONGEST_NOTHING: Final = max(map(len, _NOTHING))
_FORMULA: Final = frozenset("=+-@\t\r")


def text(cell: Cell) -> str:
    """Write a cell as clean text: no invisible characters, single spaces, whole numbers without ".0"."""
    match cell:
        case str():
            pass  # nearly every cell
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat()
        case list() | tuple():
            return "、".join(text(part) for part in cell)
    return _clean(str(cell))


def is_moment(cell: Cell) -> bool:
    """Tell whether the spreadsheet took the cell for a date or a time of day."""
    return isinstance(cell, datetime | date | time)


def folded(written: str) -> str:
    """Make two spellings of one word alike: width, case and spacing do not count."""
    return "".join(normalize("NFKC", written).casefold().split())


def _clean(written: str) -> str:
    if not written.isprintable():
        written = "".join(_visible(letter) for letter in written)
    written = " ".join(written.split())
    return "" if len(written) <= _LONGEST_NOTHING and written.casefold() in _NOTHING else written


def _visible(letter: str) -> str:
    """Keep a letter, make a space of white space and control characters, drop what cannot be seen or stored."""
    kind = category(letter)
    if kind in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    # The last two code points of every plane are no characters, and XML does not take them.
    return "" if kind in {"Cf", "Cs"} or ord(letter) & 0xFFFE == 0xFFFE else letter


def harmless(value: str | int) -> str | int:
    """Put an apostrophe before what a spreadsheet would compute: the value comes from a stranger's file."""
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value
