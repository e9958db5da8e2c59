"""Areas in the chat of an organiser: ended, prolonged, handed out, and what is refused on the way."""

from bot.chat import Document
from bot.flows.entry_points import EntryPoint
from domain.people.roles import Role
from domain.places.geo import Position
from domain.places.places import Building, SiteKind
from storage.grid import areas
from storage.places import saving
from storage.unit_of_work import Store
from tests.flows.grid.district import (
    AT,
    CHEN,
    LI,
    Helper,
    assigned,
    building_id,
    given,
    labels,
    owed,
    taken,
    text_of,
)
from tests.stage.talk import button

REFUSED = "这不在您负责的范围内"


def ended(store: Store, assignment_id: int) -> bool:
    with store.unit_of_work() as unit:
        row = areas.find(unit, assignment_id)
    assert row is not None
    return row.ended_at is not None


def test_organiser_ends_an_area_and_its_promise_passes_on(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    number = assigned(chen.store, LI)
    owed(chen.store, LI, "送表")
    chen.opens(EntryPoint.ASSIGNMENT, number)
    asked = chen.presses("结束并交接")
    assert "今天就结束吗？尾号 1002 的同志在这里答应的事" in text_of(asked)
    chen.says("好")
    assert not ended(chen.store, number), "a word is no press"
    assert "由尾号 1002 的同志负责" in text_of(chen.taps(button(asked, "返回")))
    chen.presses("结束并交接")
    done = text_of(chen.presses("结束并交接"))
    assert "✅ 已结束" in done
    assert "有 1 件答应了的事转给您" in done
    assert ended(chen.store, number)
    assert "您的这段工作已经结束" in li.heard()
    card = chen.opens(EntryPoint.ASSIGNMENT, number)
    assert "已经结束，没办完的事已转给别的同志。" in text_of(card)
    assert labels(card) == ["交接单", "返回", "菜单"]
    assert "由尾号 1002 的同志负责" in text_of(li.opens(EntryPoint.ASSIGNMENT, number))
    assert "结束并交接" not in labels(li.opens(EntryPoint.ASSIGNMENT, number))


def test_second_organiser_who_ends_it_too_reads_that_it_has_ended(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, zhao = people
    number = assigned(chen.store, LI)
    given(chen.store, zhao.person, Role.ORGANISER, "310106")
    for one in (chen, zhao):
        one.opens(EntryPoint.ASSIGNMENT, number)
        one.presses("结束并交接")
    chen.presses("结束并交接")
    late = zhao.presses("结束并交接")
    assert "已经结束，没办完的事已转给别的同志。" in text_of(late)
    assert li.heard().count("您的这段工作已经结束") == 1, "nobody is told twice"


def test_holder_who_organises_no_more_can_neither_end_nor_prolong(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    number = assigned(chen.store, CHEN, days=30)
    shown = chen.opens(EntryPoint.ASSIGNMENT, number)
    given(chen.store, CHEN, Role.VOLUNTEER, "310106")
    taken(chen.store, CHEN, Role.ORGANISER)
    for label in ("结束并交接", "延长三个月"):
        assert REFUSED in text_of(chen.taps(button(shown, label)))
    assert not ended(chen.store, number)


def test_area_of_two_buildings_by_its_first(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    more = Building("B3", "恒隆广场", SiteKind.BUILDING, "南京西路1266号", "310106012", Position(31.23, 121.453))
    with chen.store.unit_of_work() as unit:
        saving.save_buildings(unit, [more])
        unit.commit()
    assigned(chen.store, LI, codes=("B2", "B3"))
    chen.says("/grid")
    assert "嘉星商务楼等，另 1 座：尾号 1002 的同志，不定期限" in text_of(chen.presses("片区分工"))
    owed(chen.store, LI, "送表")
    listed = text_of(li.says("/grid"))
    assert "嘉星商务楼 · 还没有人去过 · 有事没办完" in listed
    assert "恒隆广场 · 还没有人去过\n" in listed


def test_area_is_named_in_words(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    chen.says("/grid")
    chen.presses("片区分工")
    chen.presses("分一片")
    assert "没有找到这个名字的单位或楼宇。" in text_of(chen.says("天边的楼"))
    assert REFUSED in text_of(chen.says("嘉兴大厦")), "a building of another district"
    assert REFUSED in text_of(chen.says("潍坊新村街道")), "a unit of another district"
    assert "静安寺街道由谁负责？" in text_of(chen.says("静安寺街道"))


def test_term_that_is_no_day_is_asked_again(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    chen.says("/grid")
    for label in ("片区分工", "分一片", "静安寺街道", "尾号 2001 的同志"):
        chen.presses(label)
    assert "没有看出是以后的哪一天" in text_of(chen.says("11月30日之前"))
    assert "12月31日周四" in text_of(chen.says("12月31日"))


def test_looker_whose_role_was_taken_meanwhile_is_chosen_anew(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    chen.says("/grid")
    for label in ("片区分工", "分一片", "静安区", "尾号 1002 的同志"):
        chen.presses(label)
    taken(chen.store, LI, Role.VOLUNTEER)
    again = chen.presses("三个月")
    assert "这位同志或这支队已经不能负责这里了，请另选。" in text_of(again)
    assert "尾号 1002 的同志" not in labels(again)
    assert "尾号 1003 的同志" in labels(again)


def test_building_that_went_to_another_district_meanwhile(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    chen.says("/grid")
    chen.presses("片区分工")
    chen.presses("分一片")
    chen.says("嘉星商务楼")
    chen.presses("尾号 1002 的同志")
    moved = Building("B2", "嘉星商务楼", SiteKind.BUILDING, "南京西路1266号", "310115005", Position(31.229, 121.452))
    with chen.store.unit_of_work() as unit:
        saving.save_buildings(unit, [moved])
        unit.commit()
    assert REFUSED in text_of(chen.presses("三个月"))
    here = building_id(chen.store)
    with chen.store.unit_of_work() as unit:
        assert areas.having(unit, here, AT) == ()


def test_area_is_prolonged_from_the_list(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    assigned(chen.store, LI, days=30)
    chen.says("/grid")
    listed = chen.presses("片区分工")
    chen.taps(button(listed, "1"))
    assert "到4月1日周四" in text_of(chen.presses("延长三个月"))
    assert "嘉星商务楼继续由您负责" in li.heard()
    given(chen.store, CHEN, Role.ORGANISER, "310115")
    taken(chen.store, CHEN, Role.ORGANISER)
    given(chen.store, CHEN, Role.ORGANISER, "310115")
    assert REFUSED in text_of(chen.taps(button(listed, "1")))


def test_briefing_is_for_who_has_the_area_or_owes_there(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, zhao = people
    number = assigned(chen.store, LI)
    for one in (chen, li):
        (paper,) = one.opens(EntryPoint.BRIEFING, number)
        assert isinstance(paper, Document)
    assert REFUSED in text_of(zhao.opens(EntryPoint.BRIEFING, number))
    owed(chen.store, zhao.person, "送表")
    zhao.waits(minutes=1)
    (paper,) = zhao.opens(EntryPoint.BRIEFING, number)
    assert isinstance(paper, Document)


def test_area_that_nobody_here_may_see(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, zhao = people
    number = assigned(li.store, LI)
    assert REFUSED in text_of(zhao.opens(EntryPoint.ASSIGNMENT, number))
    assert REFUSED in text_of(zhao.opens(EntryPoint.ASSIGNMENT))
