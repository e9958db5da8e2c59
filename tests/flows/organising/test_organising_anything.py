"""Whatever an organiser does, wherever: nothing raises, every answer is within the limits, and the menu is near."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import memory
from bot.chat import Arrival, Commands, Event, Said, SentFile, SharedPlace, Started, Tapped, Text, Unreadable
from bot.flows import flow_of
from bot.flows.crossroads import screen
from bot.flows.desk import Desk
from bot.flows.organising.steps import Item
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import answer
from domain.activities.activities import Kind
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from sandbox.formatting.html import parse_html
from storage.people import people, roles
from storage.people.people import Person
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.organising import ORGANISING_PLACES
from tests.anywhere.steps import IN_NO_HURRY, LATITUDES, LONGITUDES
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, furnish, house

CHEN: Final = 1004
SCREEN: Final = 41
_SEARCH: Final = house().search
_WORDS: Final = ("back", "publish", "change", "series", "discard", "off", "stop", "risk", "reveal", "poster", "when")
_MORE: Final = ("really", "later", "again", "typed", "done", "none", "evening", "noon", "week", "weekly", "once", "90")
CHOICES = st.one_of(
    st.sampled_from([*_WORDS, *_MORE, *Item, *Kind, "past", "coming", "next", "previous", "2026-12-03T19:00"]),
    st.integers(0, 20).map(str),
    st.text(max_size=20),
)
TYPED = st.text(max_size=40) | st.sampled_from(
    ["下周四晚7点到9点", "12月3日", "2小时", "到20:30", "嘉兴", "30", "长" * 9_000]
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    CHOICES.map(lambda choice: Tapped(f"w.15.{choice}", 500)),
    TYPED.map(Said),
    st.builds(SharedPlace, LATITUDES, LONGITUDES, st.text(max_size=60)),
    st.builds(SentFile, st.sampled_from(["photo", "document"]), st.text(max_size=40)),
    st.just(Unreadable("sticker")),
)


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a city with an organiser of all of it, and eight activities; what is tried is never committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, [CHEN], NOON.timestamp())
        roles.give(unit, CHEN, Role.ADMIN, None, Deed(HOUSE, NOON.timestamp()))
        unit.commit()
    for number in range(4):
        for deed in ("activity", "draft"):
            store_deed(store, CHEN, f"({deed} 党课 第{number}课 JA-1 12-1{number}T19:00 2 anyone)", NOON.timestamp())
        store_deed(store, CHEN, "(signed 3 1)", NOON.timestamp())
    yield store
    store.close()


@IN_NO_HURRY
@given(ORGANISING_PLACES, EVENTS)
def test_anything_at_an_organisers_place(city: Store, place: Step, event: Event) -> None:
    if isinstance(event, Tapped):
        event = Tapped(f"{flow_of(place).name}.{event.data.partition('.')[2]}", 500)
    with city.unit_of_work() as unit:
        desk = _desk(unit)
        answered = answer(Arrival(1, CHEN, NOON, event), Memory(place, SCREEN), SCREEN + 1, desk)
        assert memory.read(memory.write(answered.memory)) == answered.memory
        for reply in (*answered.replies, *(tell.reply for tell in answered.tells)):
            if isinstance(reply, Text):
                assert 1 <= len(parse_html(reply.html)[0].strip().encode("utf-16-le")) // 2 <= 4096
            rows = () if isinstance(reply, Commands) else reply.buttons
            assert [button.label for row in rows for button in row if not 1 <= len(button.label) <= 64] == []
        unit.roll_back()


@IN_NO_HURRY
@given(ORGANISING_PLACES)
def test_last_button_leads_back_to_the_menu(city: Store, place: Step) -> None:
    with city.unit_of_work() as unit:
        desk = _desk(unit)
        at, shown = Memory(place), screen(place, desk)
        for step in range(8):
            if isinstance(at.step, AtMenu):
                break
            data = shown[-1].buttons[-1][-1].data
            letter = flow_of(at.step).name
            pressed = Tapped(data if data.startswith(f"{letter}.") else f"{letter}.{at.screen}.{data}", 500)
            answered = answer(Arrival(step, CHEN, NOON, pressed), at, step + 1, desk)
            at, shown = answered.memory, answered.replies
        assert at.step == AtMenu()
        assert answer(Arrival(9, CHEN, NOON, Started()), at, 9, desk).memory.step == AtMenu()
        unit.roll_back()


def _desk(unit: UnitOfWork) -> Desk:
    lived_in = house()
    return Desk(unit, Person(CHEN), NOON, words("zh_Hans"), _SEARCH, lived_in.bot_link, "zh_Hans")
