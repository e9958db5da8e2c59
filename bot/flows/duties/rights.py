"""Who may see and do what of a duty: whoever has the activity in hand, and each volunteer of the own answer."""

from dataclasses import dataclass
from typing import Any, Final

from bot.flows.activities import rights
from bot.flows.desk import Desk
from bot.flows.duties import text
from bot.flows.duties.steps import MyDuty
from bot.flows.duties.text import Matter
from bot.flows.flow import Guard
from bot.flows.rights import by_finding, closed
from storage.activities import duties
from storage.activities.duties import AnswerRow


@dataclass(frozen=True, slots=True)
class Mine:
    """The person's own answer to a duty."""

    matter: Matter
    row: AnswerRow


def seen(duty_id: int, desk: Desk) -> Matter | None:
    """Return it as it stands; None: there is none, or its activity is not in the person's hands."""
    one = text.matter(desk.unit, duty_id, desk.now)
    return one if one is not None and rights.seen(one.activity.id, desk) else None


def may_change(one: Matter, desk: Desk) -> bool:
    """Tell whether there is still something to arrange."""
    return rights.is_open(one.activity, desk)


def mine(answer_id: int, desk: Desk) -> Mine | None:
    """Return an answer; None: there is none, or it is somebody else's."""
    row = duties.answer_by_id(desk.unit, answer_id)
    if row is None or row.chat_id != desk.person.chat_id:
        return None
    one = text.matter(desk.unit, row.duty_id, desk.now)
    return None if one is None else Mine(one, row)


def _mine(step: MyDuty, desk: Desk) -> Mine | None:
    return mine(step.answer_id, desk)


A_DUTY: Final = by_finding(lambda step, desk: seen(step.duty_id, desk), "duty:{step.duty_id}")
"""For who has its activity in hand."""

AN_OWN_ANSWER: Final[Guard[Any, Mine]] = Guard(
    _mine,
    _mine,
    lambda _step, _event, _desk: None,
    lambda _step, desk: closed(desk),
)
"""For the volunteer whose answer it is."""
