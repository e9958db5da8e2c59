"""The simulated year: the same from its seed every time, and the gap no worse than chance."""

from bench import grid


def test_year_is_the_same_every_time() -> None:
    assert grid.figures(quick=True) == grid.figures(quick=True)


def test_gap_reaches_more_members_than_round_robin_or_nothing() -> None:
    found = grid.figures(quick=True)

    assert found["members_unvisited_percent_gap"] < found["members_unvisited_percent_round_robin"]
    assert found["unvisited_90_days_percent_gap"] < found["unvisited_90_days_percent_nothing"]
