"""The words in which somebody asks to borrow: rooms, things and speakers, and what only fills such a sentence."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROOM: Final = (
    "(?:党员|小|大|多媒体)?会议室|多功能厅|报告厅|会议厅|展示?厅|活动室|会客[厅室]|教室|礼堂|大厅|会场|场地|房间|阅览室|排练厅|舞蹈房"
    r"|\b(?:(?:meeting|conference|class|lecture|function) ?)?(?:rooms?|halls?)\b|\bvenue\b|\bspace\b"
)
"""What is called a room; whatever stands before it in a sentence is which one."""

ANY_ROOM: Final = (
    r"(?:大|小)?(?:会议室|会场|场地|房间)|(?:(?:big|small|large) )?(?:meeting |conference )?(?:rooms?|space)|venue"
)
"""What names no room in particular."""

ANY_PLACE: Final = "地方|场所|place|somewhere"
"""What is called a room only by who says how many are to sit there."""

THING: Final = (
    "投影(?:仪|机)?|音响|话筒|麦克风|扩音器|白板|横幅|展板|易拉宝|折叠桌椅?|折叠椅|桌椅|帐篷|血压计|相机|摄像机|音箱|国旗|党旗"
    r"|\b(?:projectors?|loudspeakers?|microphones?|whiteboards?|banners?|tents?|cameras?|folding (?:chairs|tables))\b"
)

SPEAKER: Final = (
    "(?:党校|志愿|客座)?(?:讲师|老师|教授|专家|导师)|律师|医生|大夫|护士|教练|民警|消防员|会计师?|主讲人?|宣讲[员团]?|讲解员|心理咨询师"
    r"|\b(?:speakers?|lecturers?|teachers?|tutors?|experts?|trainers?|professors?|lawyers?|doctors?|nurses?|accountants?"
    r"|counsellors?|firefighters?)\b"
)

SUBJECTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "法律": "律师|法律|法治|普法|维权|劳动法|民法典?|lawyer|legal|law",
        "健康": "医生|大夫|护士|健康|急救|养生|医保|doctor|nurse|health|first aid",
        "心理": "心理咨询师|心理|counsellor|mental",
        "消防": "消防员|消防|防火|firefighter|fire safety",
        "反诈": "民警|反诈|防诈骗?|fraud",
        "财税": "会计师?|财税|税务|个税|accountant|tax",
        "党史": "党史|四史|党章|党课|理论|party history",
    }
)
"""A subject as speakers' lists name it, and the words that ask for somebody who knows it."""

VERBS: Final = "预[订定约]|[借订租](?:用|到)?|(?<![社签])约(?!定)|借调|book|reserve|borrow|rent"
"""What surely asks to have something for a time."""

SOFT_VERBS: Final = (
    "[找请](?:个|位|一位)?人|帮忙?找|找|需要|想要|要(?!求)|想用|要用|用(?=.)|请(?!假|问)|有没有|有(?=.*吗)|安排"
    "|空(?:着|闲|余|出来)|空的|没人用|还?能(?:订|借|用)"
    "|need|find|want|get|looking for|look for|is there|are there|have|see if|free|available"
)
"""What asks for it beside a noun, and for other things as well."""

FILLS: Final = (
    "还?能坐(?:得?下)?|可以坐|坐得下|看看|看一?下|查一?下|请|麻烦|帮我|帮忙|帮|给我们?|替我们?|我们?|想|一下|一?[个间位名台套块张]|[的了吗呢吧啊呀在到是那能可以,.?!、。:;'\"~-]|空(?:的|着的?)|空闲|哪(?:些|个|几?间)|几间|再|还|另外|同时|加上?|和|跟|外加|以及|来|去|过来"
    "|讲(?:一?[堂次场节])?课|上课|做(?:个|一?场)?讲座|主讲|讲讲|讲一?下|开(?:个|一?[场次])?(?:支部|党员|小组|党小组|组织生活)?大?会(?!议)|左右|大概|大约|容纳|可坐|够|供|以上"
    r"|\b(?:please|can|could|you|i|we|us|me|my|our|the|a|an|for|to|of|in|at|on|and|or|with|also|plus|some|free|available|would|like"
    r"|from|that|who|which|about|around|people|persons|give|come|comes|speak|speaks|talk|talks|holds|seats|one|is|are|there|any|which)\b"
)


def spellings(subject: str) -> tuple[str, ...]:
    """Return how speakers' lists may write a subject; the word itself where it is none that is known."""
    form = SUBJECTS.get(subject)
    if form is None:
        return (subject,)
    words = (re.sub(r"[\\()?:]", "", one) for one in form.split("|"))
    return tuple(dict.fromkeys([subject, *(one for one in words if one)]))
