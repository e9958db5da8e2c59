"""Files that people and the bot have sent, kept in memory by their content."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import PurePath

from PIL import Image

from sandbox.state.people import Json

KIND_BY_ENDING = {
    **dict.fromkeys(("jpg", "jpeg", "png"), "photo"),
    **dict.fromkeys(("ogg", "oga", "opus"), "voice"),
    **dict.fromkeys(("webp", "tgs"), "sticker"),
    **dict.fromkeys(("mp4", "mov", "webm"), "video"),
}
# What a file is shown with, beside its ids, when nothing more is known of it.
SHOWN: dict[str, Json] = {
    "photo": {},
    "document": {},
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "video": {"width": 640, "height": 360, "duration": 1},
    "animation": {"width": 320, "height": 180, "duration": 1},
    "live_photo": {"width": 640, "height": 360, "duration": 1},
    "video_note": {"length": 240, "duration": 1},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}
KINDS = frozenset(SHOWN)
NAMED = frozenset({"document", "audio", "video", "animation"})  # that show their file's name
PICTURES = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
PNG_HEAD, JPEG_HEAD = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
PNG_SIZE_ENDS = 24
PLAUSIBLE = (800, 600)  # the size of a picture whose head does not tell it
SIDES = (90, 320, 800, 1280)  # of the sizes of a photo, each where the photo is larger


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file; `shown` is what its kind shows of it, `sizes` are those of a photo, the smallest first."""

    id: str
    unique_id: str
    name: str
    kind: str
    content: bytes
    shown: Json = field(default_factory=dict)
    sizes: tuple[StoredFile, ...] = ()

    @property
    def path(self) -> str:
        ending = PurePath(self.name).suffix.lstrip(".") or "bin"
        return f"{self.kind}s/file_{self.unique_id}.{ending}"

    @property
    def mime(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def file(self) -> Json:
        """Return the Bot API's File."""
        return {**self.ids(), "file_path": self.path}

    def content_field(self, **more: object) -> Json:
        """Return the field of a Message that shows this file; `more` is what its sender says of it."""
        if self.kind == "photo":
            return {"photo": [{**one.ids(), **one.shown} for one in self.sizes]}
        return {self.kind: self.view(**more)}

    def view(self, **more: object) -> Json:
        """Return the file as its kind is shown: a Document, a Video, ..."""
        said = {key: what for key, what in more.items() if what}
        named: Json = {"file_name": self.name} if self.kind in NAMED else {}
        mime: Json = {} if self.kind in ("sticker", "video_note") else {"mime_type": self.mime}
        return {**self.ids(), **named, **mime, **self.shown, **said}

    def ids(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, name: str, content: bytes, kind: str) -> StoredFile:
        """Store a file; the same content of the same kind and name is the same file."""
        stored = _stored(name, content, kind, SHOWN[kind])
        if stored.id in self._by_id:
            return self._by_id[stored.id]
        if kind == "photo":
            stored = _photo(stored)
        for one in (stored, *stored.sizes):
            self._by_path[one.path] = self._by_id[one.id] = replace(one, sizes=stored.sizes)
        return stored

    def vouch(self, file_id: str, kind: str, shown: Json) -> None:
        """Let a file be known that an update named: it has no content here, and can be sent again."""
        unique = str(shown.get("file_unique_id") or file_id)
        name = str(shown.get("file_name") or f"{kind}.bin")
        about = {key: what for key, what in shown.items() if key not in ("file_id", "file_unique_id", "file_size")}
        stored = StoredFile(file_id, unique, name, kind, b"", {**SHOWN[kind], **about})
        if kind == "photo":
            size = {"width": PLAUSIBLE[0], "height": PLAUSIBLE[1]}
            stored = replace(stored, sizes=(replace(stored, shown={**size, **about}),))
        self._by_id.setdefault(file_id, stored)
        self._by_path.setdefault(stored.path, stored)

    def find(self, file_id: object) -> StoredFile | None:
        return self._by_id.get(str(file_id))

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def kind_of(name: str) -> str:
    """Return what a messenger makes of a file by its name's ending: a photo, a voice message, ... or a document."""
    return KIND_BY_ENDING.get(name.rpartition(".")[2].lower(), "document")


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture by its head, whatever it is called; None for what is none."""
    if content.startswith(PNG_HEAD):
        if len(content) < PNG_SIZE_ENDS:
            return PLAUSIBLE
        width, height = struct.unpack(">II", content[16:PNG_SIZE_ENDS])
        return width, height
    try:
        with Image.open(BytesIO(content), formats=PICTURES) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return PLAUSIBLE if content.startswith(JPEG_HEAD) else None


def _stored(name: str, content: bytes, kind: str, shown: Json) -> StoredFile:
    unique = hashlib.sha256(b"\0".join((kind.encode(), name.encode(errors="replace"), content))).hexdigest()[:16]
    return StoredFile(f"sandbox-{unique}", unique, name, kind, content, shown)


def _photo(stored: StoredFile) -> StoredFile:
    """Return a photo with its sizes: scaled to those of `SIDES` that are smaller, itself where it is not too large."""
    size = picture_size(stored.content)
    width, height = size or PLAUSIBLE
    whole = replace(stored, shown={"width": width, "height": height})
    if size is None or max(size) <= SIDES[0]:
        return replace(whole, sizes=(whole,))
    scaled = [one for side in SIDES if side < max(size) and (one := _scaled(stored, side))]
    return replace(whole, sizes=(*scaled, *([] if scaled and max(size) > SIDES[-1] else [whole])))


def _scaled(stored: StoredFile, side: int) -> StoredFile | None:
    try:
        with Image.open(BytesIO(stored.content)) as picture:
            picture.thumbnail((side, side))
            written = BytesIO()
            picture.convert("RGB").save(written, "JPEG", quality=85)
            width, height = picture.size
    except (OSError, ValueError, SyntaxError):  # its head says it is a picture, the rest does not
        return None
    return _stored(f"{side}.jpg", written.getvalue(), "photo", {"width": width, "height": height})
