"""What several workers cost beside one: `waystation run --workers N` on PostgreSQL behind a webhook, in the real mix.

With 1, 2 and 4 workers the same people do the same: register, sign up, ask, and an organiser decides. The Bot API
server and the people are this process, and are not counted; the parent, the workers and the database are. Before it is
measured each worker has had time to read and compile what it reads and compiles once in its life.

`cpu_s_per_1000_turns_N` is what all of them have computed, user and system, for a thousand things that were done and
answered; `database_cpu_s_per_1000_turns_N` is the database's part of it. `ratio_cpu_4_vs_1` is what counts: how busy
the machine is otherwise lengthens both alike. `connections_per_worker_N`, and of memory `rss_mb_per_worker_N`, which
counts what the workers have in common for each, and `own_mb_per_worker_N`, which does not.
"""

import asyncio
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import Engine, create_engine, text

from bench import real_mix
from bench.pipeline import PACE, day
from bench.postgres import database
from bench.processes import TOKEN, environment, zone_of_noon
from bench.stores import city
from bench.town import Town
from bot.handlers.webhook import PATH
from sandbox.state.limits import UNLIMITED
from storage.sealed import new_key

COUNTS: Final = (1, 2, 4)
_OURS: Final = text("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'waystation %'")


def figures(*, quick: bool) -> dict[str, float]:
    """Measure. A quick run lives through fewer days."""
    found: dict[str, float] = {}
    for workers in COUNTS:
        with database() as url, tempfile.TemporaryDirectory() as folder:
            found |= asyncio.run(_measured(url, Path(folder), workers, 1 if quick else 4))
    least, most = (found[f"cpu_s_per_1000_turns_{workers}"] for workers in (COUNTS[0], COUNTS[-1]))
    return found | {f"ratio_cpu_{COUNTS[-1]}_vs_{COUNTS[0]}": most / least}


async def _measured(url: str, home: Path, workers: int, days: int) -> dict[str, float]:
    store = city(url, key := new_key())
    posters = real_mix.furnish(store, time.time())
    store.close()
    town = Town(TOKEN, UNLIMITED, range(0), posters)
    origin = await town.sandbox.start()
    engine = create_engine(url)
    try:
        async with _run(home, {"DATABASE": url, "KEY": key, "BOT_API": origin}, workers) as parent:
            await town.awake()
            for number in range(workers):
                await day(town, number, says_it_all=False)
            before, before_there = _computed_s(parent), _database_s(engine)
            turns = sum([(await day(town, workers + number, says_it_all=False))[0] for number in range(days)])
            ours, theirs = _computed_s(parent) - before, _database_s(engine) - before_there
            serving = parent.children() or [parent]  # one alone has no parent
            return {
                f"cpu_s_per_1000_turns_{workers}": (ours + theirs) / turns * 1000,
                f"database_cpu_s_per_1000_turns_{workers}": theirs / turns * 1000,
                f"connections_per_worker_{workers}": _connections(engine) / workers,
                f"rss_mb_per_worker_{workers}": _mean([each.memory_info().rss for each in serving]),
                f"own_mb_per_worker_{workers}": _mean([each.memory_full_info().uss for each in serving]),
            }
    finally:
        engine.dispose()
        await town.sandbox.stop()


@asynccontextmanager
async def _run(home: Path, where: dict[str, str], workers: int) -> AsyncIterator[psutil.Process]:
    """Run `waystation run --workers N`, and give its parent, which is the worker where there is one."""
    listen = f"127.0.0.1:{_free_ports(workers + 1)}"
    serves = {"WEBHOOK_URL": f"http://{listen}{PATH}", "LISTEN": listen, "WEBHOOK_SECRET": "bench"}
    settings = {"TOKEN": TOKEN, "TIME_ZONE": zone_of_noon(datetime.now(UTC)), **PACE, **serves, **where}
    command = (sys.executable, "-m", "bot", "run", "--workers", str(workers))
    process = await asyncio.create_subprocess_exec(*command, env=environment(settings), cwd=home)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


def _free_ports(count: int) -> int:
    """Find so many ports in a row that nobody listens at, and return the first."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port: int = first.getsockname()[1]
            if all(_is_free(port + further) for further in range(1, count)):
                return port


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        return False
    return True


def _computed_s(process: psutil.Process) -> float:
    """Return what a process and its children have computed, those that have ended included."""
    family = [process, *process.children(recursive=True)]
    times = [one.cpu_times() for one in family]
    ended = times[0].children_user + times[0].children_system
    return float(sum(one.user + one.system for one in times) + ended)


def _database_s(engine: Engine) -> float:
    """Return what all processes of the server have computed; it is on this machine."""
    with engine.connect() as connection:
        here = psutil.Process(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
        server = here.parent()
        assert server is not None  # noqa: S101  for the type checker: a server's process has one
        return _computed_s(server)


def _connections(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(_OURS) or 0


def _mean(sizes: Sequence[int]) -> float:
    """Return it in megabytes."""
    return sum(sizes) / len(sizes) / 2**20
