"""What many pages ask at once shares a transaction, and nobody's trouble is another's."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from bot.pages.together import MOST, Together, in_order
from storage.pages import openings
from storage.tables.pages import pages
from storage.unit_of_work import Store, UnitOfWork


class _Opener:
    """Opens a page for each key, and keeps how many shared each transaction."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def __call__(self, unit: UnitOfWork, keys: Sequence[str]) -> Sequence[int]:
        self.batches.append(len(keys))
        numbers = [openings.open_page(unit, key, 1.0) for key in keys]
        unit.commit()
        return numbers


async def test_lone_one_waits_for_nobody_and_many_share(sqlite_store: Store) -> None:
    opener = _Opener()
    opening = Together(sqlite_store.write, opener)
    alone = await opening.do("alone")
    keys = [f"key {number}" for number in range(MOST + 10)]
    numbers = await asyncio.gather(*map(opening.do, keys))
    assert opener.batches == [1, MOST, 10]
    found = await sqlite_store.read(lambda unit: openings.find(unit, ["alone", *keys]))
    assert [one and one.number for one in found] == [alone, *numbers]


async def test_one_that_fails_fails_for_nobody_else(sqlite_store: Store) -> None:
    opening = Together(sqlite_store.write, _Opener())
    told = await asyncio.gather(*map(opening.do, ("a", "twice", "b", "twice", "c")), return_exceptions=True)
    assert [type(one).__name__ for one in told] == ["int", "int", "int", "IntegrityError", "int"]
    with pytest.raises(Exception, match="UNIQUE"):
        await opening.do("a")
    with sqlite_store.unit_of_work() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(pages)) == 4


async def test_who_has_gone_is_waited_for_by_nobody(sqlite_store: Store) -> None:
    opening = Together(sqlite_store.write, _Opener())
    gone, there = asyncio.ensure_future(opening.do("gone")), asyncio.ensure_future(opening.do("there"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await there > 0
    assert gone.cancelled()


async def test_store_that_takes_nothing_leaves_nobody_waiting(sqlite_store: Store) -> None:
    opening = Together(sqlite_store.write, _Opener())
    sqlite_store.close()
    told = await asyncio.gather(opening.do("a"), opening.do("b"), return_exceptions=True)
    assert [type(one) for one in told] == [RuntimeError, RuntimeError]


def test_pages_are_locked_in_one_order() -> None:
    done: list[int] = []
    numbers = (3, 1, 2, 1)

    def do(place: int) -> str:
        done.append(place)
        return f"{numbers[place]} at {place}"

    assert in_order(numbers, do) == ["3 at 0", "1 at 1", "2 at 2", "1 at 3"]
    assert done == [1, 3, 2, 0]
