"""What of an unread rest may matter, and what is everyday talk."""

import pytest

from domain.said.sentences.unread import as_written, is_like_place, what_matters


@pytest.mark.parametrize(
    ("rest", "matters"),
    [("近", ""), ("写字楼 走路", ""), ("student most", ""), ("来着", ""), ("7点 近", "7点"), ("淞沪路", "淞沪路")],
)
def test_what_matters(rest: str, matters: str) -> None:
    assert what_matters(rest) == matters


def test_all_of_what_is_too_long_to_be_a_sentence_may_matter() -> None:
    assert what_matters("近" * 201) == "近" * 201


@pytest.mark.parametrize(
    ("rest", "said", "is_place"),
    [
        ("淞沪路", "在淞沪路上班", True),
        ("putuo", "any theme day in putuo next week", True),
        ("养老", "关于养老的活动", False),
    ],
)
def test_is_like_place(rest: str, said: str, *, is_place: bool) -> None:
    assert is_like_place(rest, said) is is_place


@pytest.mark.parametrize(
    ("rest", "said", "written"),
    [
        ("嘉 中心", "公司在静安嘉里中心,附近有没有活动", "嘉里中心"),
        ("嘉 中心", "嘉定有个中心", "嘉 中心"),
        ("foo bar", "foo or bar", "foo bar"),
        ("没有的", "别的话", "没有的"),
        ("", "什么", ""),
        ("嘉 中心", "嘉里中心" * 100, "嘉 中心"),
    ],
)
def test_a_name_is_told_as_it_was_written(rest: str, said: str, written: str) -> None:
    assert as_written(rest, said) == written
