"""Whether a time can be had, and if not why: the rules of the resource, its closures, and whoever holds it."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import func, select

from domain.booking.deadlines import home_opens_at
from domain.booking.life import HOLDING, Why
from domain.booking.opening import Opening
from domain.booking.raster import Span, month_of
from domain.booking.resources import Use
from storage.booking import resources, slots
from storage.booking.bookings import Miss, Wish
from storage.booking.resources import ResourceRow
from storage.places import places
from storage.tables.booking import bookings, closures
from storage.unit_of_work import UnitOfWork

_row: Final = bookings.c


def why_not(  # noqa: PLR0913, PLR0917  what is asked, of what, by which hours, when, and what is not in its own way
    unit: UnitOfWork, resource: ResourceRow, wish: Wish, opening: Opening, now: float, but_for: int | None = None
) -> Miss | None:
    """Tell what stands in the way of a wish, what the unit can do least about first; None: nothing does.

    `but_for` is the booking that is to be moved: its own slots and hours do not count.
    """
    why = _why_not_at_all(unit, resource, wish, opening, now)
    if why is not None:
        return Miss(why)
    covered = resources.covered(unit, resource.id)
    closed_until = closed(unit, covered, wish.span)
    if closed_until is not None:
        return Miss(Why.CLOSED, heals_at=closed_until)
    other = slots.in_the_way(unit, covered, slots.needed(resource, wish.span), but_for)
    if other is not None:
        return Miss(Why.TAKEN, other)
    return _over_the_share(unit, resource, wish, opening, now, but_for)


def is_allowed(unit: UnitOfWork, resource: ResourceRow, wish: Wish, opening: Opening, now: float) -> bool:
    """Tell whether its rules let the unit have it then; that nobody holds it and nothing is closed is known already."""
    is_fit = _why_not_at_all(unit, resource, wish, opening, now) is None
    return is_fit and _over_the_share(unit, resource, wish, opening, now, None) is None


def _why_not_at_all(unit: UnitOfWork, resource: ResourceRow, wish: Wish, opening: Opening, now: float) -> Why | None:
    if resource.retired_at is not None:
        return Why.RESOURCE_GONE
    if wish.span.starts_at <= now:
        return Why.PAST
    if resource.terms.use is Use.OWN and not resource.is_own(places.path_of(unit, wish.unit_id)):
        return Why.OWN_UNIT
    if resource.capacity is not None and wish.people is not None and wish.people > resource.capacity:
        return Why.TOO_SMALL
    return opening.shut(resource.hours, wish.span)


def closed(unit: UnitOfWork, covered_ids: Collection[int], span: Span) -> float | None:
    """Return until when one of these, or what it is a part of, is closed within the span; None: it is not."""
    table = closures.c
    touched = resources.touching(unit, covered_ids)
    query = select(func.max(table.ends_at)).where(table.resource_id.in_(touched), table.lifted_at.is_(None))
    until: float | None = unit.connection.scalar(
        query.where(table.starts_at < span.ends_at, table.ends_at > span.starts_at)
    )
    return until


def _over_the_share(  # noqa: PLR0913, PLR0917  as above
    unit: UnitOfWork, resource: ResourceRow, wish: Wish, opening: Opening, now: float, but_for: int | None
) -> Miss | None:
    """Look at what is kept for the owner, and at the hours that one unit may have of it in a month."""
    terms = resource.terms
    if resource.is_own(places.path_of(unit, wish.unit_id)):
        return None
    opens = home_opens_at(wish.span.starts_at, terms.home_days)
    if now < opens and opening.touches(terms.home_hours, wish.span):
        return Miss(Why.HOME_SHARE, heals_at=opens)
    if terms.quota_hours is None:
        return None
    month = month_of(wish.span.starts_at, opening.zone)
    had = hours_of(unit, resource.id, wish.unit_id, month, but_for)
    return Miss(Why.QUOTA) if had + wish.span.hours > terms.quota_hours else None


def hours_of(unit: UnitOfWork, resource_id: int, unit_id: int, month: Span, but_for: int | None = None) -> float:
    """Return how many hours of it this unit holds in a month, those asked for among them."""
    query = select(_row.starts_at, _row.ends_at).where(
        _row.resource_id == resource_id,
        _row.unit_id == unit_id,
        _row.state.in_(sorted(HOLDING)),
        _row.starts_at >= month.starts_at,
        _row.starts_at < month.ends_at,
    )
    if but_for is not None:
        query = query.where(_row.id != but_for)
    return _hours((row[0], row[1]) for row in unit.connection.execute(query))


def _hours(spans: Iterable[tuple[float, float]]) -> float:
    return sum(ends - starts for starts, ends in spans) / 3_600
