"""The mailings that may send now: in which queue each stands, and which of them goes first."""

from collections.abc import Mapping, Sequence
from typing import final

from domain.delivery import Queue
from storage.announcements import lines
from storage.announcements.lines import Running, Seen
from storage.messages.wordings import Letter, Letters
from storage.unit_of_work import UnitOfWork


@final
class RunningMailings:
    """What was seen of them last. `has_paid_pace`: those that are paid for have a queue of their own."""

    def __init__(self, *, has_paid_pace: bool) -> None:
        self._has_paid_pace = has_paid_pace
        self._mailings: dict[Queue, Sequence[Running]] = {Queue.MAILINGS: (), Queue.PAID_MAILINGS: ()}
        self._wordings = Letters()
        self._looks = 0

    def see(self, unit: UnitOfWork, *, is_quiet: bool) -> list[Queue]:
        """See which may send, in quiet hours the urgent ones alone, and return the queues that have changed."""
        found = [one for one in lines.running(unit) if one.urgent or not is_quiet]
        paid = tuple(one for one in found if one.paid and self._has_paid_pace)
        seen = {Queue.MAILINGS: tuple(one for one in found if one not in paid), Queue.PAID_MAILINGS: paid}
        changed = [queue for queue, mailings in seen.items() if self._mailings[queue] != mailings]
        self._mailings |= seen
        return changed

    def due(self, unit: UnitOfWork, queue: Queue, now: float, at_most: int) -> Seen:
        """Look at what a queue's mailings send next.

        Each time another begins: looks may follow so close that only the first of them gets anything.
        """
        self._looks += 1
        mailings = self._mailings[queue]
        first = self._looks % len(mailings) if mailings else 0
        return lines.due(unit, queue, (*mailings[first:], *mailings[:first]), now, at_most)

    def wordings(self, unit: UnitOfWork) -> Mapping[int, Letter]:
        """Return what they say, as it stands in this transaction."""
        return self._wordings.running(unit)
