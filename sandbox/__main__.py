"""The sandbox as a process of its own: `python -m sandbox --port P --token T`."""

from __future__ import annotations

import argparse
import asyncio
import signal

from sandbox.limits import USUAL, Limits
from sandbox.server import KEPT_CALLS, Sandbox


def main() -> None:
    asked = _arguments()
    limits = Limits(asked.per_second, asked.chat_per_second, asked.chat_burst, asked.group_per_minute)
    asyncio.run(_serve(Sandbox(asked.token, limits=limits, calls=asked.calls), asked.port))


async def _serve(sandbox: Sandbox, port: int) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    print(f"ready: {await sandbox.start(port)}", flush=True)  # noqa: T201  whoever started us waits for this line
    await stopped.wait()
    await sandbox.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 is any free port")
    parser.add_argument("--token", default="42:sandbox")
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
