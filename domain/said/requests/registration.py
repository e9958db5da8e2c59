"""Several answers to a registration in one message: 王芳 13912345678 安徽省六安市平桥乡第二党支部 住半年.

Each part is taken for what it surely is; what is left over is nobody's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Final
from unicodedata import category, normalize

from domain import bounded
from domain.people.names import dotted
from domain.said.answers.answers import understood
from domain.said.requests.asides import corrected, in_figures, is_no_value, tells_arrival
from domain.times import dates

BACK: Final = timedelta(days=335)
"""So far back begins what names no year where the past is asked for; what is left is a month to come."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was recognised: plain words, "" or None for what was not said. `is_open`: the end is not known yet.

    `named` are those that were called by their names, `left` is what was not understood.
    """

    name: str = ""
    phone: str = ""
    branch: str = ""
    place: str = ""
    employer: str = ""
    end: date | None = None
    is_open: bool = False
    arrival: date | None = None
    named: frozenset[str] = field(default=frozenset(), compare=False)
    left: tuple[str, ...] = field(default=(), compare=False)

    @property
    def count(self) -> int:
        """How many things were said; a branch and its place are one."""
        words = (self.name, self.phone, self.branch or self.place, self.employer)
        return sum(map(bool, (*words, self.end, self.is_open, self.arrival)))


LONGEST: Final = 1_000
"""Signs: as much as a form takes."""

_MOST_PARTS: Final = 40
"""So many parts at most has a message that answers the questions of a form."""


@bounded.up_to(LONGEST, Told())
def read(text: str, today: date, *, may_be_name: bool | None = None) -> Told:
    """Take a message apart. A lone word may be the name if `may_be_name`; None: beside a phone number."""
    said = in_figures(tidy_name(text))
    phone = _PHONE.search(said)
    told = Told(phone=phone[0].strip() if phone else "")
    if phone:
        said = f"{said[: phone.start()]}\n{said[phone.end() :]}"
    parts, rest = list(islice(_parts(said), _MOST_PARTS + 1)), []
    if len(parts) > _MOST_PARTS:
        return Told()
    for part in parts:
        known = _recognised(part, told, today)
        if known is None:
            rest.append(part)
        else:
            told = known
    return _with_the_rest(told, rest, may_be_name=phone is not None if may_be_name is None else may_be_name)


@bounded.up_to(LONGEST, ("", ""))
def branch_and_place(text: str) -> tuple[str, str]:
    """Tell a branch from its place, written on two lines or beside each other; a name that holds its place stays whole.

    What has no word for a branch is all its name.
    """
    parts = [corrected(part) for part in _parts(text)]
    branch = next((part for part in parts if _BRANCH.search(part)), "")
    if not branch:
        return (valued(parts[0]) if parts else "", _joined(parts[1:]))
    beside = [_LABEL.sub("", part) for part in parts if part != branch and not is_no_value(part)]
    return valued(branch), _joined(beside)


def valued(text: str) -> str:
    """Return what is to stand in a line, without its name, a correction, or the words of a sentence around it."""
    said = corrected(text)
    works = _WORKS.fullmatch(said.strip(" .。"))
    said = next(filter(None, works.groups())) if works else said
    return corrected(_LABEL.sub("", said))


def cut_arrival(text: str, today: date) -> tuple[str, date | None]:
    """Cut out when somebody came; the rest stays as it was written where they say no such thing."""
    parts = list(_parts(text)) if len(text) <= LONGEST else []
    days = {part: arrived(corrected(part), today) for part in parts if tells_arrival(part)}
    day = next((day for day in days.values() if day), None)
    return (text, None) if day is None else ("\n".join(part for part in parts if not days.get(part)), day)


def is_talk(text: str) -> bool:
    """Tell a sentence about something from what a branch, a place or an employer is called."""
    return _TALK.search(text) is not None


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def holds_place(text: str) -> bool:
    """Tell whether a name says where it is: 安徽省六安市…, 六安…县, Lu'an, Anhui."""
    return bool(_PLACE.search(text) or _PROVINCE.search(text.casefold()))


def tidy_name(text: str) -> str:
    """Write signs in their usual width, and the dot in a name as it is usually written, whichever was typed."""
    return _WIDE.sub(lambda found: normalize("NFKC", found[0]), dotted(text))


def is_name(text: str) -> bool:
    """Tell whether this can be what somebody is called: letters, and no answer, question, day or part of a sentence."""
    if not 2 <= len(text) <= 50 or not all(category(sign)[0] in "LM" or sign in " ·.-'’" for sign in text):
        return False
    if sum(category(sign)[0] == "L" for sign in text) < 2 or is_answer(text) or _SENTENCE.search(text):
        return False
    if is_no_value(text) or _ONLY_LABEL.fullmatch(text):
        return False
    return not _HAN.search(text) or dates.read(text, _ANY_DAY, _ANY_DAY) is None


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_called(text: str) -> bool:
    """Tell whether colleagues can call one so: a name, perhaps with a place and a number; no question, no answer."""
    if is_answer(text) or _ASKS.search(text):
        return False
    bare = " ".join(_BESIDE_NAMES.sub(" ", tidy_name(text)).split())
    return is_name(bare) or any(_HAN.search(part) and is_name(part) for part in bare.split())


def is_answer(text: str) -> bool:
    """Tell whether these words answer something and name nothing: 好的, 收到, 不知道, thanks."""
    return understood(text) is not None or text.strip(" .。!！~").casefold() in _ANSWERS


def card_name(first: str, last: str) -> str:
    """Write the name on a contact card as its language does; "" for what is no name."""
    if len(first) + len(last) > bounded.SENTENCE:
        return ""
    both = (last, first) if _HAN.search(first + last) else (first, last)
    name = ("" if _HAN.search(first + last) else " ").join(part.strip() for part in both if part.strip())
    name = tidy_name(name)
    return name if is_name(name) else ""


@bounded.up_to(bounded.SENTENCE, None)
def arrived(text: str, today: date) -> date | None:
    """Read a day of arrival: the past is looked through first, since most who ask have come already."""
    said = normalize("NFKC", text).strip().casefold()
    if _JUST_CAME.fullmatch(said):
        return today
    earliest = today if _WILL_COME.search(said) else today - BACK
    for form in (said, _CAME.sub("", said)):
        if form and (span := dates.read(form, today, earliest)):
            return span.first
    return None


@bounded.up_to(bounded.SENTENCE, None)
def leaves(text: str, today: date, earliest: date) -> date | None:
    """Read a last day: 住半年, 住到明年三月, until May 1."""
    said = normalize("NFKC", text).strip().casefold()
    for form in (said, _STAYS.sub("", said)):
        if form and (span := dates.read(form, today, earliest)):
            return span.last
    return None


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_open(text: str) -> bool:
    """Tell whether somebody does not know yet how long."""
    said = normalize("NFKC", text).replace("’", "'").strip(" .。!").casefold()
    return _STAYS.sub("", said) in _OPEN or _NOT_KNOWN.fullmatch(said) is not None


_WIDE: Final = re.compile("[^，；：！？（）]+")
_ANY_DAY: Final = date(2024, 1, 1)
_HAN: Final = re.compile("[㐀-鿿𠀀-𲎯]")
_PHONE: Final = re.compile(
    r"(?<![\d+])(?:\+\d[\d ()-]{6,18}\d|(?:0086[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)"
)
_BRANCH: Final = re.compile(r"支部|党委|总支|\bbranch\b|\bcommittee\b", re.IGNORECASE)
_PLACE: Final = re.compile("[㐀-鿿](?:省|自治区|(?<![超城])市(?!场)|州(?!际)|县|旗|乡|镇|(?<![社小园校厂片库])区)")
_PROVINCES: Final = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 "
    "四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门"
)
_IN_LETTERS: Final = (
    "beijing tianjin hebei shanxi neimenggu liaoning jilin heilongjiang shanghai jiangsu zhejiang anhui fujian jiangxi "
    "shandong henan hubei hunan guangdong guangxi hainan chongqing sichuan guizhou yunnan xizang tibet shaanxi gansu "
    "qinghai ningxia xinjiang taiwan macau hongkong"
)
_PROVINCE: Final = re.compile(
    rf"(?:{'|'.join(_PROVINCES.split())})(?![东西南北中]?[一二三]?路)"  # 河南中路 is in Shanghai
    rf"|\b(?:{'|'.join(_IN_LETTERS.split())})\b"
)
_EMPLOYER: Final = re.compile(
    r"(?:公司|集团|厂|银行|医院|学校|大学|研究院|研究所|事务所|酒店|商店|超市|贸易|科技)$"
    r"|\b(?:ltd|co|inc|llc|company|group)\b\.?$",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    "^[^·]*[的我你您是不没请了吗呢吧啊][^·]*$|什么|怎么|怎样|为何|多久|哪[里儿个些]|几点|党员|短期|学生|退休|单位"
    "|打工|上班|工人|职工|员工"
    r"|\b(?:the|my|your|our|their|is|are|was|am|not|at|of|for|from|with|and|or|but|if|they|this|that|next|here|there|now"
    r"|just|still|already|student|retired|arriving|coming|staying|leaving|living|working|studying|looking|moving|waiting)\b"
    r"|^I(?:'m|'ve|'ll|'d)? "
)
_ASKS: Final = re.compile("[?？]")
_BESIDE_NAMES: Final = re.compile(r"[\d,，、()（）/_#&+]")
_TALK: Final = re.compile(
    "我[^爱]|[你您]|[吗呢吧啊]|不(?=[太想要会能知清确记敢方愿是在用])|没(?=[有在想来去能用])|怎[么样]|什么|为啥"
    r"|(?:^|\s)(?:is|are|am|was|were|my|your?|they|don't|doesn't|cannot|can't|isn't)(?=\s|$)"
    r"|^(?:My|The|It|This|That|They) .*\s(?:is|was|has|will)\s|(?:^|\s)I(?:'m|'ve|'ll|'d)?\s+[a-z]"
)
"""What speaks about something: no branch, company or place is called so."""

_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣邓郁单杭"
    "洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封储靳汲邴糜松井段富巫乌焦巴牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖"
    "武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边"
    "扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁勾"
    "敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仝肖闫覃代付战苟涂青仪佟苑刑海岳帅牟"
)
_PRESENTED: Final = re.compile(r"^(?:我是|i am |i'm )", re.IGNORECASE)
"""What stands before a name, and before what somebody is or does as well: 我是学生, I'm arriving."""
_ANSWERS: Final = frozenset(
    {"谢谢", "谢谢您", "知道了", "不知道", "明白", "明白了", "不清楚", "不用", "不用了", "没有", "暂无", "无", "随便",
     "你好", "您好", "在吗", "哈哈", "测试", "不同意", "同意", "属实", "继续", "看情况", "再说", "thanks", "thank you",
     "none", "nothing", "hello", "sorry", "wait", "hi", "test", "no idea", "i don't know", "agree", "i agree"}
)  # fmt: skip
_OPEN: Final = frozenset(
    {"还不确定", "不确定", "没定", "还没定", "未定", "不知道", "还不知道", "不清楚", "长期", "long term",
     "not known yet", "not known", "not sure", "not sure yet", "don't know", "open"}
)  # fmt: skip
_WILL_COME: Final = re.compile(
    "[才再](?:来|到)(?:上海|沪)?$|(?:来|到)上海报到$|(?<!已经)开始$"
    r"|^(?:i(?:'m| am|'ll| will)? )?(?:be )?(?:only )?(?:arrive|arriving|come|coming|start|starting) (?!from)"
    r"|^(?:could|can|may) i (?:start|begin|arrive|come) "
)
"""Says that the day is to come."""

_NOT_KNOWN: Final = bounded.compiled(
    "我?(?:也|现在|目前|还|暂时)*(?:不(?:太|大)?(?:确定|清楚|知道|好说)|说不[好准]|没(?:想好|定|确定))(?:要?[住待呆](?:多久|到什么时候))?"
    r"|(?:i )?(?:do not|don't|can't|cannot) (?:really )?(?:know|say)(?: exactly| for sure)?(?: yet)?"
)
_JUST_CAME: Final = re.compile("(?:我?(?:刚刚?|才|已经?)[来到](?:了|的|上海)?|just (?:came|arrived|got here)|now)")
_CAME: Final = bounded.compiled(
    r"^(?:我是|我|从|自|(?:(?:i |i've |i have )?(?:been )?(?:here )?(?:since|from)|(?:i )?(?:arrived|came)"
    r"|(?:could|can|may) i (?:start|begin|arrive|come)"
    r"|(?:i(?:'m| am|'ll| will)? )?(?:be )?(?:only )?(?:arrive|arriving|come|coming|start|starting)|on|in)\b)+"
    r"\s*(?:on |in )?"
    r"|\s*(?:[就才再]?[来到](?:了|的|上海|沪|报到)*|[就才再]?开始|起)$"
)
_STAYS: Final = bounded.compiled(
    r"^(?:我|大概|大约|预计|计划|打算|准备|可能|想|要|会|再|先|暂时|应该|估计)*(?:[住待呆干留]|工作|学习)?(?:到|至|满|个)?\s*"
    r"|^(?:(?:i )?(?:will )?(?:stay(?:ing)?|here)?\s*(?:until|till|for|to|about|around|maybe|probably|another)\s+)+"
    "|(?:左右|吧|的样子|(?:毕业)?(?:就|再)?(?:走|离开|回老?家?去?))+$"
)
_LABELS: Final = {
    "name": "姓名|名字|本人|name",
    "branch": "原支部|党支部|支部|支部名称|组织关系|home branch|branch",
    "place": "支部所在地|所在地|支部地址|its place|place",
    "employer": "工作单位|单位|公司|employer|company|work",
    "phone": "手机号?码?|电话号?码?|联系方式|联系电话|phone number|phone|mobile|tel",
}
_SAID_SO: Final = {
    "name": "我叫|叫我|我是|my name's|name's|call me|i am|i'm",
    "branch": "组织关系(?:所在|在)",
    "employer": "i work at|i work for",
}
_BE: Final = r"\s*(?:(?:应该)?是|应为|改[为成]|[:：]|\bis\b)\s*"
_NAMES: Final = {line: f"(?:我们?的?|my )?(?:{names})" for line, names in _LABELS.items()}
_LABEL: Final = re.compile(
    "^(?:"
    + "|".join(f"(?P<{line}>{names}{_BE}" + (rf"|(?:{_SAID_SO[line]})(?![a-z])\s*" if line in _SAID_SO else "") + ")"
               for line, names in _NAMES.items())
    + ")",
    re.IGNORECASE,
)  # fmt: skip
_ONLY_LABEL: Final = bounded.compiled(rf"(?:{'|'.join(_NAMES.values())})(?:{_BE})?", re.IGNORECASE)
_WORKS: Final = bounded.compiled(
    "(?:我|本人|现在|目前)*在(?:[^的]+的)?(.+?)(?:上班|任职|工作)[的了呢]?"
    r"|(?:i(?:'m| am)? )?(?:currently )?(?:work(?:ing)?|employed) (?:for|at|with|by) (.+)",
    re.IGNORECASE,
)
_GLUED: Final = re.compile(r"([住待呆]到?|到期|结束|预计|大概|大约|[:：])[ \t]+")
_COUNTED: Final = re.compile(r"(\d)[ \t]+(?=个月|年|月|日|号)|(?<=[年月])[ \t]+(?=\d)")
_ENDS: Final = re.compile(r"[\n\r,;，；、。|！!]+|(?<=[^\W\d_]{3})\.\s+")


def _parts(said: str) -> Iterator[str]:
    """Cut at signs, and where Chinese is written at blanks as well."""
    glued = _COUNTED.sub(lambda found: found[1] or "", _GLUED.sub(r"\1", said))
    for part in _ENDS.split(glued):
        words = part.split() if _HAN.search(part) else [part.strip()]
        yield from _together(words)


def _together(words: list[str]) -> Iterator[str]:
    """Keep words in Latin letters beside each other together: a name, or a branch, is several of them."""
    latin: list[str] = []
    for word in words:
        if _HAN.search(word):
            yield from ([" ".join(latin)] if latin else [])
            yield word
            latin = []
        elif word:
            latin.append(word)
    yield from ([" ".join(latin)] if latin else [])


def _recognised(part: str, told: Told, today: date) -> Told | None:
    """Take a part for what it is; None: it is nothing by itself."""
    part = corrected(part)
    if not part or _ONLY_LABEL.fullmatch(part):
        return told  # what it names stands in another part, or was a number
    if tells_arrival(part):
        return _days(part, told, today)
    label = _LABEL.match(part)
    if label and label.lastgroup == "name" and (presented := _PRESENTED.match(part)):
        name = part[presented.end() :]
        return replace(told, name=name) if not told.name and is_surely_name(name) else None
    if label and label.lastgroup:
        return _put(label.lastgroup, valued(part), told)
    if is_no_value(part) and not is_open(part):
        return None
    return _placed(part, told) or _days(part, told, today) or _employer(part, told)


def is_surely_name(text: str) -> bool:
    """Tell a name from what somebody is: a Chinese one begins with a surname, others have capitals."""
    if not is_name(text):
        return False
    if _HAN.search(text):
        return "·" in text or (text[0] in _SURNAMES and len(text) <= 4)
    return all(word[0].isupper() for word in text.split())


def _placed(part: str, told: Told) -> Told | None:
    if is_talk(part) and not _WORKS.fullmatch(part):
        return None
    if _BRANCH.search(part) and not told.branch:
        return replace(told, branch=part)
    if holds_place(part) and not _EMPLOYER.search(part) and not _WORKS.fullmatch(part):
        return replace(told, place=_joined([told.place, part]))
    return None


def _put(line: str, words: str, told: Told) -> Told | None:
    """Put words into the line that they name, if they can stand there."""
    if line == "phone" or not words or is_no_value(words) or is_answer(words):
        return None  # a number was cut out before
    if (line == "name" and not is_name(words)) or (line != "name" and is_talk(words)):
        return None
    return replace(told, **{line: words}, named=told.named | {line})  # type: ignore[arg-type]  # each of these is a str


def _days(part: str, told: Told, today: date) -> Told | None:
    if is_open(part):
        return replace(told, is_open=True)
    if _CAME.search(part.casefold()) or part.endswith("前") or _JUST_CAME.fullmatch(part.casefold()):
        day = arrived(part, today)
        return None if day is None else replace(told, arrival=day)
    day = leaves(part, today, today)
    return None if day is None or day < today else replace(told, end=day)


def _employer(part: str, told: Told) -> Told | None:
    if _WORKS.fullmatch(part):
        words = valued(part)
        return None if _PLACE.search(words) or _PROVINCE.fullmatch(words.casefold()) else _put("employer", words, told)
    return replace(told, employer=part) if not is_talk(part) and _EMPLOYER.search(part) else None


def _with_the_rest(told: Told, rest: list[str], *, may_be_name: bool) -> Told:
    """Take the first that can be a name for it, and what stands in Latin letters beside a branch for its place."""
    if may_be_name and not told.name:
        name = next((part for part in rest if is_name(part)), "")
        told = replace(told, name=name)
        rest = [part for part in rest if part != name]
    beside = [part for part in rest if told.branch and not _HAN.search(part) and is_name(part)]
    left = tuple(part for part in rest if part not in beside and not is_answer(part))
    told = replace(told, left=left)
    return replace(told, place=_joined([*beside, told.place])) if beside else told


def _joined(parts: list[str]) -> str:
    """Put parts of a place together: side by side in Chinese, with a comma in Latin letters."""
    there = [part for part in parts if part]
    return ("" if any(_HAN.search(part) for part in there) else ", ").join(there)


_AGREES: Final = re.compile(r"(?<!不)同意|^(?:可以|好的?|行|没问题|yes|ok|okay|sure)$|\b(?<!not )agree")
_SPELT: Final = bounded.compiled(r"[,，、 ]+\w{1,4}的\w$|[,，]? not \w+$")


def agrees(text: str) -> bool:
    """Tell whether somebody says that they agree, where that is what they are asked."""
    return _AGREES.search(text.casefold()) is not None


def without_spelling(name: str) -> str:
    """Return a name without how it is written, said behind it: 刘阳，阳光的阳; Osey, not Osei."""
    return _SPELT.sub("", name)
