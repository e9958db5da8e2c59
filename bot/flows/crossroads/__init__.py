"""Where every event comes by: one list of who hears it, in order, and a file for each thing that can happen."""

from bot.flows.crossroads.order import advance, screen

__all__ = ["advance", "screen"]
