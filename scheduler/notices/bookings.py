"""A notice of a booking falls due: a decision that nobody took, a question, a time that is free again, an offer."""

from bot.planning.bookings import fall_due
from scheduler.notices.occasion import Occasion, Told


def ring_booking(occasion: Occasion) -> Told:
    """Do what falls due for a booking, and plan what follows."""
    fell = fall_due(occasion.unit, occasion.number, occasion.notice.version, occasion.notice.kind, occasion.now)
    return None if fell is None else ()
