"""What the clock does next with an announcement: pure, from how it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.announcements.announcements import MailingState, Purpose, Stage, Standing
from domain.messages.delivery import State
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.ledgers import Ledger
from storage.announcements.mailings import MailingRow

DOUBTED: Final = 20
"""So many that did not arrive, and none that did: something is wrong with all of it."""


class Step(StrEnum):
    """One short transaction of the clock."""

    REST = "rest"  # nothing is to be done until somebody does something
    WAIT = "wait"  # for what is under way
    SEND_BACK = "send_back"  # to its composer: it needs an approval by now
    BEGIN = "begin"
    FREEZE = "freeze"  # a portion of a list
    EMPTY = "empty"
    HOLD = "hold"
    RELEASE = "release"
    AGAIN = "again"  # to a portion of those who were missed
    CLOSE = "close"  # a portion of what waits in a mailing that is to stop
    CORRECT = "correct"  # write the new words, begin the mailing that carries them
    RECALL = "recall"  # begin the mailing that deletes
    END = "end"  # a correction or recall is through
    FINISH = "finish"
    DOUBT = "doubt"  # pause it: nothing arrives
    DRAW = "draw"  # its progress


@dataclass(frozen=True, slots=True)
class View:
    """How an announcement stands: its newest mailings, and the states of the rows of each.

    `people`: how many it is for, where that matters (before it begins); `needs_approval` by that number.
    """

    row: AnnouncementRow
    send: MailingRow | None = None
    edit: MailingRow | None = None
    recall: MailingRow | None = None
    tallies: Mapping[int, Mapping[State, int]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    people: int = 0
    needs_approval: bool = False
    was_doubted: bool = False

    @property
    def mailings(self) -> tuple[MailingRow, ...]:
        return tuple(one for one in (self.send, self.edit, self.recall) if one is not None)

    @property
    def mark(self) -> tuple[object, ...]:
        """What must be as it was when the step is done that followed from it."""
        return self.row.stage, self.row.version, self.row.errand, tuple((one.id, one.state) for one in self.mailings)

    def has(self, mailing: MailingRow, *states: State) -> bool:
        tally = self.tallies.get(mailing.id, {})
        return any(tally.get(state) for state in states)


Next = tuple[Step, MailingRow | None]
"""A step, and the mailing that it is about."""


def next_step(view: View, now: float) -> Next:
    """Say what is to be done now. Every step but `REST`, `WAIT` and `DRAW` changes what the next is found by."""
    if view.row.stage is Stage.SCHEDULED:
        return _before(view, now), None
    if view.send is None or view.row.stage in _AT_REST:
        return Step.REST, None
    return next((step for rule in _RULES if (step := rule(view, view.send))), (Step.DRAW, None))


_AT_REST: Final = frozenset({Stage.DRAFT, Stage.AWAITING, Stage.DISCARDED})


def _before(view: View, now: float) -> Step:
    if view.row.starts_at is not None and view.row.starts_at > now:
        return Step.REST
    return Step.SEND_BACK if view.needs_approval and view.row.approved_by is None else Step.BEGIN


def _freezing(view: View, _send: MailingRow) -> Next | None:
    """Write a list that was begun to its end, whatever was decided meanwhile: then the ledger adds up."""
    begun = [one for one in view.mailings if one.state is MailingState.FREEZING]
    return (Step.FREEZE, begun[0]) if begun else None


def _emptied(view: View, send: MailingRow) -> Next | None:
    nobody = send.frozen_at is not None and not send.size
    return (Step.EMPTY, send) if nobody and view.row.stage is Stage.SENDING else None


def _stopping(view: View, send: MailingRow) -> Next | None:
    match view.row.stage:
        case Stage.STOPPED:
            return _shut(view, send)
        case Stage.RECALLED if view.row.errand is Purpose.RECALL:
            return _shut(view, send) or _shut(view, view.edit) or (Step.RECALL, None)
    return None


def _shut(view: View, mailing: MailingRow | None) -> Next | None:
    """Hold it, let land what flies (some may be wanted again), and close what waits."""
    if mailing is None or mailing.ended_at is not None:
        return None
    if mailing.state is MailingState.RUNNING:
        return Step.HOLD, mailing
    return (Step.WAIT, mailing) if view.has(mailing, State.SENDING) else (Step.CLOSE, mailing)


def _correcting(view: View, send: MailingRow) -> Next | None:
    """Hold the sending until what flies has landed: all who have the old words are on the correction's list."""
    if view.row.errand is not Purpose.CORRECT:
        return None
    if send.state is MailingState.RUNNING:
        return Step.HOLD, send
    if earlier := _shut(view, view.edit):
        return earlier
    return (Step.WAIT, send) if view.has(send, State.SENDING) else (Step.CORRECT, send)


def _ending(view: View, _send: MailingRow) -> Next | None:
    for one in (view.edit, view.recall):
        if one is not None and one.state is MailingState.RUNNING and not view.has(one, State.TODO, State.SENDING):
            return Step.END, one
    return None


def _holding(view: View, send: MailingRow) -> Next | None:
    """Bring the sending in step with what was decided."""
    match view.row.stage, send.state:
        case Stage.SENDING, MailingState.PAUSED:
            return Step.RELEASE, send
        case Stage.PAUSED, MailingState.RUNNING:
            return Step.HOLD, send
        case Stage.SENDING, MailingState.STOPPED if send.ended_at is None:  # sent again while it was being stopped
            return Step.CLOSE, send
    return None


def _going_again(view: View, send: MailingRow) -> Next | None:
    """Give another turn to all who are to have one, also while it is paused: then the ledger tells who is waiting."""
    return (Step.AGAIN, send) if send.again and view.row.stage in {Stage.SENDING, Stage.PAUSED} else None


def _tending(view: View, send: MailingRow) -> Next | None:
    if view.row.stage is not Stage.SENDING:
        return None
    if not view.ledger.pending:
        return Step.FINISH, send
    return (Step.DOUBT, send) if _is_doubtful(view) else None


def _is_doubtful(view: View) -> bool:
    return not view.was_doubted and not view.ledger.by[Standing.DELIVERED] and missed(view.ledger) >= DOUBTED


def missed(ledger: Ledger) -> int:
    """Count whom it was tried to reach in vain, for a reason that is not theirs."""
    return ledger.by[Standing.FAILED] + ledger.by[Standing.UNKNOWN]


_RULES: Final[tuple[Callable[[View, MailingRow], Next | None], ...]] = (
    _freezing,
    _emptied,
    _stopping,
    _correcting,
    _ending,
    _holding,
    _going_again,
    _tending,
)


def goes_on(view: View) -> bool:
    """Tell whether something of it leaves by itself, so that it is worth looking at again soon."""
    under_way = any(one.ended_at is None for one in (view.edit, view.recall) if one is not None)
    return view.row.stage is Stage.SENDING or under_way
