"""JSON as strangers write it, read within bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
SURROGATE_BYTES = re.compile(SURROGATE.pattern.encode())
DEEPEST = 100  # as in TDLib's own reader


def loads(text: str | bytes) -> object:
    """Parse JSON whose strings are possible as UTF-8, whose numbers are numbers, and which is not too deep.

    Raises ValueError; a lone half of a character is a UnicodeEncodeError, which is one too.
    """
    try:
        value: object = json.loads(text, parse_constant=_no_number, parse_float=_number)
    except RecursionError:
        raise ValueError("the JSON is too deep") from None
    if _brackets(text) > DEEPEST and _depth(value) > DEEPEST:
        raise ValueError("the JSON is too deep")
    if (SURROGATE_BYTES.search(text) if isinstance(text, bytes) else SURROGATE.search(text)) is not None:
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _number(text: str) -> float:
    value = float(text)
    return _no_number(text) if value in (float("inf"), float("-inf")) else value


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON's")


def _brackets(text: str | bytes) -> int:
    return text.count(b"[") + text.count(b"{") if isinstance(text, bytes) else text.count("[") + text.count("{")


def _depth(value: object) -> int:
    level: list[object] = [value]
    depth = 0
    while level:
        level = [inner for one in level for inner in _inside(one)]
        depth += 1
    return depth


def _inside(value: object) -> Iterable[object]:
    match value:
        case dict():
            return value.values()
        case list():
            return value
        case _:
            return ()
