"""Who says no more than how it is with them: a member, away from home, who looks for what to do here."""

import re
from typing import Final

_MEMBER: Final = (
    "(?<!非)(?<!不是)党员|(?:组织|党)的?关系|(?<!没)关系(?:还|都|也)?在|支部|党组织|找(?:到)?组织|组织在哪|组织生活"
    r"|\b(?:party|cpc) member|\bmembership\b|\b(?:my|home) branch\b|\bcommunist party\b"
)
_AWAY: Final = (
    "没有?党?(?:支部|组织)|找党?组织|在外|老家|家乡|户籍|原籍|外地|外省|异地|打工|务工|漂|(?:刚|才|新|初|从.{1,8})[来到]"
    "|[来到]了?(?:上海|沪|这[边里儿])"
    "|在(?:上海|沪)|(?:调|搬|派)[来到过]|新来|没有?(?:地方|人管)|转不?过?来|流动"
    r"|\bnew (?:in|to|here)\b|\bmoved\b|\bjust (?:came|arrived|moved|got)\b|\bhome ?town\b|\bback home\b|\baway from\b"
    r"|\bworking (?:in|here)\b|\b(?:from|in) (?:another|a different) (?:city|province|place)\b|\bcame (?:here|to)\b"
)
_LOOKS: Final = (
    "怎么|咋|如何|哪|该|要不要|需不需要|能不能|可不可以|能|可以|什么|啥|想|找|让我|叫我|要求|帮|手续|报到|办|参加|吗|求助"
    r"|\bwhat\b|\bhow\b|\bwhere\b|\bwho\b|\bcan i\b|\bshould\b|\bneed\b|\bwant\b"
    r"|\blooking\b|\bhelp\b|\btold me\b|\bjoin\b"
)
_OF_ONESELF: Final = r"我是.{0,4}党员|组织关系|\b(?:party|cpc) member|\bmembership\b"
"""Who says so much wants something without a question."""

_FORMS: Final = tuple(map(re.compile, (_MEMBER, _AWAY, f"{_LOOKS}|{_OF_ONESELF}")))
_LONGEST: Final = 120


def is_said(said: str) -> bool:
    """Tell whether a plain sentence says all three: a member, away from home, in want of something."""
    return len(said) <= _LONGEST and all(form.search(said) for form in _FORMS)
