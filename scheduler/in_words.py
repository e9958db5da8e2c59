"""What is said in the place of a pin, a picture or a file that does not get through: its words, and why it is missing.

Only in a conversation: an announcement without its picture would be another one, and the report names who missed it.
"""

from html import escape

from bot.chat import Document, Drawing, Fate, Message, Picture, Pin, Post, Text
from bot.texts import Words
from domain.messages.delivery import Lane
from storage.messages.claims import Claimed


def has_words(row: Claimed, reply: Message) -> bool:
    """Tell whether words may go in its place: to one person, as a new message of which nothing has gone out."""
    if row.part or row.chat_id < 0 or row.lane == Lane.ANNOUNCEMENT or row.target:
        return False
    match reply:
        case Pin() | Document() | Picture() | Drawing():
            return True
        case Post():
            return bool(reply.media) and not reply.replaces
    return False


def in_words(reply: Message, came_to: str, t: Words) -> Message:
    """Return the words of what `has_words`, with its buttons; `came_to` is the fate that it met."""
    match reply:
        case Pin():
            return Text(reply.as_text, reply.buttons)
        case Document() | Picture() | Drawing():
            return Text(_joined(escape(reply.caption, quote=False), _why(came_to, t)), reply.buttons)
        case Post():
            return Text(_joined(reply.html, _why(came_to, t)), reply.buttons)
    return reply  # it was drawn anew while it waited, and is words by now


def _joined(said: str, why: str) -> str:
    return f"{said}\n\n{why}" if said else why


def _why(came_to: str, t: Words) -> str:
    if came_to == Fate.REFUSED:
        return t("There should be a picture or file here, but Telegram did not accept it. It may no longer be valid.")
    return t("There should be a picture or file here, but I cannot send it right now. Please try again later.")
