"""What the lines of a request are called when people write: 手机, 改手机, 手机 139…, change the phone, the photo.

A line is named as the conversation names it: "phone", "home_name".
"""

import re
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.said.requests.asides import corrected

_WORDS: Final = {
    "point": "服务点 service point",
    "stay": "类型|挂靠类型|流动党员还是短期来访 kind of stay|kind",
    "arrival": "到达|到达日期|到达时间|到沪时间|来沪时间|来的时间 arrival|arrived|arrival date|date of arrival",
    "end": "到期|到期日|预计到|结束|预计结束|结束日期|住到|多久 expected end|end|until",
    "name": "姓名|名字|大名|真名|真实姓名 full name|name",
    "phone": "手机|手机号|手机号码|电话|电话号码|号码|联系方式 phone number|phone|mobile|number",
    "employer": "单位|工作单位|公司 works at|employer|company",
    "building": "楼宇|大楼|哪栋楼|楼|地址 building|address",
    "home_name": "支部|原支部|党支部|组织关系|支部所在地|所在地 home branch|branch|its place",
    "home_contact": "联系人|支部联系人|支部电话 whom to ask there|branch contact",
    "paper": "证件|活动证|流动党员活动证|介绍信|证明 document|certificate|activity card",
    "paper_number": "证件编号|证件号|编号 its number|document number",
    "paper_until": "有效期|有效期至 valid until|validity",
    "paper_photo": "照片|证件照片|拍照|重拍 photo|picture|photo of it",
    "named": "告知姓名|筹建支部时可告知姓名 may be named|be named",
}
_BY_WORD: Final = {
    word: asked for asked, words in _WORDS.items() for half in words.split(" ", 1) for word in half.split("|")
}
_ANY: Final = "|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True))
_CHANGE: Final = (
    "请?(?:帮我?)?(?:修?改|换|更改|更正|补充?|添加|填写?)(?:一下)?|(?:please )?(?:change|correct|edit|add)(?: the| my)?"
)
_WISH: Final = bounded.compiled(
    rf"(?:(?:不好意思|抱歉|对不起|sorry)[,，。 ]*)?(?:把|将)?(?:{_CHANGE})?\s*"
    rf"(?:我的?|老家的?|(?:my|the) )?(?P<item>{_ANY})"
    "(?P<rest>.*)"
)
_LINK: Final = re.compile(
    r"^\s*(?:(?:(?:要|得|想|需要)?(?:修?改|更正|换)(?:一下|下)|要改|(?:写|填|弄|搞)?的?(?:是)?错了?的?(?=[了,，是应改]|$)了?"
    r"|(?:写|填|弄|搞)?的?不对|有误|is wrong|(?:was|is) (?:spelled|spelt)|(?:应该|其实|应当)是|应为"
    r"|(?:改|换)(?:[为成到]|(?=[\s\d]))|是|to\b|is\b|it's\b|[:：,，])\s*)+"
)
_ENTRY: Final = re.compile(_ANY)
_STAYS: Final = {
    "mobile": re.compile(r"流动|长期|常住|\bmobile\b|\blong[- ]term\b"),
    "visit": re.compile(r"短期|来访|临时|出差|培训|\bvisit|\bshort\b"),
}
_NOT_SO: Final = re.compile(r"(?:不是|并非|不算|\bnot (?:an? )?)(?:短期来访|短期|来访|流动|mobile|short visit|visit)")
_LONGEST: Final = 200


def named(typed: str) -> tuple[str, str] | None:
    """Read which line somebody names, and what is to stand there ("" for nothing yet); None: none is named."""
    said = corrected(typed[:_LONGEST].strip()).strip(" 。.!！")
    found = _WISH.fullmatch("".join(map(_in_one_case, said)))
    if not found:
        return None
    rest = said[len(said) - len(found["rest"]) :]
    parted = _LINK.sub("", rest)
    if rest and parted == rest and (not rest[0].isspace() or rest.startswith(" of ")):
        return None  # neither 手机店 nor "end of January" names a line
    return _BY_WORD[found["item"]], corrected(parted)


def named_within(typed: str) -> tuple[str, str] | None:
    """Read the line that is named at the start or in a later part, with its value: 下周一才到，到达日期改 12月7号."""
    whole = named(typed)
    if whole:
        return whole
    parts = _PARTED.split(typed[:_LONGEST])
    return next((found for part in parts[1:] if (found := named(part)) and found[1]), None)


_PARTED: Final = re.compile(r"[,，;；。!！\n]+|(?<=\w{3})\.\s")


def _in_one_case(sign: str) -> str:
    """Write a sign in small letters and its usual width; one sign stays one, so that places in a text stay as well."""
    usual = normalize("NFKC", sign).casefold()
    return usual if len(usual) == 1 else sign


def stay_in(words: str) -> str | None:
    """Read which kind of stay is meant: 我不是流动党员，只是短期的; None: the words do not say."""
    said = _NOT_SO.sub("", normalize("NFKC", words[:_LONGEST]).casefold())
    kinds = {kind for kind, form in _STAYS.items() if form.search(said)}
    return kinds.pop() if len(kinds) == 1 else None


def asked_for(words: str) -> str | None:
    """Tell which line a reviewer asks for: the most exact that is named; a part of a document before all of it."""
    found = _ENTRY.findall(normalize("NFKC", words[:_LONGEST]).casefold())
    return _BY_WORD[max(found, key=lambda word: (_BY_WORD[word] != "paper", len(word)))] if found else None
