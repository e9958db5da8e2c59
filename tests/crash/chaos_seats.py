"""The long form of all that is killed beside the bot itself, for `python -m tests.crash.chaos`."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Final

from storage.migrate import upgrade
from tests.crash.broadcast import broadcast
from tests.crash.rekeying import rekey
from tests.crash.rush import rush
from tests.crash.telegram import ROOT
from tests.crash.wave import remind

RUSHES: Final = 3
"""So many kills of a rush for each one of a whole bot: they are cheap."""

Database = Callable[[str], AbstractContextManager[str]]
"""Opens an empty database of a kind, "sqlite" or "postgres"."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the report, and whether all is as promised."""

    line: str
    is_well: bool


def suffered(kills: int, fronts: Sequence[str], stores: Sequence[str], seed: int, database: Database) -> Iterator[Said]:
    """Kill rushes and reminder waves so often, one after the other."""
    for store in stores:
        with database(store) as url:
            upgrade(url)
            rushed = rush(url, kills * RUSHES, Random(seed))
        yield _said(f"rush, {store}: {rushed.kills} kills, {rushed.told:,} people told", rushed.faults())
    for front, store in product(fronts, stores):
        with database(store) as url:
            upgrade(url)
            waved = asyncio.run(remind(front, url, kills, Random(seed)))
        told = f"{waved.kills} kills, {waved.reminded:,} reminded, {waved.in_flight} in flight, {waved.repeated} twice"
        yield _said(f"wave, {front}, {store}: {told}", waved.faults())


def broadcasts(  # noqa: PLR0917  like its neighbour, and how many of whom
    kills: int, recipients: int, fronts: Sequence[str], stores: Sequence[str], seed: int, database: Database
) -> Iterator[Said]:
    """Announce to so many and kill the bot so often meanwhile, on each front and store in turn."""
    for front, store in product(fronts, stores):
        with database(store) as url:
            sent = asyncio.run(broadcast(front, url, recipients, kills, Random(seed)))
        told = (
            f"{sent.kills} kills, {sent.size:,} recipients, {sent.reached:,} reached, {sent.in_flight} in flight,"
            f" {sent.repeated} twice, {sent.unknown} unknown"
        )
        yield _said(f"broadcast, {front}, {store}: {told}", sent.faults())


def rekeyed(kills: int, stores: Sequence[str], seed: int, database: Database) -> Iterator[Said]:
    """Change the key of a store over and over, and kill the command so often."""
    for store in stores:
        with database(store) as url:
            upgrade(url)
            came = rekey(url, kills, Random(seed))
        told = (
            f"{came.kills} kills, {came.half_done} left it half done, {came.changed} changes of {came.values:,} values"
        )
        yield _said(f"change of key, {store}: {told}", came.faults())


def played(runs: int, at_once: int) -> Said:
    """Let the state machine of seats run so often, in several processes."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        str(at_once),
        "tests/storage/activities/test_seats_machine.py",
    ]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "WAYSTATION_SEAT_RUNS": str(runs)}, check=False)
    return _said(f"seats, {runs:,} runs of the state machine", ("it found something",) if ended.returncode else ())


def _said(what: str, faults: tuple[str, ...]) -> Said:
    return Said(f"{what}: {'; '.join(faults) or 'as promised'}", not faults)
