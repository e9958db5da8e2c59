"""Planning what falls due by itself: from an affiliation as it stands to the rows that ring when their time comes."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Final

from bot.facts.working_days import working_days_after
from domain.affiliations.reminders import PAPERS, Facts, HostRules, NoticeKind, Planned, plan
from storage.affiliations.affiliations import AffiliationRow
from storage.messages import notices
from storage.messages.notices import Course
from storage.people.members import MemberRow
from storage.places import unit_rules
from storage.unit_of_work import UnitOfWork

_FIRST: Final = 1


def plan_for(unit: UnitOfWork, row: AffiliationRow, member: MemberRow | None, now: datetime) -> None:
    """Plan everything that falls due for this affiliation after the local time `now`.

    To be called after every step, and after the member has told of another document. What was planned for an earlier
    version dies. A document is a subject by itself, with its last day in the name: another day is another subject.
    """
    planned = planned_for(unit, row, member, now)
    own = [one for one in planned if one.kind not in PAPERS and one.kind is not NoticeKind.OUT_OF_CONTACT]
    courses = [Course(f"affiliation:{row.id}", row.version, _rows(own))]
    if member and (last_day := member.details.paper.valid_until):
        papers = [one for one in planned if one.kind in PAPERS]
        courses.append(Course(f"paper:{row.chat_id}:{last_day}", _FIRST, _rows(papers), is_first=True))
    silence = [one for one in planned if one.kind is NoticeKind.OUT_OF_CONTACT]
    notices.plan_all(unit, [*courses, _silence(row.id, _FIRST, silence)])


def planned_for(unit: UnitOfWork, row: AffiliationRow, member: MemberRow | None, now: datetime) -> tuple[Planned, ...]:
    """Return what falls due for this affiliation after the local time `now`, in order."""
    return plan(_facts(row, member, now.tzinfo), host_rules(unit, row.unit_id), now)


def plan_silence(unit: UnitOfWork, affiliation_id: int, version: int, silence: Iterable[Planned]) -> None:
    """Plan to look whether the member has been in contact; every look plans the next one under the next version."""
    notices.plan_all(unit, [_silence(affiliation_id, version, silence)])


def _silence(affiliation_id: int, version: int, silence: Iterable[Planned]) -> Course:
    return Course(f"contact:{affiliation_id}", version, _rows(silence), is_first=version == _FIRST)


def host_rules(unit: UnitOfWork, unit_id: int) -> HostRules:
    return HostRules(lambda rule: unit_rules.value(unit, rule, unit_id), working_days_after)


def local(moment: float, zone: tzinfo | None) -> datetime:
    """Return the local time of a moment in seconds since 1970."""
    return datetime.fromtimestamp(moment, zone)


def _facts(row: AffiliationRow, member: MemberRow | None, zone: tzinfo | None) -> Facts:
    return Facts(
        row.state,
        row.arrives_on,
        local(row.state_since, zone),
        row.ends_on,
        None if row.submitted_at is None else local(row.submitted_at, zone).date(),
        row.due_on,
        member.details.paper.valid_until if member else None,
        local(member.last_contact, zone) if member else None,
    )


def _rows(planned: Iterable[Planned]) -> list[notices.Planned]:
    return [
        notices.Planned(one.kind, one.due.timestamp(), one.not_after.timestamp() if one.not_after else None)
        for one in planned
    ]
