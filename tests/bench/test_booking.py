"""The bench `booking` goes through to its end with fewer rooms and wishes, and holds nothing twice on either store."""

import pytest
from sqlalchemy import URL

from bench import booking

FIGURES = {
    *("double_booked", "slots_of_nobody", "bookings_per_s", "pg_bookings_per_s"),
    *(f"{store}{name}" for store in ("", "pg_") for name in ("find_p95_ms", "find_p95_cpu_ms", "together_p95_ms")),
}


def test_hands_book_and_units_search(postgres: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_TEST_DATABASE_URL", postgres.render_as_string(hide_password=False))
    figures = booking.figures(quick=True, size=booking.Size(wishes=1, asked=8, rooms=30, days=20))
    assert figures.keys() == FIGURES
    assert (figures.pop("double_booked"), figures.pop("slots_of_nobody")) == (0, 0)
    assert min(figures.values()) > 0
