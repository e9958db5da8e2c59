"""What no button of a screen carries, and what comes from who may not be there: tried at every screen of a dialogue.

A button can be forged, or be of a screen that this version has changed; a right can be gone between two turns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot import memory
from bot.chat import Said, Unreadable
from bot.flows import flow_of
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.flow import Screen
from bot.flows.step import Step
from bot.house import House
from bot.texts import words
from storage.messages import conversations
from storage.people import people
from storage.people.people import Person
from storage.unit_of_work import Store, UnitOfWork

_FOREIGN: Final = Chose("no such choice", 1)
_UNSEEN: Final = Said("\u200b")
_OF_NO_USE: Final[tuple[Happening, ...]] = (_UNSEEN, Unreadable("poll"), Chose("back", 1))
_BY_A_STRANGER: Final[tuple[Happening, ...]] = (
    *(Chose(choice, 1) for choice in ("back", "menu", "right", "wrong", "found", "proposed")),
    *(_FOREIGN, Said("3"), _UNSEEN, Unreadable("poll")),
)
_STRANGER: Final = 4_040_404
_poked: Final = set[type[Step]]()
"""Once for each screen in a process: what it leaves alone does not follow from what is in the store."""


@dataclass(frozen=True, slots=True)
class Poker:
    """Tries what should do nothing, in transactions that are never committed."""

    store: Store
    house: House

    def poke(self, chat_id: int, now: datetime) -> str:
        """Try the screen that a person is at, and return its name. Raises `AssertionError` if that does something."""
        with self.store.unit_of_work() as unit:
            step = memory.read(conversations.locked(unit, {chat_id})[chat_id].state).step
            if type(step) in _poked:
                return type(step).__name__
            person = people.known(unit, {chat_id}).get(chat_id) or Person(chat_id)
            if _screen(step).guard.acts(step, self._desk(unit, person, now)) is None:
                return type(step).__name__
            _poked.add(type(step))
            self._by_oneself(step, unit, person, now)
            self._by_a_stranger(step, unit, now)
            return type(step).__name__

    def _by_oneself(self, step: Step, unit: UnitOfWork, person: Person, now: datetime) -> None:
        with _undone(unit):
            move = flow_of(step).hear(step, _FOREIGN, self._desk(unit, person, now))
            asks_again = isinstance(move, Go) and move.step == step
            stays = move is None or ((isinstance(move, Remain) or asks_again) and not _told(move))
            assert stays, f"{step} does something at a choice that it never offered"
        for event in _OF_NO_USE:
            with _undone(unit):
                assert not _told(flow_of(step).hear(step, event, self._desk(unit, person, now))), f"{step} tells others"

    def _by_a_stranger(self, step: Step, unit: UnitOfWork, now: datetime) -> None:
        with _undone(unit):
            desk, screen = self._desk(unit, Person(_STRANGER), now), _screen(step)
            if screen.guard.acts(step, desk) is not None:
                return
            flow_of(step).show(step, desk)
            for event in _BY_A_STRANGER:
                assert not _told(flow_of(step).hear(step, event, desk)), f"{step} tells others what a stranger does"

    def _desk(self, unit: UnitOfWork, person: Person, now: datetime) -> Desk:
        house = self.house
        return Desk(unit, person, now, words("zh_Hans"), house.search, house.bot_link, house.language)


def _screen(step: Step) -> Screen[Any, Any]:
    return next(one for one in flow_of(step).screens if one.step is type(step))


def _told(move: Move | None) -> bool:
    return isinstance(move, Go | Remain) and bool(move.tells)


@contextmanager
def _undone(unit: UnitOfWork) -> Iterator[None]:
    yield
    unit.roll_back()
