"""Every keyed hash follows a change of key, and until it has, whoever told the same is found all the same."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from typing import Final

import pytest
from sqlalchemy import Column, String, Text, select

from domain.announcements.audiences import AtCompanies, Audience
from domain.people.deeds import By, Deed
from domain.people.members import Details
from domain.people.roads import Kind as RoadKind
from domain.people.roles import Role
from storage.activities import ratings
from storage.affiliations import affiliations, hatchery
from storage.announcements import announcements, audiences, names
from storage.people import home_links, invitations, members, road_codes
from storage.sealed import Seal
from storage.tables import schema
from storage.tables.activities import signups
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.rotation import rotate
from storage.upkeep.sealed_columns import SEALED
from tests.conftest import KEY
from tests.storage.stays import CHEN, LI, NOW, SUN, WANG, WANGS_DETAILS, ZHAO, active, unit_id
from tests.storage.upkeep import test_rotation
from tests.storage.upkeep.test_rotation_broken_off import NEW, broken_off

SHORT: Final = 20
"""Signs by which a hash is still known: a subject of a notice has no more of one."""

NOT_BY_OUR_KEY: Final = {
    "audit.hash": "by the chain's own key, which is sealed and outlives every change",
    "calendar_feeds.token_hash": "a plain hash of 256 random bits",
    "groups.token_hash": "a plain hash of 192 random bits: there is nothing to guess",
    "home_links.token_hash": "the same",
    "invitations.token_hash": "the same",
    "desk_sessions.secret_hash": "the same of 256 bits",
    "desk_sign_ins.secret_hash": "the same",
    "page_keys.key_hash": "the same",
    "recovery_codes.code_hash": "the same of 79 bits",
    "road_codes.code_hash": "good for minutes; found under every key until then, and no other store's business",
}
"""The hashes that a change of key leaves as they are, and why."""


@pytest.fixture
def told(city: Callable[[], Store]) -> Callable[[], Store]:
    """Give stores in which people have told the same, rated, and been suggested a branch."""
    with city().unit_of_work() as unit:
        test_rotation._fill(unit)
        _tell(unit)
        unit.commit()
    return city


def test_hashes_are_those_that_we_know() -> None:
    """A new one is keyed, and covered by the tests below, or it stands in the list with a reason."""
    known = {str(column) for column in _hash_columns()}

    assert known >= set(NOT_BY_OUR_KEY)
    assert known - set(NOT_BY_OUR_KEY) == {
        "addresses.name_hash",
        "announcements.content_hash",
        "certificates.code_hash",
        "company_branches.employer_hash",
        "members.employer_hash",
        "members.name_hash",
        "members.paper_hash",
        "members.phone_hash",
        "ratings.who_hash",
    }


def test_no_hash_by_the_old_key_is_left_anywhere(told: Callable[[], Store], database_url: str) -> None:
    """Neither in a column of its own, nor within a text, nor within what is sealed."""
    before = _hashes(told())
    assert [column for column, values in before.items() if not values] == []
    rotate(told(), NEW)
    store = Store(database_url, NEW)
    after, written = _hashes(store), _all_that_is_written(store)
    store.close()

    assert {column for column in before if before[column] & after[column]} == set(NOT_BY_OUR_KEY)
    keyed = set[str]().union(*(values for column, values in before.items() if column not in NOT_BY_OUR_KEY))
    assert [one for one in keyed if one[:SHORT] in written] == []


@pytest.mark.usefixtures("told")
def test_people_are_found_at_every_point_of_a_change(database_url: str) -> None:
    before = _found(database_url, KEY)
    half_way = [_found(database_url, NEW, KEY)]
    step = 1 if database_url.startswith("sqlite") else 6
    for number in count(1, step):
        if not broken_off(database_url, number):
            break
        half_way += [_found(database_url, NEW, KEY), _found(database_url, KEY, NEW)]

    assert [found for found in half_way if found != before] == []
    assert len(half_way) > 2
    assert _found(database_url, NEW) == before


def test_rating_of_somebody_whose_check_in_was_taken_back(told: Callable[[], Store], database_url: str) -> None:
    with told().unit_of_work() as unit:
        unit.connection.execute(signups.delete())
        unit.commit()
    rotate(told(), NEW)

    assert _found(database_url, NEW) == _found(database_url, NEW, KEY)
    assert _found(database_url, NEW)["rating"] is not None


def test_rating_of_nobody_who_is_known_stays(told: Callable[[], Store]) -> None:
    with told().unit_of_work() as unit:
        activity_id = unit.connection.scalars(select(signups.c.activity_id).limit(1)).one()
        ratings.give(unit, activity_id, 999_999, 1)
        unit.commit()
    rotate(told(), NEW)

    with told().unit_of_work() as unit:
        assert ratings.find(unit, activity_id, 999_999) is not None  # KEY still finds it
        for anew in (ratings.hash_anew, hatchery.name_anew, announcements.address_anew):
            anew(unit, 999_999)  # what is gone meanwhile is nothing


def test_rating_twice_after_a_change_is_one(told: Callable[[], Store], database_url: str) -> None:
    rotate(told(), NEW)
    store = Store(database_url, NEW)
    with store.unit_of_work() as unit:
        activity_id = unit.connection.scalars(select(signups.c.activity_id).limit(1)).one()
        count_before = ratings.verdict(unit, activity_id).count
        ratings.give(unit, activity_id, WANG, 1)

        assert ratings.verdict(unit, activity_id).count == count_before
        assert ratings.find(unit, activity_id, WANG) == ratings.Rating(1, "很有收获")
    store.close()


@pytest.mark.usefixtures("told")
def test_company_has_one_branch_half_way(database_url: str) -> None:
    """The branch is hashed with one key, the nest with another."""
    for known in ((NEW, KEY), (KEY, NEW)):
        store = Store(database_url, *known)
        with store.unit_of_work() as unit:
            (nest,) = hatchery.ready(unit)
            assert nest.hashes == tuple(members.employer_hash(Seal(key), "申达物流") for key in known)
            assert hatchery.found(unit, nest, unit_id(unit, "310106011"), NOW)
            assert not hatchery.found(unit, nest, unit_id(unit, "310115"), NOW)
            moved = replace(nest, employer_hash=nest.hashes[1], former_hashes=(nest.hashes[0],))
            assert not hatchery.found(unit, moved, unit_id(unit, "310115"), NOW)
            assert hatchery.ready(unit) == []
        store.close()


def _tell(unit: UnitOfWork) -> None:
    """Three colleagues, two of them with the same numbers, who have not got a branch; and one whose company has."""
    road_codes.issue(unit, RoadKind.LINK, WANG, WANG, NOW)
    road_codes.renew_recovery(unit, WANG, NOW)
    same = replace(WANGS_DETAILS, employer="申达物流")
    for chat_id, details in ((LI, same), (ZHAO, Details("Zhao", employer="申达物流")), (SUN, same)):
        members.keep(unit, chat_id, details, now=NOW)
        active(unit, chat_id)
    (nest,) = hatchery.ready(unit)
    assert hatchery.suggest_once(unit, nest, NOW)
    assert hatchery.suggest_once(unit, replace(nest, employer_hash="f" * 64), NOW)  # nobody works there any more
    audience = Audience("/", (AtCompanies(frozenset({nest.employer_hash or "", "0" * 64})),))
    announcements.draft(unit, unit_id(unit, "310106"), audience, Deed(By(CHEN), NOW))
    by_chen = Deed(By(CHEN, "organiser"), NOW)
    invitations.issue(unit, Role.VOLUNTEER, unit_id(unit, "310106"), by_chen, 24.0)
    home_links.issue(unit, affiliations.history(unit, LI)[0].id, 7.0, NOW)


def _found(url: str, *known: str) -> Mapping[str, object]:
    """Return what is found of those who told the same."""
    store = Store(url, *known)
    with store.unit_of_work() as unit:
        activity_id = unit.connection.scalar(select(signups.c.activity_id).limit(1)) or 1
        announcement = announcements.find(unit, announcements.to_companies(unit)[0])
        assert announcement is not None
        ready, (criterion,) = hatchery.ready(unit), announcement.audience.all_of
        companies = names.companies(unit, "/")
        assert isinstance(criterion, AtCompanies)
        found: dict[str, object] = {
            "rating": ratings.find(unit, activity_id, WANG),
            "alike": [members.alike(unit, chat_id) for chat_id in (LI, ZHAO, SUN, CHEN)],
            "ready": [(nest.unit_id, nest.members, hatchery.company_of(unit, nest)) for nest in ready],
            "around": [len(hatchery.around(unit, chat_id)) for chat_id in (WANG, LI, CHEN)],
            "people": [sorted(hatchery.people_of(unit, nest)) for nest in ready],
            "new": [hatchery.suggest_once(unit, nest, NOW) for nest in ready],
            "is of": [hatchery.is_of(unit, chat_id, unit_id(unit, "310106")) for chat_id in (WANG, LI)],
            "recipients": sorted(unit.connection.scalars(audiences.recipients(unit, announcement.audience))),
            "named": names.companies_named(unit, criterion.employer_hashes),
            "companies": [one.name for one in companies],
            "chosen": [one.name for one in companies if one.employer_hash in criterion.employer_hashes],
        }
    store.close()
    return found


def _hash_columns() -> list[Column[object]]:
    columns = (column for table in schema.metadata.tables.values() for column in table.columns)
    return [column for column in columns if column.name.endswith("hash")]


def _hashes(store: Store) -> Mapping[str, set[str]]:
    with store.unit_of_work() as unit:
        return {
            str(column): {str(value) for value in unit.connection.scalars(select(column)) if value}
            for column in _hash_columns()
        }


def _all_that_is_written(store: Store) -> str:
    """Return every text of every table, and all that is sealed, opened."""
    columns = [column for table in schema.metadata.tables.values() for column in table.columns]
    with store.unit_of_work() as unit:
        texts = [
            str(value)
            for column in columns
            if isinstance(column.type, String | Text)
            for value in unit.connection.scalars(select(column).where(column.is_not(None)))
        ]
        opened = [
            unit.seal.open(value, sealed.purpose).decode(errors="replace")
            for sealed in SEALED
            for value in unit.connection.scalars(select(sealed.column).where(sealed.column.is_not(None)))
        ]
    return "\n".join(texts + opened)
