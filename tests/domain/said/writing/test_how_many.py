"""How many is meant, as people type it."""

import pytest

from domain.said.writing.how_many import how_many


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        (" 3 人", 3),
        ("３个人", 3),
        ("两名", 2),
        ("十", 10),
        ("十二位", 12),
        ("二十", 20),
        ("三十五个", 35),
        ("99", 99),
        ("100", 0),
        ("0", 0),
        ("", 0),
        ("人", 0),
        ("很多", 0),
        ("3-5", 0),
        ("三三", 0),
        ("三三十", 0),
        ("十三三", 0),
        ("9" * 5_000, 0),
    ],
)
def test_number_is_read(typed: str, number: int) -> None:
    assert how_many(typed, 99) == number
