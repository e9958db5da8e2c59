"""Admins hear that updates failed: how many, once an hour at the most, and nothing of what was in them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from bot.chat import Said, Started
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from scheduler import alarm
from storage.messages import failed_updates
from storage.people import people, roles
from storage.tables import places as place_tables
from storage.unit_of_work import Store
from tests.stage.talk import NOON, Talk, furnish, house, html, said

WU, BEN = 1009, 1008
AT = NOON.timestamp()
STORM = 40


@pytest.fixture
def talk(store: Store) -> Talk:
    """Give a chat in which every update about a point fails, and two admins."""
    furnish(store)
    with store.unit_of_work() as unit:
        unit.connection.execute(place_tables.points.update().values(layer="castle"))
        people.welcome(unit, [WU, BEN], 0.0, {BEN: "en"})
        roles.give(unit, WU, Role.ADMIN, None, Deed(HOUSE, 0.0))
        roles.give(unit, BEN, Role.ADMIN, None, Deed(HOUSE, 0.0))
        unit.commit()
    return Talk(store)


def sounded(store: Store, at: float) -> int:
    with store.unit_of_work() as unit:
        return alarm.sound(unit, house(), at)


def heard(store: Store, chat_id: int) -> list[str]:
    return [html(reply) for chat, reply in said(store) if chat == chat_id]


def test_admins_are_told_how_many_and_how_to_look(talk: Talk) -> None:
    talk.does(Started("p_JA-3"), Said("王芳 13912345678"), Started("p_JA-1"))
    assert sounded(talk.store, AT) == 2
    assert "\n".join(heard(talk.store, WU)) == (
        "有 2 条消息没能处理，已告诉本人参考编号。\n"
        "在服务器上用 waystation failed list 可以查看。\n"
        "之后如果还有，最早一小时后再告诉您。"
    )
    assert "\n".join(heard(talk.store, BEN)) == (
        "2 messages could not be dealt with. Whoever wrote was told, with a reference.\n"
        "On the server, waystation failed list shows what it was.\n"
        "Should there be more, I tell you in an hour at the earliest."
    )


def test_nobody_is_told_of_nothing(talk: Talk) -> None:
    assert (sounded(talk.store, AT), said(talk.store)) == (0, [])


def test_one_that_failed_is_told_of_once(talk: Talk) -> None:
    talk.does(Started("p_JA-3"))
    assert [sounded(talk.store, AT + hours * alarm.EVERY_S) for hours in range(3)] == [2, 0, 0]


def test_storm_is_told_of_once_an_hour_with_the_count(talk: Talk) -> None:
    told = []
    for minute in range(STORM * 2):
        if minute < STORM:
            talk.does(Started("p_JA-3"))
        told.append(sounded(talk.store, AT + minute * 60))
    assert [minute for minute, count in enumerate(told) if count] == [0, 60]
    assert [text.splitlines()[0].split()[0] for text in heard(talk.store, BEN)] == ["1", str(STORM - 1)]


def test_without_an_admin_it_waits_for_one(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        for one in roles.holders_below(unit, roles.EVERYWHERE):
            roles.take(unit, one.grant_id, Deed(HOUSE, 1.0))
        roles.give(unit, BEN, Role.ORGANISER, None, Deed(HOUSE, 1.0))
        unit.commit()
    talk.does(Started("p_JA-3"))
    assert sounded(talk.store, AT) == 0
    with talk.store.unit_of_work() as unit:
        roles.give(unit, WU, Role.ADMIN, None, Deed(HOUSE, 2.0))
        unit.commit()
    assert sounded(talk.store, AT + 1) == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_two_workers_tell_it_once(talk: Talk, new_store: Callable[[], Store]) -> None:
    """Where both look at the same moment, the second finds that the first has told it."""
    talk.does(Started("p_JA-3"))
    with talk.store.unit_of_work() as first, ThreadPoolExecutor(1) as other:
        failed_updates.report(first, AT)
        second = other.submit(sounded, new_store(), AT)
        wait({second}, timeout=0.3)  # it waits for what the first has locked
        first.commit()
        assert second.result() == 0
