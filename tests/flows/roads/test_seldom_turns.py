"""Ways in, when it does not go straight: back, a press on an old card, a code that is over, a thing gone meanwhile."""

from dataclasses import replace

import pytest

from bot.chat import Blocked, SentFile, Tapped
from bot.flows.entry_points import EntryPoint
from bot.flows.roads.steps import AtRoads
from domain.activities.seats import State
from domain.people.deeds import HOUSE, Deed
from domain.people.roads import Kind
from domain.people.roles import Role
from storage.people import addresses, bells, road_codes, roles
from storage.unit_of_work import Store
from tests.flows.roads.ends import End, a_page, code_in, seats_of, texts
from tests.flows.roads.lives import affiliated, published, sign_up
from tests.flows.roads.test_linking import link
from tests.stage.talk import NOON, WANG, button, furnish, house, said

CHEN, LIVES = 1004, 600
PAGE = "聊天页（安卓手机，微信）"
OVER = "这个代码已经过期，什么都没有改动。"


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Play on SQLite alone: what differs between the stores is tried in `tests/storage`."""
    return sqlite_store


@pytest.fixture
def ends(store: Store) -> tuple[End, End]:
    furnish(store)
    phone, page = End(store), a_page(store)
    phone.opens()
    page.opens()
    return phone, page


def give_role(store: Store, person: int, role: Role = Role.ADMIN) -> None:
    with store.unit_of_work() as unit:
        roles.give(unit, person, role, None, Deed(HOUSE, NOON.timestamp()))
        unit.commit()


def asked(phone: End, page: End) -> str:
    """Let the page ask whether it shall become one with Telegram, and return the code."""
    phone.says("/roads")
    code = code_in(phone.presses("关联另一个入口"))
    page.says(f"/roads {code}")
    return code


# ---- back, and words where a tap is waited for


def test_every_screen_leads_back(ends: tuple[End, End]) -> None:
    phone, page = ends
    link(phone, page)
    for label in ("我有代码", "消息发到哪里", "停用一个入口"):
        phone.says("/roads")
        phone.presses(label)
        assert "您的入口" in texts(phone.presses("返回")), label
        phone.waits(seconds=5)
    phone.presses("停用一个入口")
    phone.presses(PAGE)
    assert "要停用哪个入口" in texts(phone.presses("返回"))


def test_joining_is_left_and_nothing_has_changed(ends: tuple[End, End]) -> None:
    phone, page = ends
    asked(phone, page)
    assert "您的入口" in texts(page.presses("先不关联"))
    assert page.whose == page.person


@pytest.mark.parametrize("label", ["消息发到哪里", "停用一个入口"])
def test_who_writes_where_a_tap_is_waited_for_is_asked_again(ends: tuple[End, End], label: str) -> None:
    phone, page = ends
    link(phone, page)
    phone.says("/roads")
    shown = texts(phone.presses(label))
    assert shown in texts(phone.says("嗯嗯"))


def test_what_is_no_code_is_asked_for_again(ends: tuple[End, End]) -> None:
    phone, page = ends
    asked(phone, page)
    assert "要和Telegram关联吗" in texts(page.says("嗯嗯")), "a tap is waited for"
    page.says("/roads")
    page.presses("我有代码")
    assert "8 位或 16 位" in texts(page.says("不知道在哪里看"))
    assert "请输入另一个入口显示的代码" in texts(page.does(SentFile("photo", "AgAC1")))
    assert page.whose == page.person


# ---- a code that is over, of oneself, or for a new page


def test_own_code_opens_nothing(ends: tuple[End, End]) -> None:
    phone, page = ends
    link(phone, page)
    phone.says("/roads")
    phone.waits(seconds=5)
    code = code_in(phone.presses("关联另一个入口"))
    assert "这两个入口已经关联，两边是同一个人" in texts(page.says(f"/roads {code}"))


def test_code_runs_out_while_the_question_stands(ends: tuple[End, End]) -> None:
    phone, page = ends
    asked(phone, page)
    page.waits(seconds=LIVES + 1)
    assert OVER in texts(page.presses("关联"))
    assert page.whose == page.person


def test_question_that_is_over_is_not_asked_again(ends: tuple[End, End]) -> None:
    phone, page = ends
    asked(phone, page)
    page.waits(seconds=LIVES + 1)
    assert OVER in texts(page.says("嗯嗯"))


def test_somebody_else_was_quicker_with_the_code(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    code = asked(phone, page)
    other = a_page(store, "other")
    other.opens(f"l_{code.replace('-', '')}")
    other.presses("关联")
    assert OVER in texts(page.presses("关联"))
    assert (other.whose, page.whose) == (WANG, page.person)


def test_what_has_changed_meanwhile_is_shown_before_anything_is_done(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    asked(phone, page)
    activity = published(store)
    sign_up(store, activity, page.person)
    again = texts(page.presses("关联"))
    assert "刚才情况有了变化，现在会是这样：" in again
    assert "· 1 项报名一起带过来。" in again
    assert page.whose == page.person, "the code is not used up"
    page.waits(seconds=5)
    assert "已关联" in texts(page.presses("关联"))
    assert seats_of(store, activity, WANG) == [State.SIGNED_UP]


def test_paper_brings_back_on_telegram_too(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    sign_up(store, published(store), page.person)
    code = code_in(page.opens())
    assert "<b>在这里找回您的身份吗？</b>" in texts(phone.says(f"/roads {code}"))
    assert "找回来了" in texts(phone.presses("关联"))
    assert page.whose == WANG


# ---- what each way in does, and is called


def test_way_in_where_nothing_arrives_says_so(ends: tuple[End, End]) -> None:
    phone, page = ends
    link(phone, page)
    phone.does(Blocked())
    page.waits(minutes=1)
    assert "Telegram · 目前收不到消息" in texts(page.says("/roads"))
    assert not unreached(phone.store), "the page reaches them"
    phone.waits(minutes=2)
    phone.opens()
    assert "Telegram · 手机会响" in texts(page.says("/roads"))
    phone.does(Blocked())
    phone.waits(minutes=3)
    page.says("/roads")
    page.presses("停用一个入口")
    page.presses("这个页面")
    page.presses("解除关联")
    assert unreached(phone.store), "without it nothing does"


def unreached(store: Store) -> bool:
    """Ask as announcements, digests and the mail do."""
    with store.unit_of_work() as unit:
        return bells.is_unreached(unit, WANG)


@pytest.mark.parametrize(
    ("agent", "name"),
    [("SomeBrowser/1 (iPhone)", "聊天页（苹果手机）"), ("Firefox", "聊天页（火狐浏览器）"), ("curl/8", "聊天页")],
)
def test_browser_is_called_by_what_is_known_of_it(store: Store, agent: str, name: str) -> None:
    furnish(store)
    page = a_page(store, agent=agent)
    page.opens()
    assert f"1. {name} · 12月1日周二" in texts(page.says("/roads"))


def test_house_without_a_page_has_nothing_to_link(store: Store) -> None:
    furnish(store)
    phone = End(store, house())
    assert "目前只有 Telegram 这一个入口" in texts(phone.says("/roads"))
    assert [b.label for row in said(store)[-1][1].buttons for b in row] == ["菜单"]


# ---- old cards


def test_chosen_way_in_that_has_gone_meanwhile_is_not_chosen(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    link(phone, page)
    phone.says("/roads")
    phone.presses("消息发到哪里")
    page.says("/roads")
    page.presses("停用一个入口")
    page.presses("这个页面")
    page.presses("解除关联")
    assert "目前只有这一个" in texts(phone.presses(PAGE))
    with store.unit_of_work() as unit:
        assert not any(one.is_chosen for one in addresses.listed(unit, page.person))


def test_way_in_that_was_taken_off_elsewhere_is_not_taken_off_twice(ends: tuple[End, End]) -> None:
    phone, page = ends
    link(phone, page)
    phone.says("/roads")
    phone.presses("停用一个入口")
    shown = phone.presses(PAGE)
    page.says("/roads")
    page.presses("停用一个入口")
    page.presses("这个页面")
    page.presses("解除关联")
    before = page.heard()
    assert "目前只有这一个" in texts(phone.taps(button(shown, "解除关联")))
    assert page.heard() == before, "it is somebody else's now, and hears nothing"


# ---- a role on a page


def test_page_acts_already(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    give_role(store, WANG)
    link(phone, page)
    assert "在这里行使权限" in [b.label for row in page.says("/roads")[-1].buttons for b in row]
    page.presses("在这里行使权限")
    phone.presses("是我本人")
    page.waits(minutes=1)
    assert "您在这里已经可以行使权限" in texts(page.presses("在这里行使权限"))
    assert "可以行使您的工作权限，最晚到" in texts(page.says("/roads"))
    page.presses("不再行使权限")
    assert page.remembered.step == AtRoads()
    page.waits(seconds=5)
    heard = len(phone.heard())
    assert "不能行使您的权限" in texts(page.presses("不再行使权限")), "it is said again"
    assert len(phone.heard()) == heard


def test_ending_from_telegram_twice_tells_the_page_once(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    give_role(store, WANG)
    link(phone, page)
    page.says("/roads")
    page.presses("在这里行使权限")
    for _ in range(2):
        phone.presses("不可以")
        phone.waits(seconds=5)
    assert len([one for one in page.heard() if "不再行使您的工作权限" in one]) == 1


def test_role_that_was_taken_meanwhile_asks_nobody(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    give_role(store, WANG)
    link(phone, page)
    page.says("/roads")
    with store.unit_of_work() as unit:
        (held,) = roles.held(unit, WANG)
        roles.take(unit, held.id, Deed(HOUSE, NOON.timestamp()))
        unit.commit()
    assert "这不在您负责的范围内" in texts(page.presses("在这里行使权限"))
    assert not any("允许这个页面" in one for one in phone.heard())


def test_page_alone_with_a_role_is_sent_to_telegram(store: Store, ends: tuple[End, End]) -> None:
    _, page = ends
    give_role(store, page.person, Role.VOLUNTEER)
    page.says("/roads")
    assert "请先把这个页面和您领取权限的 Telegram 关联：/roads" in texts(page.presses("在这里行使权限"))


# ---- at the organiser's desk


def at_the_desk(store: Store, page: End) -> tuple[End, int]:
    chen = End(store, person=CHEN, updates=800)
    chen.opens()
    give_role(store, CHEN)
    affiliation = affiliated(store, page.person)
    chen.does(Tapped(EntryPoint.ROAD_DESK.data(affiliation), 1))
    return chen, affiliation


def test_words_at_the_desk_open_no_page(store: Store, ends: tuple[End, End]) -> None:
    chen, _ = at_the_desk(store, ends[1])
    chen.says("请帮他打开")
    with store.unit_of_work() as unit:
        assert not unit.connection.exec_driver_sql("SELECT * FROM road_codes").all()


def test_house_that_has_closed_its_page_brings_nobody_back(store: Store, ends: tuple[End, End]) -> None:
    chen, _ = at_the_desk(store, ends[1])
    chen.house = replace(chen.house, page="")
    assert "目前没有可以打开的聊天页" in texts(chen.presses("出示代码"))


def test_code_of_the_desk_is_for_a_page(store: Store, ends: tuple[End, End]) -> None:
    phone, page = ends
    with store.unit_of_work() as unit:
        code = road_codes.issue(unit, Kind.DESK, page.person, CHEN, NOON.timestamp())
        unit.commit()
    assert "要在党员本人的手机上" in texts(phone.says(f"/roads {code}"))
