"""What is told at an address itself, and not by whichever road reaches the person."""

from bot.chat import Button, Text
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.roads.names import roads_of
from bot.texts import Words
from domain.messages.delivery import Lane


def at(number: int, said: Text, not_after: float | None = None) -> Tell:
    """Tell it at this very address: an answer leaves by the road of its number."""
    return Tell(number, said, lane=Lane.INTERACTIVE, not_after=not_after)


def elsewhere(person: int, said: Text, desk: Desk, without: int = 0) -> tuple[Tell, ...]:
    """Tell it at every other way in of somebody, so that whoever else has one of them hears of it."""
    here = {desk.address, without}
    return tuple(at(road.number, said) for road in roads_of(person, desk) if road.number not in here)


def ways_in(t: Words) -> Button:
    return Button(t.button("Your ways in"), EntryPoint.ROADS.data())
