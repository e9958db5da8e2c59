"""A place is said, shared or passed on."""

from bot.chat import Forwarded, PlaceMoved, Said, SharedPlace
from bot.flows.activities import near
from bot.flows.crossroads.heard import Heard, of_words
from bot.flows.desk import Go, Move, Remain
from bot.flows.finding import nearest, typed_place
from bot.flows.finding.steps import ChoosingGuess, FoundNothing


@of_words
def surely_found(heard: Heard, _said: Said) -> Move | None:
    match heard.found:
        case Go(FoundNothing() | ChoosingGuess(sure=False)):
            return None
    return heard.found


@of_words
def looked_for(heard: Heard, said: Said) -> Move | None:
    """Look around the one place of a sentence that says somebody is there; else ask about what is alike."""
    around = typed_place.around_what_is_named(said, heard.desk)
    if around is not None:
        return around
    match heard.found:
        case Go(FoundNothing()):
            return None
    return heard.found


@of_words
def not_found(heard: Heard, _said: Said) -> Move | None:
    return heard.found


def place_shared(heard: Heard) -> Move | None:
    match heard.event:
        case SharedPlace() as shared:
            return near.looked_around(heard.step, shared, heard.desk) or nearest.around(shared, heard.desk)
        case PlaceMoved():  # it comes every few seconds, and nobody has said anything
            return Remain(())
    return None


def place_passed_on(heard: Heard) -> Move | None:
    return typed_place.forwarded(heard.event.text, heard.desk) if isinstance(heard.event, Forwarded) else None
