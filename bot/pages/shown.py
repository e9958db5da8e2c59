"""What a line shows, as the JSON that a page draws: of a message of ours, and of what the person did."""

import json
from dataclasses import dataclass
from typing import Any

from bot.chat import ON_A_PAGE, Buttons, Document, Drawing, Keys, Message, Picture, Pin, Post, Text
from bot.pages import media
from bot.pages.rich import tree

Shown = dict[str, Any]
"""`html` (nodes), `buttons`, `keys`, `place`, `files`, `missing`, `chosen`; of an own line `id` and what was `sent`."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A file that hangs on a line: what it is called, its media type, and its content, or whose file it is."""

    name: str
    kind: str
    content: bytes = b""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it will be drawn, the files that it brings, and the line that it rewrites (0: none)."""

    shown: Shown
    files: tuple[Hanging, ...] = ()
    replaces: int = 0


def drawn(message: Message) -> Drawn | None:  # noqa: PLR0911  one for each kind
    """Draw a message of ours; None for what is no line: commands, cards, toasts, and what takes lines back."""
    match message:
        case Text():
            shown = _said(message.html, message.buttons)
            if message.keys or message.hide_keys:
                shown["keys"] = _keys(message.keys)
            return Drawn(shown, replaces=message.replaces)
        case Pin():
            place = {"lat": message.latitude, "lon": message.longitude, "title": message.title, "at": message.address}
            return Drawn({"place": place, **_said("", message.buttons)})
        case Document():
            file = Hanging(message.name, "application/octet-stream", message.content)
            return Drawn(_captioned(message.caption, message.buttons), (file,))
        case Drawing():
            file = Hanging("picture.png", _picture(message.content), message.content)
            return Drawn(_captioned(message.caption, message.buttons), (file,), message.replaces)
        case Picture():
            return _with([message.file_id], _captioned(message.caption, message.buttons))
        case Post():
            shown = _said(message.html, message.buttons)
            return _with([medium.file_id for medium in message.media], shown, message.replaces)
    return None


def _picture(content: bytes) -> str:
    """Return the media type of a picture: what comes out of another channel is of any."""
    kind = media.kind_of(content)
    return kind if kind.startswith("image/") else "image/png"


def own(name: str, **sent: Any) -> Shown:  # noqa: ANN401  whatever the page sent, as JSON has it
    """Draw what a person did; `name` is the page's own for it."""
    return {"id": name, **sent}


def as_json(shown: Shown) -> bytes:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _with(file_ids: list[str], shown: Shown, replaces: int = 0) -> Drawn:
    here = [one.removeprefix(ON_A_PAGE) for one in file_ids if one.startswith(ON_A_PAGE)]
    if len(here) < len(file_ids):  # another messenger keeps it: that it is missing is said
        shown["missing"] = True
    return Drawn(shown, tuple(Hanging("", "", handle=handle) for handle in here), replaces)


def _said(html: str, buttons: Buttons) -> Shown:
    shown: Shown = {"html": tree(html)} if html else {}
    if buttons:
        shown["buttons"] = [
            [{"label": one.label, **({"url": one.url} if one.url else {"data": one.data})} for one in row]
            for row in buttons
        ]
    return shown


def _captioned(caption: str, buttons: Buttons) -> Shown:
    return {**({"html": [caption]} if caption else {}), **_said("", buttons)}


def _keys(keys: Keys) -> list[list[Shown]]:
    return [[{"label": key.label, **({"shares": key.shares} if key.shares else {})} for key in row] for row in keys]
