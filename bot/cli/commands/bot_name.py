"""Who the bot is, asked of Telegram: links need its name."""

import asyncio

from bot.chat import FetchFailedError, TokenRefusedError
from bot.clock import Clock
from bot.opening import open_front
from bot.settings import Settings


def username(settings: Settings) -> str:
    """Return the bot's name, or end the process in one line that says how to give it."""
    try:
        return asyncio.run(_introduced(settings))
    except (TokenRefusedError, FetchFailedError, ValueError) as trouble:
        raise SystemExit(f"waystation: the bot's name is not known ({trouble}); give it with --bot NAME") from None


async def _introduced(settings: Settings) -> str:
    front = open_front(settings, Clock())
    try:
        return await front.introduce(())
    finally:
        await front.close()
