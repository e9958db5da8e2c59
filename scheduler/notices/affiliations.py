"""A notice falls due: whether it still holds, what it changes, and who is told what."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.chat import Text
from bot.flows.desk import Tell, Wave
from bot.planning.affiliations import host_rules, local, plan_for, plan_silence
from bot.texts import Words
from domain.affiliations import HERE, State, Verb
from domain.deeds import CLOCK, Deed
from domain.delivery import Lane
from domain.reminders import NoticeKind, silence
from domain.roles import Role
from domain.rules import Rule
from scheduler.notices import activities, check_in, duties, mail
from scheduler.notices.affiliation_texts import Matter, to_member, to_organiser
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.messages.notices import NoticeRow
from storage.people import members, roles
from storage.places import places, unit_rules
from storage.unit_of_work import UnitOfWork

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""

_TO_REVIEWERS: Final = frozenset({NoticeKind.UNANSWERED, NoticeKind.UNANSWERED_ABOVE})
_TO_ORGANISERS: Final = _TO_REVIEWERS | {NoticeKind.EXPIRE}
_VERBS: Final = {NoticeKind.ASK_AGAIN: Verb.ASK_AGAIN, NoticeKind.EXPIRE: Verb.EXPIRE}


def speak(notice: NoticeRow, unit: UnitOfWork, now: datetime, words_for: WordsFor) -> Sequence[Tell | Wave] | None:  # noqa: PLR0911  one for each noun
    """Do what falls due and return what is said of it, at most once to each chat; None: it no longer holds.

    `now` is a local time. Nothing is committed.
    """
    occasion = _Occasion(notice, unit, now, words_for)
    match notice.subject.split(":"):
        case ["affiliation", number]:
            return _of_affiliation(occasion, int(number))
        case ["paper", chat_id, day]:
            return _of_paper(occasion, int(chat_id), date.fromisoformat(day))
        case ["contact", number]:
            return _of_contact(occasion, int(number))
        case ["check_in", *_]:
            return check_in.speak(notice, unit, now, words_for)
        case ["activity" | "signup" | "series", _]:
            return activities.speak(notice, unit, now, words_for)
        case ["duty" | "duty_answer", _]:
            return duties.speak(notice, unit, now, words_for)
        case ["thread", _]:
            return mail.speak(notice, unit, now, words_for)
    return None


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A notice that rings, at a local time."""

    notice: NoticeRow
    unit: UnitOfWork
    now: datetime
    words_for: WordsFor

    @property
    def kind(self) -> NoticeKind:
        return NoticeKind(self.notice.kind)

    @property
    def due(self) -> datetime:
        return self.local(self.notice.due_at)

    def local(self, moment: float) -> datetime:
        return local(moment, self.now.tzinfo)

    def to_member(self, chat_id: int, matter: Matter) -> Tell:
        return self._tell(chat_id, to_member(matter, self.words_for(chat_id)))

    def to_organisers(self, chat_ids: Iterable[int], matter: Matter) -> list[Tell]:
        return [self._tell(chat_id, to_organiser(matter, self.words_for(chat_id))) for chat_id in sorted(chat_ids)]

    def _tell(self, chat_id: int, text: Text) -> Tell:
        return Tell(chat_id, text, Lane.REMINDER, self.notice.not_after)


# ---------------------------------------------------------------- the affiliation itself


def _of_affiliation(occasion: _Occasion, number: int) -> list[Tell] | None:
    row = affiliations.locked(occasion.unit, number)
    if row is None or row.version != occasion.notice.version:
        return None
    _step(occasion, row)
    matter = _matter(occasion, row)
    organisers = set(_organisers(occasion, row))
    if occasion.kind in _TO_REVIEWERS:
        return occasion.to_organisers(organisers, matter)
    # Whoever is both reads it as the member that it is about.
    others = occasion.to_organisers(organisers - {row.chat_id}, matter)
    return [occasion.to_member(row.chat_id, matter), *others]


def _step(occasion: _Occasion, row: AffiliationRow) -> None:
    """Take the step that this notice is, and plan what follows from the moment at which it was to be taken."""
    verb = _VERBS.get(occasion.kind)
    if verb is not None:
        after = affiliations.do(occasion.unit, row.id, verb, Deed(CLOCK, occasion.now.timestamp())).row
        plan_for(occasion.unit, after, members.find(occasion.unit, row.chat_id), occasion.due)


def _organisers(occasion: _Occasion, row: AffiliationRow) -> list[int]:
    unit = occasion.unit
    if occasion.kind not in _TO_ORGANISERS:
        return []
    path = places.path_of(unit, row.unit_id)
    match occasion.kind, row.state:
        case (NoticeKind.UNANSWERED, State.SUBMITTED) | (NoticeKind.EXPIRE, _):
            return roles.organisers_of(unit, path)
        case (NoticeKind.UNANSWERED, _) | (_, State.SUBMITTED):
            return roles.organisers_above(unit, path)
    return roles.organisers_above(unit, _parent(path))


def _parent(path: str) -> str:
    return path[: path.rstrip("/").rfind("/") + 1]


# ---------------------------------------------------------------- the document


def _of_paper(occasion: _Occasion, chat_id: int, last_day: date) -> list[Tell] | None:
    member = members.find(occasion.unit, chat_id)
    stays = [row for row in affiliations.current(occasion.unit, chat_id) if row.state in HERE]
    if member is None or member.details.paper.valid_until != last_day or not stays:
        return None
    return [occasion.to_member(chat_id, replace(_matter(occasion, stays[0]), last_day=last_day))]


# ---------------------------------------------------------------- no contact for a long time


def _of_contact(occasion: _Occasion, number: int) -> list[Tell] | None:
    unit = occasion.unit
    row = affiliations.locked(unit, number)
    member = members.find(unit, row.chat_id) if row and row.state in HERE else None
    if row is None or member is None:
        return None
    rules, last_contact = host_rules(unit, row.unit_id), occasion.local(member.last_contact)
    in_time = silence(last_contact, rules)
    if in_time.due > occasion.due:  # there was contact meanwhile
        plan_silence(unit, row.id, occasion.notice.version + 1, [in_time])
        return None
    affiliations.mark_out_of_contact(unit, member.last_contact + 1.0, occasion.now.timestamp())
    plan_silence(unit, row.id, occasion.notice.version + 1, [silence(occasion.due, rules)])
    matter = replace(_matter(occasion, row), since=last_contact.date())
    return occasion.to_organisers(_own_organisers(unit, row.unit_id), matter)


def _own_organisers(unit: UnitOfWork, unit_id: int) -> set[int]:
    """Return the organisers of this very unit: if it has none, nobody else hears of it."""
    holders = roles.holders_below(unit, places.path_of(unit, unit_id))
    return {one.chat_id for one in holders if one.role is Role.ORGANISER and one.unit_id == unit_id}


# ---------------------------------------------------------------- what the texts name


def _matter(occasion: _Occasion, row: AffiliationRow) -> Matter:
    point = places.point(occasion.unit, row.point_id)
    return Matter(
        occasion.kind,
        occasion.due,
        occasion.now,
        row.id,
        row.state,
        point.name if point else "",
        point.address if point else "",
        since=occasion.local(row.submitted_at or row.state_since).date(),
        answer_by=row.due_on or occasion.due.date(),
        last_day=row.ends_on or occasion.now.date(),
        months=_months(occasion, row),
    )


def _months(occasion: _Occasion, row: AffiliationRow) -> int:
    if occasion.kind is not NoticeKind.ASK_TRANSFER:
        return 0
    return unit_rules.value(occasion.unit, Rule.TRANSFER_MONTHS, row.unit_id)
