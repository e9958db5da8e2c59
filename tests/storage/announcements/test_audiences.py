"""Whom an announcement is for: the SQL against a plain account of the same, person by person. On both databases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.activities.activities import Kind
from domain.affiliations.affiliations import HERE, Stay, Verb
from domain.announcements.audiences import AtBuildings, Audience, Criterion, Holds, Likes, Relation, Stays, ToActivities
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.announcements import audience_places, audiences, names
from storage.announcements.audiences import Breakdown, Tie, Who
from storage.people import addresses, calendar_feeds, members, people, roles
from storage.people import audit as trail
from storage.places import places
from storage.tables.activities import activities
from storage.tables.affiliations import affiliations
from storage.tables.announcements import topic_refusals
from storage.tables.people import people as people_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage import audience_world
from tests.stage.audience_world import Account, Somebody
from tests.stage.chance import examples
from tests.storage import signing, stays
from tests.storage.stays import CHEN, LI, NOW, SUN, WANG, WU, ZHAO, ZHOU

NewStore = Callable[[], Store]
STREET, NEXT_STREET, DISTRICT, CITY = "310106011", "310106012", "310106", "31"

AFFILIATED = Stays(frozenset(Stay), HERE)
WORLDS = settings(
    deadline=None,
    max_examples=examples(3 / 5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def meant(unit: UnitOfWork, audience: Audience) -> list[int]:
    return sorted(unit.connection.scalars(audiences.recipients(unit, audience)))


# ---------------------------------------------------------------- against the plain account


@WORLDS
@given(audience_world.PEOPLE, st.data())
def test_audience_means_whom_the_plain_account_means(
    store: Store, somebodies: Sequence[Somebody], data: st.DataObject
) -> None:
    with store.unit_of_work() as unit:  # never committed: the next world begins with nothing
        ground = audience_world.settle(unit, somebodies)
        audience = data.draw(audience_world.audiences_of(ground))
        account, known = Account(ground), dict(enumerate(somebodies, 1))
        wanted = {chat_id: account.why_not(one, audience) for chat_id, one in known.items()}
        inside = [chat_id for chat_id, reason in wanted.items() if reason is None]

        assert meant(unit, audience) == inside
        assert {chat_id: audiences.why_not(unit, audience, chat_id) for chat_id in known} == wanted


@WORLDS
@given(audience_world.PEOPLE, st.booleans(), st.data())
def test_count_adds_up_as_the_plain_account_does(
    store: Store,
    somebodies: Sequence[Somebody],
    obligatory: bool,  # noqa: FBT001  either is drawn
    data: st.DataObject,
) -> None:
    with store.unit_of_work() as unit:
        ground = audience_world.settle(unit, somebodies)
        audience = data.draw(audience_world.audiences_of(ground))
        account = Account(ground)
        inside = [one for one in somebodies if account.why_not(one, audience) is None]
        refusing = [one for one in inside if Topic.NOTICES in one.refuses and not obligatory]
        away = [one for one in inside if one.is_away and one not in refusing]

        count = audiences.count(unit, Who(audience, Topic.NOTICES, obligatory, (-7, -8)))
        assert (count.total, count.opted_out, count.unreachable) == (len(inside), len(refusing), len(away))
        assert count.reachable == len(inside) - len(refusing) - len(away)
        assert count.groups == 2

        told = audiences.breakdown(unit, audience)
        assert sum(told.by_tie.values()) == len(inside)
        assert sum(number for _, _, number in told.by_unit) == told.by_tie.get(Tie.AFFILIATED, 0)


# ---------------------------------------------------------------- the usual ones, told one by one


@pytest.fixture
def lived_in(city: NewStore) -> NewStore:
    """Give the small city with stays: two here, one next door, one in another district; Wu helps, Chen organises."""
    with city().unit_of_work() as unit:
        stays.active(unit, WANG, "JA-1")
        stays.active(unit, WANG, "JA-2", Stay.VISIT)
        stays.active(unit, LI, "JA-2")
        stays.active(unit, ZHAO, "JA-4")
        stays.active(unit, SUN, "PD-2")
        stays.organiser(unit, CHEN, STREET)
        roles.give(unit, WU, Role.VOLUNTEER, stays.unit_id(unit, STREET), Deed(HOUSE, NOW))
        unit.commit()
    return city


def of(unit: UnitOfWork, code: str, *all_of: Criterion, none_of: tuple[Criterion, ...] = ()) -> Audience:
    return Audience(stays.path(unit, code), all_of, none_of)


def test_recipients_are_affiliated_once_whatever_their_stays(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        assert meant(unit, of(unit, STREET, AFFILIATED)) == [WANG, LI]
        assert meant(unit, of(unit, DISTRICT, AFFILIATED)) == [WANG, LI, ZHAO]
        assert meant(unit, of(unit, CITY, AFFILIATED)) == [WANG, LI, ZHAO, SUN]


def test_recipients_without_criteria_have_a_stay_or_a_role_here(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        assert meant(unit, of(unit, STREET)) == [WANG, LI, CHEN, WU]
        assert meant(unit, Audience("/")) == [WANG, LI, ZHAO, SUN, CHEN, ZHOU, WU]
        assert meant(unit, of(unit, STREET, Holds(frozenset({Role.VOLUNTEER})))) == [WU]


def test_recipients_of_a_closed_stay_are_nobody(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        assert meant(unit, of(unit, NEXT_STREET)) == [ZHAO]
        found = unit.connection.scalars(affiliations.select().where(affiliations.c.chat_id == ZHAO)).one()
        stays.walk(unit, found, [Verb.END])
        assert meant(unit, of(unit, NEXT_STREET)) == []


def test_recipients_in_two_buildings_leave_out_who_signed_up(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        both = [places.building_by_code(unit, code) for code in ("B1", "B2")]
        ids = frozenset(row.id for row in both if row)
        activity_id = signing.published(unit)
        unit.connection.execute(activities.update().values(unit_id=stays.unit_id(unit, CITY)))
        signing.seat(unit, activity_id, ZHAO)
        signed_up = ToActivities(frozenset({activity_id}), Relation.SIGNED_UP)
        assert meant(unit, of(unit, CITY, AFFILIATED, AtBuildings(ids))) == [ZHAO, SUN]
        assert meant(unit, of(unit, CITY, AFFILIATED, AtBuildings(ids), none_of=(signed_up,))) == [SUN]


def test_recipients_narrowed_by_chat_fill_chunks_that_add_up(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        query = audiences.recipients(unit, of(unit, CITY))
        chat_id = people_table.c.chat_id
        spans = pairwise([0, LI, ZHOU, 9999])
        chunks = (query.where(chat_id > after, chat_id <= to).order_by(chat_id) for after, to in spans)
        found = [[row.chat_id for row in unit.connection.execute(chunk)] for chunk in chunks]
        assert found == [[WANG, LI], [ZHAO, SUN, CHEN], [WU]]


def test_breakdown_tells_ties_and_units(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        told = audiences.breakdown(unit, of(unit, DISTRICT))
        assert told.by_tie == {Tie.AFFILIATED: 3, Tie.ROLE: 2}
        named = [(name, number) for _, name, number in told.by_unit]
        assert named == [("静安寺街道", 2), ("南京西路街道", 1)]


def test_breakdown_of_a_whole_city_tells_the_same_for_each_of_its_people(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        told = audiences.breakdown(unit, of(unit, CITY))
        assert told.by_tie == {Tie.AFFILIATED: 4, Tie.ROLE: 2}
        assert [(name, number) for _, name, number in told.by_unit] == [("静安区", 3), ("浦东新区", 1)]


def test_breakdown_of_nobody_is_empty(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        nobody = Breakdown({}, ())
        assert audiences.breakdown(unit, of(unit, STREET, Likes(frozenset({Kind.LECTURE})))) == nobody


def test_those_affiliated_are_told_without_the_others(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        told, full = (look(unit, of(unit, DISTRICT)) for look in (audiences.affiliated, audiences.breakdown))
        assert told == Breakdown({Tie.AFFILIATED: 3}, full.by_unit)


def test_units_below_a_path_do_not_reach_siblings_with_longer_numbers(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        path = stays.path(unit, DISTRICT)
        assert meant(unit, Audience(path[:-1])) == []
        assert meant(unit, Audience("")) == []


# ---------------------------------------------------------------- names


def test_by_name_finds_within_the_path_and_writes_it_down(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        path, other = stays.path(unit, STREET), stays.path(unit, NEXT_STREET)
        found = names.by_name(unit, path, " 王 芳", Deed(By(CHEN), NOW))
        assert [(one.chat_id, one.name, one.where) for one in found] == [(WANG, "王芳", "久光党员服务点")]
        assert names.by_name(unit, other, "王芳", Deed(By(CHEN), NOW)) == []
        looks = trail.seen_by(unit, f"person:{WANG}")
        assert [(one.role, one.what) for one in looks] == [("organiser", "member.reveal")]


def test_by_name_puts_equal_names_before_those_that_hold_it(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        members.keep(unit, LI, Details(name="王芳菲"), now=NOW)
        members.keep(unit, ZHAO, Details(name="王芳"), now=NOW)
        found = names.by_name(unit, stays.path(unit, CITY), "王芳", Deed(By(CHEN), NOW))
        assert [one.chat_id for one in found] == [WANG, ZHAO, LI]
        assert names.by_name(unit, stays.path(unit, CITY), "王", Deed(By(CHEN), NOW)) == []
        assert names.by_name(unit, stays.path(unit, CITY), "  ", Deed(By(CHEN), NOW)) == []


def test_companies_are_those_of_the_path_and_named_again_by_hash(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        members.keep(unit, LI, Details(name="李", employer="sunrise  trading"), now=NOW)
        members.keep(unit, ZHAO, Details(name="赵", employer="申达物流"), now=NOW)
        here = names.companies(unit, stays.path(unit, STREET))
        assert [one.name for one in here] == ["Sunrise Trading"]
        everywhere = names.companies(unit, stays.path(unit, CITY))
        assert [one.name for one in everywhere] == ["Sunrise Trading", "申达物流"]
        hashes = [one.employer_hash for one in everywhere]
        assert names.companies_named(unit, hashes) == ["Sunrise Trading", "申达物流"]
        assert names.companies_named(unit, ["0" * 64]) == []


# ---------------------------------------------------------------- units and buildings


def test_units_below_are_the_next_ones_or_all_of_a_name(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        city = stays.path(unit, CITY)
        assert [one.name for one in audience_places.units_below(unit, "/")] == ["上海市"]
        assert [one.name for one in audience_places.units_below(unit, city)] == ["静安区", "浦东新区"]
        assert [one.name for one in audience_places.units_below(unit, city, "静安")] == ["静安区", "静安寺街道"]
        assert audience_places.units_below(unit, city, "%") == []
        assert audience_places.has_unit(unit, city, stays.unit_id(unit, STREET))
        assert not audience_places.has_unit(unit, city, stays.unit_id(unit, CITY))


def test_buildings_within_begin_with_those_of_most_people(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        star = places.building_by_code(unit, "B2")
        assert star is not None
        members.keep(unit, SUN, Details(name="孙"), star.id, now=NOW)
        city, pudong = stays.path(unit, CITY), stays.path(unit, "310115")
        assert [one.name for one in audience_places.buildings_within(unit, city)] == ["嘉星商务楼", "嘉兴大厦"]
        assert [one.name for one in audience_places.buildings_within(unit, pudong)] == ["嘉兴大厦"]
        assert [one.name for one in audience_places.buildings_within(unit, city, "嘉兴")] == ["嘉兴大厦"]
        assert audience_places.buildings_named(unit, [star.id]) == ["嘉星商务楼"]
        assert audience_places.has_building(unit, city, star.id)
        assert not audience_places.has_building(unit, pudong, star.id)


def test_units_are_named_in_the_order_of_the_tree(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        ids = [stays.unit_id(unit, code) for code in (STREET, CITY)]
        assert audience_places.units_named(unit, ids) == ["上海市", "静安寺街道"]
        assert audience_places.unit_at(unit, stays.path(unit, STREET)) == "静安寺街道"
        assert audience_places.unit_at(unit, "/999999/") == ""


def test_who_refuses_the_topic_is_counted_apart_unless_it_is_obligatory(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        unit.connection.execute(topic_refusals.insert().values(chat_id=LI, topic=Topic.NOTICES, at=NOW))
        people.mark_unreachable(unit, WU, NOW)
        audience = of(unit, STREET)
        count = audiences.count(unit, Who(audience, Topic.NOTICES))
        assert (count.total, count.reachable, count.opted_out, count.unreachable) == (4, 2, 1, 1)
        must = audiences.count(unit, Who(audience, Topic.NOTICES, obligatory=True))
        assert (must.total, must.reachable, must.opted_out, must.unreachable) == (4, 3, 0, 1)


def test_whom_nothing_rings_is_counted_among_those_who_get_it(lived_in: NewStore) -> None:
    with lived_in().unit_of_work() as unit:
        number = addresses.number_of(unit, "web", "anna", NOW)
        people.welcome(unit, [number], NOW)
        before = audiences.count(unit, Who(Audience("/"), Topic.NOTICES))
        assert (before.unrung, before.reachable) == (1, before.total)
        calendar_feeds.begin(unit, calendar_feeds.of_person(number), "secret", NOW)
        calendar_feeds.note(unit, "secret", NOW)
        assert audiences.count(unit, Who(Audience("/"), Topic.NOTICES)) == replace(before, unrung=0)
