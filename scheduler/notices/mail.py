"""A message of the centre's mail has waited too long: its organisers hear of it, and later the level above."""

from bot.flows.mail import tells, text
from bot.planning.mail import Due
from bot.texts import Words
from domain.delivery import Lane
from scheduler.notices.occasion import Occasion, Told
from storage.announcements import threads
from storage.announcements.threads import ThreadRow
from storage.people import roles
from storage.places import places
from storage.unit_of_work import UnitOfWork


def ring_thread(occasion: Occasion) -> Told:
    """Tell who is in charge, unless it has been answered, closed or forgotten."""
    unit = occasion.unit
    row = threads.find(unit, occasion.number)
    if row is None or not row.waits:
        return None
    chats = _above(unit, row) if occasion.notice.kind == Due.UNANSWERED_ABOVE else tells.in_charge(unit, row)

    def heading(t: Words) -> str:
        return t(
            "A message to {unit} from {name} has waited {age} for an answer:",
            unit=text.unit_name(unit, row.unit_id),
            name=text.sender(unit, row, t),
            age=text.age(row.unanswered_since or 0.0, occasion.at, t),
        )

    return tells.reminders(chats, row, unit, occasion.words_for, heading, Lane.REMINDER)


def _above(unit: UnitOfWork, row: ThreadRow) -> list[int]:
    """Return the next ones up who were not reminded before."""
    reminded = tells.in_charge(unit, row)
    return roles.organisers_above(unit, places.path_of(unit, row.unit_id), {*reminded, row.chat_id})
