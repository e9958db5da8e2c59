"""Sentences about taking part somewhere: affiliating, moving, ending, and what is known of one."""

from dataclasses import replace

from bot.chat import Text
from bot.flows.affiliating.mine_text import meaning as what_it_means
from bot.flows.affiliating.steps import CheckingRequest, MyAffiliation
from bot.flows.desk import Desk, Go, Move
from bot.flows.privacy import AtPrivacy
from bot.flows.sentences import looking
from bot.flows.sentences.steps import Asked
from domain.affiliations.affiliations import HERE
from domain.places.places import Services
from storage.affiliations import affiliations


def affiliate(asked: Asked, desk: Desk) -> Move:
    """Look for a point that takes affiliations where a place is named; else show how one's own stands, or begins."""
    if asked.has_place:
        return looking.points(_that_takes(asked), desk)
    return Go(MyAffiliation())


def _that_takes(asked: Asked) -> Asked:
    return replace(asked, services=asked.services | int(Services.ACCEPTS_AFFILIATIONS))


def stay(_asked: Asked, _desk: Desk) -> Move:
    """Show the own affiliation, from where it is moved, renewed and ended."""
    return Go(MyAffiliation())


def meaning(_asked: Asked, desk: Desk) -> Move:
    return Go(MyAffiliation(), before=(Text(what_it_means(desk.words)),))


def details(_asked: Asked, desk: Desk) -> Move:
    """Open what the member has told, to be corrected there; who has told nothing reads what is held."""
    rows = affiliations.current(desk.unit, desk.person.chat_id)
    here = next((row for row in rows if row.state in HERE), None)
    if here is not None:
        return Go(CheckingRequest(here.id))
    return Go(MyAffiliation() if rows else AtPrivacy())
