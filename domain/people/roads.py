"""Codes that bring a person from one way in to another: what they are good for, how long, and how they are written.

Nothing but a code proves that both ends are in one pair of hands: no phone number, no name.
"""

from enum import StrEnum
from typing import Final
from unicodedata import normalize

from domain.bounded import up_to


class Kind(StrEnum):
    """What a code is for."""

    LINK = "link"  # shown on one way in, typed or opened on another
    DESK = "desk"  # shown by an organiser who knows the person, opened on a new page
    RECOVERY = "recovery"  # kept on paper, for when every way in is lost


LIVES_S: Final = {Kind.LINK: 600.0, Kind.DESK: 300.0}
"""So many seconds a code is good for, once; one for coming back, until it is used or renewed."""

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs that nobody mistakes for another, read aloud or written down: 4.95 bits each."""

SHORT: Final = 8
"""Signs of a code for some minutes: 39 bits, and whoever misses ten times in an hour waits."""

LONG: Final = 16
"""Signs of a code for coming back that is kept on paper for years: 79 bits."""

EXAMPLE: Final = "AB2C-D3EF"
"""What a code looks like."""

_FOUR: Final = 4

PROVED_S: Final = 12 * 3_600.0
"""So long a page may act for a role at most, once that was confirmed elsewhere: a working day."""

IDLE_S: Final = 30 * 60.0
"""And no longer than so many seconds after it was used last: a browser that was left alone is anybody's."""

ASKED_S: Final = 600.0
"""So long the question whether a page may act for a role can be answered."""


@up_to(64, "")
def read(typed: str) -> str:
    """Return the code that somebody typed, however it is spaced and written; "" for what is none."""
    code = "".join(sign for sign in normalize("NFKC", typed).upper() if sign.isalnum())
    return code if len(code) in {SHORT, LONG} and set(code) <= set(SIGNS) else ""


def spaced(code: str) -> str:
    """Write a code as people read it: in groups of four."""
    return "-".join(code[at : at + _FOUR] for at in range(0, len(code), _FOUR))
