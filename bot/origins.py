"""Shared locations, held in memory for a quarter of an hour and never written down: used and forgotten."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from domain.geo import Position

KEPT: Final = timedelta(minutes=15)
_MOST: Final = 10_000


@dataclass(slots=True)
class Origins:
    """The last shared location of each chat, as long as its list is likely to be on the screen."""

    _held: OrderedDict[int, tuple[datetime, Position]] = field(default_factory=OrderedDict, repr=False)

    def keep(self, chat_id: int, position: Position, now: datetime) -> None:
        self._held.pop(chat_id, None)
        self._held[chat_id] = (now, position)
        self._forget(now)

    def recall(self, chat_id: int, now: datetime) -> Position | None:
        """Return the location, or None when it was never shared here or has been forgotten."""
        self._forget(now)
        kept = self._held.get(chat_id)
        return kept[1] if kept else None

    def _forget(self, now: datetime) -> None:
        while self._held:
            oldest, (since, _) = next(iter(self._held.items()))
            if now - since < KEPT and len(self._held) <= _MOST:
                return
            del self._held[oldest]
