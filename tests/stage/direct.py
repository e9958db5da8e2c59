"""A bot on a sandbox without a wire between them: one thread, no server, no waiting.

Everything is the product's: the front reads updates and a library writes its calls, the intake takes turns, the jobs
ring, the sender claims, sends and marks. Only what carries a call is another, and nothing happens side by side: an
update is taken, then what is due rings and leaves, one after the other, until nothing is due any more.
"""

import asyncio
import selectors
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, ParamSpec, TypeVar, cast

from bot.app import Part, Works, assemble, house_of
from bot.chat import TELEGRAM, Front, Tapped
from bot.clock import Clock
from bot.flows.step import AtMenu
from bot.handlers import ptb_front
from bot.handlers.front import BotApiFront
from bot.handlers.wire import NO_FILES, Files, Wire
from bot.house import House
from bot.settings import Settings
from sandbox.server import Sandbox
from sandbox.state.files import Upload
from storage.places import places
from storage.places.search import PlaceSearch
from storage.unit_of_work import Store
from tests.stage.counting import Turn, counted
from tests.stage.deeds.sandbox import Request
from tests.stage.playing import BEGINS, TOKEN, Stage, open_sandbox, settings_for
from tests.stage.poking import Poker
from tests.stage.script import Step, ending

P = ParamSpec("P")
T = TypeVar("T")

_NOWHERE: Final = "http://127.0.0.1"
_SOON_S: Final = 1.0  # what rings at least as often as this is what a person at the clock waits for
_GOES_ON_S: Final = 0.25  # an announcement under way is looked at again after a while: so long the clock is wound
_ROUNDS: Final = 400


@dataclass(frozen=True, slots=True)
class Played:
    """A dialogue as its file should have it, and the turns that it took."""

    said: str
    turns: Sequence[Turn]


def played(script: Sequence[Step], database: str, key: str) -> Played:
    """Play a dialogue on a furnished store."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(_played(script, database, key))


async def _played(script: Sequence[Step], database: str, key: str) -> Played:
    async with open_direct_stage(settings_for("ptb", database, key, _NOWHERE)) as stage:
        said = "\n".join(await stage.play(script)).rstrip()
        return Played("\n".join([said, *ending(stage.taken())]) + "\n", stage.turns)


@dataclass(slots=True, kw_only=True)
class DirectStage(Stage):
    """A bot that does only what it is led through."""

    front: Front
    works: Works
    house: House
    turns: list[Turn] = field(default_factory=list)
    screens: dict[int, str] = field(default_factory=dict)
    """Where everybody is who has written."""

    async def does(self, request: Request) -> dict[str, Any]:
        came = self.sandbox.does(request.path, request.body)
        return cast("dict[str, Any]", came)

    async def settles(self, update_id: int | None) -> None:
        await self._takes_updates()
        for _ in range(_ROUNDS):
            sent = await self._rings_and_sends()
            if self.is_settled(update_id):
                return
            if not sent:
                self.wind(_GOES_ON_S)
        raise TimeoutError("there is always something due")

    async def _takes_updates(self) -> None:
        waiting = self.sandbox.world.updates.waiting
        arrivals = [self.front.parse(update.text) for update in waiting]
        waiting.clear()
        for arrival in arrivals:
            if isinstance(arrival.event, Tapped) and arrival.event.receipt:
                await self.front.acknowledge(arrival.event.receipt)
            self._reads_what_lasts()
            with counted(self.store) as statements:
                await self.works.intake.take([arrival])
            # A group is at no screen.
            poker = Poker(self.store, self.house)
            screen = poker.poke(arrival.chat_id, arrival.at) if arrival.chat_id > 0 else ""
            before = self.screens.get(arrival.chat_id, AtMenu.__name__ if screen else "")
            self.screens[arrival.chat_id] = screen
            self.turns.append(Turn(before, screen, len(statements)))

    def _reads_what_lasts(self) -> None:
        """Read what a process reads once in its life, or when places change: no turn is to be charged with it."""
        with self.store.unit_of_work() as unit:
            self.house.search.names(unit)
            places.count_points_of(unit, 0)

    async def _rings_and_sends(self) -> int:
        for job in self.works.jobs:
            if job.every_s <= _SOON_S:
                await job.work()
        self.works.sender.wake()  # what was to wait until now is due, and no job has written it
        return await self.works.sender.send_due()


@asynccontextmanager
async def open_direct_stage(
    settings: Settings, kind: "type[DirectStage] | None" = None, made: Callable[[Front], Front] = lambda front: front
) -> AsyncIterator[DirectStage]:
    """Put a bot and a sandbox together on a migrated store, both in this thread; `made` makes another front of its."""
    clock = Clock()
    sandbox = open_sandbox(clock)
    front = made(_front(sandbox, clock))
    store = _store(settings.database, *settings.keys)
    part = Part(clock, asyncio.Event(), _tell_nobody, clock_is_wound=True)
    username = await front.introduce(())
    house = house_of(settings, part, username, PlaceSearch(), {TELEGRAM: front})
    works = assemble(settings, store, front, part, house)
    try:
        async with works.sender.present():
            stage = (kind or DirectStage)(sandbox, clock, store.engine, store, front=front, works=works, house=house)
            stage.turn_clock(BEGINS)
            yield stage
    finally:
        store.engine.dispose()


def _tell_nobody(_username: str) -> None:
    """Tell nobody that the bot listens: it does not."""


def _front(sandbox: Sandbox, clock: Clock) -> Front:
    wire = DirectWire(sandbox)
    request = ptb_front.WireRequest(wire)
    bot = ptb_front.PlainBot(TOKEN, f"{_NOWHERE}/bot", f"{_NOWHERE}/file/bot", request, request)
    return BotApiFront(ptb_front.PtbCalls(bot, request, wire), clock.now)


class DirectWire(Wire):
    """Hands calls to the sandbox itself, with the very fields that would be posted."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(_NOWHERE)
        self._sandbox = sandbox

    async def post(
        self, url: str, fields: Mapping[str, str], *, files: Files = NO_FILES, longer_s: float = 0.0
    ) -> tuple[int, bytes]:
        del longer_s
        uploads = {name: Upload(called, content) for name, (called, content) in files.items()}
        answer = await self._sandbox.call(url.rpartition("/")[2], {**fields, **uploads})
        return answer.status, answer.body


class InThisThread(Executor):
    """Does at once what is handed to it."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done = Future[T]()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as trouble:  # noqa: BLE001  whoever waits for the result gets it
            done.set_exception(trouble)
        return done


@cache
def _store(url: str, *keys: str) -> Store:
    """Open a store once for all dialogues on this database: what SQLAlchemy has compiled is not compiled again."""
    store = Store(url, *keys)
    store.engine.pool._pre_ping = False  # between two dialogues it is disposed of, and in one the server stays
    store._writer.shutdown()
    store._reader.shutdown()
    store._writer = store._reader = InThisThread()
    return store


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop that does not sleep: where nothing is to be done before a moment, that moment is now."""

    def __init__(self) -> None:
        self._clock = _Leaper()
        super().__init__(self._clock)

    def time(self) -> float:
        return super().time() + self._clock.ahead_s


class _Leaper(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.ahead_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self.ahead_s += timeout
        return super().select(0 if timeout else timeout)
