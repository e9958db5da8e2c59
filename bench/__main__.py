"""`python -m bench NAME [--json] [--quick]`: run one bench and print its figures."""

import argparse
import importlib
import json
import os
import platform
from importlib.metadata import version
from typing import Final

NAMES: Final = (
    *("turns", "nearest", "sender", "mixed", "memory", "signup", "notices", "imports", "flood", "pipeline"),
    *("thought", "web", "booking", "grid", "desk", "workers"),
)
PEERS: Final = (
    "aiogram",
    "python-telegram-bot",
    "aiohttp",
    "sqlalchemy",
    "aiosqlite",
    "scipy",
    "psycopg",
    "apscheduler",
    "aiogram-broadcaster",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions; the figures mean the same")
    asked = parser.parse_args()
    figures = importlib.import_module(f"bench.{asked.name}").figures(quick=asked.quick)
    rounded = {name: round(figure, 4) for name, figure in figures.items()}
    if asked.json:
        peers = {name: version(name) for name in PEERS}
        print(json.dumps({"bench": asked.name, "machine": machine(), "figures": rounded, "peers": peers}))
        return
    for name, figure in rounded.items():
        print(f"{name:32} {figure:>14,.4g}")


def machine() -> str:
    """Describe what a figure was measured on, as far as it matters."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
