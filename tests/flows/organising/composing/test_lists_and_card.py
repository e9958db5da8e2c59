"""The organiser's list, and the card of what is on it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.buttons import Lasting
from bot.chat import Said, SharedPlace, Text
from bot.flows import to_do
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard, Only
from bot.flows.desk import Chose
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.narrowing import Place
from bot.flows.organising.steps import CallingOff, CallingOffSurely, ConsideringChange, NotConfirmed, SayingWhen, Seed
from bot.flows.step import AtMenu
from domain.activities.activities import Spot, Standing
from domain.activities.seats import State, Way
from domain.people.deeds import By, Deed
from storage.activities import activities, attendance, signup_reading, signups
from tests.flows.organising.composing.office import CHEN, ENDS, STARTS, Office
from tests.stage.talk import NOON


def test_list_page_by_page(office: Office) -> None:
    rows = [office.published(title=f"L{number}", seats=None if number else 20) for number in range(6)]
    assert office.goes(ActivitiesInHand(), "next") == ActivitiesInHand(page=1)
    assert office.goes(ActivitiesInHand(page=1), "previous") == ActivitiesInHand()
    assert office.goes(ActivitiesInHand(page=1), Said("6")) == ActivityInHand(rows[5].id, ActivitiesInHand(page=1))
    assert office.goes(ActivitiesInHand(), str(rows[0].id)) == ActivityInHand(rows[0].id)
    assert office.goes(ActivitiesInHand(), "coming") == ActivitiesInHand()
    assert "nothing" not in office.hears(ActivitiesInHand(), "999")
    assert office.goes(ActivitiesInHand(), SharedPlace(31.0, 121.0)) != ActivitiesInHand()
    listed = office.does(AtMenu(), opened_by(Lasting("x", ""), 500))[1][-1]
    assert isinstance(listed, Text)
    assert "signed up: 0 of 20" in listed.html
    assert "signed up: 0\n" in listed.html
    empty = office.does(ActivitiesInHand(), Chose("past", 500))[1][-1]
    assert isinstance(empty, Text)
    assert empty.html == "No activity has been held yet."


def test_list_says_that_a_typed_number_is_not_there(office: Office) -> None:
    office.published()
    assert office.goes(ActivitiesInHand(), Said("7")) == ActivitiesInHand()


def test_card_counts_on_those_who_confirmed(office: Office) -> None:
    row = office.published(confirm_by=STARTS.timestamp() - 3600)
    for chat_id in range(2001, 2004):
        signups.sign_up(office.unit, row.id, chat_id, Standing.PASSING_BY, NOON.timestamp())
        signups.confirm(office.unit, row.id, chat_id, NOON.timestamp())
    shown = office.does(AtMenu(), opened_by(Lasting("x", str(row.id)), 500))[1][-1]
    assert isinstance(shown, Text)
    assert shown.html.endswith("signed up 3 · confirmed 3\nExpected to come: about 3.")
    nobody = office.does(NotConfirmed(row.id), Chose("x", 500))[1][-1]
    assert isinstance(nobody, Text)
    assert nobody.html == "Everybody who holds a seat has confirmed."


def test_forecast_goes_by_the_attendance_of_the_unit(office: Office) -> None:
    held = office.published()
    for chat_id in range(2001, 2013):
        signups.sign_up(office.unit, held.id, chat_id, Standing.PASSING_BY, NOON.timestamp())
    attendance.check_in(office.unit, held.id, 2001, Way.ROLL, Deed(By(CHEN, "organiser"), STARTS.timestamp()))
    signups.end(office.unit, held.id, ENDS.timestamp() + 1)
    never_entered = office.published()
    signups.sign_up(office.unit, never_entered.id, 2001, Standing.PASSING_BY, NOON.timestamp())
    signups.end(office.unit, never_entered.id, ENDS.timestamp() + 1)
    office.now = ENDS + timedelta(days=1)
    later = office.now.timestamp() + 86_400
    row = office.draft(starts_at=later, ends_at=later + 3600, confirm_by=later - 3600)
    activities.publish(office.unit, row.id, Deed(By(CHEN, "organiser"), office.now.timestamp()))
    signups.sign_up(office.unit, row.id, 2001, Standing.PASSING_BY, office.now.timestamp() - 2 * 86_400)
    shown = office.does(AtMenu(), opened_by(Lasting("x", str(row.id)), 500))[1][-1]
    assert isinstance(shown, Text)
    assert shown.html.endswith(
        "Expected to come: about 0.\n"
        "<i>Counted: all who confirmed, and 8% of the others, as in the unit’s last activities.</i>"
    )


def test_at_risk_list_page_by_page(office: Office) -> None:
    row = office.published(confirm_by=STARTS.timestamp() - 3600)
    for chat_id in range(2001, 2013):
        signups.sign_up(office.unit, row.id, chat_id, Standing.PASSING_BY, NOON.timestamp())
    assert office.goes(NotConfirmed(row.id), "next") == NotConfirmed(row.id, 1)
    assert office.goes(NotConfirmed(row.id, 1), "previous") == NotConfirmed(row.id)
    assert office.hears(NotConfirmed(row.id), "reveal") == "Nobody of these has told a name."
    assert office.goes(NotConfirmed(row.id), "back") == ActivityInHand(row.id)
    assert office.goes(NotConfirmed(row.id), "x") == NotConfirmed(row.id)
    assert [one.state for one in signup_reading.of_activity(office.unit, row.id, {State.SIGNED_UP})] == [
        State.SIGNED_UP
    ] * 12


def test_nobody_is_at_risk_where_nobody_is_asked(office: Office) -> None:
    row = office.published(confirm_by=None)
    signups.sign_up(office.unit, row.id, 2001, Standing.PASSING_BY, NOON.timestamp())
    assert office.labels(NotConfirmed(row.id)) == ["Back"]


def test_calling_off_can_be_left(office: Office) -> None:
    row = office.published()
    assert office.goes(ActivityInHand(row.id), "off") == CallingOff(row.id)
    assert office.goes(CallingOff(row.id), "back") == ActivityInHand(row.id)
    assert office.goes(CallingOff(row.id), "7") == CallingOff(row.id)
    assert office.goes(CallingOffSurely(row.id, "x"), "back") == CallingOff(row.id)
    assert office.goes(ActivityInHand(row.id), "x") == ActivityInHand(row.id)
    assert office.goes(ActivityInHand(row.id), "back") == ActivitiesInHand()


def test_same_room_at_the_same_time_is_hinted_at_before_publishing(office: Office) -> None:
    """M4: no refusal; nothing is said of another room, another time, a draft or the activity itself."""
    row = office.published(spot=Spot(point_id=1, room="301 会议室"))
    office.draft(spot=Spot(point_id=1, room="301会议室"))
    for changed, hinted in (
        ({"spot": Spot(point_id=1, room="３０１会议室")}, True),
        ({"spot": Spot(point_id=1, room="302")}, False),
        ({"spot": Spot(point_id=1)}, False),
        ({"spot": Spot(point_id=2, room="301会议室")}, False),
        ({"spot": Spot(point_id=1, room="301会议室"), "starts_at": row.ends_at, "ends_at": row.ends_at + 60}, False),
    ):
        draft = office.draft(**changed)
        assert ("⚠️" in office.reads(DraftCard(draft.id))) is hinted
    assert "⚠️" not in office.reads(ConsideringChange(row.id, row.version, replace(row.plan, seats=7)))


@pytest.mark.parametrize(
    ("typed", "starts", "ends"),
    [
        ("晚上7点半开始", "2026-12-10 19:30", "2026-12-10 21:00"),
        ("starts at 7:30pm", "2026-12-10 19:30", "2026-12-10 21:00"),
        ("18:00-19:00", "2026-12-10 18:00", "2026-12-10 19:00"),
        ("改到12月11日 19:00", "2026-12-11 19:00", "2026-12-11 20:30"),
    ],
)
def test_change_of_the_time_starts_from_what_it_is(office: Office, typed: str, starts: str, ends: str) -> None:
    """M14: a time alone is of the same day, and it takes as long as before."""
    row = office.published()
    place = SayingWhen(Seed(row.unit_id, row.kind, row.title, row.id))
    considered = office.goes(place, Said(typed))
    assert isinstance(considered, ConsideringChange)
    moments = (considered.plan.starts_at, considered.plan.ends_at)
    assert [f"{datetime.fromtimestamp(one, NOON.tzinfo):%Y-%m-%d %H:%M}" for one in moments] == [starts, ends]


def test_times_near_the_one_it_has_are_proposed(office: Office) -> None:
    row = office.published()
    place = SayingWhen(Seed(row.unit_id, row.kind, row.title, row.id))
    assert office.labels(place)[:4] == [
        "Thu, Dec 10, 18:30",
        "Thu, Dec 10, 19:30",
        "Fri, Dec 11, 19:00",
        "Thu, Dec 17, 19:00",
    ]
    assert office.reads(place).startswith("Now: ")


def test_list_names_who_holds_each_and_where(office: Office) -> None:
    office.published(title="<One>", spot=Spot(point_id=1, room="301"))
    assert "\n   静安寺街道 · 静安寺街道党群服务中心, 301" in office.reads(ActivitiesInHand())


def test_list_is_narrowed_to_drafts_a_week_and_a_place(office: Office) -> None:
    office.draft(title="Draft")
    soon, late = NOON + timedelta(days=2), NOON + timedelta(days=20)
    for title, at, point in (("Soon", soon, 2), ("Late", late, 1)):
        begins = at.timestamp()
        office.published(title=title, starts_at=begins, ends_at=begins + 3_600, spot=Spot(point_id=point))
    whole = ActivitiesInHand()
    assert [one for one in office.labels(whole) if " · " in one] == ["Drafts · 1", "Within a week · 1"]
    assert office.goes(whole, "drafts") == ActivitiesInHand(only=Only.DRAFTS)
    assert office.reads(ActivitiesInHand(only=Only.DRAFTS)).startswith("1 draft:\n<b>1. Draft</b>")
    assert office.reads(ActivitiesInHand(only=Only.WEEK)).startswith("1 activity:\n<b>1. Soon</b>")
    there = office.goes(whole, Said("久光党员服务点"))
    assert there == ActivitiesInHand(place=Place(point_id=2))
    assert office.reads(there).startswith("Only 久光党员服务点: 1 activity:\n<b>1. Soon</b>")
    assert office.goes(there, "past") == ActivitiesInHand(past=True, place=Place(point_id=2))
    assert "All of them" in office.labels(there)
    assert office.goes(there, "all") == whole
    street = office.goes(whole, Said("静安寺街道"))
    assert office.reads(street).startswith("Only 静安寺街道: 3 activities:")
    assert office.reads(ActivitiesInHand(found=())) == "None is on this list."
    assert office.reads(ActivitiesInHand(past=True, only=Only.NOT_ENTERED)) == "None is on this list."


def test_what_was_held_and_never_entered_is_listed(office: Office) -> None:
    rows = [office.published(title=title) for title in ("One", "Two")]
    office.now = ENDS + timedelta(hours=2)
    assert office.goes(AtMenu(), Opened(EntryPoint.MANAGE, "not_entered", 0)) == ActivitiesInHand(
        past=True, only=Only.NOT_ENTERED
    )
    assert office.reads(ActivitiesInHand(past=True, only=Only.NOT_ENTERED)).startswith("Who came to 2 activities")
    assert [row.id for row in to_do.not_entered(office.desk)] == [rows[1].id, rows[0].id]
    assert [row.id for row in to_do.not_entered(office.desk, 1)] == [rows[1].id]
    assert "Who came not entered · 2" in office.labels(ActivitiesInHand(past=True))
    signups.sign_up(office.unit, rows[0].id, 2001, Standing.OF_THE_UNIT, NOON.timestamp())
    attendance.check_in(office.unit, rows[0].id, 2001, Way.LATE, Deed(By(CHEN), office.now.timestamp()))
    assert office.goes(AtMenu(), Opened(EntryPoint.MANAGE, "not_entered", 0)) == ActivityInHand(rows[1].id)
    office.now = ENDS + timedelta(days=8)
    assert to_do.not_entered(office.desk) == []
