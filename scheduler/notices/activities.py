"""A notice of an activity, an offer or a series falls due: what it changes, and who is told what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.chat import Text
from bot.flows.activities import tells
from bot.flows.desk import Tell, Wave
from bot.planning.activities import prolong
from bot.texts import LANGUAGES, Words, words
from domain.activities import Stage
from domain.activity_notices import FAIR, LAST_CALL, LEADS, SOON, THANKS_UNTIL, NoticeKind
from domain.seats import COMING, HERE, State
from scheduler.notices import activity_texts as texts
from scheduler.notices.activity_texts import Matter
from storage.activities import activities, signups
from storage.activities.activities import ActivityRow
from storage.announcements.fan_out import SignedUp
from storage.messages import notices
from storage.messages.notices import NoticeRow
from storage.people import audit
from storage.unit_of_work import UnitOfWork

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""

Said = Sequence[Tell | Wave] | None

_ANY_WISH: Final[frozenset[int | None]] = frozenset({None, *LEADS})
"""All but those who wish no reminder."""

_SIGNED_UP: Final = frozenset({State.SIGNED_UP})
_CONFIRMED: Final = frozenset({State.CONFIRMED})
_EXPECTED: Final = frozenset({State.EXPECTED})


def speak(notice: NoticeRow, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Said:
    """Do what falls due and return what is said of it; None: it no longer holds.

    `now` is a local time. Nothing is committed.
    """
    noun, number = notice.subject.split(":")
    match noun:
        case "activity":
            return _of_activity(int(number), notice, unit, now, words_for)
        case "signup":
            return _of_offer(int(number), unit, now, words_for)
    prolong(unit, int(number), now)
    return ()  # nobody is told of a series' next dates: they stand in the lists


def _of_activity(activity_id: int, notice: NoticeRow, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Said:
    audit.hold(unit)  # others in this transaction write there, and whoever does so locks an activity after it
    row = activities.locked(unit, activity_id)
    if row is None or row.stage is not Stage.PUBLISHED or row.version != notice.version:
        return None
    return _DEEDS.get(notice.kind, _reminded)(_Occasion(notice, unit, row, now, words_for))


def _of_offer(signup_id: int, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Said:
    """End an offer that was not answered, and tell who is asked next."""
    audit.hold(unit)
    mine = signups.by_id(unit, signup_id)
    row = activities.locked(unit, mine.activity_id) if mine else None
    if row is None or row.stage is not Stage.PUBLISHED:
        return None
    lapsed = signups.lapse(unit, signup_id, now.timestamp())
    if lapsed is None:
        return None
    told = tells.lapsed([lapsed.row], unit, words_for, now)
    return [*told, *tells.offers(lapsed.offers, unit, words_for, now)]


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A notice that rings for an activity, at a local time."""

    notice: NoticeRow
    unit: UnitOfWork
    row: ActivityRow
    now: datetime
    words_for: WordsFor

    @property
    def at(self) -> float:
        return self.now.timestamp()

    def wave(
        self,
        say: Callable[[Matter, Words], Text],
        states: frozenset[State],
        not_after: float,
        wishes: frozenset[int | None] | None = None,
    ) -> Wave:
        """Say it to all in these states who were so when it was due: who came later hears nothing stale."""
        matter = Matter(self.unit, self.row, datetime.fromtimestamp(self.notice.due_at, self.now.tzinfo), self.now)
        replies = {language: say(matter, words(language)) for language in LANGUAGES}
        recipients = SignedUp(self.row.id, states, self.notice.due_at, wishes)
        return Wave(recipients, replies, not_after=not_after, about=f"activity:{self.row.id}")


# ---------------------------------------------------------------- reminders


def _reminded(occasion: _Occasion) -> Said:
    """Remind those who wish it now; None: what comes two hours before is so near that it is enough."""
    row, wishes = occasion.row, _wishes(occasion.notice.kind)
    if occasion.at >= row.starts_at - (SOON + FAIR).total_seconds():
        return None
    return [
        occasion.wave(texts.assurance, _CONFIRMED, row.starts_at, wishes),
        occasion.wave(texts.expectation, _EXPECTED, row.starts_at, wishes),
        *_questions(occasion, wishes),
    ]


def _wishes(kind: str) -> frozenset[int | None]:
    """Tell whose reminder "remind" or "remind_24" is: of those who wish nothing else, or just this."""
    _, _, hours = kind.partition("_")
    return frozenset({int(hours) if hours else None})


def _questions(occasion: _Occasion, wishes: frozenset[int | None] | None = None) -> list[Wave]:
    """Ask who has not confirmed, but leave it to the last call where that is near."""
    confirm_by = _confirm_by(occasion.row)
    is_over = confirm_by <= occasion.at
    if not is_over and confirm_by - (LAST_CALL + FAIR).total_seconds() <= occasion.at:
        return []
    not_after = occasion.row.starts_at if is_over else confirm_by
    return [occasion.wave(texts.question, _SIGNED_UP, not_after, wishes)]


def _last_called(occasion: _Occasion) -> Said:
    return [occasion.wave(texts.last_call, _SIGNED_UP, _confirm_by(occasion.row))]


def _soon(occasion: _Occasion) -> Said:
    return [occasion.wave(texts.soon, COMING | _EXPECTED, occasion.row.starts_at, _ANY_WISH)]


def _confirm_by(row: ActivityRow) -> float:
    return row.starts_at if row.plan.confirm_by is None else row.plan.confirm_by


# ---------------------------------------------------------------- seats that pass on, and the end


def _released(occasion: _Occasion) -> Said:
    """Free the seats of those who were asked in time and have not answered.

    Who was not asked, since the house was down at that hour, keeps the seat.
    """
    row, unit = occasion.row, occasion.unit
    asking = {NoticeKind.ASK, NoticeKind.LAST_CALL}
    in_time = _confirm_by(row) - FAIR.total_seconds()
    asked_at = notices.last_rung(unit, occasion.notice.subject, asking, in_time)
    if asked_at is None:
        return []
    gone = signups.release_unconfirmed(unit, row.id, occasion.at, asked_at=asked_at)
    told = tells.released(gone.released, unit, occasion.words_for, occasion.now)
    return [*told, *tells.offers(gone.offers, unit, occasion.words_for, occasion.now)]


def _over(occasion: _Occasion) -> Said:
    """Close the book, and thank those who were there unless that is long ago."""
    row = occasion.row
    signups.end(occasion.unit, row.id, occasion.at)
    thanks_until = row.ends_at + THANKS_UNTIL.total_seconds()
    if occasion.at >= thanks_until:
        return []
    return [occasion.wave(texts.thanks, HERE, thanks_until)]


_DEEDS: Final[Mapping[str, Callable[[_Occasion], Said]]] = {
    NoticeKind.ASK: _questions,
    NoticeKind.LAST_CALL: _last_called,
    NoticeKind.RELEASE: _released,
    NoticeKind.SOON: _soon,
    NoticeKind.OVER: _over,
}
"""What each kind does; all others are reminders."""
