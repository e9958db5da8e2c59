"""The pace beside other workers: what leaves is counted where all of them see it; alone nothing is asked."""

from collections.abc import Sequence
from typing import Final, final

from domain.messages.delivery import Queue
from scheduler.pacing import Pace, is_even
from storage.messages import shared_pace
from storage.messages.claims import Head
from storage.messages.shared_pace import Allowance
from storage.presence import Presence
from storage.unit_of_work import UnitOfWork

_MOST: Final = 1000
"""A pace that is faster is no messenger's limit, but a server of one's own: it is not shared."""

_MARGIN_S: Final = 0.05
"""From a claim to the messenger takes not equally long everywhere: by so much each period is longer."""

_KEPT: Final = 2
_MOMENT_S: Final = 0.04
"""Where others were first it is asked again after so long."""


@final
class Company:
    """What one worker knows of the others' sending. Used from the store's thread, but for `halt`."""

    def __init__(self, presence: Presence, pace: Pace) -> None:
        self._presence = presence
        self._is_shared = pace.per_second <= _MOST
        self._allowance = Allowance(
            pace.per_second,
            1 + _MARGIN_S,
            1 / pace.chat_per_second,
            (pace.chat_burst - 1) / pace.chat_per_second,
            min(_KEPT, pace.per_second - 1),
        )
        self._is_made = False
        self._asked_to_wait_s = 0.0
        self.opens_at = 0.0
        """When it is worth asking again, by the steady clock."""

    def halt(self, asked_s: float) -> None:
        """Take in that the messenger asks to wait for so long; the others hear of it with the next round."""
        self._asked_to_wait_s = max(self._asked_to_wait_s, asked_s)

    def see(self, unit: UnitOfWork) -> None:
        """Make ready for company, where there is some."""
        if self._presence.has_company and self._is_shared and not self._is_made:
            shared_pace.make(unit, self._allowance)
            self._is_made = True

    def granted(self, unit: UnitOfWork, heads: Sequence[Head], now: float) -> list[Head]:
        """Return those that may leave now. `now` by the steady clock."""
        if not self._presence.has_company:
            return list(heads)
        if self._asked_to_wait_s:
            shared_pace.halt(unit, self._asked_to_wait_s)
            self._asked_to_wait_s = 0.0
        if not heads:
            return []
        self.opens_at = now + _MOMENT_S
        if self._presence.halted_until > now:
            self.opens_at = self._presence.halted_until
            return []
        if not self._is_shared:
            return list(heads)
        if self._presence.is_new:
            return []
        return self._beside_others(unit, heads)

    def _beside_others(self, unit: UnitOfWork, heads: Sequence[Head]) -> list[Head]:
        paid = [head for head in heads if head.lane is Queue.PAID_MAILINGS]  # only who leads sends them
        free = [head for head in heads if head.lane is not Queue.PAID_MAILINGS]
        if not free:
            return paid
        answers = sum(not is_even(head.lane) for head in free)
        room, chats = shared_pace.take(unit, [head.chat_id for head in free], answers, self._allowance)
        return [*[head for head in free if head.chat_id in chats][:room], *paid]
