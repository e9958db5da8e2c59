"""The bench's real mix goes through to its end, and asks the database no more than is said of it."""

from pathlib import Path
from statistics import mean

from bench import deeds, real_mix


def test_every_deed_is_answered_in_few_statements(tmp_path: Path) -> None:
    mix = real_mix.played(f"sqlite:///{tmp_path / 'mix.db'}", crowds=0, at_once=1)
    told = len(deeds.registering("", "", 0)), len(deeds.going_out("")), len(deeds.OPENING + deeds.DECIDING)
    assert len(mix.statements) == sum(told)
    assert mean(mix.statements) <= 11
    assert max(mix.statements) <= 40, "the approval, which plans, tells, and looks for a branch to be founded"
