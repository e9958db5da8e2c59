"""What an organiser may see and do of a duty: whoever has the activity in hand, decided anew at every tap."""

from bot.flows import activity_rights, duty_text
from bot.flows.desk import Desk
from bot.flows.duty_text import Matter


def seen(duty_id: int, desk: Desk) -> Matter | None:
    """Return it as it stands; None: there is none, or its activity is not in the person's hands."""
    one = duty_text.matter(desk.unit, duty_id, desk.now)
    return one if one is not None and activity_rights.seen(one.activity.id, desk) else None


def may_change(one: Matter, desk: Desk) -> bool:
    """Tell whether there is still something to arrange."""
    return activity_rights.is_open(one.activity, desk)
