"""Who has lost a page comes back: by the code on paper, from Telegram, or with an organiser's help at the desk."""

from sqlalchemy import select

from bot.chat import Drawing, Tapped
from bot.flows.entry_points import EntryPoint
from domain.people.deeds import HOUSE, Deed
from domain.people.roads import Kind
from domain.people.roles import Role
from storage.people import road_codes, roles
from storage.tables.people import audit
from storage.tables.roads import recovery_codes
from storage.unit_of_work import Store
from tests.flows.roads.ends import End, a_page, code_in, texts
from tests.flows.roads.lives import affiliated, published, sign_up
from tests.stage.talk import NOON, furnish

CHEN = 1004


def test_code_for_coming_back_is_shown_with_the_first_seat(store: Store) -> None:
    furnish(store)
    page = a_page(store)
    page.opens()
    assert "恢复码" not in "".join(page.heard())
    activity = published(store)
    sign_up(store, activity, page.person)
    code = code_in(page.opens())
    assert len(code.replace("-", "")) == 16
    assert "恢复码" not in texts(page.opens()), "once"
    with store.unit_of_work() as unit:
        assert code.replace("-", "") not in str(unit.connection.execute(select(recovery_codes)).all())
    page.presses("我已经抄下来了")
    assert "恢复码已经收起" in page.heard()[-1]


def test_code_brings_back_on_a_fresh_page_once(store: Store) -> None:
    furnish(store)
    lost, fresh, third = (a_page(store, key) for key in ("lost", "fresh", "third"))
    for page in (lost, fresh, third):
        page.opens()
    sign_up(store, published(store), lost.person)
    code = code_in(lost.opens())
    fresh.says(f"/roads {code}")
    back = fresh.presses("关联")
    assert "找回来了" in texts(back)
    assert fresh.whose == lost.person
    assert code_in(back) != code, "a new one in its place"
    assert "查不到" in texts(third.says(f"/roads {code}"))
    fresh.says("/roads")
    fresh.presses("停用一个入口")
    fresh.presses("聊天页（安卓手机，微信）")
    fresh.presses("关闭那个页面")
    assert "目前只有这一个" in texts(fresh.says("/roads"))


def test_renewed_code_ends_the_one_before(store: Store) -> None:
    furnish(store)
    page, fresh = a_page(store), a_page(store, "fresh")
    page.opens()
    fresh.opens()
    page.says("/roads")
    old = code_in(page.presses("恢复码"))
    page.waits(seconds=5)
    new = code_in(page.presses("恢复码"))
    assert "查不到" in texts(fresh.says(f"/roads {old}"))
    assert "找回您的身份" in texts(fresh.says(f"/roads {new}"))


def at_the_desk(store: Store) -> tuple[End, End, int]:
    """Return an organiser on Telegram, a member's page, and the affiliation of the member."""
    furnish(store)
    chen, page = End(store, person=CHEN), a_page(store)
    chen.opens()
    page.opens()
    with store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ADMIN, None, Deed(HOUSE, NOON.timestamp()))
        unit.commit()
    return chen, page, affiliated(store, page.person)


def test_organiser_brings_a_member_back(store: Store) -> None:
    chen, lost, affiliation = at_the_desk(store)
    chen.does(opened(affiliation))
    shown = chen.presses("出示代码")
    assert any(isinstance(one, Drawing) for one in shown)
    assert any("不在现场" in one for one in lost.heard()), "the member hears of it"
    with store.unit_of_work() as unit:
        noted = [row.subject for row in unit.connection.execute(select(audit).where(audit.c.what == "road.desk"))]
        assert f"person:{lost.person}" in noted
        code = road_codes.issue(unit, Kind.DESK, lost.person, CHEN, NOON.timestamp())
        unit.commit()
    assert "要在党员本人的手机上" in texts(chen.says(f"/roads {code}")), "no organiser becomes a member"
    fresh = a_page(store, "fresh")
    fresh.opens(f"l_{code}")
    fresh.presses("关联")
    assert fresh.whose == lost.person


def test_member_says_that_they_are_not_at_the_desk(store: Store) -> None:
    chen, lost, affiliation = at_the_desk(store)
    chen.does(opened(affiliation))
    chen.presses("出示代码")
    lost.presses("不是我本人")
    with store.unit_of_work() as unit:
        assert not unit.connection.exec_driver_sql("SELECT * FROM road_codes").all()


def test_nobody_with_a_role_is_brought_back_at_a_desk(store: Store) -> None:
    chen, lost, affiliation = at_the_desk(store)
    with store.unit_of_work() as unit:
        roles.give(unit, lost.person, Role.VOLUNTEER, None, Deed(HOUSE, NOON.timestamp()))
        unit.commit()
    chen.does(opened(affiliation))
    assert "有工作权限的同志" in texts(chen.presses("出示代码"))


def test_nobody_without_the_right_opens_a_page_for_others(store: Store) -> None:
    _, lost, affiliation = at_the_desk(store)
    stranger = End(store, person=1009, updates=700)
    stranger.opens()
    stranger.does(opened(affiliation))
    assert lost.whose == lost.person
    with store.unit_of_work() as unit:
        assert not unit.connection.exec_driver_sql("SELECT * FROM road_codes").all()


def opened(affiliation: int) -> Tapped:
    return Tapped(EntryPoint.ROAD_DESK.data(affiliation), 1)
