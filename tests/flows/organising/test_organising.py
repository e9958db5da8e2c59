"""The corners of composing and running activities that no dialogue comes by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.buttons import Lasting
from bot.chat import Event, Reply, Said, SentFile, SharedPlace, Text, Unreadable
from bot.flows import to_do
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard, Only
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Tell
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.narrowing import Place
from bot.flows.organising.composing import series as composing_series
from bot.flows.organising.steps import (
    AnsweringItem,
    CallingOff,
    CallingOffSurely,
    ChoosingHolder,
    ChoosingPart,
    ChoosingVenue,
    ConsideringChange,
    Discarding,
    DoubtingTime,
    FoundVenue,
    Item,
    KindOfActivity,
    NamingActivity,
    NotConfirmed,
    PlanningSeries,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.rights import nothing_here
from bot.flows.step import AtMenu, Step
from bot.texts import words
from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot, Standing
from domain.activities.seats import State, Way
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.places.geo import Position
from domain.places.places import Layer, Point
from domain.times.when import Odd
from storage.activities import activities, agenda, attendance, drafts, series, signup_reading, signups
from storage.activities.activities import ActivityRow
from storage.merging import buildings as merging
from storage.people import people, roles
from storage.people.people import Person
from storage.places import saving
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, furnish, house

CHEN = 1004
EN = words("en")
STARTS = datetime(2026, 12, 10, 19, tzinfo=NOON.tzinfo)
ENDS = STARTS + timedelta(minutes=90)


class Office:
    """An organiser at work in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now = unit, NOON
        self.unit_id = unit_id(unit, "310106011")
        self.seed = Seed(self.unit_id, Kind.LECTURE, "Lecture")

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        return Desk(self.unit, Person(CHEN), self.now, EN, lived_in.search, lived_in.bot_link, "en")

    def does(self, place: Step, event: Event | Chose | Opened) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
        return advance(place, event, self.desk)

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        """Press a button (its choice) or do something else there, and return where it leads."""
        return self.does(place, Chose(event, 500) if isinstance(event, str) else event)[0]

    def hears(self, place: Step, event: Event | Chose | str) -> str:
        """Return what is said first."""
        _, replies, _ = self.does(place, Chose(event, 500) if isinstance(event, str) else event)
        assert isinstance(replies[0], Text)
        return replies[0].html

    def reads(self, place: Step) -> str:
        (shown,) = screen(place, self.desk)
        assert isinstance(shown, Text)
        return shown.html

    def labels(self, place: Step) -> list[str]:
        _, replies, _ = self.does(place, Chose("nothing of the kind", 500))
        return [button.label for row in replies[-1].buttons for button in row]

    def draft(self, **changed: object) -> ActivityRow:
        spot = Spot(point_id=1)
        plan = Plan(Kind.LECTURE, "Lecture", STARTS.timestamp(), ENDS.timestamp(), spot, Audience.ANYONE, 20)
        wanted = replace(plan, **changed)  # type: ignore[arg-type]  # as each test names them
        return activities.draft(self.unit, wanted, self.unit_id, Deed(By(CHEN), NOON.timestamp()))

    def published(self, **changed: object) -> ActivityRow:
        row = self.draft(**changed)
        return activities.publish(self.unit, row.id, Deed(By(CHEN, "organiser"), NOON.timestamp()))

    def plan(self, activity_id: int) -> Plan:
        row = activities.find(self.unit, activity_id)
        assert row is not None
        return row.plan


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, *range(2001, 2013)], NOON.timestamp())
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, NOON.timestamp()))
        yield Office(unit)
        unit.roll_back()


def _lose_the_role(office: Office) -> None:
    for held in roles.held(office.unit, CHEN):
        roles.take(office.unit, held.id, Deed(HOUSE, NOON.timestamp()))


# ---------------------------------------------------------------- the first questions


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
    _lose_the_role(office)
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


# ---------------------------------------------------------------- items


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


# ---------------------------------------------------------------- the card of a draft


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


# ---------------------------------------------------------------- changing what is published


def _change(office: Office, row: ActivityRow, plan: Plan) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
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
    _, replies, tells = _change(office, row, replace(row.plan, seats=2))
    assert [tell.chat_id for tell in tells] == [2002]
    assert isinstance(replies[0], Text)
    assert replies[0].html == "✅ Changed. 1 person is told."


def test_change_that_somebody_else_has_overtaken_is_not_made(office: Office) -> None:
    row = office.published()
    _change(office, row, replace(row.plan, seats=30))
    place, replies, tells = _change(office, row, replace(row.plan, seats=5))
    assert (place, tells) == (ActivityInHand(row.id), ())
    assert isinstance(replies[0], Text)
    assert replies[0].html == "Somebody has changed it meanwhile. This is how it stands:"
    assert office.plan(row.id).seats == 30


def test_change_to_a_place_that_is_gone_is_not_made(office: Office) -> None:
    row = office.published()
    place, replies, _ = _change(office, row, replace(row.plan, spot=Spot(point_id=999)))
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
    _lose_the_role(office)
    assert office.hears(considering, "change") == "This is not in your hands, so I have not opened it."


# ---------------------------------------------------------------- the organiser's list and card


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


# ---------------------------------------------------------------- lists of fifty buildings


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


# ---------------------------------------------------------------- a date of a series, and all later ones


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
