"""What an organiser asks for in a sentence: which of their screens, and which activity, member, place or day it names.

A form says what must stand in it. What is left without its words, the days and what only fills a sentence has to be a
name, a title or a place where the form takes one, and nothing where it takes none: else it is no sentence of this kind.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final

from domain import bounded, when
from domain.said import days as said_days
from domain.said import member_sought
from domain.said.days import Days
from domain.said.signs import CUT, plain


class What(StrEnum):
    """What is asked for; each opens one screen."""

    CHANGE = "change"
    CALL_OFF = "call_off"
    COPY = "copy"
    DUTIES = "duties"
    NOT_CONFIRMED = "not_confirmed"
    LIST = "list"  # to print
    POSTER = "poster"
    CAME = "came"
    DESK = "desk"
    SIGNED_UP = "signed_up"
    LATE = "late"
    RETURNED = "returned"
    DONE = "done"
    RULES = "rules"
    REQUESTS = "requests"
    APPROVE = "approve"
    SENT = "sent"  # announcements, and how they go
    ANNOUNCE = "announce"
    MAIL = "mail"
    HOLDERS = "holders"
    INVITATIONS = "invitations"
    INVITE = "invite"
    MONTH = "month"
    GROUPS = "groups"
    WISHES = "wishes"
    DIGEST = "digest"
    BRANCHES = "branches"
    NEW = "new"
    DRAFTS = "drafts"
    HELD = "held"
    ACTIVITIES = "activities"
    FIND = "find"
    MEMBERS = "members"
    TO_DO = "to_do"


class Part(StrEnum):
    """What of an activity is to be changed."""

    WHEN = "when"
    WHERE = "where"
    SEATS = "seats"
    TITLE = "title"
    NOTES = "notes"


class Rest(Enum):
    """What the words that are left may be."""

    NOTHING = auto()
    TITLE = auto()  # of an activity, or its kind
    PLACE = auto()
    NAME = auto()  # and there must be one


@dataclass(frozen=True, slots=True)
class Errand:
    """A screen that is asked for, with what fills it: days, and the words that name something.

    `to` is what an activity is to be changed to, `by` how it moves: "later", "earlier" or "", `part` which
    part of it is to be another. `is_person`: what
    is looked for is somebody, and no place.
    """

    what: What
    rest: str = ""
    days: Days | None = None
    to: str = ""
    by: str = ""
    part: Part | None = None
    is_person: bool = False


_ACTIVITY: Final = "(?:活动|党课|党日|会议?|学习|讲座|义诊|座谈|培训)"
_OUR: Final = "(?:组织员|组织者|党务工作者|志愿者|管理员|同事)"

_FORMS: Final[Mapping[What, tuple[Rest, tuple[str, ...]]]] = MappingProxyType(
    {
        What.COPY: (
            Rest.TITLE,
            (
                "照(?:着)?(?=.*(?:再(?:办|来|开|做|搞)))",
                "再(?:办|来|开|做|搞)一(?:次|场|个)",
                "(?:复制|照搬|照抄)(?=.*<activity>)",
                "同样的再来一场",
                r"\b(?:copy|repeat)\b(?=.*\b(?:activity|event|meeting|lecture)\b)",
                "一样的",
            ),
        ),
        What.DUTIES: (
            Rest.TITLE,
            (
                "催.{0,8}(?:志愿者|义工)",
                "(?:志愿者|义工).{0,8}(?:没|未)(?:有)?(?:确认|回|答)[复应]?",
                "(?:志愿)?岗位",
                "缺(?:几个|多少个?)?(?=志愿|人手|人)",
                "排班",
                "人手(?:够|缺|不)",
                "(?:志愿者|义工)(?:够不够|够|齐|安排|排)",
                "找志愿者",
                "招(?:募)?(?:几个|些|点)?志愿者",
                "(?:的)?(?:志愿者|义工)(?:都)?(?:有谁|是谁|有哪些|名单)",
                "谁(?:来)?(?:做|当)(?:志愿者|义工)",
                r"\b(?:duties of|volunteers needed|who helps|need volunteers)\b",
            ),
        ),
        What.NOT_CONFIRMED: (
            Rest.TITLE,
            (
                "(?:给|提醒)(?:一下)?还?(?:没|未)(?:确认|回复?)的?(?:人|党员|同志)?们?(?:发(?:一?[个条])?(?:消息|通知|提醒))?",
                "催(?:一?[催下])?(?:大家)?",
                "(?:没|未)(?:有)?(?:确认|回复|回应|答复|回音|回)(?!信|的?(?:申请|留言|来信|信))",
                r"\b(?:not|hasn't|haven't|has not|have not) (?:yet )?(?:confirmed|answered|replied)\b",
                r"\b(?:unconfirmed|remind those|chase)\b",
            ),
        ),
        What.LIST: (
            Rest.TITLE,
            (
                "(?:打印|导出|下载|发我|给我|要|拿)?.{0,4}(?:签到表|签到名单|报名表|报名名单|参加名单)",
                r"\b(?:attendance|sign-?in|sign-?up|signed) (?:list|sheet)\b",
            ),
        ),
        What.POSTER: (
            Rest.TITLE,
            (
                "(?:打印|生成|下载|做|要|出)?(?:一?张|个)?海报",
                r"\bposter\b",
            ),
        ),
        What.CAME: (
            Rest.TITLE,
            (
                "(?:谁|哪些人|几个人?|多少人?|哪几个人?)(?:都)?(?:没来|没到|缺席|来了|到了|到场|缺席了|没有来|没有到)",
                "(?:来|到)了(?:多少|几个?)人?",
                "到场(?:情况|人数|了)?",
                "出席(?:情况|人数)",
                "(?:登记|录入|补录|补)(?:一下)?(?:到场|签到|出席)",
                "补(?:录|登|签)(?:一下)?",
                r"\b(?:who|how many)(?: people)? (?:came|was there|were there|did not come|didn't come|showed up)\b",
                r"\benter who came\b",
            ),
        ),
        What.DESK: (
            Rest.TITLE,
            (
                "(?:开始|打开|去|做|组织|现场|准备)(?:一下)?(?:签到|点名)(?:台|页面|界面)?",
                "签到台",
                "点个?名",
                "签到(?:码|二维码|口令)",
                r"\b(?:check-?in desk|roll call|start (?:the )?check-?in|open (?:the )?check-?in)\b",
            ),
        ),
        What.SIGNED_UP: (
            Rest.TITLE,
            (
                "(?:谁|哪些人|有?多少人?|几个人?|哪几个人?)(?:都)?报(?:了)?名(?:了)?",
                "报(?:了)?名(?:了)?(?:多少|几个?)(?:人|个)?",
                "报名(?:情况|人数|怎么样|满了)",
                "(?:有)?(?:多少|几个?)人(?:会|要|能)?来",
                "来(?:多少|几个?)人",
                "报?满(?:了|员)?",
                r"\b(?:who|how many)(?: people)?(?: have| has)? signed up\b",
                r"\bhow many (?:people )?(?:will |are )?(?:come|coming)\b",
                r"\bsign-?ups for\b",
            ),
        ),
        What.LATE: (
            Rest.NOTHING,
            (
                "(?:超期|逾期|超时|拖|过期)(?:了)?(?:没(?:审|办|处理))?的?(?:申请|审核|挂靠)?",
                r"\boverdue\b(?: requests?)?",
            ),
        ),
        What.RETURNED: (
            Rest.NOTHING,
            (
                "退回(?:去|补充)?的?(?:申请|材料)?(?:补)?",
                r"\b(?:returned|sent back)\b(?: requests?)?",
            ),
        ),
        What.DONE: (
            Rest.PLACE,
            (
                "(?:办结|审完|审过|通过|批|婉拒|拒绝|审核过)(?:了)?的?(?:申请|挂靠|记录)",
                "审核记录",
                "(?:办结|审完|审过|批过)(?:了)?的",
                r"\b(?:decided|approved|declined)\b(?: lately| requests?)+",
            ),
        ),
        What.RULES: (
            Rest.NOTHING,
            (
                "审核(?:的)?(?:规则|级别|设置|流程)",
                "(?:改|设|调|换|用)(?:成|为|到)?[两二一双单]级(?:的)?(?:审核)?",
                "[两二一双单]级(?:的)?审核",
                "(?:改|设|调)(?:成|为)?[两二一双单]级",
                "(?:几|多少)个?工作日(?:内)?(?:审|答复)",
                r"\b(?:rules of review|review rules|two levels?|one level)\b",
            ),
        ),
        What.REQUESTS: (
            Rest.PLACE,
            (
                "(?:待|要|没|未|等着?我?|需要我?|轮到我)(?:有)?(?:审核?|初审|复审|审批|批)(?:的)?(?:挂靠)?(?:申请)?(?!.*通知)",
                "(?:新|挂靠|登记)的?申请",
                "(?:谁|有人|哪些人|几个人|多少人)(?:新)?(?:申请|要|想)(?:要|来|了)?(?:挂靠)?",
                "审(?:核)?(?:一下)?申请",
                "处理申请",
                "申请(?=要审|待审|需要|列表|没审|有)",
                r"\b(?:requests?|applications?)(?: to review| waiting| pending)?\b",
                r"\bto review\b",
                r"\breview queue\b",
            ),
        ),
        What.APPROVE: (
            Rest.NOTHING,
            (
                "(?:待|要|等|没|需要|等着|轮到)(?:我)?(?:审批?|批准?|审核|通过)(?:的)?(?:通知|公告)",
                "(?:通知|公告)(?:要|待|等)(?:我)?(?:审批?|批准?)",
                r"\b(?:announcements? to approve|approvals?)\b",
            ),
        ),
        What.SENT: (
            Rest.NOTHING,
            (
                "(?:通知|公告)(?:有)?(?:多少人|几个人|谁|都)?(?:收到|送到|看到)(?:了)?(?:没有?|吗)?",
                "(?:通知|公告)(?:都)?(?:发|送)(?:完|到|出去|好)(?:了)?(?:没有?|吗)?",
                "(?:通知|公告)(?:发|送)得(?:怎么样|如何)",
                "(?:通知|公告|消息)(?:的)?(?:送达|发送|发得|发的?|到达|阅读)(?:情况|怎么样|多少|了没|完了没|了吗)?",
                "送达(?:情况|率|报告)",
                "(?:看|查|所有|以前|上次|发过|我们)的?(?:发过的|发的)?(?:通知|公告)",
                "谁没(?:有)?收到(?:通知)?",
                r"\b(?:how (?:is|are) the announcements? going|delivery report|our announcements|who did not get)\b",
            ),
        ),
        What.ANNOUNCE: (
            Rest.NOTHING,
            (
                "给[^,。]{1,14}发(?:一?[个条])?(?:新的?|紧急)?(?:通知|公告|消息)",
                "(?:发|写)(?:布|个|一[个条份则]|条|份)?(?:通知|公告|消息)给.{1,14}$",
                "(?:发|写|起草|群发|推送|拟|编)(?:布|个|一[个条份则]|条|份)?(?:新的?|紧急)?(?:通知|公告|消息)",
                "(?:通知|告诉|提醒)(?:一下)?(?:大家|全体|所有(?:人|党员)|党员们|党员)",
                "新(?:建|的)?通知",
                r"\b(?:write|send|new|make)(?: an?| the)?(?: new)? (?:announcement|notice)\b",
                r"\bannounce\b",
                r"\btell everybody\b",
            ),
        ),
        What.MAIL: (
            Rest.NOTHING,
            (
                "(?:来信|留言|信)(?:还)?(?:没|未)(?:有)?(?:回|答复)复?",
                "(?:来信|信件|留言)(?:箱)?",
                "(?:谁|有人|哪些人|几个人)(?:给(?:我们?|中心))?(?:留言|写信|来信|写了)",
                "(?:没|未)(?:有)?(?:回|答复)(?:复)?的?(?:留言|来信|信)",
                r"\b(?:mail|messages?|letters?)\b",
            ),
        ),
        What.HOLDERS: (
            Rest.PLACE,
            (
                "(?:有|看)(?:哪些|几个|多少|什么)(?:个|位|名)?<colleague>",
                "<colleague>(?:名单|有谁|有哪些|都有谁|是谁|列表)",
                "(?:撤|取消|收回|撤销|免去|去掉)(?:掉|一个)?.{0,8}(?:角色|权限|身份|<colleague>)",
                "谁是.{0,8}<colleague>",
                "现有人员",
                r"\b(?:who holds|which organisers|list of (?:organisers|volunteers)|take a role)\b",
            ),
        ),
        What.INVITATIONS: (
            Rest.NOTHING,
            (
                "(?:没用|未用|没接受|发出|未接受|没人接受|没领)(?:过|去|的|了)*邀请",
                "撤(?:回|销)邀请",
                "邀请(?:链接)?(?:列表|记录)",
                r"\bopen invitations?\b",
                r"\bwithdraw (?:an |the )?invitation\b",
            ),
        ),
        What.INVITE: (
            Rest.PLACE,
            (
                "(?:邀请|请|加|添加|新增|增加|任命|发展|拉|设|安排)(?:一?[个位名])?(?:新的?)?.{0,10}(?:<colleague>|管活动|帮忙管)",
                "邀请(?:一个)?人",
                "发邀请",
                r"\b(?:invite|appoint)\b(?=.*\b(?:organiser|volunteer|somebody|someone|colleague|admin)\b)",
            ),
        ),
        What.MONTH: (
            Rest.NOTHING,
            (
                "月报",
                "报表",
                "到会率",
                "参加率",
                "出勤率",
                "月度",
                "(?:统计|数据|数字|总结|汇总)(?:一下)?(?:表)?",
                "活动(?:开展)?情况",
                "办了(?:多少|几)(?:场|次|个)(?:活动)?",
                r"\b(?:monthly report|report of the month|figures|statistics|attendance rate)\b",
            ),
        ),
        What.GROUPS: (
            Rest.NOTHING,
            (
                "(?:绑定?|绑一个|加|连|接)(?:一?个)?群",
                "(?:有|绑了|哪)(?:哪些|几个|个)?群",
                "(?:收通知的)群",
                "群(?:设置|管理|列表)",
                r"\b(?:bind|which|our) (?:a )?groups?\b",
            ),
        ),
        What.WISHES: (
            Rest.NOTHING,
            (
                "点单",
                "大家(?:都)?想(?:要|参加|学|听|看|办)?(?:什么|哪些)(?:活动)?",
                "党员(?:都)?想(?:要|参加)什么",
                r"\bwhat (?:members|people) (?:wish|want)\b",
            ),
        ),
        What.DIGEST: (
            Rest.NOTHING,
            (
                "每周预告",
                "周(?:报|预告)",
                r"\bweekly digest\b",
            ),
        ),
        What.BRANCHES: (
            Rest.NOTHING,
            (
                "(?:哪(?:些|栋|几栋|个)?(?:楼宇?|单位|公司|地方))?(?:够|可以|能|该|适合|满足)(?:条件)?(?:成立|建|组建|设)(?:党)?支部",
                "哪(?:些|栋|个)?(?:楼|单位|楼宇)?.{0,4}建支部",
                "成立(?:党)?支部",
                r"\bfound(?:ing)? a branch\b",
                r"\benough for a branch\b",
            ),
        ),
        What.NEW: (
            Rest.TITLE,
            (
                "(?:新建|新增|新开|创建|发布|发起|筹备|安排|组织|举办|办|开|搞|弄|建)(?:一?[个场次])(?:新的?)?(?:<activity>|主题党日|志愿服务|组织生活会?|支部大会)",
                "(?:新建|创建|发布|发起|新增|举办|筹备)(?:新的?)?<activity>",
                r"\b(?:new|create|organise|hold|plan|set up)(?: an?| a new)? (?:activity|event|lecture|meeting)\b",
            ),
        ),
        What.DRAFTS: (
            Rest.NOTHING,
            ("(?:<activity>)?(?:的)?草稿(?:箱)?", r"\b(?:our |my )?drafts?\b"),
        ),
        What.HELD: (
            Rest.NOTHING,
            (
                "(?:以前|之前|过去|已经|最近|我们)*(?:办|举办|开展|组织|搞|做)(?:过|完|了)的<activity>",
                "(?:以前|之前|过去|结束)(?:了)?的<activity>",
                r"\b(?:past|earlier|held) activities\b",
            ),
        ),
        What.ACTIVITIES: (
            Rest.NOTHING,
            (
                "(?:我们?|本单位|我管|我负责|我办|我们办|手上|手里|街道|楼里)(?:的|有|要|这边|管|办|负责)*(?:哪些|什么|几场)?的?<activity>(?:管理|安排|列表)",
                "<activity>管理",
                "(?:管理|编辑)(?:一下)?(?:我们的?)?<activity>",
                "我(?:管|办|负责)的<activity>",
                r"\b(?:activities to run|run activities|manage (?:my |our )?activities|our activities to run)\b",
            ),
        ),
        What.FIND: (
            Rest.NAME,
            (
                "(?:帮我)?(?:找|查|搜|搜索|查询|查找)(?:一?[找查搜下]|一下|到|个)*(?=.)",
                "有(?:没有)?(?:一个|个)?叫",
                "^叫(?=.)",
                "挂靠在哪(?:里|儿|个服务点)?[?吗呢]*$",
                "(?:是谁|是哪位|是哪个(?:人|党员)?)(?:的)?[?吗呢]*$",
                "(?:是|在)(?:在)?哪个(?:服务点|街道|楼|支部|单位)(?:的|挂靠)?[?吗呢]*$",
                "的(?:挂靠)?申请(?:审|批|办|处理|通过)?(?:好|完)?(?:了)?(?:没有?|吗|怎么样|到哪)*(?:一?步)?(?:了)?[?吗呢]*$",
                "(?:挂靠)?在哪(?:个|里|儿)?(?:服务点|楼)?挂靠",
                "的(?:电话|手机号?|联系方式|资料|信息|挂靠(?:情况|信息)?|党员信息)(?:是)?(?:多少|什么|在哪|几号)?[?吗呢]*$",
                r"\b(?:find|look up|look for|search for|who is)\b",
            ),
        ),
        What.MEMBERS: (
            Rest.PLACE,
            (
                "(?:有)?(?:哪些|多少(?:个|名|位)?|几(?:个|名|位)|什么)(?:流动)?(?:党员|成员)",
                "(?:党员|成员)(?:名单|列表|名册|花名册|有谁|有哪些|有多少(?:人|个)?|多少)",
                "(?:我(?:们)?的|所有|全部|本单位的?|楼里的?|看看?)(?:流动)?(?:党员|成员)",
                "(?:谁|哪些人|多少人|几个人)(?:在.{0,12})?挂靠(?:着|中)?",
                "的(?:流动)?(?:党员|成员)[?吗呢]*$",
                "(?:新|最近|刚)挂靠的(?:党员|人)",
                "挂靠(?:了|着)?(?:多少|几个?)(?:人|个)?",
                r"\b(?:which|how many|our|my|list of|the) (?:mobile )?members\b",
                r"\bmembers (?:of|in|at)\b",
            ),
        ),
        What.TO_DO: (
            Rest.NOTHING,
            (
                "待办",
                "(?:有|还有|有没有)?(?:什么|啥|哪些|几件)?(?:事情?|工作)?(?:是)?(?:要|需要|该|等|等着|没)我?(?:去)?(?:办|处理|做|干)(?:的)?(?:事情?|什么|啥|哪些)?",
                "(?:有|还有)(?:什么|啥|哪些)(?:事|工作|任务)(?:情)?",
                "(?:等着?|需要)我(?:办|处理|做|审)?的?(?:是什么|有什么|事)?",
                r"\b(?:to-?do|what (?:needs|waits for) me|my tasks)\b",
                r"\bwhat (?:do i have to do|is waiting|is there to do|have i to do)\b",
                r"\banything (?:to do|for me)\b",
            ),
        ),
    }
)
"""One of these must stand in a sentence, and the words that are left may be so much; tried in this order."""


def _form(alternatives: Iterable[str]) -> bounded.Bounded:
    spelt = "|".join(alternatives).replace("<activity>", _ACTIVITY).replace("<colleague>", _OUR)
    return bounded.compiled(spelt)


_ORDER: Final = tuple((what, _form(forms), rest) for what, (rest, forms) in _FORMS.items())

_FILLS: Final = (
    "一共|总共|打开|请问?|出|做|弄|(?:上|最近|最新)一[个条]|(?:的)?签到$|打印|生成|下载|导出|怎么(?:设置?|弄|改|开|看|用|查)|麻烦[你您]?|帮我|帮忙|给我|替我|我们?|[你您]|想要?|需要|看看|看一[看下]|看下|查一?下|查看|一下|还有|有没有|没有|哪些|哪几个|哪个"
    "|几个|多少|什么|现在|目前|最近|刚才|情况|这里|这边|里面|下面|所有|全部|本单位|列表|清单|怎么样|如何|怎么|名单|一[个份条场次位张]|已经|都|的时候"
    "|那[个场次]|这[个场次]|[的了吗呢吧啊呀是有谁把将在里个份条场次位名人没还要去到和跟看请,.?!、。:;'\"~-]"
    "|\\b(?:please|can|could|you|show|me|list|the|my|our|is|are|there|any|who|what|which|how|many|has|have|had|do|does|did|i|we"
    "|to|of|for|us|all|open|new|still|yet|not|an?|now|in|at|on|see|look|up|that|waiting|wait|waits|want|need|would|like|it|and)\\b"
)
_AROUND: Final = bounded.compiled(f"^(?:{_FILLS})+|(?:{_FILLS})+$")
_AROUND_NAMES: Final = bounded.compiled(
    r"^(?:请|麻烦|帮我|我想|我要|想|要|看看|一下|个|叫|(?:the|an?|me|for)\b|[ ,.?!、。:;'\"~-])+"
    r"|(?:有吗|有没有|有么|吗|呢|吧|啊|呀|的|了|是谁|谢谢|please|[ ,.?!、。:;'\"~-])+$"
)
_KINDS: Final = bounded.compiled("^(?:活动|会议?|activity|activities|event|events)$")
_OWN: Final = bounded.compiled("^(?:街道|全区|区里?|楼里?|单位|中心|支部)$")
"""Places that are the own ones, where nothing else names them."""

_REFUSED: Final = bounded.compiled("^(?:请)?(?:先)?(?:不要|别|不用|不想|先不|不必|do not|don't|never)")
_CHANGE: Final = bounded.compiled(
    "^(?:请|麻烦|帮我|帮忙)*(?:把|将)?(?P<which>.*?)(?:的?(?P<part>(?:开始)?时间|地点|地方|场地|教室|日期|名额|人数|标题|名称|题目|说明|备注))?"
    "(?P<verb>改期|改时间|改地点|改(?:一?下)?|调整?|挪|往后推|往后延|往前提|往前挪|顺延|推后|推迟|延后|延期|延|提前|换(?:一?下)?|移)(?P<into>到|成|为|至|在|去)?(?P<to>.*)$"
)
_CHANGE_ENGLISH: Final = bounded.compiled(
    "^(?:please |can you |could you )*(?P<verb>move|reschedule|postpone|change|shift|bring forward) (?P<which>.*?)"
    "(?: (?:to|until|till|by) (?P<to>.*))?$"
)
_CALL_OFF: Final = bounded.compiled(
    "^(?:请|麻烦|帮我|帮忙)*(?:把|将)?(?P<which>.*?)(?:取消|停办|撤掉|撤销|不办|不搞|不开|不弄|作废|停掉)(?:掉|了|一下|吧)*(?P<more>.*)$"
    "|^(?:please |can you |could you )*(?:call off|cancel) (?P<english>.*)$"
)
_LATER: Final = bounded.compiled("推迟|延后|延期|往后|顺延|推后|^延$|postpone")
_EARLIER: Final = bounded.compiled("提前|往前|bring forward")
_MUCH_TOO_LONG: Final = 80
_GREETS: Final = bounded.compiled(
    "^(?:(?:早上|上午|中午|下午|晚上)好|[您你]好|老师|hi|hello|good (?:morning|afternoon))[,。! ]*"
)


def readings(text: str, now: datetime) -> Iterator[Errand]:
    """Tell what an organiser may ask for, the likeliest first; nothing where it is none of these, or more than that.

    Whoever knows the activities, places and members takes the first whose names are known.
    """
    said = _GREETS.sub("", plain(text)) if len(text) <= bounded.SENTENCE else text
    if len(said) > _MUCH_TOO_LONG or _REFUSED.match(said):
        return
    yield from filter(None, (_changed(said, now), _called_off(said, now)))
    yield from filter(None, (_asked(what, form, rest, said, now) for what, form, rest in _ORDER))


def _changed(said: str, now: datetime) -> Errand | None:
    found = _CHANGE.match(said) or _CHANGE_ENGLISH.match(said)
    if found is None:
        return None
    named = found.groupdict()
    which, days = _which(named["which"], now)
    if which is None:
        return None
    verb, to = named["verb"], (named["to"] or "").strip(" ,.。，吧了!！?？")
    part = _part(named.get("part") or "", verb) or _part(to, verb)
    if _PART.fullmatch(to):
        to = ""
    by = "later" if _LATER.search(verb) else "earlier" if _EARLIER.search(verb) and not named.get("into") else ""
    return Errand(What.CHANGE, which, days, to, by, part)


_PARTS: Final = MappingProxyType(
    {
        Part.WHEN: "开始时间|时间|日期|日子|钟点|期|time|date",
        Part.WHERE: "地点|地方|场地|教室|会议室|位置|place|room",
        Part.SEATS: "名额|人数|seats",
        Part.TITLE: "标题|名称|名字|题目|title|name",
        Part.NOTES: "说明|备注|要求|notes",
    }
)
_PART: Final = bounded.compiled(
    "(?:一?下|一?个)?(?:别的|其他的?|新的?)?(?:"
    + "|".join(f"(?P<{part}>{words})" for part, words in _PARTS.items())
    + ")"
)


def _part(named: str, verb: str) -> Part | None:
    """Return which part of an activity these words name; 改期 says it with the verb."""
    found = _PART.fullmatch(named) or _PART.fullmatch(verb.removeprefix("改"))
    return Part(found.lastgroup) if found is not None and found.lastgroup else None


def _called_off(said: str, now: datetime) -> Errand | None:
    found = _CALL_OFF.match(said)
    if found is None:
        return None
    which, days = _which(found["english"] or f"{found['which'] or ''}{CUT}{found['more'] or ''}", now)
    return None if which is None else Errand(What.CALL_OFF, which, days)


_IS_ONE: Final = bounded.compiled(f"{_ACTIVITY}|\\b(?:activity|event|lecture|meeting|class)\\b")


_SPAN: Final = bounded.compiled(
    "(?P<count>半|一|两|二|三|四|五|六|七|[0-9]{1,2}|an?|one|two) ?(?:个)?(?P<unit>天|日|周|星期|礼拜|days?|weeks?)"
)
_COUNTS: Final = MappingProxyType(
    {"an": 1, "a": 1, "one": 1, "two": 2, "两": 2} | {sign: at for at, sign in enumerate("一二三四五六七", 1)}
)
_MOST_DAYS: Final = 60


def shift(errand: Errand) -> timedelta | None:
    """Return by how much an activity is to be moved, backwards below zero; None: the sentence says no length."""
    if not errand.by:
        return None
    span = _SPAN.fullmatch(errand.to)
    by = when.duration(errand.to) if span is None else _days_of(span)
    return by if by is None or errand.by == "later" else -by


def _days_of(span: re.Match[str]) -> timedelta | None:
    written = span["count"]
    count = int(written) if written.isdecimal() else _COUNTS.get(written, 0)
    days = count * (7 if span["unit"].startswith(("周", "星", "礼", "w")) else 1)
    return timedelta(days=days) if 0 < days <= _MOST_DAYS else None


def _which(named: str, now: datetime) -> tuple[str | None, Days | None]:
    """Return the words that name an activity and its days; None: the words name none."""
    days, without = said_days.cut(named, now)
    rest = _bare(without)
    if days is None and not _IS_ONE.search(named):
        return None, None
    return "" if _KINDS.match(rest) else rest, days


def _asked(what: What, form: bounded.Bounded, kind: Rest, said: str, now: datetime) -> Errand | None:
    if kind is Rest.NAME:
        return _sought(form, said)
    if form.search(said) is None:
        return None
    month = _MONTH.search(said) if what is What.MONTH else None
    days, without = said_days.cut(said, now, back=what in _LOOK_BACK)
    rest = _bare(form.sub(CUT, without))
    if kind is Rest.TITLE:
        meant = None if what is What.COPY else days  # it says when the next one is
        return Errand(what, "" if _KINDS.match(rest) else rest, meant)
    if kind is Rest.PLACE:
        return Errand(what, "" if _OWN.match(rest) else rest, days)
    return None if rest and not _KINDS.match(rest) else Errand(what, "", days, to=month[0] if month else "")


_MONTH: Final = bounded.compiled("(?:[0-9]{4}年)?[0-9]{1,2}月|上上?个?月|这?个月|本月|last month|this month")
_LOOK_BACK: Final = frozenset({What.CAME, What.MONTH, What.COPY, What.DONE})
"""What is asked of days that are past."""

_SOUGHT: Final = bounded.compiled("党员|成员|同志|手机号?|电话|号码|尾号|\\b(?:member|phone|number|whose|ending|in)\\b")
_SAYS_PERSON: Final = bounded.compiled("党员|成员|同志|手机|电话|联系方式|叫|是谁|哪位|挂靠|\\b(?:member|who)\\b")
_MOBILE: Final = bounded.compiled("(?:86)?1[3-9][0-9]{9}")
_DIGITS: Final = bounded.compiled("[+0-9][0-9 ()-]{2,}")


def _sought(form: bounded.Bounded, said: str) -> Errand | None:
    """Take who is looked for: words that say so and a name, or a phone number, or its end where it is called so."""
    number = _DIGITS.search(said)
    if number is not None and len(re.sub("[^0-9]", "", number[0])) >= member_sought.END:
        around = said[: number.start()] + CUT + said[number.end() :]
        rest = _bare(_SOUGHT.sub(CUT, form.sub(CUT, around)))
        says_so = form.search(said) or _SOUGHT.search(said) or _MOBILE.fullmatch(re.sub("[^0-9]", "", number[0]))
        return Errand(What.FIND, number[0].strip(), is_person=True) if says_so and not rest else None
    if form.search(said) is None:
        return None
    without = form.sub(CUT, said)
    parts = (_AROUND_NAMES.sub("", part.strip()) for part in _SOUGHT.sub(CUT, without).split(CUT))
    named = [part for part in parts if part]
    return Errand(What.FIND, named[0], is_person=_SAYS_PERSON.search(said) is not None) if len(named) == 1 else None


def _bare(words: str) -> str:
    """Return what is left of words without what only fills a sentence."""
    parts = (_AROUND.sub("", part.strip()).strip() for part in words.split(CUT))
    return " ".join(part for part in parts if part)
