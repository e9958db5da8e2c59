"""Certificates: the same one has the same code, and is found by nothing else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from domain.activities.certificate_codes import LENGTH, SIGNS
from storage.activities.certificates import CODE, by_code, find, forget, issue, of_person
from storage.sealed import Seal, new_key
from storage.tables.activities import certificates as table
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.storage.signing import LI, NOW, WANG, published, settle


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    settle(store)
    with store.unit_of_work() as opened:
        yield opened


def test_certificate_issued_twice_is_the_same(unit: UnitOfWork) -> None:
    activity = published(unit)
    first = issue(unit, activity, WANG, NOW)
    assert issue(unit, activity, WANG, NOW + 9) == first
    assert (first.activity_id, first.chat_id, first.issued_at) == (activity, WANG, NOW)
    assert (len(first.code), set(first.code) <= set(SIGNS)) == (LENGTH, True)


def test_certificate_of_somebody_else_has_another_code(unit: UnitOfWork) -> None:
    activity = published(unit)
    assert issue(unit, activity, WANG, NOW).code != issue(unit, activity, LI, NOW).code


def test_code_finds_its_certificate_alone(unit: UnitOfWork) -> None:
    issued = issue(unit, published(unit), WANG, NOW)
    assert by_code(unit, issued.code) == issued
    assert by_code(unit, issued.code[::-1] + "2") is None


def test_code_is_found_while_the_key_is_changed(unit: UnitOfWork) -> None:
    issued = issue(unit, published(unit), WANG, NOW)
    unit.seal = Seal(new_key(), KEY)
    assert by_code(unit, issued.code) == issued


def test_code_stands_nowhere_in_clear(unit: UnitOfWork) -> None:
    issued = issue(unit, published(unit), WANG, NOW)
    row = unit.connection.execute(select(table)).one()
    assert issued.code not in str(tuple(row))
    assert unit.seal.open(row.code, CODE).decode() == issued.code


def test_certificates_of_a_person_are_listed_and_forgotten(unit: UnitOfWork) -> None:
    activity = published(unit)
    issued = issue(unit, activity, WANG, NOW)
    others = issue(unit, activity, LI, NOW)
    assert of_person(unit, WANG) == [issued]
    assert (forget(unit, WANG), of_person(unit, WANG), find(unit, activity, WANG)) == (1, [], None)
    assert by_code(unit, others.code) == others
