"""A minute is over: the codes on the walls change, each in its own message, as long as somebody runs the check-in."""

from bot.flows.check_in import code, rights
from bot.flows.desk import Tell
from domain.activities import tokens
from domain.messages.delivery import Lane
from scheduler.notices.occasion import Occasion, Told
from storage.activities import activities
from storage.people import audit


def ring_check_in(occasion: Occasion) -> Told:
    """Draw the codes that hang anew, and plan the next time, unless none hangs any more or the activity is over."""
    unit, at, (_, bot) = occasion.unit, occasion.at, occasion.parts
    audit.hold(unit)  # whoever takes a picture down at this moment does so first or afterwards, not meanwhile
    row = activities.find(unit, occasion.number)
    if row is None or row.ends_at <= at:
        return None
    hanging = [one for one in code.hanging(unit, row.id, at) if rights.runs(unit, row, one.chat_id)]
    if not hanging:
        return None
    code.keep_changing(unit, row.id, bot, at)
    useful_until = tokens.changes_at(at)
    return [
        Tell(
            one.chat_id,
            code.drawing(unit, row, occasion.leads_to, occasion.now, occasion.words_for(one.chat_id), one.message_id),
            Lane.CONFIRMATION,
            useful_until,
        )
        for one in hanging
    ]
