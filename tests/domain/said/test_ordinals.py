"""The number of a line as people name it."""

import pytest

from domain.said.ordinals import line_named


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("3", 3),
        ("３", 3),
        ("3.", 3),
        ("第3个", 3),
        ("第三个", 3),
        ("我选第二条吧", 2),
        ("第十场", 10),
        ("The third one", 3),
        ("open the first one please", 1),
        ("no. 3", 3),
        ("number 12", 12),
        ("#4", 4),
        ("三", None),
        ("3月", None),
        ("第三次来", None),
        ("one", None),
        ("", None),
    ],
)
def test_line_is_named(said: str, number: int | None) -> None:
    assert line_named(said) == number
