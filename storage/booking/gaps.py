"""When resources are free around a time: within their hours, held by nobody, not closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from domain.booking.opening import Opening
from domain.booking.raster import Span, free_gaps, runs
from domain.booking.resources import LONGEST_BUFFER_MIN
from domain.booking.suggesting import common, roomy
from storage.booking import slots
from storage.booking.resources import ResourceRow
from storage.tables.booking import closures, resource_covers
from storage.unit_of_work import UnitOfWork

AROUND: Final = timedelta(days=3)
"""Whoever cannot have Thursday evening may take Wednesday or Friday; a week later is another matter."""

_DAYTIME: Final = (time(8), time(22))
"""When something is offered whose hours nobody has written down."""


def of(unit: UnitOfWork, some: Sequence[ResourceRow], span: Span, opening: Opening) -> Mapping[int, list[Span]]:
    """Return for each, by number, when a booking of it could be, three days around the span."""
    window = Span(span.starts_at - AROUND.total_seconds(), span.ends_at + AROUND.total_seconds())
    numbers = [one.id for one in some]
    covers = _covers(unit, numbers)
    busy = slots.busy(unit, sorted({one for covered in covers.values() for one in covered}), window)
    shut = _shut(unit, numbers, window)
    return {
        one.id: _gaps(one, window, opening, [busy[covered] for covered in covers[one.id]], shut[one.id]) for one in some
    }


def _gaps(
    one: ResourceRow, window: Span, opening: Opening, busy: Sequence[Sequence[int]], shut: Sequence[Span]
) -> list[Span]:
    held = [*runs(quarter for quarters in busy for quarter in quarters), *shut]
    hours = opening.open_spans(one.hours, window) if one.hours else _daytimes(window, opening)
    # What is held around a booking may lie outside the hours: somebody clears up when the doors are shut.
    return common(roomy(free_gaps(_wider(window), held), one.terms.before_min, one.terms.after_min), hours)


def _wider(window: Span) -> Span:
    return Span(window.starts_at - LONGEST_BUFFER_MIN * 60, window.ends_at + LONGEST_BUFFER_MIN * 60)


def _daytimes(window: Span, opening: Opening) -> list[Span]:
    day, last = (datetime.fromtimestamp(one, opening.zone).date() for one in (window.starts_at, window.ends_at))
    found = []
    while day <= last:
        found.append(Span(*(datetime.combine(day, clock, opening.zone).timestamp() for clock in _DAYTIME)))
        day += timedelta(days=1)
    return found


def _covers(unit: UnitOfWork, numbers: Sequence[int]) -> Mapping[int, list[int]]:
    table = resource_covers.c
    found: dict[int, list[int]] = {one: [] for one in numbers}
    query = select(table.resource_id, table.covered_id).where(table.resource_id.in_(numbers))
    for resource_id, covered_id in unit.connection.execute(query):
        found[resource_id].append(covered_id)
    return found


def _shut(unit: UnitOfWork, numbers: Sequence[int], window: Span) -> Mapping[int, list[Span]]:
    """Return the closures of each, of its parts and of what it is a part of."""
    mine, theirs, table = resource_covers.alias("mine"), resource_covers.alias("theirs"), closures.c
    query = (
        select(mine.c.resource_id, table.starts_at, table.ends_at)
        .join(theirs, theirs.c.covered_id == mine.c.covered_id)
        .join(closures, table.resource_id == theirs.c.resource_id)
        .where(mine.c.resource_id.in_(numbers), table.lifted_at.is_(None))
        .where(table.starts_at < window.ends_at, table.ends_at > window.starts_at)
    )
    found: dict[int, list[Span]] = {one: [] for one in numbers}
    for resource_id, starts_at, ends_at in unit.connection.execute(query.distinct()):
        found[resource_id].append(Span(starts_at, ends_at))
    return found
