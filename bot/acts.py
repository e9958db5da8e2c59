"""What a messenger sends as several messages and a person as one: a text that is cut in two, an album."""

from typing import Final

from bot.chat import Event, Said, SentFile

AT_ONCE_S: Final = 3.0
"""So soon after its first message comes what belongs to the same act."""

CUT_FROM: Final = 4_000
"""Clients cut a text at 4,096 signs, or at the last space before."""

_TEXT: Final = "text"


def begun_by(event: Event | None) -> str:
    """Name the act of which further messages may come; "" for what is an act alone."""
    match event:
        case Said(text) if len(text) >= CUT_FROM:
            return _TEXT
        case SentFile(album=album):
            return album
    return ""


def goes_on(act: str, event: Event | None) -> bool:
    """Tell whether an event is more of the act that has this name."""
    match event:
        case Said(reply_to=0):
            return act == _TEXT
        case SentFile(album=album):
            return bool(album) and act == album
    return False
