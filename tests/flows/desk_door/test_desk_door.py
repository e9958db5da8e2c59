"""The door of the desk in the chat: a code that is written here, a number that is tapped, sessions that are ended."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.chat import Commanded, Reply, Said, Tapped
from bot.flows.entry_points import EntryPoint
from bot.flows.step import AtMenu
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.desk import sessions
from storage.desk.sessions import SIGNS_IN_S, SignIn, Standing, Where
from storage.people import roles
from storage.tables.desk import desk_sign_ins
from storage.tables.people import audit
from storage.unit_of_work import Store
from tests.stage.talk import NOON, Talk, button, buttons, furnish, house, html

CHEN, LI = 1004, 1003
NOW = NOON.timestamp()
DESK = "https://chat.example.org"
CHROME = Where("Chrome 128 · Windows", "203.0.113.x")
OVER = "这次登录已经结束，请在页面上重新获取登录码。"
GONE = "现在没有浏览器显示这个登录码"


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Play on SQLite alone: what differs between the stores is tried in `tests/storage`."""
    return sqlite_store


@pytest.fixture
def chen(store: Store) -> Talk:
    """Give an organiser at the menu of a house that serves a desk."""
    furnish(store)
    talk = Talk(store, replace(house(), desk_address=DESK), CHEN)
    talk.does(Said("你好"))
    organises(store, CHEN)
    return talk


def organises(store: Store, *people: int) -> None:
    with store.unit_of_work() as unit:
        for person in people:
            roles.give(unit, person, Role.ADMIN, None, Deed(HOUSE, NOW))
        unit.commit()


def takes_role(store: Store, person: int) -> None:
    with store.unit_of_work() as unit:
        (held,) = roles.held(unit, person)
        roles.take(unit, held.id, Deed(HOUSE, NOW))
        unit.commit()


def a_browser(store: Store, where: Where = CHROME) -> SignIn:
    """Let the page of one and the same browser show a code and a number; those before are over."""
    with store.unit_of_work() as unit:
        shown = sessions.show_code(unit, "secret", where, NOW)
        unit.commit()
    return shown


def signed_in(store: Store, *browsers: str) -> None:
    with store.unit_of_work() as unit:
        for browser in browsers:
            token = sessions.make_link(unit, CHEN, NOW)
            sessions.enter(unit, token, token, replace(CHROME, browser=browser), NOW)
        unit.commit()


def standing(store: Store, sign_in: SignIn) -> Standing | None:
    with store.unit_of_work() as unit:
        found = unit.connection.scalar(select(desk_sign_ins.c.state).where(desk_sign_ins.c.id == sign_in.id))
        return None if found is None else Standing(found)


def there(store: Store) -> list[str]:
    with store.unit_of_work() as unit:
        return [one.browser for one in sessions.of_person(unit, CHEN, NOW)]


def said(replies: list[Reply]) -> str:
    return "\n".join(html(one) for one in replies)


# ---- the code and the number


def test_number_of_the_page_lets_the_browser_in(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    assert f"在电脑上打开 {DESK}/desk" in said(chen.does(Commanded("desk")))
    asked = chen.does(Said(f"{shown.code[:3]} {shown.code[3:]}" if shown.code else ""))
    assert "浏览器：Chrome 128 · Windows" in said(asked)
    assert "网络：203.0.113.x" in said(asked)
    labels = [one.label for one in buttons(asked)]
    assert (str(shown.number) in labels, len(labels)) == (True, 4)
    assert "已同意，请在浏览器里继续" in said(chen.taps(button(asked, str(shown.number))))
    assert standing(store, shown) is Standing.AGREED


def test_another_number_ends_it(store: Store, chen: Talk) -> None:
    shown = a_browser(store, where=Where("", "203.0.113.x"))
    asked = chen.does(Commanded("desk", shown.code or ""))
    assert "浏览器：未知的浏览器" in said(asked)
    other = next(one for one in buttons(asked) if one.label.isdecimal() and one.label != str(shown.number))
    assert "这个浏览器没有登录" in said(chen.taps(other))
    assert standing(store, shown) is Standing.OVER


def test_not_me_ends_it(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    asked = chen.does(Commanded("desk", shown.code or ""))
    assert "不是我本人" in said(asked), "the text calls the button by its name"
    assert "这个浏览器没有登录" in said(chen.taps(button(asked, "不是我本人")))
    assert standing(store, shown) is Standing.OVER


def test_words_are_no_tap(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    asked = chen.does(Commanded("desk", shown.code or ""))
    assert said(asked) in said(chen.does(Said("嗯嗯"))), "it is asked once more"
    assert standing(store, shown) is Standing.ASKED


def test_code_that_no_browser_shows(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    wrong = f"{(int(shown.code or 0) + 1) % 1_000_000:06}"
    chen.does(Commanded("desk"))
    assert GONE in said(chen.does(Said(wrong)))
    assert GONE in said(chen.does(Said("12345"))), "a figure too few is told as a wrong one"


def test_code_that_a_colleague_has_written_first(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    li = Talk(store, chen.house, LI, updates=500)
    li.does(Said("你好"))
    organises(store, LI)
    li.does(Commanded("desk", shown.code or ""))
    assert GONE in said(chen.does(Commanded("desk", shown.code or "")))


def test_sign_in_that_ran_out_lets_nobody_in(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    asked = chen.does(Commanded("desk", shown.code or ""))
    chen.waits(seconds=SIGNS_IN_S + 1)
    late = chen.taps(button(asked, str(shown.number)))
    assert OVER in said(late)
    assert "工作台</b>" in said(late), "and the door is shown, where a new code is taken"
    assert standing(store, shown) is Standing.ASKED


def test_words_after_it_ran_out_show_that_it_is_over(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    chen.does(Commanded("desk", shown.code or ""))
    chen.waits(seconds=SIGNS_IN_S + 1)
    over = chen.does(Said("嗯嗯"))
    assert OVER in said(over)
    chen.taps(button(over, "菜单"))
    assert chen.remembered.step == AtMenu()


def test_browser_that_took_a_new_code_meanwhile(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    asked = chen.does(Commanded("desk", shown.code or ""))
    a_browser(store)
    assert OVER in said(chen.taps(button(asked, str(shown.number))))


def test_role_that_was_taken_while_it_was_asked(store: Store, chen: Talk) -> None:
    shown = a_browser(store)
    asked = chen.does(Commanded("desk", shown.code or ""))
    takes_role(store, CHEN)
    assert "这不在您负责的范围内" in said(chen.taps(button(asked, str(shown.number))))
    assert standing(store, shown) is Standing.ASKED
    with store.unit_of_work() as unit:
        noted = unit.connection.scalars(select(audit.c.subject).where(audit.c.what == "forbidden")).all()
    assert f"desk:{shown.id}" in noted


# ---- where one is signed in


def test_sessions_are_listed_and_ended_one_by_one(store: Store, chen: Talk) -> None:
    signed_in(store, "Edge", "")
    shown = chen.does(Commanded("desk"))
    assert "1. 未知的浏览器 · 203.0.113.x · 12月1日周二 12:00 起" in said(shown)
    assert "2. Edge · 203.0.113.x" in said(shown)
    ended = chen.taps(button(shown, "退出第 2 个"))
    assert "✅ 那个浏览器已退出。" in said(ended)
    assert there(store) == [""]
    assert "全部退出" not in [one.label for one in buttons(ended)], "there is one"
    chen.waits(seconds=5)
    assert "✅ 那个浏览器已退出。" in said(chen.taps(button(shown, "退出第 2 个"))), "whoever ended it, it has ended"


def test_all_sessions_are_ended_at_once(store: Store, chen: Talk) -> None:
    signed_in(store, "Edge", "Firefox")
    shown = chen.does(Commanded("desk"))
    assert "✅ 已全部退出。" in said(chen.taps(button(shown, "全部退出")))
    assert there(store) == []


def test_link_for_the_phone_signs_in(store: Store, chen: Talk) -> None:
    shown = chen.does(Commanded("desk"))
    (link,) = (one.url for one in buttons(chen.taps(button(shown, "在这部手机上打开"))) if one.url)
    with store.unit_of_work() as unit:
        assert sessions.enter(unit, link.removeprefix(f"{DESK}/desk/link/"), "key", CHROME, NOW) is not None


def test_words_at_the_door_are_heard_as_anywhere(chen: Talk) -> None:
    chen.does(Commanded("desk"))
    assert "您要找的是哪一个" in said(chen.does(Said("嘉兴大厦")))


def test_desk_that_is_no_longer_served(store: Store, chen: Talk) -> None:
    shown = chen.does(Commanded("desk"))
    chen.house = house()
    assert "这里没有开通浏览器工作台" in said(chen.taps(button(shown, "在这部手机上打开")))
    with store.unit_of_work() as unit:
        assert not unit.connection.execute(select(desk_sign_ins)).all()


def test_door_is_shut_to_members(store: Store, chen: Talk) -> None:
    wang = Talk(store, chen.house, updates=700)
    wang.does(Said("你好"))
    assert "这不在您负责的范围内" in said(wang.does(Tapped(EntryPoint.DESK_DOOR.data(), 1)))
