"""The lines that messages wait in: one for each chat and lane, of which only the first of each is held in memory."""

from collections.abc import Iterable, Sequence
from typing import Final, final

from domain.messages.delivery import Lane, Queue
from scheduler.pacing import Gate
from storage.messages.claims import Head

QUEUES: Final = (*Lane, *Queue)
"""The lanes, and behind them what mailings send: their rows are found and paced in another way."""

_AT_MOST: Final = 1000


@final
class Lines:
    """Heads of lines by lane, the longest waiting first. A lane is stale when the outbox may know better."""

    def __init__(self, at_most: int = _AT_MOST) -> None:
        self.at_most = at_most
        self._heads: dict[Lane | Queue, dict[int, Head]] = {lane: {} for lane in QUEUES}
        self._stale: set[Lane | Queue] = set(QUEUES)
        self._channels = {""}

    def stir(self, lanes: Iterable[Lane | Queue] = QUEUES) -> None:
        """Say that the outbox may hold what is not seen here."""
        self._stale.update(lanes)

    def wants(self, lane: Lane | Queue) -> bool:
        """Tell whether to look into the outbox. Those who wait here come before any who would be found there."""
        return lane in self._stale and len(self._heads[lane]) <= self.at_most // 2

    def holds(self, lane: Lane | Queue) -> bool:
        """Tell whether anybody waits here."""
        return bool(self._heads[lane])

    @property
    def channels(self) -> set[str]:
        """The channels by which those who wait here are to be reached; Telegram is always one."""
        return self._channels

    def fill(self, lane: Lane | Queue, heads: Sequence[Head]) -> None:
        """Take what `outbox.due` found now, asked for `at_most`."""
        self._heads[lane] = {head.chat_id: head for head in heads}
        self._channels.update(head.channel for head in heads)
        if len(heads) < self.at_most:
            self._stale.discard(lane)

    def empty(self, lanes: Iterable[Lane | Queue] = QUEUES) -> None:
        """Forget everything: the outbox knows."""
        for lane in lanes:
            self._heads[lane] = {}
            self._stale.add(lane)

    def give_back(self, heads: Sequence[Head]) -> None:
        """Let these stand where they stood: before the others."""
        for head in reversed(heads):
            self._heads[head.lane] = {head.chat_id: head} | self._heads[head.lane]

    def take(  # noqa: PLR0913  each of these decides
        self,
        gate: Gate,
        lanes: Sequence[Lane | Queue],
        room: int,
        now: float,
        busy: set[int],
        *,
        only_fresh: bool = False,
        channel: str = "",
    ) -> tuple[list[Head], float]:
        """Choose up to `room` heads that may leave now, and tell when the next one may (never: infinity).

        Chats in `busy` have a message under way: a second one could overtake it. `only_fresh`: none that was tried.
        `gate` is that of the `channel`, and none of another is chosen.
        """
        taken: list[Head] = []
        opens_at = float("inf")
        busy = set(busy)
        for lane in lanes:
            for head in list(self._heads[lane].values()):
                if head.channel != channel:
                    continue
                if len(taken) == room:
                    return taken, opens_at
                lane_at, chat_at = gate.lane_opens_at(lane), gate.chat_opens_at(head.chat_id)
                if lane_at > now:
                    opens_at = min(opens_at, lane_at)
                    break
                if head.chat_id in busy or (only_fresh and head.tried):
                    continue
                if chat_at > now:
                    opens_at = min(opens_at, chat_at)
                    continue
                gate.spend(head.chat_id, lane, now)
                busy.add(head.chat_id)
                taken.append(self._heads[lane].pop(head.chat_id))
        return taken, opens_at
