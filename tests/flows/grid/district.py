"""An organiser and two volunteers of a district, who talk with the bot about its buildings, through the real turn."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.chat import Button, Commanded, Reply, Said, Tapped, Text
from bot.flows.entry_points import EntryPoint
from domain.grid.promises import Kind
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.grid import areas, promises
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.people import people, roles
from storage.places import places
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, Talk, button, buttons, furnish, house, said

CHEN, LI, ZHAO, WANG = 2001, 1002, 1003, 1001
AT = NOON.timestamp()
DAY = 86_400.0


@dataclass(slots=True)
class Helper(Talk):
    """Somebody in the house; what they were shown last is pressed by its label, what was shown before by its data."""

    def says(self, text: str) -> list[Reply]:
        return self.does(Commanded(text[1:], "") if text.startswith("/") else Said(text))

    def presses(self, label: str) -> list[Reply]:
        """Press the newest button of this name that was shown here."""
        return self.taps(self.shown(label))

    def shown(self, label: str) -> Button:
        replies = [reply for chat_id, reply in said(self.store) if chat_id == self.person]
        having = [one for one in reversed(replies) if any(shown.label == label for shown in buttons([one]))]
        assert having, (label, [shown.label for shown in buttons(replies)])
        return button(having[:1], label)

    def opens(self, entry: EntryPoint, row_id: int | str = "") -> list[Reply]:
        return self.does(Tapped(entry.data(row_id), 500))

    def heard(self) -> str:
        """Return all that was ever said here."""
        return text_of([reply for chat_id, reply in said(self.store) if chat_id == self.person])


def text_of(replies: list[Reply]) -> str:
    return "\n".join(reply.html for reply in replies if isinstance(reply, Text))


def labels(replies: list[Reply]) -> list[str]:
    return [one.label for one in buttons(replies)]


def district(store: Store, language: str = "zh_Hans") -> tuple[Helper, Helper, Helper]:
    """Let Chen organise a district, and Li and Zhao help there."""
    furnish(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, LI, ZHAO, WANG], AT)
        unit.commit()
    given(store, CHEN, Role.ORGANISER, "310106")
    for chat_id in (LI, ZHAO):
        given(store, chat_id, Role.VOLUNTEER, "310106")
    spoken = "en" if language == "en" else "zh-hans"
    chen, li, zhao = (Helper(store, house(language), one, spoken, updates=one * 1_000) for one in (CHEN, LI, ZHAO))
    return chen, li, zhao


def given(store: Store, chat_id: int, role: Role, code: str) -> None:
    with store.unit_of_work() as unit:
        roles.give(unit, chat_id, role, unit_id(unit, code), Deed(HOUSE, AT))
        unit.commit()


def taken(store: Store, chat_id: int, role: Role) -> None:
    """Take this role from somebody as the store does; what they had is settled by whoever takes it."""
    with store.unit_of_work() as unit:
        for held in roles.held(unit, chat_id):
            if held.role is role:
                roles.take(unit, held.id, Deed(HOUSE, AT))
        unit.commit()


def unit_id(unit: UnitOfWork, code: str) -> int:
    found: int = unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one()
    return found


def building_id(store: Store, code: str = "B2") -> int:
    with store.unit_of_work() as unit:
        row = places.building_by_code(unit, code)
    assert row is not None
    return row.id


def assigned(store: Store, chat_id: int, days: float | None = None, codes: tuple[str, ...] = ("B2",)) -> int:
    """Give somebody these buildings, and return the number of the assignment."""
    buildings = tuple(building_id(store, code) for code in codes)
    with store.unit_of_work() as unit:
        ends = None if days is None else AT + days * DAY
        charge = Charge(unit_id(unit, "310106"), buildings, ends)
        row = areas.assign(unit, charge, Holder(chat_id=chat_id), Deed(HOUSE, AT - DAY))
        unit.commit()
    return row.id


def owed(store: Store, owner: int, what: str, *, kind: Kind = Kind.PROMISE, told_by: int | None = None) -> int:
    """Let somebody owe this to the building, due in three days."""
    here = building_id(store)
    with store.unit_of_work() as unit:
        row = promises.make(unit, New(kind, here, owner, what, AT + 3 * DAY, told_by=told_by), AT)
        unit.commit()
    return row.id
