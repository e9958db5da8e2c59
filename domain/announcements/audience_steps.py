"""An audience is put together one condition at a time: added, widened, taken back; each step gives a new one."""

from collections.abc import Hashable
from dataclasses import fields, replace
from typing import Any

from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)

OneOfMany = Under | Holds | AtBuildings | AtCompanies | Likes | Reads
"""What holds for whoever has one of several values: a further one widens it."""


def held(audience: Audience, out: bool) -> tuple[Criterion, ...]:  # noqa: FBT001  wanted, or left out
    return audience.none_of if out else audience.all_of


def values(audience: Audience, kind: type[OneOfMany], out: bool) -> frozenset[Hashable]:  # noqa: FBT001  as above
    """Return what is chosen of this kind."""
    found = next((one for one in held(audience, out) if isinstance(one, kind)), None)
    return frozenset() if found is None else _values(found)


def flipped(audience: Audience, kind: type[OneOfMany], value: Hashable, out: bool) -> Audience:  # noqa: FBT001  as above
    """Choose this value beside the others, or no longer; with the last one the condition goes."""
    before = next((one for one in held(audience, out) if isinstance(one, kind)), None)
    chosen = values(audience, kind, out) ^ {value}
    made: Any = kind  # its values are of one type each, which the callers know
    return _put(audience, before, made(chosen) if chosen else None, out)


def stands_to(audience: Audience, activity_id: int, relation: Relation, out: bool) -> Audience:  # noqa: FBT001  as above
    """Choose those who stand so to this activity too, or no longer."""
    found = (one for one in held(audience, out) if isinstance(one, ToActivities) and one.relation is relation)
    before = next(found, None)
    chosen = (before.activity_ids if before else frozenset()) ^ {activity_id}
    return _put(audience, before, ToActivities(chosen, relation) if chosen else None, out)


def stays(audience: Audience, wanted: Stays, out: bool) -> Audience:  # noqa: FBT001  as above
    """Choose those with such a stay in place of what was chosen so, or, if it was that, no longer."""
    before = next((one for one in held(audience, out) if isinstance(one, Stays)), None)
    return _put(audience, before, None if before == wanted else wanted, out)


def without(audience: Audience, number: int) -> Audience:
    """Take one condition back, counted through those wanted and then those left out; none for any other number."""
    wanted = len(audience.all_of)
    return replace(
        audience,
        all_of=_without(audience.all_of, number),
        none_of=_without(audience.none_of, number - wanted),
    )


def _without(criteria: tuple[Criterion, ...], number: int) -> tuple[Criterion, ...]:
    return tuple(one for place, one in enumerate(criteria) if place != number)


def _values(criterion: OneOfMany) -> frozenset[Hashable]:
    found: frozenset[Hashable] = getattr(criterion, fields(criterion)[0].name)
    return found


def _put(audience: Audience, before: Criterion | None, after: Criterion | None, out: bool) -> Audience:  # noqa: FBT001  as above
    """Put a criterion where another stood, or at the end; None: take it away."""
    criteria = held(audience, out)
    if before is None:
        criteria = (*criteria, after) if after is not None else criteria
    else:
        criteria = tuple(one for one in (after if one == before else one for one in criteria) if one is not None)
    return replace(audience, none_of=criteria) if out else replace(audience, all_of=criteria)
