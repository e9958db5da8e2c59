"""People of the small city who borrow, lend and speak, each in a chat of their own; what they read, and what they tap.

`HOST` organises 310106011, `LENDER` 310106012, which lends what there is (`tests.stage.deeds.booking`), `OTHER` is a
second organiser of the lender's unit. `BOTH` organises the host's unit and the lender's. `SPEAKER` and `STRANGER` have
no role.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Button, Said, Started, Tapped, Text
from bot.facts.open_times import OpenTimes
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.texts import words
from domain.booking.life import State
from domain.booking.raster import Span
from domain.people.deeds import By, Deed
from storage.booking import booking, bookings, resources
from storage.booking.bookings import BookingRow, Wish
from storage.people import people
from storage.people.people import Person
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import NOON, ZONE, Talk, buttons, furnish, house, html, said

HOST, LENDER, OTHER, BOTH, SPEAKER, STRANGER = 1004, 1006, 1008, 1009, 1003, 1001
HOSTS, LENDERS, THIRD = "310106011", "310106012", "310115005"
OPENING: Final = OpenTimes(ZONE)
_GIVEN: Final = ((HOST, HOSTS), (LENDER, LENDERS), (OTHER, LENDERS), (BOTH, HOSTS), (BOTH, LENDERS))


@dataclass
class Played:
    """A store in which all of them are at home, at a time that moves for everybody together."""

    store: Store
    now: datetime = NOON
    chats: dict[int, "Chat"] = field(default_factory=dict)

    def __getitem__(self, person: int) -> "Chat":
        if person not in self.chats:
            talk = Talk(self.store, house("en"), person, "en", updates=person * 1_000)
            self.chats[person] = Chat(self, talk)
        return self.chats[person]

    def deed(self, person: int, what: str) -> None:
        store_deed(self.store, person, what, self.now.timestamp())

    def number(self, code: str) -> int:
        with self.store.unit_of_work() as unit:
            found = resources.by_code(unit, code)
            assert found is not None
            return found.id

    def books(
        self, code: str, by: int = HOST, of: str = HOSTS, *, days: int = 9, hour: int = 19, activity: int | None = None
    ) -> int:
        """Let somebody book this, or ask for it, or wait for it, for two hours so many days from the first day."""
        begins = (NOON + timedelta(days=days)).replace(hour=hour).timestamp()
        wish_for = Span(begins, begins + 7_200)
        with self.store.unit_of_work() as unit:
            found = resources.by_code(unit, code)
            assert found is not None
            wish = Wish(found.id, unit_id(unit, of), "Study", wish_for, activity_id=activity)
            row = booking.wait(unit, wish, OPENING, self.by(by)).row
            unit.commit()
        assert row is not None
        return row.id

    def by(self, person: int) -> Deed:
        return Deed(By(person, "organiser"), self.now.timestamp())

    def stands(self, number: int) -> BookingRow:
        with self.store.unit_of_work() as unit:
            return bookings.fresh(unit, number)

    def state(self, number: int) -> State:
        return self.stands(number).state

    def waits(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Chat:
    """One person's chat: everything that was said there, the newest last."""

    house: Played
    talk: Talk

    @property
    def _all(self) -> list[Text]:
        return [one for chat_id, one in said(self.house.store) if chat_id == self.talk.person and isinstance(one, Text)]

    def does(self, *events: Said | Tapped | Started) -> str:
        """Do it, and return what was said here because of it."""
        before = len(self._all)
        self.talk.now = self.house.now
        self.talk.takes(*(self.talk.arrival(event) for event in events))
        return "\n".join(html(one) for one in self._all[before:])

    def says(self, words: str) -> str:
        return self.does(Said(words))

    def opens(self, entry: EntryPoint, choice: int | str = "") -> str:
        return self.does(Tapped(entry.data(choice), 500))

    def taps(self, label: str) -> str:
        """Tap the newest button here that has this label, however old it is."""
        return self.does(Tapped(self.button(label).data, 500))

    def button(self, label: str) -> Button:
        return next(one for one in reversed(buttons(self._all)) if one.label == label)

    def forges(self, like: str, choice: str) -> str:
        """Press a button of the screen that shows this one, with a choice that it never had."""
        head, _, _ = self.button(like).data.rpartition(".")
        return self.does(Tapped(f"{head}.{choice}", 500))

    @property
    def labels(self) -> list[str]:
        """The buttons of what was said last."""
        return [one.label for one in buttons(self._all[-1:])]

    def hears(self, words: str) -> int:
        """Count what was said here that has these words."""
        return sum(words in html(one) for one in self._all)


def played(store: Store) -> Played:
    furnish(store)
    there = Played(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, (HOST, LENDER, OTHER, BOTH, SPEAKER, STRANGER), NOON.timestamp())
        unit.commit()
    for person, code in _GIVEN:
        there.deed(person, f"(grant organiser {code})")
    there.deed(LENDER, "(lends)")
    return there


def desk(unit: UnitOfWork, person: int) -> Desk:
    """Give what a step gets, for the moment between two looks at one booking: the race that no chat can play."""
    lived_in = house("en")
    return Desk(unit, Person(person), NOON, words("en"), lived_in.search, lived_in.bot_link, "en")
