"""Killed at any moment, the bot loses nothing, does nothing twice, and repeats at most what was in flight.

The quick version for CI: 32 kills, most of them where a start is cheap, and SIGTERM on both fronts. `make chaos` is the
long one.
"""

import pytest

from tests.crash.ordeal import Plan, open_ordeal, suffer


@pytest.mark.parametrize(
    ("framework", "store", "kills"),
    [("ptb", "sqlite", 20), ("ptb", "postgres", 4), ("aiogram", "sqlite", 4), ("aiogram", "postgres", 4)],
)
async def test_sigkill_at_any_moment_loses_nothing_and_repeats_only_what_was_in_flight(
    framework: str, store: str, kills: int, request: pytest.FixtureRequest
) -> None:
    account = await suffer(Plan(framework, request.getfixturevalue(f"{store}_url"), "KILL", kills))
    assert account.faults() == ()
    assert (account.ends, account.taken_once, account.replies) == (kills, account.updates, account.updates)
    assert account.most_in_flight <= 30


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_sigterm_with_replies_in_flight_loses_and_repeats_nothing(framework: str, sqlite_url: str) -> None:
    account = await suffer(Plan(framework, sqlite_url, "TERM", 2))
    assert account.faults() == ()
    assert (account.taken_once, account.replies, account.repeated) == (account.updates, account.updates, 0)


async def test_a_second_start_on_one_sqlite_file_is_refused_and_harms_nothing(sqlite_url: str) -> None:
    async with open_ordeal("ptb", sqlite_url, 1) as ordeal:
        first = await ordeal.start_bot()
        await first.until_it_listens()
        await ordeal.telegram.ask(range(5001, 5051))
        second = await ordeal.start_bot()
        assert await second.ended() == 1
        assert "another process sends from this file" in second.log[-1]
        await ordeal.telegram.ask(range(5001, 5051))
        account = await ordeal.finish()
        assert await first.terminate() == 0
    assert account.faults() == ()
    assert (account.taken_once, account.replies, account.repeated) == (100, 100, 0)
