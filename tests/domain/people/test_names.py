"""When two written names are the same."""

import pytest

from domain.people.names import alike, dotted, folded, parts, same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("阿依努尔•吐尔逊", "阿依努尔·吐尔逊"),
        ("阿依努尔・吐尔逊", "阿依努尔吐尔逊"),
        ("王 芳", "王芳"),
        ("ＡＮＮＡ  Schmidt", "anna schmidt"),
        ("張偉", "张伟"),
    ],
)
def test_way_of_writing_makes_no_difference(one: str, other: str) -> None:
    assert same(one, other)
    assert alike(one, other)


def test_rare_form_is_alike_and_not_the_same() -> None:
    assert not same("吉祥", "𠮷祥")
    assert alike("吉祥", "𠮷祥")
    assert not alike("王芳", "王方")


def test_nothing_is_no_name() -> None:
    assert not same("…", "。")
    assert folded("· •") == ""


def test_name_has_parts() -> None:
    assert parts("阿依努尔•吐尔逊") == {"阿依努尔", "吐尔逊"}
    assert parts("Anna Schmidt ") == {"anna", "schmidt"}
    assert dotted("A•B") == "A·B"
