"""What a stranger asks of the bot itself: what it is, whose it is, what it costs, where to begin, how to reach people.

An idea and the words that ask for it explain the whole message: 安全吗 asks, and 安全生产公司 is an employer.
"""

import re
from enum import Enum, auto
from typing import Final

from domain.bounded import up_to
from domain.said.questions import access, guests, referral
from domain.said.writing.dialect import standard
from domain.said.writing.signs import plain


class About(Enum):
    """What is asked, or said, of the bot and of those behind it."""

    WHAT = auto()
    HUMAN = auto()
    FREE = auto()
    RUNS = auto()
    SAFE = auto()
    FIRST = auto()
    REACH = auto()
    SIGHT = auto()
    MAY = auto()  # somebody who is no full member
    SPEAKS = auto()  # whether people there speak another language
    CROSS = auto()
    CHAT = auto()
    ACCESS = auto()  # where one gets in without steps
    REFER = auto()  # how somebody else comes here
    LETTER = auto()  # what is plainly meant for the centre


OF_A_CARD: Final = frozenset({About.WHAT, About.FREE, About.RUNS, About.MAY, About.FIRST})
"""What is asked of a card where one is shown."""

LONGEST: Final = 60
_A_LETTER: Final = 300

_DO: Final = "(?:干|做|办|搞|弄)"
_ANY: Final = "(?:啥|什么|嘛|哪些)"
_FORMS: Final = {
    About.FIRST: f"第一步(?:我?(?:该|应该|要)?{_DO}{_ANY})?|先{_DO}{_ANY}|从哪[里儿]?(?:开始|下手)|怎么(?:开始"
    f"|入手)|下一步|然后呢|接下来"
    r"|where (?:do|should|can) i (?:start|begin)|what (?:do|should|must) i do (?:first|next|now)|first step"
    "|get started|what (?:now|next)",
    About.WHAT: f"{_DO}{_ANY}(?:用|事|的)*|(?:什么|哪些|啥)?功能|(?:什么|啥)(?:东西|玩意)|有(?:什么|啥)用"
    f"|怎么(?:用|玩)"
    r"|what(?:'s| is) (?:this|it)|what are you|what (?:do|can) (?:you|it|this|i) do|how (?:does|do) (?:this|it"
    r"|you) work"
    "|what(?:'s| is) (?:this|it) for",
    About.HUMAN: "真人|活人|机器人|人工智能|是不是人|是人(?=[吗么还在])|人在(?:回|答|聊)复?|自动(?:回复|答复)"
    r"|(?:(?:talking|chatting|speaking) (?:to|with)|are you|is (?:this|it)) (?:an? )?(?:real )?"
    "(?:human|person|bot|robot|machine|computer|ai|real)(?: being| person)?",
    About.FREE: "要不要(?:钱|交钱|花钱)|(?:要|收|花|交|付)(?:多少)?(?:钱|费)|多少钱|免费|费用|什么费"
    "|for free|free of charge|free|cost|charge|pay|money|fee|price",
    About.RUNS: f"(?:谁|哪[个家](?:单位|部门|公司|机构)?|什么(?:单位|部门|公司|机构|人))"
    f"(?:{_DO}|开|运营|管理?|开发|负责|建)|官方|who (?:runs|made|built|operates|owns|is behind|set up|is running)"
    "|official",
    About.SAFE: "安全|安不安全|骗子?人?|诈骗|靠不靠谱|靠谱|正规|可靠|可信|真的假的|safe|scam|legit|trustworthy"
    "|secure|trust",
    About.REACH: "(?:找|联系|打电话给|打给|问)(?:到|得到|上)?(?:你们|您们|工作人员|中心|人|真人|人工)(?:说话"
    "|聊聊|聊天|谈谈|帮忙)?"
    "|打(?:个)?电话|心情(?:不好|很?差)|人(?:可以|能)?(?:跟|和|陪|帮)我(?:说话|聊聊|聊天|谈谈|说说话?)"
    "|(?:reach|contact|call|phone|find|meet) (?:you|someone|somebody|anyone|anybody|people)|speak to (?:someone"
    "|somebody)",
    About.SIGHT: "眼睛(?:不好|不行|花)|看不(?:清|见)(?:楚|字)?|老花眼?|视力(?:不好|差)?|字(?:体|号)?(?:太|有点)?"
    "(?:能不能|可以|能|调)?(?:调)?(?:大|小)|大字|盲人?|see (?:very |so )?well|(?:cannot|can't) see(?: (?:very "
    "|so )?well)?|blind|bigger|larger"
    "|font(?: size)?|text size|small (?:letters|text|print)|letters|eyes?|eyesight|screen reader",
    About.MAY: "(?:不是|非|没有?入|还没入)?(?:党员|党)?(?:的人)?"
    "(?:群众|预备党员|(?:入党)?积极分子|非党员|不是党员|没入党|团员|普通人|家属|外国人)(?:的)?(?:也|都)*"
    "(?:可不可以|能不能|行不行|可以|能够?|行)(?:来|用|去|参加|报名|挂靠|办理?|进|活动|使用)*"
    "|(?:non-?(?:party )?members?|probationary(?: party)? members?|applicants|foreigners"
    "|not (?:yet )?a (?:party )?member)"
    "(?: (?:also|use|join|come|attend|take part|sign up|allowed|welcome|too))*",
    About.SPEAKS: "(?:会|懂|能)?(?:说|讲)?(?:英语|英文|外语|法语|日语|俄语)(?:好)?的?(?:人|工作人员|老师|服务)"
    "|english[- ]speaking(?: (?:staff|people|person|service))?|(?:staff|people|anyone|anybody|someone|somebody|they)"
    "(?: there| here)? (?:who )?(?:can |could )?speaks? (?:english|french|japanese|russian|german)"
    "|(?:staff|service|help) in english",
    About.CROSS: "难用|气死|(?:太|真|好)(?:笨|傻|蠢|差劲|烂|垃圾)|差劲|没用|答非所问|(?:问)?(?:什么|啥)都不(?:懂"
    "|会|知道)"
    "|useless|frustrating|frustrated|stupid|rubbish|annoying|hopeless|never (?:get|understand) (?:what )?(?:me"
    "|i mean)?",
    About.CHAT: "(?:今天|明天|外面|这几天)(?:天气)?(?:有点儿?|真|好|太|挺|蛮|老)*"
    "(?:冷|热|闷热?|潮|凉快|暖和)(?:死|得很)?"
    "|真逗|逗|可爱|聪明|厉害|哈哈+|呵呵+|吃饭?了(?:没有?|吗)|(?:今天|明天)?天气(?:怎么样|如何|好)?|笑话"
    "|无聊|how are you(?: doing| today)*|how(?: was|'s|s) your day|(?:the )?weather(?: like)?"
    "|joke|funny|nice (?:talking|chatting) (?:to|with) you|bored",
}
_IDEAS: Final = {one: re.compile(form) for one, form in _FORMS.items()}
"""The first that explains a message is meant."""

_AROUND: Final = re.compile(
    "请问|问一?下|想问|到底|你们|您们|我们|这里|这儿|这边|那边|这个|那个|机器人|小?程序|软件|驿站|平台|系统|东西"
    "|会不会|能不能"
    "|可不可以|是不是|有没有|要不要|可以|帮我|应该|怎么|如何|什么|还是|或者|不太|一下|一点|手机|给你们"
    "|[你您我它啥这那是不没有会能要还的了吗么呢啊呀吧嘛哈呗都就在和跟或给到该谁个点太很真想先问去用好人又也,，]"
    r"|\b(?:is|are|am|was|it|its|this|that|these|the|an?|to|for|i|me|my|do|does|did|you|your|here|there|any"
    r"|anyone|please"
    "|hi|hello|hey|thing|bot|app|service|can|could|will|would|may|should|really|and|or|of|with|use|using|by|on"
    "|in|at|be"
    r"|just|so|how|what|who|where|when|much|have|has|need|not|one|some|anything|very|get|make|want|also|tell"
    r"|today|all)\b|'s|'m|'re"
)
_SIGNS: Final = re.compile(r"[\W_]+")
_TO_THE_CENTRE: Final = re.compile(
    "^(?:我|您好|你好|[,，])*(?:要|想|有)?(?:个|点|一个)?(?:投诉|举报|反映|提个?(?:意见|建议)|意见|建议)"
    "|^(?:请|麻烦|帮我)?(?:给|跟|和|向)(?:服务)?(?:中心|组织者|工作人员|你们领导)(?:捎|带|说|留|讲|反映)"
    "|(?<![不别没])(?:我|必须|一定)(?:要|想)(?:去)?(?:投诉|举报)(?:[你您他她]们?)?[了啊吧!。]*$"
    r"|\bi (?:want|would like|'d like) to complain[.!]*$"
    r"|^(?:i (?:have|want|would like|'d like)|i'd like)(?: to)? (?:make )?(?:an? )?(?:complain|complaint"
    r"|suggestion|suggest)\b"
)


_ASKED_OTHERWISE: Final = (
    (About.MAY, guests.is_asked),
    (About.ACCESS, access.is_asked),
    (About.REFER, referral.is_asked),
)
"""What has a reading of its own."""


@up_to(_A_LETTER, None)
def asked(text: str) -> About | None:
    """Tell what is asked of the bot itself; None: nothing is, or something else besides."""
    for one, is_asked in _ASKED_OTHERWISE:
        if is_asked(text):
            return one
    said = standard(plain(text))
    if len(said) <= LONGEST:
        found = next((one for one, form in _IDEAS.items() if _explains(form, said)), None)
        if found is not None:
            return found
    return About.LETTER if len(said) <= _A_LETTER and _TO_THE_CENTRE.search(said) else None


def _explains(form: re.Pattern[str], said: str) -> bool:
    """Tell whether an idea stands in a message and everything else there only asks."""
    without, found = form.subn(" ", said)
    return bool(found) and not _SIGNS.sub("", _AROUND.sub("", without))
