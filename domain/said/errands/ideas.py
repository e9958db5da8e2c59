"""What an organiser's sentence is about, in whatever order it is said: the ideas in it, and which screen they ask for.

A sentence is scanned once. Every word of the table below is an idea; what is no word of it is left over, and has to be
the title of an activity or a place where the screen takes one, and nothing where it takes none.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said.errands.forms import COLLEAGUE, Rest, What
from domain.said.writing.signs import CUT

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "own": "我(?:自己|本人)?(?:都)?(?:报|参加|约)(?:了|过|的)*(?:名)?的?(?:活动|哪些)?|我的?(?:活动"
        "|申请|挂靠|值班|班|报名|签到|手机|资料)"
        r"|\bmy (?:own|activit|request|affiliation|duties|sign)\w*",
        "no": r"(?:先)?(?:不要|不用|别(?!的)|不想|不必|不需要)|\b(?:do not|don't|never)\b",
        "rule": "(?:审核|审批)?(?:的)?(?:规则|级别|流程|设置)|review rules",
        "invitation": r"邀请(?:链接|函)?(?!.*(?:同事|志愿者|组织员|管理员|[一个位]人))|\binvitations?\b",
        "invite": r"邀请|任命|聘|\b(?:invite|appoint)\b",
        "late": "(?:快|要|马上)?(?:到|过|超|逾)(?:了)?期(?:限)?|期限|超时|拖(?:得|了|着)?(?:最|很|太|这么"
        "|好)?久?|卡(?:住|着|了)|太久|很久"
        r"|\b(?:late|overdue|too long)\b",
        "returned": r"(?:被)?(?:我们?)?(?:退|打|驳)回(?:去|来)?(?:补(?:充)?材料)?|\b(?:returned|sent back)\b",
        "decided": r"(?:审核?|审批)?(?:通过|同意|批准|办结|婉拒)|(?:批|审)(?:核|完|过|好|掉)?(?=[了过])"
        r"|\b(?:approved|decided|declined)\b",
        "request": r"(?:挂靠|登记|入驻)?申请(?:表|人|书)?|\b(?:requests?|applications?)\b",
        "undone": "(?:没|未|待|还没|等着?|要|需要|该|得|应该)(?:有)?我?(?:去|来)?(?:审核?|审批|批|处理"
        "|办理?|弄|做|干|忙|管|解决|看|搞)(?:完|好|掉|了)?"
        "|(?:等着?|待|需要|要)我(?:来|去)?(?:答复|回复|回应|决定|拍板|点头|同意|签字)"
        "|积压|堆(?:着|积)?|压着|落下|等着?我|轮到我"
        r"|\b(?:pending|waiting|open|left|need to do|to do|have to do|should i do|to review|unfinished)\b",
        "task": r"待办|任务|急事|要紧事?|(?:事情|事项|(?<![没回同])事|活(?!动)|工作)(?![务日人])|\b(?:tasks?"
        r"|to-?dos?)\b",
        "unanswered": "(?:还)?(?:没|未|不)(?:有)?(?:给)?(?:我们?)?(?:个)?(?:回复|回应|回话|回音|回信|答复"
        "|确认|表态|吭声|回)(?!信|的?(?:信|留言))"
        r"|\b(?:not|hasn't|haven't|have not|has not)(?: yet)? (?:confirmed|answered|replied)\b|\bunconfirmed\b",
        "urge": r"(?:再|去|帮我)?(?:催|提醒)(?:一?[催遍下次])?|\b(?:remind|chase)\b",
        "volunteer": r"志愿者?(?:服务)?(?!.*(?:权限|角色|身份|收回))|义工|值班|值守|岗位?|人手|帮(?:把)?手"
        r"|(?<=[来去])帮忙|\b(?:volunteers?|helpers?|duties)\b",
        "sheet": r"(?:签到|报名|参加)(?:名单|表格?|名册)|\b(?:attendance|sign-?in|sign-?up) (?:list|sheet)\b",
        "list": r"(?:名单|表格?|名册|花名册)|\b(?:list|sheet)\b",
        "poster": r"海报|宣传[画单页]|\bposter\b",
        "code": r"(?:签到)?(?:二维码|口令|码)|\b(?:qr )?code\b",
        "absent": r"(?:没|未)(?:有)?(?:来|到)(?:场|会|的)?|缺席|缺勤|旷|\b(?:absent|missing|did not come"
        r"|didn't come)\b",
        "came": "(?:到|出)(?:场|席|勤|会)(?:率)?|(?:来|到)(?:了|齐)|签到(?:情况|结果|率)"
        r"|\b(?:came|showed up|attendance|turnout)\b",
        "check_in": r"签到|点名|\bcheck[- ]?in\b|\broll call\b",
        "sign_up": "报(?:了|上)?名(?:的|了|情况|人数)?|报(?:了|满)|(?:要|会|能|准备|打算)来|参加(?:的|情况"
        "|人数)?|名额|位子|座位"
        r"|\b(?:sign(?:ed)?[- ]?ups?|coming|will come|joined|seats?)\b",
        "again": "(?:照|按|跟|和|像)(?:着)?(?=.+(?:样|再|一场|一次))|(?:的)?(?:样子|一样)|再(?:办|搞|来|开"
        "|做|弄|组织)|重复|复制|照搬"
        r"|\b(?:again|copy|repeat)\b",
        "digest": r"(?:每周)?预告(?:.*发)?|\bdigest\b",
        "notice": r"(?:通知|公告|推送)|\b(?:announcements?|notices?)\b",
        "send": r"(?:群|新)?(?:发(?:个|一?[条个份]|布|送)|写(?:个|一?[条个份])?|拟|起草|推)|\b(?:send|write"
        r"|make|draft|publish)\b",
        "went": "(?:发|送)(?:完|到|达|出去|好|得)|(?:收|看|读)(?:到|过|了)|(?<=[没谁人])(?:看|收|读)|已读"
        "|\\b(?:sent|read|got|delivered|arrived)\\b",
        "letter": r"(?:群众|党员)?(?:来信|留言|信件|信箱)|(?<=[封的回])信|\b(?:mail|letters?|messages?)\b",
        "group": r"(?:微信|工作)?群(?!众)(?:聊|组|里)?|\b(?:group|groups)\b",
        "wish": r"(?:都)?(?:想|希望)(?:要|看|听|学|办|搞|参加)?(?=点?什么|点?哪些|什么)|点单|心愿"
        r"|\b(?:wish(?:ed)?|want(?:ed)?) for\b|\bwishes\b",
        "everybody": r"大家|党员们?|群众|他们|同志们?|成员|\b(?:members|people|everybody|everyone)\b",
        "affiliated": r"挂(?:靠|了|着)?|\baffiliated\b",
        "manages": f"(?:在|是)?(?:管|负责|分管)(?:着|理)?(?:的)?|{COLLEAGUE}" + r"|\b(?:organisers?|runs|in charge)\b",
        "past": "(?:以前|之前|过去|上次|去年|最近)?(?:办|搞|开展|举办|组织|做)(?:过|完|了)|以前|\\b(?:past"
        "|earlier|held)\\b",
        "hold": "(?:组织|举办|办|搞|开|弄|安排|策划|筹备|新建|创建)"
        "(?=[一两二三四五六七八九十几0-9]{0,2}[场次个节堂]|新)"
        r"|\b(?:hold|organise|plan|set up)\b",
        "branch": r"(?:成立|建|组建)(?:党)?支部",
        "month": r"(?:[上这本]{1,2}个?)?月(?:份|度)?(?=.*(?:总结|汇总|情况|统计|数据|报))|\bmonthly\b",
        "figures": r"月报|报表|总结|汇总|统计|数据|到会率|情况|\b(?:report|figures|statistics)\b",
        "activity": r"活动|场次|\b(?:activit(?:y|ies)|events?)\b",
        "lacks": r"[缺差少](?!席|勤)|够(?:不够)?|凑?齐(?:了)?|\b(?:need|enough|short)\b",
        "who": r"谁|哪(?:些|几个|位|个)(?:人|同志)?|什么人|\bwho\b",
        "many": r"(?:有)?(?:多少|几)(?:个|封|条|位|份|件|场|名)?人?|多不多|\bhow many\b",
        "what": r"什么|哪些|(?:有|是)(?:没有|不是)|吗|\b(?:what|which|any|anything)\b",
        "see": "看(?:一?[看眼下])?|查(?:一?[查下])?|瞧瞧?|打印?(?=一|个|张|份)?|导出|下载|出(?=一?[张份个])"
        "|做(?=一?[张份个])|补(?:上|录|登)?|登记|录"
        r"|打开|开始|准备|去|来|调出|找出|\b(?:show|see|list|print|export|open|start|give)\b",
        "fill": "手[头上边里]|哪里?|怎么|如何|改|设置?|连|绑定?|加|接|上来|进来|领|用|回(?!复|应)|掉|的|了"
        "|过|吧|呢|啊|我们?|咱们?|[你您]们?|给|帮忙?|麻烦|请|一下|一遍|一份|一张|一个"
        "|一?[场次张份个眼条]"
        "|这[里边]?|那[里边场个]?|里面?|下|把|将|都|还|又|再|也|就|在|有|没有|没|未|是|要|想|能|可以|会|到|上|现在|目前|刚才|刚刚|前几天|最近|最新|新|同事|人|今天|时候|\\w*谢谢|吧"
        r"|\b(?:please|can|could|you|me|the|my|our|is|are|there|do|does|did|i|we|to|of|for|us|all|an?|now|in|at|on|that|want|need"
        r"|would|like|it|and|new|today|get|have|has|with|so|far|still|yet|up)\b"
        r"|[\s,.?!、。:;'\"~-]",
    }
)
LONGEST: Final = 80
"""Signs: in what is longer no errand is looked for; it is a story."""

_SCAN: Final = bounded.compiled("|".join(f"(?P<{idea}>{words})" for idea, words in _WORDS.items()), most=LONGEST)
_AROUND_CUTS: Final = bounded.compiled(rf"[\W_]*{CUT}[\W_]*")
_MANNERS: Final = frozenset({"who", "many", "what", "see", "fill"})
"""How it is said: these stand beside anything."""

_ASKS: Final = frozenset({"who", "many", "what", "see", "list"})

_RULES: Final[tuple[tuple[What, Rest, str, str], ...]] = (
    (What.RULES, Rest.NOTHING, "rule", "undone decided request"),
    (What.INVITATIONS, Rest.NOTHING, "invitation", "undone send unanswered went"),
    (What.INVITE, Rest.PLACE, "invite", "manages volunteer everybody"),
    (What.LATE, Rest.NOTHING, "late request", "undone affiliated"),
    (What.RETURNED, Rest.NOTHING, "returned", "request affiliated everybody"),
    (What.DONE, Rest.PLACE, "decided request", "affiliated past"),
    (What.REQUESTS, Rest.PLACE, "request", "undone affiliated everybody late"),
    (What.LIST, Rest.TITLE, "sheet", "activity came check_in"),
    (What.POSTER, Rest.TITLE, "poster", "activity send"),
    (What.COPY, Rest.TITLE, "again", "activity hold past"),
    (What.DUTIES, Rest.TITLE, "volunteer", "unanswered urge lacks activity absent came list undone sign_up"),
    (What.MAIL, Rest.NOTHING, "letter", "unanswered undone everybody went send"),
    (What.SENT, Rest.NOTHING, "notice went", "everybody unanswered figures send absent"),
    (What.ANNOUNCE, Rest.NOTHING, "notice send", "everybody"),
    (What.NOT_CONFIRMED, Rest.TITLE, "unanswered", "urge activity sign_up everybody"),
    (What.NOT_CONFIRMED, Rest.TITLE, "urge", "activity sign_up everybody"),
    (What.CAME, Rest.TITLE, "absent", "activity came figures list"),
    (What.CAME, Rest.TITLE, "came", "activity figures list check_in"),
    (What.DESK, Rest.TITLE, "check_in code", "activity"),
    (What.DESK, Rest.TITLE, "code", "activity"),
    (What.WISHES, Rest.NOTHING, "wish everybody", "activity"),
    (What.GROUPS, Rest.NOTHING, "group", "notice activity send"),
    (What.DIGEST, Rest.NOTHING, "digest", "send"),
    (What.BRANCHES, Rest.NOTHING, "branch", "lacks"),
    (What.MONTH, Rest.NOTHING, "month figures", "activity past"),
    (What.HOLDERS, Rest.PLACE, "manages who", "activity"),
    (What.MEMBERS, Rest.PLACE, "affiliated many", "everybody"),
    (What.MEMBERS, Rest.PLACE, "everybody list", "affiliated"),
    (What.HELD, Rest.NOTHING, "past activity", ""),
    (What.NEW, Rest.TITLE, "hold", "activity"),
    (What.TO_DO, Rest.NOTHING, "task", "undone lacks late"),
    (What.TO_DO, Rest.NOTHING, "undone", "lacks late"),
)
"""A screen, what may be left over, the ideas that must all be there, and those that may stand beside them."""

_ANSWERED: Final = ((What.SIGNED_UP, Rest.TITLE, "sign_up", "activity everybody figures"),)
"""The same, where it is asked or looked at: 报名 alone is a member's."""


def meant(said: str) -> tuple[What, Rest, str] | None:
    """Tell which screen the ideas of a plain sentence ask for, and what is left over of it; None: none of them."""
    if len(said) > LONGEST:
        return None
    there = {found.lastgroup or "" for found in _SCAN.finditer(said)}
    if there & {"own", "no"}:
        return None
    rules = (*_RULES, *(_ANSWERED if there & _ASKS else ()))
    fits = (
        (what, rest)
        for what, rest, needed, beside in rules
        if set(needed.split()) <= there <= {*needed.split(), *beside.split(), *_MANNERS}
    )
    what, rest = next(fits, (None, Rest.NOTHING))
    if what is None:
        return None
    left = " ".join(part for part in _AROUND_CUTS.sub(CUT, _SCAN.sub(CUT, said)).split(CUT) if part)
    return what, rest, left
