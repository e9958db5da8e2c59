"""Killed at any moment of a broadcast, the bot misses nobody; at most what was in flight is repeated or unknown.

The quick version for CI; `make chaos` is the long one, with 50 kills and 10,000 recipients.
"""

from random import Random

import pytest

from tests.crash.broadcast import BroadcastOutcome, broadcast


@pytest.mark.parametrize(
    ("framework", "store", "kills"),
    [("ptb", "sqlite", 3), ("ptb", "postgres", 1), ("aiogram", "sqlite", 1), ("aiogram", "postgres", 1)],
)
async def test_sigkill_in_a_broadcast_misses_nobody(
    framework: str, store: str, kills: int, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(f"{store}_url")
    outcome = await broadcast(framework, url, 200 * (kills + 1), kills, Random(kills))

    assert outcome.faults() == ()
    assert (outcome.kills, outcome.size) == (kills, 200 * (kills + 1))


def test_outcome_says_what_must_not_be() -> None:
    assert BroadcastOutcome(1, 9, 9, 1, 1, 2, 0, 0, 0).faults() == ()
    assert BroadcastOutcome(1, 9, 7, 2, 1, 2, 1, 1, 3).faults() == (
        "1 were missed",
        "3 were left without an end",
        "2 repeated and 1 unknown, and 2 were in flight",
        "the ledger was off by 1",
    )
    assert BroadcastOutcome(1, 9, 9, 0, 0, 0, 0, 0, 0).faults() == (
        "nothing was in flight at any kill, so that nothing is proved",
    )
