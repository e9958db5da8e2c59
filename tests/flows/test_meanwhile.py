"""What was chosen is gone, taken or nobody's by now, or there is only one of it: what somebody is told then."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.abilities import TELEGRAM
from bot.chat import Button, Said, Text
from bot.flows.activities.in_hand import DraftCard
from bot.flows.activities.steps import ActivityCard, MyActivities
from bot.flows.affiliating.steps import Answering, Asked
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.booking.steps import FreeList, SayingNeed
from bot.flows.entry_points import EntryPoint
from bot.flows.mail.steps import MailCard
from bot.flows.mine.steps import MyCalendar
from bot.flows.narrowing import Place
from bot.flows.organising.steps import AnsweringItem, ChoosingPart, Item
from bot.flows.reviewing.steps import FindingMember, HolderList, Level, MemberList, ReviewCard, ReviewQueue, TakingAway
from bot.flows.step import AtMenu
from domain.affiliations.affiliations import Verb
from domain.announcements.audiences import Audience as Meant
from domain.booking.raster import Span
from domain.grid import promises as promise_rules
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.places.places import Unit, UnitKind
from storage.activities import activities
from storage.announcements import announcements, threads
from storage.announcements.threads import Writing
from storage.booking import booking, resources, saving
from storage.booking.bookings import Wish
from storage.grid import promises
from storage.people import addresses, people, roles
from storage.people.roles import EVERYWHERE
from storage.places import places
from storage.places import saving as saving_places
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.booking import LENT, OPENING
from tests.stage.security_world import (
    ABOVE,
    AT,
    DRAFT,
    HOST,
    MEMBER,
    OTHER,
    SIBLING,
    Pressed,
    changed,
    press,
    request,
    settle,
    state,
    tried,
    unit_id,
)
from tests.stage.talk import buttons, html

_DAY_S: Final = 86_400.0
WHERE: Final = AnsweringItem(DRAFT, Item.WHERE)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    file = tmp_path_factory.mktemp("meanwhile") / "world.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    settle(store)
    with store.unit_of_work() as unit:
        saving.save(unit, LENT)
        unit.commit()
    yield store
    store.close()


def labels(there: Pressed) -> list[str]:
    return [one.label for one in buttons(there.said)]


def pressed(there: Pressed, label: str) -> Button:
    return next(one for one in buttons(there.said) if one.label == label)


def room(unit: UnitOfWork, code: str) -> int:
    found = resources.by_code(unit, code)
    assert found is not None
    return found.id


# ---------------------------------------------------------------- rooms


def test_organiser_finds_what_is_lent_at_a_point(world: Store) -> None:
    with tried(world) as unit:
        point = places.point_by_code(unit, "JA-5")
        assert point is not None
        card = EntryPoint.POINT.data(point.id)
        assert "Borrow a room" not in labels(press(unit, OTHER, AtMenu(), card))
        borrow = pressed(press(unit, HOST, AtMenu(), card), "Borrow a room")
        there = press(unit, HOST, AtMenu(), borrow.data)
        assert there.place == SayingNeed(unit_id(unit, "310106011"), "", point.id)


def test_more_rooms_for_an_activity_are_a_list(world: Store) -> None:
    with tried(world) as unit:
        asked = press(unit, HOST, ChoosingPart(DRAFT), "where")
        assert len([one for one in buttons(asked.said) if one.label.endswith("free then")]) == 2
        assert "More rooms that are free then" in labels(asked)
        there = press(unit, HOST, WHERE, "room.all")
        assert isinstance(there.place, FreeList)
        assert there.place.wanted.activity_id == DRAFT


def test_room_that_a_colleague_had_first_is_not_taken_twice(world: Store) -> None:
    with tried(world) as unit:
        row = activities.find(unit, DRAFT)
        assert row is not None
        hall = room(unit, "A")
        theirs = Wish(hall, unit_id(unit, "310106012"), "Choir", Span(row.starts_at, row.ends_at))
        assert booking.book(unit, theirs, OPENING, Deed(By(SIBLING), AT)).row is not None
        there = press(unit, HOST, WHERE, f"room.{hall}")
        assert "多功能厅A cannot be had" in there.shown
        assert "Choir" in there.shown
        assert isinstance(there.place, FreeList)
        after = activities.find(unit, DRAFT)
        assert after is not None
        assert after.plan.spot == row.plan.spot


def test_room_that_nobody_lends_is_not_held(world: Store) -> None:
    with tried(world) as unit:
        before = state(unit)
        assert press(unit, HOST, WHERE, "room.999").place == WHERE
        assert changed(before, unit) == set()


def test_no_room_is_offered_for_what_has_begun(world: Store) -> None:
    with tried(world) as unit:
        row = activities.find(unit, DRAFT)
        assert row is not None
        begun = replace(row.plan, starts_at=AT - 3_600, ends_at=AT + 3_600, confirm_by=None)
        activities.amend(unit, DRAFT, begun, Deed(By(HOST), AT))
        assert not [one for one in labels(press(unit, HOST, ChoosingPart(DRAFT), "where")) if "free then" in one]


# ---------------------------------------------------------------- activities


def test_draft_is_put_into_no_calendar(world: Store) -> None:
    with tried(world) as unit:
        there = press(unit, HOST, ActivityCard(DRAFT), "calendar")
        assert there.place == DraftCard(DRAFT)
        assert "BEGIN:VCALENDAR" not in there.shown


def test_ones_own_calendar_is_opened_from_what_one_signed_up_for(world: Store) -> None:
    with tried(world) as unit:
        assert press(unit, OTHER, MyActivities(), "calendar").place == MyCalendar()


# ---------------------------------------------------------------- people


def test_promises_pass_to_somebody_who_hears_of_it_when_a_role_is_taken(world: Store) -> None:
    with tried(world) as unit:
        (held,) = roles.held(unit, SIBLING)
        building = places.building_by_code(unit, "B2")
        assert building is not None
        for what in ("bring the form", "call again"):
            new = promises.New(promise_rules.Kind.PROMISE, building.id, SIBLING, what, AT + _DAY_S)
            promises.make(unit, new, AT)
        there = press(unit, ABOVE, TakingAway(held.id), "take")
        assert there.place == HolderList()
        told = {tell.chat_id: html(tell.reply) for tell in there.tells if isinstance(tell.reply, Text)}
        assert told[ABOVE] == "有 2 件答应了的事转给您："
        assert [one.what for one in promises.of_owner(unit, ABOVE)] == ["bring the form", "call again"]


def test_organiser_brings_back_who_has_lost_a_page(world: Store) -> None:
    with tried(world) as unit:
        row = request(unit, Verb.SUBMIT, Verb.CONFIRM)
        there = press(unit, HOST, AtMenu(), EntryPoint.REVIEW.data(row.id))
        assert there.place == ReviewCard(row.id, row.version)
        assert "Bring them back" in labels(there)


def test_queue_of_one_place_becomes_the_whole_queue_again(world: Store) -> None:
    with tried(world) as unit:
        point = places.point_by_code(unit, "JA-5")
        assert point is not None
        request(unit, Verb.SUBMIT)
        narrow = ReviewQueue(Level.HOST, place=Place(point_id=point.id))
        there = press(unit, ABOVE, narrow, "everywhere")
        assert there.place == ReviewQueue(Level.HOST)
        assert "1 request waits for your review:" in there.shown


def test_members_are_looked_for_at_a_place_by_its_address(world: Store) -> None:
    with tried(world) as unit:
        building = places.building_by_code(unit, "B1")
        assert building is not None
        there = press(unit, ABOVE, FindingMember(), Said("世纪大道888号"))
        assert there.place == MemberList(place=Place(building_id=building.id))
        nowhere = press(unit, ABOVE, FindingMember(), Said("世纪大道9999号那座楼"))
        assert nowhere.place == FindingMember()


def test_number_is_asked_for_in_words_where_no_key_sends_it(world: Store) -> None:
    """A member who has told a name, over a channel whose messages have no keys."""
    with tried(world) as unit:
        row = request(unit)
        there = press(unit, MEMBER, Answering(row.id, Asked.NAME), "back", replace(TELEGRAM, phone_in=False))
        assert there.place == Answering(row.id, Asked.PHONE)
        assert "Just type it; with +" in there.shown


def test_announcement_says_how_many_nothing_rings(world: Store) -> None:
    with tried(world) as unit:
        number = addresses.number_of(unit, "web", "anna", AT)
        people.welcome(unit, [number], AT)
        row = announcements.draft(unit, unit_id(unit, "310106"), Meant(EVERYWHERE), Deed(By(ABOVE), AT))
        there = press(unit, ABOVE, AnnouncementCard(row.id), "x")
        assert "1 will see it when they next look." in there.shown


# ---------------------------------------------------------------- mail


def test_letter_in_a_house_of_one_unit_can_be_handed_to_nobody(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        saving_places.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        people.welcome(unit, [HOST, OTHER], AT)
        only = unit_id(unit, "31")
        roles.give(unit, HOST, Role.ORGANISER, only, Deed(HOUSE, AT))
        letter = threads.post(unit, only, Writing("When is the next lecture?"), Deed(By(OTHER), AT)).row
        there = press(unit, HOST, MailCard(letter.id), "take")
        assert "When is the next lecture?" in there.shown
        assert labels(there) == ["Answer it", "Leave it to colleagues", "Close it", "All of it", "Back"]
