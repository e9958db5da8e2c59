"""Who may see what members wish for, and arrange the weekly digest: the organisers of their units."""

from typing import Final

from bot.flows.rights import an_organiser, of_own_units

AN_ORGANISER: Final = an_organiser("wishes")

OWN_UNITS: Final = of_own_units("digest")
"""For who organises a unit: all of these."""
