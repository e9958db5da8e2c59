"""Who may ask a page anything: whoever calls it by its own name, from its own origin, and not too often.

A GET changes nothing. What changes something is a POST of JSON, or of a file, that a page of our own origin sends.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, final

from aiohttp import web
from prometheus_client import Counter

from bot.page_origin import Origin

REFUSED: Final = Counter("waystation_page_refused", "What a page asked and was turned away.", ["why"])

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}
"""Of everything that a page is answered."""


class RefusedError(Exception):
    """The answer is no; `why` is a word that the page puts into the person's language."""

    def __init__(self, status: int, why: str, retry_after_s: float = 0.0) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.retry_after_s = retry_after_s


@final
class Guard:
    """Keeps the door of one origin."""

    def __init__(self, origin: Origin, now: Callable[[], float] = time.monotonic) -> None:
        self.origin = origin
        self._now = now
        self._posts = Limit(30, 10.0)
        self._newcomers = Limit(60, 600.0)
        """Pages that one address opens: behind a carrier's one address lives a whole street."""

    def admit(self, request: web.Request) -> None:
        """Raise `RefusedError` for who calls us by another name, or sends from another page."""
        if not self.origin.is_called(request.host.lower()):
            raise RefusedError(421, "host")
        if request.method in {"GET", "HEAD"}:
            return
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        is_ours = origin is None or origin.lower() == f"{self.origin.scheme}://{request.host.lower()}"
        # One of the two is said by every browser of these years; what says neither is no page of ours.
        if not is_ours or site not in {None, "same-origin"} or (origin is None and site is None):
            raise RefusedError(403, "origin")

    def count(self, number: int) -> None:
        """Count what a page sends. Raises `RefusedError` for one that floods."""
        self._spend(self._posts, number)

    def count_newcomer(self, address: str) -> None:
        """Count a page that is opened. Raises `RefusedError` where one address opens too many."""
        self._spend(self._newcomers, address)

    def _spend(self, limit: "Limit", key: object) -> None:
        if wait_s := limit.spend(key, self._now()):
            raise RefusedError(429, "fast", wait_s)


@final
class Limit:
    """So many in so many seconds, for each key; refilled evenly."""

    MOST_KEYS = 100_000

    def __init__(self, most: int, in_s: float) -> None:
        self._gap_s = in_s / most
        self._burst_s = in_s - self._gap_s
        self._full_at: OrderedDict[object, float] = OrderedDict()

    def spend(self, key: object, now: float) -> float:
        """Count one, and return 0; or count none, and return how many seconds to wait."""
        full_at = max(self._full_at.get(key, now), now)
        if full_at - now > self._burst_s:
            return full_at - now - self._burst_s
        self._full_at[key] = full_at + self._gap_s
        self._full_at.move_to_end(key)
        while len(self._full_at) > self.MOST_KEYS or next(iter(self._full_at.values())) <= now:
            self._full_at.popitem(last=False)
        return 0.0
