"""A sentence asks to borrow a room, a thing or a speaker: what is free then is shown, and a tap books it."""

from bot.chat import Said
from bot.flows.booking import asking
from bot.flows.desk import Desk, Move
from bot.flows.rights import organised


def asked(said: Said, desk: Desk) -> Move | None:
    """Open what is free; None: it asks for nothing of the kind, or its writer organises no unit."""
    return asking.sentence(said, desk) if organised(desk) else None


def is_asked(said: Said, desk: Desk) -> bool:
    """Tell the same before it is done."""
    return bool(organised(desk)) and asking.is_sentence(said, desk)
