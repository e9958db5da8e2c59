"""The unit that a command names by its code."""

from storage.places import places
from storage.places.codes import unit_id_of
from storage.places.places import UnitRow
from storage.unit_of_work import UnitOfWork


def named(unit: UnitOfWork, code: str) -> UnitRow:
    """Find it, or end the process in one line."""
    unit_id = unit_id_of(unit, code)
    found = None if unit_id is None else places.unit(unit, unit_id)
    if found is None:
        raise SystemExit(f"waystation: there is no unit with the code {code}")
    return found
