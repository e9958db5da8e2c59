"""What commands share: reading the settings, and opening the store; whatever is wrong ends the process in one line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pydantic import SecretStr, ValidationError

from bot.demo.beside import key_beside
from bot.opening import open_store
from bot.settings import SETTINGS_FILE, Settings
from storage.private import keep_private
from storage.sealed import Seal
from storage.standing import Standing, StoreUnreachableError, standing
from storage.unit_of_work import Store


def read_settings(database: str = "", *, looks_only: bool = False) -> Settings:
    """Read the settings, with another database where one is named; says what is wrong and ends the process if so.

    Where no key is set, one that lies beside the store is taken, as a demo has it. The file that the settings stand in
    becomes its owner's alone, unless somebody `looks_only`.
    """
    if not looks_only:
        with suppress(OSError):  # on a disk that cannot be written; `waystation doctor` tells
            keep_private(SETTINGS_FILE)
    try:
        settings = Settings()
    except ValidationError as trouble:
        for one in trouble.errors():
            name = "_".join(["waystation", *(str(part) for part in one["loc"])]).upper()
            print(f"{name}: {one['msg'].removeprefix('Value error, ')}", file=sys.stderr)
        raise SystemExit(2) from None
    settings = settings.model_copy(update={"database": database}) if database else settings
    if settings.key.get_secret_value():
        return settings
    return settings.model_copy(update={"key": SecretStr(key_beside(settings.database))})


@contextmanager
def opened(settings: Settings, *, may_be_new: bool = False) -> Iterator[Store]:
    """Open the store for a command, and close it; one that cannot be opened ends the process, and nothing is made.

    `may_be_new`: a command that brings lists in begins a store where there is none, and says so.
    """
    try:
        store = _opened(settings, may_be_new=may_be_new)
    except (ValueError, StoreUnreachableError) as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    try:
        yield store
    finally:
        store.close()


def _opened(settings: Settings, *, may_be_new: bool) -> Store:
    is_there = standing(settings.database) is not Standing.NONE
    if not is_there and not may_be_new:
        raise StoreUnreachableError(f"there is no store at {shown(settings)}; `waystation migrate` makes one")
    Seal(*settings.keys)
    if not is_there:
        print(f"waystation: there was no store at {shown(settings)}; this is a new one", file=sys.stderr)
    return open_store(settings)


def is_new(settings: Settings) -> bool:
    """Tell whether there is no store yet; one that cannot be there at all is told when it is opened."""
    try:
        return standing(settings.database) is Standing.NONE
    except StoreUnreachableError:
        return False


def shown(settings: Settings) -> str:
    """Return where the store is, without a password."""
    return settings.database.removeprefix("sqlite:///").rpartition("@")[2]
