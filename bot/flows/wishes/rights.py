"""Who may see what members wish for, and arrange the weekly digest: the organisers of their units."""

from typing import Any, Final

from bot.flows.flow import Guard
from bot.flows.rights import an_organiser, closed, own_units, path_in_hand, without_role
from storage.places.places import UnitRow

AN_ORGANISER: Final = an_organiser("wishes")

OWN_UNITS: Final[Guard[Any, list[UnitRow]]] = Guard(
    sees=lambda _step, desk: own_units(desk) or None,
    acts=lambda _step, desk: own_units(desk) or None,
    refuses=lambda _step, event, desk: without_role(event, "digest", desk),
    closed=lambda _step, desk: closed(desk),
)
"""For who organises a unit: all of these."""

A_UNIT: Final[Guard[Any, str]] = Guard(
    sees=lambda step, desk: path_in_hand(step.unit_id, desk),
    acts=lambda step, desk: path_in_hand(step.unit_id, desk),
    refuses=lambda step, event, desk: without_role(event, f"unit:{step.unit_id}", desk),
    closed=lambda _step, desk: closed(desk),
)
"""For who organises the unit of the step: its path."""
