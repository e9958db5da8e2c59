"""What a line of a dialogue does: the requests to the person's side of the sandbox that it stands for."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.formatting.html import parse_html
from tests.stage.deeds.groups import GROUP, group_request

CHANNEL: Final = -6001

_DEED: Final = re.compile(r"\((?P<verb>[\w-]+)(?:\s+(?P<rest>.*))?\)", re.DOTALL)

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A POST to /sandbox/...; `told` says whether the bot hears of it by an update."""

    path: str
    body: dict[str, Any]
    told: bool = True


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who does it; `look` shows the messages of their chat, oldest first."""

    number: int
    look: Callable[[], Sequence[Message]]

    def does(self, deed: str, **body: object) -> Request:
        return Request(f"people/{self.number}/{deed}", body)

    def sends(self, **content: object) -> Request:
        """Hand in an update made by hand, for what no button of the chat page does."""
        user = {"id": self.number, "is_bot": False, "first_name": "-", "language_code": "zh-hans"}
        return Request("updates", {"update": _with_sender(content, user)})


def requests(speaker: Speaker, what: str) -> list[Request]:
    """Read what somebody does: (verb and more), [a button], or simply what they type."""
    if what.startswith("[") and what.endswith("]"):
        return [speaker.does("tap", button=what[1:-1].removeprefix("⌨ "))]
    deed = _DEED.fullmatch(what)
    if deed is None:
        return [speaker.does("text", text=what)]
    if in_group := group_request(speaker.number, speaker.look, deed["verb"], deed["rest"] or ""):
        return [Request(*in_group)]
    if deed["verb"] not in _DEEDS:
        raise ValueError(f"nobody knows how to {deed['verb']}")
    done = _DEEDS[deed["verb"]](speaker, deed["rest"] or "")
    return done if isinstance(done, list) else [done]


def _location(speaker: Speaker, rest: str) -> Request:
    latitude, longitude, *title = (part.strip() for part in rest.split(",", 2))
    venue = {"title": title[0], "address": title[0]} if title else {}
    return speaker.does("location", latitude=float(latitude), longitude=float(longitude), **venue)


def _file(speaker: Speaker, rest: str) -> Request:
    """Send a file, perhaps a big one: (file video card.mp4 40) is one of 40 MB."""
    kind, name, *megabytes = rest.split()
    content = bytes(int(megabytes[0]) * 10**6) if megabytes else b"content"
    return speaker.does("file", name=name, kind=kind, content_base64=base64.b64encode(content).decode())


def _album(speaker: Speaker, rest: str) -> list[Request]:
    """Send files that go together, the words below the first: (album photo a.jpg b.jpg | 上周的照片)."""
    files, _, caption = rest.partition(" | ")
    kind, *names = files.split()
    content = base64.b64encode(b"content").decode()
    captions = [caption, *[""] * (len(names) - 1)]
    return [
        speaker.does("file", name=name, kind=kind, content_base64=content, album=names[0], caption=below)
        for name, below in zip(names, captions, strict=True)
    ]


def _formatted(speaker: Speaker, rest: str) -> Request:
    """Type with a messenger's own formatting: (formatted <b>周四</b> 7 &lt; 8)."""
    text, entities = parse_html(rest)
    return speaker.does("text", text=text, entities=entities)


def _types(speaker: Speaker, rest: str) -> Request:
    """Type what cannot stand plainly in a file, as JSON, and perhaps many times: (types 1000 "长")."""
    count, _, text = rest.partition(" ") if rest[:1].isdigit() else ("1", "", rest)
    return speaker.does("text", text=json.loads(text) * int(count))


def _edit(speaker: Speaker, rest: str) -> Request:
    own = [message["message_id"] for message in speaker.look() if message["from"] == "person"]
    return speaker.does("edit", message_id=own[-1], text=rest)


def _reply(speaker: Speaker, rest: str) -> Request:
    """Answer the bot's newest message that says something: (reply "请看" 收到)."""
    about, _, text = rest.removeprefix('"').partition('" ')
    said = [one["message_id"] for one in speaker.look() if one["from"] == "bot" and about in one["text"]]
    return speaker.does("text", text=text, reply_to=said[-1])


def _earlier(speaker: Speaker, rest: str) -> Request:
    """Tap the oldest button of this label that the chat still shows."""
    label = rest[1:-1]
    having = [one for one in speaker.look() if any(label in row for row in one["buttons"])]
    return speaker.does("tap", button=label, message_id=having[0]["message_id"])


def _forged(speaker: Speaker, rest: str) -> Request:
    """Press a button that the bot never made: (forged DATA)."""
    message = {"message_id": 1, "date": 1, "chat": {"id": speaker.number, "type": "private"}}
    query = {"id": "4711", "message": message, "chat_instance": "1", "data": json.loads(f'"{rest}"')}
    return speaker.sends(callback_query=query)


def _dice(speaker: Speaker, _rest: str) -> Request:
    chat = {"id": speaker.number, "type": "private"}
    return speaker.sends(message={"message_id": 1, "date": 1, "chat": chat, "dice": {"emoji": "🎲", "value": 6}})


def _contact(speaker: Speaker, rest: str) -> Request:
    """Send the own card, with the messenger's name or another: (contact +8613912345678 [芳芳])."""
    phone, _, name = rest.partition(" ")
    return speaker.does("contact", phone_number=phone, **({"first_name": name} if name else {}))


def _with_sender(content: Mapping[str, Any], user: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: {**what, "from": user} for kind, what in content.items()}


def _times(speaker: Speaker, rest: str) -> Request:
    count, text = rest.split(" ", 1)
    return Request("updates/bulk", {"person": speaker.number, "texts": [text] * int(count)})


def _group(speaker: Speaker, rest: str) -> Request:
    return Request(f"groups/{GROUP}/text", {"by": speaker.number, "text": rest})


def _fault(_speaker: Speaker, rest: str) -> Request:
    """Order trouble for the next call of a method: (fault sendVenue 404)."""
    method, code = rest.split()
    return Request("faults", {"method": method, "error_code": int(code)}, told=False)


_DEEDS: Final[Mapping[str, Callable[[Speaker, str], Request | list[Request]]]] = {
    "start": lambda speaker, rest: speaker.does("start", payload=rest),
    "location": _location,
    "contact": _contact,
    "file": _file,
    "dice": _dice,
    "album": _album,
    "formatted": _formatted,
    "types": _types,
    "forward": lambda speaker, rest: speaker.does("text", text=rest, forward=True),
    "edit": _edit,
    "earlier": _earlier,
    "twice": lambda speaker, rest: [speaker.does("tap", button=rest[1:-1])] * 2,
    "forged": _forged,
    "times": _times,
    "in-group": _group,
    "in-channel": lambda _speaker, rest: Request(f"channels/{CHANNEL}/post", {"text": rest}, told=False),
    "inline": lambda speaker, rest: speaker.does("inline", query=rest),
    "reply": _reply,
    "block": lambda speaker, _rest: speaker.does("block"),
    "unblock": lambda speaker, _rest: speaker.does("unblock"),
    "fault": _fault,
}
