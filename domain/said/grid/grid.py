"""What else is said around buildings: that somebody has an hour, and that members somewhere have no branch."""

from typing import Final

from domain import bounded

_HOUR: Final = bounded.compiled(
    "(?:我)?(?:现在|今天|正好|刚好|这会儿|下午|上午|晚上|中午)?有(?:一|1|半|两|2|个)?个?(?:多)?(?:小时|钟头|点时间|空)[^?？吗]{0,20}"
    "(?:附近|这边|走走|走访|帮忙|做点什么|能做|可以做|哪栋楼|跑一?趟|楼)"
    "|^(?:(?:我|我们|现在|今天|正好|刚好|这会儿|上午|中午|下午|晚上)*)(?:还|能)?(?:有|空出?了?)(?:一|1|半|两|2)个?(?:多)?(?:小时|钟头)(?:的?(?:空|时间|空闲))?[。.!！]?$"
    r"|\b(?:i have|i've got|have) (?:got )?(?:an|one|half an|a free|about an) ?(?:free |spare )?hour\b",
)
_LEAD: Final = bounded.compiled(
    "(?:有|来了|共|是)?(?:[0-9]{1,3}|[一二两三四五六七八九十几]{1,3})(?:多)?[个名位]?(?:流动)?党员[^?？]{0,24}"
    "(?:没有?(?:自己的)?(?:党?支部|组织)|没人管|还?没(?:有)?(?:成立|建)|想成立|想建|找不到组织|没组织)"
    "|(?:没有?(?:自己的)?党?支部)[^?？]{0,20}(?:[0-9]{1,3}|[一二两三四五六七八九十几]{1,3})(?:多)?[个名位]?(?:流动)?党员"
    r"|\b(?:there are |we are |we're )?(?:[0-9]{1,3}|two|three|four|five|six|seven|eight|nine|ten|several|some|a few) "
    r"(?:of us|(?:party )?members)\b[^?]{0,60}\b(?:no branch|without a branch|don't have a branch|have no branch)",
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def has_an_hour(text: str) -> bool:
    """Tell whether somebody says that there is an hour for a visit near by."""
    return _HOUR.search(text.casefold()) is not None


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_lead(text: str) -> bool:
    """Tell whether somebody says that there are members in a place who have no branch."""
    return _LEAD.search(text.casefold()) is not None
