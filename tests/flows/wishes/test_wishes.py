"""The corners of topics, wishes and the digest that no dialogue comes by."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.buttons import Lasting
from bot.chat import Commanded, Event, Reply, Said, Text
from bot.flows.activities.steps import MyActivities
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Tell
from bot.flows.entry_points import Opened, opened_by
from bot.flows.points import SayingWhere
from bot.flows.step import AtMenu, Step
from bot.flows.wishes import answer
from bot.flows.wishes.steps import (
    ChoosingDigest,
    ChoosingDigestTime,
    ChoosingInterests,
    ChoosingTopics,
    DigestCard,
    SayingWish,
    Wishing,
    WishTally,
    WishWords,
)
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.announcements.audiences import Audience as Everybody
from domain.announcements.topics import Topic
from domain.messages.delivery import Lane, State
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from storage.activities import activities, wishes
from storage.activities.activities import ActivityRow
from storage.announcements import announcements, digests, topics
from storage.messages import claims, outbox
from storage.messages.claims import Mark
from storage.messages.outbox import Draft
from storage.people import people, roles
from storage.people.people import Person
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, WANG, furnish, house

CHEN, LI = 1004, 1003
EN = words("en")
GONE = "That is no longer possible here. This is where we are:"


class Hall:
    """People who wish and refuse, in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now, self.who = unit, NOON, WANG
        self.street = unit_id(unit, "310106011")

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        person = Person(self.who)
        return Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en")

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        return self.does(place, event)[0]

    def hears(self, place: Step, event: Event | Chose | Opened | str) -> str:
        """Return what is said first."""
        (first, *_) = self.does(place, event)[1]
        assert isinstance(first, Text)
        return first.html

    def does(self, place: Step, event: Event | Chose | Opened | str) -> tuple[Step, tuple[Reply, ...]]:
        """Press a button (its choice) or do something else there."""
        where, replies, _ = advance(place, Chose(event, 500) if isinstance(event, str) else event, self.desk)
        return where, replies

    def sees(self, place: Step) -> str:
        (shown_there,) = screen(place, self.desk)
        assert isinstance(shown_there, Text)
        return shown_there.html

    def told(self, about: str) -> int:
        """Let a message about this have reached Wang, and return its number there."""
        at = self.now.timestamp()
        outbox.write(self.unit, [Draft(f"told:{about}", WANG, Lane.ANNOUNCEMENT, b"t{}", at, about=about)], at)
        (head,) = claims.due(self.unit, Lane.ANNOUNCEMENT, at, 10)
        claims.claim(self.unit, [head.row_id], "w", at)
        claims.mark(self.unit, [Mark(head.row_id, State.SENT, message_id=77)], "w", at)
        return 77

    def published(self, kind: Kind = Kind.LECTURE) -> ActivityRow:
        starts = (self.now + timedelta(days=2)).timestamp()
        plan = Plan(kind, "Lecture", starts, starts + 3_600, Spot(title="Here"), Audience.ANYONE)
        row = activities.draft(self.unit, plan, self.street, Deed(HOUSE, self.now.timestamp()))
        return activities.publish(self.unit, row.id, Deed(By(None, "house"), self.now.timestamp()))


@pytest.fixture
def hall(sqlite_store: Store) -> Iterator[Hall]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [WANG, LI, CHEN], NOON.timestamp())
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, 1.0))
        yield Hall(unit)


# ---------------------------------------------------------------- refusing in writing


def test_refusal_in_reply_to_an_announcement_is_of_its_topic(hall: Hall) -> None:
    row = announcements.draft(hall.unit, hall.street, Everybody("/"), Deed(By(CHEN), 1.0))
    announcements.change(hall.unit, row.id, CHEN, topic=Topic.STUDY)
    number = hall.told(f"announcement:{row.id}")
    assert hall.goes(AtMenu(), Said("退订", reply_to=number)) == ChoosingTopics()
    assert topics.refused_of(hall.unit, WANG) == {Topic.STUDY}


def test_refusal_in_reply_to_a_digest_is_of_activities(hall: Hall) -> None:
    number = hall.told("digest:3")
    hall.goes(AtMenu(), Said("stop", reply_to=number))
    assert topics.refused_of(hall.unit, WANG) == {Topic.ACTIVITIES}


def test_refusal_in_reply_to_a_question_is_an_answer_to_that(hall: Hall) -> None:
    number = hall.told("duty:3")
    hall.goes(AtMenu(), Said("stop", reply_to=number))
    assert topics.refused_of(hall.unit, WANG) == frozenset()


def test_refusal_without_more_is_of_all_topics_where_no_words_are_awaited(hall: Hall) -> None:
    for place in (AtMenu(), SayingWhere(), MyActivities()):
        topics.allow(hall.unit, WANG, Topic.NOTICES)
        assert hall.goes(place, Said("unsubscribe")) == ChoosingTopics()
        assert topics.refused_of(hall.unit, WANG) == frozenset(Topic)


def test_refusal_is_an_answer_where_words_are_awaited(hall: Hall) -> None:
    assert hall.goes(SayingWish(Kind.LECTURE), Said("unsubscribe")) == Wishing("unsubscribe")
    assert topics.refused_of(hall.unit, WANG) == frozenset()


def test_refusal_in_reply_to_an_announcement_counts_in_a_form_too(hall: Hall) -> None:
    number = hall.told("digest:3")
    assert hall.goes(SayingWish(Kind.LECTURE), Said("stop", reply_to=number)) == ChoosingTopics()
    assert topics.refused_of(hall.unit, WANG) == {Topic.ACTIVITIES}


# ---------------------------------------------------------------- buttons that lead nowhere


@pytest.mark.parametrize(
    "place", [ChoosingTopics(), ChoosingInterests(), Wishing(), SayingWish(Kind.LECTURE), DigestCard(1)]
)
def test_button_that_no_screen_has_is_gone(hall: Hall, place: Step) -> None:
    hall.who = CHEN
    roles.give(hall.unit, CHEN, Role.ADMIN, None, Deed(HOUSE, 1.0))
    assert hall.hears(place, "x") == GONE


def test_lasting_buttons_open_their_screens(hall: Hall) -> None:
    hall.who = CHEN
    found = [hall.goes(AtMenu(), opened_by(Lasting("zw", choice), 5)) for choice in "tiwnd"]
    assert found == [ChoosingTopics(), ChoosingInterests(), Wishing(), WishTally(), DigestCard(hall.street)]
    assert hall.hears(AtMenu(), opened_by(Lasting("zw", "x"), 5)) == GONE


# ---------------------------------------------------------------- wishes


def test_wish_without_a_unit_goes_to_the_city(hall: Hall) -> None:
    assert hall.goes(Wishing("on history"), "lecture") == SayingWish(Kind.LECTURE)
    (wish,) = wishes.of_person(hall.unit, WANG)
    top = places.unit(hall.unit, wish.unit_id)
    assert (wish.said, top.parent_id if top else 0) == ("on history", None)


def test_wish_that_is_gone_says_so_and_words_begin_another(hall: Hall) -> None:
    assert hall.sees(SayingWish(Kind.LECTURE)) == "This wish is not open any more."
    assert hall.goes(SayingWish(Kind.LECTURE), Said("on history")) == Wishing("on history")
    assert hall.goes(SayingWish(Kind.LECTURE), "enough") == Wishing()


def test_words_that_say_nothing_change_nothing(hall: Hall) -> None:
    wishes.make(hall.unit, WANG, hall.street, Kind.LECTURE, 1.0)
    hall.goes(SayingWish(Kind.LECTURE), Said("\u200b"))
    assert [one.said for one in wishes.of_person(hall.unit, WANG)] == [""]


def test_answer_at_night_waits_for_the_morning(hall: Hall) -> None:
    for chat_id in (WANG, CHEN):
        wishes.make(hall.unit, chat_id, hall.street, Kind.LECTURE, 1.0)
    hall.who, hall.now = CHEN, NOON.replace(hour=23)
    (tell,) = answer.published(hall.published(), hall.desk)
    morning = NOON.replace(hour=7, minute=30) + timedelta(days=1)
    assert (tell.chat_id, tell.lane, tell.not_before) == (WANG, Lane.REMINDER, morning.timestamp())


def test_answer_by_day_goes_at_once_and_never_after_it_begins(hall: Hall) -> None:
    wishes.make(hall.unit, WANG, hall.street, Kind.LECTURE, 1.0)
    hall.who, row = CHEN, hall.published()
    (tell,) = answer.published(row, hall.desk)
    assert (tell.not_before, tell.not_after) == (None, row.starts_at)


def test_how_many_are_told_is_said_only_if_anybody_is() -> None:
    one = Tell(WANG, Text("so"))
    assert answer.how_many((), EN) == []
    assert answer.how_many((one, one), EN) == ["2 people wished for it and are told."]


# ---------------------------------------------------------------- for organisers


def test_words_of_a_kind_are_paged(hall: Hall) -> None:
    for number in range(6):
        people.welcome(hall.unit, [6000 + number], 1.0)
        wishes.make(hall.unit, 6000 + number, hall.street, Kind.OTHER, float(number))
        wishes.say(hall.unit, 6000 + number, Kind.OTHER, f"wish {number}")
    hall.who = CHEN
    first = WishWords(Kind.OTHER)
    assert hall.goes(WishTally(), Said(" 1 ")) == first
    assert hall.goes(first, "next") == WishWords(Kind.OTHER, 1)
    assert [f"wish {number}" in hall.sees(first) for number in range(6)] == [False, True, True, True, True, True]
    assert "wish 0" in hall.sees(WishWords(Kind.OTHER, 1))
    assert hall.goes(WishWords(Kind.OTHER, 1), "previous") == first
    assert hall.goes(first, "back") == WishTally()


def test_kind_without_words_says_so(hall: Hall) -> None:
    hall.who = CHEN
    assert hall.sees(WishWords(Kind.LECTURE)).endswith("Nobody has said more about it.")


@pytest.mark.parametrize("place", [WishTally(), WishWords(Kind.OTHER), ChoosingDigest()])
def test_without_a_role_nothing_is_shown_and_nothing_done(hall: Hall, place: Step) -> None:
    refusal = "This is not in your hands, so I have not opened it."
    assert hall.sees(place) == refusal
    assert hall.hears(place, "next") == refusal


def test_digest_of_somebody_elses_unit_is_refused(hall: Hall) -> None:
    elsewhere = unit_id(hall.unit, "310115005")
    hall.who = CHEN
    for place in (DigestCard(elsewhere), ChoosingDigestTime(elsewhere)):
        assert hall.sees(place) == "This is not in your hands, so I have not opened it."
        assert hall.goes(place, "0") == place
    assert hall.goes(ChoosingDigest(), str(elsewhere)) == ChoosingDigest()
    assert digests.of_unit(hall.unit, elsewhere) is None


def test_digest_of_several_units_asks_which(hall: Hall) -> None:
    district = unit_id(hall.unit, "310106")
    for below in places.children(hall.unit, district):
        roles.give(hall.unit, LI, Role.ORGANISER, below.id, Deed(HOUSE, 1.0))
    hall.who = LI
    place = hall.goes(AtMenu(), opened_by(Lasting("zw", "d"), 5))
    assert place == ChoosingDigest()
    assert hall.sees(place) == "The weekly digest of which unit?"
    assert hall.goes(place, str(hall.street)) == DigestCard(hall.street)
    assert hall.goes(DigestCard(hall.street), "back") == ChoosingDigest()
    assert hall.goes(place, "back") == WishTally()
    assert hall.goes(place, "next") == ChoosingDigest(1)
    assert hall.goes(ChoosingDigest(1), "previous") == ChoosingDigest()
    assert hall.hears(place, "x") == GONE


def test_digest_of_one_unit_leads_back_to_the_wishes(hall: Hall) -> None:
    hall.who = CHEN
    assert hall.goes(DigestCard(hall.street), "back") == WishTally()
    assert hall.goes(DigestCard(hall.street), "time") == ChoosingDigestTime(hall.street)
    assert hall.goes(ChoosingDigestTime(hall.street), "back") == DigestCard(hall.street)
    assert hall.hears(ChoosingDigestTime(hall.street), "9") == GONE


def test_topics_are_chosen_by_command_and_a_wish_can_be_typed_straight_away(hall: Hall) -> None:
    assert hall.goes(AtMenu(), Commanded("topics")) == ChoosingTopics()
    assert hall.goes(Wishing(), Said("more chess")) == Wishing("more chess")
