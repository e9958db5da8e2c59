"""A sentence asks to borrow a room, a thing or a speaker: what is free then is shown, and a tap books it."""

from bot.chat import Said
from bot.flows.booking import asking
from bot.flows.desk import Desk, Move
from bot.flows.rights import organised
from bot.flows.sentences import looking
from bot.flows.sentences.steps import Asked
from domain.places.places import Services
from domain.said.borrowing import booking
from domain.said.sentences.frames import Frame


def asked(said: Said, desk: Desk) -> Move | None:
    """Open what is free; None: it asks for nothing of the kind, or its writer organises no unit."""
    return asking.sentence(said, desk) if organised(desk) else None


def is_asked(said: Said, desk: Desk) -> bool:
    """Tell the same before it is done."""
    return bool(organised(desk)) and asking.is_sentence(said, desk)


def lenders(said: Said, desk: Desk) -> Move | None:
    """Show who organises nothing which service points lend rooms; None: it asks for no room, or for more than one."""
    if not wants_room(said, desk):
        return None
    return looking.points(Asked(Frame.POINTS, services=int(Services.ROOM_HIRE), is_near=True), desk)


def wants_room(said: Said, desk: Desk) -> bool:
    """Tell whether somebody asks for a room and nothing besides."""
    need = booking.read(said.text, desk.now)
    return need is not None and all(one.sort is booking.Sort.ROOM for one in need.asked)
