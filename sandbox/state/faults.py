"""Trouble on order: what a test wants the next calls of a method to meet."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.state.people import Json

NGINX_PAGE = """<html>\r
<head><title>502 Bad Gateway</title></head>\r
<body>\r
<center><h1>502 Bad Gateway</h1></center>\r
<hr><center>nginx/1.18.0</center>\r
</body>\r
</html>\r
"""
WORDS = {
    400: "Bad Request: a fault was ordered",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of `method` ("*" is any).

    With `error_code` the call is refused and has no effect; with `delay_s` its answer is late; with `drop_after` it is
    carried out and, so many seconds later, the connection closes without an answer.
    """

    method: str
    error_code: int | None = None
    description: str | None = None
    retry_after: int | None = None
    times: int = 1
    delay_s: float = 0
    drop_after: float | None = None

    def body(self) -> Json:
        """Return the refusal that was ordered."""
        code = self.error_code or 500
        if code == 429:
            wait = self.retry_after or 1
            words = self.description or f"Too Many Requests: retry after {wait}"
            return {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": wait}}
        return {"ok": False, "error_code": code, "description": self.description or WORDS.get(code, f"Error {code}")}


def read_fault(body: Json) -> Fault:
    """Read an order for trouble; raises ValueError with what is wrong."""
    known = {"method", "error_code", "description", "retry_after", "times", "delay_s", "drop_after"}
    if unknown := set(body) - known:
        raise ValueError(f"unknown key {min(unknown)!r}")
    drop = body.get("drop_after")
    return Fault(
        method=str(body.get("method") or "*"),
        error_code=_whole(body, "error_code"),
        description=str(body["description"]) if body.get("description") else None,
        retry_after=_whole(body, "retry_after"),
        times=_whole(body, "times") or 1,
        delay_s=_number(body, "delay_s") or 0,
        drop_after=None if drop is None or drop is False else 0 if drop is True else _number(body, "drop_after"),
    )


class Faults:
    """The orders that are not used up, oldest first."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._orders.append(fault)

    def clear(self) -> None:
        self._orders.clear()

    def take(self, method: str) -> Fault | None:
        """Return the fault that this call meets, and use it up by one."""
        if not self._orders:
            return None
        found = next((order for order in self._orders if order.method.lower() in ("*", method.lower())), None)
        if found:
            found.times -= 1
            if found.times <= 0:
                self._orders.remove(found)
        return found


def _whole(body: Json, key: str) -> int | None:
    number = _number(body, key)
    return None if number is None else int(number)


def _number(body: Json, key: str) -> float | None:
    value = body.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError(f"{key} must be a number of 0 or more")
    return value
