"""`waystation posters`: the posters of all buildings of a unit and all below it, in one PDF."""

from pathlib import Path

from bot.cli.commands import units
from bot.cli.commands.bot_name import leads_to
from bot.cli.commands.gaps import warn_of_gaps
from bot.cli.process import opened
from bot.imports.deciding.tree import Tree
from bot.papers.poster import Poster, posters_pdf
from bot.settings import Settings
from domain.places.places import slug
from storage.places.imports import known_buildings, known_units
from storage.unit_of_work import UnitOfWork


def make_posters(settings: Settings, told_unit: str, out: Path | None, bot: str) -> None:
    with opened(settings) as store, store.unit_of_work() as unit:
        of = units.named(unit, told_unit)
        posters = posters_of(unit, of.code, leads_to(settings, bot))
    if not posters:
        raise SystemExit(f"waystation: there is no building in {of.name}")
    warn_of_gaps(*(part for poster in posters for part in (poster.name, poster.address)))
    file = out or Path(f"posters-{slug(of.code)}.pdf")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(posters_pdf(posters))
    print(f"{file}: {len(posters):,} posters")


def posters_of(unit: UnitOfWork, code: str, to: str) -> list[Poster]:
    """Make them in the order in which somebody walks: by unit, then by address."""
    tree = Tree(known_units(unit))
    buildings = [one for one in known_buildings(unit) if tree.lies_in(one.unit_code, code)]
    buildings.sort(key=lambda one: (one.unit_code, one.address, one.name, one.code))
    return [Poster.of_building(one.name, one.address, one.code, to) for one in buildings]
