"""A messenger in memory for tests of the sender: it keeps what arrives, and answers as its script says."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.abilities import TELEGRAM, Abilities
from bot.chat import (
    Arrival,
    Brought,
    Fate,
    Fetched,
    FetchFailedError,
    Introduction,
    Message,
    NoFileError,
    Outcome,
    Outgoing,
    Post,
    Text,
    Unsend,
    WebhookSeen,
)


def _words(reply: Message) -> str:
    """Return what would be read: of a correction which message it rewrites too, of a recall what it deletes."""
    match reply:
        case Text(html):
            return html
        case Post(html, replaces=message):
            return f"{html} in {message}" if message else html
        case Unsend(messages):
            return f"without {messages}"
    raise AssertionError(f"nobody reads {reply!r}")


@dataclass
class Messenger:
    """Delivers after `delay_s`; `scripts` are the next outcomes by chat, `weather` that of everyone else."""

    delay_s: float = 0.0
    weather: Outcome = field(default_factory=lambda: Outcome(Fate.ACCEPTED))
    scripts: dict[int, deque[Outcome | Exception]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[Outgoing] = field(default_factory=list)
    delivered: list[tuple[int, str]] = field(default_factory=list)
    abilities: Abilities = TELEGRAM
    files: dict[str, Brought] = field(default_factory=dict)
    under_way: int = 0
    most_under_way: int = 0

    def script(self, chat_id: int, *outcomes: Outcome | Exception) -> None:
        self.scripts[chat_id].extend(outcomes)

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.calls.append(outgoing)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(self.delay_s)
            return self._answer(outgoing)
        finally:
            self.under_way -= 1

    def _answer(self, outgoing: Outgoing) -> Outcome:
        script = self.scripts[outgoing.chat_id]
        outcome = script.popleft() if script else self.weather
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.fate is not Fate.ACCEPTED:
            return outcome
        self.delivered.append((outgoing.chat_id, _words(outgoing.reply)))
        return replace(outcome, message_id=len(self.delivered))

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        raise FetchFailedError(f"nobody writes here ({offset}, {wait_s})")

    def parse(self, update: str | bytes) -> Arrival:
        raise ValueError(f"nobody writes here: {update!r}")

    async def acknowledge(self, receipt: str) -> None:
        """Nobody presses anything here."""

    async def introduce(self, menus: Sequence[Introduction]) -> str:
        return f"test_bot_of_{len(menus)}"

    async def bring(self, file_id: str) -> Brought:
        """Bring what was put here; whatever else is gone."""
        if file_id not in self.files:
            raise NoFileError("gone")
        return self.files[file_id]

    async def listen_by_webhook(self, url: str, secret: str) -> None:
        """Nobody writes here."""

    async def see_webhook(self) -> WebhookSeen:
        return WebhookSeen()

    async def close(self) -> None:
        """There is nothing to close."""
