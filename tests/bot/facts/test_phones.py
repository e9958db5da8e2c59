"""Phone numbers as people type and share them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.phones import read, shown


@pytest.mark.parametrize(
    ("typed", "number", "said"),
    [
        ("13912345678", "+8613912345678", "+86 139 1234 5678"),
        ("139 1234 5678", "+8613912345678", "+86 139 1234 5678"),
        ("+8613912345678", "+8613912345678", "+86 139 1234 5678"),
        ("１３９１２３４５６７８", "+8613912345678", "+86 139 1234 5678"),
        ("021-55501001", "+862155501001", "+86 21 5550 1001"),
        ("+44 7400 123456", "+447400123456", "+44 7400 123456"),
        ("+852 5123 4567", "+85251234567", "+852 5123 4567"),
    ],
)
def test_number_of_any_country(typed: str, number: str, said: str) -> None:
    assert read(typed) == number
    assert shown(number) == said


@pytest.mark.parametrize("typed", ["", "12345", "我的手机", "+", "139123456789012345", "+99 123"])
def test_what_is_no_number(typed: str) -> None:
    assert read(typed) == ""


def test_what_cannot_be_taken_apart_is_shown_as_it_is() -> None:
    assert shown("0564-1234567") == "0564-1234567"


@given(st.text(max_size=80))
def test_anything_typed(typed: str) -> None:
    assert read(read(typed)) == read(typed)
