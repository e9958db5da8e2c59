"""The people of the bench `mixed`: a sandbox whose strangers register one question after the other, timed at its door.

Time begins when an update is there for the bot to fetch, and ends when the last message of the answer is accepted.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Final

from bench import deeds
from bench.deeds import Commands, Deed, Opens, Says, Shares, Taps
from sandbox.person_side import acts
from sandbox.person_side.acts import MisusedError
from sandbox.server import Sandbox
from sandbox.state.events import Events
from sandbox.state.limits import Limits
from sandbox.state.world import World

THINKS_S: Final = (2.0, 4.0)
"""How long somebody reads and writes before the next answer: every three seconds, which is quick."""

HASTE_S: Final = (0.2, 0.6)
"""How long while the town fills up, so that soon somebody is at every question."""

_PATIENCE_S: Final = 300.0
_CALM_S: Final = 0.5
"""A machine that is slow fails no bench: so long without an answer, and there is none."""

Act = Callable[[World, int], object]


def act(deed: Deed) -> Act:
    match deed:
        case Opens(payload):
            return lambda world, person: acts.start(world, person, payload)
        case Taps(label):
            return lambda world, person: acts.tap(world, person, label)
        case Says(text):
            return lambda world, person: acts.say(world, person, text)
        case Shares(phone):
            return lambda world, person: acts.share_contact(world, person, {"phone_number": phone})
        case Commands(name):
            return lambda world, person: acts.say(world, person, f"/{name}")


def registering(poster: str, building: str, person: int) -> tuple[Act, ...]:
    """Return what somebody does in the sandbox who registers."""
    return tuple(act(deed) for deed in deeds.registering(poster, building, person))


@dataclass(slots=True)
class Answered:
    """One answer to a person: when the update was there, and when the last message of the answer was accepted."""

    asked_at: float
    accepted_at: float = 0.0


@dataclass(slots=True)
class Account:
    """What has happened so far: the answers, those that are not complete included, and when each reminder arrived."""

    answers: list[Answered] = field(default_factory=list)
    reminders: list[float] = field(default_factory=list)


class Ear(Events):
    """Hears of every message that is accepted, at once, in the place of the chat pages."""

    def __init__(self, hear: Callable[[int], None]) -> None:
        super().__init__()
        self._hear = hear

    def tell(self, person: int, kind: str, **_more: object) -> None:
        if kind in {"message", "edit"}:
            self._hear(person)


class Town:
    """People who register, so many at once, for as long as `live` runs; whoever has done so makes room for another."""

    def __init__(self, token: str, limits: Limits, reminded: range, posters: Sequence[tuple[str, str]]) -> None:
        self.account = Account()
        self.sandbox = Sandbox(token, limits=limits)
        self.sandbox.world.events = Ear(self._hear)
        self.sandbox.meet(reminded)
        self._reminded = reminded
        self.posters = posters
        self._pending: dict[int, tuple[Answered, asyncio.Event]] = {}
        self._random = Random(20261123)

    async def awake(self) -> None:
        """Return once the bot answers. Raises `TimeoutError`."""
        await self.do(1, lambda world, who: acts.start(world, who, ""))

    async def live(self, at_once: int) -> None:
        """Let so many register at once until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for place in range(at_once):
                tasks.create_task(self._successors(place, at_once))

    async def _successors(self, place: int, at_once: int) -> None:
        """Let one after the other register; the first one makes haste, to come to where the town would find them."""
        for number in count(place, at_once):
            script = registering(*self.posters[number % len(self.posters)], person=number)
            hasty = place % len(script) if number == place else 0
            for step, what in enumerate(script):
                await asyncio.sleep(self._random.uniform(*(HASTE_S if step < hasty else THINKS_S)))
                await self.do(10_000 + number, what)

    async def do(self, person: int, what: Act) -> None:
        """Do it, and wait for the first message of the answer; those that follow at once belong to it."""
        heard = asyncio.Event()
        self._pending.pop(person, None)
        await self._when_it_can_be_done(person, what)
        answered = Answered(time.perf_counter())
        self._pending[person] = (answered, heard)
        self.account.answers.append(answered)
        async with asyncio.timeout(_PATIENCE_S):
            await heard.wait()

    async def until_left_alone(self, person: int) -> None:
        """Return once nothing more comes to somebody by itself: a call that is late would pass for an answer."""
        while True:
            came = asyncio.Event()
            self._pending[person] = (Answered(time.perf_counter()), came)
            try:
                async with asyncio.timeout(_CALM_S):
                    await came.wait()
            except TimeoutError:
                return

    async def _when_it_can_be_done(self, person: int, what: Act) -> None:
        """Do it once the button is there: the card comes after its pin. Raises `TimeoutError`."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                try:
                    what(self.sandbox.world, person)
                except MisusedError:
                    await asyncio.sleep(0.1)
                else:
                    return

    def _hear(self, person: int) -> None:
        now = time.perf_counter()
        if person in self._reminded:
            self.account.reminders.append(now)
        elif person in self._pending:
            answered, heard = self._pending[person]
            answered.accepted_at = now
            heard.set()
