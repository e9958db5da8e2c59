"""`waystation export`: lists that leave the house as files."""

import time
from pathlib import Path

from bot.cli.commands import units
from bot.cli.process import opened
from bot.papers.register import Wish, export_register
from bot.settings import Settings


def export_register_to(settings: Settings, file: Path, code: str) -> None:
    """Write the register of a unit and all below; the file can be read by its owner only."""
    with opened(settings) as store, store.unit_of_work() as unit:
        wish = Wish(units.named(unit, code).id, settings.language, settings.zone, time.time())
        register = export_register(unit, wish)
        try:
            file.touch(0o600)
            file.write_bytes(register.content)
        except OSError as trouble:
            raise SystemExit(f"waystation: {file} cannot be written ({trouble.strerror})") from None
        unit.commit()
    print(f"{file}: {register.count:,} affiliations")
