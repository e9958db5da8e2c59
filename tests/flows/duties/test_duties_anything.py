"""Whatever happens around duties, to an organiser or a volunteer: nothing raises, and no button is too long."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import memory
from bot.chat import Arrival, Event, Said, Tapped, Text
from bot.flows import flow_of
from bot.flows.desk import Desk
from bot.flows.duties.steps import DutyPart
from bot.flows.step import Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import answer
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from sandbox.formatting.html import parse_html
from storage.activities import duties
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import roles
from storage.people.people import Person
from storage.sealed import new_key
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store
from tests.anywhere.duties import DUTY_PLACES
from tests.anywhere.steps import IN_NO_HURRY
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, furnish, house

LI: Final = 1003
CHEN: Final = 1004
SCREEN: Final = 41
AT: Final = NOON.timestamp()
HOUSE: Final = house()

_CHOICES: Final = ["back", "add", "call", "remove", "none", "menu", *DutyPart, *map(str, range(12))]
_WORDS: Final = ["好的", "收到，晚到20分钟", "来不了", "1", "2人"]
_TYPED: Final = [*_WORDS, "18:00-19:00", "明天", "下午三点", "长" * 5_000, "\u200b"]
_REPLIED: Final = [0, 700, 701, 702, 703, 999]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(_CHOICES).map(lambda choice: Tapped(choice, 500)),
    st.builds("=d.{}{}".format, st.sampled_from(["", "a", "y", "n", "m", "x"]), st.integers(0, 9)).map(
        lambda data: Tapped(data, 500)
    ),
    st.builds(Said, st.sampled_from(_TYPED) | st.text(max_size=40), st.sampled_from(_REPLIED)),
)


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a city with an organiser and a volunteer, who was asked for three duties and told of two activities."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    for deed in (
        "(activity 志愿服务 义诊 JA-1 12-02T09:00 - anyone)",
        "(duty 引导 1)",
        "(duty 拍照 2)",
        "(activity 党课 第一课 JA-1 12-05T19:00 1 anyone)",
        "(duty 签到 1)",
        "(draft 党课 第二课 JA-1 12-06T19:00 1 anyone)",
    ):
        store_deed(store, CHEN, deed, AT)
    store_deed(store, LI, "(joins 2)", AT)
    with store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ORGANISER, 4, Deed(By(None), AT))
        roles.give(unit, LI, Role.VOLUNTEER, None, Deed(By(None), AT))
        for duty_id in (1, 2, 3):
            duties.ask(unit, duty_id, [LI, CHEN], AT)
        duties.come(unit, 1, CHEN, AT)
        duties.come(unit, 1, LI, AT)
        duties.decline(unit, 1, CHEN, AT)
        for number, about in enumerate(("duty_answer:1", "duty_answer:3", "activity:2", "activity:1"), 700):
            outbox.write(unit, [Draft(about, LI, Lane.CONFIRMATION, b"{}", AT, about=about)], AT)
            row = outbox_table.c.dedupe == about
            unit.connection.execute(outbox_table.update().where(row).values(state="sent", message_id=number))
        unit.commit()
    yield store
    store.close()


@IN_NO_HURRY
@given(DUTY_PLACES, EVENTS, st.sampled_from([LI, CHEN]))
def test_anything_around_duties(city: Store, place: Step, event: Event, who: int) -> None:
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
