"""The lines that messages wait in: one for each chat and queue, of which only the first of each is held in memory."""

from collections.abc import Iterable, Sequence
from typing import Final, final

from scheduler.pacing import Gate, Queue
from storage.messages.outbox import Head

_AT_MOST: Final = 1000


@final
class Lines:
    """Heads of lines by queue, the longest waiting first. A queue is stale when the outbox may know better."""

    def __init__(self, at_most: int = _AT_MOST) -> None:
        self.at_most = at_most
        self._heads: dict[Queue, dict[int, Head]] = {queue: {} for queue in Queue}
        self._stale = set(Queue)

    def stir(self, queues: Iterable[Queue] = Queue) -> None:
        """Say that the outbox may hold what is not seen here."""
        self._stale.update(queues)

    def wants(self, queue: Queue) -> bool:
        """Tell whether to look into the outbox. Those who wait here come before any who would be found there."""
        return queue in self._stale and len(self._heads[queue]) <= self.at_most // 2

    def holds(self, queue: Queue) -> bool:
        """Tell whether anybody waits here."""
        return bool(self._heads[queue])

    def fill(self, queue: Queue, heads: Sequence[Head]) -> None:
        """Take what `outbox.due` found now, asked for `at_most`."""
        self._heads[queue] = {head.chat_id: head for head in heads}
        if len(heads) < self.at_most:
            self._stale.discard(queue)

    def empty(self, queues: Iterable[Queue] = Queue) -> None:
        """Forget everything: the outbox knows."""
        for queue in queues:
            self._heads[queue] = {}
            self._stale.add(queue)

    def take(
        self, gate: Gate, queues: Sequence[Queue], room: int, now: float, busy: set[int]
    ) -> tuple[list[Head], float]:
        """Choose up to `room` heads that may leave now, and tell when the next one may (never: infinity).

        Chats in `busy` have a message under way: a second one could overtake it.
        """
        taken: list[Head] = []
        opens_at = float("inf")
        busy = set(busy)
        for queue in queues:
            for head in list(self._heads[queue].values()):
                if len(taken) == room:
                    return taken, opens_at
                queue_at, chat_at = gate.queue_opens_at(queue), gate.chat_opens_at(head.chat_id)
                if queue_at > now:
                    opens_at = min(opens_at, queue_at)
                    break
                if head.chat_id in busy:
                    continue
                if chat_at > now:
                    opens_at = min(opens_at, chat_at)
                    continue
                gate.spend(head.chat_id, queue, now)
                busy.add(head.chat_id)
                taken.append(self._heads[queue].pop(head.chat_id))
        return taken, opens_at
