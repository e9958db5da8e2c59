"""What seldom happens: a way that no dialogue takes, and what is gone when somebody comes back to it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import memory
from bot.chat import Button, Said, SharedPlace, Tapped, Text
from bot.facts.opening_hours import Doors
from bot.flows import persons
from bot.flows.activities.in_hand import DraftCard
from bot.flows.activities.steps import ActivityCard, GivingReason
from bot.flows.affiliating import data_questions
from bot.flows.affiliating.registering import answers
from bot.flows.affiliating.registering.form import form
from bot.flows.affiliating.steps import Answering, Asked
from bot.flows.afterwards import rating
from bot.flows.afterwards.steps import CheckingCode, RatingActivity
from bot.flows.announcements.audience import top
from bot.flows.announcements.steps import AudienceOf
from bot.flows.crossroads import tapping
from bot.flows.crossroads.heard import Heard
from bot.flows.desk import Desk, Go, Remain
from bot.flows.finding.point_text import doors_text
from bot.flows.groups.steps import ChoosingGroupUnit, GroupList
from bot.flows.mail.writing_in import gone_on
from bot.flows.menu import ChoosingLanguage, help_text
from bot.flows.organising.composing import venues
from bot.flows.organising.steps import AnsweringItem, CallingOffSurely, Item
from bot.flows.reviewing import decisions, hatching, questions, tells
from bot.flows.reviewing.steps import AnsweringQuestion, AskingMember, MemberList, ReviewCard, SettingRules
from bot.flows.sentences import opening
from bot.flows.sentences.steps import Asked as Wanted
from bot.flows.sentences.understanding import Understood
from bot.flows.step import AtMenu
from bot.flows.wishes.steps import Wishing
from bot.memory import Memory
from bot.texts import words
from domain.affiliations import affiliations as affiliation_rules
from domain.affiliations.affiliations import Verb
from domain.announcements.audiences import Audience
from domain.people.deeds import By, Deed
from domain.said.sentences.frames import Frame
from domain.times.holidays import Holiday
from storage.activities import wishes
from storage.affiliations.affiliations import Done
from storage.affiliations.hatchery import Nest
from storage.announcements import announcements, threads
from storage.announcements.threads import Writing
from storage.people.people import Person
from storage.people.roles import EVERYWHERE
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
    return Desk(unit, Person(who), NOON, EN, there.search, there.bot_link, there.language)


def test_another_reason_is_typed_before_it_is_called_off(world: Store) -> None:
    with tried(world) as unit:
        there = press(unit, HOST, CallingOffSurely(HELD, "Rain"), Said("No heating"))
        assert there.place == CallingOffSurely(HELD, "No heating")


def test_venue_that_is_surely_meant_is_taken_at_once(world: Store) -> None:
    with tried(world) as unit:
        there = press(unit, HOST, AnsweringItem(DRAFT, Item.WHERE), Said("潍坊新村街道党群服务中心"))
        assert "潍坊新村街道党群服务中心" in there.shown
        assert isinstance(there.place, DraftCard)


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
        assert hatching._found(Nest(1, "", 999, 3, 0), "Branch", desk(unit, HOST)) is None


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


def test_question_about_data_at_a_list_of_buttons_is_left_to_the_list(world: Store) -> None:
    with tried(world) as unit:
        there = desk(unit, MEMBER)
        assert data_questions.answered(Said("谁能看到我的信息"), ChoosingLanguage(), there, is_free=False) is None


def test_consent_is_given_by_its_button_alone(world: Store) -> None:
    with tried(world) as unit:
        told = form(request(unit).id, desk(unit, MEMBER))
        assert told is not None
        assert answers.agrees(Said("同意"), told, desk(unit, MEMBER)) is False


def test_line_corrected_into_what_it_cannot_be_is_not_written(world: Store) -> None:
    with tried(world) as unit:
        row = request(unit)
        before = state(unit)
        press(unit, MEMBER, Answering(row.id, Asked.END), Said("手机号改成 12"))
        assert changed(before, unit) == set()


def test_code_with_a_slip_is_said_to_be_unknown(world: Store) -> None:
    with tried(world) as unit:
        assert "ABCDE-0O1IL" in press(unit, MEMBER, CheckingCode(), Said("ABCDE-0O1IL")).shown


def test_colleague_without_a_name_is_called_as_the_member_is(world: Store) -> None:
    with tried(world) as unit:
        request(unit, Verb.SUBMIT)
        assert persons.colleague(unit, MEMBER, EN) == persons.masked(unit, MEMBER, EN)


def test_way_back_from_the_rules_of_a_unit_of_others(world: Store) -> None:
    with tried(world) as unit:
        back = press(unit, HOST, SettingRules(unit_id(unit, "310115")), "back")
        assert back.place == MemberList()


def test_whoever_passed_it_first_hears_that_it_was_returned(world: Store) -> None:
    with tried(world) as unit:
        row = request(unit, Verb.SUBMIT, Verb.ACCEPT, levels=2)
        transition = next(one for one in affiliation_rules.TABLE if one.verb is Verb.RETURN)
        told = tells._how_it_ended(Done(row, transition), "no contact", desk(unit, HOST), EN)
        assert "returned in the second review: no contact" in told.html


NEXT_DAY = NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("doors", "said"),
    [
        (Doors(are_open=False, until=NEXT_DAY, holiday=Holiday.NATIONAL_DAY), "closed for National Day, opens "),
        (Doors(are_open=True, until=NOON + timedelta(hours=2), holiday=Holiday.NATIONAL_DAY), "open until 14:00"),
    ],
)
def test_holiday_is_said_where_it_closes_the_doors(doors: Doors, said: str) -> None:
    assert doors_text(doors, NOON, EN).startswith(said)


def test_everybody_of_everywhere_needs_no_explanation(world: Store) -> None:
    with tried(world) as unit:
        row = announcements.draft(unit, unit_id(unit, "310106"), Audience(EVERYWHERE), Deed(By(HOST), NOON.timestamp()))
        shown = top.show(AudienceOf(row.id), row, desk(unit, HOST))
        assert "Everybody is:" not in shown.html


def test_second_half_finds_the_letter_among_others(world: Store) -> None:
    with tried(world) as unit:
        there, at = desk(unit, MEMBER), NOON.timestamp()
        first = threads.post(unit, unit_id(unit, "310106"), Writing("first"), Deed(By(MEMBER), at)).row
        second = threads.post(unit, unit_id(unit, "310115"), Writing("second"), Deed(By(MEMBER), at)).row
        threads.answer(unit, second.id, Writing("answered"), Deed(By(HOST), at))
        assert gone_on(Said("and the rest"), there) == Remain(())
        assert [one.said for one in threads.messages(unit, first.id)] == ["first", "and the rest"]


def test_help_that_was_likely_asked_for_is_given_as_it_is(world: Store) -> None:
    with tried(world) as unit:
        found = Understood((Wanted(Frame.HELP),), is_clear=True, is_strong=True, rest="teapot")
        assert opening._likely("help teapot", found, desk(unit, MEMBER), "") == Remain((help_text(desk(unit, MEMBER)),))
