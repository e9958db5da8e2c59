"""What is remembered of a person in this part of the house: the language, the own point, whether messages arrive."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from storage.once import once_each
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork

_NOT_TOLD: Final[Mapping[int, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Person:
    """One private chat. Times in seconds since 1970.

    `language` is what the person chose, or empty; `messenger_language` is what the messenger said last ("zh-hans").
    """

    chat_id: int
    language: str = ""
    my_point_id: int | None = None
    unreachable_since: float | None = None
    messenger_language: str = ""


CELLS: Final = tuple(
    people.c[name] for name in ("chat_id", "language", "my_point_id", "unreachable_since", "messenger_language")
)
"""The columns that `person` takes, in this order."""

_KNOWN: Final = select(*CELLS).where(people.c.chat_id.in_(bindparam("chats", expanding=True)))


def person(chat_id: int, language: str | None, *rest: Any) -> Person:  # noqa: ANN401  cells of a row have no type
    return Person(chat_id, language or "", *rest)


def newcomer(chat_id: int, messenger_language: str) -> Person:
    return Person(chat_id, messenger_language=messenger_language[:16])


def find(unit: UnitOfWork, chat_id: int) -> Person | None:
    """Return a person who has been here before."""
    return known.one(unit, chat_id)


@once_each(people)
def known(unit: UnitOfWork, chat_ids: Collection[int]) -> Mapping[int, Person]:
    """Return those of these people who have been here before."""
    return {row[0]: person(*row) for row in unit.connection.execute(_KNOWN, {"chats": list(chat_ids)})}


def everybody(unit: UnitOfWork) -> list[int]:
    """Return the chats of all people who have ever been here."""
    return list(unit.connection.scalars(select(people.c.chat_id).order_by(people.c.chat_id)))


_WELCOME: Final = people.insert()


def welcome(unit: UnitOfWork, chat_ids: Iterable[int], now: float, languages: Mapping[int, str] = _NOT_TOLD) -> None:
    """Remember people who are here for the first time, and what their messengers speak."""
    rows = [
        {"chat_id": chat_id, "first_seen": now, "messenger_language": languages.get(chat_id, "")[:16]}
        for chat_id in chat_ids
    ]
    if rows:
        unit.connection.execute(_WELCOME, rows)


def choose_language(unit: UnitOfWork, chat_id: int, language: str) -> None:
    unit.connection.execute(update(people).where(people.c.chat_id == chat_id).values(language=language))


def hear_language(unit: UnitOfWork, chat_id: int, code: str) -> None:
    """Remember what the messenger speaks ("zh-hans", "en-GB"), for what is said when the person is not there."""
    unit.connection.execute(update(people).where(people.c.chat_id == chat_id).values(messenger_language=code[:16]))


def choose_point(unit: UnitOfWork, chat_id: int, point_id: int | None) -> None:
    """Make this the person's own point; None takes it away."""
    unit.connection.execute(update(people).where(people.c.chat_id == chat_id).values(my_point_id=point_id))


def mark_unreachable(unit: UnitOfWork, chat_id: int, since: float | None) -> None:
    """Remember since when messages do not arrive; None: they do again."""
    unit.connection.execute(update(people).where(people.c.chat_id == chat_id).values(unreachable_since=since))
