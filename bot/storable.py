"""What somebody sends, without what no store holds: the zero sign, and halves of characters that stand alone.

A messenger's JSON may bring both.
"""

import re
from dataclasses import fields, replace
from typing import Any, Final

from bot.chat import Event

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def storable(event: Event | None) -> Event | None:
    """Return the event with texts that can be kept; nearly always it is the same."""
    if event is None:
        return None
    texts = {field.name: getattr(event, field.name) for field in fields(event)}
    kept: dict[str, Any] = {name: _UNSTORABLE.sub("", text) for name, text in texts.items() if _is_odd(text)}
    return replace(event, **kept) if kept else event


def _is_odd(text: object) -> bool:
    return isinstance(text, str) and _UNSTORABLE.search(text) is not None
