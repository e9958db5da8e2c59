"""`waystation poster`: a place's QR code as PNG, and the whole page as PDF."""

from pathlib import Path

from bot.cli.commands.bot_name import leads_to
from bot.cli.commands.gaps import warn_of_gaps
from bot.cli.process import opened
from bot.papers.poster import Poster, poster_pdf, poster_png
from bot.settings import Settings
from domain.places.places import slug
from storage.places import places


def make_poster(settings: Settings, code: str, folder: Path, bot: str) -> None:
    poster = _poster(settings, code, leads_to(settings, bot))
    warn_of_gaps(poster.name, poster.address)
    folder.mkdir(parents=True, exist_ok=True)
    for ending, content in (("png", poster_png(poster)), ("pdf", poster_pdf(poster))):
        file = folder / f"poster-{slug(code)}.{ending}"
        file.write_bytes(content)
        print(file)
    print(poster.link)


def _poster(settings: Settings, code: str, to: str) -> Poster:
    with opened(settings) as store, store.unit_of_work() as unit:
        if point := places.point_by_code(unit, code):
            return Poster.of_point(point.name, point.address, code, to)
        if building := places.building_by_code(unit, code):
            return Poster.of_building(building.name, building.address, building.code, to)
    raise SystemExit(f"waystation: there is no service point and no building with the code {code}")
