"""What is published is changed: by itself, or with all later dates of its series."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import Reply, Said, Text
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.desk import Chose, Tell
from bot.flows.organising.steps import AnsweringItem, CallingOffSurely, ChoosingPart, ConsideringChange, Item
from bot.flows.step import AtMenu, Step
from domain.activities.activities import Plan, Spot, Standing
from domain.people.deeds import By, Deed
from storage.activities import activities, agenda, series, signups
from storage.activities.activities import ActivityRow
from tests.flows.organising.composing.office import CHEN, Office, lose_the_role
from tests.stage.talk import NOON


def change(office: Office, row: ActivityRow, plan: Plan) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
    return office.does(ConsideringChange(row.id, row.version, plan), Chose("change", 500))


def test_change_that_is_none_asks_nothing(office: Office) -> None:
    row = office.published()
    assert office.goes(AnsweringItem(row.id, Item.SEATS), "20") == ActivityInHand(row.id)


def test_change_of_the_words_tells_who_has_signed_up_and_not_who_left(office: Office) -> None:
    row = office.published()
    for chat_id in (2001, 2002):
        signups.sign_up(office.unit, row.id, chat_id, Standing.PASSING_BY, NOON.timestamp())
    signups.leave(office.unit, row.id, 2002, NOON.timestamp())
    asked = office.goes(AnsweringItem(row.id, Item.NOTES), Said("带笔"))
    assert asked == ConsideringChange(row.id, row.version, replace(row.plan, notes="带笔"))
    _, _, tells = office.does(asked, Chose("change", 500))
    assert [tell.chat_id for tell in tells] == [2001]


def test_change_of_the_seats_tells_nobody_but_who_gets_one(office: Office) -> None:
    row = office.published(seats=1)
    for chat_id in (2001, 2002, 2003):
        signups.wait(office.unit, row.id, chat_id, Standing.PASSING_BY, NOON.timestamp())
    _, replies, tells = change(office, row, replace(row.plan, seats=2))
    assert [tell.chat_id for tell in tells] == [2002]
    assert isinstance(replies[0], Text)
    assert replies[0].html == "✅ Changed. 1 person is told."


def test_change_that_somebody_else_has_overtaken_is_not_made(office: Office) -> None:
    row = office.published()
    change(office, row, replace(row.plan, seats=30))
    place, replies, tells = change(office, row, replace(row.plan, seats=5))
    assert (place, tells) == (ActivityInHand(row.id), ())
    assert isinstance(replies[0], Text)
    assert replies[0].html == "Somebody has changed it meanwhile. This is how it stands:"
    assert office.plan(row.id).seats == 30


def test_change_to_a_place_that_is_gone_is_not_made(office: Office) -> None:
    row = office.published()
    place, replies, _ = change(office, row, replace(row.plan, spot=Spot(point_id=999)))
    assert place == ActivityInHand(row.id)
    assert isinstance(replies[0], Text)
    assert replies[0].html == "This activity is over or called off: it cannot be changed any more."


def test_what_is_over_is_not_changed(office: Office) -> None:
    row = office.published()
    plan = replace(row.plan, seats=30)
    office.now = NOON + timedelta(days=20)
    assert office.goes(ChoosingPart(row.id), "when") == ActivityInHand(row.id)
    assert office.goes(ChoosingPart(row.id), "menu") == AtMenu()
    assert office.goes(ConsideringChange(row.id, row.version, plan), "change") == ActivityInHand(row.id)
    assert office.goes(AnsweringItem(row.id, Item.SEATS), Said("30")) == ActivityInHand(row.id)
    assert office.goes(ActivityInHand(row.id), "off") == ActivityInHand(row.id)
    assert office.goes(CallingOffSurely(row.id, "x"), "off") == ActivityInHand(row.id)
    assert office.plan(row.id) == row.plan


def test_change_can_be_left(office: Office) -> None:
    row = office.published()
    considering = ConsideringChange(row.id, row.version, replace(row.plan, seats=30))
    assert office.goes(considering, "back") == ChoosingPart(row.id)
    assert office.goes(considering, "x") == considering
    _, replies, _ = office.does(considering, Chose("x", 500))
    assert isinstance(replies[-1], Text)
    lines = replies[-1].html.splitlines()
    assert lines[-2:] == ["Seats that come free are offered to those who wait.", "There is nobody who has to be told."]
    lose_the_role(office)
    assert office.hears(considering, "change") == "This is not in your hands, so I have not opened it."


def test_all_later_dates_change_alike_and_each_who_comes_is_told(office: Office) -> None:
    first = _in_series(office)
    later = series.later(office.unit, first, NOON.timestamp())
    signups.sign_up(office.unit, later[0].id, 2001, Standing.OF_THE_UNIT, NOON.timestamp())
    plan = replace(first.plan, starts_at=first.starts_at + 1_800, ends_at=first.ends_at + 1_800)
    considered = ConsideringChange(first.id, first.version, plan)
    assert office.labels(considered) == [f"This and {len(later)} later", "Only this one", "Back"]
    _, replies, tells = office.does(considered, Chose("all", 500))
    assert isinstance(replies[0], Text)
    assert replies[0].html.startswith(f"✅ {len(later) + 1} dates changed.")
    assert [tell.chat_id for tell in tells] == [2001]
    for before in (first, *later):
        assert office.plan(before.id).starts_at == before.starts_at + 1_800


def test_date_that_moves_to_another_day_moves_alone(office: Office) -> None:
    first = _in_series(office)
    plan = replace(first.plan, starts_at=first.starts_at + 86_400, ends_at=first.ends_at + 86_400, confirm_by=None)
    considered = ConsideringChange(first.id, first.version, plan)
    assert office.labels(considered) == ["Change it", "Back"]
    later = series.later(office.unit, first, NOON.timestamp())
    office.does(considered, Chose("all", 500))
    assert [office.plan(one.id) for one in later] == [one.plan for one in later]


def _in_series(office: Office) -> ActivityRow:
    plan = office.draft().plan
    row = series.begin(office.unit, office.unit_id, "FREQ=WEEKLY;BYDAY=TH", plan, CHEN, NOON)
    (first,) = agenda.of_series(office.unit, row.id)
    activities.publish(office.unit, first.id, Deed(By(CHEN, "organiser"), NOON.timestamp()))
    series.make_dates(office.unit, row.id, NOON.date() + timedelta(days=40), NOON)
    return agenda.of_series(office.unit, row.id)[0]
