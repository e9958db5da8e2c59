"""What an organiser changes about what is lent, one at a time."""

from typing import Final

from sqlalchemy import update

from domain.booking.resources import Kind, Resource
from storage.booking import resources as reading
from storage.booking import saving
from storage.booking.resources import CALLED, ResourceRow
from storage.places import places
from storage.tables.booking import resources
from storage.tokens import new_handle
from storage.unit_of_work import UnitOfWork

_row: Final = resources.c


def add(unit: UnitOfWork, unit_id: int, kind: Kind, name: str) -> ResourceRow:
    """Put something new on the list of a unit, on the usual terms. Raises `ValueError` for a unit that there is not."""
    owner = places.unit(unit, unit_id)
    if owner is None:
        raise ValueError(f"there is no unit {unit_id}")
    code = f"{owner.code}-{new_handle()[:8]}"
    saving.save(unit, [Resource(code, kind, name, owner.code)])
    found = reading.by_code(unit, code)
    if found is None:
        raise ValueError(code)
    return found


def put(unit: UnitOfWork, row: ResourceRow) -> None:
    """Write down what is to be other about it: name, place, hours, size, topics and terms; all else stays."""
    is_person, terms = row.kind is Kind.SPEAKER, row.terms
    values = {
        "name": "" if is_person else row.name,
        "called": unit.seal.close_text(row.name, CALLED) if is_person else None,
        "point_id": row.point_id,
        "whereabouts": row.whereabouts,
        "hours": row.hours,
        "capacity": row.capacity,
        "has": int(row.has),
        "topics": "\n".join(row.topics),
        "use": terms.use,
        "before_min": terms.before_min,
        "after_min": terms.after_min,
        "home_hours": terms.home_hours,
        "home_days": terms.home_days,
        "quota_hours": terms.quota_hours,
    }
    unit.connection.execute(update(resources).where(_row.id == row.id).values(values))
