"""A role acts on a page only after that was confirmed on Telegram, for some hours, and until either end ends it."""

from bot.chat import Tapped
from bot.flows.entry_points import EntryPoint
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import roles
from storage.unit_of_work import Store
from tests.flows.roads.ends import End, a_page, texts
from tests.flows.roads.test_linking import link
from tests.stage.talk import NOON, WANG, furnish

MINUTE, HOUR = 60, 3600


def organiser(store: Store) -> tuple[End, End]:
    """Return an organiser on Telegram, and a page that is linked with them."""
    furnish(store)
    phone, page = End(store), a_page(store)
    phone.opens()
    page.opens()
    with store.unit_of_work() as unit:
        roles.give(unit, WANG, Role.ADMIN, None, Deed(HOUSE, NOON.timestamp()))
        unit.commit()
    link(phone, page)
    return phone, page


def acts(page: End) -> bool:
    return "在这个页面上，您和其他党员一样" not in texts(page.says("/todo"))


def confirmed(store: Store) -> tuple[End, End]:
    phone, page = organiser(store)
    page.says("/todo")
    page.presses("在这里行使权限")
    phone.presses("是我本人")
    return phone, page


def test_page_says_kindly_that_it_is_a_members(store: Store) -> None:
    _, page = organiser(store)
    said = texts(page.says("/todo"))
    assert "证明不了是谁在用" in said
    assert "Telegram 上确认一次" in said


def test_page_acts_once_it_is_confirmed(store: Store) -> None:
    phone, page = confirmed(store)
    asked = next(one for one in phone.heard() if "允许这个页面" in one)
    assert "聊天页（安卓手机，微信），12月1日周二 12:00 打开；12:00 提出" in asked
    assert acts(page)
    assert any("可以在这里行使权限" in one for one in page.heard())


def test_it_ends_when_the_page_rests(store: Store) -> None:
    _, page = confirmed(store)
    page.waits(minutes=29)
    assert acts(page)
    page.waits(minutes=29)
    assert acts(page), "each use counts the rest anew"
    page.waits(minutes=31)
    assert not acts(page)


def test_it_ends_after_a_working_day(store: Store) -> None:
    _, page = confirmed(store)
    for _ in range(26):
        page.waits(minutes=28)
        page.says("/start")
    assert not acts(page)


def test_it_is_ended_from_telegram(store: Store) -> None:
    phone, page = confirmed(store)
    phone.presses("现在结束")
    assert not acts(page)
    assert any("不再行使您的工作权限" in one for one in page.heard())


def test_no_means_no(store: Store) -> None:
    phone, page = organiser(store)
    page.says("/todo")
    page.presses("在这里行使权限")
    phone.presses("不可以")
    assert not acts(page)
    assert "已经过期" in texts(phone.presses("是我本人"))


def test_question_is_over_after_some_minutes(store: Store) -> None:
    phone, page = organiser(store)
    page.says("/todo")
    page.presses("在这里行使权限")
    phone.waits(minutes=11)
    assert "已经过期" in texts(phone.presses("是我本人"))
    assert not acts(page)


def test_nobody_is_pestered_into_a_yes(store: Store) -> None:
    phone, page = organiser(store)
    page.says("/todo")
    page.presses("在这里行使权限")
    page.waits(seconds=5)
    assert "已经在 Telegram 上问过您了" in texts(page.presses("在这里行使权限"))
    assert len([one for one in phone.heard() if "允许这个页面" in one]) == 1


def test_page_cannot_confirm_itself_nor_another(store: Store) -> None:
    phone, page = organiser(store)
    other = a_page(store, "other")
    other.opens()
    phone.waits(seconds=5)
    link(phone, other)
    page.says("/todo")
    page.presses("在这里行使权限")
    for end in (page, other):
        end.does(Tapped(EntryPoint.ROAD_CONFIRM.data(page.person), 1))
    stranger = End(store, person=1009, updates=900)
    stranger.does(Tapped(EntryPoint.ROAD_CONFIRM.data(page.person), 1))
    stranger.does(Tapped(EntryPoint.ROAD_END.data(page.person), 1))
    assert not acts(page)
    assert "可以行使您的权限" in texts(phone.presses("是我本人"))
    assert acts(page)
    assert not acts(other)


def test_unlinked_page_acts_no_more(store: Store) -> None:
    phone, page = confirmed(store)
    phone.says("/roads")
    phone.presses("停用一个入口")
    phone.presses("聊天页（安卓手机，微信）")
    phone.presses("解除关联")
    assert "我没有 /todo 这个命令" in texts(page.says("/todo"))
    assert "待办" not in texts(page.says("/start"))


def test_role_that_was_taken_acts_nowhere(store: Store) -> None:
    _, page = confirmed(store)
    with store.unit_of_work() as unit:
        (held,) = roles.held(unit, WANG)
        roles.take(unit, held.id, Deed(HOUSE, NOON.timestamp()))
        unit.commit()
    assert "/todo" in texts(page.says("/todo")), "it is no command to a member"
