"""Killed at any moment of a rush, nobody who was told a seat or a place has lost it, and no seat is sold twice.

The quick version for CI; `make chaos` is the long one.
"""

from random import Random

import pytest

from tests.crash.rush import Outcome, rush
from tests.crash.wave import remind


@pytest.mark.parametrize(("store", "kills"), [("sqlite", 6), ("postgres", 3)])
def test_sigkill_in_a_rush_loses_nobodys_place(store: str, kills: int, request: pytest.FixtureRequest) -> None:
    outcome = rush(request.getfixturevalue(f"{store}_url"), kills, Random(kills))

    assert outcome.faults() == ()
    assert outcome.kills == kills


def test_outcome_says_what_must_not_be() -> None:
    assert Outcome(1, 0).faults() == ("nobody was told anything, so that nothing is proved",)
    assert Outcome(1, 9, 1, 2, 3, 4, 5).faults() == (
        "1 lost",
        "2 oversold",
        "3 idle",
        "4 asked out of turn",
        "5 without an end planned",
    )
