"""Updates changed by chance, through parser, intake and turn, on both stores: no apology, and nobody is stuck."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from random import Random
from typing import Final

import pytest

from bot.chat import Arrival, Commanded
from bot.handlers.updates import read_update
from bot.intake import Intake
from bot.turn import Taken
from storage.unit_of_work import Store
from tests.bounds.mutated import updates
from tests.stage.talk import BOT, NOON, Talk, furnish, said

SEED: Final = 20261130
PLAYED: Final = 400
PARSED: Final = 3_000


def test_parser_raises_nothing_but_that_it_is_no_update() -> None:
    for update in islice(updates(Random(SEED)), PARSED):
        with suppress(ValueError):
            read_update(update, username="waystation_bot", now=NOON)


async def test_whatever_comes_is_played_without_an_apology(store: Store) -> None:
    furnish(store)
    talk, batches = Talk(store), list[Taken]()
    intake = Intake(store, talk.house, NOON.timestamp, batches.append)
    arrivals = _arrivals(PLAYED)
    for at in range(0, len(arrivals), 50):
        await intake.take(arrivals[at : at + 50])
    assert [reference for batch in batches for reference in batch.failed] == []
    assert sum(batch.played + batch.refused for batch in batches) == len(arrivals)
    for chat in {one.chat_id for one in arrivals if one.chat_id > 0}:
        before = len(said(store))
        await intake.take([Arrival(10_000_000 + chat % 1_000_000, chat, NOON, Commanded("menu"))])
        assert len(said(store)) > before


def _arrivals(count: int) -> Sequence[Arrival]:
    found = list[Arrival]()
    for update in updates(Random(SEED)):
        with suppress(ValueError):
            found.append(read_update(update, username="waystation_bot", now=NOON))
        if len(found) == count:
            return found
    pytest.fail("there is no end")


def test_bot_is_who_the_updates_are_for() -> None:
    assert BOT not in {one.chat_id for one in _arrivals(50)}
