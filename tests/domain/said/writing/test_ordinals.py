"""The number of a line as people name it."""

import pytest

from domain.said.writing.ordinals import line_named, line_within


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
        ("三", 3),
        ("3月", None),
        ("第三次来", None),
        ("换一个", None),
        ("打开第二个", 2),
        ("不要这个，看看第三个", 3),
        ("open the second one", 2),
        ("one", None),
        ("", None),
    ],
)
def test_line_is_named(said: str, number: int | None) -> None:
    assert line_named(said) == number


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("第一个怎么走", (1, "怎么走")),
        ("第2家几点关门", (2, "几点关门")),
        ("When does the first one close?", (1, "when does it close?")),
        ("number 3's phone number", (3, "it phone number")),
        ("第一次来要带什么", None),
        ("the first floor", None),
        ("第0个怎么走", None),
        ("no. 0 please", None),
        ("number 00", None),
    ],
)
def test_line_is_asked_about(said: str, found: tuple[int, str] | None) -> None:
    assert line_within(said) == found
