"""Whatever an organiser does about an audience: nothing raises, six buttons at most, and it stays within the unit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import memory
from bot.chat import Arrival, Button, Event, Reply, Said, Started, Tapped, Text
from bot.flows import flow_of
from bot.flows.announcements.audience.options import STAYS_OFFERED
from bot.flows.announcements.steps import Sort
from bot.flows.crossroads import screen
from bot.flows.desk import Desk
from bot.flows.step import AtMenu
from bot.memory import Memory
from bot.texts import words
from bot.turn import answer
from domain.affiliations.affiliations import State
from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from domain.announcements.topics import INTERESTS
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from sandbox.formatting.html import parse_html
from storage.announcements import announcements, names
from storage.people.people import Person
from storage.places import places
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.audience import AUDIENCE_PLACES, AudienceStep
from tests.anywhere.steps import IN_NO_HURRY
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import NOON, furnish, house

CHEN: Final = 1004
SCREEN: Final = 41
_SEARCH: Final = house().search
_WORDS: Final = ("affiliated", "volunteers", "more", "narrow", "leave", "undo", "back", "all", *STAYS_OFFERED)
CHOICES = st.one_of(
    st.sampled_from([*_WORDS, *Sort, *Relation, *INTERESTS, "zh_Hans", "en", Role.VOLUNTEER]),
    st.integers(0, 12).map(str),
    st.text(max_size=20),
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    CHOICES.map(lambda choice: Tapped(f"ja.15.{choice}", 500)),
    st.sampled_from(["静安", "嘉", "第1课", "没有", "长" * 5_000]).map(Said),
    st.text(max_size=40).map(Said),
)


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a city with people, activities, and drafts to every kind of audience; what is tried is never committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    for person, deed in (
        (CHEN, "(grant organiser 31)"),
        (1001, "(affiliation active JA-1 申达物流 B1)"),
        (1003, "(affiliation active JA-4 申达物流 B2)"),
        (CHEN, "(activity 党课 第1课 JA-1 12-11T19:00 2 anyone)"),
        (1001, "(joins)"),
    ):
        store_deed(store, person, deed, NOON.timestamp())
    with store.unit_of_work() as unit:
        _announce(unit)
        unit.commit()
    yield store
    store.close()


def _announce(unit: UnitOfWork) -> None:
    """Write eight, the last of which is on its way."""
    here, now = unit_id(unit, "31"), NOON.timestamp()
    path = places.path_of(unit, here)
    company = names.companies(unit, path)[0].employer_hash
    every: tuple[Criterion, ...] = (
        Under(frozenset({1, 2, 3, 4, 5, 99})),
        Holds(frozenset({Role.VOLUNTEER})),
        Stays(frozenset(), frozenset({State.ENDED, State.ACTIVE})),
        AtBuildings(frozenset({1})),
        AtCompanies(frozenset({company, "0" * 64})),
        ToActivities(frozenset({1, 77}), Relation.CAME),
        ToActivities(frozenset({1}), Relation.WAITING),
        ToActivities(frozenset({1}), Relation.DID_NOT_COME),
        Likes(frozenset(INTERESTS)),
        Reads(frozenset({"en"})),
    )
    audiences = [Audience(path), *(Audience(path, (one,)) for one in STAYS_OFFERED.values())][:4]
    audiences += [Audience(path, every), Audience(path, (), every), Audience("/")]
    for audience in [*audiences, Audience(path)]:
        row = announcements.draft(unit, here, audience, Deed(By(CHEN), now))
        announcements.change(unit, row.id, CHEN, content=Content({"zh_Hans": "来看看"}))
    announcements.do(unit, row.id, Verb.SCHEDULE, Deed(By(CHEN, "organiser"), now))


@IN_NO_HURRY
@given(AUDIENCE_PLACES, EVENTS)
def test_anything_at_an_audience(city: Store, place: AudienceStep, event: Event) -> None:
    with city.unit_of_work() as unit:
        answered = answer(Arrival(1, CHEN, NOON, event), Memory(place, SCREEN), SCREEN + 1, _desk(unit))
        assert memory.read(memory.write(answered.memory)) == answered.memory
        for reply in answered.replies:
            assert isinstance(reply, Text)
            assert len(parse_html(reply.html)[0].strip()) <= 4096
            assert [button.label for button in _buttons(reply) if not 1 <= len(button.label) <= 64] == []
        unit.roll_back()


@IN_NO_HURRY
@given(AUDIENCE_PLACES, st.lists(EVENTS, min_size=1, max_size=4))
def test_an_audience_stays_within_its_unit(city: Store, place: AudienceStep, events: list[Event]) -> None:
    with city.unit_of_work() as unit:
        before, at = announcements.find(unit, place.announcement_id), Memory(place, 15)
        for number, event in enumerate(events):
            at = answer(Arrival(number, CHEN, NOON, event), at, 15, _desk(unit)).memory
        row = announcements.find(unit, place.announcement_id)
        if row is not None and row != before:
            assert row.audience.path.startswith(places.path_of(unit, row.unit_id))
        unit.roll_back()


@IN_NO_HURRY
@given(AUDIENCE_PLACES)
def test_screens_have_six_buttons_at_most_two_a_row_and_the_way_back_last(city: Store, place: AudienceStep) -> None:
    with city.unit_of_work() as unit:
        (shown,) = screen(place, _desk(unit))
        assert (len(_buttons(shown)) <= 6, max(map(len, shown.buttons)) <= 2) == (True, True)
        assert _buttons(shown)[-1].data.rpartition(".")[2] in {"back", "menu"}
        unit.roll_back()


@IN_NO_HURRY
@given(AUDIENCE_PLACES)
def test_last_button_leads_back_to_the_menu(city: Store, place: AudienceStep) -> None:
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


def _buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


def _desk(unit: UnitOfWork) -> Desk:
    lived_in = house()
    return Desk(unit, Person(CHEN), NOON, words("zh_Hans"), _SEARCH, lived_in.bot_link, "zh_Hans")
