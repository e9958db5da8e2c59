"""What seldom happens: a way that no dialogue takes, and what is gone when somebody comes back to it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import memory
from bot.chat import Button, Said, SharedPlace, Tapped, Text
from bot.flows.activities.steps import ActivityCard, GivingReason
from bot.flows.afterwards import rating
from bot.flows.afterwards.steps import RatingActivity
from bot.flows.crossroads import tapping
from bot.flows.crossroads.heard import Heard
from bot.flows.desk import Desk, Go, Remain
from bot.flows.groups.steps import ChoosingGroupUnit, GroupList
from bot.flows.organising.composing import venues
from bot.flows.organising.steps import AnsweringItem, CallingOffSurely, Item
from bot.flows.reviewing import decisions, hatching, questions
from bot.flows.reviewing.steps import AnsweringQuestion, AskingMember, ReviewCard
from bot.flows.step import AtMenu
from bot.flows.wishes.steps import Wishing
from bot.memory import Memory
from bot.texts import words
from domain.affiliations import Verb
from storage.activities import wishes
from storage.affiliations.hatchery import Nest
from storage.people.people import Person
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.security_world import (
    DRAFT,
    HELD,
    HOST,
    MEMBER,
    OTHER,
    STRANGER,
    changed,
    press,
    request,
    settle,
    state,
    tried,
    unit_id,
)
from tests.stage.talk import NOON, Talk, house

EN = words("en")


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    file = tmp_path_factory.mktemp("seldom") / "world.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    settle(store)
    yield store
    store.close()


def desk(unit: UnitOfWork, who: int) -> Desk:
    there = house("en")
    return Desk(unit, Person(who), NOON, EN, there.search, there.origins, there.bot_link, there.language)


def test_another_reason_is_typed_before_it_is_called_off(world: Store) -> None:
    with tried(world) as unit:
        there = press(unit, HOST, CallingOffSurely(HELD, "Rain"), Said("No heating"))
        assert there.place == CallingOffSurely(HELD, "No heating")


def test_venue_that_is_surely_meant_is_taken_at_once(world: Store) -> None:
    with tried(world) as unit:
        there = press(unit, HOST, AnsweringItem(DRAFT, Item.WHERE), Said("久光党员服务点"))
        assert "久光党员服务点" in there.shown
        assert there.place != AnsweringItem(DRAFT, Item.WHERE)


def test_place_beyond_the_earth_is_no_venue(world: Store) -> None:
    with tried(world) as unit:
        assert venues.on_the_map(SharedPlace(91.0, 0.0), desk(unit, HOST)) is None


def test_point_that_is_gone_has_none_nearby(world: Store) -> None:
    with tried(world) as unit:
        row = replace(request(unit, Verb.SUBMIT), point_id=999)
        assert decisions._nearby(row, desk(unit, HOST)) == []


def test_question_of_who_may_not_ask_is_not_asked(world: Store) -> None:
    with tried(world) as unit:
        row = request(unit, Verb.SUBMIT)
        card = ReviewCard(row.id, row.version)
        move = questions.hear_asking(AskingMember(card), row, Said("Why?"), desk(unit, STRANGER))
        assert move is not None
        assert move.tells == ()


def test_group_is_bound_to_another_unit_or_not_at_all(world: Store) -> None:
    with tried(world) as unit:
        assert press(unit, HOST, ChoosingGroupUnit(), "back").place == GroupList()
        assert press(unit, HOST, ChoosingGroupUnit(), str(unit_id(unit, "310106011"))).shown.startswith("A group for")


def test_question_can_wait(world: Store) -> None:
    with tried(world) as unit:
        request(unit, Verb.SUBMIT)
        assert press(unit, MEMBER, AnsweringQuestion(1), "later").place == AtMenu()


def test_wish_has_no_home_where_there_are_no_units(sqlite_store: Store) -> None:
    talk = Talk(sqlite_store)
    talk.remembers(memory.write(Memory(Wishing(), screen=1)))
    talk.does(Tapped("wishes.1.lecture", 500))
    with sqlite_store.unit_of_work() as unit:
        assert wishes.tally(unit, [""]) == []


def test_never_mind_at_the_reason_leaves_everything_as_it_was(world: Store) -> None:
    with tried(world) as unit:
        before = state(unit)
        there = press(unit, OTHER, GivingReason(ActivityCard(HELD)), Said("取消"))
        assert type(there.place) is not GivingReason
        assert changed(before, unit) == set()


def test_link_whose_label_was_typed_is_to_be_tapped(world: Store) -> None:
    with tried(world) as unit:
        link = Button("Map", url="https://maps.example")
        move = tapping.tapped(link, Heard(AtMenu(), Said("Map"), desk(unit, MEMBER)))
        assert move == Remain((Text("This opens with a tap:", ((link,),)),))


def test_branch_below_a_unit_that_is_gone_is_not_founded(world: Store) -> None:
    with tried(world) as unit:
        assert hatching._found(Nest(1, "", 999, 3, ()), "Branch", desk(unit, HOST)) is None


def test_day_that_there_is_not_is_said_plainly(world: Store) -> None:
    with tried(world) as unit:
        there = press(unit, STRANGER, AtMenu(), Said("2月30日取消报名"))
        assert "2月30日" in there.shown


def test_grade_that_comes_too_late_is_not_kept(world: Store) -> None:
    with tried(world) as unit:
        move = rating.too_late(RatingActivity(HELD), Said("5"), desk(unit, STRANGER))
        assert isinstance(move, Go)
        assert move.step == AtMenu()


def test_reason_that_nobody_sees_books_no_leave(world: Store) -> None:
    with tried(world) as unit:
        before = state(unit)
        press(unit, OTHER, GivingReason(ActivityCard(HELD)), Said("\u200b"))
        assert changed(before, unit) == set()
