"""What a sentence asks for: the screen that it opens, filled in. Nothing is changed by words alone."""

from bot.chat import Said
from bot.flows.desk import Desk, Move


def sure(said: Said, desk: Desk) -> bool:
    """Tell whether a sentence asks for a screen of ours beyond doubt."""
    return opened(said, desk) is not None


def opened(said: Said, desk: Desk) -> Move | None:
    """Open what a sentence asks for; None where that is not sure."""
    return None
