"""What every command shares: reading the settings, and running until somebody says stop."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal

from pydantic import ValidationError

from bot.app import open_store
from bot.chat import TokenRefusedError
from bot.logs import start_logging
from bot.settings import Settings
from storage.presence import AlreadyRunningError
from storage.unit_of_work import Store
from storage.upkeep.health import StoreUnreachableError


def read_settings(database: str = "") -> Settings:
    """Read the settings, with another database where one is named; says what is wrong and ends the process if so."""
    try:
        settings = Settings()
    except ValidationError as trouble:
        for one in trouble.errors():
            name = "_".join(["waystation", *(str(part) for part in one["loc"])]).upper()
            print(f"{name}: {one['msg'].removeprefix('Value error, ')}", file=sys.stderr)
        raise SystemExit(2) from None
    return settings.model_copy(update={"database": database}) if database else settings


_SWITCH_S: Final = 0.0005
"""How long one thread may compute while another waits: at Python's usual 5 ms every answer waited for that, many times.
"""


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """Open the store for a command, and close it; a store that cannot be opened ends the process in one line."""
    try:
        store = open_store(settings)
    except (ValueError, StoreUnreachableError) as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    try:
        yield store
    finally:
        store.close()


def until_stopped(log: Literal["text", "json"], work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run `work` until it ends, or Ctrl-C or SIGTERM sets its event; trouble with the settings ends in one line."""
    start_logging(log)
    sys.setswitchinterval(_SWITCH_S)
    try:
        asyncio.run(_with_signals(work))
    except* (TokenRefusedError, AlreadyRunningError, ValueError, OSError) as trouble:
        for one in _leaves(trouble):
            print(f"waystation: {one}", file=sys.stderr)
        raise SystemExit(1) from None


async def _with_signals(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await work(stop)


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    leaves: list[BaseException] = []
    for one in group.exceptions:
        leaves += _leaves(one) if isinstance(one, BaseExceptionGroup) else [one]
    return leaves
