"""A sandbox in a process of its own: people write to the bot there, answers come late or never, every send is seen."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from aiohttp import ClientSession

ROOT: Final = Path(__file__).resolve().parents[2]
TOKEN: Final = "77:crash"
_FREE: Final = ("--per-second=off", "--chat-per-second=off", "--group-per-minute=off", "--calls=1000000")
_QUOTED: Final = re.compile(r"(?<![A-Za-z0-9])q(\d+)")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote: it has a number of its own, which the bot quotes in its one answer."""

    number: int
    person: int
    update_id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that stands in a chat, and when it came; `dropped` where the bot was never told so."""

    number: int
    dropped: bool
    at: float = 0.0


@dataclass(slots=True)
class Telegram:
    """The sandbox from outside, and everything that was asked of the bot, in order."""

    origin: str
    http: ClientSession
    asked: list[Question] = field(default_factory=list)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def meet(self, people: Sequence[int]) -> None:
        """Let these be known to the bot, as if they had written to it before."""
        await self._post("people/meet", {"ids": list(people)})

    async def ask(self, people: Sequence[int]) -> None:
        """Let each of these ask something, in this order: as a command that nobody knows, or as a place to look for.

        Who asks at the same time asks after them: no two questions have one number, and numbers come in their order.
        """
        async with self._asking:
            numbered = list(enumerate(people, len(self.asked) + 1))
            items = [{"person": one, "text": f"/q{number}" if number % 2 else f"q{number}"} for number, one in numbered]
            told = await self._post("updates/bulk", {"items": items})
            pairs = zip(numbered, told["update_ids"], strict=True)
            self.asked += [Question(number, person, update_id) for (number, person), update_id in pairs]

    async def dawdle(self, chance: Random, calls: int, most_s: float) -> None:
        """Let the next so many sends be answered late, so that many are in flight at once."""
        while calls > 0:
            times = min(calls, chance.randint(1, 10))
            await self._post("faults", {"method": "sendMessage", "delay_s": chance.uniform(0, most_s), "times": times})
            calls -= times

    async def hang_up(self) -> None:
        """Carry out one of the next sends, and close its connection without an answer."""
        await self._post("faults", {"method": "sendMessage", "drop_after": 0.01})

    async def calm_down(self) -> None:
        """Answer at once from now on."""
        async with self.http.delete(f"{self.origin}/sandbox/faults") as answer:
            answer.raise_for_status()

    async def answers(self, besides: str = "") -> list[Answer]:
        """Return every answer that stands in a chat, in the order in which they came; but what has these words."""
        calls = await self._accepted_calls("sendMessage")
        said = [(call["parameters"]["text"], call["dropped"], call["at"]) for call in calls]
        return [Answer(_number(text), *more) for text, *more in said if not besides or besides not in text]

    async def told(self, what: str) -> list[int]:
        """Return the chats that were sent a message with these words in it, each as often as it was."""
        calls = await self._accepted_calls("sendMessage")
        return [int(call["parameters"]["chat_id"]) for call in calls if what in call["parameters"]["text"]]

    async def refused_for_pace(self) -> int:
        """Return how many sends were refused since they came too fast."""
        async with self.http.get(f"{self.origin}/sandbox/calls", params={"method": "sendMessage"}) as answer:
            return sum(call["status"] == 429 for call in (await answer.json())["calls"])

    async def handed_out(self) -> list[int]:
        """Return the numbers of all updates that were handed out, each as often as it was."""
        calls = await self._accepted_calls("getUpdates")
        return [update["update_id"] for call in calls for update in call["answer"]["result"]]

    async def _accepted_calls(self, method: str) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.origin}/sandbox/calls", params={"method": method}) as answer:
            calls: list[dict[str, Any]] = (await answer.json())["calls"]
        return [call for call in calls if call["status"] == 200]

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(f"{self.origin}/sandbox/{path}", json=body) as answer:
            told: dict[str, Any] = await answer.json()
            assert answer.status == 200, f"{path} {body}: {told}"
            return told


def _number(text: str) -> int:
    found = _QUOTED.search(text)
    assert found is not None, f"nobody asked for this: {text}"
    return int(found[1])


@asynccontextmanager
async def open_telegram(*, is_paced: bool = False) -> AsyncIterator[Telegram]:
    """Start a sandbox that knows no pace, or Telegram's, and end it."""
    limits = _FREE[-1:] if is_paced else _FREE
    command = (sys.executable, "-m", "sandbox", "--token", TOKEN, *limits)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT)
    try:
        async with ClientSession() as http:
            yield Telegram(await _origin(process), http)
    finally:
        process.terminate()
        await process.communicate()


async def _origin(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
    return line.removeprefix("ready:").strip()
