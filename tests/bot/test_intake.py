"""The way in: what arrives while a transaction runs is the next batch, and everybody who waits is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event as Bell

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.chat import Commanded
from bot.intake import MOST, PATIENCE, Intake
from bot.turn import Taken
from storage import inbox, tables
from storage.unit_of_work import Store, UnitOfWork
from tests.talk import BOT, NOON, Talk, said

HELP = Commanded("help")


@pytest.fixture
def talk(store: Store) -> Talk:
    return Talk(store)


@pytest.fixture
def batches() -> list[Taken]:
    """Collect what every committed batch came to."""
    return []


@pytest.fixture
def intake(talk: Talk, batches: list[Taken]) -> Intake:
    return Intake(talk.store, talk.house, NOON.timestamp, batches.append)


async def test_lone_update_takes_effect(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    await intake.take([talk.arrival(HELP)])
    assert batches == [Taken(1, 0)]
    assert len(said(talk.store)) == 1


async def test_nothing_at_all(intake: Intake, batches: list[Taken]) -> None:
    await intake.take([])
    assert batches == [Taken(0, 0)]


async def test_what_arrives_while_a_transaction_runs_is_the_next_batch(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    async with asyncio.TaskGroup() as tasks, _held(talk.store):
        for _ in range(6):
            tasks.create_task(intake.take([talk.arrival(HELP)]))
            await asyncio.sleep(0.01)
    assert batches == [Taken(1, 0), Taken(5, 0)]


async def test_crowd_shares_commits_of_a_bounded_size(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    half = [[talk.arrival(HELP) for _ in range(MOST // 2)] for _ in range(4)]
    await asyncio.gather(*(intake.take(part) for part in half))
    assert batches == [Taken(MOST, 0), Taken(MOST, 0)]


async def test_more_than_fits_is_taken_whole_when_it_arrives_whole(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    await intake.take([talk.arrival(HELP) for _ in range(MOST + 1)])
    assert batches == [Taken(MOST + 1, 0)]


async def test_intake_works_again_after_a_pause(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    for _ in range(3):
        await intake.take([talk.arrival(HELP)])
        await asyncio.sleep(0)
    assert batches == [Taken(1, 0)] * 3


async def test_update_that_the_database_refuses_holds_up_no_other(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    _spoil(talk.store, update_id=2)
    with pytest.raises(IntegrityError):
        await intake.take([talk.arrival(HELP) for _ in range(3)])
    assert batches == [Taken(1, 0), Taken(1, 0)]
    assert len(said(talk.store)) == 3


async def test_who_hands_in_a_good_update_beside_one_that_is_refused_is_told_that_it_was_taken(
    intake: Intake, talk: Talk
) -> None:
    _spoil(talk.store, update_id=2)
    told = await asyncio.gather(*(intake.take([talk.arrival(HELP)]) for _ in range(3)), return_exceptions=True)
    assert [type(one).__name__ for one in told] == ["NoneType", "IntegrityError", "NoneType"]


async def test_everybody_who_waits_is_told_when_the_database_fails(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    with talk.store.unit_of_work() as unit:
        tables.outbox.drop(unit.connection)
        unit.commit()
    trouble = await asyncio.gather(*(intake.take([talk.arrival(HELP)]) for _ in range(3)), return_exceptions=True)
    assert [type(one).__name__ for one in trouble] in (["OperationalError"] * 3, ["ProgrammingError"] * 3)
    assert batches == []
    with talk.store.unit_of_work() as unit:
        assert inbox.seen(unit, BOT, {1, 2, 3}) == set()


async def test_database_that_fails_is_not_asked_for_every_update_of_a_crowd(
    sqlite_store: Store, batches: list[Taken]
) -> None:
    asked: list[float] = []

    def clock() -> float:
        asked.append(0.0)
        return 0.0

    talk = Talk(sqlite_store)
    with talk.store.unit_of_work() as unit:
        tables.outbox.drop(unit.connection)
        unit.commit()
    with pytest.raises(OperationalError):
        await Intake(talk.store, talk.house, clock, batches.append).take([talk.arrival(HELP) for _ in range(MOST)])
    assert len(asked) == 1 + PATIENCE


async def test_who_leaves_early_has_taken_effect_all_the_same(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    arrival = talk.arrival(HELP)
    async with _held(talk.store):
        leaving = asyncio.create_task(intake.take([arrival]))
        await asyncio.sleep(0.01)
        leaving.cancel()
    await intake.take([talk.arrival(HELP)])
    assert sum(one.played for one in batches) == 2
    assert leaving.cancelled()


@asynccontextmanager
async def _held(store: Store) -> AsyncIterator[None]:
    """Keep the store's writer busy for the time of the block."""
    bell = Bell()

    def hold(_unit: UnitOfWork) -> None:
        bell.wait(10)

    holding = asyncio.create_task(store.write(hold))
    await asyncio.sleep(0)
    yield
    bell.set()
    await holding


def _spoil(store: Store, update_id: int) -> None:
    """Leave a row in the outbox that stands in the way of the first answer to this update."""
    with store.unit_of_work() as unit:
        row = {
            "dedupe": f"{BOT}:{update_id}:0",
            "chat_id": 1,
            "lane": 0,
            "state": "sent",
            "reply": unit.seal.close(b't{"html":"-"}', b"outbox.reply"),
            "not_before": 0.0,
            "written_at": 0.0,
        }
        unit.connection.execute(insert(tables.outbox), row)
        unit.commit()
