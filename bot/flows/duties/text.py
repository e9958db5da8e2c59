"""A duty in words: what, where and when it is, and how a volunteer's answer stands."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape

from bot.flows.activities import text as activity_text
from bot.flows.moments import local, moment
from bot.texts import Words
from domain.activities.activities import Plan, Stage
from domain.activities.duties import State
from domain.activities.notices import default_confirm_by
from storage.activities import activities, duties
from storage.activities.activities import ActivityRow
from storage.activities.duties import AnswerRow, DutyRow
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Matter:
    """A duty of an activity, as it stands; `now` is a local time."""

    unit: UnitOfWork
    duty: DutyRow
    activity: ActivityRow
    now: datetime

    @property
    def plan(self) -> Plan:
        """The activity's plan with the times of the duty."""
        task = self.duty.task
        return replace(
            self.activity.plan,
            starts_at=task.starts_at,
            ends_at=task.ends_at,
            opens_at=None,
            closes_at=None,
            confirm_by=None,
        )

    @property
    def is_open(self) -> bool:
        """Tell whether somebody can still say something to it."""
        return self.activity.stage is Stage.PUBLISHED and self.now.timestamp() < self.duty.task.ends_at

    @property
    def begins(self) -> datetime:
        return self.local(self.duty.task.starts_at)

    @property
    def coming(self) -> int:
        return duties.filled(self.unit, [self.duty.id])[self.duty.id]

    def local(self, at: float) -> datetime:
        return local(at, self.now.tzinfo)


def matter(unit: UnitOfWork, duty_id: int, now: datetime) -> Matter | None:
    """Look at a duty; None: there is none (any more)."""
    duty = duties.find(unit, duty_id)
    row = activities.find(unit, duty.activity_id) if duty else None
    return Matter(unit, duty, row, now) if duty and row else None


def line(one: Matter, t: Words) -> str:
    """Say all of it in one line, as plain text."""
    return f"{one.duty.task.name} · {one.activity.title} · {moment(one.begins, t)}"


def brief(one: Matter, t: Words) -> str:
    """Return what, when and where, a line each, as HTML."""
    where = activity_text.where(one.unit, one.activity, t)
    lines = [f"<b>{_safe(one.duty.task.name)}</b> · {_safe(one.activity.title)}"]
    lines.append(activity_text.when(one.plan, one.now.tzinfo, t))
    return "\n".join([*lines, *([f"📍 {_safe(where)}"] if where else [])])


def facts(one: Matter, t: Words) -> str:
    """Return what, when and where with the address, and what is to be known or brought, as HTML."""
    street = activity_text.address(one.unit, one.activity)
    lines = [brief(one, t), *([f"   {_safe(street)}"] if street else []), *activity_text.notes(one.activity)]
    return "\n".join(lines)


def asked(one: Matter, mine: AnswerRow, t: Words) -> str:
    """Ask for an answer, and say until when."""
    return t("Please answer by {when}.", when=_answer_by(one, mine, t))


def _answer_by(one: Matter, mine: AnswerRow, t: Words) -> str:
    """Say until when an answer is waited for: so long a place of the reserve is kept, else the evening before."""
    starts_at = one.duty.task.starts_at
    return moment(one.local(mine.asked_until or default_confirm_by(starts_at, one.now) or starts_at), t)


def numbers(one: Matter, t: Words) -> str:
    return t("coming: {number} of {needed}", number=one.coming, needed=one.duty.task.needed)


def figures(one: Matter, t: Words) -> str:
    """Say how many come, stand by, and have not answered."""
    reserve, unanswered = (
        len(duties.of_duty(one.unit, one.duty.id, [state])) for state in (State.RESERVE, State.ASKED)
    )
    said = [numbers(one, t)]
    said += [t("in reserve: {number}", number=reserve)] if reserve else []
    said += [t("not answered yet: {number}", number=unanswered)] if unanswered else []
    return " · ".join(said)


def standing(one: Matter, mine: AnswerRow, t: Words) -> str:
    """Say how an answer stands, as HTML."""
    match mine.state:
        case State.COMING if mine.late_minutes:
            return t("✅ You come, at about {clock}. Thank you.", clock=t.clock(arrival(one, mine)))
        case State.COMING:
            return t("✅ You come. Thank you.")
        case State.RESERVE:
            line_up = duties.of_duty(one.unit, mine.duty_id, [State.RESERVE])
            number = sum(other.place <= mine.place for other in line_up)
            return t(
                "All places are taken for now. You stand by as number {number}; "
                "if somebody drops out, we ask you at once.",
                number=number,
            )
        case State.CALLED:
            return kept(one, mine, t)
        case State.LAPSED:
            return t("The place has gone on to the next who stands by.")
        case State.ASKED:
            return t("Can you help? Please answer by {when}.", when=_answer_by(one, mine, t))
    return t("You do not come this time. Thank you for telling us.")


def kept(one: Matter, mine: AnswerRow, t: Words) -> str:
    """Say until when a place is kept for somebody of the reserve."""
    until = moment(one.local(mine.asked_until or 0.0), t)
    return t("A place is free now, and kept for you until {when}; then the next is asked.", when=until)


def arrival(one: Matter, mine: AnswerRow) -> datetime:
    return one.begins + timedelta(minutes=mine.late_minutes)


def _safe(text: str) -> str:
    return escape(text, quote=False)
