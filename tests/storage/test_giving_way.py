"""A long read of the desk stands aside while a turn is under way, and is shown all the same where turns never end."""

from __future__ import annotations

import asyncio
import time
from threading import Event

import pytest
from sqlalchemy import text

from storage.giving_way import Aside, Turns
from storage.unit_of_work import Store, UnitOfWork

ONE = text("SELECT 1")


def test_nobody_waits_where_there_is_no_turn() -> None:
    turns = Turns()
    with turns.one():
        pass
    began = time.monotonic()
    Aside(turns, 60.0)()
    assert time.monotonic() - began < 1.0


def test_so_long_and_no_longer() -> None:
    turns = Turns()
    aside = Aside(turns, 0.05)
    with turns.one(), turns.one():
        began = time.monotonic()
        aside()
        waited_s = time.monotonic() - began
        aside()
    assert waited_s >= 0.04
    assert time.monotonic() - began < 1.0


@pytest.mark.asyncio
async def test_the_next_statement_of_a_page_comes_after_the_turn(store: Store) -> None:
    order: list[str] = []
    page_has_begun, turn_is_under_way = Event(), Event()

    def page(unit: UnitOfWork) -> None:
        unit.connection.execute(ONE)
        page_has_begun.set()
        assert turn_is_under_way.wait(10.0)
        unit.connection.execute(ONE)
        order.append("page")

    def turn(unit: UnitOfWork) -> None:
        turn_is_under_way.set()
        time.sleep(0.1)
        unit.connection.execute(ONE)
        order.append("turn")

    looking = asyncio.create_task(store.browse(page))
    await asyncio.to_thread(page_has_begun.wait, 10.0)
    await store.write(turn)
    await looking
    assert order == ["turn", "page"]


@pytest.mark.asyncio
async def test_a_page_is_shown_while_turns_never_end(store: Store) -> None:
    done = Event()
    turn = asyncio.create_task(store.write(lambda _unit: done.wait(20.0)))
    await asyncio.sleep(0)
    async with asyncio.timeout(10.0):
        assert await store.browse(lambda unit: unit.connection.scalar(ONE)) == 1
    assert not turn.done()
    done.set()
    assert await turn


@pytest.mark.asyncio
async def test_a_turn_that_fails_is_over(store: Store) -> None:
    def fails(_unit: UnitOfWork) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fails)
    began = time.monotonic()
    await store.browse(lambda unit: [unit.connection.execute(ONE) for _ in range(3)])
    assert time.monotonic() - began < 0.2
