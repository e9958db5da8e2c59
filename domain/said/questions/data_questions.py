"""What somebody asks about what they tell: who sees it, how long it is kept, if it can be taken back, if it is safe.

Whole messages only: 安全生产公司 is an employer.
"""

import re
from enum import Enum, auto
from typing import Final

from domain import bounded
from domain.said.writing.signs import plain


class DataQuestion(Enum):
    """What is asked about one's own data."""

    SEEN = auto()
    KEPT = auto()
    TAKEN_BACK = auto()
    SAFE = auto()


LONGEST: Final = 60

_MAY: Final = "(?:可不可以|能不能|会不会|不会|能够?|可以|都|会|也|还)*+"
_OTHERS: Final = "(?:谁|哪些人|什么人|有人|别人|其他人|外人|单位|公司|老板|领导|同事|支部|原支部|家里人|大家)"
_WHAT: Final = (
    "(?:我的?|这些?|个人|个|填的|写的|上传的|上面的)*+(?:信息|资料|数据|隐私|电话|手机号?|照片|姓名|名字"
    "|内容|东西)?(?:的)?"
)
_FORMS: Final = {
    DataQuestion.SEEN: bounded.compiled(
        f"{_WHAT}(?:都|会)*(?:给|被|让)?{_OTHERS}{_MAY}(?:看得?[到见]|看到|看见|看|知道|查到|读到|拿到|收到).{{0,10}}"
        f"|{_WHAT}(?:会|是)*(?:给|发给|交给|传给|公开给)谁(?:看|的)?"
        f"|会(?:不会)?(?:告诉|通知|联系|发给|公开)(?:给)?(?:我们?的?)?{_OTHERS}?(?:吗|么)?|{_WHAT}(?:会|会不会)公开(?:吗"
        f"|么|出去)*"
        "|who (?:else )?(?:can |will |could |gets to |is able to )?(?:see|sees|read|reads|know|knows|access"
        "|looks?(?! after| for)|view|views)\\b.*"
        "|(?:will|can|does|could) (?:my (?:employer|boss|company|colleagues)|others|anyone|anybody|other people"
        "|everyone) (?:else )?(?:see|know|find out|read|access|view)\\b.*"
    ),
    DataQuestion.KEPT: bounded.compiled(
        f"(?:那|你们)?{_WHAT}{_MAY}(?:要|被)?(?:保存|保留|存|留|存放|储存|保管)(?:到|在)?(?:我的信息|这些)?(?:多久"
        f"|多长时间|什么时候|几年|几个月|到什么时候).{{0,3}}"
        f"|(?:{_WHAT})?(?:多久|什么时候)(?:会|能|才)*(?:删|删除|删掉|清除)(?:掉)?"
        "|how long (?:will|do|is|are|does|would) .*\\b(?:keep|kept|store|stored|save|saved|hold|held|retain"
        "|retained)\\b.*|when (?:is|will) (?:it|my data) (?:be )?deleted"
    ),
    DataQuestion.TAKEN_BACK: bounded.compiled(
        f"(?:以后|之后|事后|填了|填完|同意了?|同意以后|后面|到时候|那|那我)*(?:还|后)?(?:能不能|能够?|可以"
        f"|可不可以)(?:再|随时|又)*(?:把)?{_WHAT}"
        "(?:撤回|撤销|收回|删除|删掉|删|反悔|后悔|退出|注销)(?:来)?(?:同意|授权|信息|资料|掉)*(?:吗|么|不|的吗)"
        "|(?:要是|如果|我)?不同意(?:的话)?(?:会|能|可以|还能)*(?:怎么样|怎样|怎么办|行吗|可以吗|办吗|挂靠吗|有什么影响)"
        "|(?:can|could|may) i (?:later |still )?(?:take (?:it|this|that|my consent) back|withdraw|delete|revoke"
        "|change my mind|remove)\\b.*|what if i (?:don't|do not|disagree).*"
    ),
    DataQuestion.SAFE: bounded.compiled(
        f"(?:这里?|那|填|这样|在这里填|在网上填|网上|你们|发在这里){{0,2}}{_WHAT}(?:是|会|真的|到底|有)*(?:安全|保密"
        f"|靠谱|可靠|正规|可信|骗人|骗子|诈骗)(?:的)?(?:吗|么|不|性)"
        f"|{_WHAT}(?:安不安全|靠不靠谱|是不是(?:骗子|诈骗|真的)|保不保密)|{_WHAT}(?:会不会|会"
        f"|有没有可能)(?:被)?泄[露漏](?:出去|掉)?(?:吗|么|呢)?"
        f"|(?:怎么|如何)保(?:证|障|护){_WHAT}(?:安全|隐私)?(?:不(?:会)?泄[露漏])?"
        "|(?:is|are) (?:this|it|that|my data|they|my information|you|everything)(?: really| all)? (?:safe|secure"
        "|private|confidential|legit|a scam|genuine|encrypted)\\b.*"
        "|(?:will|could) (?:it|my data|this) (?:be )?(?:leak|leaked|shared|sold)\\b.*|can i trust .*|how (?:safe"
        "|secure) is .*"
    ),
}
_AROUND: Final = bounded.compiled(
    "^(?:请问|想问(?:一下)?|问一下|那|但是|可是|不过|等等|先问一下|but|and|wait|so|please)[, ]*|[啊呀呢哦吧的]+$"
)
_SIGNS: Final = re.compile('[\\s,.!?;:~、。，！？；：…"()（）]+')


@bounded.up_to(bounded.SENTENCE, None)
def asked(text: str) -> DataQuestion | None:
    """Tell what is asked about one's data; None: nothing is."""
    said = _SIGNS.sub(" ", plain(text)).strip()
    if len(said) > LONGEST:
        return None
    bare = _AROUND.sub("", said)
    return next((one for one, form in _FORMS.items() if form.fullmatch(said) or form.fullmatch(bare)), None)
