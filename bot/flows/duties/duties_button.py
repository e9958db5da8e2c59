"""The button to somebody's own duties, for whoever has some."""

from bot.chat import Button
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.texts import Words
from domain.activities.duties import State
from storage.activities import duties
from storage.activities.duties import AnswerRow

OPEN = frozenset({State.ASKED, State.COMING, State.RESERVE, State.CALLED})
"""The states in which a duty is still somebody's."""


def my_duties(t: Words) -> Button:
    return Button(t.button("My duties"), EntryPoint.MY_DUTIES.data())


def mine(desk: Desk) -> list[AnswerRow]:
    """Return what the person was asked for or has taken, the earliest first."""
    asked = duties.of_person(desk.unit, desk.person.chat_id, desk.now.timestamp())
    return [row for _, row in asked if row.state in OPEN]


def if_any(desk: Desk) -> tuple[Button, ...]:
    """Return the button, with how many there are, for who has duties; nothing for others."""
    count = len(mine(desk))
    if not count:
        return ()
    return (Button(desk.words.button("My duties · {number}", number=count), EntryPoint.MY_DUTIES.data()),)
