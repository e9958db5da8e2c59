"""What is kept about one person and activities: for that person to read, and to be forgotten when its time has come."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, update

from domain.activities.seats import HERE, State
from storage.activities import certificates, duties, figures, signup_reading
from storage.tables.activities import activities, duty_answers, lead_times
from storage.tables.activities import certificates as certificate_table
from storage.tables.activities import duties as duty_table
from storage.tables.activities import signups as signup_table
from storage.tables.people import members
from storage.unit_of_work import UnitOfWork

_sign: Final = signup_table.c
_act: Final = activities.c
_answer: Final = duty_answers.c


@dataclass(frozen=True, slots=True)
class SignupData:
    """How the person stood to one activity; times in seconds since 1970.

    Nobody was absent where it was never entered who came.
    """

    activity: str
    starts_at: float
    state: str
    since: float
    reason: str
    late_minutes: int
    seen_at: float | None
    way: str


@dataclass(frozen=True, slots=True)
class DutyData:
    """What the person has said about one duty."""

    duty: str
    starts_at: float
    state: str
    since: float
    late_minutes: int
    said: str


@dataclass(frozen=True, slots=True)
class CertificateData:
    activity: str
    code: str
    issued_at: float


@dataclass(frozen=True, slots=True)
class LeadTimeData:
    """How long before an activity of this kind ("": any) the person wants to be reminded."""

    kind: str
    hours: int


@dataclass(frozen=True, slots=True)
class ActivityData:
    """Everything about activities under one number. Ratings are not among it: they are kept unsigned."""

    signups: tuple[SignupData, ...] = ()
    duties: tuple[DutyData, ...] = ()
    certificates: tuple[CertificateData, ...] = ()
    lead_times: tuple[LeadTimeData, ...] = ()

    @property
    def has_words(self) -> bool:
        """Tell whether there is anything that the person has put into words."""
        return any(one.reason for one in self.signups) or any(one.said for one in self.duties)


def of_person(unit: UnitOfWork, chat_id: int) -> ActivityData:
    wishes = select(lead_times.c.kind, lead_times.c.hours).where(lead_times.c.chat_id == chat_id)
    issued = certificates.of_person(unit, chat_id)
    query = select(_act.id, _act.title).where(_act.id.in_([one.activity_id for one in issued]))
    titles = {row.id: row.title for row in unit.connection.execute(query)}
    return ActivityData(
        tuple(_signup(unit, row) for row in unit.connection.execute(_signups(chat_id))),
        tuple(_duty(unit, row) for row in unit.connection.execute(_duties(chat_id))),
        tuple(CertificateData(titles[one.activity_id], one.code, one.issued_at) for one in issued),
        tuple(LeadTimeData(*row) for row in unit.connection.execute(wishes.order_by(lead_times.c.kind))),
    )


def was_anywhere(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether the person was seen at anything, and so may have rated it."""
    return bool(unit.connection.scalar(select(exists().where(_sign.chat_id == chat_id, _sign.state.in_(sorted(HERE))))))


def _signups(chat_id: int) -> Select[Any]:
    query = select(signup_table, _act.title, _act.starts_at, figures.is_entered().label("is_entered"))
    query = query.join_from(signup_table, activities)
    return query.where(_sign.chat_id == chat_id).order_by(_act.starts_at, _act.id)


def _signup(unit: UnitOfWork, row: Any) -> SignupData:  # noqa: ANN401  a row of two tables
    reason = unit.seal.open_text(row.reason, signup_reading.REASON)
    when = (row.since, reason, row.late_minutes, row.seen_at, row.way or "")
    state = State.SIGNED_UP if row.state == State.ABSENT and not row.is_entered else row.state
    return SignupData(row.title, row.starts_at, state, *when)


def _duties(chat_id: int) -> Select[Any]:
    query = select(duty_answers, duty_table.c.name, duty_table.c.starts_at).join_from(duty_answers, duty_table)
    return query.where(_answer.chat_id == chat_id).order_by(duty_table.c.starts_at, duty_table.c.id)


def _duty(unit: UnitOfWork, row: Any) -> DutyData:  # noqa: ANN401  a row of two tables
    said = unit.seal.open_text(row.said, duties.SAID)
    return DutyData(row.name, row.starts_at, row.state, row.since, row.late_minutes, said)


def forget(unit: UnitOfWork, chat_id: int) -> None:
    """Forget the person's own words, the certificates, and when to remind.

    What remains is that this number had signed up, was seen, or was on duty: it names nobody.
    """
    unit.connection.execute(update(signup_table).where(_sign.chat_id == chat_id).values(reason=None))
    unit.connection.execute(update(duty_answers).where(_answer.chat_id == chat_id).values(said=None))
    unit.connection.execute(delete(lead_times).where(lead_times.c.chat_id == chat_id))
    certificates.forget(unit, chat_id)


def units_to_fade(unit: UnitOfWork, before: float) -> list[int]:
    """Return the units of activities that ended before this and of which more is kept than a bare attendance."""
    query = select(_act.unit_id).distinct().join_from(activities, signup_table).where(_act.ends_at < before)
    return sorted(unit.connection.scalars(query.where(or_(_HAS_DETAILS, _IS_NOBODY))))


def fade(unit: UnitOfWork, unit_id: int, before: float) -> None:
    """Let what this unit held before this moment fade: of members only that they were there remains, of others nothing.

    Of a member: reasons, lateness, how they were seen and by whom are forgotten. Of somebody who has told nothing
    about themselves, or had it forgotten: everything.
    """
    old = select(_act.id).where(_act.unit_id == unit_id, _act.ends_at < before)
    of_old = select(duty_table.c.id).where(duty_table.c.activity_id.in_(old))
    gone = certificate_table.c
    run = unit.connection.execute
    run(delete(signup_table).where(_sign.activity_id.in_(old), _IS_NOBODY))
    run(delete(certificate_table).where(gone.activity_id.in_(old), gone.chat_id.not_in(_MEMBERS)))
    run(delete(duty_answers).where(_answer.duty_id.in_(of_old), _answer.chat_id.not_in(_MEMBERS)))
    run(update(signup_table).where(_sign.activity_id.in_(old), _HAS_DETAILS).values(_NOTHING))
    run(update(duty_answers).where(_answer.duty_id.in_(of_old)).values(said=None, late_minutes=0))


_MEMBERS: Final = select(members.c.chat_id).where(members.c.details.is_not(None))
_IS_NOBODY: Final[ColumnElement[bool]] = _sign.chat_id.not_in(_MEMBERS)
_HAS_DETAILS: Final = or_(_sign.reason.is_not(None), _sign.way.is_not(None), _sign.late_minutes > 0)
_NOTHING: Final = {"reason": None, "way": None, "seen_by": None, "before": None, "late_minutes": 0}
