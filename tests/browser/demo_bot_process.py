"""The demo's bot as a process of its own beside a sandbox that lives elsewhere, so that it can be killed.

It says "ready" when it listens. Each line that it reads is a number of seconds by which its clock is wound forward; it
leaves when nobody can write to it any more.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from bot.app import Part
from bot.cli.running import until_stopped
from bot.clock import Clock
from bot.demo.stage import act, settings_in
from bot.settings import Framework


async def _play(given: Sequence[str], stop: asyncio.Event) -> None:
    origin, framework, folder, ahead_s, token = given
    clock = Clock(float(ahead_s))
    settings = settings_in(Path(folder), cast("Framework", framework), token)
    winding = asyncio.create_task(_wind(clock, stop))
    await act(settings, origin, Part(clock, stop, _say_ready, clock_is_wound=True))
    winding.cancel()


def _say_ready(_username: str) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


async def _wind(clock: Clock, stop: asyncio.Event) -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async for line in lines:
        clock.advance(float(line))
    stop.set()


if __name__ == "__main__":
    until_stopped("text", lambda stop: _play(sys.argv[1:], stop))
