"""What each step of an announcement does, in the transaction that has locked it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final, final
from uuid import uuid4

from bot import codec
from bot.chat import Text
from bot.flows.announcements import post as posts
from bot.house import House
from bot.texts import Words
from domain.announcements.announcements import MailingState, Purpose, Stage, Verb
from domain.messages.delivery import Lane, State
from domain.people.deeds import HOUSE, Deed
from scheduler.announcements import progress as texts
from scheduler.announcements.course import Step, View, goes_on, missed
from scheduler.announcements.progress import Course
from scheduler.words import words_for
from storage.announcements import announcements, before_sending, errands, freezing, ledgers, mailings
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.ledgers import Ledger
from storage.announcements.mailings import MailingRow
from storage.messages import outbox, redrawn, wordings
from storage.messages.outbox import Draft
from storage.messages.redrawn import Redrawn
from storage.unit_of_work import UnitOfWork

LANDING_S: Final = 0.5
"""What is under way lands within about that time, or is looked at again."""

PACE_OVER_S: Final = 10.0
"""The pace is that of the last so many seconds."""

DELETED_WITHIN_S: Final = 47 * 3_600.0
"""The Bot API deletes what is younger than 48 hours; the deleting takes its time too."""


@final
@dataclass(slots=True)
class Rounds:
    """What one clock remembers from one round to the next: what it drew last, so as not to draw the same again.

    Progress is redrawn every so many seconds: Telegram slows down who edits a message more often than every few.
    """

    redrawn_every_s: float = 3.0
    drawn: dict[int, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Locked:
    """An announcement that is locked, as it stands, and what the clock knows besides."""

    unit: UnitOfWork
    view: View
    house: House
    now: float
    rounds: Rounds

    @property
    def row(self) -> AnnouncementRow:
        return self.view.row

    @property
    def words(self) -> Words:
        """The words of its composer."""
        return words_for(self.unit, self.house, self.row.created_by)

    def do(self, verb: Verb, reason: str = "") -> AnnouncementRow:
        return announcements.do(self.unit, self.row.id, verb, Deed(HOUSE, self.now, reason))

    def tell(self, said: Text) -> None:
        """Tell its composer: once, for what is told of happens once, in this very transaction."""
        key = f"told:{self.row.id}:{uuid4().hex}"
        written = Draft(key, self.row.created_by, Lane.CONFIRMATION, codec.encode(said), self.now)
        outbox.write(self.unit, [written], self.now)

    def look_again(self, at: float | None) -> None:
        errands.look_again(self.unit, self.row.id, at)


def do(step: Step, locked: Locked, mailing: MailingRow | None) -> None:
    """Do this step; the caller commits."""
    if mailing is None:
        _OF_ITSELF[step](locked)
    else:
        _OF_A_MAILING[step](locked, mailing)


def _rest(locked: Locked) -> None:
    row = locked.row
    locked.look_again(row.starts_at if row.stage is Stage.SCHEDULED else None)


def _send_back(locked: Locked) -> None:
    row = locked.do(Verb.RETURN)
    locked.tell(texts.grown(row, locked.view.people, locked.words))


def _begin(locked: Locked) -> None:
    row = locked.do(Verb.BEGIN)
    paid = row.paid and locked.house.paid_broadcast
    _mail(locked, Purpose.SEND, posts.letters(locked.unit, row.content, sender=row.unit_id, paid=paid))


def _mail(locked: Locked, purpose: Purpose, letters: Mapping[str, bytes]) -> None:
    """Begin a mailing. Only the sending is paid for, and only it comes too late: what is wrong is put right at once."""
    row, sends = locked.row, purpose is Purpose.SEND
    mailings.begin(
        locked.unit,
        row.id,
        purpose,
        letters,
        mailings.Terms(
            locked.now,
            urgent=row.urgent or not sends,
            paid=sends and row.paid and locked.house.paid_broadcast,
            not_after=row.not_after if sends else None,
        ),
    )


def _freeze(locked: Locked, mailing: MailingRow) -> None:
    """Write a portion of the list. What is paused or stopped meanwhile does not begin to run in between."""
    unit, row, now = locked.unit, locked.row, locked.now
    who = before_sending.who(unit, row, locked.house.language) if mailing.purpose is Purpose.SEND else None
    is_whole = freezing.freeze_some(unit, mailing.id, who, now)
    if not is_whole or who is None:
        return
    if row.stage is not Stage.SENDING or row.errand is not None:
        mailings.hold(unit, mailing.id)
    ledger = ledgers.ledger(unit, row.id)
    if ledger.size:  # its composer sees that it begins before anybody reads it
        _show(locked, ledger)


def _empty(locked: Locked, _mailing: MailingRow) -> None:
    row = locked.do(Verb.EMPTY)
    locked.tell(texts.empty(row, locked.words))


def _correct(locked: Locked, mailing: MailingRow) -> None:
    """Whoever has not been reached reads the new words; for all others a mailing rewrites the old."""
    unit, row = locked.unit, locked.row
    paid = row.paid and locked.house.paid_broadcast
    wordings.rewrite(unit, mailing.id, posts.letters(unit, row.content, sender=row.unit_id, paid=paid))
    _mail(locked, Purpose.CORRECT, posts.letters(unit, row.content, sender=row.unit_id))
    errands.run_errand(unit, row.id)


def _recall(locked: Locked) -> None:
    """Delete it from all chats; what is too old for that loses its words."""
    row = locked.row
    is_young = locked.now - (row.began_at or 0.0) < DELETED_WITHIN_S
    if is_young:
        _mail(locked, Purpose.RECALL, posts.taken_back())
    else:
        _mail(locked, Purpose.CORRECT, posts.crossed_out(row.content))
    errands.run_errand(locked.unit, row.id)


def _end(locked: Locked, mailing: MailingRow) -> None:
    """Close a correction or recall that is through, and say how many it has reached.

    Where a recall could not delete, the words are replaced, as in what is too old; only then the recall is through.
    """
    if not mailings.finish(locked.unit, mailing.id, locked.now):
        return
    if mailing.purpose is Purpose.RECALL and freezing.is_kept_somewhere(locked.unit, mailing.id):
        _mail(locked, Purpose.CORRECT, posts.crossed_out(locked.row.content))
        return
    done, of_all = _reached(locked, mailing)
    said = texts.taken_back if locked.row.stage is Stage.RECALLED else texts.corrected
    locked.tell(said(locked.row, done, of_all, locked.words))


def _reached(locked: Locked, mailing: MailingRow) -> tuple[int, int]:
    """Return in how many chats it is done, of how many; what a recall has deleted counts with what it has not."""
    done, recall = locked.view.tallies[mailing.id].get(State.SENT, 0), locked.view.recall
    if recall is None or recall.id == mailing.id:
        return done, mailing.size
    return done + ledgers.tally(locked.unit, recall.id).get(State.SENT, 0), recall.size


def _finish(locked: Locked, mailing: MailingRow) -> None:
    if not mailings.finish(locked.unit, mailing.id, locked.now):
        locked.look_again(locked.now + LANDING_S)
        return
    if not locked.row.progress_shown:  # sent again to so few that they had it before this clock came by
        _show(locked, locked.view.ledger)
    row = locked.do(Verb.FINISH)
    locked.tell(texts.finished(row, locked.view.ledger, locked.words))


def _doubt(locked: Locked, _mailing: MailingRow) -> None:
    count = missed(locked.view.ledger)
    row = locked.do(Verb.PAUSE, "nothing arrives")
    locked.tell(texts.doubted(row, count, locked.words))


def _draw(locked: Locked) -> None:
    """Draw how far it is, unless that is what stands there, and come back if something goes on."""
    locked.look_again(locked.now + locked.rounds.redrawn_every_s if goes_on(locked.view) else None)
    _show(locked, locked.view.ledger)


def _show(locked: Locked, ledger: Ledger) -> None:
    unit, row, now = locked.unit, locked.row, locked.now
    drawing = texts.progress(row, ledger, _course(locked), locked.words)
    if locked.rounds.drawn.get(row.id) == drawing:
        return
    message = Redrawn(f"progress:{row.id}.{row.turn}", row.created_by, Lane.CONFIRMATION)
    times = redrawn.redraw(unit, message, row.progress_shown, partial(_drawn, drawing), now)
    if times is None:
        locked.look_again(now + LANDING_S)
        return
    errands.drawn(unit, row.id, times)
    locked.rounds.drawn[row.id] = drawing


def _drawn(drawing: Text, replaces: int) -> bytes:
    return codec.encode(Text(drawing.html, drawing.buttons, replaces=replaces))


def _course(locked: Locked) -> Course:
    view, now = locked.view, locked.now
    runs = view.send is not None and view.send.state is MailingState.RUNNING
    since = max(now - PACE_OVER_S, view.row.began_at or 0.0)
    pace = ledgers.rate(locked.unit, view.send.id, since, now) if view.send and runs else 0.0
    return Course(pace, _held_until(locked), _corrected(view))


def _held_until(locked: Locked) -> datetime | None:
    quiet = locked.house.quiet
    if locked.row.urgent or not quiet.holds(locked.now):
        return None
    return locked.house.local(quiet.over_at(locked.now))


def _corrected(view: View) -> tuple[int, int] | None:
    for one in (view.recall, view.edit):
        if one is not None and one.ended_at is None:
            return view.tallies.get(one.id, {}).get(State.SENT, 0), one.size
    return None


_OF_ITSELF: Final[Mapping[Step, Callable[[Locked], object]]] = {
    Step.REST: _rest,
    Step.SEND_BACK: _send_back,
    Step.BEGIN: _begin,
    Step.RECALL: _recall,
    Step.DRAW: _draw,
}
_OF_A_MAILING: Final[Mapping[Step, Callable[[Locked, MailingRow], object]]] = {
    Step.FREEZE: _freeze,
    Step.EMPTY: _empty,
    Step.WAIT: lambda locked, _mailing: locked.look_again(locked.now + LANDING_S),
    Step.HOLD: lambda locked, mailing: mailings.hold(locked.unit, mailing.id),
    Step.RELEASE: lambda locked, mailing: mailings.release(locked.unit, mailing.id),
    Step.AGAIN: lambda locked, mailing: mailings.again_some(locked.unit, mailing.id, locked.now),
    Step.CLOSE: lambda locked, mailing: mailings.stop_some(locked.unit, mailing.id, locked.now),
    Step.CORRECT: _correct,
    Step.END: _end,
    Step.FINISH: _finish,
    Step.DOUBT: _doubt,
}
