"""Beside other workers a worker asks before it sends; alone it asks nothing."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from sqlalchemy import Connection

from domain.messages.delivery import Lane, Queue
from scheduler.company import Company
from scheduler.pacing import Pace
from storage.messages.claims import Head
from storage.tables.leases import leadership
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY

PACE: Final = Pace(per_second=5)
LIKE_NOBODY: Final = Pace(per_second=10_000)


@dataclass(slots=True)
class Others:
    """What a presence would tell."""

    has_company: bool = True
    is_new: bool = False
    halted_until: float = float("-inf")
    term: int = 1

    def appear(self) -> None: ...
    def leave(self) -> None: ...

    def leads(self) -> bool:
        return True

    def keeps(self, since: float) -> bool:
        return since > 0

    def dead(self, connection: Connection, names: object) -> set[str]:  # noqa: ARG002
        return set()

    def silent(self, connection: Connection, names: object) -> set[str]:  # noqa: ARG002
        return set()


@pytest.fixture
def unit(postgres_url: str) -> Iterator[UnitOfWork]:
    store = Store(postgres_url, KEY)
    with store.unit_of_work() as unit:
        unit.connection.execute(leadership.insert(), {"id": 1})
        yield unit
    store.close()


def heads(*chats: int, lane: Lane | Queue = Lane.INTERACTIVE) -> list[Head]:
    return [Head(chat, chat, lane, more=False, unreachable=False) for chat in chats]


def ready(others: Others, unit: UnitOfWork, pace: Pace = PACE) -> Company:
    company = Company(others, pace)
    company.see(unit)
    company.see(unit)
    return company


def test_alone_nothing_is_asked(unit: UnitOfWork) -> None:
    company = ready(Others(has_company=False), unit)
    assert company.granted(unit, heads(*range(1, 100)), 0.0) == heads(*range(1, 100))


def test_beside_others_no_more_than_there_is_room_for(unit: UnitOfWork) -> None:
    company = ready(Others(), unit)
    assert company.granted(unit, heads(*range(1, 10)), 7.0) == heads(*range(1, 6))
    assert company.granted(unit, heads(11), 7.0) == []
    assert 7.0 < company.opens_at < 7.1
    assert company.granted(unit, [], 7.0) == []


def test_what_is_paid_for_has_its_own_pace(unit: UnitOfWork) -> None:
    company, paid = ready(Others(), unit), heads(21, 22, lane=Queue.PAID_MAILINGS)
    assert company.granted(unit, paid, 0.0) == paid
    assert company.granted(unit, [*heads(*range(1, 10)), *paid], 0.0) == [*heads(*range(1, 6)), *paid]


def test_newcomer_waits_until_others_know_of_it(unit: UnitOfWork) -> None:
    assert ready(Others(is_new=True), unit).granted(unit, heads(1), 0.0) == []


def test_faster_than_any_messenger_nothing_is_shared(unit: UnitOfWork) -> None:
    company = ready(Others(), unit, LIKE_NOBODY)
    assert company.granted(unit, heads(1, 2), 0.0) == heads(1, 2)


def test_who_is_told_to_wait_tells_the_others(unit: UnitOfWork) -> None:
    company, other = ready(Others(), unit), ready(Others(), unit)
    company.halt(20.0)
    assert company.granted(unit, heads(1), 0.0) == []
    assert other.granted(unit, heads(2), 0.0) == []


def test_while_all_are_to_wait_nothing_is_asked(unit: UnitOfWork) -> None:
    until = time.monotonic() + 20
    company = ready(Others(halted_until=until), unit)
    assert company.granted(unit, heads(1), time.monotonic()) == []
    assert company.opens_at == until
