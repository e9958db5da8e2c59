"""`waystation rotate-key`: everything sealed anew with another key, while the bot runs."""

import sys
from getpass import getpass
from typing import Final

from pydantic import SecretStr

from bot.cli.process import opened
from bot.settings import Settings
from storage.upkeep.keys import KeyRefusedError
from storage.upkeep.rotation import rotate

FROM_INPUT: Final = "-"


def change_key(settings: Settings, told: str) -> None:
    """Seal everything with the first key of the settings, or, where "-" was told, with one read from standard input."""
    if told not in {"", FROM_INPUT}:
        raise SystemExit(
            "waystation: a key on a command line is seen by everybody on this machine: make another one, and put it in "
            "front, WAYSTATION_KEY=NEW,OLD, or give it to standard input with --new-key -"
        )
    read = _read_key() if told else ""
    settings = _with_newest(settings, read) if read else settings
    with opened(settings) as store:
        try:
            done = rotate(store, settings.keys[0])
        except KeyRefusedError as trouble:
            raise SystemExit(f"waystation: {trouble}") from None
    left = f" {done.unread:,} open with none of the keys and were left as they are." if done.unread else ""
    print(f"{done.renewed:,} values sealed anew.{left} WAYSTATION_KEY can hold the new key alone now.")


def _read_key() -> str:
    """Read a line of standard input; from a terminal, where somebody types it, without showing it."""
    key = (getpass("the new key: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not key:
        raise SystemExit("waystation: there is no key on standard input")
    return key


def _with_newest(settings: Settings, key: str) -> Settings:
    keys = [key, *(one for one in settings.keys if one != key)]
    return settings.model_copy(update={"key": SecretStr(",".join(keys))})
