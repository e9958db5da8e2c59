"""What asks for another screen beyond doubt, whoever says it: what is left over can be the answer to a question."""

from bot.chat import Said
from bot.flows.desk import Desk, Move
from bot.flows.grid import listening
from bot.flows.sentences import borrowing, errands, opening, own_screens


def asks(said: Said, desk: Desk) -> bool:
    """Tell whether a sentence asks for a screen, of everybody's or of an organiser's own, or tells of a visit.

    Nothing is done yet.
    """
    return (
        opening.sure(said, desk)
        or own_screens.asked(said) is not None
        or listening.is_told(said, desk)
        or borrowing.is_asked(said, desk)
        or errands.is_asked(said, desk)
        or borrowing.wants_room(said, desk)
    )


def opened(said: Said, desk: Desk) -> Move | None:
    """Open what it asks for; an organiser's own things come first, as everywhere."""
    own = own_screens.asked(said) or listening.told(said, desk)
    asked = own or borrowing.asked(said, desk) or errands.asked(said, desk) or opening.opened(said, desk)
    return asked or borrowing.lenders(said, desk)
