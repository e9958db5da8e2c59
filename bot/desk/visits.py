"""Somebody at the desk, in one request: who they are, and what they may, read anew each time."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.guard import RefusedError, form_key
from bot.flows.desk import Desk, spoken
from bot.flows.rights import organised
from bot.house import House
from bot.texts import words
from storage.desk import sessions
from storage.desk.sessions import Session
from storage.people import members, people
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a browser that is signed in; `secret` is what its cookie says, `query` what the address does."""

    session: Session
    secret: str
    desk: Desk
    query: Mapping[str, str]
    address: str

    @property
    def unit(self) -> UnitOfWork:
        return self.desk.unit

    @property
    def paths(self) -> list[str]:
        return organised(self.desk)

    @property
    def form_key(self) -> str:
        return form_key(self.secret)


def desk_for(unit: UnitOfWork, chat_id: int, house: House, now: float) -> Desk:
    """Return what the chat's conversations work with, for this person and now."""
    person = people.find(unit, chat_id) or Person(chat_id)
    return Desk(
        unit,
        person,
        house.local(now),
        words(spoken(person, "", house.language)),
        house.search,
        house.bot_link,
        house.language,
        members.cells(unit, chat_id) is not None,
        paid_broadcast=house.paid_broadcast,
        quiet_hours=house.quiet_hours,
        page=house.page,
        desk_address=house.desk_address,
    )


def session_of(unit: UnitOfWork, secret: str, now: float) -> Session:
    """Return the session of a cookie. Raises `RefusedError` where there is none, or its time is over."""
    session = sessions.find(unit, secret, now) if secret else None
    if session is None:
        raise RefusedError(401, "session")
    return session


def check_role(desk: Desk) -> None:
    """Raise `RefusedError` for who organises nothing (any more)."""
    if not organised(desk):
        raise RefusedError(403, "role")
