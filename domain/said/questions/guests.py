"""Whether somebody who comes along is welcome: 我老婆也能来吗, can I bring a colleague.

Who comes along, that it is asked, and coming: whatever else stands there makes it a question about something else.
"""

import re
from typing import Final

from domain import bounded
from domain.said.writing.signs import plain

LONGEST: Final = 60

WHO: Final = (
    "老婆|老公|爱人|先生|太太|妻子|丈夫|媳妇儿?|对象|男女?朋友|女朋友|[男女]友|伴侣|另一半"
    "|孩子们?|小孩儿?子?|小朋友|小囡|囡囡|宝宝|宝贝|娃娃?|儿子|女儿|闺女|孙子|孙女|家属|家人|家里人|屋里厢?人?|家里的?老人"
    "|父母|爸妈|老?爸爸?|老?妈妈?|父亲|母亲|老人家?|公公|婆婆|爷爷|奶奶|外公|外婆|亲戚|亲友|朋友们?|同事们?|同学们?|室友|舍友"
    "|邻居|老乡|伙伴|同伴|徒弟|闺蜜|兄弟|姐妹|哥哥?|姐姐?|弟弟?|妹妹?|别人|其他人|旁人|外人|人"
    r"|\b(?:wife|husband|partner|spouse|girlfriend|boyfriend|fianc[eé]e?|kids?|child(?:ren)?|sons?|daughters?|baby"
    r"|toddler|family|parents?|mother|father|mum|mom|dad|friends?|colleagues?|co-?workers?|room-?mates?|neighbou?rs?"
    r"|guests?|someone|somebody|plus[- ]one|relatives?|brother|sister|girl|boy|others)\b"
)
"""Who is not the writer; 人 only as what somebody brings."""

_WHO: Final = re.compile(WHO)
_BRINGS: Final = re.compile(
    "带|陪|跟我|和我|同我|一起|一道|一块|[来去]|参加|旁听|入场|进[来去场门]"
    r"|\b(?:bring|bringing|take|come|comes|coming|joins?|attends?|along|with me|welcome|allowed|tag)\b"
)
_ASKS: Final = re.compile(
    "[吗嘛么伐]|[?]|(?:能|可|行|好|方便|欢迎|可以|允许)不(?:能|可|行|好|方便|欢迎|可以|允许)?|[能可]否|行不|可以不|(?:不|没有?)$"
    r"|^(?:[a-z]+ )??(?:can|could|may|might|would|will|is|are|am|do|does|shall)\b"
    r"|\b(?:ok|okay|fine|allowed|possible) (?:if|to)\b"
    r"|\bok with\b|\bwhat if i\b"
)
_SOMEBODY: Final = re.compile("(?<![带个位老家爱外旁别的])人|\\bothers\\b")
"""人 that nobody brings: 人多吗."""
_FILLS: Final = re.compile(
    "请问一?下?|想?问一?下|想问问?|不好意思|[你您]好|老师|谢谢[你您]?|那么?|如果|要是|假如|所以|还有|另外|对了|顺便"
    "|[我俺咱你您他她](?:们|家|自己)?|阿拉|自己|家里?|(?:报名?|预约|参加)了?的|(?:刚才|刚刚)|[这那迭该]一?(?:个|次|场|天|种|类|边|里|儿|堂|节)?"
    "|活动|党课|课|讲座|会议|义诊|主题党日|现场|场地|服务点|驿站|志愿(?:服务|活动)?"
    "|[一两二三几1-9](?:个|位|名)|个|位|名|(?:不|非|没|也|还)?是?(?:党员|群众|入党)|预备|积极分子|小学生?|很小|[0-9一二三四五六七八九十两]{1,4}岁|老"
    "|能够?|可以?|允许|方便|欢迎|适合|介意|要紧|关系|问题|行|好|让|给|带|陪|跟|和|同|与|随|领|叫上|叫|拉|约|过来|过去|一起|一道|一块儿?"
    "|[来去]|参加|参与|旁听|听听?|看看?|玩|帮忙?|帮把手|入场|进[来去场门]?|报名?|坐|到场|在场|上|顺路|同行"
    "|[吗嘛么伐呢啊呀吧哦哈啦呗的了也都还就不没有再着得会想要是在把否或者]"
    r"|\b(?:can|could|may|might|would|will|is|are|am|do|does|shall|it|its|i|we|you|he|she|they|him|her|them|my|our|your|an?"
    r"|the|this|that|these|one|two|some|any|if|what|ok|okay|fine|alright|allowed|possible|to|for|with|me|us|bring|bringing"
    r"|take|come|comes|coming|join|joins|attend|along|welcome|too|also|as|well|be|and|so|or|please|thanks|hi|hello|there"
    r"|just|like|want|wants|need|needs|tag|who|not|member|members|event|activity|lecture|class|session|meeting|in|on|at|of|mine|small"
    r"|little|young|old|year|years|sure|maybe|both|problem|sit|watch|help|out|hey|excuse|by|way|even|though)\b|'s|'d|'ll|'m"
    r"|[\W_]|[0-9]"
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_asked(text: str) -> bool:
    """Tell whether somebody asks if another may come along, and nothing besides."""
    said = plain(text)
    if len(said) > LONGEST or not (_ASKS.search(said) and _BRINGS.search(said)):
        return False
    without, times = _WHO.subn(" ", said)
    return bool(times) and not _SOMEBODY.search(said) and not _FILLS.sub("", without)
