"""A promise in a building rings on the morning of its day; whoever hears of it days later is told the day."""

from datetime import timedelta

import pytest

from bot.chat import Text
from scheduler.notices.runner import ring_due
from storage.unit_of_work import Store
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, furnish, house, said

CHEN = 1004


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(), "今天要办的，嘉星商务楼：送表"),
        (timedelta(hours=9), "今天要办的，嘉星商务楼：送表"),
        (timedelta(days=1), "原定12月4日周五前要办的，嘉星商务楼：送表"),
        (timedelta(days=33), "原定12月4日周五前要办的，嘉星商务楼：送表"),
    ],
)
async def test_promise_rings_and_names_its_day_where_that_is_over(
    sqlite_store: Store, late: timedelta, told: str
) -> None:
    furnish(sqlite_store)
    store_deed(sqlite_store, CHEN, "(grant organiser 310106)", NOON.timestamp())
    store_deed(sqlite_store, CHEN, "(owes B2 3 送表)", NOON.timestamp())
    rings = (NOON + timedelta(days=3)).replace(hour=10) + late
    await ring_due(sqlite_store, house(), rings.timestamp)
    texts = [(chat, reply.html) for chat, reply in said(sqlite_store) if isinstance(reply, Text)]
    assert texts == [(CHEN, told)]
