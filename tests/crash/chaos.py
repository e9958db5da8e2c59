"""`python -m tests.crash.chaos`: end the bot over and over, on both fronts and both stores, and print what came of it.

The long form of tests/crash and of the seats' state machine. Exits with 1 if anything was lost, done twice, or repeated
without having been in doubt.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from bench.postgres import database as postgres
from tests.bounds.fuzzing import fuzzed
from tests.crash.account import Account
from tests.crash.chaos_seats import broadcasts, played, rekeyed, suffered
from tests.crash.ordeal import Plan, Signal, suffer

FRONTS: Final = ("ptb", "aiogram")
STORES: Final = ("sqlite", "postgres")
HEADINGS: Final = (
    "front",
    "store",
    "signal",
    "times",
    "updates",
    "handed out again",
    "taken once",
    "lost",
    "replies",
    "missing",
    "in doubt",
    "repeated",
    "most in flight",
    "verdict",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    front: str
    store: str
    signal: Signal
    account: Account

    def cells(self) -> tuple[str, ...]:
        one = self.account
        figures = (
            one.ends,
            one.updates,
            one.handed_out_again,
            one.taken_once,
            one.lost,
            one.replies,
            one.missing,
            one.in_doubt,
            one.repeated,
            one.most_in_flight,
        )
        return (self.front, self.store, f"SIG{self.signal}", *(f"{figure:,}" for figure in figures), self.verdict)

    @property
    def verdict(self) -> str:
        return "; ".join(self.account.faults()) or "as promised"


def main() -> None:
    asked = _arguments()
    began = time.monotonic()
    lines = asyncio.run(_all_suffered(asked))
    _say(f"\n{_machine()}, seed {asked.seed}, {time.monotonic() - began:.0f} s\n")
    _say(table([line.cells() for line in lines]))
    is_well = [not any(line.account.faults() for line in lines)]
    is_well += [_broadcasts_hold(asked), _keys_hold(asked), _seats_hold(asked), _readers_hold(asked)]
    sys.exit(not all(is_well))


def _broadcasts_hold(asked: argparse.Namespace) -> bool:
    """Go on with broadcasts, and say what came of each."""
    is_well = True
    fronts, stores = asked.front or FRONTS, asked.store or STORES
    kills = asked.broadcast_kills
    for said in broadcasts(kills, asked.recipients, fronts, stores, asked.seed, _database) if kills else ():
        _say(said.line)
        is_well &= said.is_well
    return is_well


def _keys_hold(asked: argparse.Namespace) -> bool:
    """Go on with changes of key, and say what came of each."""
    is_well = True
    kills = asked.key_kills
    for said in rekeyed(kills, asked.store or STORES, asked.seed, _database) if kills else ():
        _say(said.line)
        is_well &= said.is_well
    return is_well


def _seats_hold(asked: argparse.Namespace) -> bool:
    """Go on with sign-up rushes, reminder waves and the state machine of seats, and say what came of each."""
    is_well = True
    rushes = suffered(asked.kills, asked.front or FRONTS, asked.store or STORES, asked.seed, _database)
    for said in rushes if asked.kills else ():
        _say(said.line)
        is_well &= said.is_well
    if asked.seat_runs:
        seats = played(asked.seat_runs, asked.at_once)
        _say(seats.line)
        is_well &= seats.is_well
    return is_well


def _readers_hold(asked: argparse.Namespace) -> bool:
    """Go on with texts of chance for every reader, and say what raised."""
    if not asked.fuzz_s:
        return True
    read, failed = fuzzed(asked.fuzz_s, asked.seed)
    _say("\n".join([f"{read:,} texts of chance read, {len(failed)} kinds of trouble", *failed]))
    return not failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=30, help="SIGKILLs for each front and store")
    parser.add_argument("--terms", type=int, default=6, help="SIGTERMs for each front and store")
    parser.add_argument("--broadcast-kills", type=int, default=50, help="SIGKILLs in a broadcast, for each of the same")
    parser.add_argument("--recipients", type=int, default=10_000, help="of each broadcast")
    parser.add_argument("--key-kills", type=int, default=50, help="SIGKILLs in changes of key, for each store")
    parser.add_argument("--seat-runs", type=int, default=50_000, help="runs of the state machine of seats")
    parser.add_argument("--fuzz-s", type=float, default=180, help="seconds of texts of chance for every reader")
    parser.add_argument("--seed", type=int, default=1, help="of all that is left to chance")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="combinations side by side")
    parser.add_argument("--front", choices=FRONTS, action="append", help="this one only")
    parser.add_argument("--store", choices=STORES, action="append", help="this one only")
    return parser.parse_args()


def _combinations(asked: argparse.Namespace) -> list[tuple[str, str, Signal]]:
    ends: dict[Signal, int] = {"KILL": asked.kills, "TERM": asked.terms}
    signals = [signal for signal, times in ends.items() if times]
    return list(product(asked.front or FRONTS, asked.store or STORES, signals))


async def _all_suffered(asked: argparse.Namespace) -> list[Line]:
    """Play every combination, so many at once; Python needs a core to start a bot, and does little else here."""
    room = asyncio.Semaphore(asked.at_once)
    played = (_suffered(asked, room, *combination) for combination in _combinations(asked))
    return await asyncio.gather(*played)


async def _suffered(asked: argparse.Namespace, room: asyncio.Semaphore, front: str, store: str, signal: Signal) -> Line:
    ends = asked.kills if signal == "KILL" else asked.terms
    async with room, _opened(store) as url:
        line = Line(front, store, signal, await suffer(Plan(front, url, signal, ends, asked.seed)))
    _say(f"{front}, {store}, SIG{signal} {ends} times: {line.verdict}")
    return line


@asynccontextmanager
async def _opened(store: str) -> AsyncIterator[str]:
    """Give a database in a thread of its own: making one takes seconds, and the others must not be held up."""
    with ExitStack() as opened:
        yield await asyncio.to_thread(opened.enter_context, _database(store))
        await asyncio.to_thread(opened.close)


@contextmanager
def _database(store: str) -> Iterator[str]:
    """Give an empty database, in which the first start makes the tables, and which is gone afterwards."""
    if store == "postgres":
        with postgres() as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="waystation-chaos-") as folder:
        yield f"sqlite:///{Path(folder) / 'waystation.db'}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out as Markdown, in columns that a terminal shows straight."""
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(_laid_out(cells, widths) for cells in (HEADINGS, rule, *rows))


def _laid_out(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  a long run says how far it is


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
