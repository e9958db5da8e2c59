"""Two ways in become one person's by a code that one shows and the other types or opens; either comes off again."""

from sqlalchemy import select

from bot.flows.step import AtMenu
from storage.messages import conversations
from storage.pages import openings
from storage.people import addresses
from storage.tables.people import people
from storage.tables.roads import road_codes
from storage.unit_of_work import Store
from tests.flows.roads.ends import End, a_page, code_in, texts
from tests.stage.talk import WANG, furnish

LIVES = 600


def ends(store: Store) -> tuple[End, End]:
    furnish(store)
    phone, page = End(store), a_page(store)
    phone.opens()
    page.opens()
    return phone, page


def test_page_shows_a_code_and_telegram_takes_it(store: Store) -> None:
    phone, page = ends(store)
    page.says("/roads")
    shown = page.presses("关联另一个入口")
    code = code_in(shown)
    assert f"https://t.me/waystation_bot?start=l_{code.replace('-', '')}" in texts(shown)
    asked = texts(phone.opens(f"l_{code.replace('-', '')}"))
    assert "聊天页（安卓手机，微信）" in asked
    assert "如果是别人发来的" in asked
    assert page.whose == page.person, "nothing is done before the person has said so"
    assert "已关联" in texts(phone.presses("关联"))
    assert page.whose == WANG
    assert any("您新关联了一个入口：Telegram" in one for one in page.heard()), "the other end hears of it"
    assert "1. Telegram" in texts(page.says("/roads"))


def test_telegram_shows_a_code_and_a_page_opens_it(store: Store) -> None:
    phone, page = ends(store)
    phone.says("/roads")
    shown = phone.presses("关联另一个入口")
    assert "https://chat.example.org/p/l_" in texts(shown)
    page.opens(f"l_{code_in(shown).replace('-', '')}")
    page.presses("关联")
    assert page.whose == WANG
    assert any("您新关联了一个入口：聊天页" in one for one in phone.heard())


def test_code_is_typed_however_it_is_written(store: Store) -> None:
    phone, page = ends(store)
    phone.says("/roads")
    code = code_in(phone.presses("关联另一个入口"))
    page.says("换手机了")
    page.presses("我有代码")
    page.says(f" {code.lower().replace('-', ' ')} ")
    page.presses("关联")
    assert page.whose == WANG


def test_code_works_once_and_not_for_long(store: Store) -> None:
    phone, page = ends(store)
    other = a_page(store, "other")
    other.opens()
    phone.says("/roads")
    code = code_in(phone.presses("关联另一个入口"))
    page.says(f"/roads {code}")
    page.presses("关联")
    assert "查不到" in texts(other.says(f"/roads {code}"))
    phone.waits(seconds=5)
    code = code_in(phone.presses("关联另一个入口"))
    other.waits(seconds=LIVES + 6)
    assert "查不到" in texts(other.says(f"/roads {code}"))
    assert other.whose == other.person


def test_store_has_no_code(store: Store) -> None:
    phone, _ = ends(store)
    phone.says("/roads")
    code = code_in(phone.presses("关联另一个入口")).replace("-", "")
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(select(road_codes)).all()
    assert rows
    assert code not in str(rows)


def test_whoever_guesses_waits(store: Store) -> None:
    _, page = ends(store)
    for number in range(10):
        page.says(f"/roads AAAA-AAA{number % 8 + 2}")
    assert "输错的代码太多" in texts(page.says("/roads AAAA-AAAA"))


def test_two_accounts_of_telegram_stay_two(store: Store) -> None:
    phone, _page = ends(store)
    other = End(store, person=1002, updates=500)
    other.opens()
    phone.says("/roads")
    code = code_in(phone.presses("关联另一个入口"))
    assert "两边都是 Telegram 账号" in texts(other.says(f"/roads {code}"))


def test_person_is_counted_once(store: Store) -> None:
    phone, page = ends(store)
    link(phone, page)
    with store.unit_of_work() as unit:
        assert [row.chat_id for row in unit.connection.execute(people.select())] == [WANG]


def link(phone: End, page: End) -> None:
    phone.says("/roads")
    code = code_in(phone.presses("关联另一个入口"))
    page.says(f"/roads {code}")
    page.presses("关联")


def test_page_is_unlinked_and_begins_anew(store: Store) -> None:
    phone, page = ends(store)
    link(phone, page)
    phone.says("/roads")
    phone.presses("停用一个入口")
    phone.presses("聊天页（安卓手机，微信）")
    phone.presses("解除关联")
    assert page.whose == page.person
    assert any("解除关联" in one for one in page.heard())
    assert any("解除关联" in one for one in phone.heard())
    assert "目前只有这一个" in texts(page.says("/roads"))


def test_lost_page_is_closed(store: Store) -> None:
    phone, page = ends(store)
    link(phone, page)
    phone.says("/roads")
    phone.presses("停用一个入口")
    phone.presses("聊天页（安卓手机，微信）")
    phone.presses("关闭那个页面")
    with store.unit_of_work() as unit:
        assert openings.find(unit, ["key"])[0] is None
        assert addresses.roads(unit, (), {WANG}) == {}, "what comes unasked goes to Telegram again"


def test_person_chooses_the_road(store: Store) -> None:
    phone, page = ends(store)
    link(phone, page)
    phone.says("/roads")
    phone.presses("消息发到哪里")
    phone.presses("聊天页（安卓手机，微信）")
    phone.says("/start")
    with store.unit_of_work() as unit:
        assert addresses.roads(unit, (), {WANG})[WANG].number == page.person
    phone.says("/roads")
    phone.presses("消息发到哪里")
    phone.presses("最近用的那个")
    phone.waits(minutes=1)
    phone.says("/start")
    with store.unit_of_work() as unit:
        assert addresses.roads(unit, (), {WANG}) == {}


def test_unlinked_page_remembers_nothing_of_the_person(store: Store) -> None:
    phone, page = ends(store)
    link(phone, page)
    page.says("/write 我叫王芳")
    phone.says("/roads")
    phone.presses("停用一个入口")
    phone.presses("聊天页（安卓手机，微信）")
    phone.presses("解除关联")
    with store.unit_of_work() as unit:
        assert conversations.locked(unit, [page.person])[page.person].state == b""


def test_page_that_unlinks_itself_begins_at_the_menu(store: Store) -> None:
    phone, page = ends(store)
    link(phone, page)
    page.says("/roads")
    page.presses("停用一个入口")
    page.presses("这个页面")
    page.presses("解除关联")
    assert page.whose == page.person
    assert page.remembered.step == AtMenu()
    assert any("解除关联" in one for one in phone.heard())
