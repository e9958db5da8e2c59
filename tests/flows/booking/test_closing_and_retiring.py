"""Closed for a time or taken off the list for good: as an owner says it, whom it concerns, and the way back."""

import pytest

from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    LIBRARY,
    SIBLING_UNIT,
    STUDIO,
    books,
    found,
    labels,
    number,
    opens,
    presses,
    read,
    says,
    span,
    talk,
    told,
)
from tests.stage.security_world import HOST, SIBLING

store = a_store_with(HALL, STUDIO, LIBRARY)


def test_it_is_closed_for_some_hours_of_a_day_and_nobody_is_concerned(store: Store) -> None:
    host = talk(store, HOST)
    presses(host, opens(host, EntryPoint.RESOURCE, number(store, "HALL")), "Close it for a time")
    surely = says(host, "Dec 9 14:00-16:00, the floor is waxed")
    assert read(surely) == (
        "Close Hall, Wed, Dec 9, 14:00–16:00?\nThe reason: the floor is waxed\nNobody has booked it for then."
    )
    card = presses(host, surely, "Close it for that time")
    assert "✅ Closed." in read(card)
    assert "Closed Wed, Dec 9, 14:00–16:00: the floor is waxed" in read(card)


def test_day_of_today_is_closed_from_now_on_and_who_had_it_is_told(store: Store) -> None:
    booking_id = books(store, "HALL", SIBLING_UNIT, span("01", "15:00", "17:00"))
    host = talk(store, HOST, "zh_Hans")
    presses(host, opens(host, EntryPoint.RESOURCE, number(store, "HALL")), "暂停使用")
    surely = says(host, "今天，停电检修")
    assert "12月1日（周二）12:00 至12月2日（周三）0:00 暂停使用？\n原因：停电检修" in read(surely)
    assert "这段时间有 1 条预订" in read(surely)
    assert "✅ 已暂停使用，告诉了有关的人。" in read(presses(host, surely, "暂停使用"))
    assert found(store, booking_id).state is State.WAITING
    assert "那段时间暂停使用" in told(store, SIBLING)


@pytest.mark.parametrize(
    "words", ["2026-11-30, the lift is repaired", "the lift is repaired", "2026-12-02 to 2028-01-05"]
)
def test_time_that_is_over_or_never_ends_is_asked_for_again(store: Store, words: str) -> None:
    host = talk(store, HOST)
    presses(host, opens(host, EntryPoint.RESOURCE, number(store, "HALL")), "Close it for a time")
    assert "Please say from when until when, and why" in read(says(host, words))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("电梯检修，12月7日到12月9日", "电梯检修"),
        ("12月7日到12月9日，电梯检修，请走楼梯", "电梯检修，请走楼梯"),
        ("电梯检修，12月7日到12月9日，请走楼梯。", "电梯检修，请走楼梯"),
        ("12月7日到12月9日停用，电梯检修", "电梯检修"),
        ("12月7日到12月9日，早上盘点", "早上盘点"),
        ("12月7日到12月9日，周二盘点", "周二盘点"),
        ("12月7日到12月9日", "12月7日到12月9日"),
        ("12月7日到12月9日电梯检修", "12月7日到12月9日电梯检修"),
    ],
)
def test_reason_may_stand_before_the_time_or_behind_it(store: Store, words: str, reason: str) -> None:
    host = talk(store, HOST, "zh_Hans")
    presses(host, opens(host, EntryPoint.RESOURCE, number(store, "STUDIO")), "暂停使用")
    surely = says(host, words)
    assert "12月7日（周一）0:00 至12月10日（周四）0:00" in read(surely)
    assert f"\n原因：{reason}\n" in read(surely)


def test_question_that_is_answered_when_the_time_is_over_is_asked_anew(store: Store) -> None:
    host = talk(store, HOST)
    presses(host, opens(host, EntryPoint.RESOURCE, number(store, "HALL")), "Close it for a time")
    surely = says(host, "Dec 2, the floor is waxed")
    host.waits(days=2)
    asked = presses(host, surely, "Close it for that time")
    assert read(asked).startswith("That time has gone by.\nWhen is Hall closed, and why?")
    assert "waxed" not in read(opens(host, EntryPoint.RESOURCE, number(store, "HALL")))


def test_second_thoughts_lead_back_step_by_step(store: Store) -> None:
    host = talk(store, HOST)
    presses(host, opens(host, EntryPoint.RESOURCE, number(store, "STUDIO")), "Close it for a time")
    asked = presses(host, says(host, "Dec 9, the floor is waxed"), "Back")
    assert "When is Studio closed, and why?" in read(asked)
    card = presses(host, asked, "Back")
    surely = presses(host, card, "Take it off the list")
    assert read(surely) == "Take Studio off the list? What was booked before stays on record."
    card = presses(host, surely, "Back")
    assert "Close it for a time" in labels(card)


def test_what_nobody_has_booked_is_taken_off(store: Store) -> None:
    host = talk(store, HOST)
    surely = presses(host, opens(host, EntryPoint.RESOURCE, number(store, "STUDIO")), "Take it off the list")
    left = presses(host, surely, "Take it off")
    assert "It is off the list." in read(left)
    assert "Studio" not in read(left)
    assert "not in your hands" in read(opens(talk(store, SIBLING), EntryPoint.RESOURCE, number(store, "STUDIO")))


def test_who_has_booked_it_is_told_that_it_is_lent_no_more(store: Store) -> None:
    booking_id = books(store, "STUDIO", SIBLING_UNIT, span("09", "14:00", "16:00"))
    host = talk(store, HOST)
    surely = presses(host, opens(host, EntryPoint.RESOURCE, number(store, "STUDIO")), "Take it off the list")
    assert "1 booking is ahead; those concerned are told that it is not lent any more." in read(surely)
    presses(host, surely, "Take it off")
    assert "This is not lent any more:" in told(store, SIBLING)
    assert found(store, booking_id).state is State.REFUSED
