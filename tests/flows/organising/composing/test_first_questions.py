"""The first questions about a new activity."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.buttons import Lasting
from bot.chat import Said, SentFile, SharedPlace
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard
from bot.flows.crossroads import screen
from bot.flows.entry_points import opened_by
from bot.flows.organising.steps import (
    AnsweringItem,
    ChoosingHolder,
    ChoosingPart,
    DoubtingTime,
    Item,
    KindOfActivity,
    NamingActivity,
    SayingLength,
    SayingWhen,
)
from bot.flows.rights import nothing_here
from bot.flows.step import AtMenu
from domain.activities.activities import Kind
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from domain.times.when import Odd
from storage.activities import agenda
from storage.people import roles
from tests.flows.organising.composing.office import CHEN, ENDS, STARTS, Office, lose_the_role
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON


def test_organiser_of_two_units_is_asked_which(office: Office) -> None:
    other = unit_id(office.unit, "310106012")
    roles.give(office.unit, CHEN, Role.ORGANISER, other, Deed(HOUSE, NOON.timestamp()))
    assert office.goes(AtMenu(), opened_by(Lasting("w", ""), 500)) == ChoosingHolder()
    assert office.labels(ChoosingHolder()) == ["静安寺街道", "南京西路街道", "Menu", "Back"]
    assert office.goes(ChoosingHolder(), str(other)) == KindOfActivity(other)
    assert office.goes(KindOfActivity(other), "back") == ChoosingHolder()
    assert office.goes(ChoosingHolder(), "back") == ActivitiesInHand()
    assert office.goes(ChoosingHolder(), "999") == ChoosingHolder()


def test_kind_leads_back_to_the_list_for_who_has_one_unit(office: Office) -> None:
    assert office.goes(KindOfActivity(office.unit_id), "back") == ActivitiesInHand()
    assert office.goes(NamingActivity(office.unit_id, Kind.LECTURE), "back") == KindOfActivity(office.unit_id)
    assert office.goes(NamingActivity(office.unit_id, Kind.LECTURE), "2") == NamingActivity(
        office.unit_id, Kind.LECTURE
    )


def test_titles_of_earlier_ones_are_proposed(office: Office) -> None:
    office.published(title="New Era")
    office.now = NOON + timedelta(days=20)
    assert office.labels(NamingActivity(office.unit_id, Kind.LECTURE))[:2] == ["Party lecture", "New Era"]
    taken = office.goes(NamingActivity(office.unit_id, Kind.LECTURE), "1")
    assert taken == SayingWhen(replace(office.seed, title="New Era"))


def test_back_from_the_time_leads_to_where_it_was_asked(office: Office) -> None:
    row = office.draft()
    assert office.goes(SayingWhen(office.seed), "back") == NamingActivity(office.unit_id, Kind.LECTURE)
    assert office.goes(SayingWhen(replace(office.seed, activity_id=row.id)), "back") == ChoosingPart(row.id)
    assert office.goes(SayingWhen(replace(office.seed, copy_of=row.id)), "back") == ActivitiesInHand()
    assert office.goes(SayingLength(office.seed, "2026-12-10T19:00"), "back") == SayingWhen(office.seed)
    assert office.goes(DoubtingTime(office.seed, "2026-12-10T02:30", "", Odd.NIGHT), "back") == SayingWhen(office.seed)


def test_proposed_time_is_taken_by_a_tap(office: Office) -> None:
    asked = SayingWhen(office.seed)
    assert office.goes(asked, "2026-12-03T19:00") == SayingLength(office.seed, "2026-12-03T19:00")
    assert office.goes(asked, "x") == asked
    assert office.goes(asked, SharedPlace(31.0, 121.0)) == asked


def test_length_is_typed(office: Office) -> None:
    drafted = office.goes(SayingLength(office.seed, "2026-12-10T19:00"), Said("90分钟"))
    assert isinstance(drafted, AnsweringItem)
    assert office.plan(drafted.activity_id).ends_at == ENDS.timestamp()
    assert office.goes(SayingLength(office.seed, "x"), Said("90分钟")) == SayingWhen(office.seed)
    assert office.goes(SayingLength(office.seed, "x"), "90") == SayingWhen(office.seed)
    last_hour = SayingLength(office.seed, "9999-12-31T23:00")
    assert office.goes(last_hour, Said("90分钟")) == office.goes(last_hour, "60") == SayingWhen(office.seed)
    asked = SayingLength(office.seed, "2026-12-10T19:00")
    assert office.goes(asked, Said("18:00")) == asked
    assert office.hears(SayingLength(office.seed, "x"), "7").startswith("That is no longer possible")


def test_doubtful_time_is_asked_again_when_it_has_passed(office: Office) -> None:
    doubt = DoubtingTime(office.seed, "2026-12-01T02:30", "2026-12-01T03:30", Odd.NIGHT)
    assert office.goes(doubt, "really") == replace(doubt, odd=Odd.PAST)
    assert office.goes(replace(doubt, odd=Odd.PAST), "really") == replace(doubt, odd=Odd.PAST)
    assert office.goes(replace(doubt, starts="x"), "later") == replace(doubt, starts="x")
    again = office.goes(replace(doubt, starts="2026-12-10T02:30", ends="2026-12-10T03:30"), "later")
    assert isinstance(again, AnsweringItem)
    assert office.plan(again.activity_id).starts_at == datetime(2026, 12, 10, 14, 30, tzinfo=NOON.tzinfo).timestamp()
    night = replace(doubt, starts="2026-12-10T23:00", ends="")
    assert office.labels(night) == ["Yes, really", "Another time", "Back"]
    assert office.goes(night, SharedPlace(31.0, 121.0)) == night
    assert office.goes(night, SentFile("photo", "x")) == night


def test_copy_keeps_all_but_the_time(office: Office) -> None:
    row = office.draft(closes_at=STARTS.timestamp() - 3600, opens_at=STARTS.timestamp() - 86_400 * 7)
    copied = office.goes(SayingWhen(replace(office.seed, copy_of=row.id)), Said("12月17日 19:00-20:30"))
    assert isinstance(copied, DraftCard)
    week = 7 * 86_400.0
    assert office.plan(copied.activity_id) == replace(
        row.plan,
        starts_at=row.starts_at + week,
        ends_at=row.ends_at + week,
        closes_at=STARTS.timestamp() - 3600 + week,
        opens_at=None,
        confirm_by=datetime(2026, 12, 16, 18, tzinfo=NOON.tzinfo).timestamp(),
    )


def test_own_window_moves_with_the_time(office: Office) -> None:
    at = STARTS.timestamp()
    row = office.draft(closes_at=at - 3600, opens_at=at - 86_400, confirm_by=at - 7200)
    moved = office.goes(SayingWhen(replace(office.seed, activity_id=row.id)), Said("12月11日 19:00-20:30"))
    assert moved == DraftCard(row.id)
    day = 86_400.0
    assert office.plan(row.id) == replace(
        row.plan,
        starts_at=at + day,
        ends_at=ENDS.timestamp() + day,
        closes_at=at - 3600 + day,
        opens_at=at,
        confirm_by=at - 7200 + day,
    )


def test_draft_whose_day_has_gone_by_gets_another(office: Office) -> None:
    row = office.draft()
    office.now = NOON + timedelta(days=20)
    asked = office.goes(DraftCard(row.id), "publish")
    assert asked == SayingWhen(replace(office.seed, activity_id=row.id))
    renewed = office.goes(asked, Said("2027-01-07 19:00-20:30"))
    assert isinstance(renewed, DraftCard)
    starts = datetime(2027, 1, 7, 19, tzinfo=NOON.tzinfo).timestamp()
    assert office.plan(renewed.activity_id) == replace(row.plan, starts_at=starts, ends_at=starts + 5400)
    assert agenda.count_managed(office.unit, agenda.Of(["/"]), NOON.timestamp()) == 1


def test_role_that_is_gone_shuts_every_question(office: Office) -> None:
    row = office.published()
    lose_the_role(office)
    refused = "This is not in your hands, so I have not opened it."
    at = (
        ChoosingHolder(),
        KindOfActivity(office.unit_id),
        SayingWhen(office.seed),
        SayingWhen(replace(office.seed, copy_of=row.id)),
        AnsweringItem(row.id, Item.SEATS),
        ActivitiesInHand(),
        ActivityInHand(row.id),
    )
    assert [office.hears(place, "back") for place in at] == [refused] * len(at)
    assert office.goes(AtMenu(), opened_by(Lasting("w", ""), 500)) == AtMenu()
    assert office.goes(AtMenu(), opened_by(Lasting("w", f"c{row.id}"), 500)) == AtMenu()
    assert [screen(place, office.desk) for place in at] == [nothing_here(office.desk)] * len(at)
