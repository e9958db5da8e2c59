"""Why somebody does not come, as far as it is said."""

import pytest

from domain.said.answers.leave import reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("家里有事去不了了", "家里有事"),
        ("明天加班，来不了", "明天加班"),
        ("can't come, kid is sick", "kid is sick"),
        ("算了不来了，家里老人住院", "家里老人住院"),
        ("周六的党课去不了了，孩子发烧", "孩子发烧"),
        ("my kid is sick so I can't come", "my kid is sick"),
        ("I can't make it because of work", "work"),
        ("不好意思老师，单位临时通知开会，去不成了", "单位临时通知开会"),
        ("来不了了孩子发烧", "孩子发烧"),
        ("今天要带老妈去医院，请个假", "今天要带老妈去医院"),
        ("家里有事", "家里有事"),
        ("来不了", ""),
        ("没空", ""),
        ("王芳来不了", ""),
    ],
)
def test_reason(text: str, why: str) -> None:
    assert reason(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "能来",
        "来不了，改天吧",
        "来不了，能换个时间吗",
        "算了",
        "取消请假",
        "周六请假，周日报名",
        "1",
        "家里有事，来不了" * 20,
    ],
)
def test_no_no_or_more_than_one(text: str) -> None:
    assert reason(text) is None
