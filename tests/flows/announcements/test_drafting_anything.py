"""Whatever an organiser does about an announcement: nothing raises, answers are within the limits, the menu is near."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import memory
from bot.chat import Arrival, Commands, Event, Post, Said, SentFile, Started, Tapped, Text, Unreadable
from bot.flows import flow_of
from bot.flows.crossroads import screen
from bot.flows.desk import Desk
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import answer
from domain.announcements.announcements import Content, Link, Medium, Target, Verb
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from sandbox.formatting.html import parse_html
from storage.announcements import announcements
from storage.people import people, roles
from storage.people.people import Person
from storage.places import places
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.drafting import ANNOUNCING_PLACES
from tests.anywhere.steps import IN_NO_HURRY
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import NOON, furnish, house

CHEN: Final = 1004
LI: Final = 1005
SCREEN: Final = 41
_SEARCH: Final = house().search
_WORDS: Final = ("back", "look", "test", "change", "send", "discard", "takeback", "new", "waiting", "like", "none")
_PARTS: Final = (
    "words",
    "media",
    "links",
    "topic",
    "times",
    "must",
    "done",
    "without",
    "en",
    "zh_Hans",
    "who",
    "never",
)
_MORE: Final = ("now", "urgent", "groups", "paid", "latest", "approve.2", "return.2", "a1", "p1", "next", "previous")
CHOICES = st.one_of(
    st.sampled_from([*_WORDS, *_PARTS, *_MORE, *Topic, "2026-12-02T09:00"]),
    st.integers(0, 20).map(str),
    st.text(max_size=20),
)
TYPED = st.text(max_size=40) | st.sampled_from(
    ["明天9点", "12月3日", "第1课", "服务点", "1", "长" * 9_000, "x" * 4_096]
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    CHOICES.map(lambda choice: Tapped(f"j.15.{choice}", 500)),
    TYPED.map(Said),
    st.builds(
        SentFile,
        st.sampled_from(["photo", "document", "audio"]),
        st.text(min_size=1, max_size=40),
        caption=st.text(max_size=40),
        album=st.sampled_from(["", "a"]),
    ),
    st.just(Unreadable("sticker")),
)


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a city with two organisers and announcements of every kind; what is tried is never committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    store_deed(store, CHEN, "(grant organiser 31)", NOON.timestamp())
    store_deed(store, CHEN, "(activity 党课 第1课 JA-1 12-11T19:00 2 anyone)", NOON.timestamp())
    with store.unit_of_work() as unit:
        people.welcome(unit, [LI], NOON.timestamp())
        roles.give(unit, LI, Role.ADMIN, None, Deed(HOUSE, NOON.timestamp()))
        _announce(unit)
        unit.commit()
    yield store
    store.close()


def _announce(unit: UnitOfWork) -> None:
    """Write eight, of which two wait for approval, one is about to leave, and one has begun to."""
    links = (Link(Target.ACTIVITY, 1), Link(Target.POINT, 1))
    media = (Medium("photo", "f"), Medium("photo", "g"))
    contents = (Content({"zh_Hans": "来看看"}, (), links), Content({"en": "<b>x</b>"}, media), Content({}))
    ways = ((), (), (), (Verb.SUBMIT,), (Verb.SUBMIT,), (Verb.SCHEDULE,), (Verb.SCHEDULE, Verb.BEGIN), ())
    here, now = unit_id(unit, "310106011"), NOON.timestamp()
    for number, way in enumerate(ways):
        by = LI if number == 4 else CHEN
        row = announcements.draft(unit, here, Audience(places.path_of(unit, here)), Deed(By(by), now))
        content = contents[0] if way else contents[number % 3]
        announcements.change(unit, row.id, by, content=content)
        for verb in way:
            announcements.do(unit, row.id, verb, Deed(By(by, "organiser"), now))


@IN_NO_HURRY
@given(ANNOUNCING_PLACES, EVENTS)
def test_anything_at_a_composers_place(city: Store, place: Step, event: Event) -> None:
    with city.unit_of_work() as unit:
        desk = _desk(unit)
        answered = answer(Arrival(1, CHEN, NOON, event), Memory(place, SCREEN), SCREEN + 1, desk)
        assert memory.read(memory.write(answered.memory)) == answered.memory
        for reply in (*answered.replies, *(tell.reply for tell in answered.tells)):
            if isinstance(reply, Text | Post):
                most = 1024 if isinstance(reply, Post) and reply.media else 4096
                assert len(parse_html(reply.html)[0].strip().encode("utf-16-le")) // 2 <= most
            rows = () if isinstance(reply, Commands) else reply.buttons
            assert [button.label for row in rows for button in row if not 1 <= len(button.label) <= 64] == []
        unit.roll_back()


@IN_NO_HURRY
@given(ANNOUNCING_PLACES)
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
