"""Why a group did not take a post, as far as somebody there can help it; read from the messenger's words."""

from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """What stands in the way."""

    TOPIC = "topic"  # the topic is closed, or gone
    MEDIA = "media"  # no pictures, films or files are taken there
    RIGHTS = "rights"  # the bot may not write
    OUT = "out"  # the bot is not in it
    OTHER = "other"


_MEDIA: Final = ("photo", "video", "document", "voice", "audio", "media")

_SIGNS: Final[tuple[tuple[Trouble, tuple[str, ...]], ...]] = (
    (Trouble.TOPIC, ("topic_closed", "topic_deleted", "thread not found")),
    (Trouble.OUT, ("kicked", "not a member", "chat not found", "group is deactivated", "group chat was deleted")),
)
_NOT_ALLOWED: Final = (
    "not enough rights",
    "forbidden",
    "have no rights",
    "chat_write",
    "chat_restricted",
    "admin_required",
)


def trouble_of(reason: str) -> Trouble:
    """Tell what a refusal means, whichever of its forms the messenger chose."""
    said = reason.lower()
    for trouble, signs in _SIGNS:
        if any(sign in said for sign in signs):
            return trouble
    if refuses_media(said):
        return Trouble.MEDIA
    return Trouble.RIGHTS if any(sign in said for sign in _NOT_ALLOWED) else Trouble.OTHER


def refuses_media(reason: str) -> bool:
    """Tell whether it is the picture, film, file or recording that is not taken, and not the words."""
    said = reason.lower()
    return any(sign in said for sign in _NOT_ALLOWED) and any(kind in said for kind in _MEDIA)
