"""`waystation import points` and the other lists: each its own import, all told alike."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.cli.commands.bot_name import username
from bot.cli.commands.import_list import Wish, run_import
from bot.imports.buildings_file import import_buildings
from bot.imports.calendar_list import import_calendar
from bot.imports.landmarks import import_landmarks
from bot.imports.organisers import Links, import_organisers
from bot.imports.points import import_points
from bot.imports.resources import import_resources
from bot.imports.units import import_units
from bot.settings import Settings
from bot.texts import words
from domain.places.datums import Datum


@dataclass(frozen=True, slots=True)
class LinksWish:
    """Where the links go, how long they work, and of which bot they are; "" and None where it was not said."""

    out: Path | None
    hours: int
    bot: str


_PLACES: Final = {"points": import_points, "buildings": import_buildings, "landmarks": import_landmarks}
_OTHERS: Final = {"units": import_units, "calendar": import_calendar, "resources": import_resources}


def places(name: str, settings: Settings, wish: Wish, crs: str | None) -> None:
    """Bring in a list whose rows have coordinates; where `crs` is not said, the list says what they count in."""
    bring_in, datum = _PLACES[name], Datum(crs) if crs else None
    run_import(settings, wish, lambda store, manner, bar: bring_in(store, wish.file, datum, manner, bar))


def others(name: str, settings: Settings, wish: Wish) -> None:
    bring_in = _OTHERS[name]
    run_import(settings, wish, lambda store, manner, bar: bring_in(store, wish.file, manner, bar))


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
