"""The queue of updates a bot has not confirmed yet, and long polling over it."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from sandbox.refusals import RefusedError
from sandbox.state.people import Json

# Delivered only when asked for by name, as the description of getUpdates says; which card was chosen a real bot hears
# only once its owner has asked BotFather for it, and here once it has asked for it by name.
SHY_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count", "chosen_inline_result"})
KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
        "guest_message",
    ]
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it is delivered; `lane` is the chat whose updates keep their order."""

    id: int
    lane: int
    text: str


class Updates:
    """Unconfirmed updates, oldest first."""

    def __init__(self, first_id: int) -> None:
        self._next_id = first_id
        self.waiting: deque[Update] = deque()
        self.allowed: tuple[str, ...] = ()
        self._poller: asyncio.Future[None] | None = None
        self.arrived = asyncio.Event()

    def add(self, kind: str, content: Json, lane: int) -> int:
        """Queue an update and return its id; one that the bot does not want is dropped, as Telegram does."""
        number = self._next_id
        self._next_id += 1
        if self._wanted(kind):
            text = json.dumps({"update_id": number, kind: content}, ensure_ascii=False)
            self.waiting.append(Update(number, lane, text))
            self._wake()
        return number

    def allow(self, kinds: object) -> None:
        """Take over `allowed_updates`; unknown names are ignored, an empty list is the default."""
        if isinstance(kinds, Collection):
            self.allowed = tuple(kind for kind in kinds if isinstance(kind, str) and kind in KINDS)

    def clear(self) -> None:
        self.waiting.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[str]:
        """Confirm what lies before `offset` and return what waits, at once if anything does.

        Raises RefusedError (409) in the call that another poller has ended.
        """
        self.end_poll(OTHER_POLLER)
        self._confirm(offset)
        if not self.waiting and seconds > 0:
            await self._until_arrival(seconds)
        return [self.waiting[place].text for place in range(min(limit, len(self.waiting)))]

    def end_poll(self, reason: str) -> None:
        """Refuse the poll that waits, if one does, with 409."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(RefusedError(409, reason))

    def release(self) -> None:
        """Let a waiting poller go with nothing: the server stops."""
        self._wake()

    def remove(self, update: Update) -> None:
        self.waiting.remove(update)

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in SHY_KINDS

    def _wake(self) -> None:
        self.arrived.set()
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # the last so many; earlier ones are forgotten
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while self.waiting and self.waiting[0].id < offset:
            self.waiting.popleft()

    async def _until_arrival(self, seconds: float) -> None:
        self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._poller
        except TimeoutError:
            return
