"""What an organiser may see and do of a duty: whoever has the activity in hand, decided anew at every tap."""

from bot.flows.activities import rights
from bot.flows.desk import Desk
from bot.flows.duties import text
from bot.flows.duties.text import Matter


def seen(duty_id: int, desk: Desk) -> Matter | None:
    """Return it as it stands; None: there is none, or its activity is not in the person's hands."""
    one = text.matter(desk.unit, duty_id, desk.now)
    return one if one is not None and rights.seen(one.activity.id, desk) else None


def may_change(one: Matter, desk: Desk) -> bool:
    """Tell whether there is still something to arrange."""
    return rights.is_open(one.activity, desk)
