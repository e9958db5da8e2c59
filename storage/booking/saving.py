"""Resources written down from a list, with their parts; what a booking of each holds is made from these."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select

from domain.booking.resources import Kind, Resource
from storage.booking.resources import CALLED
from storage.gentle_insert import or_renew
from storage.tables.booking import resource_covers, resource_parts, resources
from storage.tables.places import points, units
from storage.tokens import new_handle
from storage.unit_of_work import UnitOfWork

_row: Final = resources.c

_RENEWED: Final = (
    *("unit_id", "kind", "name", "called", "point_id", "whereabouts", "hours", "capacity", "has", "topics"),
    *("languages", "use", "before_min", "after_min", "home_hours", "home_days", "quota_hours", "retired_at"),
)
_COLUMNS: Final = ("code", "token", *_RENEWED)


class RingError(ValueError):
    """Something would be a part of itself; nothing has changed."""


def save(unit: UnitOfWork, wanted: Sequence[Resource]) -> None:
    """Write these down by their codes, new or known, and their parts. Who answers for a speaker stays as it is.

    A speaker who wanted to be asked no more is not brought back by any list.

    Raises `ValueError` for a unit, point or whole that there is not, `RingError` for one that is a part of itself.
    """
    left = _who_left(unit)
    wanted = [one for one in wanted if one.code not in left]
    if not wanted:
        return
    unit_ids = _numbers(unit, units, {one.unit_code for one in wanted})
    point_ids = _numbers(unit, points, {one.point_code for one in wanted if one.point_code})
    rows = [_values(unit, one, unit_ids, point_ids) for one in wanted]
    unit.connection.execute(or_renew(resources, _COLUMNS, ("code",), _RENEWED), rows)
    _save_parts(unit, wanted)
    cover_anew(unit)


def _who_left(unit: UnitOfWork) -> set[str]:
    """Return the codes of speakers who have left: they have no name any more."""
    nameless = (_row.kind == Kind.SPEAKER) & _row.called.is_(None) & _row.retired_at.is_not(None)
    return set(unit.connection.scalars(select(_row.code).where(nameless)))


def _values(
    unit: UnitOfWork, one: Resource, unit_ids: Mapping[str, int], point_ids: Mapping[str, int]
) -> dict[str, Any]:
    is_person = one.kind is Kind.SPEAKER
    terms = one.terms
    return {
        "code": one.code,
        "token": new_handle(),
        "unit_id": _known(unit_ids, one.unit_code),
        "kind": one.kind,
        "name": "" if is_person else one.name,
        "called": unit.seal.close_text(one.name, CALLED) if is_person else None,
        "point_id": _known(point_ids, one.point_code) if one.point_code else None,
        "whereabouts": one.whereabouts,
        "hours": one.hours,
        "capacity": one.capacity,
        "has": int(one.has),
        "topics": "\n".join(one.topics),
        "languages": ",".join(one.languages),
        "use": terms.use,
        "before_min": terms.before_min,
        "after_min": terms.after_min,
        "home_hours": terms.home_hours,
        "home_days": terms.home_days,
        "quota_hours": terms.quota_hours,
        "retired_at": None,
    }


def _known(numbers: Mapping[str, int], code: str) -> int:
    if code not in numbers:
        raise ValueError(f"there is no such unit, point or resource: {code}")
    return numbers[code]


def _numbers(unit: UnitOfWork, table: Any, codes: Iterable[str]) -> dict[str, int]:  # noqa: ANN401  any table with codes
    rows = unit.connection.execute(select(table.c.code, table.c.id).where(table.c.code.in_(sorted(set(codes)))))
    return {row[0]: row[1] for row in rows}


def _save_parts(unit: UnitOfWork, wanted: Sequence[Resource]) -> None:
    codes = {one.code for one in wanted} | {whole for one in wanted for whole in one.part_of}
    numbers = _numbers(unit, resources, codes)
    mine = [numbers[one.code] for one in wanted]
    unit.connection.execute(delete(resource_parts).where(resource_parts.c.part_id.in_(mine)))
    rows = [
        {"whole_id": _known(numbers, whole), "part_id": numbers[one.code]}
        for one in wanted
        for whole in dict.fromkeys(one.part_of)
    ]
    if rows:
        unit.connection.execute(resource_parts.insert(), rows)


def cover_anew(unit: UnitOfWork) -> None:
    """Work out what a booking of each resource holds: itself, its parts, their parts. Raises `RingError`."""
    parts: dict[int, list[int]] = {}
    for whole, part in unit.connection.execute(select(resource_parts.c.whole_id, resource_parts.c.part_id)):
        parts.setdefault(whole, []).append(part)
    numbers = unit.connection.scalars(select(_row.id)).all()
    wanted = {(one, covered) for one in numbers for covered in _covered(one, parts)}
    query = select(resource_covers.c.resource_id, resource_covers.c.covered_id)
    there = {(row[0], row[1]) for row in unit.connection.execute(query)}
    new = [{"resource_id": one, "covered_id": covered} for one, covered in sorted(wanted - there)]
    for one, covered in sorted(there - wanted):
        gone = (resource_covers.c.resource_id == one) & (resource_covers.c.covered_id == covered)
        unit.connection.execute(delete(resource_covers).where(gone))
    if new:
        unit.connection.execute(resource_covers.insert(), new)


def _covered(number: int, parts: Mapping[int, Sequence[int]]) -> set[int]:
    found, coming = {number}, list(parts.get(number, ()))
    while coming:
        one = coming.pop()
        if one == number:
            raise RingError(f"resource {number} would be a part of itself")
        if one not in found:
            found.add(one)
            coming += parts.get(one, ())
    return found
