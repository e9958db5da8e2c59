"""A visit that is told, and each of its parts put right; what the building's card knows of it afterwards."""

from bot.chat import Reply, Said, SentFile
from bot.flows.entry_points import EntryPoint
from domain.grid.promises import Kind
from domain.people.roles import Role
from domain.places.geo import Position
from domain.places.places import Building, SiteKind
from storage.grid import promises, sites, visits
from storage.places import saving
from storage.unit_of_work import Store
from tests.flows.grid.district import AT, LI, Helper, assigned, building_id, given, text_of
from tests.stage.talk import button

TOLD = "去了嘉星商务楼,7楼的云帆科技有党员4名,希望借会议室"
LEFT_OUT = "姓名和号码没有记"


def corrects(li: Helper, part: str, said: str) -> list[Reply]:
    li.presses(part)
    return li.says(said)


def companies(store: Store, code: str = "B2") -> list[tuple[str, str, int | None]]:
    here = building_id(store, code)
    with store.unit_of_work() as unit:
        return [(one.name, one.floor, one.members) for one in visits.companies_of(unit, here)]


def test_each_part_is_left_empty_or_said_anew(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says(f"{TOLD},下周二再去")
    li.presses("情况")
    assert "情况" not in text_of(li.presses("不填"))
    assert "单位：7 楼云帆科技" in text_of(corrects(li, "情况", "搬走了"))
    li.presses("下次")
    assert "下次" not in text_of(li.presses("不填"))
    assert "没有看出是哪一天" in text_of(corrects(li, "下次", "随便"))
    assert "12月9日周三" in text_of(li.says("12.9"))
    assert "答应的：送表，12月15日周二前" in text_of(corrects(li, "答应的事", "送表"))
    assert "12月4日周五前" in text_of(corrects(li, "答应的事", "周五送表"))
    li.presses("答应的事")
    assert "周五送表" not in text_of(li.presses("不填"))
    asked = li.presses("答应的事")
    assert "✅ 记下了" in text_of(li.taps(button(asked, "返回")))
    with li.store.unit_of_work() as unit:
        assert [(one.kind, one.what) for one in promises.of_owner(unit, LI)] == [(Kind.RETURN, "再去一次")]


def test_company_that_was_misheard_is_known_no_more(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says(TOLD)
    assert companies(li.store) == [("云帆科技", "7", 4)]
    corrects(li, "单位", "7楼云帆物流")
    assert [name for name, *_ in companies(li.store)] == ["云帆物流"]
    li.presses("单位")
    li.presses("不填")
    assert companies(li.store) == []
    li.says("去了嘉星商务楼,8楼的日出贸易没人在")
    li.says("去了嘉星商务楼,8楼的日出贸易有人了")
    li.presses("不是走访")
    assert [name for name, *_ in companies(li.store)] == ["日出贸易"], "the first visit still tells of it"


def test_visit_was_to_another_building(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    given(li.store, LI, Role.VOLUNTEER, "310115")
    assigned(li.store, chen.person, codes=("B1",))
    li.says(f"{TOLD},答应送表")
    assert "没有找到这个名字的楼" in text_of(corrects(li, "楼宇", "天边的楼"))
    moved = li.says("嘉兴大厦")
    assert "尾号 2001 的同志负责，已告诉对方" in text_of(moved)
    assert "✅ 记下了：嘉兴大厦，12月1日周二\n单位：7 楼云帆科技" in text_of(moved)
    assert "有同事去了您负责的嘉兴大厦" in chen.heard()
    assert companies(li.store) == []
    assert companies(li.store, "B1") == [("云帆科技", "7", 4)]
    there = building_id(li.store, "B1")
    with li.store.unit_of_work() as unit:
        assert [one.building_id for one in promises.of_owner(unit, LI)] == [there]
        assert sites.sure(unit, there, AT).site.members == 4
    li.says("嘉星商务楼没人在,白跑一趟,走访了")
    assert "单位" not in text_of(corrects(li, "楼宇", "嘉兴大厦")), "where there was no company there is none"


def test_what_is_left_out_of_a_correction_is_told(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says(TOLD)
    assert LEFT_OUT in text_of(corrects(li, "情况", "联系人是王建国"))
    told = text_of(corrects(li, "答应的事", "给李经理送表"))
    assert LEFT_OUT in told
    assert "给一位经理送表" in told
    asked = corrects(li, "答应的事", "13812345678")
    assert LEFT_OUT in text_of(asked)
    assert "答应了什么" in text_of(asked)
    li.says("送表")
    assert LEFT_OUT in text_of(corrects(li, "单位", "13812345678"))
    assert companies(li.store) == [], "a number is no company"


def test_visit_with_nothing_to_add_and_with_a_photograph(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    assigned(li.store, LI)
    li.opens(EntryPoint.BUILDING, building_id(li.store))
    asked = li.presses("记一次走访")
    assert "还没有自己的支部。" in text_of(li.taps(button(asked, "返回")))
    li.presses("记一次走访")
    bare = text_of(li.presses("去过了，没有别的"))
    assert "情况" not in bare
    li.opens(EntryPoint.BUILDING, building_id(li.store))
    li.presses("记一次走访")
    said = li.does(SentFile("sticker", "s1"))
    assert "记下了" not in text_of(said)
    sent = text_of(li.does(SentFile("photo", "p1", caption="嘉星商务楼 7楼的云帆科技有党员4名")))
    assert "单位：7 楼云帆科技" in sent
    assert "附了您发的文件。" in sent
    li.opens(EntryPoint.BUILDING, building_id(li.store))
    li.presses("记一次走访")
    assert "情况：去了一趟" in text_of(li.says("去了一趟")), "no word is lost"
    li.opens(EntryPoint.BUILDING, building_id(li.store))
    story = text_of(li.presses("楼宇沿革"))
    assert "2026年12月1日" in story
    assert "走访：去了一趟" in story


def test_sentence_without_a_building_is_asked_about(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says("刚走访了一家新公司,有两名党员")
    assert "好的，没有记录。" in text_of(li.presses("不是走访"))
    li.says("刚走访了一家新公司,有两名党员")
    assert "✅ 记下了：嘉星商务楼" in text_of(li.does(Said("嘉星商务楼")))


def test_two_buildings_of_a_sentence_and_a_name_in_it(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says("日出贸易从嘉兴大厦搬走了,嘉星商务楼的李经理说要换届")
    said = li.presses("分开各记一次")
    assert text_of(said).index("✅ 记下了：嘉兴大厦") < text_of(said).index(LEFT_OUT)
    assert "日出贸易" in text_of(said)[: text_of(said).index(LEFT_OUT)], "what stands before the first name is kept"
    assert "一位经理说要换届" in text_of(said)


def test_team_that_is_empty_is_not_told(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    chen.says("/grid")
    for label in ("志愿队", "新建一队"):
        chen.presses(label)
    chen.says("楼宇一队")
    chen.says("/grid")
    for label in ("片区分工", "分一片"):
        chen.presses(label)
    chen.says("嘉星商务楼")
    for label in ("楼宇一队", "不定期限"):
        chen.presses(label)
    assert "已告诉对方" not in text_of(li.says(TOLD))


def test_number_of_members_is_said_by_the_organiser(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    chen.opens(EntryPoint.BUILDING, building_id(chen.store))
    asked = chen.presses("党员人数")
    chen.taps(button(asked, "返回"))
    chen.presses("党员人数")
    assert "请输入一个数字" in text_of(chen.says("很多"))
    assert "党员大约" not in text_of(chen.does(SentFile("photo", "p1")))
    chen.presses("返回")
    assert "还没有记录" in text_of(chen.presses("楼宇沿革"))
    chen.presses("返回")
    chen.presses("党员人数")
    assert "40" in text_of(chen.says("40"))


def test_buildings_are_opened_from_the_list(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    shown = chen.says("/grid")
    assert "嘉星商务楼" in text_of(chen.taps(button(shown, "1")))
    chen.says("/grid")
    assert "📍 南京西路1266号" in text_of(chen.says("第一个"))
    rows = [
        Building(f"B{at}", f"静安{at}号楼", SiteKind.BUILDING, f"愚园路{at}号", "310106011", Position(31.22, 121.44))
        for at in range(3, 12)
    ]
    with chen.store.unit_of_work() as unit:
        saving.save_buildings(unit, rows)
        unit.commit()
    first_page = text_of(chen.says("/grid"))
    assert "\n9. " not in first_page
    assert "📍 愚园路" in text_of(chen.says("9")), "a number of another page is a number of the list"
