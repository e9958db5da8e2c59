"""How the sandbox says no to a bot: Telegram's error codes with Telegram's own words."""

from __future__ import annotations

import math


class RefusedError(Exception):
    """A Bot API call that is answered with `ok: false`."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """Return the answer as Telegram words it."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(words: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {words}")


def too_many_requests(seconds: float) -> RefusedError:
    wait = max(1, math.ceil(seconds))
    return RefusedError(429, f"Too Many Requests: retry after {wait}", wait)
