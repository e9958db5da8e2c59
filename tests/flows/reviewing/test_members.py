"""Members looked for in the chat: who is found, what is on record, and what leads where."""

import pytest
from sqlalchemy import select

from bot.chat import Reply, Said, Tapped
from bot.flows.narrowing import Place
from bot.flows.reviewing.steps import FindingMember, MemberList
from storage.affiliations import member_search
from storage.tables.people import audit
from storage.unit_of_work import Store
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, Talk, button, furnish, html

CHEN, AT = 1004, NOON.timestamp()


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnish(sqlite_store)
    for person, deed in (
        (CHEN, "(grant organiser 310106)"),
        (1001, "(affiliation active JA-1)"),
        (1003, "(affiliation active JA-4 Jiaxing B2)"),
        (1007, "(affiliation active PD-2)"),
    ):
        store_deed(sqlite_store, person, deed, AT)
    return Talk(sqlite_store, person=CHEN)


def looks(talk: Talk) -> list[tuple[str, str]]:
    with talk.store.unit_of_work() as unit:
        rows = unit.connection.execute(select(audit.c.what, audit.c.subject).order_by(audit.c.number))
        return [tuple(row) for row in rows if row.what.startswith("member.")]


def finds(talk: Talk, typed: str) -> list[Reply]:
    (shown,) = talk.taps(button(opened(talk), "找人"))
    assert html(shown).startswith("找谁？")
    return talk.does(Said(typed))


def opened(talk: Talk) -> list[Reply]:
    return talk.does(Tapped("=members.", 500))


def test_each_who_is_found_can_see_that_somebody_has_looked(talk: Talk) -> None:
    (found,) = finds(talk, "王芳")
    assert html(found).startswith("找到 1 人：\n1. 王* · ")
    assert looks(talk) == [("member.search", "person:1001")]


def test_search_that_finds_nobody_is_on_record_too(talk: Talk) -> None:
    said, again = finds(talk, "阿依古丽·买买提")  # of another district
    assert html(said) == "您负责的单位里没有找到叫“阿依古丽·买买提”的党员。"
    assert html(again).startswith("找谁？")
    assert (looks(talk), talk.remembered.step) == ([("member.search", "members")], FindingMember())


def test_place_is_no_search_for_anybody(talk: Talk) -> None:
    (found,) = finds(talk, "嘉星商务楼")
    assert html(found).startswith("嘉星商务楼，1 人：")
    assert isinstance(talk.remembered.step, MemberList)
    assert looks(talk) == []


def test_number_that_is_none_finds_nobody(talk: Talk) -> None:
    assert html(finds(talk, "99999")[0]) == "您负责的单位里没有用这个号码的党员。"


def test_where_too_many_are_all_of_it_is_asked_for(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_search, "MOST_READ", 0)
    assert html(finds(talk, "5678")[0]).startswith("您负责的党员太多")


def test_blank_is_asked_again(talk: Talk) -> None:
    finds(talk, " ")
    assert talk.remembered.step == FindingMember()


def test_way_back_and_to_all(talk: Talk) -> None:
    talk.taps(button(talk.taps(button(opened(talk), "找人")), "返回"))
    assert talk.remembered.step == MemberList()
    finds(talk, "王芳")
    talk.does(Said("南京西路街道"))
    step = talk.remembered.step
    assert isinstance(step, MemberList)
    assert step.place.unit_id
    talk.taps(button(talk.does(Said("王芳")), "全部成员"))
    assert talk.remembered.step == MemberList()


def test_place_without_members_and_place_that_is_gone(talk: Talk) -> None:
    opened(talk)
    assert html(talk.does(Said("华山路骑手驿站"))[0]) == "华山路骑手驿站还没有党员挂靠。"
    assert MemberList(page=3).is_all
    assert not MemberList(place=Place(point_id=1)).is_all


def test_what_is_no_name_is_not_looked_for_at_the_list(talk: Talk) -> None:
    opened(talk)
    talk.does(Said("月报"))
    assert looks(talk) == []
