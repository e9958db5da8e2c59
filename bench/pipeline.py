"""What an answer costs from end to end: people write over HTTP, a bot fetches, takes, sends, and the server accepts.

Ours is `waystation run` on an SQLite file, over either library, in the real mix: finding, registering, signing up,
asking, and an organiser's queue. The peers are bots of the same two libraries that store nothing and say back what they
hear (`bench.echo`); they hear the same deeds, a pressed button as its words. Each is a process of its own; the Bot API
server and the people are this one. All do as much at once, each person the next thing after the answer.

`cpu_ms_per_answer_*` is what the bot has computed, user and system, for each thing that was done and answered.
`answers_per_s_*` is by the clock, and counts what the server and the people take too: both share the machine.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from bench import deeds, real_mix
from bench.deeds import Deed, Says, Taps
from bench.processes import TOKEN, bot
from bench.real_mix import ORGANISER, TITLE
from bench.stores import city
from bench.town import Town, act
from sandbox.state.limits import UNLIMITED
from storage.sealed import new_key

AT_ONCE: Final = 20
PACE: Final = {"PER_SECOND": "100000", "CHAT_PER_SECOND": "100000"}

Running = Callable[[str], AbstractAsyncContextManager[int]]
"""Runs a bot at the server of this origin, and tells its process's number."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many answers took: seconds by the clock, and seconds of the bot's computing."""

    answers: int
    took_s: float
    cpu_s: float


def figures(*, quick: bool) -> dict[str, float]:
    crowds = 1 if quick else 5
    with tempfile.TemporaryDirectory() as folder:
        home, key = Path(folder), new_key()
        store = city(f"sqlite:///{home / 'furnished.db'}", key)
        posters = real_mix.furnish(store, time.time())
        store.close()
        sides: dict[str, tuple[Running, bool]] = {
            "ptb": (lambda origin: _ours("ptb", home, key, origin), False),
            "aiogram": (lambda origin: _ours("aiogram", home, key, origin), False),
            "echo_ptb": (lambda origin: _echo("ptb", origin), True),
            "echo_aiogram": (lambda origin: _echo("aiogram", origin), True),
        }
        costs = {name: asyncio.run(_played(*side, posters, crowds)) for name, side in sides.items()}
    found: dict[str, float] = {}
    for name, cost in costs.items():
        found[f"cpu_ms_per_answer_{name}"] = cost.cpu_s / cost.answers * 1000
        found[f"answers_per_s_{name}"] = cost.answers / cost.took_s
    for library in ("ptb", "aiogram"):
        ours = found[f"cpu_ms_per_answer_{library}"]
        found[f"ratio_cpu_{library}_vs_echo_aiogram"] = ours / found["cpu_ms_per_answer_echo_aiogram"]
    return found


@asynccontextmanager
async def _ours(framework: str, home: Path, key: str, origin: str) -> AsyncIterator[int]:
    with tempfile.TemporaryDirectory() as folder:
        store = shutil.copy(home / "furnished.db", folder)
        where = {"DATABASE": f"sqlite:///{store}", "KEY": key, "FRAMEWORK": framework, "BOT_API": origin}
        async with bot(Path(folder), {**PACE, **where}) as process:
            yield process.pid


@asynccontextmanager
async def _echo(library: str, origin: str) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.echo", library, origin, TOKEN)
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def _played(running: Running, says_it_all: bool, posters: Sequence[tuple[str, str]], crowds: int) -> Cost:  # noqa: FBT001  a row of the table above
    town = Town(TOKEN, UNLIMITED, range(0), posters)
    origin = await town.sandbox.start()
    try:
        async with running(origin) as pid:
            await town.awake()
            await day(town, 0, says_it_all=says_it_all)  # what is read and compiled once in a life is read now
            computed = _computed_s(pid)
            days = [await day(town, number, says_it_all=says_it_all) for number in range(1, crowds + 1)]
            answers, took_s = (sum(figures) for figures in zip(*days, strict=True))
            return Cost(int(answers), took_s, _computed_s(pid) - computed)
    finally:
        await town.sandbox.stop()


def _computed_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


async def day(town: Town, number: int, *, says_it_all: bool) -> tuple[int, float]:
    """Let a crowd register, another go out, and the organiser decide, once nobody calls any more.

    Return how many things were done, and how many seconds it took.
    """
    first = 10_000 + number * AT_ONCE
    registering = [
        (who, deeds.registering(*town.posters[who % len(town.posters)], who)) for who in range(first, first + AT_ONCE)
    ]
    out = [(first + 1_000_000 + place, deeds.going_out(TITLE)) for place in range(AT_ONCE)]
    queue = (*deeds.OPENING, *(deed for _ in range(AT_ONCE) for deed in deeds.DECIDING))
    crowd = await _together(town, registering, says_it_all=says_it_all)
    guests = await _together(town, out, says_it_all=says_it_all)
    await town.until_left_alone(ORGANISER)
    decided = await _together(town, [(ORGANISER, queue)], says_it_all=says_it_all)
    answers, took_s = (sum(figures) for figures in zip(crowd, guests, decided, strict=True))
    return int(answers), took_s


async def _together(
    town: Town, scripts: Sequence[tuple[int, Sequence[Deed]]], *, says_it_all: bool
) -> tuple[int, float]:
    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for person, script in scripts:
            tasks.create_task(_alone(town, person, script, says_it_all=says_it_all))
    return sum(len(script) for _, script in scripts), time.perf_counter() - began


async def _alone(town: Town, person: int, script: Sequence[Deed], *, says_it_all: bool) -> None:
    for deed in script:
        done = Says(deed.label) if says_it_all and isinstance(deed, Taps) else deed
        await town.do(person, act(done))
