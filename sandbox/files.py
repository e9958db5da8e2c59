"""Files that people and the bot have sent, kept in memory by their content."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from dataclasses import dataclass

from sandbox.people import Json

KIND_BY_ENDING = {
    **dict.fromkeys(("jpg", "jpeg", "png"), "photo"),
    **dict.fromkeys(("ogg", "oga", "opus"), "voice"),
    **dict.fromkeys(("webp", "tgs"), "sticker"),
    **dict.fromkeys(("mp4", "mov", "webm"), "video"),
}
KINDS = frozenset({"photo", "document", "voice", "sticker", "video"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    name: str
    kind: str
    content: bytes

    @property
    def path(self) -> str:
        ending = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.kind}s/file_{self.unique_id}.{ending}"

    @property
    def mime(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def file(self) -> Json:
        """Return the Bot API's File."""
        return {**self._ids(), "file_path": self.path}

    def content_field(self) -> Json:
        """Return the field of a Message that shows this file."""
        return {self.kind: [self._photo_size()] if self.kind == "photo" else self._shown()}

    def _shown(self) -> Json:
        match self.kind:
            case "voice":
                return {**self._ids(), "duration": 1, "mime_type": self.mime}
            case "video":
                return {**self._ids(), "width": 640, "height": 360, "duration": 1, "mime_type": self.mime}
            case "sticker":
                still = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
                return {**self._ids(), **still}
            case _:
                return {**self._ids(), "file_name": self.name, "mime_type": self.mime}

    def _photo_size(self) -> Json:
        width, height = picture_size(self.content)
        return {**self._ids(), "width": width, "height": height}

    def _ids(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, name: str, content: bytes, kind: str) -> StoredFile:
        """Store a file; the same content of the same kind and name is the same file."""
        unique = hashlib.sha256(b"\0".join((kind.encode(), name.encode(), content))).hexdigest()[:16]
        stored = StoredFile(f"sandbox-{unique}", unique, name, kind, content)
        self._by_path[stored.path] = stored
        return self._by_id.setdefault(stored.id, stored)

    def find(self, file_id: object) -> StoredFile | None:
        return self._by_id.get(str(file_id))

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def kind_of(name: str) -> str:
    """Return what a messenger makes of a file by its name's ending: a photo, a voice message, ... or a document."""
    return KIND_BY_ENDING.get(name.rpartition(".")[2].lower(), "document")


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG; of anything else, a plausible size."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) or (800, 600)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    place = 2 if content[:2] == b"\xff\xd8" else len(content)
    while place + 9 < len(content):
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None
