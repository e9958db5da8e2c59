"""A group did not take a post: who organises there hears which, why, and what can be done about it."""

from bot.flows.desk import Tell
from bot.flows.groups import troubles
from domain.messages.chat_troubles import Trouble
from scheduler.notices.occasion import Occasion, Told
from storage.announcements import groups
from storage.announcements.groups import State
from storage.people import roles
from storage.places import places


def ring_group(occasion: Occasion) -> Told:
    """Tell who has bound it, or where that is nobody's office any more, the unit's organisers."""
    row = groups.find(occasion.unit, occasion.number)
    if row is None or row.state is State.LEFT:
        return None
    organisers = roles.organisers_of(occasion.unit, places.path_of(occasion.unit, row.unit_id))
    hearers = [row.asked_by] if row.asked_by in organisers else organisers
    trouble = Trouble(occasion.notice.kind)
    return [Tell(chat, troubles.told(row, trouble, occasion.words_for(chat))) for chat in hearers]
