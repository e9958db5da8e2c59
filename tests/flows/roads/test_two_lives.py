"""Before two ways in become one person's, the screen says what becomes of everything that both have; then it does."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from domain.activities.activities import Kind
from domain.activities.duties import State as Duty
from domain.activities.duties import Task
from domain.activities.seats import State
from domain.affiliations.affiliations import Stay, Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.activities import duties, wishes
from storage.affiliations import affiliations
from storage.announcements import threads
from storage.announcements.threads import Writing
from storage.people import members, roles
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.roads.ends import End, a_page, code_in, seats_of, texts
from tests.flows.roads.lives import affiliated, published, sign_up, wait
from tests.stage.talk import NOON, WANG, furnish
from tests.storage.stays import active, draft, unit_id, walk

LI, ZHAO = 1002, 1003
NOW = NOON.timestamp()


@dataclass(frozen=True, slots=True)
class Two:
    """王芳 on Telegram, and a page that is hers too, though nobody knows that yet."""

    store: Store
    phone: End
    page: End

    def has(self, *done: Callable[[UnitOfWork], object]) -> None:
        with self.store.unit_of_work() as unit:
            for do in done:
                do(unit)
            unit.commit()

    def asks(self) -> str:
        """Open, on the page, the code that Telegram shows, and return what it asks."""
        self.phone.says("/roads")
        return texts(self.page.says(f"/roads {code_in(self.phone.presses('关联另一个入口'))}"))

    def asks_there(self) -> str:
        """Open, on Telegram, the code that the page shows."""
        self.page.says("/roads")
        return texts(self.phone.says(f"/roads {code_in(self.page.presses('关联另一个入口'))}"))

    def links(self) -> str:
        return texts(self.page.presses("关联"))


@pytest.fixture
def two(store: Store) -> Two:
    furnish(store)
    found = Two(store, End(store), a_page(store))
    others = [End(store, person=LI, updates=400), End(store, person=ZHAO, updates=500)]
    for end in (found.phone, found.page, *others):
        end.opens()
    return found


def told(person: int, name: str, at: float) -> Callable[[UnitOfWork], object]:
    return lambda unit: members.keep(unit, person, Details(name), now=at)


# ---- seats and duties


def test_two_seats_are_one_and_the_next_in_line_is_offered_the_other(store: Store, two: Two) -> None:
    activity = published(store)
    sign_up(store, activity, WANG, two.page.person)
    wait(store, activity, LI)
    asked = two.asks()
    assert "关联以后会这样：" in asked
    assert "· 新时代党课：您占了两个名额，保留一个（已报名），另一个让给候补的同志。" in asked
    assert "合到一起的内容分不开了" in asked
    two.links()
    assert seats_of(store, activity, WANG, two.page.person, LI) == [State.SIGNED_UP, None, State.OFFERED]
    assert "新时代党课" in End(store, person=LI).heard()[-1], "who is offered it hears of it at once"


def test_seat_of_the_page_stays_before_a_place_in_the_line(store: Store, two: Two) -> None:
    activity = published(store, seats=1)
    sign_up(store, activity, two.page.person)
    wait(store, activity, WANG)
    assert "· 新时代党课：两边的记录保留一条（已报名）。" in two.asks()
    two.links()
    assert seats_of(store, activity, WANG) == [State.SIGNED_UP]


def test_two_answers_to_a_duty_are_one_and_the_reserve_is_called(store: Store, two: Two) -> None:
    activity = published(store)

    def answered(unit: UnitOfWork) -> None:
        both, alone = (
            duties.add(unit, activity, Task(name, NOW + 90_000, NOW + 93_600, 2)) for name in ("签到", "摄影")
        )
        duties.ask(unit, both.id, [WANG, two.page.person, LI], NOW)
        duties.ask(unit, alone.id, [two.page.person], NOW)
        for person in (WANG, two.page.person, LI):
            duties.come(unit, both.id, person, NOW)

    two.has(answered)
    asked = two.asks()
    assert "· 任务“签到”：两次答复保留一次（" in asked
    assert "· 1 项任务一起带过来。" in asked
    two.links()
    with store.unit_of_work() as unit:
        first, second = duties.of_activity(unit, activity)
        assert {row.chat_id: row.state for row in duties.of_duty(unit, first.id, list(Duty))} == {
            WANG: Duty.COMING,
            LI: Duty.CALLED,
        }
        assert duties.answer_of(unit, second.id, WANG) is not None
    assert "签到" in End(store, person=LI).heard()[-1], "who is called hears of it at once"


def test_of_many_alike_five_are_named(store: Store, two: Two) -> None:
    for _ in range(7):
        sign_up(store, published(store), WANG, two.page.person)
    asked = two.asks()
    assert asked.count("您占了两个名额") == 5
    assert "· 另外还有 2 项，同样处理" in asked


# ---- what goes along


def test_what_only_the_page_has_goes_along(store: Store, two: Two) -> None:
    affiliated(store, two.page.person)
    sign_up(store, published(store), two.page.person)
    two.has(
        lambda unit: wishes.make(unit, two.page.person, unit_id(unit, "310106011"), Kind.LECTURE, NOW),
        lambda unit: threads.post(
            unit, unit_id(unit, "310106011"), Writing("几点开门？"), Deed(By(two.page.person), NOW)
        ),
    )
    asked = two.asks()
    for line in (
        "· 您的挂靠一起带过来：静安寺街道党群服务中心（",
        "· 您的资料一起带过来。",
        "· 1 项报名一起带过来。",
        "· 您的点单一起带过来，重复的只留一个。",
        "· 您写给服务中心的话一起带过来。",
    ):
        assert line in asked, line
    two.links()
    with store.unit_of_work() as unit:
        assert len(affiliations.current(unit, WANG)) == 1
        assert len(wishes.open_of(unit, WANG)) == len(threads.ids_of(unit, WANG)) == 1


def test_nothing_on_the_page_nothing_to_be_said(two: Two) -> None:
    assert "关联以后会这样" not in two.asks()


def test_draft_gives_way_to_a_request_that_was_sent(store: Store, two: Two) -> None:
    two.has(
        told(WANG, "王芳", NOW),
        told(two.page.person, "王芳", NOW),
        lambda unit: draft(unit, WANG, "JA-2"),
        lambda unit: walk(unit, draft(unit, two.page.person).id, [Verb.SUBMIT]),
    )
    asked = two.asks()
    assert "· 您的挂靠一起带过来：静安寺街道党群服务中心（待接收）。" in asked
    assert "· 草稿让位给您的另一份申请，不再保留：久光党员服务点（填写中）。" in asked
    two.links()
    with store.unit_of_work() as unit:
        (left,) = affiliations.current(unit, WANG)
        assert left.chat_id == WANG


def test_details_that_were_told_last_hold(two: Two) -> None:
    two.has(told(WANG, "王芳", NOW - 60), told(two.page.person, "王芳", NOW))
    assert "两边都有您的资料：以这里的为准，另一边的不再保留。" in two.asks(), "asked on the page, it is here"
    two.page.presses("先不关联")
    two.phone.waits(seconds=5)
    assert "两边都有您的资料：以另一边的为准，这里的不再保留。" in two.asks_there(), "asked on Telegram, it is there"


# ---- what the house does not judge


def test_two_names_may_be_two_people(two: Two) -> None:
    two.has(told(WANG, "王芳", NOW), told(two.page.person, "李四", NOW))
    asked = two.asks()
    assert "这两个入口暂时不能关联。</b>什么都没有改动。" in asked
    assert "两边登记的姓名不一样" in asked
    assert "您的入口" in texts(two.page.presses("先不关联"))
    assert two.page.whose == two.page.person


def test_role_of_a_page_joins_nobody(two: Two) -> None:
    two.has(lambda unit: roles.give(unit, two.page.person, Role.VOLUNTEER, None, Deed(HOUSE, NOW)))
    assert "这个页面另有工作权限，不是在 Telegram 上领取的" in two.asks()


def test_two_stays_and_two_requests_of_a_kind_are_left_to_people(two: Two) -> None:
    two.has(
        told(WANG, "王芳", NOW),
        told(two.page.person, "王芳", NOW),
        lambda unit: active(unit, WANG),
        lambda unit: active(unit, two.page.person, "JA-2"),
        lambda unit: walk(unit, draft(unit, WANG, stay=Stay.VISIT).id, [Verb.SUBMIT]),
        lambda unit: walk(unit, draft(unit, two.page.person, "JA-2", stay=Stay.VISIT).id, [Verb.SUBMIT]),
    )
    asked = two.asks()
    assert "两边各有一个同类的挂靠正在进行" in asked
    assert "两边各有一份同类的申请在等答复" in asked
