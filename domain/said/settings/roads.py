"""Who writes of another phone, another app or a lost page, and of nothing else: "换手机了", "link Telegram".

What says more than that is somebody's story ("手机丢了，明天来不了"), and is read as anything else is.
"""

from typing import Final

from domain.bounded import SENTENCE, compiled, up_to
from domain.said.writing.signs import plain

_APP: Final = "(?:微信|电报|telegram|tg|网页|页面|聊天页)"
_DEVICE: Final = "(?:手机|电脑|设备|浏览器|微信号)"

_FILLERS: Final = compiled(
    "您好|你好|请问|请|我的|我|想|要|怎么办|怎么弄|怎么|如何|可以|能不能|能|帮忙|帮|一下|吗|呢|吧|呀|啊|了"
    r"|\b(?:hello|hi|please|how|do|can|could|i|want|to|my|the|a|an|have|has|with|it|this|would|like|up|and)\b"
    r"|[ ,.;:!?。'’]"
)

_CORES: Final = compiled(
    f"(?:换|更换|丢|弄丢|新买|买){_DEVICE}|(?:换|用)(?:个)?新{_DEVICE}|新{_DEVICE}(?:登录|登不上|进不去|用)?"
    f"|{_DEVICE}(?:丢|掉|坏|换|没)|换(?:一)?(?:台|部|个){_DEVICE}|清(?:空|除|理)?(?:缓存|浏览器数据)"
    f"|(?:绑定|绑|关联|连接|链接|连上|连){_APP}(?:号|账号)?|(?:和|跟|同)?{_APP}(?:绑定|关联|连接)"
    f"|在?{_APP}(?:和|跟|、|与)在?{_APP}(?:上)?(?:都|一起|同时)用?"
    f"|(?:也)?在?(?:另(?:一|外)?(?:台|部|个)?{_DEVICE}|{_APP})上?也?(?:用|登录)"
    "|恢复码|找回(?:账号|页面|资料|身份)?|(?:页面|网页|聊天页)(?:丢|没|不见|打不开)|入口|登录方式|联系方式绑定"
    r"|link(?:ing)?(?:telegram|wechat|page|phone|account|accounts|anotherphone|anotherdevice)?"
    "|(?:changed|lost|got|new|switched|changing)+(?:phones|phone|page|browser|cookie|cookies|computer)"
    "|recoverycode|comeback|use(?:on)?(?:telegram|wechat|page)(?:telegram|wechat|page)"
    "|(?:use)?(?:on)?(?:another|other|second)(?:phone|device|browser)"
)


@up_to(SENTENCE, instead=False)
def asks_for_ways_in(text: str) -> bool:
    """Tell whether a sentence is about another way in, and about nothing else."""
    core = _FILLERS.sub("", plain(text))
    return _CORES.fullmatch(core) is not None
