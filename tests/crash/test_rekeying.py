"""Killed at any moment of a change of key, nothing that is sealed is lost, and one key of two opens nothing.

The quick version for CI; `make chaos` is the long one, with 50 kills on each store.
"""

from random import Random

import pytest

from tests.crash.rekeying import RekeyingOutcome, rekey


@pytest.mark.parametrize(("store", "kills"), [("sqlite", 3), ("postgres", 1)])
def test_sigkill_in_a_change_of_key_loses_nothing(store: str, kills: int, request: pytest.FixtureRequest) -> None:
    outcome = rekey(request.getfixturevalue(f"{store}_url"), kills, Random(kills))

    assert (outcome.lost, outcome.let_in, outcome.kills) == (0, 0, kills)
    assert outcome.changed >= 2


def test_outcome_says_what_must_not_be() -> None:
    assert RekeyingOutcome(1, 1, 2, 9).faults() == ()
    assert RekeyingOutcome(1, 0, 2, 9, 3, 1).faults() == (
        "3 lost",
        "1 times one key of two was let in",
        "nothing was half done at any kill, so that nothing is proved",
    )
