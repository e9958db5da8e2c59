"""What a flow is given and what it gives back: the desk it works at, and the move it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from re import compile as pattern
from typing import Final

from bot.chat import Event, Reply
from bot.flows.whereabouts import Place
from bot.origins import Origins
from bot.texts import Words
from storage.people import Person
from storage.search import PlaceSearch
from storage.unit_of_work import UnitOfWork

_ROW_ID: Final = pattern("[0-9]{1,18}")  # both databases count to 9,223,372,036,854,775,807


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a step may use; all of it answers inside the turn's transaction.

    `now` is the local time of the event. `bot_link` is the address of the private chat ("https://t.me/name").
    """

    unit: UnitOfWork
    person: Person
    now: datetime
    words: Words
    search: PlaceSearch
    origins: Origins
    bot_link: str


@dataclass(frozen=True, slots=True)
class Chose:
    """A button of the current screen was pressed; `choice` is what the flow had put into it."""

    choice: str
    message_id: int

    @property
    def row_id(self) -> int:
        """The row that the choice names; 0, which no row has, for any other choice."""
        return int(self.choice) if _ROW_ID.fullmatch(self.choice) else 0


@dataclass(frozen=True, slots=True)
class Go:
    """On to another place (or the same, renewed), whose screen is shown after what is said `before` it.

    `replaces` is the message that the screen rewrites in place; 0: a new message. `language` is given when the person
    has just chosen another.
    """

    place: Place
    before: tuple[Reply, ...] = ()
    replaces: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Say something and stay: the screen with its buttons goes on to be the current one."""

    replies: tuple[Reply, ...]


Move = Go | Stay
Happening = Event | Chose


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation: the letter that its buttons carry, the places that belong to it, and its two verbs.

    `step` answers what happened at one of its places, or None where it has no answer of its own.
    `show` is the screen of a place: it changes nothing and can be called again at any time.
    """

    letter: str
    places: tuple[type[Place], ...]
    step: Callable[[Place, Happening, Desk], Move | None]
    show: Callable[[Place, Desk], tuple[Reply, ...]]
