"""Understanding that somebody wants no more messages, or wants them again: 退订, 不要再发活动预告, unsubscribe.

What is not surely meant so is None: it is something else, and stays what it was.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.announcements.topics import Topic


@dataclass(frozen=True, slots=True)
class Refusal:
    """No more of this topic (None: none was named); `again` turns it round: it is wanted once more."""

    topic: Topic | None = None
    again: bool = False


_CHINESE: Final[Mapping[Topic, str]] = {
    Topic.NOTICES: "通知公告|公告",
    Topic.ACTIVITIES: "活动预告|每周预告|活动|预告",
    Topic.STUDY: "学习资料|学习|资料",
    Topic.VOLUNTEERING: "志愿者?招募|志愿服务|志愿活动|志愿者?",
    Topic.SERVICES: "便民服务|便民",
}
_ENGLISH: Final[Mapping[Topic, str]] = {
    Topic.NOTICES: "notices?",
    Topic.ACTIVITIES: "activit(?:y|ies)|events?|(?:weekly )?digests?",
    Topic.STUDY: "study(?: materials?)?",
    Topic.VOLUNTEERING: "volunteer(?:ing)?",
    Topic.SERVICES: "services?",
}


def _named(words: Mapping[Topic, str]) -> str:
    return "|".join(f"(?P<{topic}>{pattern})" for topic, pattern in words.items())


_WHAT: Final = "(?:全部|所有|一切|这类|此类|这种|这些|这个)?的?"
_OF: Final = f"{_WHAT}(?:{_named(_CHINESE)})?类?的?(?:通知|消息|信息|短信|推送|东西)?"
_SEND: Final = "(?:发送|发给|发|推送|推|收到|收|打扰)我?了?"
_NO_MORE: Final = f"(?:不要|不想|不用|不必|不需要|请勿|勿|停止|别|不)再?(?:给我|向我|跟我)?{_SEND}"
_LEAVE: Final = "(?:退订|取消订阅|停止订阅|不再订阅|拒收|屏蔽)"
_RETURN: Final = "(?:(?:恢复|重新|继续)(?:订阅|接收|收|发送|发)|订阅)"
_KINDLY: Final = "(?:麻烦|请|我要|我想|帮我|以后|今后|暂时|都)*"
_END: Final = "(?:了|啦|吧|谢谢您?|多谢)*"
_MORE: Final = "(?: (?:any ?more|again|now))?(?: please| thanks| thank you)?"
_ME: Final = (
    f"(?: me)?(?: (?:any|from|of|to|all|the|these|those|more))*(?: (?:{_named(_ENGLISH)}))?(?: messages?| news)?"
)

_REFUSED: Final = tuple(
    bounded.compiled(form)
    for form in (
        "td?",  # as text messages of the telephone have it: 退订回T
        f"{_KINDLY}{_LEAVE}{_OF}{_END}",
        f"{_KINDLY}{_NO_MORE}{_OF}{_END}",
        f"{_OF}{_KINDLY}(?:{_LEAVE}|{_NO_MORE}){_END}",
        f"(?:please )?(?:unsubscribe|opt out|stop(?: sending)?){_ME}{_MORE}",
        f"(?:please )?(?:do not|don't|never) send{_ME}{_MORE}",
        f"(?:please )?no more{_ME}{_MORE}",
    )
)
_WANTED_AGAIN: Final = tuple(
    bounded.compiled(form)
    for form in (f"{_KINDLY}{_RETURN}{_OF}{_END}", f"(?:please )?(?:re-?)?subscribe(?: again)?{_ME}{_MORE}")
)
_SIGNS: Final = re.compile(r"[\s,.;:!?~·…。、“”\"()]+")
_LONGEST: Final = 60
"""Characters: who writes more than this has something to say, and somebody else reads it."""


def understood(text: str) -> Refusal | None:
    """Say what was refused, or is wanted again; None: neither surely."""
    if len(text) > _LONGEST:
        return None
    parts = [part for part in _SIGNS.split(normalize("NFKC", text).casefold().replace("’", "'")) if part]
    for said in {"".join(parts), " ".join(parts)} - {""}:
        for forms, again in ((_REFUSED, False), (_WANTED_AGAIN, True)):
            found = next((match for form in forms if (match := form.fullmatch(said))), None)
            if found is not None:
                return Refusal(_topic(found), again)
    return None


def _topic(found: re.Match[str]) -> Topic | None:
    return next((Topic(name) for name, said in found.groupdict().items() if said), None)
