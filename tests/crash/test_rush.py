"""Killed at any moment of a rush or a wave, nobody loses a seat or a place, and nobody is reminded twice but in flight.

The quick version for CI; `make chaos` is the long one.
"""

from random import Random

import pytest

from tests.crash.rush import Outcome, rush
from tests.crash.wave import WaveOutcome, remind


@pytest.mark.parametrize(("store", "kills"), [("sqlite", 6), ("postgres", 3)])
def test_sigkill_in_a_rush_loses_nobodys_place(store: str, kills: int, request: pytest.FixtureRequest) -> None:
    outcome = rush(request.getfixturevalue(f"{store}_url"), kills, Random(kills))

    assert outcome.faults() == ()
    assert outcome.kills == kills


@pytest.mark.parametrize(("store", "kills"), [("sqlite", 3), ("postgres", 1)])
async def test_sigkill_in_a_wave_repeats_only_what_was_in_flight(
    store: str, kills: int, request: pytest.FixtureRequest
) -> None:
    outcome = await remind("ptb", request.getfixturevalue(f"{store}_url"), kills, Random(kills))

    assert outcome.faults() == ()
    assert (outcome.kills, outcome.reminded) == (kills, outcome.recipients)


def test_outcome_says_what_must_not_be() -> None:
    assert Outcome(1, 0).faults() == ("nobody was told anything, so that nothing is proved",)
    assert Outcome(1, 9, 1, 2, 3, 4, 5).faults() == (
        "1 lost",
        "2 oversold",
        "3 idle",
        "4 asked out of turn",
        "5 without an end planned",
    )


def test_wave_says_what_must_not_be() -> None:
    assert WaveOutcome(1, 9, 9, 2, 2, 0).faults() == ()
    assert WaveOutcome(1, 9, 8, 3, 2, 1).faults() == (
        "1 were not reminded",
        "3 were repeated, and 2 were in flight",
        "1 went to people whom it did not concern",
    )
