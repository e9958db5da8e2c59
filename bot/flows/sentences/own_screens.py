"""A sentence asks for a screen of one's own that no frame knows: the calendar on the phone, and the ways in."""

from bot.chat import Said
from bot.flows.desk import Go, Move
from bot.flows.mine.steps import MyCalendar
from bot.flows.roads.steps import AtRoads
from domain.said.settings import subscribing
from domain.said.settings.roads import asks_for_ways_in


def calendar(said: Said) -> Move | None:
    return Go(MyCalendar()) if subscribing.is_said(said.text) else None


def ways_in(said: Said) -> Move | None:
    """Open the ways in for who writes of another phone or app, and of nothing else."""
    return Go(AtRoads()) if asks_for_ways_in(said.text) else None


def asked(said: Said) -> Move | None:
    return calendar(said) or ways_in(said)
