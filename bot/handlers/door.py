"""The way from the webhook's route into the house, which may be open later than the route is there."""

from collections.abc import Sequence
from typing import final

from bot.chat import Arrival
from bot.handlers.polling import Take


class NotOpenError(Exception):
    """Nobody takes updates yet: Telegram brings them again."""


@final
class Door:
    """Takes nothing until it is opened: the routes are there before the house behind them."""

    def __init__(self) -> None:
        self._take: Take | None = None

    def open(self, take: Take) -> None:
        self._take = take

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """Hand the updates on. Raises `NotOpenError`, or what the house raises."""
        if self._take is None:
            raise NotOpenError
        await self._take(arrivals)
