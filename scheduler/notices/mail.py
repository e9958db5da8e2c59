"""A message of the centre's mail has waited too long: its organisers hear of it, and later the level above."""

from bot.flows.mail import tells, text
from bot.planning.mail import Due
from bot.texts import Words
from domain.messages.chat_troubles import Trouble
from domain.messages.delivery import Lane
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


def ring_refused_answer(occasion: Occasion) -> Told:
    """Tell whoever has the message in hand that its answer was not taken as it was, and what helps."""
    row = threads.find(occasion.unit, occasion.number)
    if row is None or row.taken_by is None:
        return None
    is_of_a_file = occasion.notice.kind == Trouble.MEDIA

    def heading(t: Words) -> str:
        name = text.sender(occasion.unit, row, t)
        if is_of_a_file:
            return t("{name} takes no recordings or files from me, so that part of your answer did not arrive. "
                     "Please write it in words:", name=name)  # fmt: skip
        return t(
            "Your answer to {name} did not arrive: the messenger did not take it. Please try once more:", name=name
        )

    return tells.reminders([row.taken_by], row, occasion.unit, occasion.words_for, heading, Lane.CONFIRMATION)


def _above(unit: UnitOfWork, row: ThreadRow) -> list[int]:
    """Return the next ones up who were not reminded before."""
    reminded = tells.in_charge(unit, row)
    return roles.organisers_above(unit, places.path_of(unit, row.unit_id), {*reminded, row.chat_id})
