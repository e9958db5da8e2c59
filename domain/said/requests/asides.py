"""What is said beside the answers to a form and stands in none of its lines: questions, orders, doubts, corrections."""

import re
from enum import Enum, auto
from typing import Final
from unicodedata import normalize

from domain import bounded


class Aside(Enum):
    """What is said instead of an answer."""

    DATA = auto()  # what becomes of it?
    IF_NO = auto()  # what if I do not agree?
    STEPS = auto()  # how much is still to come?
    OPTIONAL = auto()  # may it be left out?
    WHY = auto()
    LATER = auto()
    SEND = auto()
    UNKNOWN = auto()  # I do not know
    QUESTION = auto()  # any other
    COMPLAINT = auto()  # it is wrong; wait


QUESTIONS: Final = frozenset({Aside.DATA, Aside.IF_NO, Aside.STEPS, Aside.OPTIONAL, Aside.WHY, Aside.QUESTION})

_ENDS: Final = "[吧了啊呀呢哦哈的]*"
_FORMS: Final = {
    Aside.DATA: "^(?!.*(?:公司|集团|中心|大学|院|所|局|支部|党委|科技)$).*(?:隐私|个人信息|信息安全|泄露|骚扰|推销)"
    r"|(?:单位|公司|老板|领导|家里|家人|别人|外人|谁).{0,6}(?:知道|看到|看见|看得到|能见|能看|能见看)"
    r"|(?:告诉|通知|发给|交给|给)(?:我的?|我们)?(?:单位|公司|老板|领导|家里|家人|别人|外人|谁)"
    r"|(?:用来|拿去|拿来)(?:做|干)什么"
    r"|(?:信息|资料|数据).{0,4}(?:存|保存|放|留)(?:在|到|多久)"
    r"|\b(?:my|our|the) data\b|\bprivacy\b|\bspam\b"
    r"|\b(?:tell|told|give|share|show|send|inform)\b.*\b(?:employer|boss|company|family|anyone|anybody|others)\b"
    r"|\b(?:employer|boss|company|family|who)\b.*\b(?:know|sees?|told|find out|reads?)\b",
    Aside.IF_NO: "不同意(?:的话|会|行|可以|怎|呢)|(?:如果|要是|万一)我?不(?:同意|愿意|想填|填)"
    r"|\bif i (?:say no|do not|don't|refuse|disagree)\b",
    Aside.STEPS: "几步|几个问题|几题|多少(?:步|问题)|[还缺]缺?(?:什么|哪些)|还差|还要(?:填|写|问)?(?:多久|多少)"
    r"|\bhow (?:many|long|much)\b|\b(?:still|is|what's) missing\b",
    Aside.OPTIONAL: "(?:可以|能|可|能不能|可不可以)不(?:填|写|给|留|说)|必须(?:填|写|要)?|一定要|必填|选填"
    "|^我?(?:现在|目前)?(?:没有?|无|暂无)(?:工作)?(?:单位|公司)$|^(?:工作)?(?:单位|公司)(?:就|我)?(?:不|先不)(?:填|写)"
    r"|\bi (?:have no|do not have an?|don't have an?) (?:employer|job)\b|\bunemployed\b|\bnot employed\b"
    r"|\b(?:do i (?:have|need) to|must i|optional|(?:can|may|could) i (?:skip|leave))\b",
    Aside.WHY: r"为什么|为何|为啥|干嘛|干什么用|凭什么|^(?:but )?why\b|\bwhat (?:is (?:this|that|it) )?for\b",
    Aside.LATER: "(?:以后|稍后|回头|下次|改天|等会儿?|待会儿?|过会儿?)再|我?先(?:去)?(?:看看|看一下|逛逛)|^算了"
    r"|^(?:maybe )?(?:later|not now)\b|\bsome other time\b|\blet me (?:first )?look\b",
    Aside.SEND: f"^(?:好的?)?(?:(?:我?都|全)?(?:对|正确)|(?:都|全)?没(?:有)?(?:问题|错)"
    f"|(?:重新|再)?(?:发送|提交|发出|发)(?:一[次下])?|就这样){_ENDS}$"
    "|^(?:(?:it |that |all )?(?:looks? |is )?(?:all )?(?:good|right|fine|correct)|(?:please )?(?:re)?(?:submit|send)"
    "(?: it)?(?: again| now)?(?: please)?|that'?s (?:it|all|right)|done)$",
    Aside.UNKNOWN: "不(?:太|大|很)?(?:知道|记得|清楚|晓得|确定|肯定|好说|一定)|说不[好准]|想不起|记不[得清]|忘(?:记)?了"
    r"|\b(?:don'?t|do not|can'?t|cannot) (?:know|remember|recall)\b|\bno idea\b|\bnot sure\b|\bforgot\b",
    Aside.QUESTION: r"\w.*[?？]\s*$|[吗么呢]$|([会能是要可行好用该有])[不没](?:可以)?\1"
    r"|什么|怎么|怎样|如何|多久|哪[里儿个些]|几点"
    r"|^(?:what|how|which|who|where|when)(?:'s| (?:is|are|was|do|does|did|can|could|should|will|would|to))\b"
    r"|^(?:can|could|do|does|must|should|is|are) (?:i|you|we|it|they|my|the|that|this)\b",
    Aside.COMPLAINT: "^(?:不对|不是|错了|写错|等一?下|等等|稍等|我想想)|(?:写|填|弄|搞)错|错了|不对|有误"
    r"|^wait\b|\bwrong\b|\bmistaken?\b|\bincorrect\b",
}
_ASIDES: Final = {one: bounded.compiled(form) for one, form in _FORMS.items()}
_ARRIVAL: Final = re.compile(
    "[来到](?:了|的|上海|沪)+$|[才就再](?:来|到)$|(?:来|到)上海?(?:报到)$"
    "|^(?:i )?(?:have been |i've been )?(?:here )?since "
    r"|^(?:i(?:'m| am|'ll| will)? )?(?:be )?(?:only )?(?:arriv(?:ed|e|ing)|came|coming|come) (?!from\b)"
)
_MOOD: Final = "[,，.。:：;；!！、 ]"
_CORRECTION: Final = re.compile(
    rf"^(?:{_MOOD}|(?:不对|不是的|(?:写|填|弄|搞)?错了?(?=了|{_MOOD}|$)了?|有误|等一?下|等等|稍等)(?={_MOOD}|$)"
    r"|(?:应该|应当|其实|正确的)是|应为|(?:请)?(?:改|换|更正)[为成到]|是(?!的|否)"
    rf"|(?:sorry|wait|no|oops)(?= *[,.:;!，。：；！])|wrong\b|(?:it |this )?(?:should be|should read)\b"
    r"|(?:it's|it is|is)\b)+",
    re.IGNORECASE,
)
_DIGITS: Final = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_SPOKEN: Final = re.compile("[零〇一二三四五六七八九幺][零〇一二三四五六七八九幺 -]{5,}[零〇一二三四五六七八九幺]")


@bounded.up_to(bounded.SENTENCE, None)
def aside(text: str) -> Aside | None:
    """Tell what is said instead of an answer; None: it may well be one."""
    said = _plain(text)
    return next((one for one, form in _ASIDES.items() if form.search(said)), None)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_no_value(text: str) -> bool:
    """Tell whether nobody and nothing is called so: an aside, or when somebody came."""
    return aside(text) is not None or _ARRIVAL.search(_plain(text)) is not None


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def tells_arrival(text: str) -> bool:
    """Tell whether these words say when somebody came, whether or not the day can be read."""
    return _ARRIVAL.search(_plain(text)) is not None


def corrected(text: str) -> str:
    """Return what is to stand there: 不对，是微光软件; wait, it should be …."""
    return _CORRECTION.sub("", text.strip()).strip()


def in_figures(text: str) -> str:
    """Write a number that is spelt out sign by sign, 一三八…, in figures."""
    return _SPOKEN.sub(lambda found: found[0].translate(_DIGITS), text)


def _plain(text: str) -> str:
    return normalize("NFKC", text).replace("’", "'").casefold().strip(" .。!~")
