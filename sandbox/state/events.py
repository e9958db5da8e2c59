"""What the chat page is told the moment it happens: server-sent events."""

from __future__ import annotations

import asyncio
import json

from sandbox.state.people import Json

KEPT_EVENTS = 1000  # for a page that is slow; one that misses some reads the chat anew anyway


class Events:
    """The pages that listen."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    def tell(self, person: int, kind: str, **more: object) -> None:
        """Tell every page; kind is message, edit, delete, keyboard, toast, typing, people or clock."""
        if not self._listeners:
            return
        event: Json = {"person": person, "kind": kind, **more}
        line = json.dumps(event, ensure_ascii=False)
        for listener in self._listeners:
            if not listener.full():
                listener.put_nowait(line)

    def listen(self) -> asyncio.Queue[str]:
        listener: asyncio.Queue[str] = asyncio.Queue(KEPT_EVENTS)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: asyncio.Queue[str]) -> None:
        self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream: an empty line is the sign."""
        for listener in self._listeners:
            if not listener.full():
                listener.put_nowait("")
