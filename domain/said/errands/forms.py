"""The words of an organiser's errands: for each screen what must stand in a sentence, and what may be left of it."""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final


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
    WORKBENCH = "workbench"  # the desk in the browser
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
    UNITS = "units"  # which are the own ones
    SHARED = "shared"  # rooms, equipment and speakers
    BOOKED = "booked"
    TO_LEND = "to_lend"  # requests to borrow
    LENT = "lent"
    LEDGER = "ledger"
    BUILDING = "building"  # one that is named: who has it, who was there
    BUILDINGS = "buildings"  # that somebody looks after
    PROMISES = "promises"
    DECIDE = "decide"  # on a request: that is a tap, and no sentence
    AREAS = "areas"
    TEAMS = "teams"


class Rest(Enum):
    """What the words that are left may be."""

    NOTHING = auto()
    TITLE = auto()  # of an activity, or its kind
    PLACE = auto()
    NAME = auto()  # and there must be one


ACTIVITY: Final = "(?:活动|党课|党日|会议?|学习|讲座|义诊|座谈|培训)"
COLLEAGUE: Final = "(?:组织员|组织者|党务工作者|志愿者|管理员|同事)"

_PLEASE: Final = "(?:请|麻烦|帮我)*"
_DECIDES: Final = "(?:同意|通过|批准|批|退回去?|驳回|拒绝|婉拒)"
_WHICH: Final = "第?[一二三四五六七八九十两0-9]+[个份条位]|[这那][个份]|[\u4e00-\u9fff]{2,4}(?=的)"
_TO_COMPLETE: Final = "(?:[,让叫]{1,2}[他她人]?补[\u4e00-\u9fff]{0,6})?"
_REQUESTS: Final = "(?:request|application)s?"
_DECIDES_ENGLISH: Final = "(?:approve|accept|decline|reject|refuse|return|send back)"
_WHICH_ENGLISH: Final = "(?:the |a |that |this |his |her )?(?:[a-z' ]{1,20} )?"

FORMS: Final[Mapping[What, tuple[Rest, tuple[str, ...]]]] = MappingProxyType(
    {
        What.DECIDE: (
            Rest.NOTHING,
            (
                f"^{_PLEASE}{_DECIDES}(?:一下|了|掉)?(?:{_WHICH})?的?(?:挂靠|那[个份])?申请[了吧啊。!]*$",
                f"^{_PLEASE}(?:把|将)?(?:{_WHICH})?的?(?:挂靠)?申请(?:给|都|全)*{_DECIDES}(?:掉|了|一下)*{_TO_COMPLETE}[吧啊。!]*$",
                f"^(?:please )?{_DECIDES_ENGLISH} {_WHICH_ENGLISH}{_REQUESTS}[.!]*$",
                f"^(?:who|what|which {_REQUESTS}) (?:is|are) waiting (?:for|on) (?:a |my )?(?:decision|approval)s?$",
            ),
        ),
        What.COPY: (
            Rest.TITLE,
            (
                "(?:跟|和|像|照)上(?:次|回|一次)",
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
                "(?:志愿者?|义工|值班|值守|排班).{0,6}(?:没|未)(?:有)?(?:答复|回复|回应|回话|回音|确认|表态|定)",
                "(?:没|未)(?:有)?(?:答复|回复|回应|回话|回音|确认|回)(?:值班|值守|志愿者?|排班)(?:服务)?",
                "(?:加|添|设|建|增加)(?:一?[个些])?(?:志愿者?|服务)?(?:岗位|岗)",
                "催(?:一?[催下])?(?:还)?(?:(?:没|未)(?:有)?(?:回|确认|答)[复应]?的)?(?:志愿者|义工)",
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
                "(?:没|未)(?:有)?(?:说|定|确认|答复|回复)(?:来不来|到不到|去不去|参不参加)",
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
                "(?:打印|导出|下载|发我|给我|要|拿|出|打)?(?:一?[个份张])?(?:签到表|签到名单|报名表|报名名单|参加名单)",
                r"\b(?:attendance|sign-?in|sign-?up|signed) (?:list|sheet)\b",
            ),
        ),
        What.POSTER: (
            Rest.TITLE,
            (
                "海报(?:发我|发给我|给我)",
                "(?:打印|生成|下载|做|要|出)?(?:一?张|个)?海报",
                r"\bposter\b",
            ),
        ),
        What.MONTH: (
            Rest.NOTHING,
            (
                "(?:[上这本]{1,2}个?)?月(?:份)?(?:的)?(?:总体|整体|活动)?(?:情况|怎么样)",
                "(?:[上这本]{1,2}个?)?月(?:份)?(?:一共|总共|都)?(?:来|到)了(?:多少|几)[个位]?人?(?:次)?",
                "(?:上上?个?|[这本]个?)月(?:份)?.{0,6}(?:有)?(?:多少|几个?)(?:人次?|次)(?:来|到|参加)(?:了|过)?(?:的)?(?:活动|党课|会)?",
                r"\b(?:attendance|figures?|turnout) (?:of |in |for )?(?:last|this) month\b",
                r"\bhow was (?=.*month\b)",
                "(?<![上这本])月报",
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
        What.CAME: (
            Rest.TITLE,
            (
                "(?:来|到)了(?:多少|几)[个位]?人?",
                "(?:签到|到会|出席)(?:情况|结果)",
                "补(?:登|记)(?:一下)?(?:谁来了|到场|签到)?",
                r"\b(?:attendance|turnout) (?:of|at)\b",
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
        What.WORKBENCH: (
            Rest.NOTHING,
            (
                "(?:打开|进入?|登[录陆]|上|用|开)?(?:一下)?(?:电脑|网页|浏览器)?(?:上|版|端)?的?工作台(?:怎么(?:进|登[录陆]?|打开|用))?",
                "(?:在)?(?:电脑|网页|浏览器)(?:上|版|端)(?:怎么)?(?:登[录陆]|打开|办公|处理|审)",
                "(?:登[录陆]|用|换)(?:到|成)?(?:电脑|电脑版|网页版|大屏幕?)(?:上|版|端)?(?:办公|处理|审|看)?$",
                r"\b(?:open|sign (?:me )?in (?:to|at)) (?:the|my) (?:web )?desk\b(?! at)",
                r"\bdesk (?:in|on) (?:the|my|a) (?:browser|computer)\b",
            ),
        ),
        What.LEDGER: (
            Rest.NOTHING,
            (
                "借入(?:和|与|、)?借出",
                "借出(?:和|与|、)?借入",
                "(?:借用|共享|场地|资源)(?:资源)?的?(?:台账|账本)",
                r"\b(?:lent and borrowed|lending (?:book|ledger))\b",
            ),
        ),
        What.TO_LEND: (
            Rest.NOTHING,
            (
                "借用(?:场地|会议室|教室|设备)?的?(?:申请|请求)(?:要我?(?:同意|答复|处理))?",
                "(?:谁|哪个单位|哪些单位|别的单位|其他单位)(?:要|想)?(?:来)?借(?:我们?的?)?(?:场地|会议室|教室|东西|设备)",
                r"\brequests? to borrow\b",
                r"\bwho (?:asks|wants) to borrow\b",
            ),
        ),
        What.BOOKED: (
            Rest.NOTHING,
            (
                "(?:我|我们|本单位|单位)的(?:预[订定]|借用)(?:记录|情况)?",
                "(?:我|我们|本单位)(?:都)?(?:预?订|借)了(?:哪些|什么)(?:场地|会议室|房间|教室|东西|设备|讲师)?",
                "(?:我|我们)(?:预?订|借)(?:好|到)?的(?:场地|会议室|房间|教室|设备|讲师)",
                "(?:预[订定约]|借用)(?:的)?记录",
                r"\b(?:my|our) bookings?\b",
                r"\bwhat (?:have we|did we|we have|we) (?:booked|borrowed)\b",
            ),
        ),
        What.LENT: (
            Rest.NOTHING,
            (
                "我们?(?:单位)?(?:都)?(?:有)?(?:出借|借出|可以借出去?|能借出去?)(?:去)?的?(?:什么|哪些)?(?:场地|会议室|教室|设备|资源|东西|讲师)?",
                "(?:谁|有?(?:哪些|什么|几个)人?|有?哪些单位)(?:来|要|会|都)*(?:预?[借订](?:用)?|用)(?:了|走)?(?:我们?)?的?(?:场地|会议室|教室|房间|多功能厅|设备|东西|投影仪?)(?:了)?",
                "(?:把)?(?:会议室|场地|教室|房间|多功能厅|报告厅|活动室|大厅)[^,]{0,8}(?:关(?:闭|掉|停)?|停(?:用|借)|不(?:能|再)?(?:外)?借)(?:一?[天周下]|几天|[0-9两三四五六七]天)?[,，]?(?:要|正在|在)?(?:装修|维修|检修|修)?",
                r"\bwhat (?:do )?we lend\b",
            ),
        ),
        What.SHARED: (
            Rest.NOTHING,
            ("共享(?:资源|场地)", "场地(?:和|与|、)讲师", r"\bshared (?:rooms|resources)\b"),
        ),
        What.PROMISES: (
            Rest.NOTHING,
            (
                "(?:我|我们)(?:还|都)?(?:答应|承诺)(?:过|了)?(?:别人|他们|人家)?(?:什么|哪些)(?:事情?)?",
                "(?:我|我们)的承诺",
                "(?:还)?(?:没|未)(?:办|兑现|完成)的?承诺",
                "承诺(?:清单|列表|的事情?)",
                r"\b(?:my|our) promises\b",
                r"\bwhat (?:have i|did i|i have|i) promised?\b",
            ),
        ),
        What.BUILDING: (
            Rest.PLACE,
            (
                "(?:归|由|是)?谁(?:在|来)?(?:负责|分?管|包|跑|联系)(?:的|着)?",
                "(?:最近|上[次回])?(?:有没有|有|没)?(?:人|谁)?(?:去|走访|拜访)过(?:了|的)?(?:没有?|吗)?",
                "上[次回](?:是)?(?:什么时候|谁|哪天)?(?:去|走访|拜访)过?的?",
                r"\bwho (?:looks after|has|is in charge of|is responsible for)\b",
                r"\b(?:when was|has anybody|has anyone|when did we|was) (?=.*\b(?:visit(?:ed)?|been)\b)",
                r"\b(?:last |ever )?(?:visit(?:ed)?|been to)\b",
            ),
        ),
        What.AREAS: (
            Rest.NOTHING,
            (
                "(?:片区|网格|包楼|楼宇)的?分工",
                "(?:我|楼宇?|大楼|片区|网格|辖区).{0,6}(?:交接|移交|转交|交)(?:给|到)?.{0,6}$",
                ".{0,4}(?:接手|接管|接替).{0,6}(?:我|楼宇?|大楼|片区|网格)的?(?:楼宇?|大楼|片区|网格|工作)?",
                r"\b(?:hand(?:ing)? over|take over|takes over) (?:my |the )?(?:buildings?|area|work)\b.{0,20}",
                "谁(?:负责|管|包)哪(?:些|几[栋座幢个]|个|[栋座幢])?(?:片区|楼宇?)",
                r"\bwho has which (?:area|building)s?\b",
            ),
        ),
        What.TEAMS: (
            Rest.NOTHING,
            ("(?:志愿者?|志愿服务)(?:服务)?(?:小队|队伍)", r"\b(?:volunteer|our|my) teams?\b"),
        ),
        What.BUILDINGS: (
            Rest.NOTHING,
            (
                "我们?(?:负责|管|包|联系)的?(?:哪些|哪几[栋座幢]|几[栋座幢])?(?:楼宇?|大楼)",
                "我们?的(?:楼宇|楼|大楼)$",
                "我们?(?:要|该|得|应该|还要|还得)*(?:去|走访|跑)哪(?:些|几[栋座幢]|[栋座幢])?(?:楼宇?|大楼)",
                "(?:哪些|哪几[栋座幢]|哪[栋座幢])(?:楼宇?|大楼)(?:该|要|需要)(?:走访|去)",
                "(?:好久|很久|最久)没(?:有)?人?(?:去|走访)过?的?(?:楼宇?|大楼)",
                r"\b(?:my|our) buildings\b",
                r"\bwhich buildings (?:are mine|do i have|wait)\b",
            ),
        ),
        What.DESK: (
            Rest.TITLE,
            (
                "(?:签到)?(?:的)?二维码",
                "(?:开始|打开|去|做|组织|现场|准备)(?:一下)?(?:签到|点名)(?:台|页面|界面)?",
                "签到台",
                "点个?名",
                "签到(?:码|二维码|口令)",
                r"\b(?:check-?in desk|roll call|(?:start|open) (?:the )?check[- ]?in)\b",
            ),
        ),
        What.SIGNED_UP: (
            Rest.TITLE,
            (
                "还?剩(?:下)?(?:几|多少)?[个]?(?:名额|位子|位置|座位|空位)",
                "(?:谁|哪些人)(?:都)?报(?:了)?(?:名)?(?:了)?",
                "报名的?人",
                "(?<=[场次课会班日诊座动])(?:目前|现在|一共|总共)?(?:有)?(?:多少|几个?)人(?:会|要|能)?来?(?!.*(?:看|收到))",
                r"\bwho (?:is|will be|are) (?:coming|there)\b",
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
                "(?:申请|挂靠)?(?:超期|逾期|超时|拖|过期)(?:了|着|得)?(?:很|好|太|这么)?(?:久|长)?(?:没(?:审|办|处理))?的?(?:申请|审核|挂靠)?",
                r"\boverdue\b(?: requests?)?",
            ),
        ),
        What.RETURNED: (
            Rest.NOTHING,
            (
                "(?:被)?(?:我们?)?(?:退回|打回)(?:去|来)?(?:了)?的?(?:申请|材料)?",
                "退回(?:去|补充)?的?(?:申请|材料)?(?:补)?",
                r"\b(?:returned|sent back)\b(?: requests?)?",
            ),
        ),
        What.DONE: (
            Rest.PLACE,
            (
                "(?:审|批|通过|同意)(?:了|过)(?:多少|几)个?人?(?:申请)?",
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
                "新(?:来|到|收到|交)的?申请",
                "(?:挂靠)?申请(?=.{0,3}(?:哪里|怎么)(?:看|审|处理))",
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
                "(?:通知|公告|消息).{0,4}(?:多少人|几个人|谁|哪些人)(?:都)?(?:没)?(?:看|收到|读|看到)(?:过|了)?",
                "(?:通知|公告)(?:发|送)出去(?:了)?",
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
                "(?:通知|告诉|提醒)(?:一下)?(?:大家|全体|所有(?:人|党员)|党员们|党员)(?:一下|一声)?(?s:.*)$",
                "(?:给|跟|和).{1,14}(?:说一?声|讲一?声|打个招呼)",
                (
                    r"\b(?:send|tell|write)(?: to)? (?:everyone|everybody|all members|all)\b(?: an?"
                    r"| the)?(?: notice| announcement| message)?"
                ),
                "给[^,。:]{1,30}发(?:一?[个条])?(?:新的?|紧急)?(?:通知|公告|消息)(?:(?s:[,:。 ].*)$)?",
                "(?:发|写|起草|群发|推送|拟)(?:一?[个条份])?(?:新的?|紧急)?(?:通知|公告)(?s:[,:。].*)$",
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
                "把.{1,10}(?:角色|权限|身份|<colleague>)(?:身份|权限|角色)?(?:去掉|撤掉|撤销|撤|取消|收回|拿掉|免掉|免去)",
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
        What.GROUPS: (
            Rest.NOTHING,
            (
                "群(?:怎么|可以)?(?:绑定?|加|连|接)(?:进来)?",
                "(?:在|往|到|给)?群里(?:发|转|通知|推)(?:一下)?(?:活动|通知|消息)?",
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
                "大家(?:都|最)?想(?:搞|弄|做|要|参加|学|听|看|办)?(?:点|些|个)?(?:什么|哪些)(?:活动)?",
                (
                    r"\bwhat (?:did |do |have )?(?:the )?(?:members|people|they) (?:wish(?:ed)?|want(?:ed)?"
                    r"|ask(?:ed)?)(?: for)?\b"
                ),
                "点单",
                "大家(?:都)?想(?:要|参加|学|听|看|办)?(?:什么|哪些)(?:活动)?",
                "党员(?:都)?想(?:要|参加)什么",
                r"\bwhat (?:members|people) (?:wish|want)\b",
            ),
        ),
        What.DIGEST: (
            Rest.NOTHING,
            (
                "每周预告(?:是)?(?:几点|什么时候|哪天|周几|礼拜几)(?:发|出|推)?",
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
                "哪(?:些|几?[栋座幢家]|个)(?:楼宇?|大楼|单位|公司|企业)(?:还|都|到现在)*没(?:有)?(?:成立|建)?(?:党)?支部",
                "成立(?:党)?支部",
                r"\bfound(?:ing)? a branch\b",
                r"\benough for a branch\b",
            ),
        ),
        What.NEW: (
            Rest.TITLE,
            (
                "^(?:一?[个场])?新的?(?:一场)?<activity>$",
                "(?:新建|新增|新开|创建|发布|发起|筹备|安排|组织|举办|办|开|搞|弄|建)(?:一?[个场次])(?:新的?)?(?:<activity>|主题党日|志愿服务|组织生活会?|支部大会)",
                "(?:新建|创建|发布|发起|新增|举办|筹备)(?:新的?)?<activity>",
                r"\b(?:new|create|organise|hold|plan|set up)(?: an?| a new)? (?:activity|event|lecture|meeting)\b",
            ),
        ),
        What.DRAFTS: (
            Rest.NOTHING,
            (
                "(?:<activity>)?(?:的)?草稿(?:箱)?",
                "(?:没|未)(?:有)?(?:发布|发出去|发)的?<activity>",
                r"\b(?:our |my )?drafts?\b",
            ),
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
                "(?:我们?|咱们?|本单位|单位).{0,4}(?:要|在|将要|准备|接下来)(?:办|搞|开|做)的<activity>",
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
                "挂(?:靠)?在(?:哪里|哪个.{1,4})[?吗呢]*$",
                "(?:帮我)?(?:找|查|搜|搜索|查询|查找)(?:一?[找查搜下]|一下|到|个)*(?=.)",
                "有(?:没有)?(?:一个|个)?叫",
                "^叫(?=.)",
                "挂靠在哪(?:里|儿|个服务点)?[?吗呢]*$",
                "(?:是谁|是哪位|是哪个(?:人|党员)?)(?:的)?[?吗呢]*$",
                "(?:是|在)(?:在)?哪个(?:服务点|街道|楼|支部|单位)(?:的|挂靠)?[?吗呢]*$",
                "的(?:挂靠)?申请(?:审|批|办|处理|通过)?(?:好|完)?(?:了)?(?:没有?|吗|怎么样|到哪)*(?:一?步)?(?:了)?[?吗呢]*$",
                "(?:挂靠)?在哪(?:个|里|儿)?(?:服务点|楼)?挂靠",
                "的(?:电话|手机号?|号码|联系方式|资料|信息|挂靠(?:情况|信息)?|党员信息)(?:是)?(?:多少|什么|在哪里?|几号|给我|发我|告诉我|有吗)?(?:一下)?[?吗呢]*$",
                r"\b(?:find|look up|look for|search for|who is)\b",
            ),
        ),
        What.MEMBERS: (
            Rest.PLACE,
            (
                "(?:里面?|中心|街道|大厦|楼)?(?:都)?有谁$",
                "(?:我们?|咱们?|本|全)(?:这|那)?(?:一)?(?:片|块|边|里|区|街道|楼|中心|单位).{0,4}(?:多少|几个?)人",
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
        What.UNITS: (
            Rest.NOTHING,
            (
                "我们?(?:是|现在)?(?:负责|管|分管|管理|管着)的?(?:是|有)?(?:哪些|什么|几个|哪几个|哪个|多少个?)?(?:单位|街道|楼宇?|服务点|中心|片区|地方|区域|范围)(?:有哪些|是什么|是哪些)?",
                "我的(?:单位|辖区|片区|管辖范围|服务点)(?:有哪些|是哪些)",
                "我(?:是)?管(?:哪里|哪些)的?$",
                (
                    r"\b(?:which|what) (?:units?|buildings?|streets?)(?: are mine|(?: am| do) i (?:run|organise"
                    r"|manage|look after))\b"
                ),
                r"\bmy units\b",
            ),
        ),
        What.TO_DO: (
            Rest.NOTHING,
            (
                "待办(?:事项|任务|的?事情?)",
                "(?:该|要|得|应该)(?:忙|办|处理|做|干)(?:什么|哪些|几件)",
                "(?:什么|哪些|几件|多少件?|多少)?(?:事情?|任务|工作).{0,3}(?:没|未)(?:有)?(?:办|弄|做|干|处理|忙)(?:完|好|掉)?",
                "(?:几|多少)件?(?:事情?|任务|工作)(?:在)?(?:等着?|要|需要|该|轮到)我?(?:去|来)?(?:办|弄|做|干|处理|忙|管)?",
                "(?:等着?|要|需要|轮到)我(?:去|来)?(?:办|处理|做|审|批|定|管)",
                r"\banything (?:waiting|pending|open|new|left)(?: for (?:me|my approval|us))?\b",
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
