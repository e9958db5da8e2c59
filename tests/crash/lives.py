"""What a bot's process does after its birth: it becomes `python -m bot run`, in a process that has imported it.

Processes are forked from one that has done so, once for a whole run: to import a library anew for each of so many
lives takes far longer than the lives themselves. What can be killed is a process like any other.
"""

import os
import random
import runpy
import sys
import time
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import gettempdir
from typing import Final

_IMPORTED: Final = (
    "bot.app",
    "bot.cli.commands.rotate_key",
    "bot.cli.running",
    "bot.handlers.aiogram_front",
    "bot.handlers.ptb_front",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
    "tests.crash.lives",
)


def forks() -> ForkServerContext:
    """Return what processes are forked by."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTED))
    return context


def _wind(ahead: Path) -> None:
    """Let the wall clock of this process be ahead by what the file says at each moment."""
    right = time.time
    time.time = lambda: right() + float(ahead.read_text() or 0)


def live(environment: Mapping[str, str], log: Connection) -> None:
    """Be a bot with this environment, in a folder without an `.env`; `log` is where its standard error goes."""
    os.dup2(log.fileno(), sys.stderr.fileno())
    log.close()
    command(environment, "run")


def command(environment: Mapping[str, str], *arguments: str) -> None:
    """Be this command of the bot's, with this environment, in a folder without an `.env`."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(gettempdir())
    if ahead := os.environ.pop("AHEAD", ""):
        _wind(Path(ahead))
    random.seed()  # it was forked with the state of all others
    sys.argv = ["bot", *arguments]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
