"""The chat page as a part of the house: its routes are there before the house is open, and its front sends."""

import time
from collections.abc import Callable
from typing import final

from aiohttp import web

from bot.handlers.polling import Take
from bot.page_origin import Origin
from bot.pages.feeds import Feeds
from bot.pages.front import PageFront
from bot.pages.guard import Guard
from bot.pages.hub import Hub
from bot.pages.routes import Routes, Ways
from storage.unit_of_work import Store


@final
class Pages:
    """All pages of one origin, and the calendars beside them.

    `address` is where people find them, which the demo knows once its port is open.
    """

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.address = str(origin)
        guard = Guard(origin)
        self._hub = Hub()
        self._routes = Routes(guard)
        self.feeds = Feeds(guard)

    def routes(self) -> list[web.RouteDef]:
        return [*self._routes.all(), *self.feeds.all()]

    def open(self, store: Store, take: Take, now: Callable[[], float] = time.time) -> PageFront:
        """Let the routes lead into the house, and return the front that writes to pages."""
        self._routes.open(Ways(store, self._hub, take, now))
        return PageFront(store, self._hub, now)

    def name_bot(self, username: str) -> None:
        """Let the page lead on to this bot of Telegram's; "": the house is not there."""
        self._routes.telegram = f"https://t.me/{username}" if username else ""

    def close(self) -> None:
        """Let everybody go who looks."""
        self._hub.close()
