"""The bench `mixed` goes through to its end, in a smaller town; that figures are printed as JSON, `imports` proves."""

import pytest

from bench import mixed

pytestmark = pytest.mark.wire

FIGURES = {"p50_ms", "p99_ms", "idle_p50_ms", "idle_p99_ms", "ratio_p99_vs_idle"}


def test_people_register_while_others_are_reminded() -> None:
    figures = mixed.figures(quick=True, size=mixed.Size(at_once=40, reminded=400))
    assert figures.keys() == FIGURES
    assert min(figures.values()) > 0
