"""The part of a front that nothing comes from: what a page sends comes by its own routes."""

import asyncio
from collections.abc import Sequence
from typing import Final, final

from bot.abilities import TELEGRAM, Abilities
from bot.chat import Arrival, Brought, Fate, Fetched, Introduction, NoFileError, Outcome, Outgoing, WebhookSeen

_NO_TELEGRAM: Final = Outcome(Fate.UNREACHABLE, reason="this house is not on Telegram")


class Silent:
    """Brings nothing, and has nobody to introduce itself to."""

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        await asyncio.sleep(wait_s)
        return Fetched((), offset)

    def parse(self, update: str | bytes) -> Arrival:  # noqa: ARG002  nobody delivers here
        raise ValueError("nothing is delivered here")

    async def bring(self, file_id: str) -> Brought:  # noqa: ARG002  as said
        raise NoFileError("nothing is kept here")

    async def acknowledge(self, receipt: str) -> None: ...

    async def introduce(self, introductions: Sequence[Introduction]) -> str:  # noqa: ARG002  nobody asks
        return ""

    async def listen_by_webhook(self, url: str, secret: str) -> None: ...

    async def see_webhook(self) -> WebhookSeen:
        return WebhookSeen()

    async def close(self) -> None: ...


@final
class NoTelegram(Silent):
    """A `bot.chat.Front` in Telegram's place for a house that has pages alone."""

    abilities: Abilities = TELEGRAM

    async def send(self, outgoing: Outgoing) -> Outcome:  # noqa: ARG002  as said
        return _NO_TELEGRAM
