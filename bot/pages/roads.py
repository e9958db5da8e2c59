"""The fronts of a house together: what goes to a page, and what goes to Telegram."""

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol, final

from bot.chat import Arrival, Fate, Fetched, Front, Introduction, Outcome, Outgoing
from storage.pages.openings import is_page

_NO_TELEGRAM: Final = Outcome(Fate.UNREACHABLE, reason="this house is not on Telegram")


class Sends(Protocol):
    """Whoever writes to pages."""

    async def send(self, outgoing: Outgoing) -> Outcome: ...


@final
class Roads:
    """A `bot.chat.Front` that sends each message by the road that its chat is on; all else is Telegram's."""

    def __init__(self, telegram: Front, pages: Sends) -> None:
        self._telegram = telegram
        self._pages = pages

    async def send(self, outgoing: Outgoing) -> Outcome:
        return await (self._pages if is_page(outgoing.chat_id) else self._telegram).send(outgoing)

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        return await self._telegram.fetch(offset, wait_s)

    def parse(self, update: str | bytes) -> Arrival:
        return self._telegram.parse(update)

    async def acknowledge(self, receipt: str) -> None:
        await self._telegram.acknowledge(receipt)

    async def introduce(self, introductions: Sequence[Introduction]) -> str:
        return await self._telegram.introduce(introductions)

    async def listen_by_webhook(self, url: str, secret: str) -> None:
        await self._telegram.listen_by_webhook(url, secret)

    async def close(self) -> None:
        await self._telegram.close()


@final
class NoTelegram:
    """A `bot.chat.Front` for a house that has pages alone: nothing comes from there, and nothing goes."""

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        await asyncio.sleep(wait_s)
        return Fetched((), offset)

    def parse(self, update: str | bytes) -> Arrival:  # noqa: ARG002  nobody delivers here
        raise ValueError("there is no webhook without Telegram")

    async def send(self, outgoing: Outgoing) -> Outcome:  # noqa: ARG002  as said
        return _NO_TELEGRAM

    async def acknowledge(self, receipt: str) -> None: ...

    async def introduce(self, introductions: Sequence[Introduction]) -> str:  # noqa: ARG002  nobody asks
        return ""

    async def listen_by_webhook(self, url: str, secret: str) -> None: ...

    async def close(self) -> None: ...
