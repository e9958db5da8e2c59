"""What rows say: the reply in each, read from its JSON; the wording of a mailing, which has many readers, once."""

from dataclasses import replace
from typing import Final, final

from bot.chat import Message, Post, Text, Unsend
from bot.codec import decode
from storage.messages.claims import Claimed

_KEPT: Final = 64  # more languages and mailings than this are not under way together


@final
class Readings:
    """Reads rows, and keeps the wordings that it has read."""

    def __init__(self) -> None:
        self._wordings: dict[tuple[int, int], Message] = {}

    def of(self, row: Claimed) -> Message:
        """Return what this row sends. Raises `ValueError` for what cannot be read."""
        return _in_topic(self._said(row), row.topic)

    def _said(self, row: Claimed) -> Message:
        if row.wording is None:
            return decode(row.reply)
        key = (row.wording.wording_id, row.wording.revision)
        if key not in self._wordings:
            if len(self._wordings) >= _KEPT:
                self._wordings.clear()
            self._wordings[key] = decode(row.reply)
        return _aimed(self._wordings[key], row)


def _in_topic(reply: Message, topic: int) -> Message:
    """Say to which of a group's topics it goes; what rewrites a message stays where that is."""
    if topic and isinstance(reply, Text | Post) and not reply.replaces and not reply.topic:
        return replace(reply, topic=topic)
    return reply


def _aimed(reply: Message, row: Claimed) -> Message:
    """Say which message a correction or a recall is about."""
    if not row.target:
        return reply
    match reply:
        case Post():
            return replace(reply, replaces=row.target)
        case Unsend():
            return Unsend((row.target, *row.others))
    return reply
