"""A choice that no button of the screen carries, at every screen that a dialogue comes to: it does nothing.

A button can be forged, or be of a screen that this version has changed; what is at hand leaves it to the kind default.
"""

from datetime import datetime
from typing import Final

from bot import memory
from bot.flows import flow_of
from bot.flows.desk import Chose, Desk, Remain
from bot.flows.step import Step
from bot.house import House
from bot.texts import words
from storage.messages import conversations
from storage.people import people
from storage.people.people import Person
from storage.unit_of_work import Store

_FOREIGN: Final = Chose("no such choice", 1)
_poked: Final = set[type[Step]]()
"""Once for each screen in a process: what it leaves alone does not follow from what is in the store."""


def poke(store: Store, house: House, chat_id: int, now: datetime) -> None:
    """Try the screen that a person is at. Raises `AssertionError` where that does something."""
    with store.unit_of_work() as unit:
        talk = conversations.locked(unit, {chat_id})[chat_id]
        step = memory.read(talk.state).step
        if type(step) in _poked:
            return
        person = people.known(unit, {chat_id}).get(chat_id) or Person(chat_id)
        spoken = words("zh_Hans")
        desk = Desk(unit, person, now, spoken, house.search, house.origins, house.bot_link, house.language)
        flow = flow_of(step)
        screen = next(one for one in flow.screens if one.step is type(step))
        if screen.guard.acts(step, desk) is not None:
            _poked.add(type(step))
            move = flow.hear(step, _FOREIGN, desk)
            stays = move is None or (isinstance(move, Remain) and not move.tells)
            assert stays, f"{step} does something at a choice that it never offered"
