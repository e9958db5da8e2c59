"""What is owed: kept, given up, told by a member, taken for an hour; and what somebody presses who comes too late."""

from bot.chat import SharedPlace
from bot.flows.entry_points import EntryPoint
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.grid.promises import Kind, State
from domain.people.deeds import By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.affiliations import affiliations
from storage.grid import promises
from storage.people import members
from storage.places import places
from storage.unit_of_work import Store
from tests.flows.grid.district import AT, CHEN, LI, WANG, Helper, building_id, owed, taken, text_of
from tests.stage.talk import NOON, button

HERE = SharedPlace(31.2288, 121.4530)
LEFT_OUT = "姓名和号码没有记"


def state(store: Store, number: int) -> State:
    with store.unit_of_work() as unit:
        row = promises.find(unit, number)
    assert row is not None
    return row.state


def test_promise_is_chosen_by_its_number_and_kept(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    number = owed(li.store, LI, "送表")
    li.opens(EntryPoint.PROMISES)
    card = li.says("第一个")
    assert "送表\n12月4日周五前办。" in text_of(card)
    li.presses("办好了")
    assert "✅ 已办。" in text_of(li.opens(EntryPoint.PROMISE, number))


def test_promise_that_was_given_up_is_not_done(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    number = owed(li.store, LI, "送表", kind=Kind.LEAD, told_by=WANG)
    card = li.opens(EntryPoint.PROMISE, number)
    li.presses("办不了")
    again = li.says("13812345678")
    assert LEFT_OUT in text_of(again)
    assert "为什么办不了" in text_of(again), "a number alone is no reason"
    assert state(li.store, number) is State.OPEN
    given_up = li.says("公司搬走了,联系人是王建国")
    assert LEFT_OUT in text_of(given_up)
    assert "没有办成：公司搬走了,联系人是一位" in text_of(given_up)
    stands = text_of(li.taps(button(card, "办好了")))
    assert "没有办成" in stands
    assert "✅" not in stands
    assert state(li.store, number) is State.GIVEN_UP


def test_nothing_waits_near_by(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    li.says("/grid")
    li.presses("我有一小时")
    assert "还想办点什么？" in text_of(li.says("返回"))
    li.says("/grid")
    li.presses("我有一小时")
    assert "附近眼下没有要走的楼。谢谢您有心。" in text_of(li.does(SharedPlace(31.9, 121.9)))


def test_hour_is_offered_around_a_place_that_is_named(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, _ = people
    offered = text_of(li.says("我有一个小时,在静安寺附近"))
    assert "1. 嘉星商务楼 · 还没有人去过" in offered, "no distance where no position was shared"


def test_building_is_taken_once(people: tuple[Helper, Helper, Helper]) -> None:
    _, li, zhao = people
    offers = []
    for one in (li, li, zhao):
        offered = one.says("我有一个小时,在附近")
        offers.append(button(offered if "一小时能做不少事" in text_of(offered) else one.does(HERE), "嘉星商务楼"))
    first, second, other = offers
    assert "✅ 12月4日周五前由您去。" in text_of(li.taps(first))
    assert "刚有同志领走了这一座。还是谢谢您。" in text_of(zhao.taps(other))
    assert "✅ 12月4日周五前由您去。" in text_of(li.taps(second)), "who takes it on two cards has it once"
    with li.store.unit_of_work() as unit:
        assert [one.kind for one in promises.of_owner(unit, LI)] == [Kind.HOUR]


def test_lead_is_not_gone_on_with_and_names_nobody(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, _ = people
    wang = Helper(li.store, person=WANG, updates=WANG * 1_000)
    lead = "我们12楼有五个党员,没有支部"
    wang.says(lead)
    assert "还想办点什么？" in text_of(wang.presses("不说了"))
    wang.says(f"{lead},可以找王经理")
    told = text_of(wang.says("嘉星商务楼"))
    assert "✅ 谢谢。" in told
    assert LEFT_OUT in told
    assert "可以找一位经理" in chen.heard()


def test_lead_in_a_house_where_nobody_has_a_role(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, zhao = people
    taken(chen.store, CHEN, Role.ORGANISER)
    for one in (li, zhao):
        taken(one.store, one.person, Role.VOLUNTEER)
    wang = Helper(li.store, person=WANG, updates=WANG * 1_000)
    answer = text_of(wang.says("嘉星商务楼12楼有五个党员,没有支部"))
    assert "已转给" not in answer
    with li.store.unit_of_work() as unit:
        assert promises.ever_of(unit, WANG) == []


def test_members_who_work_there_are_counted(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    here = building_id(chen.store)
    with chen.store.unit_of_work() as unit:
        members.keep(unit, WANG, Details(name="王芳"), here, now=AT)
        point = places.point_by_code(unit, "JA-4")
        assert point is not None
        row = affiliations.open_draft(unit, WANG, affiliations.Wish(Stay.MOBILE, point.id, NOON.date()), AT)
        for verb, actor in ((Verb.SUBMIT, Actor.MEMBER), (Verb.CONFIRM, Actor.HOST)):
            row = affiliations.do(unit, row.id, verb, Deed(By(None, "house", actor), AT, "")).row
        unit.commit()
    assert "嘉星商务楼 · 党员至少 1 名 · 还没有人去过" in text_of(chen.says("/grid"))
