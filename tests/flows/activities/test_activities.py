"""Activities as a member meets them: what the dialogues (activity_*.txt, signup_*.txt) do not reach."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

import pytest

from bot import memory
from bot.buttons import lasting
from bot.chat import Button, Commanded, Picture, Pin, Reply, Said, SharedPlace, Started, Tapped, Text
from bot.flows.activities import tells as activity_tells
from bot.flows.activities import text
from bot.flows.activities.steps import (
    ActivityCard,
    ActivityList,
    ChoosingDay,
    ChoosingKind,
    ChoosingSpot,
    ChoosingWay,
    GivingReason,
    MyActivities,
    SayingSpot,
    Spot,
)
from bot.flows.desk import Tell
from bot.flows.finding.steps import FoundNothing
from bot.flows.mine.steps import SettingLeadTimes
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import words
from domain.activities.activities import Attachment, Audience, Kind, Plan, Standing
from domain.activities.activities import Spot as Held
from domain.activities.seats import State, Way
from domain.people.deeds import HOUSE, By, Deed
from domain.places.geo import Position
from domain.said.days import Part
from storage.activities import activities, attendance, lead_times, signup_reading, signups
from storage.activities.activities import ActivityRow, Changed
from storage.people import people
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, WANG, Talk, button, furnish, html
from tests.storage import signing

ZH = words("zh_Hans")
AT = NOON.timestamp()
DAY = 86_400.0
LI = 1003
"""Noon is on a Tuesday, December 1."""


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    """Give Wang's chat on the small city; Li is known too."""
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [LI], AT)
        unit.commit()
    talk = Talk(sqlite_store)
    talk.does(Started())
    return talk


def hold(talk: Talk, change: Callable[[Plan], Plan] = lambda plan: plan, point: str = "JA-1") -> ActivityRow:
    """Publish a lecture tomorrow at noon for everybody, changed as a test wants it."""
    with talk.store.unit_of_work() as unit:
        held_at = places.point_by_code(unit, point)
        assert held_at is not None
        spot = Held(point_id=held_at.id)
        plan = change(Plan(Kind.LECTURE, "党课", AT + DAY, AT + DAY + 3_600, spot, Audience.ANYONE, seats=5))
        row = activities.publish(
            unit, activities.draft(unit, plan, held_at.unit_id, Deed(HOUSE, AT)).id, Deed(HOUSE, AT)
        )
        unit.commit()
    return row


def done(talk: Talk, deed: Callable[[UnitOfWork], object]) -> None:
    with talk.store.unit_of_work() as unit:
        deed(unit)
        unit.commit()


def joins(talk: Talk, row: ActivityRow, *chats: int) -> None:
    """Let these people sign up, or wait where there is no seat."""
    with talk.store.unit_of_work() as unit:
        for chat in chats:
            signups.wait(unit, row.id, chat, Standing.PASSING_BY, AT)
        unit.commit()


def labels(reply: Reply) -> list[list[str]]:
    return [[one.label for one in row] for row in reply.buttons]


def text_of(tell: Tell) -> Text:
    assert isinstance(tell.reply, Text)
    return tell.reply


def state(talk: Talk, row: ActivityRow, person: int = WANG) -> State | None:
    with talk.store.unit_of_work() as unit:
        mine = signup_reading.find(unit, row.id, person)
    return mine.state if mine else None


def at(talk: Talk, place: Step) -> None:
    """Put Wang at this place, on a screen that was shown in turn 7."""
    talk.remembers(memory.write(Memory(place, screen=7)), turn=7)


def chooses(talk: Talk, choice: str, letter: str = "o") -> list[Reply]:
    return talk.does(Tapped(f"{letter}.7.{choice}", 500))


def opens(talk: Talk, choice: str) -> list[Reply]:
    talk.waits(seconds=5)  # no trembling finger
    return talk.does(Tapped(lasting("o", choice), 500))


def card(talk: Talk, row: ActivityRow) -> list[str]:
    return html(opens(talk, str(row.id))[-1]).split("\n")


# ---------------------------------------------------------------- lists


def test_lists_begin_around_ones_own_point(talk: Talk) -> None:
    hold(talk)
    done(talk, lambda unit: people.choose_point(unit, WANG, 7))
    (shown,) = talk.does(Commanded("activities"))
    assert (
        html(shown).split("\n")[0]
        == "接下来一周的活动 · 离潍坊新村街道党群服务中心 5 公里以内：没有您可以参加的。去掉一个条件，或换个找法看看。"
    )


def test_point_of_ones_own_can_be_chosen(talk: Talk) -> None:
    hold(talk, point="PD-1")
    done(talk, lambda unit: people.choose_point(unit, WANG, 7))
    at(talk, ChoosingWay(ActivityList()))
    (shown,) = chooses(talk, "point")
    assert html(shown).split("\n")[0] == "活动 · 潍坊新村街道党群服务中心："


def test_point_that_is_nobodys_cannot_be_chosen(talk: Talk) -> None:
    at(talk, ChoosingWay(ActivityList()))
    chooses(talk, "point")
    assert talk.remembered.step == ChoosingWay(ActivityList())


@pytest.mark.parametrize(("choice", "place"), [("all", ActivityList()), ("back", ActivityList(kind=Kind.LECTURE))])
def test_another_way_leads_to_everything_or_back(talk: Talk, choice: str, place: Step) -> None:
    at(talk, ChoosingWay(ActivityList(kind=Kind.LECTURE)))
    chooses(talk, choice)
    assert talk.remembered.step == place


def test_week_without_anything_gives_way_to_later_weeks_on_every_page(talk: Talk) -> None:
    for _ in range(6):
        hold(talk, lambda plan: replace(plan, starts_at=AT + 20 * DAY, ends_at=AT + 21 * DAY))
    (shown,) = talk.does(Commanded("activities"))
    assert html(shown).split("\n")[0] == "接下来一周的活动：没有。以后的有："
    (shown,) = talk.taps(button([shown], "下一页"))
    assert html(shown).split("\n")[1] == "<b>6. 党课</b>"


def test_list_looks_on_until_it_has_found_what_somebody_may_come_to(talk: Talk) -> None:
    for _ in range(60):
        hold(talk, lambda plan: replace(plan, audience=Audience.MEMBERS))
    row = hold(talk, lambda plan: replace(plan, starts_at=AT + DAY + 1, ends_at=AT + 2 * DAY))
    at(talk, ActivityList())
    talk.does(Said("1"))
    assert talk.remembered.step == ActivityCard(row.id, from_list=ActivityList())


def test_list_does_not_look_on_for_ever(talk: Talk) -> None:
    done(talk, lambda unit: _many(unit, 1_000))
    hold(talk, lambda plan: replace(plan, starts_at=AT + DAY + 1, ends_at=AT + 2 * DAY))
    (shown,) = talk.does(Commanded("activities"))
    assert labels(shown) == [["换个找法", "我的活动"], ["菜单"]]


def _many(unit: UnitOfWork, number: int) -> None:
    plan = Plan(Kind.LECTURE, "党课", AT + DAY, AT + DAY + 3_600, Held(point_id=1), Audience.MEMBERS)
    for _ in range(number):
        activities.publish(unit, activities.draft(unit, plan, 4, Deed(HOUSE, AT)).id, Deed(HOUSE, AT))


def test_list_around_a_forgotten_location_leads_to_other_ways(talk: Talk) -> None:
    at(talk, ActivityList(Spot()))
    (shown,) = chooses(talk, "next")
    assert labels(shown) == [["✕ 我附近", "换个找法"], ["菜单"]]


EVERYTHING: Final = ActivityList(
    Spot("静安寺", 31.2235, 121.4454), 0, Kind.LECTURE, date(2026, 12, 2), date(2026, 12, 3), Part.EVENING
)
"""A list on which all that can be is on."""


def test_every_filter_holds_at_once_and_is_named(talk: Talk) -> None:
    noon = datetime(2026, 12, 2, 12, tzinfo=NOON.tzinfo).timestamp()
    others: list[tuple[str, dict[str, Any], str]] = [
        ("合适的", {}, "JA-1"),
        ("中午的", {"starts_at": noon, "ends_at": noon + 3_600}, "JA-1"),
        ("别的类型", {"kind": Kind.THEME_DAY}, "JA-1"),
        ("太晚的", {"starts_at": noon + 3 * DAY, "ends_at": noon + 3 * DAY + 3_600}, "JA-1"),
        ("太远的", {}, "PD-1"),
    ]
    for title, changes, point in others:
        values = {"title": title, "starts_at": noon + 7 * 3_600, "ends_at": noon + 8 * 3_600, **changes}
        hold(talk, partial(replace, **values), point)
    at(talk, EVERYTHING)
    (shown,) = chooses(talk, "previous")
    assert html(shown).split("\n")[:2] == [
        "活动 · 12月2日周三–12月3日周四 · 晚上 · 党课 · 离静安寺 5 公里以内：",
        "<b>1. 合适的 · 党课</b>",
    ]
    assert labels(shown) == [
        ["1"],
        ["✕ 12月2日周三–12月3日周四", "✕ 晚上"],
        ["✕ 党课", "✕ 静安寺附近"],
        ["换个找法", "菜单"],
    ]


@pytest.mark.parametrize(
    ("choice", "filters"),
    [
        ("no-day", {"day": None, "until": None}),
        ("no-part", {"part": None}),
        ("no-kind", {"kind": None}),
        ("no-place", {"around": None}),
    ],
)
def test_each_filter_is_taken_off_alone(talk: Talk, choice: str, filters: dict[str, Any]) -> None:
    at(talk, replace(EVERYTHING, page=1))
    chooses(talk, choice)
    assert talk.remembered.step == replace(EVERYTHING, **filters)


def test_filter_that_is_not_on_cannot_be_taken_off(talk: Talk) -> None:
    at(talk, ActivityList())
    chooses(talk, "no-kind")
    assert talk.remembered.step == ActivityList()


def test_another_filter_keeps_the_others(talk: Talk) -> None:
    hold(talk)
    done(talk, lambda unit: people.choose_point(unit, WANG, 7))
    for place, event, filters in (
        (ChoosingKind(EVERYTHING), Kind.THEME_DAY, {"kind": Kind.THEME_DAY}),
        (ChoosingDay(EVERYTHING), "2026-12-20", {"day": date(2026, 12, 20), "until": None}),
        (ChoosingWay(EVERYTHING), "point", {"around": None, "point_id": 7}),
    ):
        at(talk, place)
        chooses(talk, event)
        assert talk.remembered.step == replace(EVERYTHING, **filters)
    for step in (EVERYTHING, ChoosingWay(EVERYTHING), ChoosingSpot(EVERYTHING, "静安", ()), SayingSpot(EVERYTHING)):
        at(talk, step)
        talk.does(SharedPlace(31.2, 121.4))
        assert talk.remembered.step == replace(EVERYTHING, around=Spot())


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (ActivityList(day=date(2026, 11, 30)), "活动 · 11月30日周一：已经过了。"),
        (
            ActivityList(day=date(2026, 11, 28), until=date(2026, 11, 30)),
            "活动 · 11月28日周六–11月30日周一：已经过了。",
        ),
        (ActivityList(day=date(2026, 12, 1), part=Part.MORNING), "活动 · 12月1日周二 · 上午：已经过了。"),
        (ActivityList(day=date(2026, 12, 1), part=Part.AFTERNOON), "活动 · 12月1日周二 · 下午：没有您可以参加的。"),
        (ActivityList(point_id=99), "活动 · …：没有您可以参加的。"),
    ],
)
def test_empty_list_says_why_and_what_can_be_taken_off(talk: Talk, step: ActivityList, said: str) -> None:
    at(talk, step)
    (shown,) = chooses(talk, "previous")
    assert html(shown).startswith(said)
    assert labels(shown)[0][0].startswith("✕ ")


def test_line_says_where_it_is_held_also_off_the_subdistricts(talk: Talk) -> None:
    hold(talk, lambda plan: replace(plan, spot=Held(title="东门 <3>")))
    hold(talk, lambda plan: replace(plan, spot=Held(building_id=1), starts_at=AT + DAY + 60))
    (shown,) = talk.does(Commanded("activities"))
    assert [line.split(" · ")[1] for line in html(shown).split("\n")[2:6:3]] == ["东门 &lt;3&gt;", "潍坊新村街道"]


def test_line_says_how_it_stands_with_what_is_mine(talk: Talk) -> None:
    rows = [hold(talk, lambda plan: replace(plan, seats=1, starts_at=AT + 600)) for _ in range(5)]
    joins(talk, rows[0], WANG)
    joins(talk, rows[1], LI, WANG)
    joins(talk, rows[2], WANG)
    joins(talk, rows[3], LI, WANG)
    joins(talk, rows[4], WANG)
    done(talk, lambda unit: attendance.check_in(unit, rows[2].id, WANG, Way.ROLL, Deed(By(LI, "organiser"), AT)))
    done(talk, lambda unit: signups.leave(unit, rows[3].id, LI, AT - 600))
    done(talk, lambda unit: signups.leave(unit, rows[4].id, WANG, AT))
    (shown,) = talk.does(Commanded("activities"))
    assert [line.strip() for line in html(shown).split("\n")[3::3]] == [
        "✅ 已报名",
        "候补第 1 位",
        "✅ 已签到",
        "候补第 1 位",
        "还有 1 个名额",
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_key_back_leads_back_from_being_asked_where(talk: Talk, language: str) -> None:
    talk.language = language
    at(talk, SayingSpot(ActivityList(kind=Kind.LECTURE)))
    label = words("en" if language == "en" else "zh_Hans").button("Back")
    talk.does(Said(label))
    assert talk.remembered.step == ChoosingWay(ActivityList(kind=Kind.LECTURE))


def test_words_that_are_no_place_are_heard_as_anywhere(talk: Talk) -> None:
    for typed, then in (("火星基地", FoundNothing), ("我的活动", MyActivities)):
        at(talk, SayingSpot(ActivityList()))
        talk.does(Said(typed))
        assert type(talk.remembered.step) is then


def test_place_that_is_sure_is_looked_around_at_once(talk: Talk) -> None:
    at(talk, SayingSpot(ActivityList()))
    talk.does(Said("吴江路阅读角"))
    assert talk.remembered.step == ActivityList(Spot("吴江路阅读角", 31.231, 121.464))


def test_none_of_the_places_asks_again_and_back_leads_back(talk: Talk) -> None:
    place = ChoosingSpot(ActivityList(page=1), "嘉", (Spot("嘉兴大厦", 31.0, 121.0),))
    for choice, then in (("again", SayingSpot(ActivityList(page=1))), ("back", ActivityList(page=1)), ("9", place)):
        at(talk, place)
        chooses(talk, choice)
        assert talk.remembered.step == then


def test_typed_day_that_is_none_is_asked_for_again(talk: Talk) -> None:
    at(talk, ChoosingWay(ActivityList()))
    chooses(talk, "day")
    (said,) = talk.does(Said("改天"))
    assert html(said) == "没看明白是哪一天。可以写“12月12日”或“明天”。"


def test_day_is_tapped_and_back_leads_back(talk: Talk) -> None:
    hold(talk)
    for choice, then in (
        ("2026-12-02", ActivityList(day=date(2026, 12, 2))),
        ("back", ChoosingWay(ActivityList(page=1))),
    ):
        at(talk, ChoosingDay(ActivityList(page=1)))
        chooses(talk, choice)
        assert talk.remembered.step == then


def test_kind_that_there_is_not_leads_nowhere_and_back_leads_back(talk: Talk) -> None:
    there = ActivityList(page=1)
    for choice, then in (("party", ChoosingKind(there)), ("back", ChoosingWay(there))):
        at(talk, ChoosingKind(there))
        chooses(talk, choice)
        assert talk.remembered.step == then


def test_nothing_coming_has_no_kinds(talk: Talk) -> None:
    at(talk, ChoosingWay(ActivityList()))
    (shown,) = chooses(talk, "kind")
    assert (html(shown), labels(shown)) == ("近期没有您可以报名的活动。", [["返回"]])


# ---------------------------------------------------------------- the card


def test_card_of_an_offer_takes_it(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, seats=1))
    joins(talk, row, LI, WANG)
    done(talk, lambda unit: signups.leave(unit, row.id, LI, AT))
    shown = opens(talk, str(row.id))[-1]
    assert html(shown).split("\n")[0] == "有一个名额为您保留到12月1日（周二）19:50。"
    talk.taps(button([shown], "参加"))
    assert state(talk, row) is State.CONFIRMED


def test_card_of_an_offer_turns_it_down(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, seats=1))
    joins(talk, row, LI, WANG)
    done(talk, lambda unit: signups.leave(unit, row.id, LI, AT))
    talk.taps(button(opens(talk, str(row.id)), "不去了"))
    assert state(talk, row) is State.LEFT


def test_card_says_when_signing_up_begins_and_that_it_has_ended(talk: Talk) -> None:
    later = hold(talk, lambda plan: replace(plan, opens_at=AT + 3_600, closes_at=AT + 7_200))
    assert card(talk, later)[0] == "12月1日（周二）13:00 开始报名。"
    assert card(talk, later)[-2:] == ["报名开始：12月1日（周二）13:00", "报名截止：12月1日（周二）14:00"]
    talk.waits(hours=3)
    assert card(talk, later)[0] == "报名已经截止。"
    assert opens(talk, f"y{later.id}") != []
    assert state(talk, later) is None


def test_card_of_somebody_who_is_there_and_of_somebody_who_was(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, starts_at=AT + 600))
    joins(talk, row, WANG)
    done(talk, lambda unit: attendance.check_in(unit, row.id, WANG, Way.ROLL, Deed(By(LI, "organiser"), AT)))
    assert card(talk, row)[0] == "✅ 您已签到。"
    assert html(talk.does(Commanded("mine"))[0]).split("\n")[2].endswith(" · ✅ 已签到")
    talk.waits(days=3)
    assert card(talk, row)[0] == "✅ 您参加了这次活动。"


def test_card_of_who_was_missed_says_nothing_of_it(talk: Talk) -> None:
    row = hold(talk)
    joins(talk, row, WANG)
    talk.waits(days=3)
    done(talk, lambda unit: signups.end(unit, row.id, talk.now.timestamp()))
    assert card(talk, row)[0] == "这项活动已经结束。"


def test_card_without_a_pin_and_with_an_attachment(talk: Talk) -> None:
    attachment = Attachment("photo", "AgAC1")
    row = hold(talk, lambda plan: replace(plan, spot=Held(title="东门"), attachment=attachment, notes="请带笔记本"))
    (shown,) = opens(talk, str(row.id))
    assert labels(shown) == [["报名"], ["日历文件", "附件"], ["组织生活", "菜单"]]
    assert talk.taps(button([shown], "附件")) == [Picture("AgAC1")]


def test_attachment_that_is_gone_shows_the_card(talk: Talk) -> None:
    row = hold(talk)
    at(talk, ActivityCard(row.id))
    assert labels(chooses(talk, "attachment")[-1]) == [["报名"], ["日历文件"], ["组织生活", "菜单"]]


def test_draft_is_seen_by_nobody_else(talk: Talk) -> None:
    plan = Plan(Kind.LECTURE, "党课", AT + DAY, AT + DAY + 1, Held(point_id=1), Audience.ANYONE)
    done(talk, lambda unit: activities.draft(unit, plan, 4, Deed(By(LI), AT)))
    opens(talk, "1")
    assert talk.remembered.step == AtMenu()


def test_card_that_is_gone_leads_back(talk: Talk) -> None:
    at(talk, ActivityCard(99, from_mine=MyActivities()))
    (shown,) = chooses(talk, "join")
    assert html(shown) == "这项活动已经不在了，可以看看别的。"
    assert labels(shown) == [["返回"]]


def test_pin_of_a_building_names_it_with_the_room(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, spot=Held(building_id=1, room="3 楼会议室")))
    pin, _ = opens(talk, str(row.id))
    assert pin == Pin(31.229, 121.518, "嘉兴大厦 3 楼会议室", "世纪大道888号", "📍 嘉兴大厦 3 楼会议室，世纪大道888号")


def test_place_that_nobody_knows_is_left_out(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, spot=Held(position=Position(31.2, 121.4))))
    pin, shown = opens(talk, str(row.id))
    assert pin == Pin(31.2, 121.4, "党课", "党课", "📍 党课，党课")
    assert html(shown).split("\n")[2] == "党课 · 静安寺街道主办"


def test_activity_over_night_says_both_days(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, ends_at=AT + 2 * DAY))
    assert text.when(row, NOON.tzinfo, ZH) == "12月2日（周三）12:00 至12月3日（周四）12:00"


def test_supporters_are_named_beside_members() -> None:
    audience = Audience.AFFILIATED | Audience.SUPPORTERS
    assert text.audience_names(audience, ZH) == "在这里挂靠的党员、积极分子和群众"


# ---------------------------------------------------------------- signing up and leaving


def test_seat_that_went_meanwhile_is_told_with_the_length_of_the_line(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, seats=1))
    at(talk, ActivityCard(row.id))
    joins(talk, row, LI)
    done(talk, lambda unit: people.welcome(unit, [1005], AT))
    joins(talk, row, 1005)
    assert html(chooses(talk, "join")[0]).split("\n")[1] == "现在有 1 人候补。"


def test_leave_after_it_was_granted_twice_keeps_one_reason(talk: Talk) -> None:
    row = hold(talk)
    joins(talk, row, WANG)
    at(talk, GivingReason(ActivityCard(row.id)))
    talk.does(Said("出差"))
    at(talk, GivingReason(ActivityCard(row.id), is_excused=True))
    chooses(talk, "none")
    with talk.store.unit_of_work() as unit:
        mine = signup_reading.find(unit, row.id, WANG)
        assert mine is not None
        assert signing.reason(unit, mine.id) == "出差"


def test_leave_of_somebody_who_has_nothing_to_leave_changes_nothing(talk: Talk) -> None:
    row = hold(talk)
    at(talk, GivingReason(ActivityCard(row.id)))
    chooses(talk, "0")
    assert state(talk, row) is None
    assert talk.remembered.step == ActivityCard(row.id, is_renewed=True)


def test_leave_is_not_asked_of_somebody_who_is_not_coming(talk: Talk) -> None:
    row = hold(talk)
    at(talk, ActivityCard(row.id))
    chooses(talk, "excuse")
    assert talk.remembered.step == ActivityCard(row.id, is_renewed=True)


def test_reason_that_no_button_has_is_no_reason(talk: Talk) -> None:
    row = hold(talk)
    at(talk, GivingReason(ActivityCard(row.id)))
    chooses(talk, "7")
    assert talk.remembered.step == GivingReason(ActivityCard(row.id))


def test_seat_is_confirmed_on_the_card_too(talk: Talk) -> None:
    times: dict[str, Any] = {"starts_at": AT + 3 * DAY, "ends_at": AT + 4 * DAY, "confirm_by": AT + 2 * DAY}
    row = hold(talk, lambda plan: replace(plan, seats=1, **times))
    joins(talk, row, WANG)
    talk.waits(days=1)
    assert html(opens(talk, str(row.id))[-1]).split("\n")[1] == "<b>党课</b>"  # nobody waits, nobody is pressed
    joins(talk, row, LI)
    shown = opens(talk, str(row.id))
    assert html(shown[-1]).split("\n")[1] == "请在12月3日（周四）12:00 前确认能来。"
    talk.taps(button(shown, "确认参加"))
    assert state(talk, row) is State.CONFIRMED


def test_leave_that_was_only_asked_about_can_be_thought_better_of(talk: Talk) -> None:
    row = hold(talk)
    joins(talk, row, WANG)
    at(talk, GivingReason(ActivityCard(row.id)))  # as the card asked before it granted leave at once
    chooses(talk, "back")
    assert state(talk, row) is State.SIGNED_UP


def test_what_is_called_off_cannot_be_confirmed(talk: Talk) -> None:
    row = hold(talk)
    joins(talk, row, WANG)
    done(talk, lambda unit: activities.cancel(unit, row.id, Deed(HOUSE, AT)))
    (shown,) = opens(talk, f"y{row.id}")
    assert html(shown).split("\n")[0] == "<b>已取消</b>"
    assert state(talk, row) is State.SIGNED_UP


# ---------------------------------------------------------------- what is mine


def test_list_of_mine_has_pages_and_names_every_way_of_standing(talk: Talk) -> None:
    rows = [hold(talk, lambda plan: replace(plan, seats=1)) for _ in range(7)]
    joins(talk, rows[0], WANG)
    joins(talk, rows[1], LI, WANG)
    done(talk, lambda unit: signups.leave(unit, rows[1].id, LI, AT))
    for row in rows[2:]:
        joins(talk, row, WANG)
    (first,) = talk.does(Commanded("mine"))
    assert [line.split(" · ")[2:] for line in html(first).split("\n")[2:6:2]] == [["✅ 已报名"], ["有名额为您保留"]]
    (second,) = talk.taps(button([first], "下一页"))
    assert labels(second)[:3] == [["6", "7"], ["上一页"], ["提醒设置", "组织生活"]]
    (again,) = talk.taps(button([second], "上一页"))
    assert replace_of(again) == html(first)


def replace_of(reply: Reply) -> str:
    assert isinstance(reply, Text)
    assert reply.replaces == 500
    return reply.html


def test_lasting_button_of_mine_opens_nothing_else(talk: Talk) -> None:
    talk.does(Tapped(lasting("i", "12"), 500))
    assert talk.remembered.step == AtMenu()


def test_wish_that_is_not_offered_is_not_kept(talk: Talk) -> None:
    at(talk, SettingLeadTimes())
    chooses(talk, "77", "i")
    with talk.store.unit_of_work() as unit:
        assert lead_times.wishes(unit, WANG) == {}


# ---------------------------------------------------------------- what others are told


def test_change_says_what_is_new(talk: Talk) -> None:
    row = hold(talk)
    moved = replace(row, plan=replace(row.plan, spot=Held(point_id=2)))
    later = replace(moved, plan=replace(moved.plan, ends_at=AT + DAY + 7_200))
    joins(talk, row, WANG)
    longer = replace(row, plan=replace(row.plan, ends_at=AT + DAY + 7_200))
    firsts = [_told(talk, Changed(row, after, moved=False)) for after in (row, moved, longer, later)]
    assert firsts == [
        "您的一项活动有更新：",
        "您的一项活动换了地点：",
        "您的一项活动改了时间：",
        "您的一项活动改了时间和地点：",
    ]


def test_who_has_a_seat_is_asked_again_after_a_move_and_who_waits_is_only_told(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, seats=1))
    joins(talk, row, WANG, LI)
    with talk.store.unit_of_work() as unit:
        tells = activity_tells.changed(Changed(row, row, moved=True), unit, lambda _: ZH, NOON)
    assert {tell.chat_id: labels(text_of(tell)) for tell in tells} == {
        WANG: [["参加", "请假"], ["看活动", "日历文件"]],
        LI: [["看活动"]],
    }


def _told(talk: Talk, change: Changed) -> str:
    with talk.store.unit_of_work() as unit:
        (tell,) = activity_tells.changed(change, unit, lambda _: ZH, NOON)
    return text_of(tell).html.split("\n")[0]


def test_cancellation_gives_its_reason_where_there_is_one(talk: Talk) -> None:
    row = hold(talk)
    joins(talk, row, WANG)
    for reason, said in (("场地停电", ["原因：场地停电"]), ("", [])):
        with talk.store.unit_of_work() as unit:
            (tell,) = activity_tells.cancelled(replace(row, cancelled_reason=reason), unit, lambda _: ZH, NOON)
        assert text_of(tell).html.split("\n")[4:] == [*said, "给您添麻烦了。可以看看别的活动。"]


def test_nobody_is_woken_for_a_seat(talk: Talk) -> None:
    row = hold(talk, lambda plan: replace(plan, seats=1))
    joins(talk, row, LI, WANG)
    night = datetime(2026, 12, 1, 15, tzinfo=UTC).astimezone(NOON.tzinfo)
    with talk.store.unit_of_work() as unit:
        offers = signups.leave(unit, row.id, LI, night.timestamp()).offers
        (tell,) = activity_tells.offers(offers, unit, lambda _: ZH, night)
        (at_once,) = activity_tells.offers(offers, unit, lambda _: ZH, NOON)
    assert tell.not_before == datetime(2026, 12, 2, 7, 30, tzinfo=NOON.tzinfo).timestamp()
    assert at_once.not_before is None


def test_buttons_stay_within_six_and_two_a_row(talk: Talk) -> None:
    times: dict[str, Any] = {"starts_at": AT + 3 * DAY, "ends_at": AT + 4 * DAY, "confirm_by": AT + 2 * DAY}
    row = hold(talk, lambda plan: replace(plan, attachment=Attachment("photo", "AgAC1"), **times))
    joins(talk, row, WANG)
    talk.waits(days=1)
    rows: tuple[tuple[Button, ...], ...] = opens(talk, str(row.id))[-1].buttons
    assert [len(one) for one in rows] == [2, 2, 2]
