"""A notice of an affiliation, a document or a long silence falls due: what it changes, and who is told what."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from bot.flows.desk import Tell
from bot.flows.reviewing import calls
from bot.flows.reviewing.calls import Call
from bot.planning.affiliations import host_rules, plan_for, plan_silence
from domain.affiliations.affiliations import HERE, State, Verb
from domain.affiliations.reminders import HostRules, NoticeKind, Planned, overtaken_by, silence
from domain.messages.delivery import Lane
from domain.people.deeds import CLOCK, Deed
from domain.people.roles import Role
from domain.rules import Rule
from scheduler.notices.affiliation_texts import Notified, to_member, to_organiser
from scheduler.notices.occasion import Occasion, Told
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.messages import notices
from storage.people import members, roles
from storage.places import places, unit_rules
from storage.unit_of_work import UnitOfWork

_TO_REVIEWERS: Final = frozenset({NoticeKind.UNANSWERED, NoticeKind.UNANSWERED_ABOVE})
_TO_ORGANISERS: Final = _TO_REVIEWERS | {NoticeKind.EXPIRE}
_VERBS: Final = {NoticeKind.ASK_AGAIN: Verb.ASK_AGAIN, NoticeKind.EXPIRE: Verb.EXPIRE}


def ring_affiliation(occasion: Occasion) -> Told:
    """Take the step that falls due, if any, and tell the member, the reviewers, or the organisers too."""
    row = affiliations.locked(occasion.unit, occasion.number)
    if row is None or row.version != occasion.notice.version or _is_overtaken(occasion):
        return None
    _step(occasion, row)
    notified = _notified(occasion, row)
    organisers = set(_organisers(occasion, row))
    if _kind(occasion) in _TO_REVIEWERS:
        call = Call.DUE if _kind(occasion) is NoticeKind.UNANSWERED else Call.LATE
        tells = _to_organisers(occasion, organisers, notified)
        return calls.counted(call, tells, occasion.unit, occasion.words_for, occasion.now)
    # Whoever is both reads it as the member that it is about.
    others = _to_organisers(occasion, organisers - {row.chat_id}, notified)
    return [_to_member(occasion, row.chat_id, notified), *others]


def _is_overtaken(occasion: Occasion) -> bool:
    """Tell whether a later reminder of the same day rings now, too: after an outage one says what is true."""
    later = overtaken_by(_kind(occasion))
    return bool(later) and notices.is_due_too(occasion.unit, occasion.notice, later, occasion.at)


def _step(occasion: Occasion, row: AffiliationRow) -> None:
    """Take the step that this notice is, and plan what follows from the moment at which it was to be taken."""
    verb = _VERBS.get(_kind(occasion))
    if verb is not None:
        after = affiliations.do(occasion.unit, row.id, verb, Deed(CLOCK, occasion.at)).row
        plan_for(occasion.unit, after, members.find(occasion.unit, row.chat_id), occasion.due)


def _organisers(occasion: Occasion, row: AffiliationRow) -> list[int]:
    unit, kind = occasion.unit, _kind(occasion)
    if kind not in _TO_ORGANISERS:
        return []
    path = places.path_of(unit, row.unit_id)
    if kind is NoticeKind.EXPIRE:
        return roles.organisers_of(unit, path)
    reminded = _reviewers(unit, row, path)
    if kind is NoticeKind.UNANSWERED:
        return reminded
    return roles.organisers_above(unit, path, {*_not_theirs(row), *reminded})


def _reviewers(unit: UnitOfWork, row: AffiliationRow, path: str) -> list[int]:
    """Return whom the request waits for; what is late after that goes to others."""
    if row.state is State.SUBMITTED:
        return roles.organisers_of(unit, path, _not_theirs(row))
    return roles.organisers_above(unit, path, _not_theirs(row))


def _not_theirs(row: AffiliationRow) -> set[int]:
    return {row.chat_id} if row.accepted_by is None else {row.chat_id, row.accepted_by}


def ring_paper(occasion: Occasion) -> Told:
    """Remind a member whose document runs out on the day that the notice names."""
    chat_id, last_day = occasion.number, date.fromisoformat(occasion.parts[1])
    member = members.find(occasion.unit, chat_id)
    stays = [row for row in affiliations.current(occasion.unit, chat_id) if row.state in HERE]
    if member is None or member.details.paper.valid_until != last_day or not stays or _is_overtaken(occasion):
        return None
    return [_to_member(occasion, chat_id, replace(_notified(occasion, stays[0]), last_day=last_day))]


def ring_contact(occasion: Occasion) -> Told:
    """Note that a member has not been in contact for long, tell the organisers, and plan the next look."""
    unit = occasion.unit
    row = affiliations.locked(unit, occasion.number)
    member = members.find(unit, row.chat_id) if row and row.state in HERE else None
    if row is None or member is None:
        return None
    rules, last_contact = host_rules(unit, row.unit_id), occasion.local(member.last_contact)
    in_time = silence(last_contact, rules)
    if in_time.due > occasion.due:  # there was contact meanwhile
        plan_silence(unit, row.id, occasion.notice.version + 1, [in_time])
        return None
    affiliations.mark_out_of_contact(unit, member.last_contact + 1.0, occasion.at)
    plan_silence(unit, row.id, occasion.notice.version + 1, [_next_look(occasion, rules)])
    notified = replace(_notified(occasion, row), since=last_contact.date())
    return _to_organisers(occasion, _own_organisers(unit, row.unit_id), notified)


def _next_look(occasion: Occasion, rules: HostRules) -> Planned:
    """Plan the next look; where that would be past already, for the house stood still, none is made up for."""
    in_time = silence(occasion.due, rules)
    return in_time if in_time.due > occasion.now else silence(occasion.now, rules)


def _own_organisers(unit: UnitOfWork, unit_id: int) -> set[int]:
    """Return the organisers of this very unit: if it has none, nobody else hears of it."""
    holders = roles.holders_below(unit, places.path_of(unit, unit_id))
    return {one.chat_id for one in holders if one.role is Role.ORGANISER and one.unit_id == unit_id}


def _to_member(occasion: Occasion, chat_id: int, notified: Notified) -> Tell:
    said = to_member(notified, occasion.words_for(chat_id))
    about = f"affiliation:{notified.affiliation_id}" if notified.kind is NoticeKind.ASK_AGAIN else ""
    return Tell(chat_id, said, Lane.REMINDER, occasion.notice.not_after, about=about)


def _to_organisers(occasion: Occasion, chat_ids: Iterable[int], notified: Notified) -> list[Tell]:
    return [
        Tell(chat_id, to_organiser(notified, occasion.words_for(chat_id)), Lane.REMINDER, occasion.notice.not_after)
        for chat_id in sorted(chat_ids)
    ]


def _kind(occasion: Occasion) -> NoticeKind:
    return NoticeKind(occasion.notice.kind)


def _notified(occasion: Occasion, row: AffiliationRow) -> Notified:
    """Gather what the texts name."""
    unit, kind = occasion.unit, _kind(occasion)
    point = places.point(unit, row.point_id)
    asks_to_move = kind is NoticeKind.ASK_TRANSFER
    return Notified(
        kind,
        occasion.promised,
        occasion.now,
        row.id,
        row.state,
        point.name if point else "",
        point.address if point else "",
        since=occasion.local(row.submitted_at or row.state_since).date(),
        answer_by=row.due_on or occasion.due.date(),
        last_day=row.ends_on or occasion.now.date(),
        months=unit_rules.value(unit, Rule.TRANSFER_MONTHS, row.unit_id) if asks_to_move else 0,
    )
