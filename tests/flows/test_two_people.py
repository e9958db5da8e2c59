"""What takes two people is never done by one, whatever pair of roles they hold; a second one with such a role can.

Every act of the table in `domain.people.two_people` is played through the turn: the first deed by somebody who holds
both roles of a pair, the second deed tried by the same and then done by another who holds the same two.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations_with_replacement

import pytest

from bot.chat import Reply
from bot.flows.announcements.steps import AnnouncedProposal, AnnouncementCard, CorrectingAnnounced
from bot.flows.crossroads import advance
from bot.flows.desk import Chose, Desk
from bot.flows.reviewing.steps import ReviewCard
from bot.flows.step import Step
from bot.texts import words
from domain.affiliations.affiliations import Actor, Stay
from domain.affiliations.affiliations import Verb as Reviewed
from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from domain.people.two_people import TABLE, Act, may_follow
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.announcements import announcements
from storage.people import members, people, roles
from storage.people.people import Person
from storage.places import places, unit_rules
from storage.tables.people import audit as audit_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, furnish, house

ONE, OTHER, BOSS, MEMBER = 2001, 2002, 2003, 1001
AT = NOON.timestamp()
STREET, DISTRICT = "310106011", "310106"

HELD = (
    (Role.ADMIN, None),
    (Role.ORGANISER, STREET),
    (Role.ORGANISER, DISTRICT),
    (Role.ORGANISER, "31"),
    (Role.VOLUNTEER, STREET),
)
PAIRS = tuple(combinations_with_replacement(HELD, 2))


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        new = {ONE, OTHER, BOSS, MEMBER} - set(people.known(unit, {ONE, OTHER, BOSS, MEMBER}))
        people.welcome(unit, sorted(new), AT)
        yield unit


def goes(unit: UnitOfWork, who: int, place: Step, choice: str) -> tuple[Step, tuple[Reply, ...]]:
    lived_in = house("en")
    desk = Desk(unit, Person(who), NOON, words("en"), lived_in.search, lived_in.bot_link, "en")
    where, replies, _ = advance(place, Chose(choice, 500), desk)
    return where, replies


def requested(unit: UnitOfWork, chat_id: int, levels: int) -> int:
    """Let somebody ask to be taken in by the street, which reviews on so many levels."""
    unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, DISTRICT), levels)
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    members.keep(unit, chat_id, Details(name="王芳"), now=AT)
    row = affiliations.open_draft(unit, chat_id, Wish(Stay.MOBILE, point.id, date(2026, 12, 1)), AT)
    affiliations.do(unit, row.id, Reviewed.SUBMIT, Deed(By(chat_id, "member", Actor.MEMBER), AT))
    return row.id


def decides(unit: UnitOfWork, who: int, affiliation_id: int) -> None:
    row = affiliations.find(unit, affiliation_id)
    assert row is not None
    card = ReviewCard(row.id, row.version)
    goes(unit, who, card, "approve")
    for choice in ("return", "decline"):
        place, _ = goes(unit, who, card, choice)
        if place != card:
            goes(unit, who, place, "0")


def take_in(unit: UnitOfWork) -> Callable[[int], None]:
    number = requested(unit, ONE, levels=1)
    return lambda who: decides(unit, who, number)


def review(unit: UnitOfWork) -> Callable[[int], None]:
    number = requested(unit, MEMBER, levels=2)
    roles.give(unit, BOSS, Role.ADMIN, None, Deed(HOUSE, AT))  # so that the first level can be taken at all
    row = affiliations.find(unit, number)
    assert row is not None
    goes(unit, ONE, ReviewCard(row.id, row.version), "approve")
    return lambda who: decides(unit, who, number)


def announced(unit: UnitOfWork) -> int:
    reader = requested(unit, MEMBER, levels=1)
    affiliations.do(unit, reader, Reviewed.CONFIRM, Deed(By(None, "house", Actor.HOST), AT))
    where = unit_id(unit, STREET)
    row = announcements.draft(unit, where, Audience(places.path_of(unit, where)), Deed(By(ONE), AT))
    announcements.change(unit, row.id, ONE, content=Content({"en": "No power"}), topic=Topic.STUDY)
    announcements.do(unit, row.id, Verb.SUBMIT, Deed(By(ONE), AT))
    return row.id


def announce(unit: UnitOfWork) -> Callable[[int], None]:
    number = announced(unit)

    def approves(who: int) -> None:
        row = announcements.find(unit, number)
        assert row is not None
        goes(unit, who, AnnouncementCard(number), f"approve.{row.version}")

    return approves


def correct(unit: UnitOfWork) -> Callable[[int], None]:
    number = announced(unit)
    announcements.do(unit, number, Verb.APPROVE, Deed(By(OTHER), AT))
    announcements.do(unit, number, Verb.BEGIN, Deed(HOUSE, AT))
    goes(unit, ONE, CorrectingAnnounced(number, "en", (("en", "No water"),)), "do")

    def puts_in_place(who: int) -> None:
        row = announcements.find(unit, number)
        assert row is not None
        goes(unit, who, AnnouncedProposal(number, row.version), "approve")
        goes(unit, who, CorrectingAnnounced(number, "en", (("en", "No water"),)), "do")

    return puts_in_place


PLAYED: dict[Act, Callable[[UnitOfWork], Callable[[int], None]]] = {
    Act.TAKE_IN: take_in,
    Act.REVIEW: review,
    Act.ANNOUNCE: announce,
    Act.CORRECT: correct,
}


def done_by(unit: UnitOfWork, who: int, deeds: frozenset[str]) -> set[str]:
    rows = unit.connection.execute(audit_table.select().where(audit_table.c.chat_id == who))
    return {row.what for row in rows} & deeds


def holds(unit: UnitOfWork, who: int, pair: tuple[tuple[Role, str | None], ...]) -> None:
    for role, code in pair:
        roles.give(unit, who, role, None if code is None else unit_id(unit, code), Deed(HOUSE, AT))


def test_every_act_is_played() -> None:
    assert set(PLAYED) == set(TABLE) == set(Act)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " and ".join(f"{role} {code or '/'}" for role, code in pair))
@pytest.mark.parametrize("act", Act)
def test_one_person_cannot_do_both(unit: UnitOfWork, act: Act, pair: tuple[tuple[Role, str | None], ...]) -> None:
    holds(unit, ONE, pair)
    holds(unit, OTHER, pair)
    second = PLAYED[act](unit)
    began = bool(done_by(unit, ONE, frozenset({TABLE[act].first})))

    second(ONE)
    assert done_by(unit, ONE, TABLE[act].second) == set()

    second(OTHER)
    may = began and _may_do_the_second(act, pair)
    assert bool(done_by(unit, OTHER, TABLE[act].second)) == may


def _may_do_the_second(act: Act, pair: tuple[tuple[Role, str | None], ...]) -> bool:
    """Tell whether one of these roles is enough for it, so that whoever is refused is so for being the same."""
    above = {(Role.ADMIN, None), (Role.ORGANISER, DISTRICT), (Role.ORGANISER, "31")}
    enough = above if act is Act.REVIEW else {*above, (Role.ORGANISER, STREET)}
    return bool(enough & set(pair))


def test_who_may_follow() -> None:
    assert not may_follow(ONE, ONE)
    assert may_follow(ONE, OTHER)
    assert may_follow(None, ONE)
