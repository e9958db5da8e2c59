"""`waystation poster`: a place's QR code as PNG, and the whole page as PDF."""

import asyncio
from pathlib import Path

from bot.app import open_front
from bot.chat import FetchFailedError, TokenRefusedError
from bot.clock import Clock
from bot.poster import Poster, poster_pdf, poster_png
from bot.process import opened
from bot.settings import Settings
from domain.places import slug
from storage import places


def make_poster(settings: Settings, code: str, folder: Path, bot: str) -> None:
    poster = _poster(settings, code, bot or _username(settings))
    folder.mkdir(parents=True, exist_ok=True)
    for ending, content in (("png", poster_png(poster)), ("pdf", poster_pdf(poster))):
        file = folder / f"poster-{slug(code)}.{ending}"
        file.write_bytes(content)
        print(file)
    print(poster.link)


def _poster(settings: Settings, code: str, bot: str) -> Poster:
    with opened(settings) as store, store.unit_of_work() as unit:
        if point := places.point_by_code(unit, code):
            return Poster.of_point(point.name, point.address, code, bot)
        if building := places.building_by_code(unit, code):
            return Poster.of_building(building.name, building.address, code, bot)
    raise SystemExit(f"waystation: there is no service point and no building with the code {code}")


def _username(settings: Settings) -> str:
    """Ask Telegram who the bot is: the link needs the name."""
    try:
        return asyncio.run(_introduced(settings))
    except (TokenRefusedError, FetchFailedError) as trouble:
        raise SystemExit(f"waystation: the bot's name is not known ({trouble}); give it with --bot NAME") from None


async def _introduced(settings: Settings) -> str:
    front = open_front(settings.framework, settings.token.get_secret_value(), settings.bot_api, Clock())
    try:
        return await front.introduce(())
    finally:
        await front.close()
