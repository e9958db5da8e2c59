"""What may stand in a note on a building: nothing that says who somebody is.

A note is read by whoever has the building next, and nobody it names would find it among their own data. So names with a
title, names that are introduced as such, and numbers of phones and documents are left out, and whoever wrote them is
told. A person's own record is the place for what is to be kept of them (`docs/rules.md`).
"""

from dataclasses import dataclass
from typing import Final

from domain import bounded
from domain.grid.promises import MOST_WORDS

_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳唐费薛雷贺倪汤"
    "殷罗毕郝安常傅卞齐康伍余顾孟黄萧尹姚邵汪毛狄米贝戴宋庞熊纪舒项祝董梁杜蓝闵席季贾路江童郭梅林钟徐邱骆高夏蔡田樊胡"
    "凌霍虞万柯管卢莫房丁邓郁单杭洪包左石崔龚程邢裴陆翁荀段侯武刘龙叶黎白赖卓乔闻翟谭申冉桂牛边尚农温庄柴阎习向古易廖"
    "耿匡文欧聂简"
)
_TITLES: Final = (
    "经理|主任|书记|老师|总监|总|主管|工程师|律师|医生|老板|同志|师傅|先生|女士|小姐|部长|董事长|董事|店长|所长|行长"
)
_ENGLISH_TITLES: Final = r"(?:Mr|Mrs|Ms|Miss|Dr)\.?"

_WITH_TITLE: Final = bounded.compiled(
    f"(?:(?<![一-鿿])|(?<=[的是找见有位和跟与叫给帮请问约向让由,，、。;；到说]))[{_SURNAMES}][一-鿿]{{0,2}}?(?P<title>{_TITLES})",
    most=MOST_WORDS,
)
_INTRODUCED: Final = bounded.compiled(
    f"(?P<before>名叫|叫做|叫|姓名[:：]?|联系人(?:是|为|[:：])?|负责人(?:是|为|[:：])?|找的?是|党员(?:是|有|[:：])?)"
    f"(?P<name>[{_SURNAMES}][一-鿿]{{1,2}})(?=$|[,，。;；、 0-9!?？]|说|想|是|在|要|已|把|的|和)",
    most=MOST_WORDS,
)
_SUBJECT: Final = bounded.compiled(
    f"(?:(?<=^)|(?<=[,，。;；、 ]))(?P<name>[{_SURNAMES}][一-鿿]{{1,2}})"
    "(?=想|说|来了|要办|愿意|已经|希望|介绍|刚|是党员)",
    most=MOST_WORDS,
)
_ENGLISH_NAME: Final = r"[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?"
_ENGLISH: Final = bounded.compiled(
    rf"\b{_ENGLISH_TITLES} {_ENGLISH_NAME}|(?<=\bcalled ){_ENGLISH_NAME}(?: and {_ENGLISH_NAME})?"
    rf"|(?<=\bnamed ){_ENGLISH_NAME}(?: and {_ENGLISH_NAME})?|(?<=\b[Mm]et )[A-Z][a-z'-]+ [A-Z][a-z'-]+",
    most=MOST_WORDS,
)
_NUMBER: Final = bounded.compiled(
    r"[,，、;； ]{0,2}(?:联系)?(?:电话|手机号?|号码|证件号|phone|tel\.?|number)?(?:是|为|is)?"
    r"[:： ]{0,2}\+?[0-9][0-9 -]{6,18}[0-9Xx]",
    most=MOST_WORDS,
)
_NOT_NAMES: Final = frozenset(
    [
        "方面",
        "方便",
        "方向",
        "安全",
        "安排",
        "安装",
        "何时",
        "何人",
        "高新",
        "高层",
        "高管",
        "常常",
        "常去",
        "常年",
        "时常",
        "文化",
        "文件",
        "任何",
        "任务",
        "金融",
        "温馨",
        "古玩",
        "左右",
        "向来",
        "包括",
        "包装",
        "房东",
        "房租",
        "路过",
        "路上",
        "白领",
        "白天",
        "万一",
        "万家",
        "石材",
        "管理",
        "管理层",
        "农业",
        "单位",
        "单独",
        "简单",
        "毛利",
        "尚未",
        "申请",
        "边上",
        "江边",
        "梅花",
        "章程",
        "项目",
        "项目部",
        "季度",
        "成员",
        "许多",
        "严格",
        "应该",
        "童装",
        "贺卡",
        "习惯",
        "范围",
        "席位",
        "祝贺",
    ]
)
"""Words that begin as names do."""

_SOMEBODY: Final = "一位"
_SOMEBODY_ENGLISH: Final = "somebody"


@dataclass(frozen=True, slots=True)
class Note:
    """The words as they may be kept, and how many names and numbers were left out of them."""

    words: str
    left_out: int


@bounded.up_to(MOST_WORDS, Note("", 0))
def kept(text: str) -> Note:
    """Leave out who somebody is. A text that is too long is none: the caller shortens it first."""
    count = 0

    def put(instead: str) -> str:
        nonlocal count
        count += 1
        return instead

    said = _NUMBER.sub(lambda _found: put(""), text)
    said = _ENGLISH.sub(lambda _found: put(_SOMEBODY_ENGLISH), said)
    said = _WITH_TITLE.sub(lambda found: put(f"{_SOMEBODY}{found['title']}"), said)
    said = _INTRODUCED.sub(
        lambda found: found[0] if found["name"] in _NOT_NAMES else f"{found['before']}{put(_SOMEBODY)}", said
    )
    said = _SUBJECT.sub(lambda found: found[0] if found["name"] in _NOT_NAMES else put("一位同志"), said)
    return Note(said.strip(), count)
