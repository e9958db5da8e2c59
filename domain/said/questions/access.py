"""Whether one gets in without steps: 哪家有电梯, is it wheelchair accessible.

What is asked about access, and for whom; whatever else stands there makes it a question about something else.
"""

import re
from typing import Final

from domain import bounded
from domain.said.writing.signs import plain

LONGEST: Final = 80

_ACCESS: Final = re.compile(
    "无障碍(?:通道|设施|电梯|入口|厕所|卫生间|坡道)?|(?:直达|升降)?电梯|直梯|坡道|轮椅|拐杖|拐棍|台阶|上下?楼梯?|楼梯|门槛|推车|婴儿车"
    "|(?:腿脚?|腿|脚|行动|走路|走动|出行|身体)(?:有点|很|都|也|比较|已经)*(?:不[太大]?方?便|不灵便?|不好|不利索|困难|吃力|受伤了?|有伤|骨折了?|慢)"
    "|骨折|瘫痪?|爬不(?:动|了|上)|走不(?:动|了)|上不去|残疾人?|残障(?:人士)?|盲道"
    r"|\bstep[- ]?free\b|\bwheel ?chairs?\b|\baccessib(?:le|ility)\b|\b(?:lift|elevator)s?\b|\bramps?\b|\bstairs?\b"
    r"|\bsteps\b|\bcrutches\b|\bdisabled\b|\bdisabilit(?:y|ies)\b|\bbarrier[- ]free\b|\bprams?\b"
    r"|\bstrollers?\b|\bpushchairs?\b|\bcan(?:'t|not) (?:walk|climb|manage)(?: well| far)?\b"
    r"|\b(?:has|have) trouble walking\b|\bmobility\b"
)
_ASKS: Final = re.compile(
    "[吗嘛么伐]|[?]|哪|怎么|什么|[有能可方好行要](?:不|没)[有能可方好行要]|有无|没有?$|不$|推荐"
    r"|\b(?:which|where|what|how|any|is|are|can|could|do|does|has|have)\b"
)
_FILLS: Final = re.compile(
    "请问一?下?|想?问一?下|想问问?|不好意思|[你您]好|老师|谢谢[你您]?|麻烦|那么?|如果|要是|因为|所以|还有|另外|推荐|一下"
    "|[我俺咱你您他她](?:们|家)?|阿拉|自己|家里?|(?:一|有|几|这|那|两)?(?:个|位|些)|老(?:同志|人家?|党员|师傅|先生|太太|爸|妈|伴|公|婆)?"
    "|同志|党员|同事|朋友|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|孩子|师傅|人士?|年纪大了?|上了?年纪|大了|七八十岁|[0-9一二三四五六七八九十]{1,4}多?岁"
    "|哪(?:一|几)?(?:家|个|些|里|儿|边)?点?|(?:这|那)(?:家|里|儿|边|些|个)|里面|其中|地方|(?:党员|党群)?(?:服务(?:点|站|中心)|驿站|站点|点)|门口|附近|近的?"
    "|能够?|可以?|方便|好|有|没有?|没|需要?|要|用|坐|拄|推|带|走|进[来去出门]?|出入|进出|上[来去]|去|来|到|过去|过来|通行|使用|设|装|多不多|高不高|多|高"
    "|[吗嘛么伐呢啊呀吧哦哈啦的了爬也都还就不是在着得会想把给让]"
    r"|\b(?:which|where|what|how|any|is|are|can|could|do|does|has|have|one|ones|of|them|these|those|they|it|there|here|the"
    r"|an?|this|that|places?|points?|service|centres?|centers?|stations?|open|with|without|in|at|on|to|for|by|and|or|so|but|i"
    r"|we|you|he|she|my|our|your|his|her|me|us|him|am|be|get|go(?:es)?|come|enter|use|uses|using|need|needs|someone"
    r"|somebody|who|person|people|member|members|father|mother|dad|mum|mom|grand(?:father|mother)|wife|husband|friend"
    r"|colleague|old|older|elderly|near|nearby|please|thanks|hi|hello|not|no|access|entrance|entry|building|up|walk|climb"
    r"|tell|know|if|good|easy|many|also|too|well|bring|bringing|take|baby|broke|broken|hurt|leg|foot|bad)\b|'s|'m|'re|n't"
    r"|[\W_]|[0-9]"
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_asked(text: str) -> bool:
    """Tell whether somebody asks how one gets in without steps, and nothing besides."""
    said = plain(text)
    if len(said) > LONGEST or not _ASKS.search(said):
        return False
    without, times = _ACCESS.subn(" ", said)
    return bool(times) and not _FILLS.sub("", without)
