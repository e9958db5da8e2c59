"""Messages per second through the real sender, SQLite file and fronts, beside bare aiohttp posting the same messages.

The Bot API server is the sandbox, strict as ever, in a process of its own; so is each side that sends. All have 30 in
flight. The bare side stores nothing and keeps no order.

`time_over_minimum_*` is the time that ours took, over the time that the server's limit makes any sender take (messages
divided by the limit), for 21 seconds' worth of messages in the broadcast lane.

`broadcast_*` are those of `bench.broadcast`.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from bench import broadcast
from bench.processes import TOKEN, sandbox

CHATS: Final = 2000
LIMITED_S: Final = 21
FREE: Final = "off"


def figures(*, quick: bool) -> dict[str, float]:
    """Measure. A quick run sends fewer messages at full speed; those at a limit take their 20 s all the same."""
    count, rounds = (3000, 1) if quick else (10_000, 3)
    speeds: dict[str, list[float]] = {"raw_aiohttp": [], "aiogram": [], "ptb": []}
    for _ in range(rounds):  # in turn, so that what else the machine does strikes all alike
        for side, speed in speeds.items():
            with _server(FREE) as origin:
                took_s, _refused = _send(side, origin, count, 0)
            speed.append(count / took_s)
    found = {f"{side}_msgs_per_s": median(each) for side, each in speeds.items()}
    for side in ("aiogram", "ptb"):
        found[f"ratio_{side}_vs_raw"] = found[f"{side}_msgs_per_s"] / found["raw_aiohttp_msgs_per_s"]
    for limit in (30, 1000):
        with _server(str(limit)) as origin:
            took_s, refused = _send("ptb", origin, limit * LIMITED_S, limit)
        found[f"time_over_minimum_{limit}"] = took_s / LIMITED_S
        found[f"refused_429_{limit}"] = refused
    return found | broadcast.figures(quick=quick)


def _send(side: str, origin: str, count: int, limit: int) -> tuple[float, int]:
    """Let a process of its own send; return the seconds it took and how many 429s it met."""
    command = [sys.executable, "-m", "bench.sending", side, origin, TOKEN, str(count), str(limit), str(CHATS)]
    told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return float(told["took_s"]), int(told["refused"])


@contextmanager
def _server(per_second: str) -> Iterator[str]:
    """Run a Bot API server whose limit for all chats together is `per_second`, and which knows `CHATS` people."""
    with sandbox("--per-second", per_second, "--chat-per-second", FREE, "--group-per-minute", FREE) as origin:
        _meet(origin)
        yield origin


def _meet(origin: str) -> None:
    connection = HTTPConnection(urlsplit(origin).netloc)
    for chat_id in range(1, CHATS + 1):
        connection.request("POST", f"/sandbox/people/{chat_id}/text", '{"text": "/start"}', _JSON)
        connection.getresponse().read()
    connection.close()


_JSON: Final = {"Content-Type": "application/json"}
