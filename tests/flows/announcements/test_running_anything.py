"""Whatever happens around announcements that left, to organiser or stranger: nothing raises, no screen too long."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot import memory
from bot.chat import Arrival, Event, Said, Tapped, Text
from bot.flows import flow_of
from bot.flows.announcements.post import letters
from bot.flows.desk import Desk
from bot.flows.step import Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import answer
from domain.announcements.announcements import Content, Medium, Purpose, Verb
from domain.announcements.audiences import Audience
from domain.messages.delivery import State
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from sandbox.formatting.html import parse_html
from storage.announcements import announcements, freezing, mailings
from storage.announcements.audiences import Who
from storage.people import roles
from storage.people.people import Person
from storage.places import places
from storage.sealed import new_key
from storage.tables.messages import outbox
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.running import ANNOUNCED_PLACES
from tests.anywhere.steps import IN_NO_HURRY
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, furnish, house

CHEN: Final = 1004
MEMBERS: Final = (1001, 1002, 1003, 1007)
SCREEN: Final = 41
AT: Final = NOON.timestamp()
HOUSE: Final = house()
UNIT: Final = 4

_VERBS: Final[tuple[tuple[Verb, ...], ...]] = (
    (),
    (Verb.SCHEDULE,),
    (Verb.SCHEDULE, Verb.BEGIN),
    (Verb.SCHEDULE, Verb.BEGIN, Verb.PAUSE),
    (Verb.SCHEDULE, Verb.BEGIN, Verb.FINISH),
    (Verb.SCHEDULE, Verb.BEGIN, Verb.STOP),
    (Verb.SCHEDULE, Verb.BEGIN, Verb.RECALL),
    (Verb.DISCARD,),
)
_CHOICES: Final = [
    *("back", "pause", "resume", "stop", "recall", "again", "correct", "why", "report", "yes", "sure", "do"),
    *("zh_Hans", "en", "open", "menu", "1001"),
]
_TYPED: Final = ["王芳", "李", "周五停电", "<b>", "长" * 5_000, "\u200b", ""]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(_CHOICES).map(lambda choice: Tapped(choice, 500)),
    st.builds("=jp.{}{}".format, st.sampled_from(["", "p", "r", "s", "x"]), st.integers(0, 9)).map(
        lambda data: Tapped(data, 500)
    ),
    st.integers(0, 9).map(lambda row: Tapped(f"=jw.{row}", 500)),
    st.builds(Said, st.sampled_from(_TYPED) | st.text(max_size=40)),
)


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a city with one announcement in every stage; whose sending has come to something else with everybody."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    for person in MEMBERS:
        store_deed(store, person, "(affiliation active JA-1)", AT)
    store_deed(store, CHEN, "(grant volunteer)", AT)
    with store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ORGANISER, UNIT, Deed(By(None), AT))
        for number, verbs in enumerate(_VERBS):
            _announce(unit, verbs, with_picture=number % 2 == 1)
        unit.commit()
    yield store
    store.close()


def _announce(unit: UnitOfWork, verbs: tuple[Verb, ...], *, with_picture: bool) -> None:
    row = announcements.draft(unit, UNIT, Audience(places.path_of(unit, UNIT)), Deed(By(CHEN), AT))
    media = (Medium("photo", "file-1"),) if with_picture else ()
    row = announcements.change(unit, row.id, CHEN, content=Content({"zh_Hans": "<b>停电</b>", "en": "Dark"}, media))
    for verb in verbs:
        announcements.do(unit, row.id, verb, Deed(By(CHEN, "organiser"), AT))
        if verb is Verb.BEGIN:
            said = letters(unit, row.content, sender=row.unit_id)
            mailing = mailings.begin(unit, row.id, Purpose.SEND, said, mailings.Terms(AT))
            freezing.freeze_some(unit, mailing.id, Who(row.audience, row.topic), AT)
            for person, state in zip(MEMBERS, (State.SENT, State.FAILED, State.UNKNOWN), strict=False):
                mine = outbox.c.dedupe == f"m{mailing.id}:{person}"
                unit.connection.execute(update(outbox).where(mine).values(state=state, done_at=AT, reason="<&>"))


@IN_NO_HURRY
@given(ANNOUNCED_PLACES, EVENTS, st.sampled_from([MEMBERS[0], CHEN]))
def test_anything_around_announcements_that_left(city: Store, place: Step, event: Event, who: int) -> None:
    if isinstance(event, Tapped) and not event.data.startswith("="):
        event = Tapped(f"{flow_of(place).name}.15.{event.data}", 500)  # 41 in base 36
    with city.unit_of_work() as unit:
        desk = Desk(unit, Person(who), NOON, words("en"), HOUSE.search, HOUSE.bot_link, HOUSE.language)
        answered = answer(Arrival(1, who, NOON, event), Memory(place, SCREEN), SCREEN + 1, desk)
        assert memory.read(memory.write(answered.memory)) == answered.memory
        for reply in (*answered.replies, *(tell.reply for tell in answered.tells)):
            if isinstance(reply, Text):
                _is_within_the_limits(reply)
        unit.roll_back()


def _is_within_the_limits(text: Text) -> None:
    assert 1 <= len(parse_html(text.html)[0].strip().encode("utf-16-le")) // 2 <= 4096
    assert [button.label for row in text.buttons for button in row if not 1 <= len(button.label) <= 64] == []
    assert sum(map(len, text.buttons)) <= 12
