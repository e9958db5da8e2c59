"""The sandbox as a process of its own: `python -m sandbox --port P --token T`."""

from __future__ import annotations

import argparse
import asyncio
import signal

from sandbox.server import KEPT_CALLS, Sandbox
from sandbox.state.limits import USUAL, Limits
from sandbox.state.world import new_token


def main() -> None:
    asked = _arguments()
    limits = Limits(asked.per_second, asked.chat_per_second, asked.chat_burst, asked.group_per_minute)
    sandbox = Sandbox(asked.token or new_token(), limits=limits, calls=asked.calls)
    asyncio.run(_serve(sandbox, asked.port, says_token=not asked.token))


async def _serve(sandbox: Sandbox, port: int, *, says_token: bool) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    print(f"ready: {await sandbox.start(port)}", flush=True)  # noqa: T201  whoever started us waits for this line
    if says_token:
        print(f"token: {sandbox.world.token}", flush=True)  # noqa: T201  without it nobody could be the bot
    await stopped.wait()
    await sandbox.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 is any free port")
    parser.add_argument("--token", default="", help="a new one each time, and said after `ready`, unless it is given")
    parser.add_argument("--per-second", type=_pace, default=USUAL.per_second, metavar="N|off")
    parser.add_argument("--chat-per-second", type=_pace, default=USUAL.chat_per_second, metavar="N|off")
    parser.add_argument("--chat-burst", type=int, default=USUAL.chat_burst, metavar="N")
    parser.add_argument("--group-per-minute", type=_pace, default=USUAL.group_per_minute, metavar="N|off")
    parser.add_argument("--calls", type=int, default=KEPT_CALLS, help="how many calls the log keeps")
    return parser.parse_args()


def _pace(text: str) -> float | None:
    return None if text == "off" else float(text)


if __name__ == "__main__":
    main()
