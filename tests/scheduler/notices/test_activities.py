"""What falls due around an activity: what it changes, who is told what, and who is not."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select

from bot import codec
from bot.chat import Text
from bot.house import House
from bot.planning import activities as activity_clock
from bot.planning.activities import PROLONG, after_change, plan_for, prolong
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.notices import NEVER, default_confirm_by
from domain.activities.seats import State, Way
from domain.people.deeds import By, Deed
from scheduler.notices.runner import Rung, ring_due
from storage.activities import activities, agenda, attendance, lead_times, series, signup_reading, signups
from storage.activities.activities import ActivityRow, Changed
from storage.messages import outbox
from storage.people import people
from storage.tables import messages as message_tables
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.clockwork import CHEN, LI, WANG, WU, ZHOU, ZONE, at, settle, unit_id, waiting, written

HOUSE: Final = House(language="en", zone=ZONE, quiet_hours=None)
BEGINS: Final = at("2026-12-03 19:00")
NOW: Final = at("2026-11-23 12:00")
ORGANISER: Final = By(CHEN, "organiser")
BY_THE_UNIT: Final = Standing.OF_THE_UNIT


@pytest.fixture(autouse=True)
def city(store: Store) -> None:
    settle(store)


def a_plan(**changes: Any) -> Plan:
    starts = BEGINS.timestamp()
    spot, confirm_by = Spot(title="Hall", room="301"), default_confirm_by(starts, NOW)
    plan = Plan(Kind.LECTURE, "On trust", starts, starts + 5400.0, spot, Audience.ANYONE, 3, confirm_by=confirm_by)
    return replace(plan, **changes)


def published(store: Store, plan: Plan | None = None, now: datetime = NOW) -> ActivityRow:
    """Publish it, and plan what falls due, as the flows do."""
    with store.unit_of_work() as unit:
        draft = activities.draft(unit, plan or a_plan(), unit_id(unit, "310106011"), Deed(By(CHEN), now.timestamp()))
        row = activities.publish(unit, draft.id, Deed(ORGANISER, now.timestamp()))
        plan_for(unit, row, now)
        unit.commit()
    return row


def sign_up(store: Store, row: ActivityRow, *who: int, now: datetime = NOW) -> None:
    with store.unit_of_work() as unit:
        for chat_id in who:
            signups.wait(unit, row.id, chat_id, BY_THE_UNIT, now.timestamp())
        unit.commit()


def confirm(store: Store, row: ActivityRow, who: int, now: datetime = NOW) -> None:
    with store.unit_of_work() as unit:
        signups.confirm(unit, row.id, who, now.timestamp())
        unit.commit()


def wish(store: Store, who: int, hours: int) -> None:
    with store.unit_of_work() as unit:
        lead_times.choose(unit, who, None, hours)
        unit.commit()


async def ring(store: Store, now: str) -> Rung:
    return await ring_due(store, HOUSE, at(now).timestamp)


def said(store: Store) -> list[tuple[int, str]]:
    """Return to whom and how each message begins, in the order in which they were written."""
    return [(chat_id, text.html.split("\n")[0]) for chat_id, text, _ in messages(store)]


def messages(store: Store) -> list[tuple[int, Text, float | None]]:
    table = message_tables.outbox.c
    query = select(table.chat_id, table.reply, table.not_after).order_by(table.id)
    with store.unit_of_work() as unit:
        return [(row[0], _text(unit, row[1]), row[2]) for row in unit.connection.execute(query)]


def _text(unit: UnitOfWork, sealed: bytes) -> Text:
    reply = codec.decode(unit.seal.open(sealed, outbox.REPLY))
    assert isinstance(reply, Text)
    return reply


def state_of(store: Store, row: ActivityRow, *who: int) -> list[State | None]:
    with store.unit_of_work() as unit:
        found = [signup_reading.find(unit, row.id, chat_id) for chat_id in who]
    return [one.state if one else None for one in found]


def carried(text: Text) -> list[str]:
    return [button.data for buttons in text.buttons for button in buttons]


# ---------------------------------------------------------------- the day before


async def test_reminder_asks_who_has_not_confirmed_and_reassures_who_has(store: Store) -> None:
    row = published(store, a_plan(seats=2))
    sign_up(store, row, WANG, LI, ZHOU)
    confirm(store, row, LI)
    assert await ring(store, "2026-12-02 10:00") == Rung(done=3, said=2)
    (li, wang) = sorted(messages(store), reverse=True)
    assert wang[1].html == (
        "Tomorrow you have an activity:\n<b>On trust</b>\nThu, Dec 3, 19:00–20:30\n📍 Hall, 301\n"
        "Can you come? Please tell us by 18:00 today, so that the seat can go to somebody who waits for one."
    )
    assert (wang[0], carried(wang[1])) == (WANG, [f"=come.{row.id}", f"=excuse.{row.id}"])
    assert wang[2] == row.plan.confirm_by
    assert li[1].html.endswith("You have told us that you come. If something comes up, please let us know.")
    assert (li[0], carried(li[1]), li[2]) == (LI, [f"=activity.{row.id}", f"=excuse.{row.id}"], row.starts_at)


async def test_reminder_in_the_language_of_each(store: Store) -> None:
    row = published(store, a_plan(seats=2))
    sign_up(store, row, WANG, LI, ZHOU)
    with store.unit_of_work() as unit:
        people.choose_language(unit, LI, "zh_Hans")
        unit.commit()
    await ring(store, "2026-12-02 10:00")
    told = {chat_id: text.html.split("\n") for chat_id, text, _ in messages(store)}
    assert told[WANG][0] == "Tomorrow you have an activity:"
    assert (told[LI][0], told[LI][-1]) == (
        "明天有您报名的活动：",
        "能来吗？请在今天 18:00 前告诉我们，好把名额留给候补的同志。",
    )


@pytest.mark.parametrize("confirm_by", [None, default_confirm_by(BEGINS.timestamp(), NOW)])
async def test_reminder_where_nobody_waits_asks_without_a_deadline(store: Store, confirm_by: float | None) -> None:
    row = published(store, a_plan(confirm_by=confirm_by))
    sign_up(store, row, WANG)
    await ring(store, "2026-12-02 10:00")
    ((_, text, not_after),) = messages(store)
    assert text.html.endswith("Can you come? If not, please let us know, so that others can plan.")
    assert not_after == row.starts_at


async def test_reminder_passes_over_who_waits_left_or_signed_up_later(store: Store) -> None:
    row = published(store)
    sign_up(store, row, WANG, LI, CHEN, ZHOU)
    with store.unit_of_work() as unit:
        signups.leave(unit, row.id, WANG, NOW.timestamp(), reason="")
        signups.take(unit, row.id, ZHOU, NOW.timestamp())
        signups.leave(unit, row.id, CHEN, NOW.timestamp())
        unit.commit()
    sign_up(store, row, WU, now=at("2026-12-02 10:01"))
    await ring(store, "2026-12-02 10:02")
    assert sorted(chat_id for chat_id, _ in said(store)) == [LI, ZHOU]


@pytest.mark.parametrize(
    ("hours", "day", "first"),
    [
        (72, "2026-11-30 19:00", "In 3 days you have an activity:"),
        (24, "2026-12-02 19:00", "Tomorrow you have an activity:"),
        (3, "2026-12-03 16:00", "Today you have an activity:"),
    ],
)
async def test_reminder_comes_when_somebody_wishes_it(store: Store, hours: int, day: str, first: str) -> None:
    row = published(store, a_plan(confirm_by=None))
    sign_up(store, row, WANG, LI)
    wish(store, WANG, hours)
    rings = ["2026-11-30 19:00", "2026-12-01 19:00", "2026-12-02 19:00", "2026-12-03 07:30", "2026-12-03 16:00"]
    for one in rings:
        before = len(said(store))
        await ring(store, one)
        heard = [text for chat_id, text in said(store)[before:] if chat_id == WANG]
        assert heard == ([first] if one == day else [])


async def test_reminder_none_wanted_none_comes_but_a_seat_is_not_lost_unasked(store: Store) -> None:
    row = published(store, a_plan(seats=1))
    sign_up(store, row, WANG, LI)
    wish(store, WANG, NEVER)
    for one in ("2026-12-02 10:00", "2026-12-02 15:59"):
        await ring(store, one)
    assert said(store) == []
    await ring(store, "2026-12-02 16:00")
    assert said(store) == [(WANG, "Can you come? We have not heard from you yet:")]
    confirm(store, row, WANG, at("2026-12-02 17:00"))
    await ring(store, "2026-12-03 17:00")
    assert len(said(store)) == 1


async def test_reminder_carries_what_the_organisers_have_noted(store: Store) -> None:
    row = published(store, a_plan(notes="Please come half an hour early & sit down."))
    sign_up(store, row, WANG)
    for one in ("2026-12-02 10:00", "2026-12-03 17:00"):
        await ring(store, one)
    assert [text.html.split("\n")[4] for _, text, _ in messages(store)] == [
        "<blockquote>Please come half an hour early &amp; sit down.</blockquote>"
    ] * 2


async def test_clock_that_is_wound_makes_no_reminder_late(store: Store) -> None:
    row = published(store)
    sign_up(store, row, WANG)
    await ring_due(store, replace(HOUSE, clock_is_wound=True), at("2026-12-02 14:00").timestamp)
    ((_, text, _),) = messages(store)
    assert text.html.endswith("so that others can plan.")


# ---------------------------------------------------------------- confirm, release, promote


async def test_nobody_is_pressed_and_nobody_loses_a_seat_where_nobody_waits(store: Store) -> None:
    row = published(store, a_plan(confirm_by=at("2026-11-30 18:00").timestamp()))
    sign_up(store, row, WANG)
    for one in ("2026-11-30 10:00", "2026-11-30 16:00", "2026-11-30 18:00"):
        await ring(store, one)
    assert (state_of(store, row, WANG), said(store)) == ([State.SIGNED_UP], [])


async def test_who_was_not_pressed_keeps_the_seat_when_somebody_comes_to_wait(store: Store) -> None:
    row = published(store, a_plan(seats=1))
    sign_up(store, row, WANG)
    await ring(store, "2026-12-02 16:00")
    sign_up(store, row, LI, now=at("2026-12-02 17:00"))
    await ring(store, "2026-12-02 18:00")
    assert state_of(store, row, WANG, LI) == [State.SIGNED_UP, State.WAITING]


async def test_last_call_to_those_who_have_not_answered(store: Store) -> None:
    row = published(store, a_plan(seats=2))
    sign_up(store, row, WANG, LI, ZHOU)
    confirm(store, row, LI)
    await ring(store, "2026-12-02 10:00")
    await ring(store, "2026-12-02 16:00")
    chat_id, text, not_after = messages(store)[-1]
    assert text.html.split("\n")[-1] == (
        "Please tell us by 18:00 today. After that your seat goes to the next in line."
    )
    assert (len(messages(store)), chat_id, carried(text), not_after) == (
        3,
        WANG,
        [f"=come.{row.id}", f"=excuse.{row.id}"],
        row.plan.confirm_by,
    )


async def test_release_gives_unconfirmed_seats_to_the_next_in_line_and_tells_both(store: Store) -> None:
    row = published(store, a_plan(seats=2))
    sign_up(store, row, WANG, LI, ZHOU)
    confirm(store, row, LI)
    for one in ("2026-12-02 10:00", "2026-12-02 16:00", "2026-12-02 18:00"):
        await ring(store, one)
    assert state_of(store, row, WANG, LI, ZHOU) == [State.RELEASED, State.CONFIRMED, State.OFFERED]
    assert said(store)[-2:] == [
        (WANG, "We had no answer from you in time, so your seat was given on:"),
        (ZHOU, "A seat is free:"),
    ]


async def test_release_spares_who_signed_up_in_the_last_hours(store: Store) -> None:
    row = published(store, a_plan(seats=1))
    sign_up(store, row, WANG, LI, now=at("2026-12-02 15:00"))
    for one in ("2026-12-02 16:00", "2026-12-02 18:00"):
        await ring(store, one)
    assert (state_of(store, row, WANG), said(store)) == ([State.CONFIRMED], [])


async def test_ask_before_an_early_deadline(store: Store) -> None:
    row = published(store, a_plan(confirm_by=at("2026-11-30 18:00").timestamp(), seats=1))
    sign_up(store, row, WANG, LI)
    await ring(store, "2026-11-30 10:00")
    assert said(store) == [(WANG, "In 3 days you have an activity:")]
    for one in ("2026-11-30 16:00", "2026-11-30 18:00"):
        await ring(store, one)
    assert state_of(store, row, WANG) == [State.RELEASED]


async def test_offer_that_is_not_answered_passes_on(store: Store) -> None:
    row = published(store, a_plan(seats=1))
    sign_up(store, row, WANG, LI, ZHOU)
    with store.unit_of_work() as unit:
        (offer,) = signups.leave(unit, row.id, WANG, NOW.timestamp()).offers
        unit.commit()
    assert offer.offered_until is not None
    until = datetime.fromtimestamp(offer.offered_until, ZONE)
    assert await ring(store, f"{until - timedelta(minutes=1):%Y-%m-%d %H:%M}") == Rung()
    assert await ring(store, f"{until:%Y-%m-%d %H:%M}") == Rung(done=1, said=2)
    assert state_of(store, row, LI, ZHOU) == [State.LAPSED, State.OFFERED]
    assert said(store) == [
        (LI, "The seat that was kept for you has gone on to the next in line:"),
        (ZHOU, "A seat is free:"),
    ]


async def test_offer_that_was_taken_or_called_off_does_not_lapse(store: Store) -> None:
    taken, off = published(store, a_plan(seats=1)), published(store, a_plan(seats=1))
    for row in (taken, off):
        sign_up(store, row, WANG, LI)
    with store.unit_of_work() as unit:
        for row in (taken, off):
            signups.leave(unit, row.id, WANG, NOW.timestamp())
        signups.take(unit, taken.id, LI, NOW.timestamp())
        cancelled = activities.cancel(unit, off.id, Deed(ORGANISER, NOW.timestamp()))
        plan_for(unit, cancelled, NOW)
        unit.commit()
    await ring(store, "2026-12-01 12:00")
    assert [first for _, first in said(store) if first.startswith("The seat")] == []


# ---------------------------------------------------------------- the day itself


async def test_soon_to_those_who_come(store: Store) -> None:
    row = published(store)
    sign_up(store, row, WANG, LI)
    confirm(store, row, LI)
    with store.unit_of_work() as unit:
        signups.leave(unit, row.id, WANG, NOW.timestamp())
        unit.commit()
    await ring(store, "2026-12-03 17:00")
    chat_id, text, not_after = messages(store)[-1]
    assert (chat_id, text.html.split("\n")[0], not_after) == (LI, "See you today at 19:00:", row.starts_at)


async def test_over_closes_the_book_and_thanks_those_who_were_there(store: Store) -> None:
    row = published(store, a_plan(confirm_by=None))
    sign_up(store, row, WANG, LI)
    with store.unit_of_work() as unit:
        attendance.check_in(unit, row.id, WANG, Way.ROLL, Deed(ORGANISER, BEGINS.timestamp()), standing=BY_THE_UNIT)
        unit.commit()
    await ring(store, "2026-12-03 21:00")
    assert state_of(store, row, WANG, LI) == [State.CHECKED_IN, State.ABSENT]
    ((chat_id, text, _),) = messages(store)
    assert (chat_id, carried(text)) == (WANG, [f"=rate.{row.id}"])
    assert text.html.split("\n")[0] == "Thank you for having come to On trust · Thu, Dec 3, 19:00."


async def test_over_long_ago_closes_the_book_and_says_nothing(store: Store) -> None:
    row = published(store, a_plan(confirm_by=None))
    sign_up(store, row, WANG, LI)
    with store.unit_of_work() as unit:
        attendance.check_in(unit, row.id, WANG, Way.ROLL, Deed(ORGANISER, BEGINS.timestamp()), standing=BY_THE_UNIT)
        unit.commit()
    await ring(store, "2026-12-06 12:00")
    assert (state_of(store, row, LI), said(store)) == ([State.ABSENT], [])


# ---------------------------------------------------------------- changes


def amend(store: Store, row: ActivityRow, now: datetime, **changes: Any) -> tuple[Changed, list[int]]:
    with store.unit_of_work() as unit:
        changed = activities.amend(unit, row.id, replace(row.plan, **changes), Deed(ORGANISER, now.timestamp()))
        offered = [one.chat_id for one in after_change(unit, changed, now)]
        unit.commit()
    return changed, offered


async def test_change_of_the_time_plans_anew_and_asks_again(store: Store) -> None:
    row = published(store)
    sign_up(store, row, WANG)
    confirm(store, row, WANG)
    later = {one: getattr(row.plan, one) + 86_400.0 for one in ("starts_at", "ends_at", "confirm_by")}
    amend(store, row, NOW, **later)
    assert state_of(store, row, WANG) == [State.SIGNED_UP]
    assert {(one.version, one.kind) for one in waiting(store) if one.kind in {"remind", "over"}} == {
        (2, "remind"),
        (2, "over"),
    }
    await ring(store, "2026-12-02 23:00")
    assert said(store) == []
    await ring(store, "2026-12-03 10:00")
    assert said(store) == [(WANG, "Tomorrow you have an activity:")]


async def test_change_to_more_seats_offers_them(store: Store) -> None:
    row = published(store, a_plan(seats=1))
    sign_up(store, row, WANG, LI)
    assert amend(store, row, NOW, seats=2)[1] == [LI]


def test_change_of_a_draft_plans_nothing(store: Store) -> None:
    with store.unit_of_work() as unit:
        draft = activities.draft(unit, a_plan(), unit_id(unit, "310106011"), Deed(By(CHEN), NOW.timestamp()))
        unit.commit()
    amend(store, draft, NOW, seats=9)
    assert waiting(store) == []


def test_cancelling_withdraws_every_notice(store: Store) -> None:
    row = published(store)
    assert len(waiting(store)) == 11
    with store.unit_of_work() as unit:
        plan_for(unit, activities.cancel(unit, row.id, Deed(ORGANISER, NOW.timestamp())), NOW)
        unit.commit()
    assert waiting(store) == []


async def test_notice_of_an_earlier_version_is_stale(store: Store) -> None:
    row = published(store)
    sign_up(store, row, WANG)
    with store.unit_of_work() as unit:  # the version is raised, and nothing planned anew
        activities.amend(unit, row.id, replace(row.plan, notes="bring water"), Deed(ORGANISER, NOW.timestamp()))
        unit.commit()
    assert await ring(store, "2026-12-02 10:00") == Rung(stale=3)


# ---------------------------------------------------------------- series


async def test_series_goes_on_by_itself(store: Store) -> None:
    with store.unit_of_work() as unit:
        row = series.begin(unit, unit_id(unit, "310106011"), "FREQ=MONTHLY;BYDAY=1TH", a_plan(), CHEN, NOW)
        (first,) = agenda.of_series(unit, row.id)
        plan_for(unit, activities.publish(unit, first.id, Deed(ORGANISER, NOW.timestamp())), NOW)
        new = prolong(unit, row.id, NOW)
        unit.commit()
    assert [f"{datetime.fromtimestamp(one.starts_at, ZONE):%m-%d}" for one in new] == ["01-07", "02-04"]
    assert [one for one in written(waiting(store)) if PROLONG in one] == [
        f"2027-01-08 12:00 series:{row.id} v{row.planned_until.replace(2027, 2, 23).toordinal()} prolong"
    ]
    await ring(store, "2027-01-08 12:00")
    with store.unit_of_work() as unit:
        days = [f"{one.of_series.day:%m-%d}" for one in agenda.of_series(unit, row.id) if one.of_series]
        activity_clock.stop(unit, row.id, NOW)
        unit.commit()
    assert days == ["12-03", "01-07", "02-04", "03-04", "04-01"]
    await ring(store, "2027-02-23 12:00")
    assert [one for one in written(waiting(store)) if PROLONG in one] == []
