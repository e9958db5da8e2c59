"""What is said: one conversation per file. FLOWS is the table of contents."""

from typing import Final

from bot.flows import browse, finding, menu, nearest, point_card
from bot.flows.desk import Flow
from bot.flows.whereabouts import Place

FLOWS: Final[tuple[Flow, ...]] = (
    menu.FLOW,  # the menu, its second page, the language
    nearest.FLOW,  # service points around a location, a building or a street
    finding.FLOW,  # what somebody typed, and what they may have meant
    browse.FLOW,  # district, subdistrict, service point
    point_card.FLOW,  # one service point
)

_OWNERS: Final = {place: flow for flow in FLOWS for place in flow.places}


def flow_of(place: Place) -> Flow:
    """Return the conversation that a place belongs to."""
    return _OWNERS[type(place)]


def flow_with(letter: str) -> Flow:
    """Return the conversation whose buttons carry this letter; the menu for a letter that no flow has (any more)."""
    return next((flow for flow in FLOWS if flow.letter == letter), menu.FLOW)
