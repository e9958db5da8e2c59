"""What members have told comes back, is sealed at rest, found by its hashes, and forgotten when asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from domain.affiliations.affiliations import State, Verb
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from storage.affiliations import affiliations
from storage.people import home_links, questions
from storage.people.members import (
    Alike,
    MemberRow,
    StillHereError,
    agree,
    alike,
    allow_name,
    employer_hash,
    find,
    find_all,
    forget,
    from_json,
    hash_some,
    keep,
    to_json,
    touch,
)
from storage.tables import affiliations as affiliation_tables
from storage.tables import people
from storage.tables import places as place_tables
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import CHEN, LI, NOW, SUN, WANG, WANGS_DETAILS, ZHAO, active, draft, walk

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
PAPERS = st.builds(Paper, st.sampled_from(DocumentKind), TEXTS, st.none() | st.dates(), TEXTS)
DETAILS = st.builds(Details, TEXTS, TEXTS, TEXTS, TEXTS, st.builds(HomeBranch, TEXTS, TEXTS, TEXTS), PAPERS)


@given(details=DETAILS)
def test_details_survive_json(details: Details) -> None:
    assert from_json(to_json(details)) == details


def test_keep_reads_back(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        building = _building(unit)
        keep(unit, WANG, WANGS_DETAILS, building, now=NOW + 1)
        unit.commit()

    with city().unit_of_work() as unit:
        assert find(unit, WANG) == MemberRow(
            WANG, WANGS_DETAILS, building, may_be_named=False, privacy_version="", agreed_at=None,
            changed_at=NOW + 1, last_contact=NOW + 1,
        )  # fmt: skip


def test_keep_leaves_consent_as_it_is(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        agree(unit, WANG, "2026-11", NOW + 1)
        allow_name(unit, WANG, allowed=True, now=NOW + 2)
        mended = replace(WANGS_DETAILS, paper=Paper(DocumentKind.CERTIFICATE, "", date(2028, 1, 1)))
        keep(unit, WANG, mended, now=NOW + 3)

        assert find(unit, WANG) == MemberRow(
            WANG, mended, None, may_be_named=True, privacy_version="2026-11", agreed_at=NOW + 1,
            changed_at=NOW + 3, last_contact=NOW + 3,
        )  # fmt: skip


def test_find_whom_nobody_knows(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert find(unit, CHEN) is None


def test_find_all_of_some(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert find_all(unit, [LI, CHEN, WANG]) == {WANG: find(unit, WANG), LI: find(unit, LI)}


def test_same_company_however_it_is_written(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id, employer in ((WANG, "Sunrise Trading"), (LI, " sunrise  TRADING "), (ZHAO, "Sunset"), (SUN, " ")):
            keep(unit, chat_id, Details(employer=employer), now=NOW)

        one, same, other, none = unit.connection.scalars(
            select(people.members.c.employer_hash).order_by(people.members.c.chat_id)
        )
        assert (one == same, one == other, none) == (True, False, None)


def test_hashes_are_not_the_plain_ones(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        stored = unit.connection.scalar(select(people.members.c.employer_hash).where(people.members.c.chat_id == WANG))

        assert stored == employer_hash(unit.seal, WANGS_DETAILS.employer)
        assert stored != unit.seal.digest(WANGS_DETAILS.employer, b"members.phone")


@pytest.mark.parametrize(("after", "last_contact"), [(60, NOW), (3601, NOW + 3601)])
def test_touch_counts_hours(city_store: Store, after: float, last_contact: float) -> None:
    with city_store.unit_of_work() as unit:
        touch(unit, WANG, NOW + after)

        row = find(unit, WANG)
        assert row is not None
        assert row.last_contact == last_contact


# ---------------------------------------------------------------- forgetting


def test_forget_somebody_without_a_stay(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        draft(unit)
        forget(unit, WANG)
        unit.commit()

    with city().unit_of_work() as unit:
        assert find(unit, WANG) is None
        assert affiliations.history(unit, WANG) == []
        assert unit.connection.execute(select(people.members).where(people.members.c.chat_id == WANG)).all() == []


def test_forget_leaves_the_stay_and_nothing_personal(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        agree(unit, WANG, "2026-11", NOW)
        row = active(unit)
        questions.ask(unit, row.id, CHEN, "还在嘉兴大厦吗?", NOW)
        home_links.issue(unit, row.id, 14, NOW)
        affiliations.answer_home(unit, row.id, "objected", "他已转走", NOW)
        ended = walk(unit, row.id, [Verb.END])
        forget(unit, WANG)
        unit.commit()

    with city().unit_of_work() as unit:
        assert find(unit, WANG) is None
        assert affiliations.history(unit, WANG) == [replace(ended, home_said="")]
        assert [step.reason for step in affiliations.steps(unit, row.id)] == ["", "", ""]
        assert questions.of(unit, row.id) == []
        assert unit.connection.execute(select(affiliation_tables.home_links)).all() == []
        (left,) = unit.connection.execute(select(people.members).where(people.members.c.chat_id == WANG))
        assert left == (WANG, None, None, None, None, None, None, False, None, None, NOW, NOW)


def test_forgotten_member_may_come_again(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        walk(unit, active(unit).id, [Verb.GO_HOME])
        forget(unit, WANG)
        keep(unit, WANG, WANGS_DETAILS, now=NOW + 1)

        row = find(unit, WANG)
        assert row is not None
        assert (row.details, row.privacy_version) == (WANGS_DETAILS, "")


@pytest.mark.parametrize("verbs", [[Verb.SUBMIT], [Verb.SUBMIT, Verb.RETURN], [Verb.SUBMIT, Verb.CONFIRM]])
def test_forget_somebody_whose_stay_is_open(city_store: Store, verbs: list[Verb]) -> None:
    with city_store.unit_of_work() as unit:
        row = walk(unit, draft(unit).id, verbs)

        with pytest.raises(StillHereError):
            forget(unit, WANG)
        assert affiliations.history(unit, WANG) == [row]
        assert row.state is not State.DRAFT
        assert find(unit, WANG) is not None


def test_forget_leaves_others_alone(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        theirs = active(unit, LI)
        forget(unit, WANG)

        assert affiliations.history(unit, LI) == [theirs]
        assert find(unit, LI) is not None


@pytest.mark.parametrize(
    ("phone", "number", "shared"),
    [
        (WANGS_DETAILS.phone, "", Alike(phone=True, paper=False)),
        ("", "ld 2026－00017", Alike(phone=False, paper=True)),
        ("", "", Alike(phone=False, paper=False)),
    ],
)
def test_same_numbers_are_found_while_the_other_is_affiliated(
    city_store: Store, phone: str, number: str, shared: Alike
) -> None:
    theirs = replace(WANGS_DETAILS, phone=phone, paper=replace(WANGS_DETAILS.paper, number=number))
    with city_store.unit_of_work() as unit:
        row = active(unit)
        keep(unit, LI, theirs, now=NOW)
        assert alike(unit, LI) == shared
        walk(unit, row.id, [Verb.END])
        assert alike(unit, LI) == Alike(phone=False, paper=False)


def test_nobody_is_like_somebody_who_told_nothing(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert alike(unit, 9_999) == Alike(phone=False, paper=False)


def test_numbers_told_before_they_were_hashed_are_hashed_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        active(unit)
        keep(unit, LI, WANGS_DETAILS, now=NOW)
        unit.connection.execute(update(people.members).values(phone_hash=None, paper_hash=None))
        assert alike(unit, LI) == Alike(phone=False, paper=False)
        assert hash_some(unit, 1) == 1
        assert hash_some(unit, 100) > 0
        assert hash_some(unit, 100) == 0
        assert alike(unit, LI) == Alike(phone=True, paper=True)


def _building(unit: UnitOfWork) -> int:
    query = select(place_tables.buildings.c.id).where(place_tables.buildings.c.code == "B1")
    found: int = unit.connection.scalars(query).one()
    return found
