"""What organisers say beside a building's name that tells of no visit: announcing, arranging, asking, signing up.

A visit and an errand share many words: a company hopes for a lecture, and so does who arranges one. What tells them
apart is who acts. An errand orders something at its beginning, asks with a word for it, or speaks of an event first.
"""

from typing import Final

from domain import bounded

_ORDERS: Final = bounded.compiled(
    "^(?:请|麻烦|帮我?|帮忙|你?给我)*+(?:"
    "(?:给|向|对)[^,，。了过]{1,20}发(?!了|过)[^,，。]{0,4}(?:通知|公告|消息|短信|提醒|预告|问卷)"
    "|(?:通知|公告|转告|告诉|提醒|群发|发布)(?!了|过|他们|她们|对方)"
    "|发(?!了|过)(?:[一个条份下则]){0,2}(?:通知|公告|消息|短信|提醒|预告|问卷)"
    "|(?:新建|创建|起草|拟|取消|撤回|推迟|延期|改期|报名|签到|点名|导出|下载|打印|列出|列一下)(?!了|过)"
    "|(?:统计|搜索|搜|查询|预订|预约|借|订)(?!了|过)"
    "|把[^,，。]{1,20}(?:改[到成在]|[挪搬移换][到成]|推迟|提前|取消|延[后期])"
    "|我们?(?:也|很|都)?(?:愿意|希望|想(?!办)|报名|要(?!求)))"
    r"|^(?:please )?(?:announce|tell|remind|notify|sign (?:me|us) up|book|cancel|move|postpone|list|count|export|print"
    r"|write to|send (?:a|an|the) (?:message|notice|announcement|reminder)|i(?:'d| would) like to (?:join|sign))\b"
)
_ASKED: Final = bounded.compiled(
    "(?:了|过)没(?:有)?[。]?$|^[^,，。了]{1,40}(?:名单|名册|花名册|报名情况|签到表|登记表|人数)[。]?$|申请[^,，。]{0,4}(?:审|批)"
    "|该(?:走访|拜访|去)了[。]?$"
)
"""Asked of what is held here, however visits are told."""

_ASKS_SOFTLY: Final = bounded.compiled(
    "有谁|谁(?:还|愿|想|没|会|能|报)|哪些|哪几|多少|[缺差剩少]了?几|几[楼层]了?[。]?$|缺[^,，。]{0,6}志愿者"
)
"""Asked, or called for; a visit may hold the same beside words of its own."""

_EVENT: Final = bounded.compiled(
    "(?:党课|党日|活动(?!室|中心|场)|义诊|支部大会|党员大会|支委会|组织生活会|讲座|培训|读书会|座谈会|报名|签到|通知|公告)"
    "[^。]{0,20}?(?:缺|希望|愿意|换届|搬|挂靠|回来|招)"
)
_SPEAKER: Final = bounded.compiled("(?<![到在至])[0-9一二三四五六七八九十]{1,3} ?[楼层]|公司|企业|单位|贸易|物业|律所")
"""Somebody there whose wish it may be."""


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_ordered(plain: str) -> bool:
    """Tell whether a sentence orders something, or asks for what is held here: an errand, whatever else it says."""
    return _ORDERS.search(plain) is not None or _ASKED.search(plain) is not None


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_arranged(plain: str) -> bool:
    """Tell whether a sentence that may tell of a visit speaks of an event first, or asks how many and who."""
    if _ASKS_SOFTLY.search(plain) is not None:
        return True
    return _EVENT.search(plain) is not None and _SPEAKER.search(plain) is None
