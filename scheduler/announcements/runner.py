"""The clock of announcements: begins what is due, writes its list, draws its progress, ends it, tells its composer.

Every step is one short transaction that looks at everything anew, and leaves what the next is found by: a process may
die between any two of them, and several may be at it at once. Nothing is on: one question to an index, and no more.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from typing import Final, final
from uuid import uuid4

import structlog

from bot import codec
from bot.chat import Text
from bot.flows.announcements import post as posts
from bot.flows.desk import spoken
from bot.texts import Words, words
from domain.announcements import MailingState, Purpose, Stage, Verb
from domain.deeds import HOUSE, Deed
from domain.delivery import Lane, State
from domain.offers import Quiet
from domain.reminders import QuietHours
from scheduler.announcements import progress as texts
from scheduler.announcements.course import Step, View, goes_on, missed, next_step
from scheduler.announcements.progress import Course
from storage.announcements import announcements, audiences, mailings
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.mailings import Ledger, MailingRow
from storage.messages import outbox, redrawn
from storage.messages.outbox import Draft
from storage.messages.redrawn import Redrawn
from storage.people import audit, people
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

LANDING_S: Final = 0.5
"""What is under way lands within about that time, or is looked at again."""

PACE_OVER_S: Final = 10.0
"""The pace is that of the last so many seconds."""

DELETED_WITHIN_S: Final = 47 * 3_600.0
"""The Bot API deletes what is younger than 48 hours; the deleting takes its time too."""

TROUBLED_S: Final = 60.0
"""What raises is looked at again after so many seconds, and holds up no other."""


@dataclass(frozen=True, slots=True)
class House:
    """The house as this clock sees it: its time zone, its language, when it is quiet (None: never).

    `paid`: messages may be sent at the pace that Telegram sells. Progress is redrawn every so many seconds: Telegram
    slows down who edits a message more often than every few.
    """

    zone: tzinfo
    language: str
    quiet: QuietHours | None = None
    paid: bool = False
    redrawn_every_s: float = 3.0


@final
@dataclass(slots=True)
class Rounds:
    """What one clock remembers from one round to the next: what it drew last, so as not to draw the same again."""

    drawn: dict[int, Text] = field(default_factory=dict)


async def tick(store: Store, house: House, clock: Callable[[], float], rounds: Rounds) -> bool:
    """See to everything that is due, and tell whether there is anything for the sender to do.

    Half of the time is left to people who wait for an answer.
    """
    left, acted = set[int](), False
    while due := [one for one in await store.read(partial(announcements.to_look_at, now=clock())) if one not in left]:
        for announcement_id in due:
            began = time.monotonic()
            step = await _see_to(store, house, clock, rounds, announcement_id)
            acted |= step is not None
            if step in {None, Step.REST, Step.WAIT, Step.DRAW}:
                left.add(announcement_id)
            await asyncio.sleep(time.monotonic() - began)
    return acted


async def _see_to(
    store: Store, house: House, clock: Callable[[], float], rounds: Rounds, announcement_id: int
) -> Step | None:
    """Do the next step with one of them. None: it is in other hands, or it raised."""
    try:
        view = await store.read(partial(look, announcement_id=announcement_id, house=house, now=clock()))
        if view is None:
            return None
        return await store.write(partial(act, view=view, house=house, now=clock(), rounds=rounds))
    except Exception as trouble:  # noqa: BLE001  whatever ails one announcement, the others must go on
        log.error("an announcement raised", announcement=announcement_id, trouble=type(trouble).__name__)  # noqa: TRY400  a traceback may quote it
        await store.write(partial(_leave_alone, announcement_id=announcement_id, until=clock() + TROUBLED_S))
        return None


def _leave_alone(unit: UnitOfWork, announcement_id: int, until: float) -> None:
    announcements.look_again(unit, announcement_id, until)
    unit.commit()


# ---------------------------------------------------------------- how it stands


def look(unit: UnitOfWork, announcement_id: int, house: House, now: float) -> View | None:
    """See how it stands; the long questions are asked here, where nobody waits for the answer."""
    row = announcements.find(unit, announcement_id)
    if row is None:
        return None
    if row.stage is Stage.SCHEDULED:
        return _ahead(unit, row, house, now)
    send, edit, recall = (mailings.of(unit, row.id, one) for one in Purpose)
    of_now = [one for one in (send, edit, recall) if one is not None and one.ended_at is None]
    if any(one.state is MailingState.FREEZING for one in of_now):  # nothing but the list matters, and it is long
        return View(row, send, edit, recall)
    tallies = {one.id: announcements.tally(unit, one.id) for one in of_now}
    ledger = mailings.ledger(unit, row.id)
    doubted = bool(missed(ledger)) and announcements.was_doubted(unit, row.id)
    return View(row, send, edit, recall, tallies, ledger, was_doubted=doubted)


def _ahead(unit: UnitOfWork, row: AnnouncementRow, house: House, now: float) -> View:
    if row.approved_by is not None or (row.starts_at is not None and row.starts_at > now):
        return View(row)
    count = audiences.count(unit, announcements.who(unit, row, house.language)).total
    return View(row, people=count, needs_approval=announcements.approval_needed(unit, row, count))


# ---------------------------------------------------------------- what is done


@dataclass(frozen=True, slots=True)
class _Occasion:
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
        composer = people.known(self.unit, {self.row.created_by}).get(self.row.created_by)
        return words(spoken(composer, "", self.house.language))

    def do(self, verb: Verb, reason: str = "") -> AnnouncementRow:
        return announcements.do(self.unit, self.row.id, verb, Deed(HOUSE, self.now, reason))

    def tell(self, said: Text) -> None:
        """Tell its composer: once, for what is told of happens once, in this very transaction."""
        key = f"told:{self.row.id}:{uuid4().hex}"
        written = Draft(key, self.row.created_by, Lane.CONFIRMATION, codec.encode(said), self.now)
        outbox.write(self.unit, [written], self.now)

    def look_again(self, at: float | None) -> None:
        announcements.look_again(self.unit, self.row.id, at)


def act(unit: UnitOfWork, view: View, house: House, now: float, rounds: Rounds) -> Step | None:
    """Do the next step and commit. None: it is in other hands, or stands differently by now."""
    step, mailing = next_step(view, now)
    if step in _WRITTEN_DOWN:
        audit.hold(unit)
    row = announcements.claimed(unit, view.row.id, now)
    if row is None or _marked(unit, row).mark != view.mark:
        return None
    occasion = _Occasion(unit, view, house, now, rounds)
    if mailing is None:
        _OF_ITSELF[step](occasion)
    else:
        _OF_A_MAILING[step](occasion, mailing)
    unit.commit()
    return step


def _marked(unit: UnitOfWork, row: AnnouncementRow) -> View:
    if row.stage is Stage.SCHEDULED:
        return View(row)
    send, edit, recall = (mailings.of(unit, row.id, one) for one in Purpose)
    return View(row, send, edit, recall)


# ---------------------------------------------------------------- beginning


def _rest(occasion: _Occasion) -> None:
    row = occasion.row
    occasion.look_again(row.starts_at if row.stage is Stage.SCHEDULED else None)


def _send_back(occasion: _Occasion) -> None:
    row = occasion.do(Verb.RETURN)
    occasion.tell(texts.grown(row, occasion.view.people, occasion.words))


def _begin(occasion: _Occasion) -> None:
    row = occasion.do(Verb.BEGIN)
    paid = row.paid and occasion.house.paid
    _mail(occasion, Purpose.SEND, posts.letters(occasion.unit, row.content, paid=paid))


def _mail(occasion: _Occasion, purpose: Purpose, letters: Mapping[str, bytes]) -> None:
    """Begin a mailing. Only the sending is paid for, and only it comes too late: what is wrong is put right at once."""
    row, sends = occasion.row, purpose is Purpose.SEND
    mailings.begin(
        occasion.unit,
        row.id,
        purpose,
        letters,
        urgent=row.urgent or not sends,
        paid=sends and row.paid and occasion.house.paid,
        not_after=row.not_after if sends else None,
        now=occasion.now,
    )


def _freeze(occasion: _Occasion, mailing: MailingRow) -> None:
    """Write a portion of the list. What is paused or stopped meanwhile does not begin to run in between."""
    unit, row, now = occasion.unit, occasion.row, occasion.now
    who = announcements.who(unit, row, occasion.house.language) if mailing.purpose is Purpose.SEND else None
    is_whole = mailings.freeze_some(unit, mailing.id, who, now)
    if not is_whole or who is None:
        return
    if row.stage is not Stage.SENDING or row.errand is not None:
        mailings.hold(unit, mailing.id)
    ledger = mailings.ledger(unit, row.id)
    if ledger.size:  # its composer sees that it begins before anybody reads it
        _show(occasion, ledger)


def _empty(occasion: _Occasion, _mailing: MailingRow) -> None:
    row = occasion.do(Verb.EMPTY)
    occasion.tell(texts.empty(row, occasion.words))


# ---------------------------------------------------------------- holding, releasing, closing


def _wait(occasion: _Occasion, _mailing: MailingRow) -> None:
    occasion.look_again(occasion.now + LANDING_S)


def _hold(occasion: _Occasion, mailing: MailingRow) -> None:
    mailings.hold(occasion.unit, mailing.id)


def _release(occasion: _Occasion, mailing: MailingRow) -> None:
    mailings.release(occasion.unit, mailing.id)


def _close(occasion: _Occasion, mailing: MailingRow) -> None:
    mailings.stop_some(occasion.unit, mailing.id, occasion.now)


def _again(occasion: _Occasion, mailing: MailingRow) -> None:
    mailings.again_some(occasion.unit, mailing.id, occasion.now)


# ---------------------------------------------------------------- correcting and recalling


def _correct(occasion: _Occasion, mailing: MailingRow) -> None:
    """Whoever has not been reached reads the new words; for all others a mailing rewrites the old."""
    unit, row = occasion.unit, occasion.row
    paid = row.paid and occasion.house.paid
    mailings.rewrite(unit, mailing.id, posts.letters(unit, row.content, paid=paid))
    _mail(occasion, Purpose.CORRECT, posts.letters(unit, row.content))
    announcements.run_errand(unit, row.id)


def _recall(occasion: _Occasion) -> None:
    """Delete it from all chats; what is too old for that loses its words."""
    row = occasion.row
    is_young = occasion.now - (row.began_at or 0.0) < DELETED_WITHIN_S
    if is_young:
        _mail(occasion, Purpose.RECALL, posts.taken_back())
    else:
        _mail(occasion, Purpose.CORRECT, posts.crossed_out(row.content))
    announcements.run_errand(occasion.unit, row.id)


def _end(occasion: _Occasion, mailing: MailingRow) -> None:
    """Close a correction or recall that is through, and say how many it has reached.

    Where a recall could not delete, the words are replaced, as in what is too old; only then the recall is through.
    """
    if not mailings.finish(occasion.unit, mailing.id, occasion.now):
        return
    if mailing.purpose is Purpose.RECALL and mailings.is_kept_somewhere(occasion.unit, mailing.id):
        _mail(occasion, Purpose.CORRECT, posts.crossed_out(occasion.row.content))
        return
    done, of_all = _reached(occasion, mailing)
    said = texts.taken_back if occasion.row.stage is Stage.RECALLED else texts.corrected
    occasion.tell(said(occasion.row, done, of_all, occasion.words))


def _reached(occasion: _Occasion, mailing: MailingRow) -> tuple[int, int]:
    """Return in how many chats it is done, of how many; what a recall has deleted counts with what it has not."""
    done, recall = occasion.view.tallies[mailing.id].get(State.SENT, 0), occasion.view.recall
    if recall is None or recall.id == mailing.id:
        return done, mailing.size
    return done + announcements.tally(occasion.unit, recall.id).get(State.SENT, 0), recall.size


# ---------------------------------------------------------------- on its way


def _finish(occasion: _Occasion, mailing: MailingRow) -> None:
    if not mailings.finish(occasion.unit, mailing.id, occasion.now):
        occasion.look_again(occasion.now + LANDING_S)
        return
    if not occasion.row.progress_shown:  # sent again to so few that they had it before this clock came by
        _show(occasion, occasion.view.ledger)
    row = occasion.do(Verb.FINISH)
    occasion.tell(texts.finished(row, occasion.view.ledger, occasion.words))


def _doubt(occasion: _Occasion, _mailing: MailingRow) -> None:
    count = missed(occasion.view.ledger)
    row = occasion.do(Verb.PAUSE, "nothing arrives")
    occasion.tell(texts.doubted(row, count, occasion.words))


def _draw(occasion: _Occasion) -> None:
    """Draw how far it is, unless that is what stands there, and come back if something goes on."""
    occasion.look_again(occasion.now + occasion.house.redrawn_every_s if goes_on(occasion.view) else None)
    _show(occasion, occasion.view.ledger)


def _show(occasion: _Occasion, ledger: Ledger) -> None:
    unit, row, now = occasion.unit, occasion.row, occasion.now
    drawing = texts.progress(row, ledger, _course(occasion), occasion.words)
    if occasion.rounds.drawn.get(row.id) == drawing:
        return
    message = Redrawn(f"progress:{row.id}.{row.turn}", row.created_by, Lane.CONFIRMATION)
    times = redrawn.redraw(unit, message, row.progress_shown, partial(_drawn, drawing), now)
    if times is None:
        occasion.look_again(now + LANDING_S)
        return
    announcements.drawn(unit, row.id, times)
    occasion.rounds.drawn[row.id] = drawing


def _drawn(drawing: Text, replaces: int) -> bytes:
    return codec.encode(Text(drawing.html, drawing.buttons, replaces=replaces))


def _course(occasion: _Occasion) -> Course:
    view, now = occasion.view, occasion.now
    runs = view.send is not None and view.send.state is MailingState.RUNNING
    since = max(now - PACE_OVER_S, view.row.began_at or 0.0)
    pace = mailings.rate(occasion.unit, view.send.id, since, now) if view.send and runs else 0.0
    return Course(pace, _held_until(occasion), _corrected(view))


def _held_until(occasion: _Occasion) -> datetime | None:
    quiet = Quiet(occasion.house.quiet, occasion.house.zone)
    if occasion.row.urgent or not quiet.holds(occasion.now):
        return None
    return datetime.fromtimestamp(quiet.over_at(occasion.now), occasion.house.zone)


def _corrected(view: View) -> tuple[int, int] | None:
    for one in (view.recall, view.edit):
        if one is not None and one.ended_at is None:
            return view.tallies.get(one.id, {}).get(State.SENT, 0), one.size
    return None


_WRITTEN_DOWN: Final = frozenset({Step.SEND_BACK, Step.BEGIN, Step.EMPTY, Step.FINISH, Step.DOUBT})
"""Who writes to the audit holds it before anything else is locked."""

_OF_ITSELF: Final[Mapping[Step, Callable[[_Occasion], None]]] = {
    Step.REST: _rest,
    Step.SEND_BACK: _send_back,
    Step.BEGIN: _begin,
    Step.RECALL: _recall,
    Step.DRAW: _draw,
}
_OF_A_MAILING: Final[Mapping[Step, Callable[[_Occasion, MailingRow], None]]] = {
    Step.FREEZE: _freeze,
    Step.EMPTY: _empty,
    Step.WAIT: _wait,
    Step.HOLD: _hold,
    Step.RELEASE: _release,
    Step.AGAIN: _again,
    Step.CLOSE: _close,
    Step.CORRECT: _correct,
    Step.END: _end,
    Step.FINISH: _finish,
    Step.DOUBT: _doubt,
}
