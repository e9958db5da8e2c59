"""What the dialogues about audiences leave out: old buttons, figures of those who will not get it, other lists."""

from dataclasses import replace
from typing import Final

import pytest
from sqlalchemy import insert

from bot.buttons import Lasting
from bot.chat import Said
from bot.flows.announcements.audience import FLOW, figures, text, top
from bot.flows.announcements.audience.rights import a_draft
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AudienceOf,
    ChoosingAmong,
    ChoosingRelation,
    ChoosingSort,
    DroppingCondition,
    Sort,
)
from bot.flows.desk import Chose, Desk, Go
from bot.flows.entry_points import opened_by
from bot.flows.step import Step
from bot.texts import words
from domain.affiliations.affiliations import HERE, WAITING, State, Stay
from domain.announcements.announcements import Verb
from domain.announcements.audiences import Audience, Holds, Reads, Relation, Stays, ToActivities
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from storage.announcements import announcements, audiences, before_sending, topics
from storage.announcements.announcements import AnnouncementRow
from storage.people import people
from storage.people.people import Person
from storage.tables.people import grants
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, furnish, house

CHEN: Final = 1004
NOW: Final = NOON.timestamp()
_SEARCH: Final = house().search


@pytest.fixture
def city(store: Store) -> Store:
    """Give a city with an organiser of a street, two people affiliated there, and a draft; an activity elsewhere."""
    furnish(store)
    for person, deed in (
        (CHEN, "(grant organiser 310106011)"),
        (1001, "(affiliation active JA-1)"),
        (1003, "(affiliation active JA-2)"),
        (CHEN, "(activity 党课 第1课 PD-1 12-11T19:00 2 anyone)"),
        (CHEN, "(announcement 310106011 周四见)"),
    ):
        store_deed(store, person, deed, NOW)
    return store


def drafted(unit: UnitOfWork) -> AnnouncementRow:
    row = announcements.find(unit, 1)
    assert row is not None
    return row


def desk(unit: UnitOfWork) -> Desk:
    here = house()
    return Desk(unit, Person(CHEN), NOON, words("en"), _SEARCH, here.bot_link, "zh_Hans")


def test_opens_the_card_of_what_is_no_draft_any_more(city: Store) -> None:
    with city.unit_of_work() as unit:
        announcements.do(unit, 1, Verb.SCHEDULE, Deed(By(CHEN, "organiser"), NOW))
        opened = top.opened(opened_by(Lasting("ja", "1"), 500), desk(unit))
        assert opened == Go(AnnouncementCard(1), replaces=500)
        moved = FLOW.hear(AudienceOf(1), Chose("affiliated", 500), desk(unit))
        assert isinstance(moved, Go)
        assert moved.step == AnnouncementCard(1)
        assert FLOW.hear(AudienceOf(1), Said("静安"), desk(unit)) is None


def test_step_leaves_alone_what_is_not_its_own(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert FLOW.hear(AudienceOf(1), Chose("nothing", 500), desk(unit)) is None
        assert FLOW.hear(DroppingCondition(1), Chose("x", 500), desk(unit)) is None
        elsewhere = ChoosingAmong(1, Sort.ACTIVITIES)
        assert FLOW.hear(elsewhere, Chose("1", 500), desk(unit)) is None


def test_conditions_turn_their_pages_and_lead_back(city: Store) -> None:
    with city.unit_of_work() as unit:

        def leads(step: Step, choice: str) -> Step | None:
            moved = FLOW.hear(step, Chose(choice, 500), desk(unit))
            return moved.step if isinstance(moved, Go) else None

        for step in (ChoosingSort(1), ChoosingAmong(1, Sort.ROLES), DroppingCondition(1)):
            assert leads(step, "more") == replace(step, page=1)
            assert leads(step, "back") == AudienceOf(1)
            assert leads(step, "nothing") is None
        assert leads(ChoosingRelation(1, 1), "back") == ChoosingAmong(1, Sort.ACTIVITIES)
        assert leads(ChoosingRelation(1, 1), "nothing") is None


def test_an_audience_of_another_unit_is_drawn_back_into_its_own(city: Store) -> None:
    with city.unit_of_work() as unit:
        own = drafted(unit).audience
        announcements.change(unit, 1, CHEN, audience=Audience("/", (Reads(frozenset({"en"})),)))
        found = a_draft.sees(AudienceOf(1), desk(unit))
        assert found is not None
        assert found.audience == own


def test_counted_tells_who_will_not_get_it_and_the_groups(city: Store) -> None:
    with city.unit_of_work() as unit:
        topics.refuse(unit, 1001, Topic.NOTICES, NOW)
        people.mark_unreachable(unit, 1003, NOW)
        row = announcements.change(unit, 1, CHEN, to_groups=True)
        _, lines = figures.counted(row, desk(unit))
        assert lines[1:] == [
            "  can be reached: 1 · have opted out of this topic: 1 · have stopped the bot: 1",
            "And to 0 groups.",
        ]
        count = audiences.count(unit, before_sending.who(unit, row, "zh_Hans"))
        assert (count.total, count.reachable) == (3, 1)


def test_of_very_many_those_affiliated_alone_are_told_apart(sqlite_store: Store) -> None:
    furnish(sqlite_store)
    for person, deed in (
        (1001, "(affiliation active JA-1)"),
        (CHEN, "(grant organiser 310106011)"),
        (CHEN, "(announcement 310106011 周四见)"),
    ):
        store_deed(sqlite_store, person, deed, NOW)
    with sqlite_store.unit_of_work() as unit:
        helpers = range(10**6, 10**6 + 20_000)
        people.welcome(unit, helpers, NOW)
        held = {"role": Role.VOLUNTEER, "unit_id": drafted(unit).unit_id, "granted_at": NOW}
        unit.connection.execute(insert(grants), [{"chat_id": chat_id, **held} for chat_id in helpers])
        lines = top.show(AudienceOf(1), drafted(unit), desk(unit)).html.split("\n")
    assert lines[:3] == [
        "To 20,002 people: 静安寺街道 · everybody",
        "  can be reached: 20,002",
        "  affiliated 1 · others 20,001",
    ]


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        (Stays(frozenset(Stay), HERE), "affiliated"),
        (Stays(frozenset(Stay), WAITING), "has asked for an affiliation"),
        (Stays(frozenset({Stay.VISIT}), frozenset({State.ENDED})), "ended, short visit"),
        (Holds(frozenset({Role.VOLUNTEER})), "volunteer"),
        (ToActivities(frozenset({1}), Relation.CAME), "came to 第1课"),
        (ToActivities(frozenset({1}), Relation.DID_NOT_COME), "did not come to 第1课"),
        (ToActivities(frozenset({1}), Relation.WAITING), "waits for a seat: 第1课"),
        (ToActivities(frozenset({99}), Relation.SIGNED_UP), "signed up for …"),
    ],
)
def test_summary_says_each_criterion(city: Store, criterion: Stays | Holds | ToActivities, said: str) -> None:
    with city.unit_of_work() as unit:
        wanted = Audience(drafted(unit).audience.path, (criterion,))
        assert text.summary(wanted, words("en"), unit) == f"静安寺街道 · {said}"


def test_summary_of_everywhere_names_it(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert text.summary(Audience("/"), words("zh_Hans"), unit) == "全部单位 · 所有人"


def test_roles_are_offered_by_name(city: Store) -> None:
    with city.unit_of_work() as unit:
        (shown,) = FLOW.show(ChoosingAmong(1, Sort.ROLES), desk(unit))
    assert [one.label for one in shown.buttons[0]] == ["volunteer", "organiser"]
