"""Check-in where dialogues do not reach: who runs it, forged presses, clocks that are late, and nothing left behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import select

from bot import codec
from bot.chat import Drawing, Event, PlaceMoved, Said, SharedPlace, Started, Tapped, Text
from bot.flows.activities.steps import ActivityCard
from bot.flows.check_in import code, rights
from bot.flows.check_in.steps import (
    CheckInDesk,
    ChoosingPresence,
    ChoosingWalkIn,
    Doubt,
    NamingWalkIn,
    RollCall,
    SayingPresence,
    SpokenWord,
    TakingBack,
    TellingApart,
)
from bot.flows.desk import Tell
from bot.flows.points import NearestList
from bot.flows.step import AtMenu, Step
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.duties import Task
from domain.activities.seats import State
from domain.messages.delivery import Lane
from domain.people.deeds import HOUSE, By, Deed
from domain.places.geo import Position
from scheduler.notices.occasion import Occasion
from scheduler.notices.subjects import ring as ring_subject
from storage.activities import activities, attendance, check_in_keys, duties, signup_reading, signups
from storage.messages.notices import NoticeRow
from storage.people import audit, roles
from storage.places import places
from storage.tables.messages import notices as notices_table
from storage.tables.messages import outbox as outbox_table
from storage.tables.people import audit as audit_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.security_world import (
    DRAFT,
    HELD,
    HOST,
    MEMBER,
    OTHER,
    REVOKED,
    SIBLING,
    STRANGER,
    VOLUNTEER,
    changed,
    choices,
    press,
    secrets_in,
    settle,
    state,
)
from tests.stage.talk import NOON

AT: Final = NOON.timestamp()
HALF_AN_HOUR: Final = 1_800.0
HERE: Final = Position(31.2240, 121.4460)
BOT: Final = "waystation_bot"


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as opened:
        yield opened


def hold(
    unit: UnitOfWork, starts: float = AT, ends: float = AT + 3_600, seats: int | None = None, spot: Spot | None = None
) -> int:
    """Hold an activity of the host's at the point JA-1, for everybody, and sign the member up."""
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    where = spot or Spot(point_id=point.id)
    plan = Plan(Kind.LECTURE, "党课", starts, ends, where, Audience.ANYONE, seats)
    row = activities.draft(unit, plan, point.unit_id, Deed(By(HOST), AT - 9_000))
    activities.publish(unit, row.id, Deed(By(HOST, "organiser"), starts - 9_000))
    signups.sign_up(unit, row.id, MEMBER, Standing.OF_THE_UNIT, starts - 5_000)
    return row.id


def state_of(unit: UnitOfWork, activity_id: int, who: int = MEMBER) -> State | None:
    mine = signup_reading.find(unit, activity_id, who)
    return mine.state if mine else None


def mine(unit: UnitOfWork, activity_id: int) -> str:
    found = signup_reading.find(unit, activity_id, MEMBER)
    assert found is not None
    return str(found.id)


# ---------------------------------------------------------------- who runs it


def test_those_run_it_who_organise_help_or_have_a_duty(unit: UnitOfWork) -> None:
    row = activities.find(unit, hold(unit))
    assert row is not None
    duty = duties.add(unit, row.id, Task("引导", row.starts_at, row.ends_at, 1))
    duties.ask(unit, duty.id, [STRANGER, OTHER], AT)
    duties.come(unit, duty.id, STRANGER, AT)
    runs = {who for who in (HOST, VOLUNTEER, STRANGER, OTHER, SIBLING, MEMBER) if rights.runs(unit, row, who)}
    assert runs == {HOST, VOLUNTEER, STRANGER}


def test_who_comes_for_a_duty_is_a_volunteer_to_the_audit(unit: UnitOfWork) -> None:
    row = activities.find(unit, hold(unit))
    assert row is not None
    duty = duties.add(unit, row.id, Task("引导", row.starts_at, row.ends_at, 1))
    duties.come(unit, duty.id, STRANGER, AT)
    press(unit, STRANGER, RollCall(row.id), mine(unit, row.id))
    assert state_of(unit, row.id) is State.CHECKED_IN
    assert written(unit) == [(STRANGER, "volunteer", "attendance.check_in")]


def written(unit: UnitOfWork) -> list[tuple[int, str, str]]:
    query = select(audit_table.c.chat_id, audit_table.c.role, audit_table.c.what).order_by(audit_table.c.number)
    return [tuple(row) for row in unit.connection.execute(query) if row.what.startswith("attendance")]


def test_draft_has_no_desk(unit: UnitOfWork) -> None:
    plan = Plan(Kind.LECTURE, "党课", AT, AT + 60, Spot(title="门口", position=HERE), Audience.ANYONE)
    row = activities.draft(unit, plan, 4, Deed(By(HOST), AT))
    assert press(unit, HOST, AtMenu(), f"=k.{row.id}").place == AtMenu()
    assert press(unit, MEMBER, AtMenu(), f"=c.{row.id}").place == AtMenu()


def test_names_are_noted_once_an_opening(unit: UnitOfWork) -> None:
    number = hold(unit)
    opened = press(unit, HOST, CheckInDesk(number), "roll").place
    press(unit, HOST, opened, "next")
    press(unit, HOST, CheckInDesk(number), "undo")
    assert written(unit) == [(HOST, "organiser", "attendance.roll")] * 2


def test_whoever_was_on_an_opened_list_reads_of_it(unit: UnitOfWork) -> None:
    number = hold(unit)

    def looks() -> list[tuple[str, str]]:
        return [(one.role, one.what) for one in audit.seen_by(unit, f"person:{MEMBER}")]

    press(unit, HOST, CheckInDesk(number), "undo")
    assert looks() == []  # nobody is here yet: that list names nobody
    press(unit, HOST, press(unit, HOST, CheckInDesk(number), "roll").place, mine(unit, number))
    assert looks() == [("organiser", "member.roll")]
    press(unit, VOLUNTEER, CheckInDesk(number), "undo")
    press(unit, VOLUNTEER, CheckInDesk(number), "roll")  # nobody is missing any more
    assert looks() == [("volunteer", "member.roll"), ("organiser", "member.roll")]


# ---------------------------------------------------------------- whatever is pressed


@pytest.mark.parametrize("begins", [AT - 600, AT + 7_200, AT - 90_000], ids=["on", "early", "over"])
@pytest.mark.parametrize("who", [HOST, VOLUNTEER, MEMBER])
def test_any_choice_at_any_place_of_ours_has_an_answer(unit: UnitOfWork, begins: float, who: int) -> None:
    number = hold(unit, begins, begins + 3_600)
    for place in everywhere(number):
        for what in _presses(unit, number):
            assert press(unit, who, place, what).said is not None


def _presses(unit: UnitOfWork, number: int) -> list[str | Event]:
    typed = [Said(text) for text in (" ", "wang fang", "here: ouyang jinxiu")]
    return [*choices(), mine(unit, number), *typed]


def everywhere(number: int) -> list[Step]:
    return [
        CheckInDesk(number),
        SpokenWord(number),
        RollCall(number),
        TakingBack(number),
        TellingApart(number, (Doubt("王", (1, 99)), Doubt("李", ()))),
        NamingWalkIn(number),
        ChoosingWalkIn(number, "王", (MEMBER, 99)),
        SayingPresence(number),
    ]


def test_sign_up_of_another_activity_is_none_of_this_one(unit: UnitOfWork) -> None:
    first, second = hold(unit), hold(unit)
    press(unit, HOST, RollCall(first), mine(unit, second))
    press(unit, HOST, TellingApart(first, (Doubt("王", (int(mine(unit, second)),)),)), mine(unit, second))
    assert state_of(unit, second) is State.SIGNED_UP


def test_tap_twice_leaves_them_here_and_taking_back_twice_leaves_them_out(unit: UnitOfWork) -> None:
    number = hold(unit)
    press(unit, HOST, RollCall(number), mine(unit, number))
    press(unit, HOST, RollCall(number), mine(unit, number))
    assert state_of(unit, number) is State.CHECKED_IN
    press(unit, HOST, TakingBack(number), mine(unit, number))
    press(unit, HOST, TakingBack(number), mine(unit, number))
    assert state_of(unit, number) is State.SIGNED_UP


def test_doubts_are_asked_one_after_the_other(unit: UnitOfWork) -> None:
    number = hold(unit)
    doubts = Doubt("欧阳", (int(mine(unit, number)),)), Doubt("李", (99,))
    after = press(unit, HOST, TellingApart(number, doubts), mine(unit, number))
    assert after.place == TellingApart(number, doubts[1:])
    assert press(unit, HOST, TellingApart(number, doubts[:1]), mine(unit, number)).place == CheckInDesk(number)


def test_seat_that_an_undo_frees_is_offered_to_the_next(unit: UnitOfWork) -> None:
    number = hold(unit, AT + HALF_AN_HOUR, AT + 7_200, seats=1)
    signups.leave(unit, number, MEMBER, AT - 4_000)
    press(unit, HOST, ChoosingWalkIn(number, "Somebody", (OTHER,)), "0")
    assert state_of(unit, number, OTHER) is State.WALKED_IN
    found = signup_reading.find(unit, number, OTHER)
    assert found is not None
    press(unit, HOST, TakingBack(number), str(found.id))
    assert state_of(unit, number, OTHER) is None


# ---------------------------------------------------------------- the code on the wall


def ring(unit: UnitOfWork, number: int, at: datetime) -> list[tuple[int, int]] | None:
    """Ring as the clock would, and return whose picture changes and which message it is."""
    notice = NoticeRow(1, f"check_in:{number}:{BOT}", 1, "renew", AT, None)
    told = ring_subject(Occasion(notice, unit, at, lambda _chat: words("en"), leads_to=BOT))
    if told is None:
        return None
    drawn = [(one.chat_id, one.reply) for one in told if isinstance(one, Tell)]
    return [(chat_id, reply.replaces) for chat_id, reply in drawn if isinstance(reply, Drawing)]


def hang(unit: UnitOfWork, number: int, who: int, message_id: int) -> None:
    """Open the code at the desk, as if the picture had been sent as this message."""
    (tell,) = press(unit, who, CheckInDesk(number), "code").tells
    assert (tell.chat_id, tell.lane, tell.about) == (who, Lane.INTERACTIVE, f"check_in:{number}")
    row = {
        "dedupe": f"{who}:{message_id}",
        "chat_id": who,
        "lane": 0,
        "state": "sent",
        "not_before": AT,
        "about": tell.about,
        "message_id": message_id,
        "written_at": AT,
    }
    unit.connection.execute(outbox_table.insert().values(row))


def test_pictures_change_every_minute_where_they_hang(unit: UnitOfWork) -> None:
    number = hold(unit)
    hang(unit, number, HOST, 500)
    hang(unit, number, VOLUNTEER, 700)
    assert ring(unit, number, NOON + timedelta(minutes=1)) == [(HOST, 500), (VOLUNTEER, 700)]
    rows = unit.connection.execute(select(notices_table.c.subject, notices_table.c.due_at, notices_table.c.state))
    renewals = [tuple(row) for row in rows if row.subject.startswith("check_in")]
    subject = f"check_in:{number}:{BOT}"
    assert renewals == [(subject, AT + 60, "stale"), (subject, AT + 120, "due")]


def test_picture_that_was_put_away_or_hangs_elsewhere_stays(unit: UnitOfWork) -> None:
    number = hold(unit)
    hang(unit, number, HOST, 500)
    hang(unit, number, HOST, 600)
    assert ring(unit, number, NOON) == [(HOST, 600)]
    press(unit, HOST, AtMenu(), f"=k.z{number}")
    assert ring(unit, number, NOON) is None


def test_picture_of_who_lost_the_role_stays(unit: UnitOfWork) -> None:
    number = hold(unit)
    hang(unit, number, HOST, 500)
    for one in roles.held(unit, HOST):
        roles.take(unit, one.id, Deed(HOUSE, AT))
    assert ring(unit, number, NOON) is None


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(hours=4)], ids=["over", "three hours"])
def test_pictures_end_with_the_activity_and_after_three_hours(unit: UnitOfWork, later: timedelta) -> None:
    number = hold(unit, AT, AT + (3_600 if later == timedelta(hours=1) else 90_000))
    hang(unit, number, HOST, 500)
    assert ring(unit, number, NOON + later) is None
    assert ring(unit, 99, NOON) is None


def test_code_of_the_wall_leads_into_the_chat(unit: UnitOfWork) -> None:
    number = hold(unit)
    row = activities.find(unit, number)
    assert row is not None
    drawn = code.drawing(unit, row, BOT, NOON, words("en"))
    assert drawn.content.startswith(b"\x89PNG")
    assert len(drawn.content) < 20_000
    assert codec.decode(codec.encode(drawn)) == drawn
    assert drawn.caption == "Scan to check in: 党课\nThe code changes at 12:01."


def test_before_a_code_was_shown_no_token_fits(unit: UnitOfWork) -> None:
    number = hold(unit)
    press(unit, MEMBER, AtMenu(), Started(f"c_{number}_AAAAAAAAAAAA"))
    assert state_of(unit, number) is State.SIGNED_UP
    assert check_in_keys.known_secret(unit, number) is None


# ---------------------------------------------------------------- being there


def test_location_is_nowhere_written_down(unit: UnitOfWork, sqlite_store: Store) -> None:
    number = hold(unit)
    near = SharedPlace(31.22412345, 121.44612345)
    far = SharedPlace(31.98765432, 121.12345678)
    press(unit, MEMBER, SayingPresence(number), far)
    after = press(unit, MEMBER, SayingPresence(number), near)
    assert state_of(unit, number) is State.CHECKED_IN
    unit.commit()
    everything = repr(after.place) + "".join(_everything(sqlite_store))
    assert [one for one in ("31.2241", "121.4461", "31.9876", "121.1234") if one in everything] == []


def _everything(store: Store) -> list[str]:
    """Read every row of every table."""
    with store.unit_of_work() as unit:
        run = unit.connection.exec_driver_sql
        names = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [repr(tuple(row)) for name in names for row in run(f"SELECT * FROM {name}")]  # noqa: S608  names of tables


def test_place_without_a_position_asks_for_another_way(unit: UnitOfWork) -> None:
    number = hold(unit, spot=Spot(title="门口"))
    (said, _) = press(unit, MEMBER, AtMenu(), f"=c.{number}").said
    assert said == Text(
        "You can also scan the code on the wall, type the code word, or tell the organiser or a volunteer.",
        hide_keys=True,
    )
    assert press(unit, MEMBER, SayingPresence(number), SharedPlace(31.2, 121.4)).place == AtMenu()


def test_location_and_word_are_of_no_use_too_early(unit: UnitOfWork) -> None:
    number = hold(unit, AT + HALF_AN_HOUR + 1, AT + 7_200)
    check_in_keys.put_word(unit, number, "春天")
    press(unit, MEMBER, SayingPresence(number), SharedPlace(HERE.latitude, HERE.longitude))
    press(unit, MEMBER, AtMenu(), Said("春天"))
    assert state_of(unit, number) is State.SIGNED_UP


# ---------------------------------------------------------------- at the door


def test_door_is_nobodys_who_is_not_expected(unit: UnitOfWork) -> None:
    number, later = hold(unit), hold(unit, AT + 2 * 3_600, AT + 3 * 3_600)
    signups.leave(unit, number, MEMBER, AT - 60)
    for event in (Said("我到了"), SharedPlace(HERE.latitude, HERE.longitude)):
        press(unit, MEMBER, AtMenu(), event)
    assert [state_of(unit, one) for one in (number, later)] == [State.LEFT, State.SIGNED_UP]


def test_location_from_far_off_or_of_a_place_without_one_is_another_question(unit: UnitOfWork) -> None:
    hold(unit)
    hold(unit, spot=Spot(title="门口"))
    assert isinstance(press(unit, MEMBER, AtMenu(), SharedPlace(31.3, 121.5)).place, NearestList)
    near_by = press(unit, MEMBER, AtMenu(), SharedPlace(HERE.latitude + 0.004, HERE.longitude)).place
    assert isinstance(near_by, SayingPresence)


def test_presence_that_was_proved_holds_for_what_was_asked_about_alone(unit: UnitOfWork) -> None:
    asked, other, gone = hold(unit), hold(unit), 999
    step = ChoosingPresence((asked, gone), is_proved=True)
    assert press(unit, MEMBER, step, str(other)).place == step
    assert press(unit, MEMBER, step, Said("hm")).place != step
    assert press(unit, MEMBER, step, str(gone)).place == AtMenu()
    press(unit, MEMBER, step, str(asked))
    assert [state_of(unit, one) for one in (asked, other)] == [State.CHECKED_IN, State.SIGNED_UP]


def test_choice_shows_and_checks_in_to_nothing_that_is_not_for_ones_eyes(unit: UnitOfWork) -> None:
    for is_proved in (True, False):
        step = ChoosingPresence((HELD, DRAFT), is_proved)
        shown = repr(press(unit, STRANGER, step, "").said)
        assert ("Open lecture" in shown, "Quiet lecture" in shown) == (True, False)
        pressed = press(unit, STRANGER, step, str(DRAFT))
        assert (pressed.place, "Quiet" in repr(pressed.said)) == (AtMenu(), False)


def test_who_waits_is_let_in_where_a_seat_is_free_after_all(unit: UnitOfWork) -> None:
    number = hold(unit, seats=1)
    signups.wait(unit, number, STRANGER, Standing.PASSING_BY, AT - 4_000)
    here = SharedPlace(HERE.latitude, HERE.longitude)
    assert "All seats are taken" in repr(press(unit, STRANGER, AtMenu(), here).said)
    signups.leave(unit, number, MEMBER, AT - 600)
    press(unit, STRANGER, AtMenu(), here)
    assert state_of(unit, number, STRANGER) is State.WALKED_IN


def test_who_is_here_already_hears_it_again(unit: UnitOfWork) -> None:
    number = hold(unit)
    press(unit, MEMBER, SayingPresence(number), SharedPlace(HERE.latitude, HERE.longitude))
    assert press(unit, MEMBER, AtMenu(), Said("I'm here")).place == ActivityCard(number, is_renewed=True)


def test_location_that_is_too_early_says_when(unit: UnitOfWork) -> None:
    number = hold(unit, AT + 3_000, AT + 7_200)
    away = SharedPlace(HERE.latitude + 0.004, HERE.longitude)
    assert press(unit, MEMBER, SayingPresence(number), away).place == ActivityCard(number, is_renewed=True)


def test_radius_is_the_units_own(unit: UnitOfWork) -> None:
    number = hold(unit)
    away = SharedPlace(HERE.latitude + 0.004, HERE.longitude)  # 445 m
    press(unit, MEMBER, SayingPresence(number), away)
    assert state_of(unit, number) is State.SIGNED_UP


def test_live_location_is_watched_in_silence_until_it_is_there(unit: UnitOfWork) -> None:
    number, on_the_way = hold(unit), PlaceMoved(HERE.latitude + 0.004, HERE.longitude)
    still = press(unit, MEMBER, SayingPresence(number), on_the_way)
    assert (still.place, still.said) == (SayingPresence(number), ())
    press(unit, MEMBER, SayingPresence(number), PlaceMoved(HERE.latitude, HERE.longitude))
    assert state_of(unit, number) is State.CHECKED_IN


def test_live_location_that_nobody_asked_for_is_never_answered(unit: UnitOfWork) -> None:
    number, tick = hold(unit, spot=Spot(title="门口")), PlaceMoved(HERE.latitude, HERE.longitude)
    assert press(unit, MEMBER, SayingPresence(number), tick).said == ()
    assert press(unit, MEMBER, AtMenu(), tick).said == ()
    assert state_of(unit, number) is State.SIGNED_UP


def test_word_is_that_of_the_activity_that_is_on(unit: UnitOfWork) -> None:
    over, on = hold(unit, AT - 9_000, AT - 1), hold(unit)
    for number in (over, on):
        check_in_keys.put_word(unit, number, "春天")
    press(unit, MEMBER, AtMenu(), Said("春天"))
    assert (state_of(unit, over), state_of(unit, on)) == (State.SIGNED_UP, State.CHECKED_IN)
    assert [one.chat_id for one in attendance.seen(unit, on)] == [MEMBER]


# ---------------------------------------------------------------- screens that nothing belongs on any more


def test_old_button_shows_nothing_to_who_lost_the_role(unit: UnitOfWork) -> None:
    number = hold(unit)
    shown = press(unit, STRANGER, RollCall(number), Tapped("k.1.roll", 500)).shown
    assert shown.endswith("This is not in your hands, so I have not opened it.")


def test_old_button_shows_no_names_to_a_volunteer_when_it_is_over(unit: UnitOfWork) -> None:
    number = hold(unit, AT - 9_000, AT - 1)
    shown = press(unit, VOLUNTEER, TakingBack(number), Tapped("k.1.roll", 500)).shown
    assert shown.endswith("It is over. Its organiser can still enter who was there.")


@pytest.mark.parametrize("who", [SIBLING, REVOKED, OTHER, STRANGER])
def test_nothing_forged_at_the_desk_moves_or_shows_anything(unit: UnitOfWork, who: int) -> None:
    number = hold(unit)
    before = state(unit)
    for place in everywhere(number)[:-1]:
        for what in _presses(unit, number):
            shown = press(unit, who, place, what)
            came = changed(before, unit), secrets_in(repr(shown.said)), shown.tells
            assert came == (set(), set(), ()), (place, what)
