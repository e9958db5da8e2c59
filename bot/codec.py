"""Replies and arrivals as JSON bytes and back, for the outbox and the failed updates."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from bot.chat import (
    TELEGRAM,
    Arrival,
    Cards,
    Commands,
    Document,
    Drawing,
    Event,
    Message,
    Picture,
    Pin,
    Post,
    SharedPlace,
    Text,
    Toast,
    Unsend,
)

_LETTERS: Final[dict[type[Message], bytes]] = {
    Text: b"t",
    Pin: b"p",
    Document: b"d",
    Picture: b"i",
    Drawing: b"g",
    Cards: b"k",
    Commands: b"c",
    Post: b"o",
    Unsend: b"u",
    Toast: b"s",
}
_REPLIES: Final[dict[bytes, TypeAdapter[Any]]] = {letter: TypeAdapter(kind) for kind, letter in _LETTERS.items()}
_EVENTS: Final[dict[str, TypeAdapter[Any]]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Event)}


def encode(reply: Message) -> bytes:
    """Write one letter for the kind, then JSON without what is left at its default."""
    letter = _LETTERS[type(reply)]
    if isinstance(reply, Document | Drawing):  # JSON holds no bytes
        reply = replace(reply, content=b64encode(reply.content))
    return letter + _REPLIES[letter].dump_json(reply, exclude_defaults=True)


def decode(content: bytes) -> Message:
    """Read what `encode` wrote. Raises `ValueError` for anything else."""
    kind = _REPLIES.get(content[:1])
    if kind is None:
        raise ValueError(f"no reply begins with {content[:1]!r}")
    reply: Message = kind.validate_json(content[1:])
    return replace(reply, content=b64decode(reply.content)) if isinstance(reply, Document | Drawing) else reply


def encode_arrival(arrival: Arrival) -> bytes:
    """Write everything but a person's coordinates, which are used and forgotten."""
    event = None if isinstance(arrival.event, SharedPlace) else arrival.event
    return json.dumps(
        {
            "update_id": arrival.update_id,
            "chat_id": arrival.chat_id,
            "at": arrival.at.isoformat(),
            "language": arrival.language,
            "channel": arrival.channel,
            "key": arrival.key,
            "kind": "" if event is None else type(event).__name__,
            "event": None if event is None else asdict(event),
        }
    ).encode()


def decode_arrival(content: bytes) -> Arrival:
    """Read what `encode_arrival` wrote; a shared place comes back as None."""
    told = json.loads(content)
    event = _EVENTS[told["kind"]].validate_python(told["event"]) if told["kind"] else None
    at, channel = datetime.fromisoformat(told["at"]), told.get("channel", TELEGRAM)
    return Arrival(
        told["update_id"], told["chat_id"], at, event, told["language"], channel=channel, key=told.get("key", "")
    )
