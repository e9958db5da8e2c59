"""What of an unread rest may matter, and what is everyday talk."""

import pytest

from domain.said.unread import is_like_place, what_matters


@pytest.mark.parametrize(
    ("rest", "matters"),
    [("近", ""), ("写字楼 走路", ""), ("student most", ""), ("来着", ""), ("7点 近", "7点"), ("淞沪路", "淞沪路")],
)
def test_what_matters(rest: str, matters: str) -> None:
    assert what_matters(rest) == matters


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
