"""`waystation import points` and the other lists: each its own import, all told alike."""

import time
from dataclasses import dataclass
from pathlib import Path

from bot.cli.commands.bot_name import username
from bot.cli.commands.import_list import Wish, run_import
from bot.imports.buildings_file import import_buildings
from bot.imports.calendar_list import import_calendar
from bot.imports.landmarks import import_landmarks
from bot.imports.organisers import Links, import_organisers
from bot.imports.points import import_points
from bot.imports.units import import_units
from bot.settings import Settings
from bot.texts import words
from domain.datums import Datum


@dataclass(frozen=True, slots=True)
class LinksWish:
    """Where the links go, how long they work, and of which bot they are; "" and None where it was not said."""

    out: Path | None
    hours: int
    bot: str


def points(settings: Settings, wish: Wish, crs: str | None) -> None:
    run_import(settings, wish, lambda store, manner, bar: import_points(store, wish.file, _datum(crs), manner, bar))


def units(settings: Settings, wish: Wish) -> None:
    run_import(settings, wish, lambda store, manner, bar: import_units(store, wish.file, manner, bar))


def buildings(settings: Settings, wish: Wish, crs: str | None) -> None:
    run_import(settings, wish, lambda store, manner, bar: import_buildings(store, wish.file, _datum(crs), manner, bar))


def landmarks(settings: Settings, wish: Wish, crs: str | None) -> None:
    run_import(settings, wish, lambda store, manner, bar: import_landmarks(store, wish.file, _datum(crs), manner, bar))


def _datum(crs: str | None) -> Datum | None:
    return Datum(crs) if crs else None


def calendar(settings: Settings, wish: Wish) -> None:
    run_import(settings, wish, lambda store, manner, bar: import_calendar(store, wish.file, manner, bar))


def organisers(settings: Settings, wish: Wish, asked: LinksWish) -> None:
    """Write a link for each row; only the file has them."""
    out = asked.out or Path(f"{wish.file.stem}-links.csv")
    if out.resolve() == wish.file.resolve():
        raise SystemExit("waystation: the links cannot go into the list itself; choose another file with --out")
    bot = asked.bot or ("bot" if wish.dry_run else username(settings))
    links = Links(bot, asked.hours, out, time.time(), settings.zone)
    try:
        run_import(settings, wish, lambda store, manner, bar: import_organisers(store, wish.file, links, manner, bar))
    except OSError as trouble:
        raise SystemExit(f"waystation: {out} cannot be written ({trouble.strerror})") from None
    if not (wish.json or wish.dry_run):
        print(words(settings.language).report("Links, for their recipients only: {file}", file=out))
