"""What a draft holds, part by part, and its card."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.buttons import Lasting
from bot.chat import Event, Said, SentFile, SharedPlace, Text, Unreadable
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard
from bot.flows.desk import Chose
from bot.flows.entry_points import opened_by
from bot.flows.organising.composing import series as composing_series
from bot.flows.organising.steps import (
    AnsweringItem,
    ChoosingPart,
    ChoosingVenue,
    Discarding,
    FoundVenue,
    Item,
    PlanningSeries,
    SayingWhen,
    Seed,
)
from bot.flows.step import AtMenu
from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot
from domain.people.deeds import HOUSE, Deed
from domain.places.geo import Position
from domain.places.places import Layer, Point
from storage.activities import activities, drafts, series
from storage.merging import buildings as merging
from storage.places import saving
from tests.flows.organising.composing.office import EN, STARTS, Office
from tests.stage.talk import NOON


def test_items_of_a_draft(office: Office) -> None:
    row = office.draft()

    def after(item: Item, event: Event | str) -> Plan:
        assert office.goes(AnsweringItem(row.id, item), event) == DraftCard(row.id)
        return office.plan(row.id)

    assert after(Item.KIND, "theme_day").kind is Kind.THEME_DAY
    assert after(Item.TITLE, Said(" 重温 誓词 ")).title == "重温 誓词"
    assert after(Item.ROOM, Said("3 楼")).spot == Spot(point_id=1, room="3 楼")
    assert after(Item.ROOM, "none").spot == Spot(point_id=1)
    assert after(Item.NOTES, Said("第一\n\n第二")).notes == "第一\n第二"
    assert after(Item.NOTES, "none").notes == ""
    assert after(Item.FILE, SentFile("document", "f")).attachment == Attachment("document", "f")
    assert after(Item.FILE, "none").attachment is None
    assert after(Item.SEATS, "unlimited").seats is None
    assert after(Item.SEATS, Said("30 个")).seats == 30
    assert after(Item.OPENS, "week").opens_at == STARTS.timestamp() - 7 * 86_400
    assert after(Item.OPENS, "none").opens_at is None
    assert after(Item.CLOSES, "noon").closes_at == datetime(2026, 12, 9, 12, tzinfo=NOON.tzinfo).timestamp()
    assert (
        after(Item.CONFIRM, Said("12月9日 20:00")).confirm_by
        == datetime(2026, 12, 9, 20, tzinfo=NOON.tzinfo).timestamp()
    )
    assert after(Item.CONFIRM, "none").confirm_by is None
    assert after(Item.WHERE, SharedPlace(31.0, 121.0)).spot == Spot(
        title="a place on the map", position=Position(31.0, 121.0)
    )
    assert after(Item.WHERE, Said("静安寺街道党群服务中心")).spot == Spot(point_id=1)
    assert [after(Item.AUDIENCE, "done").audience] == [Audience.ANYONE]


def test_items_say_what_is_there(office: Office) -> None:
    row = office.draft(attachment=Attachment("photo", "f"), notes="N", opens_at=STARTS.timestamp() - 86_400, seats=None)
    asked = {item: office.does(AnsweringItem(row.id, item), Chose("?", 500))[1][-1] for item in Item}
    ends = {item: reply.html.rpartition("\n")[2] for item, reply in asked.items() if isinstance(reply, Text)}
    assert ends[Item.FILE] == "At present: one is attached"
    assert ends[Item.NOTES] == "At present: N"
    assert ends[Item.KIND] == "At present: party lecture"
    assert ends[Item.TITLE] == "At present: Lecture"
    assert ends[Item.OPENS] == "At present: Wed, Dec 9, 19:00"
    assert ends[Item.SEATS] == "How many seats are there? Tap or type a number."


@pytest.mark.parametrize(
    ("item", "event", "answer"),
    [
        (Item.SEATS, Said("many"), "Please type a number, for example 30."),
        (Item.SEATS, Said("0"), "Please type a number, for example 30."),
        (Item.CLOSES, Said("12月11日 9:00"), "Please type a time that is still to come"),
        (Item.OPENS, Said("12月1日 9:00"), "Please type a time that is still to come"),
        (Item.KIND, Said("party"), "Please tap one of these, or type a few words."),
        (Item.TITLE, Said("\u200b"), "Please tap one of these, or type a few words."),
        (Item.WHERE, Said("\u200b"), "Please type the name of a place."),
        (Item.AUDIENCE, Said("all"), "Please tap one of these, or type a few words."),
        (Item.SEATS, Chose("x", 500), "That is no longer possible here."),
        (Item.CLOSES, Chose("x", 500), "That is no longer possible here."),
        (Item.AUDIENCE, Chose("x", 500), "That is no longer possible here."),
        (Item.WHERE, Chose("999", 500), "That is no longer possible here."),
    ],
)
def test_unclear_answer_is_asked_again(office: Office, item: Item, event: Event | Chose, answer: str) -> None:
    row = office.draft()
    assert office.hears(AnsweringItem(row.id, item), event).startswith(answer)
    assert office.plan(row.id) == row.plan


def test_file_where_none_is_asked_for_is_not_kept(office: Office) -> None:
    row = office.draft()
    asked = AnsweringItem(row.id, Item.SEATS)
    assert office.goes(asked, SentFile("photo", "x")) == asked
    assert office.goes(asked, Unreadable("sticker")) == asked
    assert office.plan(row.id) == row.plan


def test_audience_is_for_somebody(office: Office) -> None:
    row = office.draft()
    asked = AnsweringItem(row.id, Item.AUDIENCE)
    assert office.goes(asked, str(int(Audience.ANYONE))) == replace(asked, chosen=int(Audience.ANYONE))
    both = office.goes(asked, str(int(Audience.MEMBERS)))
    assert both == replace(asked, chosen=int(Audience.ANYONE | Audience.MEMBERS))
    assert office.goes(both, "done") == DraftCard(row.id)
    assert office.plan(row.id).audience == Audience.ANYONE | Audience.MEMBERS


def test_back_within_the_first_questions_and_afterwards(office: Office) -> None:
    row = office.draft(spot=Spot())
    moving = SayingWhen(Seed(office.unit_id, Kind.LECTURE, "Lecture", row.id))
    assert office.goes(AnsweringItem(row.id, Item.WHERE, goes_on=True), "back") == moving
    assert office.goes(AnsweringItem(row.id, Item.SEATS, goes_on=True), "back") == AnsweringItem(
        row.id, Item.WHERE, goes_on=True
    )
    assert office.goes(AnsweringItem(row.id, Item.SEATS), "back") == ChoosingPart(row.id)
    assert office.goes(moving, Said("12月12日 9:00-10:00")) == AnsweringItem(row.id, Item.WHERE, goes_on=True)


def test_venues_to_choose_from(office: Office) -> None:
    row = office.draft(spot=Spot())
    spots = (Spot(building_id=1), Spot(point_id=999), Spot(title="x"))
    choosing = ChoosingVenue(row.id, "somewhere", tuple(FoundVenue("", spot) for spot in spots))
    assert office.goes(choosing, "back") == AnsweringItem(row.id, Item.WHERE)
    assert office.goes(choosing, "1") == AnsweringItem(row.id, Item.WHERE)
    assert office.goes(choosing, "0") == DraftCard(row.id)
    assert office.plan(row.id).spot == Spot(building_id=1)
    assert office.goes(choosing, "2") == DraftCard(row.id)
    assert office.goes(choosing, SharedPlace(31.0, 121.0, "Park")) == DraftCard(row.id)
    assert office.plan(row.id).spot.title == "Park"
    assert office.goes(choosing, "9") == choosing


def test_venue_that_was_merged_meanwhile_is_the_other(office: Office) -> None:
    row = office.draft(spot=Spot())
    choosing = ChoosingVenue(row.id, "somewhere", (FoundVenue("", Spot(building_id=2)),))
    merging.merge(office.unit, "B2", "B1", Deed(HOUSE, NOON.timestamp()))
    assert office.goes(choosing, "0") == DraftCard(row.id)
    assert office.plan(row.id).spot == Spot(building_id=1)


def test_street_is_a_place_too(office: Office) -> None:
    extra = [
        Point(f"S{number}", f"点{number}", Layer.POINT, "310106011", None, f"测试大道{number}号", Position(31.2, 121.4))
        for number in (1, 2, 3)
    ]
    saving.save_points(office.unit, extra)
    saving.raise_revision(office.unit)
    row = office.draft(spot=Spot())
    choosing = office.goes(AnsweringItem(row.id, Item.WHERE), Said("测试大道"))
    assert office.goes(choosing, "0") == DraftCard(row.id)
    assert office.plan(row.id).spot.title == "测试大道"


def test_draft_without_a_place_is_asked_for_it(office: Office) -> None:
    row = office.draft(spot=Spot())
    assert office.goes(DraftCard(row.id), "publish") == AnsweringItem(row.id, Item.WHERE, goes_on=True)
    _, replies, _ = office.does(AtMenu(), opened_by(Lasting("w", str(row.id)), 500))
    assert isinstance(replies[-1], Text)
    assert replies[-1].html.endswith("Still to be said: where it is.")
    office.now = NOON + timedelta(days=20)
    _, replies, _ = office.does(AtMenu(), opened_by(Lasting("w", str(row.id)), 500))
    assert isinstance(replies[-1], Text)
    assert replies[-1].html.endswith("Its time has gone by: please give it another one.")


def test_ways_back_from_a_draft(office: Office) -> None:
    row = office.draft()
    assert office.goes(DraftCard(row.id), "back") == ActivitiesInHand()
    assert office.goes(DraftCard(row.id), "x") == DraftCard(row.id)
    assert office.goes(ChoosingPart(row.id), "back") == DraftCard(row.id)
    assert office.goes(ChoosingPart(row.id), "x") == ChoosingPart(row.id)
    assert office.goes(Discarding(row.id), "back") == DraftCard(row.id)
    assert office.goes(Discarding(row.id), "x") == Discarding(row.id)
    assert office.goes(PlanningSeries(row.id), "back") == DraftCard(row.id)
    assert office.goes(PlanningSeries(row.id), "x") == PlanningSeries(row.id)
    assert office.goes(PlanningSeries(row.id), Said("3")) == PlanningSeries(row.id)


def test_draft_that_a_colleague_has_published_is_shown_as_it_stands(office: Office) -> None:
    row = office.published()
    assert office.goes(DraftCard(row.id), "discard") == ActivityInHand(row.id)
    assert office.goes(Discarding(row.id), "discard") == ActivityInHand(row.id)
    assert office.goes(DraftCard(row.id), "menu") == AtMenu()
    assert office.goes(ChoosingPart(row.id), "back") == ActivityInHand(row.id)


def test_draft_is_discarded_with_its_series(office: Office) -> None:
    row = office.draft()
    repeated = office.goes(PlanningSeries(row.id), "weekly")
    assert isinstance(repeated, DraftCard)
    assert activities.find(office.unit, row.id) is None
    first = activities.find(office.unit, repeated.activity_id)
    assert first is not None
    assert first.series_id is not None
    alone = office.goes(PlanningSeries(first.id), "once")
    assert isinstance(alone, DraftCard)
    assert composing_series.of_row(first, office.desk) == ""
    begun = series.find(office.unit, first.series_id)
    assert begun is not None
    assert begun.ended_at == NOON.timestamp()
    assert office.goes(Discarding(alone.activity_id), "discard") == ActivitiesInHand()
    assert activities.find(office.unit, alone.activity_id) is None
    assert not drafts.discard(office.unit, alone.activity_id)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-03", ["every Thu", "every other Thu", "the first Thu of every month"]),
        ("2026-12-31", ["every Thu", "every other Thu", "the last Thu of every month"]),
        (
            "2027-02-25",
            ["every Thu", "every other Thu", "the fourth Thu of every month", "the last Thu of every month"],
        ),
    ],
)
def test_rules_fit_the_day(day: str, said: list[str]) -> None:
    rules = composing_series.rules(datetime.fromisoformat(day).date())
    assert [composing_series.said(rule, EN) for rule in rules.values()] == said
