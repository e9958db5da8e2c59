"""A number on a channel without buttons is the press of a button: with its rights, its time, and none besides."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update

from bot.abilities import LEAST
from bot.chat import Arrival, Commanded, Event, Reply, Said, Text
from bot.degrading import degraded
from bot.degrading.numbers import stored
from bot.flows.points import SayingWhere
from bot.flows.step import AtMenu
from bot.texts import words
from domain.messages.delivery import State
from storage.messages import conversations
from storage.people import addresses
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store
from tests.stage.talk import Talk, furnish, house

NewStore = Callable[[], Store]
ZH = words("zh_Hans")


@dataclass(slots=True)
class WebTalk(Talk):
    """The same over a channel of the least abilities, whose sender has shown everything."""

    def arrival(self, event: Event | None, *, update_id: int = 0) -> Arrival:
        self.updates += 1
        key = f"k{update_id or self.updates}"
        return Arrival(0, self.person, self.now, event, self.language, channel="web", key=key)

    def types(self, text: str) -> list[Reply]:
        return self.does(Said(text))

    def sees(self, replies: list[Reply]) -> list[Reply]:
        """Let the sender have shown these."""
        with self.store.unit_of_work() as unit:
            for reply in replies:
                if pressed := degraded(reply, LEAST, ZH).pressed:
                    conversations.show_numbers(unit, self.person, stored(pressed))
            unit.connection.execute(update(table).values(state=State.SENT, first_tried_at=1.0))
            unit.commit()
        return replies


@pytest.fixture
def talk(sqlite_store: Store) -> WebTalk:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        number = addresses.number_of(unit, "web", "anna", 0.0)
        unit.commit()
    return WebTalk(sqlite_store, house=replace(house(), abilities={"web": LEAST}), person=number)


def test_a_number_presses_what_stands_beside_it(talk: WebTalk) -> None:
    talk.sees(talk.does(Commanded("menu")))
    talk.types("1")
    assert talk.remembered.step == SayingWhere()


def test_a_number_means_nothing_before_anything_was_shown(talk: WebTalk) -> None:
    talk.does(Commanded("menu"))
    talk.types("1")
    assert talk.remembered.step != SayingWhere()


def test_a_number_means_nothing_on_a_channel_with_buttons(talk: WebTalk) -> None:
    talk.sees(talk.does(Commanded("menu")))
    talk.house = house()
    talk.types("1")
    assert talk.remembered.step != SayingWhere()


def test_a_number_presses_nothing_while_a_message_is_under_way(talk: WebTalk) -> None:
    """Nobody knows then which of two screens was read: the one that is there now is the answer."""
    talk.sees(talk.does(Commanded("menu")))
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(update(table).values(state=State.SENDING))
        unit.commit()
    first, *_ = talk.types("1")
    assert first == Text(ZH("This button is out of date. This is where we are now:"))
    assert isinstance(talk.remembered.step, AtMenu)


def test_a_number_that_was_pressed_a_moment_ago_is_one_press(talk: WebTalk) -> None:
    talk.sees(talk.does(Commanded("menu")))
    assert talk.types("1")
    assert talk.types("1") == []


def test_numbers_that_no_key_opens_press_nothing(talk: WebTalk) -> None:
    talk.sees(talk.does(Commanded("menu")))
    with talk.store.unit_of_work() as unit:
        assert conversations.numbers(unit, b"sealed with another key") == b""


def test_an_arrival_with_the_same_key_is_played_once(talk: WebTalk) -> None:
    again = talk.arrival(Commanded("menu"))
    assert (talk.takes(again).played, talk.takes(again, talk.arrival(None)).refused) == (1, 1)


def test_a_linked_address_is_its_person_and_keeps_its_own_conversation(talk: WebTalk) -> None:
    own = Talk(talk.store, house=talk.house)
    own.does(Commanded("language"))
    with talk.store.unit_of_work() as unit:
        addresses.link(unit, talk.person, own.person, talk.now.timestamp())
        unit.commit()
    before = own.remembered
    talk.waits(minutes=1)
    talk.does(Commanded("menu"))
    assert (own.remembered, isinstance(talk.remembered.step, AtMenu)) == (before, True)
    with talk.store.unit_of_work() as unit:
        assert addresses.roads(unit, (), {own.person})[own.person].number == talk.person
        assert addresses.persons(unit, [talk.person]) == {talk.person: own.person}
