"""What stands in somebody's own calendar: what they have signed up for, seats that are kept, duties, and what runs out.

It goes through servers of others, so an entry is title, time and place. What would tell something of the person
besides, the clocks of a stay, is called by no more than what there is to do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.flows.activities import text
from bot.planning.affiliations import planned_for
from bot.texts import Words
from domain.activities import notices as activity_notices
from domain.activities.activities import Stage
from domain.activities.duties import State as Answer
from domain.activities.notices import NEVER, SOON
from domain.activities.seats import COMING, State
from domain.activities.seats import HERE as SEEN
from domain.affiliations import reminders
from domain.affiliations.affiliations import HERE
from domain.affiliations.reminders import ENDS, PAPERS, NoticeKind
from domain.times.calendar_entries import PAST_S, Entry
from storage.activities import activities, duties, lead_times, signup_reading
from storage.activities.activities import ActivityRow
from storage.affiliations import affiliations
from storage.people import members
from storage.unit_of_work import UnitOfWork

_AHEAD_S: Final = 400 * 86_400.0
_SURE: Final = frozenset({*COMING, *SEEN})
_ASKS_S: Final = 900.0
"""An answer's deadline is the end of an entry of so many seconds; it rings as long before that, and when it begins."""

_SOON_S: Final = SOON.total_seconds()


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar it is, and how it is written: their number, the moment, the house's zone, their words."""

    chat_id: int
    now: float
    zone: ZoneInfo
    words: Words


def entries(unit: UnitOfWork, whose: Whose) -> list[Entry]:
    """Return what is to stand there now."""
    return [*_signups(unit, whose), *_duties(unit, whose), *_clocks(unit, whose)]


def _signups(unit: UnitOfWork, whose: Whose) -> Iterator[Entry]:
    now, t = whose.now, whose.words
    found = signup_reading.of_person(unit, whose.chat_id, now - PAST_S, now + _AHEAD_S)
    mine = [
        one
        for one in found
        if one.stage is Stage.PUBLISHED and one.signup.state in {*_SURE, State.WAITING, State.OFFERED}
    ]
    rows = activities.found(unit, [one.activity_id for one in mine])
    text.know_places(unit, rows.values())
    wishes = lead_times.wishes(unit, whose.chat_id)
    for one in mine:
        row, state = rows[one.activity_id], one.signup.state
        alarms = _alarms(row, wishes.get(row.kind, wishes.get(None)), whose.zone) if state in _SURE else ()
        yield Entry(
            f"activity-{row.id}",
            _title(row, state, t),
            row.starts_at,
            row.ends_at,
            _place(unit, row, t),
            alarms,
            is_sure=state in _SURE,
        )
        if state is State.OFFERED and one.signup.offered_until is not None:
            title = t.paper("Take the seat by then: {title}", title=row.title)
            yield _asked(f"offer-{one.signup.id}", title, one.signup.offered_until)


def _title(row: ActivityRow, state: State, t: Words) -> str:
    match state:
        case State.WAITING:
            return t.paper("[Waiting list] {title}", title=row.title)
        case State.OFFERED:
            return t.paper("[Seat kept for you] {title}", title=row.title)
    return row.title


def _place(unit: UnitOfWork, row: ActivityRow, t: Words) -> str:
    return t.plain(", ").join(part for part in (text.where(unit, row, t), text.address(unit, row)) if part)


def _alarms(row: ActivityRow, hours: int | None, zone: ZoneInfo) -> tuple[float, ...]:
    """Ring when the bot would remind of it, and in time to get there; never for who wants no reminder."""
    if hours == NEVER:
        return ()
    if hours is None:
        day = datetime.fromtimestamp(row.starts_at, zone).date() - timedelta(days=1)
        first = row.starts_at - datetime.combine(day, activity_notices.MORNING, zone).timestamp()
    else:
        first = hours * 3_600.0
    return (first, _SOON_S) if first > _SOON_S else (_SOON_S,)


def _asked(key: str, title: str, until: float) -> Entry:
    return Entry(key, title, until - _ASKS_S, until, alarms_s=(_ASKS_S, 0.0))


def _duties(unit: UnitOfWork, whose: Whose) -> Iterator[Entry]:
    for duty, answer in duties.of_person(unit, whose.chat_id, whose.now):
        row = activities.find(unit, duty.activity_id)
        if row is None or answer.state not in {Answer.COMING, Answer.CALLED}:
            continue
        task, t, is_sure = duty.task, whose.words, answer.state is Answer.COMING
        title = f"{task.name} · {row.title}"
        alarms = (_SOON_S,) if is_sure else ()
        place = _place(unit, row, t)
        yield Entry(f"duty-{duty.id}", title, task.starts_at, task.ends_at, place, alarms, is_sure=is_sure)
        if answer.state is Answer.CALLED and answer.asked_until is not None:
            yield _asked(f"call-{duty.id}", t.paper("Say whether you come: {title}", title=title), answer.asked_until)


def _clocks(unit: UnitOfWork, whose: Whose) -> Iterator[Entry]:
    t, zone, now = whose.words, whose.zone, datetime.fromtimestamp(whose.now, whose.zone)
    here = [row for row in affiliations.current(unit, whose.chat_id) if row.state in HERE]
    member = members.find(unit, whose.chat_id) if here else None
    for row in here:
        if row.ends_on is not None:
            yield _day(f"stay-{row.id}", t.paper("Waystation: your time here ends"), row.ends_on, ENDS.values(), zone)
        for one in planned_for(unit, row, member, now):
            if one.kind is NoticeKind.ASK_AGAIN:
                title = t.paper("Waystation: say whether you are still here")
                yield _day(f"confirm-{row.id}", title, one.due.date(), (0,), zone)
    if member is not None and (last_day := member.details.paper.valid_until) is not None:
        yield _day("paper", t.paper("Waystation: a paper of yours runs out"), last_day, PAPERS.values(), zone)


def _day(key: str, title: str, day: date, days_before: Iterable[int], zone: ZoneInfo) -> Entry:
    """Return an entry of a whole day that rings in the morning, on that day or so many days before."""
    begins = datetime.combine(day, time(), zone).timestamp()
    ends = datetime.combine(day + timedelta(days=1), time(), zone).timestamp()
    rings = (datetime.combine(day - timedelta(days=before), reminders.MORNING, zone) for before in days_before)
    return Entry(key, title, begins, ends, alarms_s=tuple(begins - one.timestamp() for one in rings), is_whole_day=True)
