"""Saying that one has come: these words do, and nothing that only looks like them."""

from typing import Final

import pytest

from domain.said.answers.presence import is_said

CHINESE: Final = (
    "签到 我要签到 我到了 我已经到了。 已到 到了！ 刚到 老师，我到现场了 我们都到了 在门口了 到场 已到，谢谢老师"
)
ENGLISH: Final = "I'm here|I’m here!|here|I am at the venue now|We have arrived|just arrived|check in|Checking in"

NOT_CHINESE: Final = "签到？ 我到了吗 还没到 没到 晚到 到几点 怎么签到 签到表 不用签到 来 来了吗 到周六 在吗"
NOT_ENGLISH: Final = "|not here|where is here|are you there?|arrive at 7|check|in"


@pytest.mark.parametrize("text", [*CHINESE.split(" "), *ENGLISH.split("|")])
def test_somebody_has_come(text: str) -> None:
    assert is_said(text)


@pytest.mark.parametrize("text", [*NOT_CHINESE.split(" "), *NOT_ENGLISH.split("|")])
def test_nobody_has_come(text: str) -> None:
    assert not is_said(text)
