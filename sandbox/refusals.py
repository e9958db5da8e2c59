"""How the sandbox says no to a bot: Telegram's error codes with Telegram's own words."""

from __future__ import annotations

import math


class RefusedError(Exception):
    """A Bot API call that is answered with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """Return the answer as Telegram words it."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {words}")


def too_many_requests(seconds: float) -> RefusedError:
    wait = max(1, math.ceil(seconds))
    return RefusedError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


def moved(number: int) -> RefusedError:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return RefusedError(400, words, migrate_to_chat_id=number)
