"""How many seats somebody means."""

import pytest

from domain.said.writing.seat_counts import read


@pytest.mark.parametrize(
    ("typed", "seats"),
    [
        ("30", 30),
        (" ３０人。", 30),
        ("30 个", 30),
        ("1 seat", 1),
        ("100000", 100_000),
        ("不限", "unlimited"),
        ("Unlimited", "unlimited"),
        ("0", None),
        ("100001", None),
        ("1234567", None),
        ("-3", None),
        ("many", None),
        ("", None),
    ],
)
def test_number_of_seats_as_it_is_typed(typed: str, seats: int | str | None) -> None:
    assert read(typed) == seats
