"""A notice of an activity, an offer or a series falls due: what it changes, and who is told what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.chat import Text
from bot.flows.activities import tells
from bot.flows.desk import Tell, Wave
from bot.flows.groups import cards
from bot.planning.activities import prolong
from bot.texts import LANGUAGES, Words, words
from domain.activities.activities import Stage
from domain.activities.notices import FAIR, LAST_CALL, LEADS, SOON, THANKS_UNTIL, NoticeKind
from domain.activities.seats import COMING, HERE, State
from domain.messages.delivery import Lane
from scheduler.notices import activity_texts as texts
from scheduler.notices.activity_texts import Reminder
from scheduler.notices.occasion import Occasion, Told
from storage.activities import activities, signup_reading, signups
from storage.activities.activities import ActivityRow
from storage.announcements.fan_out import SignedUp
from storage.messages import notices
from storage.people import audit, roles
from storage.places import places

_ANY_WISH: Final[frozenset[int | None]] = frozenset({None, *LEADS})
"""All but those who wish no reminder."""

_SIGNED_UP: Final = frozenset({State.SIGNED_UP})
_CONFIRMED: Final = frozenset({State.CONFIRMED})


@dataclass(frozen=True, slots=True)
class _OfActivity(Occasion):
    """A notice that rings for an activity, which is locked."""

    row: ActivityRow

    @property
    def waiting(self) -> int:
        """Return how many wait for a seat: without them nobody is pressed, and nobody loses one."""
        return signup_reading.counts(self.unit, [self.row.id])[self.row.id].waiting

    def wave(
        self,
        say: Callable[[Reminder, Words], Text],
        states: frozenset[State],
        not_after: float,
        wishes: frozenset[int | None] | None = None,
    ) -> Wave:
        """Say it to all in these states who were so when it was due: who came later hears nothing stale."""
        reminder = Reminder(self.unit, self.row, self.promised, self.now, self.waiting)
        replies = {language: say(reminder, words(language)) for language in LANGUAGES}
        recipients = SignedUp(self.row.id, states, self.notice.due_at, wishes)
        return Wave(recipients, replies, not_after=not_after, about=f"activity:{self.row.id}")


def ring_activity(occasion: Occasion) -> Told:
    """Remind, ask, free seats, or close the book, as long as the activity is what it was when that was planned."""
    audit.hold(occasion.unit)  # others in this transaction write there, and whoever does so locks an activity after it
    row = activities.locked(occasion.unit, occasion.number)
    if row is None or row.stage is not Stage.PUBLISHED or row.version != occasion.notice.version:
        return None
    known = occasion.notice, occasion.unit, occasion.now, occasion.words_for
    of_it = _OfActivity(*known, row, clock_is_wound=occasion.clock_is_wound)
    return _DEEDS.get(occasion.notice.kind, _remind)(of_it)


def ring_signup(occasion: Occasion) -> Told:
    """End an offer that was not answered, and tell who is asked next."""
    unit, now, words_for = occasion.unit, occasion.now, occasion.words_for
    audit.hold(unit)
    mine = signup_reading.by_id(unit, occasion.number)
    row = activities.locked(unit, mine.activity_id) if mine else None
    if row is None or row.stage is not Stage.PUBLISHED:
        return None
    lapsed = signups.lapse(unit, occasion.number, occasion.at)
    if lapsed is None:
        return None
    told = tells.lapsed([lapsed.row], unit, words_for, now)
    return [*told, *tells.offers(lapsed.offers, unit, words_for, now)]


def ring_series(occasion: Occasion) -> Told:
    """Make the next dates of a series; nobody is told of them: they stand in the lists."""
    prolong(occasion.unit, occasion.number, occasion.now)
    return ()


def _remind(occasion: _OfActivity) -> Told:
    """Remind those who wish it now; None: what comes two hours before is so near that it is enough."""
    row, wishes = occasion.row, _wishes(occasion.notice.kind)
    if occasion.at >= row.starts_at - (SOON + FAIR).total_seconds():
        return None
    return [
        occasion.wave(texts.assurance, _CONFIRMED, row.starts_at, wishes),
        *_ask(occasion, wishes),
    ]


def _wishes(kind: str) -> frozenset[int | None]:
    """Tell whose reminder "remind" or "remind_24" is: of those who wish nothing else, or just this."""
    _, _, hours = kind.partition("_")
    return frozenset({int(hours) if hours else None})


def _ask(occasion: _OfActivity, wishes: frozenset[int | None] | None = None) -> list[Wave]:
    """Ask who has not confirmed, but leave it to the last call where there is one and it is near."""
    confirm_by = _confirm_by(occasion.row)
    is_pressing = occasion.waiting > 0 and confirm_by > occasion.at
    if is_pressing and confirm_by - (LAST_CALL + FAIR).total_seconds() <= occasion.at:
        return []
    not_after = confirm_by if is_pressing else occasion.row.starts_at
    return [occasion.wave(texts.question, _SIGNED_UP, not_after, wishes)]


def _ask_early(occasion: _OfActivity) -> Told:
    """Ask before the reminder, where somebody waits for a seat; None: nobody does, and the reminder is enough."""
    return _ask(occasion) if occasion.waiting else None


def _call_last(occasion: _OfActivity) -> Told:
    """Press those who have not confirmed, where somebody waits for their seats; None: nobody does."""
    if not occasion.waiting:
        return None
    return [occasion.wave(texts.last_call, _SIGNED_UP, _confirm_by(occasion.row))]


def _remind_again(occasion: _OfActivity) -> Told:
    return [occasion.wave(texts.soon, COMING, occasion.row.starts_at, _ANY_WISH)]


def _confirm_by(row: ActivityRow) -> float:
    return row.starts_at if row.plan.confirm_by is None else row.plan.confirm_by


def _release(occasion: _OfActivity) -> Told:
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


def _close(occasion: _OfActivity) -> Told:
    """Close the book, and thank those who were there unless that is long ago."""
    row = occasion.row
    signups.end(occasion.unit, row.id, occasion.at)
    closed = cards.over(row, occasion.unit, occasion.words_for, occasion.now)
    thanks_until = row.ends_at + THANKS_UNTIL.total_seconds()
    if occasion.at >= thanks_until:
        return closed
    return [*closed, occasion.wave(texts.thanks, HERE, thanks_until)]


def _ask_who_came(occasion: _OfActivity) -> Told:
    """Ask once who came, where nobody has been checked in; None: that is entered."""
    row, unit = occasion.row, occasion.unit
    if signup_reading.counts(unit, [row.id])[row.id].came:
        return None
    organisers = roles.organisers_of(unit, places.path_of(unit, row.unit_id))
    asked = [row.created_by] if row.created_by in organisers else organisers
    return [
        Tell(chat, texts.who_came(row, occasion.now, occasion.words_for(chat)), Lane.REMINDER)
        for chat in asked
        if chat is not None
    ]


_DEEDS: Final[Mapping[str, Callable[[_OfActivity], Told]]] = {
    NoticeKind.ASK: _ask_early,
    NoticeKind.LAST_CALL: _call_last,
    NoticeKind.RELEASE: _release,
    NoticeKind.SOON: _remind_again,
    NoticeKind.OVER: _close,
    NoticeKind.ENTER: _ask_who_came,
}
"""What each kind does; all others are reminders."""
