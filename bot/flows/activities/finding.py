"""What a list of activities holds: what is coming and this reader may come to, looked up page by page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from bot.flows.activities.steps import ActivityList, Spot
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.flows.paging import PAGE
from domain.activities.activities import LATER_S, Audience, admits
from domain.places.geo import Position
from domain.said.days import Part
from storage.activities import admission, agenda
from storage.activities.activities import ActivityRow

WEEK_S: Final = 7 * 86_400.0
AROUND_M: Final = 5_000.0
_HOURS: Final = {
    Part.MORNING: (time(5), time(12)),
    Part.AFTERNOON: (time(12), time(18)),
    Part.EVENING: (time(17, 30), time.max),
}
"""Between which local times an activity begins that is held at this part of the day; they overlap as people do."""

_AT_ONCE: Final = 50
_MOST: Final = 1_000  # looked through for one page: who may come is not told by the database

Found = tuple[ActivityRow, float | None]
"""An activity and how far it is in metres; None where nothing is measured."""

Source = Callable[[int], Sequence[Found]]
"""Reads a batch, after skipping so many."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever looks at a list; what they are to each unit is asked once."""

    desk: Desk
    supports: bool
    _belongs: dict[int, frozenset[Audience]] = field(default_factory=dict, repr=False)

    def may_come(self, row: ActivityRow) -> bool:
        if row.unit_id not in self._belongs:
            self._belongs[row.unit_id] = admission.belongs(self.desk.unit, self.desk.person.chat_id, row.unit_id)
        return admits(row.plan.audience, self.supports, self._belongs[row.unit_id])


def reader(desk: Desk) -> Reader:
    return Reader(desk, admission.is_supporter(desk.unit, desk.person.chat_id))


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows, and whether there is more.

    `is_later`: it looks further than the week that was asked for; `is_past`: all of what was asked for is over.
    """

    found: tuple[Found, ...]
    has_more: bool
    is_later: bool = False
    is_past: bool = False


def page(step: ActivityList, desk: Desk) -> Page:
    """Look the page up. A whole week in which there is nothing gives way to the weeks after it."""
    now = desk.now.timestamp()
    if step.day:
        begins, ends = _midnight(step.day, desk), _end(step, step.until or step.day, desk)
        return Page((), has_more=False, is_past=True) if ends <= now else _page(step, max(now, begins), ends, desk)
    if step.point_id or step.kind:
        return _page(step, now, now + LATER_S, desk)
    this_week = _page(step, now, now + WEEK_S, desk)
    if this_week.found or (step.page and _page(replace(step, page=0), now, now + WEEK_S, desk).found):
        return this_week
    later = _page(step, now, now + LATER_S, desk)
    return Page(later.found, later.has_more, is_later=True)


def position_of(spot: Spot, desk: Desk) -> Position | None:
    """Return what a list looks around; None when the person's location has been forgotten."""
    if spot.latitude is None or spot.longitude is None:
        return desk.shared_location
    return Position(spot.latitude, spot.longitude)


def may_see(desk: Desk, until: float) -> Iterator[ActivityRow]:
    """Go through what is coming until then, the soonest first, and this person may come to."""
    now, who = desk.now.timestamp(), reader(desk)
    batches = _batches(_all_over(agenda.Wanted(now, until), desk))
    return (row for row, _ in batches if who.may_come(row))


def _page(step: ActivityList, begins: float, ends: float, desk: Desk) -> Page:
    who = reader(desk)
    found = _batches(_source(step, begins, ends, desk))
    welcome = (one for one in found if _is_at(step.part, one[0], desk) and who.may_come(one[0]))
    first = step.page * PAGE
    shown = tuple(islice(welcome, first, first + PAGE + 1))
    return Page(shown[:PAGE], len(shown) > PAGE)


def _is_at(part: Part | None, row: ActivityRow, desk: Desk) -> bool:
    """Tell whether it begins at this part of the day; None: of whichever."""
    if part is None:
        return True
    first, last = _HOURS[part]
    return first <= local(row.starts_at, desk.now.tzinfo).time() < last


def _source(step: ActivityList, begins: float, ends: float, desk: Desk) -> Source:
    """Return what reads the next batch from the storage, by how many are to be skipped."""
    wanted = agenda.Wanted(begins, ends, step.kind, step.point_id or None)
    position = None if step.around is None else position_of(step.around, desk)
    if position is None:
        return _all_over(wanted, desk)
    around = agenda.Around(position, AROUND_M, desk.now.tzinfo)
    return lambda skip: agenda.near(desk.unit, wanted, around, skip, _AT_ONCE)


def _all_over(wanted: agenda.Wanted, desk: Desk) -> Source:
    return lambda skip: [(row, None) for row in agenda.coming(desk.unit, wanted, skip, _AT_ONCE)]


def _batches(read: Source) -> Iterator[Found]:
    for skip in range(0, _MOST, _AT_ONCE):
        batch = read(skip)
        yield from batch
        if len(batch) < _AT_ONCE:
            return


def _midnight(day: date, desk: Desk) -> float:
    return datetime.combine(day, time(), desk.now.tzinfo).timestamp()


def _end(step: ActivityList, last: date, desk: Desk) -> float:
    """Return when the last day is over, or that part of it which is asked for."""
    if step.part is None:
        return _midnight(last + timedelta(days=1), desk)
    return datetime.combine(last, _HOURS[step.part][1], desk.now.tzinfo).timestamp()
