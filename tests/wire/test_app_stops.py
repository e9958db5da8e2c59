"""The whole bot, started and stopped while notices ring: it ends without a word of trouble."""

import asyncio
import logging

import pytest

from bot.settings import Framework
from storage.messages import notices
from storage.messages.notices import Planned
from storage.unit_of_work import UnitOfWork
from tests.stage.wire import open_stage

ROUNDS = 4
TROUBLE = ("Traceback", "CancelledError", "stands_still")


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_stop_while_notices_ring_leaves_the_log_clean(
    framework: Framework,
    sqlite_url: str,
    key: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number in range(ROUNDS):
        async with open_stage(framework, sqlite_url, key) as stage:
            due = stage.clock() - 1
            await stage.store.write(lambda unit, number=number, due=due: _plan_many(unit, number, due))  # type: ignore[misc]  # a loop's values, bound
            await asyncio.sleep(0.2 + number * 0.02)  # they ring every quarter of a second
    out, err = capsys.readouterr()
    assert [word for word in TROUBLE if word in out + err] == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def _plan_many(unit: UnitOfWork, number: int, due: float) -> None:
    """Plan notices of stays that there are not: each rings, comes to nothing and is done."""
    for subject in range(10):
        notices.plan(unit, f"affiliation:{number}{subject:02}", 1, [Planned("expire", due)])
    unit.commit()
