"""What waits for an organiser: each kind counted, and where its button leads."""

import pytest

from bot.chat import Button, Commanded, Reply, Said, Tapped
from bot.flows.entry_points import EntryPoint
from bot.flows.to_do import ToDo
from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import Audience
from domain.people.deeds import By, Deed
from domain.rules import Rule
from storage.announcements import announcements
from storage.people import colleagues
from storage.places import unit_rules
from storage.tables.announcements import announcements as table
from storage.unit_of_work import Store
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import NOON, Talk, button, buttons, furnish, html

CHEN, ZHOU, AT = 1004, 1006, NOON.timestamp()
STREET = "310106011"


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnish(sqlite_store)
    for person in (CHEN, ZHOU):
        store_deed(sqlite_store, person, f"(grant organiser {STREET})", AT)
    return Talk(sqlite_store, person=CHEN)


def todo(talk: Talk) -> list[Reply]:
    return talk.does(Commanded("todo"))


def ways(talk: Talk) -> list[Button]:
    return [one for one in buttons(todo(talk)) if " · " in one.label]


def announced(talk: Talk, by: int, *verbs: Verb) -> int:
    with talk.store.unit_of_work() as unit:
        row = announcements.draft(unit, unit_id(unit, STREET), Audience("/"), Deed(By(by, "organiser"), AT))
        announcements.change(unit, row.id, by, content=Content({"zh_Hans": "停电"}))
        for verb in verbs:
            announcements.do(unit, row.id, verb, Deed(By(by, "organiser"), AT))
        unit.commit()
        return row.id


def test_where_nothing_waits_the_queue_is_still_reached(talk: Talk) -> None:
    (shown,) = todo(talk)
    assert html(shown).splitlines()[0] == "现在没有等您办的事。"
    assert [one.label for one in ways(talk)] == ["待办审核 · 0"]


def test_what_others_have_written_waits_for_approval_and_the_own_does_not(talk: Talk) -> None:
    announced(talk, CHEN, Verb.SUBMIT)
    first = announced(talk, ZHOU, Verb.SUBMIT)
    assert ways(talk)[1] == Button("待审批 · 1", EntryPoint.ANNOUNCEMENT.data(first))
    announced(talk, ZHOU, Verb.SUBMIT)
    assert ways(talk)[1] == Button("待审批 · 2", EntryPoint.ANNOUNCEMENT.data())


def test_correction_that_is_proposed_waits_for_somebody_else(talk: Talk) -> None:
    number = announced(talk, ZHOU)
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(table.update().values(proposed_by=ZHOU))
        unit.commit()
    assert ways(talk)[1] == Button("待批更正 · 1", EntryPoint.ANNOUNCED.data(f"{number}.new"))
    talk.person = ZHOU
    assert [one.label for one in ways(talk)] == ["待办审核 · 0"]


def test_place_with_enough_members_waits_for_its_branch(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.HATCHERY_MEMBERS, unit_id(unit, STREET), 1)
        unit.commit()
    store_deed(talk.store, 1001, "(affiliation active JA-1 Jiaxing)", AT)
    assert "人数够成立支部" in html(todo(talk)[0])
    assert ways(talk)[1].label == "成立支部 · 1"
    talk.taps(ways(talk)[1])
    assert type(talk.remembered.step).__name__ == "NestCard"


def test_what_is_overdue_is_said_beside_its_number(talk: Talk) -> None:
    store_deed(talk.store, 1001, "(affiliation submitted JA-1)", AT)
    talk.waits(days=20)
    assert "· 1 份申请待审核，其中 1 份已超期" in html(todo(talk)[0])


def test_name_for_colleagues_is_asked_for_until_there_is_one(talk: Talk) -> None:
    assert button(todo(talk), "同事看到的称呼").data == EntryPoint.COLLEAGUE_NAME.data()
    with talk.store.unit_of_work() as unit:
        colleagues.keep(unit, CHEN, "陈老师")
        unit.commit()
    assert [one.label for one in buttons(todo(talk))] == ["待办审核 · 0", "菜单"]


def test_nobody_else_has_a_list_of_what_waits(talk: Talk) -> None:
    talk.person = 1001
    (refused,) = talk.does(Tapped(EntryPoint.TO_DO.data(), 500))
    assert html(refused).startswith("这不在您负责的范围内")
    talk.person = CHEN
    todo(talk)
    assert talk.remembered.step == ToDo()
    talk.does(Said("待办审核"))
    assert type(talk.remembered.step).__name__ == "ReviewQueue"
