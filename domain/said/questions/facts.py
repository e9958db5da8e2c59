"""Which fact of what is at hand somebody asks for: when, where, what to bring; and the sentence of a note that says it.

"At hand" is a card, or a message about one thing: so a question need not name it. A question is taken apart to its last
sign, as everything is that is surely understood; what is left over makes it a question about something else.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said.questions import access, guests
from domain.said.writing.signs import plain


class Fact(Enum):
    """What can be asked for of an activity, a duty or a service point."""

    WHEN = auto()
    PLACE = auto()
    WAY = auto()
    SEATS = auto()
    MINE = auto()  # how one stands to it oneself
    HOLDER = auto()
    WHOM = auto()  # for whom it is
    CLOSES = auto()  # until when one can sign up
    PHONE = auto()
    HOURS = auto()
    SERVICES = auto()  # what a service point has
    GUESTS = auto()  # whether somebody who comes along is welcome
    ACCESS = auto()  # whether one gets in without steps
    NOTES = auto()  # what to bring, wear, pay: what only the notes can say


LONGEST: Final = 40
"""Signs; what is longer tells a story, and is no question for a fact."""

_ASKS_WHEN: Final = "(?:几点钟?|什么时[候间]|啥时[候间]|何时|哪[一]?天|几号|[周星期礼拜]+几|多会儿|几时)"
_ASKS_WHERE: Final = (
    "(?:哪里|哪儿|哪个?(?:地方|地儿|房间|会议室|教室|楼|厅)?|什么(?:地方|位置)|啥地方|何处|几楼|几层|几号楼)"
)
_WHO: Final = "(?:谁|哪[个家位](?:单位|支部|中心|街道|人)?|什么(?:单位|人))"
_MAY: Final = "(?:都?能够?|都?可以|可不可以|能不能|让|允许)"
_ASK: Final = "(?:吗|么|嘛|没有?|不|了吗|了没有?)"

_CHINESE: Final[Mapping[Fact, str]] = MappingProxyType(
    {
        Fact.WHEN: (
            f"(?:是|在|大概)*{_ASKS_WHEN}"
            "(?:要|能|该|得)?(?:正式)?(?:开始|开讲|开场|举[行办]|集合|报到|到场|到达|到位|进场|入场|签到|开会|上课"
            "|上岗|值班|结束"
            "|散会?|完事?|下课|下班|开|过来|过去|来|去|到|去合适|到合适)?"
            "|(?:开始|集合|结束|到场|报到|签到|举行|活动|上课|上岗|值班|具体)?时间(?:是|在)?(?:几点|什么时候|多少|呢)?"
            f"|(?:要|需要|得|会|持续|开|讲|搞|活动)*多(?:久|长时间|少时间|长)(?:能)?(?:结束|完)?"
            f"|(?:从)?几点到几点|(?:到|讲到){_ASKS_WHEN}(?:结束|完)?|(?:开始|结束)(?:是)?{_ASKS_WHEN}"
        ),
        Fact.PLACE: (
            f"(?:是|在|去|到)*{_ASKS_WHERE}(?:集合|举[行办]|签到|报到|开会|开|上课|上岗|办|见面?|碰头)?"
            f"|(?:详细|具体|活动|集合|举办)?(?:地[址点]|位置|会场|地方)(?:是|在)*(?:{_ASKS_WHERE}|什么|多少|呢)?"
        ),
        Fact.WAY: (
            "(?:怎么|如何|咋|怎样)(?:走|过去|过来|去|到达?|来|坐车|乘车|坐地铁)|导航|路线|(?:发|给)(?:个|一下"
            "|我)*(?:定位|位置|地图)|怎么走最近"
            "|(?:坐|乘)?(?:几号线|什么车|哪路车|哪趟车|地铁)(?:过去|去|能?到)?(?:吗)?"
            "|(?:离|距)?(?:地铁|车站|我|这儿|这里)*站?(?:远|近)(?:吗|不远|不近|么)|(?:离我)?多远"
            "|附近有(?:什么)?地铁(?:站)?吗?"
        ),
        Fact.SEATS: (
            "(?:现在)?(?:还)?(?:有没有|有|剩|剩下|还?剩|缺)(?:多少|几个|几)?个?(?:名额|位[子置]?|座位|空位|空)(?:了)?"
            f"(?:{_ASK}|多少)?"
            "|(?:名额|座位|位子)(?:还?有|够|剩)?(?:多少|几个|满|吗|没有?)*(?:了)?(?:吗|没有?|没)?"
            "|(?:报|名额|人|人数|都)*(?:满|够|齐)(?:员|人)?(?:了)?(?:吗|没有?|么)|(?:还)?招(?:人|满)(?:了)?(?:吗|没)"
            f"|(?:现在)?(?:还|来得及)*{_MAY}?(?:报上?名?|参加)(?:得上)?(?:还)?(?:来得及)?(?:吗|不|么)"
            "|(?:有|已经?|一共|限|招|要)*(?:多少|几个?)人(?:报了?名?|参加|来|去)?了?"
        ),
        Fact.MINE: (
            "(?:我)?(?:的)?(?:这[个次])?(?:签|报|报名|登记|预约|约|请假|排|候补|确认|算)(?:到|名|上|好|成功|成|进"
            "|过)+(?:了)?"
            f"(?:{_ASK})|(?:我)?(?:报|报名|登记|预约|约|请假|确认)了(?:吗|没有?|么)"
            "|(?:我)?(?:报名|登记|预约|请假|确认|签到)(?:状态|情况|成功)(?:怎么样|如何|吗|没有?|是什么)?"
            "|(?:我)?(?:现在)?(?:排|排到|轮到)(?:在|我)?(?:第)?(?:几[个位名号]?|吗|了吗|没有?)|轮到我了?(?:吗|没有?)"
            "|我(?:算|是)?(?:报|签|约)(?:上|好)了?(?:吗|没有?|么)|有我(?:的名字|的?份?)?(?:吗|么|没有)"
        ),
        Fact.HOLDER: (
            f"(?:是|由)?{_WHO}(?:组织|举办|主办|承办|办|搞|发起|负责|主持|牵头)(?:的|活动的?)?"
            f"|(?:组织者|主办方|主办单位|承办方|负责人|主办|联系人)(?:是)?(?:{_WHO})?|(?:该|要|应该)?(?:找|联系"
            f"|问)(?:谁|哪位)"
        ),
        Fact.WHOM: (
            f"(?:什么人|哪些人|谁|哪类人|任何人|所有人)(?:都)?{_MAY}?(?:来|去|参加|报名?)(?:吗)?|(?:面向|针对)(?:谁"
            f"|什么人|哪些人)"
            f"|(?:不是|没|非|还没|还不是|未)*(?:党员|群众|入党|积极分子|入党积极分子|预备党员|挂靠|外地人|外单位"
            f"|非党员|普通群众)(?:的|人)?"
            f"(?:也)?{_MAY}?(?:来|去|参加|报名?)(?:吗|不|么)|(?:对)?(?:参加|报名)(?:有|的)?(?:什么|啥)?(?:要求|条件"
            f"|限制)(?:吗)?"
            f"|我(?:也)?{_MAY}(?:来|去|参加|报名?)(?:吗|不|么)"
        ),
        Fact.CLOSES: (
            f"(?:报名)?(?:是|到)*{_ASKS_WHEN}?(?:报名)?(?:截止|截至|停止报名)(?:报名)?(?:时间)?(?:是"
            f"|到)*{_ASKS_WHEN}?(?:了吗|吗|没)?"
            f"|{_ASKS_WHEN}(?:开始|开放|可以|能)+(?:报名?)|报名?(?:什么时候|几点)(?:开始|开放|结束)|报名时间"
        ),
        Fact.PHONE: (
            "(?:联系)?(?:电话|号码|手机)(?:号码|号)?(?:是)?(?:多少|什么|呢)?|联系方式(?:是什么)?|(?:怎么"
            "|如何)联系(?:他们|你们|你|您)?"
        ),
        Fact.HOURS: (
            f"(?:是|一般|每天|都|通常)*{_ASKS_WHEN}(?:就|会)?(?:开门|关门|开放|关|下班|上班|营业|闭馆|开馆|打烊)"
            f"|(?:开门|关门|开放|营业|上班|下班|打烊)(?:时间)?(?:是|到|至)*(?:{_ASKS_WHEN})?(?:吗|么|不|没)?|开(?:到"
            f"|至){_ASKS_WHEN}"
            "|(?:现在|还|都|也|正)*(?:开着?|营业|开放|上班|休息|关门|放假|开门|关)(?:门|着|放)?(?:了)?(?:吗|么|不开"
            "|没开?|不|没有)"
            "|(?:现在)?(?:有人|有没有人)(?:在|值班|上班)*(?:吗|么)?|开不开门?|(?:上不上班|开不开放|休不休息)"
            "|(?:要|有)?(?:午休|中午休息|中午关门)(?:吗|么|时间)?"
        ),
        Fact.NOTES: (
            "(?:需要|要不要|要|得|用不用|用|应该)?(?:自己|自|提前)?(?:带|备|准备|携带|穿|交|付)(?:点|些|上|好)?"
            "(?:什么|啥|哪些|多少)(?:东西|材料|证件|证|衣服|鞋|钱|费)?"
            "|(?:我|还)?(?:能不能|可不可以|要不要|用不用|是否|能够?|可以|需要|要|得|必须)+(?:自己|自|我)?带(?!路|队"
            "|我)[^ ]{1,8}?(?:来|去|过来|过去|参加|进)*(?:吗|么|不)"
            "|[^ ]{1,8}?(?:要|用|需要|能|可以)(?:自)?带(?:来|去)?(?:吗|么|不)"
            "|(?:能不能|能|可以)?(?:迟到|晚到|晚一点|早退|提前走|中途离开).{0,6}(?:可以|行|能进|要紧|关系)?(?:吗|么|不)"
            "|(?:有)?(?:什么|啥|哪些)(?:要求|注意事项|注意的?|要注意的?|要准备的?|要带的?|内容)|注意事项|备注"
            "|内容(?:是)?(?:什么)?"
            "|(?:要|会|都)?(?:讲|讲些|学|做|干|干些|做些|安排|搞|听)(?:的是)?(?:什么|啥|些什么)(?:内容|活|事)?"
        ),
    }
)
_IT: Final = (
    "(?:it|this|that|the (?:activity|event|lecture|class|meeting|duty|shift|place|point|centre|center)|we"
    "|they|you|i|one)"
)
_ENGLISH: Final[Mapping[Fact, str]] = MappingProxyType(
    {
        Fact.WHEN: (
            f"(?:at |until )?(?:what time|when|what day|which day)(?:'s| is| are| does| do| did| should"
            f"| must)?(?: {_IT})?"
            "(?: (?:start|begin|end|finish|meet|gather|over|on|held|come|arrive|be there|be here)s?)?"
            f"|how long(?: is| does| will)?(?: {_IT})?(?: (?:take|last|be))?|(?:start|starting|end|meeting) time"
        ),
        Fact.PLACE: (
            f"(?:so )?where(?:'s| is| are| do)?(?: {_IT})?(?: (?:held|taking place|meet|meeting|happening|on|gather"
            f"|go|be))?(?: at)?"
            "|(?:what(?:'s| is) )?(?:the |its |your )?(?:address|location|venue|place|meeting point)|which (?:room"
            "|floor|building)(?: is it)?"
        ),
        Fact.WAY: (
            "how (?:do|can|should|to)(?: i| we| one)? ?(?:get|go|come|travel)(?: there| here| to it)?"
            "|(?:any )?directions(?: please)?"
            "|how far(?: is it| away)?(?: is it)?|is it far(?: away)?|which (?:metro|subway|bus"
            "|line)(?: line)?(?: is it)?"
        ),
        Fact.SEATS: (
            "(?:are there |is there |do you have |have you )?(?:any |still )*(?:seats?|places?|spots?|room)(?: left"
            "| available| free| still)*"
            "|(?:any )?(?:seats?|places?|spots?) left|is (?:it|this) (?:full|fully booked|sold out)(?: yet)?"
            "|how many (?:seats?|places?|spots?|people)(?: are| have| is)?(?: left| available| there| coming"
            "| signed up| free)*"
            "|(?:can|may|could) i still (?:sign up|register|join|come|book)"
        ),
        Fact.MINE: (
            "(?:am|was) i (?:signed up|registered|in|on the list|on it|confirmed|booked|enrolled|excused"
            "|checked in)(?: yet| now| already)?"
            "|did (?:i|it|my (?:sign-?up|registration)) (?:sign up|register|go through|work|get in)|is my (?:sign-?up"
            "|registration|seat|place|leave)"
            " (?:ok|okay|confirmed|done|in|safe)|(?:what(?:'s| is) )?my (?:status|place in (?:the )?line)"
        ),
        Fact.HOLDER: (
            f"who(?:'s| is| are)? ?(?:organi[sz]es|runs|holds|hosts|organi[sz]ing|running|holding|hosting|in charge"
            f"|responsible)(?: of| for)?(?: {_IT})?"
            "|who(?:'s| is) the (?:organi[sz]er|host|contact)(?: person)?|whom? (?:do|can|should) i (?:ask|contact"
            "|call)"
        ),
        Fact.WHOM: (
            "(?:who|can anyone|can anybody|can everyone|can i|may i|can non-?members|can non-?party members"
            "|can outsiders)"
            "(?: (?:can|may|could))?(?: also)? (?:come|join|attend|take part|participate)(?: too| as well)?"
            "|(?:who(?:'s| is) it for|is it (?:only )?(?:for|open to) (?:members|everyone|everybody|anyone"
            "|the public)(?: only)?)"
        ),
        Fact.CLOSES: (
            "(?:when|until when|till when|what time)(?: does| can i| is)?(?: the)? ?(?:sign-?up|sign up|registration"
            "|registering)?"
            "(?: (?:close|closes|end|ends|open|opens|deadline))|(?:until|till|by) when (?:can|must|do|should) i "
            "(?:sign up|register|book)|(?:what(?:'s| is) )?(?:the )?(?:sign-?up "
            "|registration )?deadline(?: for (?:signing up|registration))?"
        ),
        Fact.PHONE: (
            "(?:what(?:'s| is) )?(?:the |your |their |its )?(?:phone|telephone|contact)(?: number)?|how (?:do"
            "|can) i (?:reach|call) (?:you|them|it)"
        ),
        Fact.HOURS: (
            f"(?:when|what time|until when|till when|how late|how long)(?:'s| is| are| does| do)?(?: {_IT})? ?(?:open"
            f"|close|closed|opens|closes|shut)(?: until| till)?"
            f"|(?:is|are) {_IT} (?:open|closed|shut)(?: (?:now|today|then|on|still))*|(?:still )?open(?: now| today"
            f"| on)*|(?:what are )?(?:the |your )?(?:opening|business|office) (?:hours|times)"
        ),
        Fact.NOTES: (
            "what (?:do|should|must|shall|can)(?: i| we)? ?(?:need to |have to )?(?:bring|wear|pay|prepare|take"
            "|know)(?: along| with me)?"
            "|(?:do|should|can|may|must|could) (?:i|we) (?:need to |have to |also )*bring (?!me )[a-z' ]{1,30}"
            "|what to (?:bring|wear|prepare)|what(?:'s| is) (?:it|this|the (?:topic|content|programme"
            "|program))(?: about)?|any (?:notes|requirements)"
        ),
    }
)
_OF_A_POINT: Final[Mapping[Fact, str]] = MappingProxyType(
    {
        Fact.HOURS: (
            "(?:还)?(?:能|可以|能不能|可不可以)?(?:去|来|进)?(?:吗|么|不)|(?:放|休)假?(?:不放)?假?(?:吗|么|不)|(?:会|还|能)?(?:开|在)"
            "(?:门|放|着)*(?:吗|么|不|没|不开)|赶得?[上及](?:吗|么|不)|来得及(?:吗|么|不)"
            "|(?:can|may|could) (?:i|we) (?:still )?(?:go|come|visit|drop in)(?: there| here| in)?"
            "|will (?:it|they) be open"
        ),
        Fact.WAY: (
            "(?:走(?:路|过去|去|过来)?|步行|过去|骑车(?:过去)?)?(?:大概|大约)?(?:要|需要|得)?(?:走)?(?:多久|几分钟|多少分钟|多远|多长时间|远)"
            "(?:吗|么|不)?|(?:离)?(?:这[里儿])?远(?:不远|吗|么)|(?:地铁站?|车站)(?:出来|下来)?(?:怎么|如何)走"
            "|how (?:far|long)(?: (?:is|does|would))?(?: it)?(?: take)?(?: away)?(?: (?:to|on|by|from))?"
            "(?: (?:walk|foot|get|go|bike|here))?"
            "(?: there)?|(?:is it )?(?:walkable|within walking distance)|can i walk(?: there)?"
        ),
        Fact.PLACE: (
            "(?:在|是)?(?:哪|什么|啥)(?:一)?(?:条|个)?(?:路|街|弄|街道)(?:上)?|(?:把|请)?(?:它的?)?地址(?:发|给|告诉|报)(?:一下|给|个)*我?"
            "|(?:发|给)(?:一下|个|我)*地址|(?:what|which) (?:street|road)(?: is it)?(?: on)?"
            "|(?:send|give) me the address"
        ),
        Fact.HOLDER: (
            "谁(?:在)?(?:负责|管|管理|值班)(?:着)?(?:这里|那里|这儿|那儿|这个点|这边|这个)?的?|(?:这里|那里)?归谁管"
        ),
        Fact.SERVICES: (
            "(?:里面|那里|里头)?(?:都)?(?:有|提供)(?:些|点)?(?:什么|啥|哪些)(?:服务|设施|东西|功能)?"
            "|(?:能|可以)(?:做|干|办)(?:些|点)?(?:什么|啥|哪些事?)"
            f"|what (?:do|does|can)? ?{_IT}? ?(?:have|offer|got)|what(?:'s| is) (?:in )?(?:there|inside)"
            "|what (?:services|facilities)(?: (?:are there|do they have|does it have|have they))?"
        ),
    }
)
"""What is asked of a place in words that mean something else of an activity."""

_OF_WHAT_IS_SHOWN: Final = (
    Fact.NOTES,
    bounded.compiled(
        "(?:是|都)?(?:不是)?(?:免费|收费|要钱|花钱|收钱|要交钱)(?:的)?(?:吗|么|不)?|(?:多少|几块)钱|停车(?:方便|难|收费)?(?:吗|么|不)"
        "|(?:(?:is (?:it|this)|are they|which (?:ones?|of them) (?:is|are)) )?(?:free|free of charge)"
        "|how much(?: (?:is it|does it cost))?|does it cost anything"
        "|(?:is there )?(?:any )?parking"
    ),
)
"""What is asked so of a card or a list alone, and of the whole bot where none is shown."""

_FORMS: Final = tuple(
    (fact, bounded.compiled(f"(?:{forms})"))
    for table in (_CHINESE, _ENGLISH)
    for fact, forms in table.items()
)  # fmt: skip
_FORMS_OF_A_POINT: Final = (*((fact, bounded.compiled(f"(?:{forms})")) for fact, forms in _OF_A_POINT.items()), *_FORMS)
_POLITE: Final = re.compile(
    "^(?:请问(?:一下)?|想?问(?:一下|下|问|个事)?|麻烦(?:问一?下)?|不好意思|老师|您好|你好|我?想(?:知道|问问?)|那么?"
    "|话说|对了|还有|哦|嗯|另外"
    "|(?:hi|hello|hey|excuse me|please|sorry|and|so|by the way|can you tell me|could you tell me|do you know"
    "|tell me)\\b)[, ]*"
)
_THIS: Final = (
    "^(?:(?:这|那|该|本)(?:个|次|场|节|堂|里|边|儿|门|期|天)?|[你您咱]们?(?:(?:这里|那里|那边|这边|那儿|这儿)|(?=几"
    "|什么时|在|到|开|有))"
    "|我们?(?=几|什么|在|到|去|要|该|怎|如|坐)|它|他们)?(?:的)?"
)
_IS: Final = "(?:都|又|就|是|一般|到底|具体|现在|大概|大约)*"
_NOT_SHOWN: Final = re.compile(f"{_THIS}(?:活动|课|报名(?=[^\\w]))?{_IS}")
_SHOWN: Final = re.compile(
    f"{_THIS}(?:活动|党课|讲座|课|会议?|义诊|岗位|值班|志愿(?:活动|服务)?|服务点|驿站|中心|地方|报名(?=[^\\w]))?{_IS}"
)
"""How people call what a card shows, in front of what they ask; what is not shown is called by no such name."""
_TAIL: Final = bounded.compiled(
    "(?:[啊呀呢哦噢哈吧的了呐哪]|来着|谢谢[你您]?|多谢|(?<=\\w) ?(?:please|thanks|thank you|exactly|then|on))+$"
)
_CLAUSES: Final = re.compile("[,，。;；!！]")
_SIGNS: Final = re.compile('[\\s,.!?;:~、。，！？；：…"()（）]+')


@bounded.up_to(bounded.SENTENCE, None)
def read(text: str, *, is_shown: bool = True, of_point: bool = False) -> Fact | None:
    """Tell which fact is asked for; None: none, or it is not sure.

    `is_shown`: a card shows what it is about, `of_point`: and that is a service point, or several.
    """
    if guests.is_asked(text):
        return Fact.GUESTS
    if access.is_asked(text):
        return Fact.ACCESS
    said = plain(text)
    if len(said) > LONGEST:
        return None
    it = _SHOWN if is_shown else _NOT_SHOWN
    forms = (*(_FORMS_OF_A_POINT if of_point else _FORMS), *((_OF_WHAT_IS_SHOWN,) if is_shown else ()))
    return next((fact for one in _ways(said, it) for fact, form in forms if one and form.fullmatch(one)), None)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_and(text: str) -> bool:
    """Tell whether it asks the same of something else, which was cut out of it: 星期天呢, and on."""
    said = plain(text)
    return bool(_AND.fullmatch(_SIGNS.sub(" ", said).strip()))


_AND: Final = re.compile("那?(?:呢|怎么样|如何|行吗|可以吗)|(?:and|what about|how about|or)(?: on)?")


def _ways(said: str, it: bounded.Bounded | re.Pattern[str]) -> Iterator[str]:
    """Return what is left of a question without its polite words, without what it calls the thing, and both.

    Where a card shows the thing, what stands before the last comma may say anything: 等一下，几点开始来着.
    """
    whole = bare = _SIGNS.sub(" ", said).strip()
    last = _SIGNS.sub(" ", _CLAUSES.split(said.rstrip(" ?？。!"))[-1]).strip() if it is _SHOWN else ""
    while (kind := _POLITE.sub("", bare).strip()) != bare:
        bare = kind
    for one in dict.fromkeys((whole, bare, it.sub("", bare).strip(), it.sub("", last).strip())):
        yield one
        yield _TAIL.sub("", one)


# ---------------------------------------------------------------- what notes say

_TOPICS: Final = (
    ("带|备|拿|bring|need", "带|备|携带"),
    ("身份证|证件|\\bid\\b|passport", "身份证|证件"),
    ("穿|着装|衣服|鞋|正装|wear|dress", "穿|着装|服装|衣|鞋"),
    ("孩子|小孩|儿童|宝宝|家属|kid|child|family|son|daughter", "孩|儿童|家属|亲子"),
    (guests.WHO, "家属|家人|亲友|同伴|同行|携伴|带人|陪同"),
    ("电梯|轮椅|无障碍|腿脚|台阶|step|lift|elevator|wheelchair|stairs", "电梯|轮椅|无障碍|台阶|楼梯"),
    ("钱|费|收费|免费|花|\\bcost|\\bfree\\b|\\bfee|\\bpay|charge", "费|元|钱"),
    ("吃|饭|餐|盒饭|点心|food|lunch|dinner|\\beat|meal", "餐|饭|吃|点心"),
    ("停车|车位|开车|park|\\bcar\\b|drive", "停车|车位"),
    ("迟到|晚到|late", "迟到|晚到|准时"),
    ("雨|天气|rain|weather", "雨|天气|室内|室外"),
    ("集合|meet|gather", "集合"),
    ("讲|内容|主题|topic|about|content", "讲|内容|主题"),
)  # what a question speaks of, and how notes speak of it
_ABOUT: Final = tuple((re.compile(asked), re.compile(noted)) for asked, noted in _TOPICS)
_FORM_WORDS: Final = re.compile(
    "请问|什么|怎么|多少|哪些|哪里|可以|需要|要不要|能不能|有没有|是不是|可不可以|能否|是否|自己|我们|你们|这个|那个"
    "|活动|时候"
    "|[吗么嘛呢啊呀的了是有没不要用能会得我你您他她它们这那请就也都还]"
)
_RUN: Final = re.compile("[\u3400-\u9fff]{2,}|[a-z]{4,}")
_FULL_WIDTH: Final = ("。", "；", "！")
_SENTENCE: Final = re.compile("[^。；;!！\n]+[。；;!！]?")


@bounded.up_to(bounded.SENTENCE, "")
def noted(text: str, notes: str) -> str:
    """Return the sentences of notes that speak of what is asked; "": none does."""
    said = plain(text)
    topics = [note for asked, note in _ABOUT if asked.search(said)]
    own = {run[at : at + 2] for run in _RUN.findall(_FORM_WORDS.sub(" ", said)) for at in range(len(run) - 1)}
    sentences = [one.strip() for one in _SENTENCE.findall(notes)]
    exact = [one for one in sentences if any(piece in plain(one) for piece in own)]
    fitting = exact or [one for one in sentences if any(note.search(one) for note in topics)]
    return "".join(one if one.endswith(_FULL_WIDTH) else f"{one} " for one in fitting).strip()


def asks_of_checking_in(text: str) -> bool:
    """Tell whether a question of how one stands is about having checked in, and not about having signed up."""
    return "签" in text or "check" in text.casefold()
