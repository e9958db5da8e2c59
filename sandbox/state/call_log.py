"""Every Bot API call with its answer, bounded, and counts that are not."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from dataclasses import dataclass
from itertools import islice

from sandbox.state.people import Json


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `answer` is the body as it was sent, `dropped` says that it never was; `at` in seconds since 1970."""

    seq: int
    method: str
    parameters: Json
    status: int
    answer: bytes
    dropped: bool
    at: float

    def shown(self) -> Json:
        try:
            answer = json.loads(self.answer)
        except ValueError:
            answer = self.answer.decode()
        shown = {"seq": self.seq, "method": self.method, "parameters": self.parameters, "status": self.status}
        return {**shown, "answer": answer, "dropped": self.dropped, "at": self.at}


class CallLog:
    def __init__(self, kept: int) -> None:
        self._calls: deque[Call] = deque(maxlen=kept)
        self._last = 0
        self._counts: Counter[tuple[str, int]] = Counter()

    def add(self, method: str, parameters: Json, status: int, answer: bytes, *, dropped: bool = False) -> None:
        self._last += 1
        self._counts[method, status] += 1
        self._calls.append(Call(self._last, method, parameters, status, answer, dropped, time.time()))

    def since(self, seq: int, method: str | None) -> list[Json]:
        """Return the calls after `seq`, oldest first, of one method or of all (None)."""
        first = self._last - len(self._calls)
        wanted = islice(self._calls, max(0, seq - first), None)
        return [call.shown() for call in wanted if method is None or call.method == method]

    def counts(self) -> Json:
        """Return how often each method was accepted, refused with 429, and answered with each status."""
        statuses: dict[str, dict[str, int]] = {}
        for (method, status), times in self._counts.items():
            statuses.setdefault(method, {})[str(status)] = times
        return {
            "calls": self._last,
            "accepted": {method: by["200"] for method, by in statuses.items() if "200" in by},
            "refused_429": {method: by["429"] for method, by in statuses.items() if "429" in by},
            "statuses": statuses,
        }
