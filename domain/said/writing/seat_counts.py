"""Reading how many seats somebody means: 30, 30人, 30 seats, 不限."""

import re
from typing import Final, Literal
from unicodedata import normalize

MOST: Final = 100_000

_SEATS: Final = re.compile(r"(?P<number>[0-9]{1,6})\s*(?:人|个|位|名|座|seats?|people)?")
_NO_LIMIT: Final = frozenset({"不限", "不限人数", "无限", "any", "unlimited", "no limit"})


def read(text: str) -> int | Literal["unlimited"] | None:
    """Understand a number of seats, or as many as come; None for neither."""
    said = normalize("NFKC", text[:40]).casefold().strip(" .。")
    if said in _NO_LIMIT:
        return "unlimited"
    found = _SEATS.fullmatch(said)
    number = int(found["number"]) if found else 0
    return number if 1 <= number <= MOST else None
