"""Several workers of one machine, as their operators run them: they share a port, and outlive each other."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil
import pytest
import pytest_asyncio

from bot.cli.workers import CRASHED, HEARD, Parent
from bot.handlers.webhook import PATH
from bot.web import Seat
from sandbox.server import Sandbox
from sandbox.state.people import Persona
from tests.conftest import KEY

TOKEN = "42:of-several-workers"
FANG = 1001


@dataclass
class Fleet:
    """Two workers and their parent, the server that they talk to, and where they listen."""

    sandbox: Sandbox
    environment: dict[str, str]
    port: int
    process: subprocess.Popen[str]
    http: aiohttp.ClientSession

    @property
    def workers(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children())

    async def asked(self, path: str, further: int = 0) -> str:
        """Return the answer's text; "" where nobody answers."""
        try:
            async with self.http.get(f"http://127.0.0.1:{self.port + further}{path}") as answer:
                return await answer.text()
        except aiohttp.ClientError:
            return ""

    async def are_ready(self) -> bool:
        return ['"ready": true' in await self.asked("/readyz", one) for one in (1, 2)] == [True, True]

    async def until_answered(self) -> None:
        """Let somebody write, and wait for the answer."""
        self.sandbox.does(f"people/{FANG}/text", {"text": "/help"})
        there = self.sandbox.world.chats[FANG].messages
        count = len(there)

        async def is_answered() -> bool:
            return len(there) > count

        await until(is_answered)

    async def called(self, method: str) -> int:
        async with self.http.get(f"{self.environment['WAYSTATION_BOT_API']}/sandbox/calls?method={method}") as answer:
            return len((await answer.json())["calls"])


async def until(condition: Callable[[], Awaitable[bool]], within_s: float = 90.0) -> None:
    async with asyncio.timeout(within_s):
        while not await condition():  # noqa: ASYNC110  what another process would ask, it asks again
            await asyncio.sleep(0.05)


def free_ports(count: int) -> int:
    """Find a port after which so many more are free."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port: int = first.getsockname()[1]
        try:
            for further in range(count + 1):
                socket.create_server(("127.0.0.1", port + further)).close()
        except OSError:
            continue
        return port


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "bot", "run", *options]


@pytest_asyncio.fixture
async def fleet(postgres_city_url: str, tmp_path: Path) -> AsyncIterator[Fleet]:
    sandbox = Sandbox(TOKEN, [Persona(FANG, "王芳", "member", "zh-hans")])
    port = free_ports(2)
    settings = {
        "TOKEN": TOKEN,
        "BOT_API": await sandbox.start(),
        "DATABASE": postgres_city_url,
        "KEY": KEY,
        "LISTEN": f"127.0.0.1:{port}",
        "WEBHOOK_URL": f"http://127.0.0.1:{port}{PATH}",
        "WEBHOOK_SECRET": "s3cret_of-the-webhook",
        "DRAIN_S": "1",
    }
    bare = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
    environment = {**bare, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment |= {f"WAYSTATION_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(  # noqa: ASYNC220  it takes a moment, and nobody waits
        command("--workers", "2"), cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    async with aiohttp.ClientSession() as http:
        yield Fleet(sandbox, environment, port, process, http)
    process.kill()  # its workers end with it
    process.wait()
    if process.stderr:
        process.stderr.close()
    await sandbox.stop()


async def test_two_workers_share_a_port_outlive_each_other_and_end_in_order(fleet: Fleet, tmp_path: Path) -> None:
    await until(fleet.are_ready)
    assert await fleet.called("setWebhook") == 1
    figures = [await fleet.asked("/metrics", one) for one in (1, 2)]
    assert all(f'waystation_store_well{{worker="{one}"}} 1.0' in found for one, found in enumerate(figures, 1))

    polls = {name: value for name, value in fleet.environment.items() if "WEBHOOK" not in name and "LISTEN" not in name}
    beside = await asyncio.to_thread(
        subprocess.run, command(), cwd=tmp_path, env=polls, capture_output=True, text=True, check=False
    )
    assert (beside.returncode, beside.stderr.count("\n")) == (1, 1)
    assert "others are at work on this store, and serve a webhook; set WAYSTATION_WEBHOOK_URL" in beside.stderr
    assert await fleet.called("deleteWebhook") == 0

    one, other = fleet.workers
    one.send_signal(signal.SIGSTOP)  # it takes nothing from the port that both have
    for _ in range(3):
        await fleet.until_answered()
    one.kill()

    async def are_two_again() -> bool:
        return len({worker.pid for worker in fleet.workers} - {one.pid}) == 2 and await fleet.are_ready()

    await until(are_two_again)
    assert other in fleet.workers

    fleet.process.terminate()

    async def says_that_it_leaves() -> bool:
        return '"why": "draining"' in await fleet.asked("/readyz")

    await until(says_that_it_leaves)
    await fleet.until_answered()
    _, log = await asyncio.to_thread(fleet.process.communicate)
    assert fleet.process.returncode == 0
    assert log.count("event=worker_died") == 1


# ---------------------------------------------------------------- the parent alone


def tended(serve: Callable[[Seat, int], None], last_s: float = 5.0) -> int:
    """Let a parent tend them, and return its exit code.

    It is a process with one thread, as the command's is: a signal to this one could reach a thread that blocks nothing.
    """
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
        Parent([Seat(one, ()) for one in (1, 2)], serve, last_s).run()
    except SystemExit as ended:  # the parent's, or a worker's
        os._exit(int(ended.code or 0))
    except BaseException:  # noqa: BLE001  nothing of pytest's may go on in here
        os._exit(CRASHED)
    os._exit(0)


def waits(_seat: Seat, _parent: int) -> None:
    signal.pause()


def test_worker_whom_waiting_would_not_help_ends_all() -> None:
    def serve(seat: Seat, parent: int) -> None:
        if seat.number == 2:
            os._exit(1)
        waits(seat, parent)

    assert tended(serve) == 1


def test_worker_that_does_not_end_is_killed() -> None:
    def serve(seat: Seat, parent: int) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if seat.number == 2:
            os.kill(os.getppid(), signal.SIGTERM)
        waits(seat, parent)

    assert tended(serve, 0.5) == 0


def test_worker_that_dies_begins_again_later_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.workers.BACK_OFF_S", (0.01, 0.02))
    lives = tmp_path / "lives"

    def serve(seat: Seat, parent: int) -> None:
        if seat.number == 1:
            waits(seat, parent)
        with lives.open("a") as opened:
            opened.write("x")
        if lives.stat().st_size == 4:
            os.kill(os.getppid(), signal.SIGTERM)
            waits(seat, parent)
        os._exit(70)

    assert tended(serve) == 0
    assert lives.read_text() == "xxxx"
