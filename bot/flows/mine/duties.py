"""The duties that a volunteer was asked for, below the own activities."""

from typing import Final

from bot.chat import Button
from bot.flows.desk import Desk
from bot.flows.duties import text
from bot.flows.duties.text import Matter
from bot.flows.entry_points import EntryPoint
from domain.duties import State
from storage.activities import duties
from storage.activities.duties import AnswerRow

MOST: Final = 3
"""The next ones; for those after them there is time."""

_LABEL: Final = 30
_OPEN: Final = frozenset({State.ASKED, State.COMING, State.RESERVE, State.CALLED})


def lines(desk: Desk) -> list[str]:
    """Write what the person was asked for and how it stands, as HTML; nothing for who was asked for nothing."""
    t, mine = desk.words, _mine(desk)
    if not mine:
        return []
    told = [f"{text.brief(one, t)}\n{text.standing(one, row, t)}" for one, row in mine]
    return [t("Your duties:"), *told]


def buttons(desk: Desk) -> list[tuple[Button, ...]]:
    """Return a row for each duty, which opens it."""
    return [(Button(one.duty.task.name[:_LABEL], EntryPoint.MY_DUTY.data(row.id)),) for one, row in _mine(desk)]


def _mine(desk: Desk) -> list[tuple[Matter, AnswerRow]]:
    asked = duties.of_person(desk.unit, desk.person.chat_id, desk.now.timestamp())
    still = [(duty, row) for duty, row in asked if row.state in _OPEN][:MOST]
    matters = [(text.matter(desk.unit, duty.id, desk.now), row) for duty, row in still]
    return [(one, row) for one, row in matters if one is not None]
