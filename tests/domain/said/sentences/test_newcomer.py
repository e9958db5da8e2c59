"""Who says how it is with them: a member, away from home, in want of something; all three, or nothing."""

import pytest

from domain.said.sentences import newcomer


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("我老家支部让我在上海找个地方过组织生活", True),
        ("关系在老家，人在上海，怎么参加活动", True),
        ("毕业来沪工作，党员，找谁", True),
        ("i'm a party member new in shanghai, what do i do", True),
        ("i moved here, my membership is back home, where can i join", True),
        ("我在上海打工，哪里有活干", False),
        ("我不是党员，刚来上海，怎么参加", False),
        ("他们关系很好，在上海哪里吃饭", False),
        ("我是党员", False),
        ("我是党员，刚来上海，该怎么办" + "呢" * 120, False),
    ],
)
def test_newcomer(said: str, is_so: bool) -> None:  # noqa: FBT001
    assert newcomer.is_said(said) is is_so
