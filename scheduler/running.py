"""The mailings that may send now: in which queue each stands, and which of them goes first."""

from collections.abc import Mapping, Sequence
from typing import final

import structlog

from domain.messages.delivery import Queue
from scheduler.unsealable import UNSEALABLE
from storage.announcements import lines
from storage.announcements.lines import Running, Seen
from storage.messages.wordings import Wording, Wordings
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


@final
class RunningMailings:
    """What was seen of them last. `has_paid_pace`: those that are paid for have a queue of their own."""

    def __init__(self, *, has_paid_pace: bool) -> None:
        self._has_paid_pace = has_paid_pace
        self._mailings: dict[Queue, Sequence[Running]] = {Queue.MAILINGS: (), Queue.PAID_MAILINGS: ()}
        self._wordings = Wordings()
        self._sealed: frozenset[int] = frozenset()
        self._looks = 0

    def see(self, unit: UnitOfWork, *, is_quiet: bool) -> list[Queue]:
        """See which may send, in quiet hours the urgent ones alone, and return the queues that have changed.

        Of a mailing that no key here opens nothing is sent: its recipients wait for the key.
        """
        running = lines.running(unit)
        sealed = self._wordings.sealed(unit) if running else frozenset()
        self._tell_of(sealed)
        readable = [one for one in running if sealed.isdisjoint(one.wording_ids)]
        found = [one for one in readable if one.urgent or not is_quiet]
        paid = tuple(one for one in found if one.paid and self._has_paid_pace)
        seen = {Queue.MAILINGS: tuple(one for one in found if one not in paid), Queue.PAID_MAILINGS: paid}
        changed = [queue for queue, mailings in seen.items() if self._mailings[queue] != mailings]
        self._mailings |= seen
        return changed

    def _tell_of(self, sealed: frozenset[int]) -> None:
        if new := sealed - self._sealed:
            log.error("sealed_with_another_key", what="mailings", wordings=len(new))
            UNSEALABLE.labels("mailings").inc(len(new))
        self._sealed = sealed

    def due(self, unit: UnitOfWork, queue: Queue, now: float, at_most: int) -> Seen:
        """Look at what a queue's mailings send next.

        Each time another begins: looks may follow so close that only the first of them gets anything.
        """
        self._looks += 1
        mailings = self._mailings[queue]
        first = self._looks % len(mailings) if mailings else 0
        return lines.due(unit, queue, (*mailings[first:], *mailings[:first]), now, at_most)

    def wordings(self, unit: UnitOfWork) -> Mapping[int, Wording]:
        """Return what they say, as it stands in this transaction."""
        return self._wordings.running(unit)
