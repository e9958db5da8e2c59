"""What somebody sends, without what no store holds: the zero sign, and halves of characters that stand alone.

A messenger's JSON may bring both. In their place stands the sign for a character that was lost, so that whatever counts
signs counts as before, and what was said is not nothing.
"""

import re
from dataclasses import fields, replace
from typing import Final

from bot.chat import Event

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_LOST: Final = "\ufffd"


def storable(event: Event | None) -> Event | None:
    """Return the event with all of its texts so that they can be kept; nearly always the same."""
    if event is None:
        return None
    texts = {field.name: getattr(event, field.name) for field in fields(event)}
    odd = {name: _UNSTORABLE.sub(_LOST, text) for name, text in texts.items() if _is_odd(text)}
    return replace(event, **odd) if odd else event


def _is_odd(text: object) -> bool:
    return isinstance(text, str) and _UNSTORABLE.search(text) is not None
