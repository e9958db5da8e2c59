"""The bench `desk` goes through to its end in a young town, on both stores, and no page is too long."""

import pytest
from sqlalchemy import URL

from bench import desk, desk_city

FIGURES = {
    *(
        f"{store}{page}_{figure}"
        for store in ("", "pg_")
        for page in ("today", "table", "coverage")
        for figure in ("cold_ms", "p95_ms", "cpu_ms", "kb", "vs_yardstick")
    ),
    *("idle_p99_ms", "p99_ms", "ratio_p99_vs_idle"),
}


def test_pages_and_answers_are_measured(postgres: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_TEST_DATABASE_URL", postgres.render_as_string(hide_password=False))
    figures = desk.figures(quick=True, size=desk_city.Size(members=300, a_day=5, days=40, asked=4, turns=8))
    assert figures.keys() == FIGURES
    assert min(figures.values()) > 0
    assert max(value for name, value in figures.items() if name.endswith("_kb")) < 60
