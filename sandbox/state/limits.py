"""The pace that Telegram allows, and the refusal of what comes faster."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages that may be sent; None switches a limit off.

    The figures are those of Telegram's FAQ ("My bot is hitting limits"); it allows "short bursts" to one chat without
    saying how short, so the burst is ours.
    """

    per_second: float | None = 30
    chat_per_second: float | None = 1
    chat_burst: int = 10
    group_per_minute: float | None = 20
    paid_per_second: float | None = 1000


USUAL = Limits()
UNLIMITED = Limits(per_second=None, chat_per_second=None, group_per_minute=None, paid_per_second=None)


@dataclass(slots=True)
class Meter:
    """A bucket that holds `burst` messages and is filled again at `per_second` (GCRA: one number for each key)."""

    per_second: float
    burst: float
    empty_at: dict[object, float] = field(default_factory=dict)

    def wait(self, key: object, now: float, messages: int) -> float:
        """Return for how many seconds so many may not be sent; 0 or less when they may."""
        return self.empty_at.get(key, now) - now - max(0, self.burst - messages) / self.per_second

    def spend(self, key: object, now: float, messages: int) -> None:
        self.empty_at[key] = max(self.empty_at.get(key, now), now) + messages / self.per_second


class Pace:
    """All the meters of one bot."""

    def __init__(self, limits: Limits) -> None:
        self._overall = _meter(limits.per_second, limits.per_second)
        self._paid = _meter(limits.paid_per_second, limits.paid_per_second)
        self._chat = _meter(limits.chat_per_second, limits.chat_burst)
        self._group = _meter(limits.group_per_minute and limits.group_per_minute / 60, limits.group_per_minute)

    def spend(self, chat_id: int, now: float, messages: int = 1, *, paid: bool) -> None:
        """Count messages to a chat at `now` (seconds of any steady clock).

        Raises RefusedError (429) when it is too fast; what is refused is not counted.
        """
        overall, chat = self._paid if paid else self._overall, self._chat if chat_id > 0 else self._group
        wait = max(
            overall.wait("all", now, messages) if overall else 0,
            chat.wait(chat_id, now, messages) if chat else 0,
        )
        if wait > 1e-9:  # less is the rounding of floats
            raise too_many_requests(wait)
        if overall:
            overall.spend("all", now, messages)
        if chat:
            chat.spend(chat_id, now, messages)


def _meter(per_second: float | None, burst: float | None) -> Meter | None:
    return Meter(per_second, max(1, burst)) if per_second and burst else None
