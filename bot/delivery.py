"""How updates reach this worker: it says so to the messenger unless another worker has, and sees that it stays so."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from hashlib import sha256
from typing import Final, final
from urllib.parse import urlsplit

import structlog
from prometheus_client import Gauge

from bot.chat import FetchFailedError, Front
from bot.introduction import introductions
from bot.settings import Settings
from bot.standstill import Standstill
from scheduler.sender import Sender
from storage.unit_of_work import Store
from storage.upkeep import workers
from storage.upkeep.workers import Way, Worker

log = structlog.get_logger()

EVERY_S: Final = 300.0
"""So often whoever leads looks whether the webhook is still set."""

WAITING: Final = Gauge("waystation_webhook_waiting", "Updates that Telegram holds for the webhook.")


@final
class Delivery:
    """One worker's part in it. `standing` is told where nothing can arrive; `clock` gives seconds since 1970."""

    def __init__(
        self, settings: Settings, front: Front, sender: Sender, standing: Standstill, clock: Callable[[], float]
    ) -> None:
        self.standing = standing
        self._settings = settings
        self._front = front
        self._sender = sender
        self._clock = clock
        self._introductions = introductions(settings.language)
        self._worker: Worker | None = None

    @property
    def secret(self) -> str:
        return self._settings.webhook_secret.get_secret_value() if self._settings.webhook_url else ""

    def worker(self) -> Worker | None:
        """Say what this worker is among others; None until it has joined them."""
        return replace(self._worker, leads=self._sender.leads) if self._worker else None

    async def join(self, store: Store) -> bool:
        """Join those at work, and tell whether it is this worker that tells the messenger. It is alive to them by now.

        Raises `workers.NotBesideOthersError`.
        """
        await self._sender.appeared.wait()
        way = Way.WEBHOOK if self._settings.webhook_url else Way.POLLING
        worker = Worker(self._sender.worker, way, self._fingerprint(), began=self._clock())
        tells = await store.write(partial(workers.enter, worker=worker))
        self._worker = worker if tells else replace(worker, settled="")
        return tells

    async def leave(self, store: Store) -> None:
        """Take this worker off the list, where the store can be written; else its lock tells that it has gone."""
        if worker := self._worker:
            self._worker = None
            await store.write(partial(workers.leave, name=worker.name))

    async def tell(self) -> None:
        """Tell the messenger what the bot is, and where updates go. Raises as the front does."""
        await self._front.introduce(self._introductions)
        await self._front.listen_by_webhook(self._settings.webhook_url, self.secret)

    async def look(self) -> None:
        """Where this worker leads, see whether the webhook is still set; one that is gone is set again.

        One that leads elsewhere is said, and left: whoever set it may mean it, and two that take it from each other
        would never end.
        """
        if not self._sender.leads:
            return
        try:
            seen = await self._front.see_webhook()
            WAITING.set(seen.waiting)
            if not seen.url:
                log.warning("webhook_gone")
                await self._front.listen_by_webhook(self._settings.webhook_url, self.secret)
        except FetchFailedError:
            return  # the server is away: the sender tells of that
        if seen.url in {"", self._settings.webhook_url}:
            self.standing.went()
        else:
            self.standing.failed("foreign", f"updates go to {urlsplit(seen.url).hostname}", at_once=True)

    def _fingerprint(self) -> str:
        """Hash all that is told, the secret included: of two with the same hash one need not tell."""
        told = [self._settings.webhook_url, self.secret, *(asdict(one) for one in self._introductions)]
        return sha256(json.dumps(told).encode()).hexdigest()
