"""The questions of ours that a person's written answer may be meant for: duties, reminders, seats that are kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.flows.activities import text
from bot.flows.desk import Desk
from bot.flows.duties import text as duty_text
from bot.flows.duties.rights import Mine
from bot.flows.duties.rights import mine as own_answer
from bot.flows.entry_points import row_id
from bot.texts import Words
from domain.activities import Stage
from domain.duties import State as DutyState
from domain.seats import COMING, State
from storage.activities import activities, duties, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Appointment
from storage.messages import outbox

NEAR_S: Final = 48 * 3_600.0
"""What was answered or begins within this time may be meant too, where no question is open."""

_AHEAD_S: Final = 366 * 24 * 3_600.0
_ANSWERED: Final = frozenset({DutyState.COMING, DutyState.RESERVE, DutyState.DECLINED, DutyState.DROPPED})


@dataclass(frozen=True, slots=True)
class ActivityQuestion:
    """Whether somebody comes to an activity, or takes the seat that is kept."""

    row: ActivityRow

    @property
    def is_yes(self) -> bool:
        """Tell whether a yes changes nothing but how late somebody comes; asked of what is near."""
        return True

    @property
    def about(self) -> str:
        return f"activity:{self.row.id}"

    def label(self, desk: Desk, t: Words) -> str:
        return text.headline(self.row, desk.now.tzinfo, t)


@dataclass(frozen=True, slots=True)
class DutyQuestion:
    """Whether a volunteer comes."""

    own: Mine

    @property
    def is_yes(self) -> bool:
        """Tell whether a yes changes nothing but how late somebody comes."""
        return self.own.row.state in {DutyState.COMING, DutyState.RESERVE}

    @property
    def about(self) -> str:
        return f"duty_answer:{self.own.row.id}"

    def label(self, _desk: Desk, t: Words) -> str:
        return duty_text.line(self.own.matter, t)


Question = ActivityQuestion | DutyQuestion


def named(about: str, desk: Desk) -> Question | None:
    """Return the question that a message was about; None: it was none, or not this person's, or it is gone."""
    noun, _, number = about.partition(":")
    match noun:
        case "duty_answer":
            own = own_answer(row_id(number), desk)
            return DutyQuestion(own) if own else None
        case "activity":
            return _activity(row_id(number), desk)
        case "signup":
            offered = signup_reading.by_id(desk.unit, row_id(number))
            mine = offered is not None and offered.chat_id == desk.person.chat_id
            return _activity(offered.activity_id, desk) if offered and mine else None
    return None


def _activity(activity_id: int, desk: Desk) -> ActivityQuestion | None:
    row = activities.find(desk.unit, activity_id)
    return ActivityQuestion(row) if row is not None and row.stage is not Stage.DRAFT else None


def still_open(desk: Desk) -> list[Question]:
    """Return what this person was asked and has not answered, the soonest first."""
    return [*_duties(desk, _is_unanswered), *_activities(desk, _waits_for_an_answer)]


def near(desk: Desk) -> list[Question]:
    """Return what this person has answered lately or comes to soon, where what is said next may belong."""
    return [*_duties(desk, _is_near), *_activities(desk, _comes_soon)]


def _duties(desk: Desk, fits: Callable[[Mine, float], bool]) -> Iterator[Question]:
    now = desk.now.timestamp()
    for _, answer in duties.of_person(desk.unit, desk.person.chat_id, now):
        own = own_answer(answer.id, desk)
        if own is not None and fits(own, now):
            yield DutyQuestion(own)


def _is_unanswered(own: Mine, now: float) -> bool:
    match own.row.state:
        case DutyState.ASKED:
            return own.matter.duty.task.starts_at > now
        case DutyState.CALLED:
            return (own.row.asked_until or now) > now
    return False


def _is_near(own: Mine, now: float) -> bool:
    is_recent = own.row.since > now - NEAR_S or own.matter.duty.task.starts_at < now + NEAR_S
    return own.row.state in _ANSWERED and is_recent


def _activities(desk: Desk, fits: Callable[[Appointment, float, set[str]], bool]) -> Iterator[Question]:
    now, chat_id = desk.now.timestamp(), desk.person.chat_id
    ahead = signup_reading.of_person(desk.unit, chat_id, now, now + _AHEAD_S)
    asked = outbox.asked(desk.unit, chat_id) if ahead else set()
    for one in ahead:
        found = _activity(one.activity_id, desk) if one.stage is Stage.PUBLISHED and fits(one, now, asked) else None
        if found is not None:
            yield found


def _waits_for_an_answer(one: Appointment, now: float, asked: set[str]) -> bool:
    """Tell whether a seat is kept for them, or they were reminded and have not said whether they come."""
    if one.signup.state is State.OFFERED:
        return (one.signup.offered_until or now) > now
    return one.signup.state is State.SIGNED_UP and one.starts_at > now and f"activity:{one.activity_id}" in asked


def _comes_soon(one: Appointment, now: float, _asked: set[str]) -> bool:
    return one.signup.state in COMING and one.starts_at < now + NEAR_S
