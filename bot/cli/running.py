"""What runs until somebody says stop: the bot, and the demo."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal

from bot.chat import TokenRefusedError
from bot.logs import start_logging
from bot.settings import Settings
from storage.presence import AlreadyRunningError
from storage.sealed import Seal
from storage.standing import StoreUnreachableError
from storage.upkeep.workers import NotBesideOthersError

SWITCH_S: Final = 0.0005
"""How long one thread may compute while another waits: at Python's usual 5 ms every answer waited for that, many times.
"""


@dataclass(frozen=True, slots=True)
class Child:
    """One of several workers: its number, and a descriptor that comes to its end when its parent has gone."""

    number: int
    parent: int


def check_runnable(settings: Settings) -> None:
    """End the process where something is missing, and name all of it at once."""
    troubles = []
    for has in (lambda: Seal(*settings.keys), lambda: settings.bot_id):
        try:
            has()
        except ValueError as trouble:
            troubles.append(f"waystation: {trouble}")
    if troubles:
        print("\n".join(troubles), file=sys.stderr)
        raise SystemExit(1)


def until_stopped(
    log: Literal["text", "json"], work: Callable[[asyncio.Event], Awaitable[None]], child: Child | None = None
) -> None:
    """Run `work` until it ends, or Ctrl-C or SIGTERM sets its event; trouble with the settings ends in one line.

    It ends with the parent, too, whose `child` this process is.
    """
    start_logging(log, child.number if child else 0)
    sys.setswitchinterval(SWITCH_S)
    try:
        asyncio.run(_with_signals(work, child))
    except* (
        TokenRefusedError,
        AlreadyRunningError,
        NotBesideOthersError,
        StoreUnreachableError,
        ValueError,
        OSError,
    ) as trouble:
        for one in _leaves(trouble):
            remedy = "; ask @BotFather for another: WAYSTATION_TOKEN=..." if isinstance(one, TokenRefusedError) else ""
            print(f"waystation: {one}{remedy}", file=sys.stderr)
        raise SystemExit(1) from None


async def _with_signals(work: Callable[[asyncio.Event], Awaitable[None]], child: Child | None) -> None:
    stop = asyncio.Event()
    if child:
        asyncio.get_running_loop().add_reader(child.parent, _end_with, child.parent, stop)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await work(stop)


def _end_with(parent: int, stop: asyncio.Event) -> None:
    asyncio.get_running_loop().remove_reader(parent)
    stop.set()


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    leaves: list[BaseException] = []
    for one in group.exceptions:
        leaves += _leaves(one) if isinstance(one, BaseExceptionGroup) else [one]
    return leaves
