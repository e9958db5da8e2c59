"""How somebody else comes to the bot: 我介绍个同事来怎么弄, how can I invite a friend to use this.

Somebody else, and how they get here or what is to be passed on to them; whatever else stands there makes it another
question.
"""

import re
from typing import Final

from domain import bounded
from domain.said.questions.guests import WHO
from domain.said.writing.signs import plain

LONGEST: Final = 100

_WHO: Final = re.compile(
    f"{WHO}|(?:几|一|两|好几|些|有)[个位名]?(?:新|别的)?党员|的党员|小伙伴|伙计|[他她]们?"
    r"|\b(?:he|she|they|him|her|them|people|team|a member)\b"
)
_PASSES: Final = re.compile(
    "介绍|推荐|邀请|拉(?:人|进来)|转发|转给|分享|发给|推给|告诉[他她]|推广|传给"
    r"|\b(?:invite|refer|recommend|share|forward|pass (?:it|this) on|introduce|tell|send)\b"
)
_SHARES: Final = re.compile(
    "推荐|邀请|转发|转给|分享|推广|传给|发给(?!我)|\\b(?:invite|refer|recommend|share|forward|pass (?:it|this) on)\\b"
)
_HERE: Final = re.compile(
    "二维码|链接|网址|地址|小程序|公众号|机器人|驿站|这个?号|平台|名片|邀请码"
    r"|\b(?:qr(?: ?code)?|link|address|bot|app|waystation|invitation)\b"
)
_GETS_IN: Final = re.compile(
    "(?:怎么|如何|咋|怎样)(?:才能)?(?:加入|加进来|加|进来|注册|登记|用|使用|来|找|入口|关注|进)"
    "|(?:想|要|也想|也要)(?:加入|注册|用|使用|关注|来(?=.*(?:怎么|如何)))"
    r"|\bhow (?:do|does|can|could|should|to)\b.*\b(?:join|register|sign up|get in|start|use|get here|find)\b"
    r"|\b(?:wants?|would like|'d like) to (?:join|register|sign up|use|come)\b.*\bhow\b"
)
_ASKS: Final = re.compile(
    "怎么|如何|咋|怎样|[吗嘛么伐]|[?]|什么|哪|能不能|可不可以|发(?:我|给我|个|一)|给(?:我|个)|有没有|要不要|弄|想|要"
    r"|\b(?:how|what|where|can|could|do|does|is|send|give|please|want)\b"
)
_FILLS: Final = re.compile(
    "请问一?下?|想?问一?下|想问问?|不好意思|[你您]好|老师|谢谢[你您]?|麻烦|那么?|如果|要是|还有|另外|一下|[我俺咱你您](?:们|家|这|这里|这儿)?|阿拉"
    "|怎么|如何|咋|怎样|才能?|什么|啥|哪[里儿]?|能不能|可不可以|有没有|要不要|有|[这那迭该]个?|(?:一|几|两|好几)?(?:个|位|名|张|份|条)"
    "|(?:也|还|都|是|不)*是?(?:流动)?党员|新来的?|刚来的?|外地来?的?|介绍|推荐|邀请|拉|转发|转|分享|发送?|推|告诉|推广|传|加入?|注册|登记|使用|用|关注|进来|进|入口|来|去|找|到|过来"
    "|能够?|可以|需要?|要|想|帮|办|弄|做|搞|操作|扫|给|叫|让|把|和|跟|同|自己|帮忙|手机|微信|群里?|朋友圈|里|上"
    "|[吗嘛么伐呢啊呀吧哦哈啦呗的了也都还就在着得会是]|公司|单位|[楼店厂]|工地"
    r"|\b(?:how|what|where|when|can|could|do|does|did|should|is|are|am|to|for|with|of|the|an?|this|that|it|i|we|you|me|us|my"
    r"|our|your|mine|his|her|their|who|also|too|and|so|please|thanks|hi|hello|hey|want|wants|would|like|need|needs|get|gets"
    r"|in|on|here|there|join|joins|register|registers|sign|up|use|uses|using|start|find|come|know|about|have|has|got|give"
    r"|send|tell|invite|refer|recommend|share|forward|pass|introduce|some|new|one|another|go|way|best|as|well|be|into|at"
    r"|from|work|office|company|party|member|members|if|could|let|download|install|then)\b|'s|'d|'m|'ll"
    r"|[\W_]|[0-9]"
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_asked(text: str) -> bool:
    """Tell whether somebody asks how another one gets to the bot, and nothing besides."""
    said = plain(text)
    if len(said) > LONGEST or not _ASKS.search(said):
        return False
    others = _HERE.sub(" ", said)
    is_passed = (_PASSES.search(others) and _WHO.search(others)) or (_SHARES.search(others) and others != said)
    is_in = _WHO.search(others) and _GETS_IN.search(others)
    return bool(is_passed or is_in) and not _FILLS.sub("", _WHO.sub(" ", others))
