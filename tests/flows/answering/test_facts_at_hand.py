"""Questions about what is at hand, at the edges: what is gone, what has no facts, what is closed or not open yet."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.chat import Said
from bot.flows.activities.steps import ActivityCard, GivingReason, MyActivities
from bot.flows.affiliating import data_questions
from bot.flows.affiliating.steps import Agreeing, Answering, Asked, BeingSure
from bot.flows.answering import facts, late
from bot.flows.crossroads import advance
from bot.flows.desk import Go
from bot.flows.duties.steps import MyDuty
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere
from bot.flows.step import AtMenu, Step
from domain.activities.activities import Spot
from domain.people.deeds import By, Deed
from storage.activities import activities, duties
from storage.people import people, roles
from storage.places import places
from storage.tables import places as place_tables
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.answering.open_things import AT, CHEN, HOUR, OPEN, desk, held, settle
from tests.stage.talk import WANG, furnish, html


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        settle(unit)
        yield unit


def told(unit: UnitOfWork, typed: str, step: Step, hours: float = 0.0) -> str:
    """Write it at this step, and return what is said first."""
    _, replies, _ = advance(step, Said(typed), desk(unit, hours))
    return html(replies[0])


@pytest.mark.parametrize("step", [ActivityCard(99), MyDuty(99), PointCard(99), AtMenu()])
@pytest.mark.parametrize("typed", ["几点开始", "有空调吗", "有停车位吗"])
def test_nothing_is_said_of_what_is_not_there(unit: UnitOfWork, typed: str, step: Step) -> None:
    assert facts.asked(Said(typed), step, desk(unit), is_free=True) is None
    assert facts.wondered(Said(typed), step, desk(unit)) is None


def test_window_of_signing_up(unit: UnitOfWork) -> None:
    row = held(unit, 100.0)
    card = ActivityCard(row.id)
    assert "12月5日（周六）16:00" in told(unit, "什么时候截止", card)
    assert told(unit, "什么时候截止", card, 101.0) == "报名已经截止。"
    plan = replace(row.plan, opens_at=AT + HOUR, closes_at=AT + 9 * HOUR, notes="请自带水杯。")
    activities.amend(unit, row.id, plan, Deed(By(CHEN), AT))
    assert told(unit, "什么时候开始报名", card) == "12月1日（周二）13:00 开始报名。"
    assert "水杯" in told(unit, "要带水杯吗", card)
    assert "13:00 开始报名" in told(unit, "还有名额吗", card)


def test_days_of_something_else_are_not_of_the_card(unit: UnitOfWork) -> None:
    card = ActivityCard(held(unit, 100.0).id)
    assert facts.asked(Said("明天在哪里集合"), card, desk(unit), is_free=True) is None
    assert "12月5日" in told(unit, "明天几点开始", card)


def test_place_that_is_not_known_is_not_said(unit: UnitOfWork) -> None:
    row = held(unit, 100.0)
    activities.amend(unit, row.id, replace(row.plan, spot=replace(row.plan.spot, title="")), Deed(By(CHEN), AT))
    assert "没有写" in told(unit, "在哪里", ActivityCard(row.id))
    assert "没有写" in told(unit, "电话多少", ActivityCard(row.id))


def test_question_at_the_reason_leaves_it_open(unit: UnitOfWork) -> None:
    asking = GivingReason(ActivityCard(held(unit, 100.0).id))
    step, replies, _ = advance(asking, Said("几点开始"), desk(unit))
    assert step == asking
    assert "12月5日" in html(replies[0])


def test_duty_says_its_own_times_and_how_it_stands(unit: UnitOfWork) -> None:
    OPEN["taken"](unit)
    ((_, own),) = duties.of_person(unit, WANG, AT)
    assert "12:00–13:00" in told(unit, "几点集合", MyDuty(own.id))
    assert "您来" in told(unit, "报上了吗", MyDuty(own.id))
    assert "您来" in told(unit, "错了", MyDuty(own.id))


def test_who_is_not_checked_in_yet_is_told_so(unit: UnitOfWork) -> None:
    card = ActivityCard(held(unit, 100.0).id)
    assert "您还没有签到" in told(unit, "签好了吗", card)
    assert "您还没有签到" not in told(unit, "报好了吗", card)


def test_what_is_no_appointment_has_no_facts(unit: UnitOfWork) -> None:
    OPEN["centre"](unit)
    assert facts.asked(Said("几点开始"), AtMenu(), desk(unit), is_free=True) is None


def test_car_park_of_an_activity_is_not_known(unit: UnitOfWork) -> None:
    assert "没有写" in told(unit, "有停车位吗", ActivityCard(held(unit, 100.0).id))


def test_what_is_wrong_at_a_card_shows_what_can_be_changed(unit: UnitOfWork) -> None:
    assert told(unit, "改一下", ActivityCard(held(unit, 100.0).id)) == "现在是这样。要改的话，点下面的按钮。"


def test_several_are_listed_unless_a_screen_is_asked_for(unit: UnitOfWork) -> None:
    OPEN["signed up twice"](unit)
    step, _, _ = advance(AtMenu(), Said("几点开始"), desk(unit))
    assert isinstance(step, MyActivities)
    assert facts.asked(Said("怎么走"), AtMenu(), desk(unit), is_free=True) is None
    only, _, _ = advance(AtMenu(), Said("12月12日几点开始"), desk(unit))
    assert isinstance(only, ActivityCard)


def test_services_of_a_point(unit: UnitOfWork) -> None:
    point = places.point_by_code(unit, "JA-2")
    assert point is not None
    card = PointCard(point.id)
    assert "阅览室" in told(unit, "有图书室吗", card)
    assert "没有写" in told(unit, "能充电吗", card)
    assert "静安寺街道" in told(unit, "谁负责", card)
    assert facts.asked(Said("还有名额吗"), card, desk(unit), is_free=True) is None
    bare = places.point_by_code(unit, "PD-4")
    assert bare is not None
    assert "没有写" in told(unit, "电话多少", PointCard(bare.id))


def test_who_comes_along_is_noted_or_asked(unit: UnitOfWork) -> None:
    row = held(unit, 100.0)
    card = ActivityCard(row.id)
    assert told(unit, "我老婆也能来吗", card) == (
        "“新时代党课”面向：所有党员。\n能不能带人，上面没有写。需要的话，可以帮您问服务中心。"
    )
    activities.amend(unit, row.id, replace(row.plan, notes="可以带家属。请自带水杯。"), Deed(By(CHEN), AT))
    said = told(unit, "我老婆也能来吗", card)
    assert "可以带家属。" in said
    assert "水杯" not in said


def test_volunteer_may_ask_who_comes_along(unit: UnitOfWork) -> None:
    OPEN["call"](unit)
    assert "能不能带人，上面没有写" in told(unit, "我老公也能来帮忙吗", AtMenu())


def test_way_in_without_steps_is_told_where_it_is_known(unit: UnitOfWork) -> None:
    point = places.point_by_code(unit, "JA-2")
    assert point is not None
    row, card = held(unit, 100.0), PointCard(point.id)
    activities.amend(unit, row.id, replace(row.plan, spot=Spot(point_id=point.id)), Deed(By(CHEN), AT))
    listed = NearestList(Origin("静安寺", point.position.latitude, point.position.longitude))
    known: tuple[tuple[bool | None, str], ...] = ((True, "无障碍"), (False, "没有无障碍通道"), (None, "没有写"))
    for step_free, said in known:
        unit.connection.execute(update(place_tables.points).values(step_free=step_free))
        assert said in told(unit, "有电梯吗", card)
        assert said in told(unit, "轮椅能进吗", ActivityCard(row.id))
    assert "没有登记" in told(unit, "哪家有电梯", listed)
    assert "没有登记" in told(unit, "能带孩子吗", listed)
    unit.connection.execute(update(place_tables.points).values(step_free=True))
    assert f"{point.name}：无障碍" in told(unit, "哪家有电梯", listed)


def test_way_in_is_told_of_the_points_around_the_own_one(unit: UnitOfWork) -> None:
    point = places.point_by_code(unit, "JA-2")
    assert point is not None
    people.choose_point(unit, WANG, point.id)
    unit.connection.execute(update(place_tables.points).values(step_free=True))
    step, replies, _ = advance(AtMenu(), Said("腿脚不方便，哪家有电梯"), desk(unit))
    assert isinstance(step, NearestList | SayingWhere)
    assert "无障碍" in html(replies[0])


def test_who_brings_others_is_given_the_address(unit: UnitOfWork) -> None:
    with_page = replace(desk(unit), page="https://waystation.example")
    _, replies, _ = advance(AtMenu(), Said("我介绍个同事来怎么弄"), with_page)
    assert "https://waystation.example/chat" in html(replies[0])
    without = replace(desk(unit), bot_link="https://t.me/waystation_bot", page="")
    _, replies, _ = advance(AtMenu(), Said("我介绍个同事来怎么弄"), without)
    assert "https://t.me/waystation_bot" in html(replies[0])


def test_lateness_without_organisers_is_passed_to_nobody(unit: UnitOfWork) -> None:
    OPEN["taken"](unit)
    roles.take(unit, roles.held(unit, CHEN)[0].id, Deed(By(None), AT))
    move = late.heard(Said("我可能迟到"), desk(unit))
    assert move is not None
    assert move.tells == ()


def test_number_of_minutes_goes_to_what_begins_soon(unit: UnitOfWork) -> None:
    OPEN["signed up twice"](unit)
    _, replies, _ = advance(AtMenu(), Said("晚十分钟到"), desk(unit, 239.0))
    assert "路上注意安全" in html(replies[0])


def test_lateness_is_no_answer_to_a_form(unit: UnitOfWork) -> None:
    OPEN["taken"](unit)
    OPEN["returned"](unit)
    step = Answering(1, Asked.EMPLOYER, mending=True)
    at, replies, tells = advance(step, Said("堵车了"), desk(unit, 119.0))
    assert at == step
    assert "路上注意安全" in html(replies[0])
    assert [tell.chat_id for tell in tells] == [CHEN]


@pytest.mark.parametrize("step", [Agreeing(99), BeingSure(99, "withdraw"), Answering(99, Asked.NAME)])
def test_data_is_spoken_of_even_where_the_thing_is_gone(unit: UnitOfWork, step: Step) -> None:
    move = data_questions.answered(Said("谁能看到"), step, desk(unit), is_free=False)
    assert isinstance(move, Go)
    assert move.step == step


def test_why_a_line_is_asked_is_no_other_screen(unit: UnitOfWork) -> None:
    OPEN["returned"](unit)
    step = Answering(1, Asked.PHONE, mending=True)
    assert advance(step, Said("为什么要电话"), desk(unit))[0] == step
