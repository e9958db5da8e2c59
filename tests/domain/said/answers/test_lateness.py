"""Who says to be late, and who does not."""

import pytest

from domain.said.answers.lateness import is_said, speaks_of_it


@pytest.mark.parametrize(
    "text",
    [
        "晚十分钟到",
        "我可能迟到",
        "会晚一点",
        "晚到一会儿",
        "running late",
        "I'll be a bit late",
        "sorry, 10 minutes late",
    ],
)
def test_lateness_itself(text: str) -> None:
    assert is_said(text)
    assert speaks_of_it(text)


@pytest.mark.parametrize(
    "text", ["堵车了", "路上堵死了", "我在路上了", "地铁坏了", "stuck in traffic", "my train is delayed"]
)
def test_what_makes_one_late(text: str) -> None:
    assert is_said(text)
    assert not speaks_of_it(text)


@pytest.mark.parametrize(
    "text", ["我不会迟到的", "迟到了还能进吗", "晚上有活动", "明天来", "挂靠马上到期", "i won't be late", "堵车" * 30]
)
def test_nothing_of_the_kind(text: str) -> None:
    assert not is_said(text)
