"""`waystation export`: lists that leave the house as files."""

import time
from pathlib import Path
from typing import Final

from bot.cli.commands import units
from bot.cli.process import opened
from bot.imports.resources import export_resources
from bot.papers.register import Wish, export_register
from bot.settings import Settings
from storage.places.places import path_of
from storage.private import make_private

_ENDINGS: Final = (".xlsx", ".csv")


def export_register_to(settings: Settings, file: Path, told_unit: str) -> None:
    """Write the register of a unit and all below, as its name ends; the file can be read by its owner only."""
    if file.suffix.lower() not in _ENDINGS:
        raise SystemExit(f"waystation: the register is written as {' or '.join(_ENDINGS)}; {file} ends otherwise")
    with opened(settings) as store, store.unit_of_work() as unit:
        of = units.named(unit, told_unit)
        is_csv = file.suffix.lower() == ".csv"
        wish = Wish(of.id, settings.language, settings.zone, time.time(), is_csv=is_csv)
        register = export_register(unit, wish)
        try:
            make_private(file)
            file.write_bytes(register.content)
        except OSError as trouble:
            raise SystemExit(f"waystation: {file} cannot be written ({trouble.strerror})") from None
        unit.commit()
    print(f"{file}: {register.count:,} affiliations")


def export_resources_to(settings: Settings, file: Path, told_unit: str) -> None:
    """Write what a unit and all below lend, as its name ends: a list that `waystation import resources` reads again."""
    if file.suffix.lower() not in _ENDINGS:
        raise SystemExit(f"waystation: the list is written as {' or '.join(_ENDINGS)}; {file} ends otherwise")
    with opened(settings) as store, store.unit_of_work() as unit:
        of = units.named(unit, told_unit)
        try:
            count = export_resources(unit, file, path_of(unit, of.id), settings.language)
        except OSError as trouble:
            raise SystemExit(f"waystation: {file} cannot be written ({trouble.strerror})") from None
    print(f"{file}: {count:,} resources")
