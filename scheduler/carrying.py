"""Files that another channel keeps: fetched there, and sent here as files of ours.

A file's id means nothing to another channel. A message with such files becomes several parts: each file by itself, then
the words with their buttons. There are as many parts whether or not a file is still to be had, for a part that has gone
out is not sent again. In the place of a file that is gone, or too big, are words.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Final, final

from bot.chat import TELEGRAM, Brought, Document, Drawing, Front, Message, NoFileError, Picture, Post, Text, keeper_of
from bot.texts import Words
from domain.announcements.announcements import Medium

CARRIED_MOST: Final = 10 * 1024 * 1024
"""Bytes of a file that is carried: as many as a page takes itself."""

_KEPT: Final = 16 * 1024 * 1024
"""Bytes of files that are kept in memory for the next who gets the same: an announcement has thousands of readers."""

_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@final
class Carrier:
    """Carries files between `fronts`, which are named by their channels."""

    def __init__(self, fronts: Mapping[str, Front]) -> None:
        self._fronts = fronts
        self._kept: OrderedDict[str, Brought] = OrderedDict()
        self._size = 0

    async def carried(self, message: Message, channel: str, t: Words) -> tuple[Message, ...]:
        """Return what a channel can send of a message. Raises `FetchFailedError` while another does not answer."""
        if not is_elsewhere(message, channel):
            return (message,)
        match message:
            case Picture():
                return (await self._file(Medium("photo", message.file_id), message, t),)
            case Post(replaces=written) if written:  # the words are a message of their own; what hangs there stays
                return (Text(message.html, message.buttons, replaces=written),)
            case Post():
                return await self._post(message, channel, t)
        return (message,)

    async def _post(self, post: Post, channel: str, t: Words) -> tuple[Message, ...]:
        parts: list[Message] = []
        for medium in post.media:
            if keeper_of(medium.file_id) == channel:
                parts.append(replace(post, html="", media=(medium,), buttons=()))
            else:
                parts.append(await self._file(medium, Picture(medium.file_id), t))
        if post.html or post.buttons:
            parts.append(Text(post.html, post.buttons, topic=post.topic))
        return tuple(parts)

    async def _file(self, medium: Medium, told: Picture, t: Words) -> Message:
        """Return a file of ours in the place of what another channel keeps, with its caption and buttons."""
        try:
            brought = await self._brought(medium.file_id)
        except NoFileError:
            missing = t("(There is a picture or file with this that cannot be shown here.)")
            return Text(f"{escape(told.caption, quote=False)}\n\n{missing}".strip(), told.buttons)
        if brought.content.startswith(_PICTURES) and medium.kind == "photo":
            return Drawing(brought.content, told.caption, told.buttons)
        return Document(brought.name or _named(medium), brought.content, told.caption, told.buttons)

    async def _brought(self, file_id: str) -> Brought:
        if (kept := self._kept.get(file_id)) is not None:
            self._kept.move_to_end(file_id)
            return kept
        front = self._fronts.get(keeper_of(file_id))
        if front is None:
            raise NoFileError("there is no such channel")
        brought = await front.bring(file_id)
        if len(brought.content) > CARRIED_MOST:
            raise NoFileError("it is too big")
        self._keep(file_id, brought)
        return brought

    def _keep(self, file_id: str, brought: Brought) -> None:
        if file_id in self._kept:
            return
        self._kept[file_id] = brought
        self._size += len(brought.content)
        while self._size > _KEPT:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.content)


def is_elsewhere(message: Message, channel: str) -> bool:
    """Tell whether another channel than this keeps a file of the message."""
    match message:
        case Picture():
            return keeper_of(message.file_id) != (channel or TELEGRAM)
        case Post(media=media) if media:
            return any(keeper_of(medium.file_id) != (channel or TELEGRAM) for medium in media)
    return False


def _named(medium: Medium) -> str:
    return {"photo": "picture.jpg", "video": "video.mp4", "voice": "voice.ogg"}.get(medium.kind, "file")
