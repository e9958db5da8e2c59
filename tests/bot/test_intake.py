"""The way in: what arrives while a transaction runs is the next batch, and everybody who waits is told."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Final

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from structlog.testing import capture_logs

from bot.acts import CUT_FROM
from bot.chat import Arrival, Commanded, Event, Said
from bot.failing import Trouble, apology, give_up, reference_of
from bot.intake import LETTERS, MOST, PATIENCE, SHARE, Intake
from bot.texts import words
from bot.turn import Taken
from domain.bounded import SENTENCE
from domain.messages.delivery import Lane
from storage.messages import failed_updates, inbox
from storage.messages.failed_updates import Failure
from storage.tables import messages as message_tables
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import BOT, NOON, WANG, Talk, said

HELP = Commanded("help")
LONG = CUT_FROM - 1  # signs: the longest text that the messenger has not cut in two
SECOND = reference_of(BOT, 2)
UPDATES = [(f"telegram:{BOT}", key) for key in ("1", "2", "3")]


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
    assert batches[0].lanes == {Lane.INTERACTIVE}
    assert len(said(talk.store)) == 1


async def test_nothing_at_all(intake: Intake, batches: list[Taken]) -> None:
    await intake.take([])
    assert (batches, intake.is_busy) == ([], False)


async def test_what_arrives_while_a_transaction_runs_is_the_next_batch(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    async with asyncio.TaskGroup() as tasks, _held(talk.store):
        for _ in range(1 + SHARE):
            tasks.create_task(intake.take([talk.arrival(HELP)]))
            await asyncio.sleep(0.01)
    assert batches == [Taken(1, 0), Taken(SHARE, 0)]


async def test_crowd_shares_commits_of_a_bounded_size(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    half = [[_of(talk, 5000 + chat) for chat in range(MOST // 2)] for _ in range(4)]
    await asyncio.gather(*(intake.take(part) for part in half))
    assert batches == [Taken(MOST, 0), Taken(MOST, 0)]


async def test_more_than_fits_is_taken_in_parts_when_it_arrives_whole(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    await intake.take([_of(talk, 5000 + chat) for chat in range(MOST + 1)])
    assert batches == [Taken(MOST, 0), Taken(1, 0)]


async def test_flood_of_one_chat_has_a_share_of_each_batch_and_all_of_it_is_taken(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    flood = [_of(talk, 5000) for _ in range(2 * SHARE + 1)]
    await asyncio.gather(intake.take(flood), intake.take([_of(talk, 5001)]))
    assert batches == [Taken(SHARE + 1, 0), Taken(SHARE, 0), Taken(1, 0)]
    assert _order(talk, 5000) == [one.update_id for one in flood]


async def test_who_writes_little_is_answered_before_the_rest_of_a_flood(intake: Intake, talk: Talk) -> None:
    await _flooded(intake, talk, [5000])


async def test_who_writes_little_is_answered_before_the_long_texts_of_many(intake: Intake, talk: Talk) -> None:
    await _flooded(intake, talk, range(5000, 5040))


async def _flooded(intake: Intake, talk: Talk, strangers: Sequence[int]) -> None:
    """Let strangers write long texts, and somebody a short one once these are under way: it is in the next batch."""
    floods = [[_of(talk, chat, Said("您" * LONG)) for _ in range(3)] for chat in strangers]
    async with asyncio.TaskGroup() as tasks, _held(talk.store):
        for flood in floods:
            tasks.create_task(intake.take(flood))
        await asyncio.sleep(0.01)
        late = _of(talk, 6000)
        tasks.create_task(intake.take([late]))
        await asyncio.sleep(0.01)
    before = [chat for chat, _ in said(talk.store)]
    assert before.index(6000) <= LETTERS  # what was under way already
    assert all(_order(talk, flood[0].chat_id) == [one.update_id for one in flood] for flood in floods)


async def test_who_writes_late_in_a_long_flood_waits_for_no_more_of_it_than_who_writes_early(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    strangers = [_of(talk, chat, Said("您" * LONG)) for chat in range(5000, 5060)]
    flood = asyncio.gather(*(intake.take([one]) for one in strangers))
    waited = []
    while not flood.done():
        before = len(batches)
        await intake.take([_of(talk, 6000 + before)])
        waited.append(len(batches) - before)
    await flood
    assert len(waited) > len(strangers) // LETTERS // 3
    assert max(waited) <= 3  # what was under way, perhaps one more, and the own


async def test_letters_share_no_batch_with_anything_else_and_each_chat_stays_in_order(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    mixed = [_of(talk, 5000, Said("您" * (SENTENCE + 1))), _of(talk, 5000)]
    letters = [_of(talk, 5001 + at, Said("您" * LONG)) for at in range(LETTERS)]
    await asyncio.gather(intake.take(mixed), intake.take(letters), intake.take([_of(talk, 6000)]))
    assert batches == [Taken(1, 0), Taken(LETTERS, 0), Taken(1, 0), Taken(1, 0)]
    assert next(chat for chat, _ in said(talk.store)) == 6000
    assert _order(talk, 5000) == [one.update_id for one in mixed]


async def test_long_texts_are_not_overtaken_for_ever(intake: Intake, talk: Talk) -> None:
    answered = asyncio.create_task(intake.take([_of(talk, 5000, Said("您" * LONG))]))
    newcomers = 0
    while not answered.done():
        newcomers += MOST
        await asyncio.gather(*(intake.take([_of(talk, 10_000 + newcomers + at)]) for at in range(MOST)))
    assert newcomers <= 40 * MOST


async def test_rest_of_what_failed_is_left_to_the_server(sqlite_store: Store, batches: list[Taken]) -> None:
    talk = Talk(sqlite_store)
    with talk.store.unit_of_work() as unit:
        message_tables.outbox.drop(unit.connection)
        unit.commit()
    asked: list[float] = []

    def clock() -> float:
        asked.append(0.0)
        return 0.0

    intake = Intake(talk.store, talk.house, clock, batches.append)
    with pytest.raises(OperationalError):
        await intake.take([talk.arrival(HELP) for _ in range(10 * SHARE)])
    await asyncio.sleep(0)
    assert (len(asked), intake.is_busy) == (1 + PATIENCE, False)


async def test_intake_works_again_after_a_pause(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    for _ in range(3):
        await intake.take([talk.arrival(HELP)])
        await asyncio.sleep(0)
    assert batches == [Taken(1, 0)] * 3


async def test_update_that_the_database_refuses_is_settled_and_holds_up_no_other(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    _spoil(talk.store, update_id=2)
    await intake.take([talk.arrival(HELP) for _ in range(3)])
    assert batches == [Taken(1, 0), Taken(1, 0, (SECOND,)), Taken(1, 0)]
    assert said(talk.store)[2] == (WANG, apology(SECOND, words("zh_Hans")))
    assert (_seen(talk.store), _references(talk.store)) == ({1, 2, 3}, [SECOND])


async def test_update_that_the_database_refuses_is_not_played_when_it_comes_again(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    _spoil(talk.store, update_id=2)
    spoilt = talk.arrival(HELP, update_id=2)
    await intake.take([spoilt])
    await intake.take([spoilt])
    assert batches == [Taken(1, 0, (SECOND,)), Taken(0, 1)]


# What a messenger has no right to send, and what neither library hinders: each once stood in the way of all others.
POISON: Final[dict[str, Callable[[Arrival], Arrival]]] = {
    "half a character": lambda arrival: replace(arrival, chat_id=4001, language="z\ud800"),
    "a null character": lambda arrival: replace(arrival, chat_id=4002, language="z\0"),
    "a chat beyond counting": lambda arrival: replace(arrival, chat_id=2**64),
    "a key of half a character": lambda arrival: replace(arrival, chat_id=4003, key="\ud800"),
    "a chat that is true": lambda arrival: replace(arrival, chat_id=True),
}


@pytest.mark.parametrize("poison", POISON)
async def test_poison_holds_up_nobody_and_does_not_come_again(intake: Intake, talk: Talk, poison: str) -> None:
    arrivals = [talk.arrival(HELP), POISON[poison](talk.arrival(HELP)), talk.arrival(HELP)]
    with capture_logs() as lines:
        for _ in range(2):
            await _taken_or_kept(intake, arrivals)
    assert [chat for chat, _ in said(talk.store)].count(WANG) == 2
    assert _outcome(talk, lines) == OUTCOMES[poison, talk.store.engine.dialect.name]


async def _taken_or_kept(intake: Intake, arrivals: list[Arrival]) -> None:
    with suppress(ProgrammingError):
        await intake.take(arrivals)


SETTLED, STORED, DROPPED, LEFT = "settled as failed", "stored as any other", "dropped and logged", "left to the server"
OUTCOMES: Final = {
    ("half a character", "sqlite"): SETTLED,
    ("half a character", "postgresql"): SETTLED,
    ("a null character", "sqlite"): STORED,
    ("a null character", "postgresql"): SETTLED,
    ("a chat beyond counting", "sqlite"): DROPPED,
    ("a chat beyond counting", "postgresql"): DROPPED,
    ("a chat that is true", "sqlite"): STORED,
    ("a chat that is true", "postgresql"): DROPPED,
    ("a key of half a character", "sqlite"): DROPPED,
    ("a key of half a character", "postgresql"): DROPPED,
}


def _outcome(talk: Talk, lines: Sequence[Mapping[str, object]]) -> str:
    if {line["event"] for line in lines} == {"update_dropped"}:
        return DROPPED
    if 2 not in _seen(talk.store):
        return LEFT
    return SETTLED if _references(talk.store) == [SECOND] else STORED


async def test_person_behind_a_poisoned_update_is_told(intake: Intake, talk: Talk) -> None:
    await intake.take([replace(talk.arrival(HELP), chat_id=4001, language="en-\ud800")])
    first = reference_of(BOT, 1)
    assert said(talk.store) == [(4001, apology(first, words("en")))]


async def test_reference_that_is_taken_grows_by_a_letter(intake: Intake, talk: Talk, batches: list[Taken]) -> None:
    with talk.store.unit_of_work() as unit:
        failed_updates.record(unit, Failure(SECOND, 1, 9, 9, b"{}", "", 0.0))
        unit.commit()
    _spoil(talk.store, update_id=2)
    await intake.take([talk.arrival(HELP, update_id=2)])
    assert batches == [Taken(1, 0, (reference_of(BOT, 2, 7),))]


async def test_update_that_another_worker_has_played_meanwhile_is_repeated(talk: Talk) -> None:
    arrival = talk.arrival(HELP)
    talk.takes(arrival)
    with talk.store.unit_of_work() as unit:
        assert give_up(unit, Trouble(BOT, arrival, ValueError()), "en", 0.0) is None


async def test_failure_that_cannot_be_kept_leaves_the_update_to_the_server(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    _spoil(talk.store, update_id=2)
    with talk.store.unit_of_work() as unit:
        message_tables.failed_updates.drop(unit.connection)
        unit.commit()
    told = await asyncio.gather(*(intake.take([talk.arrival(HELP)]) for _ in range(3)), return_exceptions=True)
    assert [one is None for one in told] == [True, False, True]
    assert batches == [Taken(1, 0), Taken(1, 0)]


async def test_everybody_who_waits_is_told_when_the_database_fails(
    intake: Intake, talk: Talk, batches: list[Taken]
) -> None:
    with talk.store.unit_of_work() as unit:
        message_tables.outbox.drop(unit.connection)
        unit.commit()
    trouble = await asyncio.gather(*(intake.take([talk.arrival(HELP)]) for _ in range(3)), return_exceptions=True)
    assert [type(one).__name__ for one in trouble] in (["OperationalError"] * 3, ["ProgrammingError"] * 3)
    assert batches == []
    with talk.store.unit_of_work() as unit:
        assert inbox.seen(unit, UPDATES) == set()


async def test_database_that_fails_is_not_asked_for_every_update_of_a_crowd(
    sqlite_store: Store, batches: list[Taken]
) -> None:
    asked: list[float] = []

    def clock() -> float:
        asked.append(0.0)
        return 0.0

    talk = Talk(sqlite_store)
    with talk.store.unit_of_work() as unit:
        message_tables.outbox.drop(unit.connection)
        unit.commit()
    with pytest.raises(OperationalError):
        await Intake(talk.store, talk.house, clock, batches.append).take(
            [_of(talk, 5000 + chat) for chat in range(MOST)]
        )
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


def _of(talk: Talk, chat: int, event: Event = HELP) -> Arrival:
    return replace(talk.arrival(event), chat_id=chat)


def _order(talk: Talk, chat: int) -> list[int]:
    """Return the numbers of a chat's updates in the order in which they were answered."""
    with talk.store.unit_of_work() as unit:
        keys = select(message_tables.outbox.c.dedupe).where(message_tables.outbox.c.chat_id == chat)
        rows = unit.connection.scalars(keys.order_by(message_tables.outbox.c.id))
        return list(dict.fromkeys(int(key.split(":")[1]) for key in rows))


def _seen(store: Store) -> set[int]:
    with store.unit_of_work() as unit:
        return {int(key) for _, key in inbox.seen(unit, UPDATES)}


def _references(store: Store) -> list[str]:
    with store.unit_of_work() as unit:
        return [failure.reference for failure in failed_updates.waiting(unit)]


@asynccontextmanager
async def _held(store: Store) -> AsyncIterator[None]:
    """Keep the store's writer busy for the time of the block."""
    bell = threading.Event()

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
        unit.connection.execute(insert(message_tables.outbox), row)
        unit.commit()
