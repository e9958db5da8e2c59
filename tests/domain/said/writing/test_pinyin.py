"""Everyday words typed in pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.said.writing.pinyin import written


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo yao baoming", "我要报名"),
        ("woyaobaoming", "我要报名"),
        ("bao ming zhou liu dang ke", "报名周六党课"),
        ("baoming周六党课", "报名周六党课"),
        ("jing an si fujin you huodong ma", "jing an si 附近有活动吗"),
        ("can you sign me up", "can you sign me up"),
        ("you de", "you de"),
        ("help", "help"),
        ("huodong " * 20, "huodong " * 20),
        ("huodongx", "huodongx"),
    ],
)
def test_pinyin_in_hanzi(typed: str, meant: str) -> None:
    assert written(typed) == meant


@given(st.text("abdeghijkmnoqsuwxyz' ", max_size=60))
def test_any_letters(typed: str) -> None:
    assert written(typed) is not None
