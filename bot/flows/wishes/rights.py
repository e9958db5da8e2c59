"""Who may see what members wish for, and arrange the weekly digest: the organisers of their units."""

from typing import Any, Final

from bot.flows.flow import Guard
from bot.flows.rights import an_organiser, closed, own_units, without_role
from storage.places.places import UnitRow

AN_ORGANISER: Final = an_organiser("wishes")

OWN_UNITS: Final[Guard[Any, list[UnitRow]]] = Guard(
    sees=lambda _step, desk: own_units(desk) or None,
    acts=lambda _step, desk: own_units(desk) or None,
    refuses=lambda _step, event, desk: without_role(event, "digest", desk),
    closed=lambda _step, desk: closed(desk),
)
"""For who organises a unit: all of these."""
