"""What somebody says of a request that is on its way: when an answer comes, what is wrong in it, that it is over."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from domain import bounded
from domain.said.requests.asides import Aside, aside
from domain.said.requests.request_lines import asked_for, named
from domain.said.writing.signs import plain


class About(Enum):
    """What it is about."""

    RESULT = auto()  # when an answer comes, and how it stands
    LINE = auto()  # a line that is wrong, or is to be added
    PAPERS = auto()  # whether anything is to be sent or brought
    WITHDRAWAL = auto()


@dataclass(frozen=True, slots=True)
class Saying:
    """What was said; `line` is the line of the request that is named, as in `domain.said.requests.request_lines`."""

    about: About
    line: str = ""


LONGEST: Final = 40

_RESULT: Final = bounded.compiled(
    "(?:大概|一般|那|我的?|申请|挂靠|审核|审批|这个?|还)*(?:要|需要|得|会)*(?:等|审核|审批|处理|批|办|审)?(?:多久"
    "|多长时间|几天|几个工作日|多少天)(?:能|才|会|可以|有|出|给|批|办|知道|结果|答复|回复|好|下来|完|通过)*"
    "|(?:大概|一般|那|我的?|申请|挂靠|审核|审批|这个?)*(?:什么时候|啥时候|何时|几时|哪天)(?:能|才|会|可以|给|出"
    "|有)*(?:结果|答复|回复|消息|批|批下来|批准|办好|办完|通过|下来|出来|知道|好|回我|回复我|审完|审好|审核完)+"
    "|(?:我的?|申请|挂靠|审核|结果|那|现在)*(?:有|出|出来|办好|批|批准|批下来|通过|审核|审完|处理)(?:结果|消息|答复"
    "|回复|好|完|下来)*了?(?:吗|没有?|么)"
    "|(?:我的?|申请|挂靠|审核|那)+(?:怎么样|如何|咋样)了?"
    "|(?:我的?|申请|挂靠|审核|办理)*(?:进度|进展|状态|情况|结果)(?:怎么样|如何|呢|是什么|查询)?(?:了)?|(?:申请|挂靠"
    "|审核)?(?:到|办到|走到)哪(?:一|个)?步(?:了)?"
    "|(?:怎么|为什么|为啥)?还(?:没|没有|不)(?:有)?(?:结果|消息|答复|回复|批|动静|下来|通过|人理我?|人回复?)(?:我)?"
    "|(?:有没有|有|到底)?(?:人|谁)(?:看|审|处理)(?:过|了|到)*(?:吗|没有?)?"
    "|催一?下|(?:能|可以)?(?:不能)?(?:加急|尽快|早点)(?:办|批|审)*(?:吗|么)?|(?:能|可以)?(?:不能)?(?:快|快一?点"
    "|催催?)(?:吗|一下)?"
    "|(?:when|how soon) (?:will|do|can|is|are) (?:i|you|they|it|there) ?(?:get |have |hear |know |receive "
    "|be )?.*(?:result|answer|reply|hear|decision|know|decided|approved|ready|done)?"
    "|how (?:long|many days)(?: will| does| do| must)?(?: it| this| i)?(?: take| wait| need"
    "| have to wait)?(?: for .*)?|(?:any|what) (?:news|result|update|progress|answer)s?(?: yet| on .*| about .*)?"
    "|(?:what(?:'s| is) )?(?:the |my )?(?:status|progress|state)(?: of .*)?"
    "|(?:any|is there an?|have i got an?|have you an?) (?:reply|answer|response|decision)(?: yet)?"
    "|(?:has|have) (?:anyone|anybody|somebody|they|you) (?:looked at|seen|read|received|got|answered) ?"
    "(?:it|my .*)?(?: yet)?"
    "|did (?:they|you|anyone) (?:receive|get|see|read) (?:it|my .*)|what(?:'s| is| comes| happens) next"
    "|has (?:it|my (?:request|application)) been (?:approved|accepted|decided|seen|confirmed)(?: now| yet)?|am i in"
    "|(?:is|was) (?:it|my (?:request"
    "|application)) (?:approved|accepted|decided|done|through|confirmed)(?: yet)?",
    most=LONGEST,
)
_RETURNED: Final = bounded.compiled(
    "(?:为什么|为啥|怎么)(?:又|会|给|把我?)*(?:被)?(?:退回?|打回|驳回|不通过|没通过|没过)(?:来|了|我的?|申请)*"
    "|(?:还)?(?:要|需要|该|得)?(?:再)?补(?:充|交|上)?(?:什么|哪些|啥)(?:材料|资料|内容|信息)?"
    "|(?:我的?|申请)?(?:哪里|哪儿|什么地方|哪一?项)(?:还)?(?:不对|有问题|错了?|要改|没填好|不行)|(?:有|是)?(?:什么"
    "|啥)(?:问题|原因)"
    "|why (?:was|is|did) (?:it|my (?:request|application)|they) .*|what(?:'s| is) (?:missing|wrong)(?: .*)?",
    most=LONGEST,
)
_PAPERS: Final = bounded.compiled(
    "(?:还|那)?(?:需要|要不要|要|用|用不用)?我?(?:本人|亲自)?(?:过去|去|来|跑)(?:一趟|现场|你们那里|那边)+(?:吗|么|办"
    "|交)*"
    "|(?:还|都)?(?:需要|要|缺|差)(?:什么|哪些|啥)(?:材料|东西|资料|证件|手续)(?:吗|呢)?|"
    "(?:还|那|我)?(?:要不要|需要|要|需不需要|用不用|用|得|是不是要|必须)*(?:再)?(?:寄|邮寄|交|提交|送|带|准备|补|补交"
    "|拿|跑一趟|去现场|本人去|去一趟|亲自去|打印|盖章)(?:过去|过来)?"
    "(?:什么|哪些|啥|纸质)?(?:的)?(?:材料|东西|资料|证件|证明|原件|复印件|一趟|纸质版?)?(?:吗|么|呢|啊)?"
    "|(?:do|should|must|need) i (?:need to |have to )?(?:send|bring|mail|post|submit|hand in|come).*"
    "|what (?:documents?|papers?|materials?)(?: do i| are)? ?(?:need|needed|required|bring|send)?.*",
    most=LONGEST,
)
_WITHDRAWAL: Final = bounded.compiled(
    "(?:帮我|我要|我想|请|麻烦|想)+(?:把(?:它|这个|那个)?)?(?:撤回|撤销)(?:来|掉|一下)?了?|"
    "(?:(?:那|算了|我|还是|现在|先)* ?(?:不想|不要|不)?(?:再)?(?:办|挂靠|申请|挂)了? ?)?"
    "(?:帮我|我要|我想|请|麻烦|想|就)*(?:把|将)(?:我的?|这个|这份|那个)*(?:挂靠)?申请(?:给)?(?:撤回|撤销|撤|取消|收回)(?:来|掉|了|一下)*(?:重新[弄填办来])?|"
    "(?:那|算了|我|还是|现在|先)* ?(?:不想|不要|不)(?:再)?(?:办|挂靠|申请|挂)了 "
    "(?:帮我|我要|请|麻烦|想)*(?:撤回|撤销|取消|撤了?)(?:来|吧|掉)*|"
    "(?:那|算了|我|还是|决定|现在|先|暂时|不好意思)*(?:不想|不要|不准备|不打算|不)(?:再|去)?(?:办|挂靠|申请"
    "|挂)(?:理)?(?:挂靠|申请)?了"
    "|(?:帮我|我要|我想|请|麻烦|想)*(?:撤回|撤销|取消|撤掉|退掉|收回)(?:一下|我的?|这个|这份|掉)*(?:挂靠)?(?:申请)"
    "|(?:please )?(?:i (?:want|would like|wish|'d like) to |i'd like to )?(?:withdraw|cancel|take back|retract)(?: my"
    "| the| this)? (?:request|application|affiliation request)"
    "|(?:please )?(?:i (?:want|would like|need) to |i'd like to |can i |could i )?"
    "(?:take|pull) (?:it|my (?:request|application)) back"
    "|i (?:no longer want|do not want|don't want|changed my mind about) .*(?:affiliat|request|it|this).*",
    most=LONGEST,
)
_MENDS: Final = re.compile(
    "(?:写|填|弄|搞|打|输|登记)错|错了|不对|有误|有问题|改|换|更[正新]|变了|补|加|忘(?:记)?(?:写|填)|漏|没填|没写"
    "|\\b(?:wrong|mistake|incorrect|change|changed|correct|edit|update|add|forgot|missing|fix|typo)\\b"
)
_AROUND: Final = bounded.compiled(
    "^(?:请问|想问(?:一下)?|问一下|你好|您好|老师|那个?|hi|hello|and|so)[, ]*|(?:[啊呀呢哦吧的]| ?谢谢[你您]?| please"
    "| thanks)+$"
)
_SIGNS: Final = re.compile('[\\s,.!?;:~、。，！？；：…"()（）]+')


@bounded.up_to(bounded.SENTENCE, None)
def said(text: str, *, is_at_hand: bool) -> Saying | None:
    """Tell what is said of a request; None: it is about something else.

    `is_at_hand`: the request is on the screen, so that the bare name of a line means that line.
    """
    words = _SIGNS.sub(" ", plain(text)).strip()
    if len(words) > LONGEST:
        return None
    ways = (words, _AROUND.sub("", words))
    line = _line(text, words, is_at_hand=is_at_hand)
    if line:
        return Saying(About.LINE, line)
    forms = (
        (About.WITHDRAWAL, _WITHDRAWAL),
        (About.RESULT, _RESULT),
        (About.RESULT, _RETURNED),
        (About.PAPERS, _PAPERS),
    )
    return next((Saying(about) for about, form in forms if any(form.fullmatch(one) for one in ways if one)), None)


def _line(text: str, words: str, *, is_at_hand: bool) -> str:
    """Return the line that is named beside a word of mending, or alone."""
    if _MENDS.search(words) is not None and aside(text) in {None, Aside.COMPLAINT, Aside.QUESTION}:
        line = asked_for(text) or ""
    else:
        name, value = named(text) or ("", "")
        line = name if not value and (is_at_hand or name.startswith(_OF_A_REQUEST)) else ""
    return "" if line in _NOT_OF_ONE_LINE else line


_OF_A_REQUEST: Final = ("paper", "home_")
"""Lines that nothing but a request has."""

_NOT_OF_ONE_LINE: Final = frozenset({"point", "stay"})
"""What is changed by moving, which has its own way."""
