"""What any sentence may tell of the grid: a visit, an hour that somebody has, members without a branch."""

from bot.chat import Said
from bot.flows.desk import Desk, Move
from bot.flows.finding.sure_names import buildings_in
from bot.flows.grid import hour, lead, visit
from bot.flows.grid.rights import helped
from domain.said.grid import grid as said_grid
from domain.said.grid import visits as said_visits


def told(said: Said, desk: Desk) -> Move | None:
    """Hear it; None for anything else, and from whoever has no part in it.

    The words are looked at first, for most sentences are nothing of the kind, and cost no question to the store then.
    """
    typed = said.text
    if _offers_an_hour(typed, desk):
        return hour.offer_around(typed, desk) or hour.begin(desk)
    if _tells_of_a_visit(typed, desk):
        return visit.heard(typed, desk)
    return lead.heard(typed, desk) if said_grid.is_lead(typed) else None


def is_told(said: Said, desk: Desk) -> bool:
    """Tell the same before it is done."""
    return _offers_an_hour(said.text, desk) or _tells_of_a_visit(said.text, desk) or said_grid.is_lead(said.text)


def _offers_an_hour(typed: str, desk: Desk) -> bool:
    return said_grid.has_an_hour(typed) and bool(helped(desk))


def _tells_of_a_visit(typed: str, desk: Desk) -> bool:
    return (
        said_visits.is_visit(typed) and bool(helped(desk)) and (_names_one(typed, desk) or said_visits.says_so(typed))
    )


def _names_one(typed: str, desk: Desk) -> bool:
    return bool(buildings_in(typed, desk.search.names(desk.unit)))
