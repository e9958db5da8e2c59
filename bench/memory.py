"""What the bot weighs with 12,000 points: `waystation run` over either library, beside the library's bare import.

The bot is a process of its own and the sandbox another; memory is what the system counts as resident. Idle is after
members have used everything once, so that what is loaded late is loaded. Growth is over 100,000 updates that really
come in and are really answered; a quick run leaves it out, for fewer would not show it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, sleep
from typing import Any, Final
from urllib.parse import urlsplit

import psutil

from bench.measures import seconds
from bench.processes import TOKEN, environment, sandbox
from bench.stores import city
from storage.sealed import new_key

LIBRARIES: Final = {"ptb": "telegram", "aiogram": "aiogram"}
WARM_UP: Final = 5_000
TURNS: Final = 100_000
PORTION: Final = 1_000
PEOPLE: Final = 20_000
"""So many take turns that nobody is asked to go slower."""

_SAID: Final = ("/start", "/start", "/near", "嘉兴大厦", "静安寺街道", "hongkou", "南京西路", "jiaxin dasha")
"""What people type: the menu, names and streets in Hanzi and pinyin, and one with a typo."""

_QUIET_S: Final = 1.0
_LONGEST_S: Final = 300.0
"""So long nothing moves before a bench gives up."""


def figures(*, quick: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        home = _furnished(Path(folder))
        found = {"help_s": median(_help_s(home) for _ in range(3 if quick else 9))}
        for framework, library in LIBRARIES.items():
            _rss_mb_import(home, library)  # compiles it
            found[f"rss_mb_import_{framework}"] = _rss_mb_import(home, library)
            _start_s(home, framework)  # the same: whoever compiles while starting keeps what that took
            found[f"rss_mb_idle_{framework}"] = _rss_mb_idle(home, framework)
            found[f"start_s_{framework}"] = median(_start_s(home, framework) for _ in range(1 if quick else 5))
        if not quick:
            found["rss_growth_mb_100k_turns"] = _rss_growth_mb(home)
    return found


def _help_s(home: "Home") -> float:
    command = [sys.executable, "-m", "bot", "--help"]
    return seconds(partial(subprocess.run, command, env=home.environment, check=True, stdout=subprocess.DEVNULL))


def _rss_mb_import(home: "Home", library: str) -> float:
    command = [sys.executable, "-c", f"import {library}; print(flush=True); input()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=home.environment, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None  # noqa: S101  for the type checker: it is a pipe
        process.stdout.readline()
        weight = _rss_mb(process.pid)
        process.communicate(b"\n")
    return weight


def _rss_mb_idle(home: "Home", framework: str) -> float:
    with _sandbox() as town, _bot(home, framework, town) as bot:
        _use_everything(town)
        return _rss_mb(bot.pid)


def _start_s(home: "Home", framework: str) -> float:
    with _sandbox() as town, _bot(home, framework, town) as bot:
        return bot.start_s


def _rss_growth_mb(home: "Home") -> float:
    random = Random(20261123)
    with _sandbox() as town, _bot(home, "ptb", town) as bot:
        _use_everything(town)
        _crowd(town, range(WARM_UP), random)
        before = _rss_mb(bot.pid)
        _crowd(town, range(WARM_UP, WARM_UP + TURNS), random)
        return _rss_mb(bot.pid) - before


def _rss_mb(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 2**20


def _use_everything(town: "Town") -> None:
    """Let a handful of members go everywhere, each step after the answer to the one before."""
    steps: Sequence[tuple[int, str, Mapping[str, object]]] = (
        (1, "text", {"text": "/start"}),
        (1, "tap", {"button": "按区浏览"}),
        (1, "tap", {"button": "下一页"}),
        (2, "location", {"latitude": 31.2235, "longitude": 121.4454}),
        (2, "tap", {"button": "筛选"}),
        (2, "tap", {"button": "可办挂靠"}),
        (2, "tap", {"button": "下一页"}),
        (3, "language", {"language_code": "en"}),
        (3, "text", {"text": "/help"}),
    )
    for person, verb, body in steps:
        town.post(f"/sandbox/people/{person}/{verb}", body)
        town.quiet(_QUIET_S / 4)
    for person, said in enumerate(_SAID, start=4):
        town.post(f"/sandbox/people/{person}/text", {"text": said})
    town.quiet(_QUIET_S)


def _crowd(town: "Town", numbers: range, random: Random) -> None:
    """Let as many updates come in as there are numbers, a quarter of them locations, and wait for every answer."""
    for first in range(numbers.start, numbers.stop, PORTION):
        people = [100 + number % PEOPLE for number in range(first, first + PORTION)]
        town.post("/sandbox/updates/bulk", {"items": [_said(person, random) for person in people[PORTION // 4 :]]})
        for person in people[: PORTION // 4]:
            here = {"latitude": random.uniform(30.9, 31.5), "longitude": random.uniform(121.1, 121.9)}
            town.post(f"/sandbox/people/{person}/location", here)
        town.wait(lambda: not town.waiting())
    town.quiet(_QUIET_S)


def _said(person: int, random: Random) -> dict[str, object]:
    return {"person": person, "text": random.choice(_SAID)}


class Town:
    """The sandbox as people and a bench see it, over one connection."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._connection = HTTPConnection(urlsplit(origin).netloc)

    def post(self, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401  JSON is what it is
        return self._answer("POST", path, json.dumps(body))

    def calls(self) -> dict[str, int]:
        """Return how often the bot called each method with success."""
        accepted: dict[str, int] = self._answer("GET", "/sandbox/counts", None)["accepted"]
        return {method: count for method, count in accepted.items() if method != "getWebhookInfo"}

    def waiting(self) -> int:
        """Return how many updates the bot has not yet acknowledged."""
        return int(self.post(f"/bot{TOKEN}/getWebhookInfo", {})["result"]["pending_update_count"])

    def quiet(self, for_s: float) -> None:
        """Return when everything was taken and the bot has called nothing for a while."""
        self.wait(lambda: not self.waiting() and self._is_still(for_s))

    def _is_still(self, for_s: float) -> bool:
        before = self.calls()
        sleep(for_s)
        return self.calls() == before

    def wait(self, until: Callable[[], bool]) -> None:
        """Ask again and again, as long as anything moves. Raises `TimeoutError`.

        A machine that is slow fails no bench: only a bot that calls nothing for so long does.
        """
        moved_at, before = perf_counter(), self._moved()
        while not until():
            now = self._moved()
            if now != before:
                moved_at, before = perf_counter(), now
            if perf_counter() - moved_at > _LONGEST_S:
                raise TimeoutError("the bot stands still")
            sleep(0.01)

    def _moved(self) -> tuple[int, int]:
        return sum(self.calls().values()), self.waiting()

    def _answer(self, method: str, path: str, body: str | None) -> Any:  # noqa: ANN401  the same
        self._connection.request(method, path, body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise ValueError(f"{path}: {content.decode()}")
        return json.loads(content)


@dataclass(frozen=True, slots=True)
class Home:
    """A seeded store, and the environment that every bot on a copy of it begins with."""

    store: Path
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that polls, and how long it took to come to that."""

    pid: int
    start_s: float


def _furnished(folder: Path) -> Home:
    """Seed a store for bots that send as fast as they can."""
    store, key = folder / "waystation.db", new_key()
    url = f"sqlite:///{store}"
    city(url, key).close()
    settings = {"TOKEN": TOKEN, "KEY": key, "PER_SECOND": "100000", "CHAT_PER_SECOND": "100000"}
    return Home(store, _installed(folder / "bytecode", settings))


@contextmanager
def _sandbox() -> Iterator[Town]:
    with sandbox("--per-second", "off", "--chat-per-second", "off", "--calls", "1000") as origin:
        yield Town(origin)


@contextmanager
def _bot(home: Home, framework: str, town: Town) -> Iterator[Running]:
    """Start `waystation run`, and wait until its first long poll is answered: somebody has pressed Start before."""
    town.post("/sandbox/people/1/start", {})
    with tempfile.TemporaryDirectory() as folder:  # no .env lies there
        store = shutil.copy(home.store, folder)  # every sandbox counts its updates from the same number on
        here = {"DATABASE": f"sqlite:///{store}", "FRAMEWORK": framework, "BOT_API": town.origin}
        variables = {**home.environment, **{f"WAYSTATION_{name}": value for name, value in here.items()}}
        began = perf_counter()
        with subprocess.Popen([sys.executable, "-m", "bot", "run"], env=variables, cwd=folder) as process:
            try:
                town.wait(lambda: town.calls().get("getUpdates", 0) > 0)
                yield Running(process.pid, perf_counter() - began)
            finally:
                process.terminate()


def _installed(bytecode: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which Python keeps its bytecode, as an installed program does.

    Where PYTHONDONTWRITEBYTECODE forbids that, each start would compile everything, and weigh what compiling weighs.
    """
    ours = environment(settings) | {"PYTHONPYCACHEPREFIX": str(bytecode)}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours
