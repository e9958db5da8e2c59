"""A visit that is told in a sentence: the floor and the company, what was found, what was promised, when to come again.

The building is cut out before, by whoever knows the names. Nothing here is asked for: what the sentence does not say is
not there. A clause is a promise, a word about coming again, or what was found, in this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.said import days as said_days
from domain.said.grid import other_business
from domain.said.writing.signs import CUT


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells of a visit; "" and None for what it does not say. `members`: how many a company has."""

    floor: str = ""
    company: str = ""
    found: str = ""
    promised: str = ""
    due: date | None = None
    next_on: date | None = None
    comes_again: bool = False
    members: int | None = None


_IS_VISIT: Final = bounded.compiled(
    "走访|拜访|走楼|上门|去了|去过|去看了|到了|跑了|到访|来了[^,，。]{0,8}(?:党员|员工|公司|企业)|新来的?|聊了|见了|碰到"
    "|没有支部|没人接待|门没开|没人在|再去|再来|再跑|再访|回访|答应|承诺|搬走|搬来|搬进|新开|入驻"
    "|说好|约好|约了|对接|问了|介绍了|发了|送了|反映|需要我们|请我们"
)
_MAY_BE_VISIT: Final = bounded.compiled("想办|挂靠|回来|换届|缺|想成立|想借|愿意|希望|招了|搬")
"""Words of visits that other errands have as well (`other_business.is_arranged`)."""

_IS_VISIT_ENGLISH: Final = bounded.compiled(
    r"\b(?:visited|visit to|dropped (?:in|by)|called (?:in|at|on)|went to|was at|been to"
    r"|stopped by|i promised|promised"
    r"|come back|go back|going back|go again|return(?:ing)? (?:on|next)|moved (?:in|out)|want(?:s)? to affiliate"
    r"|would like to affiliate|nobody (?:was )?(?:in|there)|spoke (?:to|with)|talked (?:to|with)|met"
    r"|(?<!my )(?<!our )(?<!your )new (?:firms?|company|companies|tenants?|offices?|shops?)(?! hours))\b",
)
_IS_NOTE: Final = bounded.compiled(r"^(?:备注|备忘|笔记|记录?一?下|记一笔|走访记?录?|note|memo|fyi)(?: |[:：,，])")
"""The first word of a note in short; what follows it is told, if it names a building."""

_ASKS: Final = bounded.compiled(
    r"[?？]\s*$|吗[。.]?$|怎么(?:走|去|样|办$|弄)|在哪|哪里|多少钱|几点|^(?:where|when|how|what|who|is|are|can|could)\b"
)
_WISHES: Final = bounded.compiled(
    "^(?:请|麻烦|帮我|我想(?!办)|我要|查|找|看看|附近|最近的)"
    "|^(?:find|show|please|i (?:want|would|(?:have )?moved|changed|joined|work))\\b"
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def is_visit(text: str) -> bool:
    """Tell whether a sentence tells of a visit; a question does not, nor a wish of one's own, nor another errand."""
    plain = text.strip().casefold()
    if _ASKS.search(plain) or _WISHES.search(plain) or other_business.is_ordered(plain):
        return False
    if _IS_VISIT.search(plain) is not None or _IS_VISIT_ENGLISH.search(plain) is not None:
        return True
    may_be = _MAY_BE_VISIT.search(plain) is not None or _IS_NOTE.search(plain) is not None
    return may_be and not other_business.is_arranged(plain)


_SAYS_SO: Final = bounded.compiled(
    r"走访了|拜访了|走楼|走访记录|\b(?:i|we) (?:have )?(?:just )?visited\b", most=bounded.SENTENCE
)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def says_so(text: str) -> bool:
    """Tell whether a sentence calls itself a visit, also where it names no building."""
    return _SAYS_SO.search(text.casefold()) is not None


_CLAUSES: Final = bounded.compiled(r"[,，。;；\n!！]|\.\s|\.$|\s+and (?=will|i'll|i promised|promised|come|go)")
_NUMERALS: Final = MappingProxyType({sign: at for at, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2})
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FLOOR: Final = bounded.compiled(
    r"地下\s*(?P<below>[一二三1-3])\s*[层楼]|\b(?P<basement>[Bb][1-3])\s*(?:层|楼|floor)?(?![0-9A-Za-z])"
    r"|(?P<han>[0-9]{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*(?:楼|层)"
    r"|\b(?:firms?|company|companies|tenants?|offices?|shops?|members?|people|of us|moved in(?:to)?) (?:is |are )?"
    rf"(?P<place>on (?P<on>[0-9]{{1,3}}))(?![0-9:/.月日号]|[ -]?(?:st|nd|rd|th|(?i:{_MONTHS})|[0-9]))"
    r"|\b(?:floor|level) (?P<level>[0-9]{1,3})\b|\b(?P<ordinal>[0-9]{1,3})(?:st|nd|rd"
    r"|th) floor\b|\b(?P<letter>[0-9]{1,3})\s?[fF]\b"
)
_BUSINESS: Final = (
    "有限责任公司|股份有限公司|有限公司|分公司|公司|律师事务所|会计师事务所|事务所|律所|集团|贸易|科技|网络|软件|咨询|传媒|文化|广告"
    "|银行|证券|保险|基金|投资|资本|物流|装饰|设计|工作室|餐饮|餐厅|饭店|咖啡馆?|酒店|诊所|门诊|药房|药业|医药|生物|培训|教育"
    "|超市|便利店|书店|健身房?|地产|置业|物业|建筑|电子|能源|实业|商贸|国际|服务社|中介|旅行社|快递|外卖站?|美容|理发店|服饰"
)
_COMPANY: Final = bounded.compiled(
    "(?:(?<=^)|(?<=[^一-鿿A-Za-z0-9])|(?<=[的了和跟与在说有去到来里家]))(?:一家|那家|这家|叫|新|几家)?"
    f"(?P<name>(?:(?![的了和跟与在说去到来里家])[一-鿿A-Za-z0-9&·()（）]){{2,12}}?(?:{_BUSINESS})(?:{_BUSINESS}){{0,3}})"
    "(?![司所])"
)
_COMPANY_AFTER_FLOOR: Final = bounded.compiled(
    "^[的,， ]{0,2}(?P<name>[一-鿿A-Za-z0-9&·]{2,12}?)"
    "(?=来了|新来|有|说|想|要|刚|没|不|搬|答应|希望|愿意|反映|招|共|党员|的)"
)
_COMPANY_ENGLISH: Final = bounded.compiled(
    r"(?P<name>(?:[A-Z][\w&'-]*(?: |$)){0,3}(?:Trading|Tech|Technology|Law|Bank|Consulting"
    r"|Media|Group|Logistics|Foods?|Design|Studio"
    r"|Partners|Capital|Insurance|Clinic|Ltd|Inc|Co|Company|Software|Systems|Cafe"
    r"|Restaurant|Travel|Labs?|Energy|Pharma)\b\.?)"
)
_CAME: Final = (
    "备注|备忘|笔记|记录?一?下|记一笔|走访记?录|今天|昨天|前天|上午|下午|中午|晚上|刚刚?|又|我们?|和同事|一起|去了|去过|去看了|去|到了"
    "|走访了?|拜访了?|上门了?|跑了|到|看了看?|的|里的|里面的?|内的?|在|一?家(?!里)"
)
_WHO_CAME: Final = bounded.compiled(f"^(?:(?:{_CAME})[,，:： ]*+)++")
"""What only says that somebody was there."""

_LEADING: Final = bounded.compiled(
    f"^(?:(?:{_CAME}|新来了?一?家?|有一?家|来了一?家|新搬来了?|搬来了?|入驻了?|新开了?)[,，:： ]*+)++"
)
"""The same, and what leads on to the name of a company."""

_LEADING_ENGLISH: Final = bounded.compiled(
    r"^(?:(?:note|memo|fyi|today|yesterday|i|we|just|have|visited|was|were|been|dropped|in|by|called|at"
    r"|on|to|went|stopped|the|spoke|talked|with|from|of)\b[ ,:]*+)++",
)
_PROMISE: Final = bounded.compiled(
    "(?:明天|后天|下周[一二三四五六日天]?|周[一二三四五六日天])[^,，。]{0,3}(?:送|发|带|寄|拿)(?!过|了)|"
    "答应|承诺|说好|保证|约好|约了|回头(?:给|帮|把|发|送|问|带)|(?:我们?|我方|中心)(?:会|来|负责|去)(?!过|了)|帮(?:他们?|她们?|忙)?(?:问|联系|办|找|对接|送|查|要|打听)"
    "|(?:会|要|去|再|明天|后天|下周[一二三四五六日天]?|周[一二三四五六日天]|月底前?)?(?:把|给)(?:他们?|她们?|对方|公司"
    "|企业)?[^,，。]{0,14}(?:送|发|寄|带|拿|报|办|答复|回复|回音)"
    "|送(?:一?[份本套批])?(?:资料|材料|手册|党章)|带(?:一?[份本套])?(?:资料|材料|手册)|待(?:办|答复|回复)|需要我(?:们)?(?:去|来)?"
)
_PROMISE_ENGLISH: Final = bounded.compiled(
    r"\b(?:(?:i |we )?promised|i'll|we'll|i will|we will|i said i(?:'d| would)"
    r"|will (?:send|bring|ask|call|find|check))\b",
)
_DONE: Final = bounded.compiled("(?:发|送|办|给|寄|带)(?:过)?了|已经?(?:发|送|办|给|寄)")
_AGAIN: Final = bounded.compiled(
    "再(?:去|来|跑|访|拜访|走访|上门|联系|聊|看|谈|约|过去|过来)|回访|复访|下次(?:去|来|再|走访)?|改天|过[两几]天(?:去|来)|另约|跟进"
)
_AGAIN_ENGLISH: Final = bounded.compiled(
    r"\b(?:com(?:e|ing) back|go(?:ing)? back|(?:go|call|visit|drop in|come|try"
    r"|be there) again|return(?:ing)?|next visit|follow up|back (?:on|next|in))\b",
)
_HOW_MANY: Final = bounded.compiled(
    r"(?P<han>[0-9]{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:多)?[个名位]?\s*(?:流动)?(?:党员|同志)"
    r"|党员\s*(?:有|共|约)?\s*(?P<after>[0-9]{1,4}|[一二两三四五六七八九十]{1,3})\s*[个名位]"
    r"|\b(?P<number>[0-9]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten) (?:mobile |party |new )*members?\b",
)
_ENGLISH_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TRAILING_ENGLISH: Final = bounded.compiled(r" (?:in|at|on|of|to|into|here)$")
"""What led to the building's name, which has been cut out."""

_ONLY_VERB: Final = bounded.compiled(
    "^(?:(?:今天|昨天|前天|上午|下午|中午|晚上|刚刚?|又|我们?|和同事|一起|去了|去过|去|到了|走访了?|拜访了?|上门了?|跑了(?:一?趟)?|到|看了看?"
    "|一下|一?趟|楼|的|了|在|里)[,， ]*+)*+$"
)
_EDGES: Final = " ,，。.;；:：、!！\n"


@bounded.up_to(bounded.SENTENCE, Told())
def read(text: str, now: datetime) -> Told:
    """Understand what is left of a sentence without its building; what is longer than a sentence tells nothing."""
    floor, rest = _floor(text)
    company, rest = _company(rest, has_floor=bool(floor))
    clauses = [clause.strip(_EDGES) for clause in _CLAUSES.sub(CUT, rest).split(CUT)]
    found, promised, again = _sorted_out([clause for clause in clauses if clause])
    next_on, due = _day(again, now), _day(promised, now)
    return Told(
        floor,
        company,
        "，".join(found) if any(not one.isascii() for one in found) else ", ".join(found),
        "，".join(promised) if any(not one.isascii() for one in promised) else ", ".join(promised),
        due or (next_on if promised else None),
        next_on,
        bool(again),
        _members(found),
    )


def _sorted_out(clauses: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    found: list[str] = []
    promised: list[str] = []
    again: list[str] = []
    for clause in clauses:
        if _is(clause, _PROMISE, _PROMISE_ENGLISH) and not _DONE.search(clause):
            promised.append(_owed(clause))
        elif _is(clause, _AGAIN, _AGAIN_ENGLISH):
            again.append(clause)
        elif not _ONLY_VERB.match(clause) and (said := _bare(clause)):
            found.append(said)
    return found, promised, again


def _bare(clause: str) -> str:
    """Return a clause without what only says that somebody was there."""
    lead = _LEADING_ENGLISH.match(clause.casefold())
    said = clause[lead.end() :].strip(_EDGES) if lead and len(clause) == len(clause.casefold()) else clause
    return _TRAILING_ENGLISH.sub("", said)


def _owed(clause: str) -> str:
    """Return a promise without the word for it, which everything that stands there is."""
    return _PROMISED.sub("", clause).strip(_EDGES) or clause


_PROMISED: Final = bounded.compiled(
    "^(?:我们?)?(?:已经?|也|还)?(?:答应了?|承诺了?|说好了?)(?:他们|她们|对方)?"
    r"|^(?:[Ii]|[Ww]e) promised (?:them )?(?:to |that )?|^[Pp]romised (?:them )?(?:to |that )?"
    r"|^(?:I'll|We'll|[Ii] will|[Ww]e will) "
)


def _is(clause: str, chinese: bounded.Bounded, english: bounded.Bounded) -> bool:
    return chinese.search(clause) is not None or english.search(clause.casefold()) is not None


def _floor(text: str) -> tuple[str, str]:
    found = _FLOOR.search(text)
    if found is None:
        return "", text
    rest = f"{text[: found.start('place' if found['on'] else 0)]} {text[found.end() :]}"
    if found["below"] or found["basement"]:
        level = found["basement"] or str(_NUMERALS.get(found["below"], found["below"]))
        return level.upper() if found["basement"] else f"B{level}", rest
    written = next(filter(None, (found[name] for name in ("han", "on", "level", "ordinal", "letter"))))
    number = int(written) if written.isdecimal() else _numeral(written)
    return str(number), rest


def _numeral(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _NUMERALS.get(written, 0)
    return 10 * (_NUMERALS.get(tens, 1) if tens else 1) + _NUMERALS.get(ones, 0)


def _company(text: str, *, has_floor: bool) -> tuple[str, str]:
    """Find the company, and return the text without it; what only leads to it goes as well."""
    english = _COMPANY_ENGLISH.search(text)
    if english is not None and text.isascii():
        name = english["name"].strip(_EDGES)
        return name, f"{text[: english.start()].rstrip()} {text[english.end() :]}".strip()
    said = text.lstrip(_EDGES)
    lead = _LEADING.match(said)
    rest = said[lead.end() :].lstrip(_EDGES) if lead else said
    after_floor = _COMPANY_AFTER_FLOOR.match(rest) if has_floor else None
    ends = [one.start() for one in _CLAUSES.finditer(rest)]
    found = _COMPANY.search(rest[: ends[1]] if len(ends) > 1 else rest) or after_floor
    if found is None or _HOW_MANY.search(found["name"]) or _COUNTED.search(found["name"]):
        came = _WHO_CAME.match(said)
        return "", (said[came.end() :] if came else said) or said
    before = rest[: found.start()]
    kept = "" if _ONLY_BEFORE.match(before) else before
    return _SOME.sub("", found["name"]).strip(_EDGES), kept + rest[found.end() :].lstrip("的" + _EDGES)


_COUNTED: Final = bounded.compiled(
    "^(?:还|共|约|大约|一共|只|有|来了|新来)*+[0-9一二两三四五六七八九十几]{1,3}多?[名个位]"
)
"""How many there are, which is no company's name."""

_SOME: Final = bounded.compiled("^(?:一家|那家|这家|几家)")
_ONLY_BEFORE: Final = bounded.compiled(
    "^(?:从|刚|回来|新|入驻|搬来|搬进|开了?|来了?|有|是|一家|那家|这家|[一-鿿]{0,6}[里内]"
    "|的|了|[,，、 ]|[一-鿿]{2,6}(?=里的))*+$"
)


def _day(clauses: Sequence[str], now: datetime) -> date | None:
    for clause in clauses:
        days, _ = said_days.cut(clause, now)
        if days is not None:
            return days.first if days.last != days.first and days.first > now.date() else days.last
    return None


def _members(clauses: Sequence[str]) -> int | None:
    for clause in clauses:
        found = _HOW_MANY.search(clause.casefold())
        if found is None:
            continue
        written = found["han"] or found["after"] or found["number"]
        if written.isdecimal():
            return int(written)
        if written in _ENGLISH_NUMBERS:
            return _ENGLISH_NUMBERS.index(written) + 1
        return _numeral(written) or None
    return None
