"""What links lead to: the page that is set, else the bot, whose name is asked of Telegram."""

import asyncio

from bot.chat import FetchFailedError, TokenRefusedError
from bot.clock import Clock
from bot.opening import open_front
from bot.settings import Settings


def leads_to(settings: Settings, bot: str) -> str:
    """Return what links for everybody lead to (`bot.deep_links.link`); `bot` is a name that was given, or ""."""
    return bot or settings.web.rstrip("/") or username(settings)


def username(settings: Settings) -> str:
    """Return the bot's name, or end the process in one line that says how to give it."""
    try:
        name = asyncio.run(_introduced(settings))
    except (TokenRefusedError, FetchFailedError, ValueError) as trouble:
        raise SystemExit(f"waystation: the bot's name is not known ({trouble}); give it with --bot NAME") from None
    if not name:
        raise SystemExit("waystation: roles are taken on Telegram; set WAYSTATION_TOKEN to the bot's token first")
    return name


async def _introduced(settings: Settings) -> str:
    front = open_front(settings, Clock())
    try:
        return await front.introduce(())
    finally:
        await front.close()
