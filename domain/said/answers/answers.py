"""Understanding what somebody writes back who is asked to come: 好的，我来; 收到; 家里有事，来不了; 晚到20分钟; no.

What is not surely understood is None: somebody else reads it then, nobody guesses. Two things decide nothing: with a
question mark nothing is a yes or a no, and "received" promises nothing.

An answer is cut at its punctuation, and every part into phrases of the tables below, to the last sign; what is left
over makes it unclear. What the phrases say is then taken together.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.said.answers import control_words
from domain.said.answers.control_words import Control


class Saying(StrEnum):
    COMES = "comes"
    DOES_NOT = "does_not"
    RECEIVED = "received"  # has read it, and promises nothing
    WRONG = "wrong"  # what was noted before is not right


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood; `late_minutes` says how much later than asked somebody comes, 0: in time.

    `in_full`: coming or not is named (来, 请假), which tells what it is about; "ok" and "2" do not.
    """

    saying: Saying
    late_minutes: int = 0
    in_full: bool = False


class _Says(Enum):
    """What one phrase says."""

    YES = auto()
    YES_IN_FULL = auto()
    NO = auto()
    NO_IN_FULL = auto()
    NO_TIME = auto()  # 家里有事: alone it is a no as well
    LATE = auto()
    WRONG = auto()
    RECEIVED = auto()
    GOOD = auto()  # 好的: alone it is a yes, beside anything clearer it is politeness
    REASON = auto()  # 出差: alone it says nothing
    BESIDE = auto()  # 明天, 我, 实在: says when, who or how
    KIND = auto()  # 老师, 谢谢: says nothing


MOST_LATE: Final = 240
"""Minutes; later than this is no coming late, and somebody else reads it."""

MOST: Final = 120
"""Characters; what is longer is a letter and no answer."""

_COME: Final = "(?:过来|过去|来|去|到场|到|参加|出席|报到|赶到|赶过来|值班)"
_END: Final = "[的了啊呀哈嘞哦噢啦哒]*"
_DAY: Final = (
    "(?:今天|明天|后天|大后天|今晚|明晚|今早|明早|(?:[这本下]个?)?(?:周|星期|礼拜)[一二三四五六日天]|[这本下]?周末"
    "|[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[日号])"
)
_RELATIVE: Final = "(?:我?(?:老?[爸妈伴婆公]|爸爸|妈妈|父亲|母亲|爱人|媳妇|孩子|老人|家里?人))"
_PHRASES: Final[Mapping[_Says, str]] = MappingProxyType(
    {
        _Says.YES: ("1 一 是的? 可以的? 行的? 没有?问题 一定 肯定 有空 有时间 [👍👌✅🙋🆗]+"),
        _Says.YES_IN_FULL: (
            "确认 报名 算我一个 又(?:能|可以|行)(?:来|去|参加)了? 我(?:还是)?(?:来|去|参加)吧"
            f" (?:确认|一定|肯定|准时|按时|会|能|可以|要)*{_COME}(?:的|啊|呀|哈|嘞)?"
        ),
        _Says.NO: ("2 二 不 不行 不可以 不方便 不便 没空 没有?时间 取消 退出 缺席 放弃 [👎❌🙅]+"),
        _Says.NO_IN_FULL: (
            "(?:不|不能|不会|不想|不打算|不准备|不再|没法|没办法|无法|没空|没有?时间|没有?说过?要?|没答应要?)"
            f"(?:能|会)?(?:按时|准时)?{_COME}{_END}"
            f" (?:来|去|到|参加|出席)不(?:了|及|成){_END}"
            f" (?:过|赶|回)不(?:来|去|到|及|上|过来|过去){_END}"
            f" (?:请|告)(?:个|一次|一天|半天|{_DAY}的?)?假(?:一次|一天|半天|一下)?了?"
            " (?:走|脱)不开身?了? 抽不出(?:时间|空|身)来?"
        ),
        _Says.NO_TIME: (
            "(?:家里|家中|单位|公司|孩子|老人)?(?:突然|临时)?有(?:点|些|急|要紧的?|别的|其他)*儿?事情?儿?了?"
        ),
        _Says.LATE: (
            "(?:会|要|可能)?(?:晚到|迟到|晚来|晚|迟)(?:大概|大约|约)?(?P<number>[0-9]{1,3}"
            "|[一二两三四五六七八九十]{1,3}|半)个?"
            "(?P<unit>分钟|分|刻钟|小时|钟头)(?:到|来|左右)*"
        ),
        _Says.WRONG: (
            "不对 不是 错了 (?:弄|搞|点|按|打|写|记|说|发|看)错了? 不是这样的? 不是这个意思 没(?:有)?这么说"
            " (?:修改|更改|变更|改)(?:一下|下|一改)"
        ),
        _Says.RECEIVED: ("(?:已|已经)?(?:收到|知道|知晓|了解|明白|清楚|看到|晓得|知悉)了? (?:行|好|可以|也行)吧"),
        _Says.GOOD: ("好[的好嘞啊呀哒]* [嗯恩]+的? 到时见 (?:ok|okay)的? 好滴 妥了?"),
        _Says.REASON: (
            f"{_RELATIVE}?(?:要|在|得|正在)?(?:出差|加班|开会|住院|手术|住医院|上课|带孩子|回老家)了?"
            f" {_RELATIVE}?(?:生病|病|感冒|发烧)了? 身体不(?:舒服|适) 不(?:太)?舒服 在外地"
            " (?:有|要)(?:会|课|安排|任务) 堵车了?"
        ),
        _Says.BESIDE: (
            f"{_DAY} 早上 上午 中午 下午 晚上 这次 这一次 那天 那[个次] 当天 的?(?:活动|岗位) 想 要 需要 申请 帮我"
            " 改(?:变)?主意了 (?:那|还是)?算了吧?"
            " 我们 我 咱们 本人 这边 您 那就? 我就 也 都 因为 由于 所以 但是? 可是 不过 实在 真的 确实 恐怕 怕是"
            " 临时 突然 还是 只能 只好"
        ),
        _Says.KIND: (
            "老师 您好 你好 在[吗么] 有人[吗么] 抱歉 不好意思 对不起 感谢 多?谢谢?您?了? 辛苦了? 麻烦您?了? 请谅解"
            " 请?放心吧? [啦哦噢哈呀]"
        ),
    }
)
_PHRASES_IN_ENGLISH: Final[Mapping[_Says, str]] = MappingProxyType(
    {
        _Says.YES: ("y / yes / yep / yeah / sure / of course / no problem / see you(?: there)?"),
        _Says.YES_IN_FULL: (
            "confirm(?:ed)? / coming / attending / count me in / (?:wo )?(?:neng )?lai"
            " / (?:i )?(?:can|will|am going to)(?: definitely)? (?:come|make it|attend|join|be there)"
            " / i(?: am)? com(?:e|ing)"
        ),
        _Says.NO: ("n / no / nope / cancel / not this time / (?:i )?cannot"),
        _Says.NO_IN_FULL: (
            "(?:i )?(?:cannot|could not|will not(?: be able to)?|am not able to|am unable to|am not going to)"
            " (?:come|make it|attend|join|be there)(?: after all| any ?more)?"
            " / (?:i am )?not (?:coming|attending)(?: after all| any ?more)?"
            " / i (?:have|need) to (?:drop out|cancel) / i need leave"
            " / (?:wo )?bu (?:neng )?(?:lai|qu)(?: le)? / (?:lai|qu) bu liao(?: le)? / (?:wo yao )?qing ?jia"
            " / i (?:would like to )?ask for leave"
            " / i (?:did not|never) (?:say|said)(?: that)? i(?: would| will| was)? com(?:e|ing)"
        ),
        _Says.NO_TIME: ("something(?: has)? (?:came|come) up / i am (?:busy|not free) / no time"),
        _Says.LATE: (
            "(?:i will be |about |running )*(?P<number>[0-9]{1,3}) ?(?P<unit>min|mins|minutes|h|hour|hours) late"
            " / late (?:by |about )*(?P<number>[0-9]{1,3}) ?(?P<unit>min|mins|minutes|h|hour|hours)"
        ),
        _Says.WRONG: (
            "wrong / not right / (?:(?:i )?(?:want|would like) to )?change (?:it|that|this|my answer)"
            " / (?:that|this|it) is (?:wrong|not right|not what i (?:said|meant)|a mistake)"
            " / my mistake"
        ),
        _Says.RECEIVED: ("received / shou ?dao / got it / noted / understood / i see / roger"),
        _Says.GOOD: ("ok / okay / okey / hao ?de / fine / all right / alright / great"),
        _Says.REASON: ("i am (?:sick|ill|unwell|away) / (?:a )?family (?:matters?|emergency)"),
        _Says.BESIDE: (
            "but / actually"
            " / after all / today / tomorrow / tonight / this time / (?:this |in the )?(?:morning|afternoon|evening)"
            " / (?:this |next |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
        ),
        _Says.KIND: (
            "(?:i am )?(?:so |very )?sorry / thanks?(?: you)?(?: very much)? / please / hi / hello / unfortunately"
            " / i am afraid"
        ),
    }
)
_LONE: Final = frozenset({"1", "一", "2", "二", "不", "有空", "有时间", "取消", "退出", "缺席", "放弃"})
"""What means something else beside another phrase: 不 before a verb, 取消请假."""

_OF_COMING: Final = frozenset(_Says) - {_Says.BESIDE, _Says.KIND, _Says.REASON}
_ASIDE: Final = frozenset({_Says.BESIDE, _Says.KIND})

Table = Sequence[tuple[_Says, bounded.Bounded]]
Phrases = Sequence[tuple[_Says, re.Match[str]]]


def _compiled(phrases: Mapping[_Says, str], between: str, after: str) -> Table:
    return [
        (says, bounded.compiled(f"(?:{one}){after}")) for says, said in phrases.items() for one in said.split(between)
    ]


def _any_of(phrases: Table) -> bounded.Bounded:
    """Return what matches where one of these does: most texts are no answers, and none of them has to be asked then."""
    return bounded.compiled("|".join(_NAMED.sub("(?:", one.pattern) for _, one in phrases))


_NAMED: Final = re.compile(r"\(\?P<\w+>")
_CHINESE: Final = _compiled(_PHRASES, " ", "")
_ENGLISH: Final = _compiled(_PHRASES_IN_ENGLISH, " / ", "(?: |$)")
_ANY_CHINESE: Final = _any_of(_CHINESE)
_ANY_ENGLISH: Final = _any_of(_ENGLISH)

_NO_ANYWHERE: Final = bounded.compiled(
    "|".join(
        [f"(?:{one})" for one in _PHRASES[_Says.NO_IN_FULL].split(" ")]
        + [
            f"\\b(?:{one.replace('cannot', '(?:cannot|can.?t|can not)').replace('will not', '(?:will not|won.?t)')})\\b"
            for one in _PHRASES_IN_ENGLISH[_Says.NO_IN_FULL].split(" / ")
        ]
    )
)
_PLAIN: Final = str.maketrans(
    "來參時間請沒辦開會過確認謝臨應點對錯發給個這現後問題", "来参时间请没办开会过确认谢临应点对错发给个这现后问题"
)
_SHORT: Final = (("n't", " not"), ("can not", "cannot"), ("ca not", "cannot"), ("wo not", "will not"), ("'m", " am"),
                 ("'ll", " will"), ("'s", " is"), ("'d", " would"), ("'ve", " have"))  # fmt: skip
PAUSES: Final = re.compile(r"[🏻🏼🏽🏾🏿,.;:!~·…。，、；：！～“”\"()（）\n—-]+")
_HANZI: Final = re.compile("[\u3400-\u9fff]")
_FIGURES: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_HOURS: Final = ("小时", "钟头", "h")


def is_a_question(text: str) -> bool:
    """Tell whether it has a question mark, of any script: then nothing in it is a yes or a no."""
    return _QUESTION_MARK.search(text) is not None


_QUESTION_MARK: Final = re.compile("[?？؟﹖︖⁇⁈⁉]")


def asks(text: str) -> bool:
    """Tell whether it is a question: by its mark, or in a sentence by a word that asks."""
    return is_a_question(text) or _asks_in_words(text)


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def _asks_in_words(text: str) -> bool:
    return _ASKING.search(normalize("NFKC", text).casefold()) is not None


_ASKING: Final = re.compile(
    "(?:[吗嘛么]|(?<!步)伐)(?:$|[^\\w])|呢(?:$|[^\\w])|什么|几[点时号楼]|哪|怎么|怎样|如何|为何|谁|多[少久远]|(?<!没)多(?:大"
    "|高(?!兴)|贵)|\\w(?<![我们你您他就])还是(?![来去不算])|"
    r"[能要用会让收管]\w{1,8}不(?:$|\W)|([能是有会要可])[不没](?:可以)?\1|([\u4e00-\u9fff])(?<![时动])不\2"
    r"|^\W*(?:what|when|where|who|how|which|why|can|could|is|are|do|does|did|will|would|(?:until|till"
    r"|by) when)\b(?!.t\b| not)"
)


@bounded.up_to(MOST, False)  # noqa: FBT003  what it returns
def is_half_an_answer(text: str) -> bool:
    """Tell whether it speaks of coming, though not clearly: 可能吧, 晚点到可以吗, I have to ask at home."""
    said = normalize("NFKC", text).casefold()
    hesitates = not asks(text) and _HESITATES.search(said) is not None
    is_answer = understood(text) is not None or answers_in_part(text)
    return hesitates or is_answer or (_COMING.search(said) is not None and speaks_of_coming(text))


_COMING: Final = re.compile(r"[来到去]|晚|迟|参加|赶|一起|\b(?:come|coming|make it|late|be there|join|help)\b")


_HESITATES: Final = re.compile(
    "可能|也许|大概|看情况|看看再|再说|再看|不一定|不确定|说不[准定好]|定不下来|问一?[下问]|商量|尽量|争取"
    r"|\b(?:maybe|perhaps|possibly|probably|not sure|depends|let me (?:check|see|ask)"
    r"|have to (?:check|see|ask)|i'll try)\b"
)


@bounded.up_to(MOST, False)  # noqa: FBT003  what it returns
def answers_in_part(text: str) -> bool:
    """Tell whether a part of it is a no, or names coming: actually no, I can't on Sunday."""
    meanings = [meaning for part in _said_apart(text) if (meaning := understood(part))]
    return any(one.saying is Saying.DOES_NOT or one.in_full for one in meanings)


@bounded.up_to(MOST, False)  # noqa: FBT003  what it returns
def takes_back(text: str) -> bool:
    """Tell words after a no that give no reason for it: a yes, that it was a mistake, 算了，不请了."""
    meaning = understood(text)
    if meaning is not None and control_words.understood(text) is not Control.CANCEL:
        return meaning.saying is not Saying.DOES_NOT
    return any(_turns_back(part) for part in _said_apart(text))


def _said_apart(text: str) -> list[str]:
    """Return the parts of an answer; none of what has more than an answer has."""
    parts = [part for part in PAUSES.split(text) if part.strip()]
    return parts if len(parts) <= _MOST_PARTS else []


_MOST_PARTS: Final = 12


def _turns_back(part: str) -> bool:
    meaning, control = understood(part), control_words.understood(part)
    is_yes = meaning is not None and meaning.saying is Saying.COMES and meaning.in_full
    is_wrong = meaning is not None and meaning.saying is Saying.WRONG
    return is_yes or is_wrong or control is Control.CANCEL or _NO_LEAVE.search(part.casefold()) is not None


_NO_LEAVE: Final = re.compile("不(?:用|想|要|需要)?(?:请假?|休)了?$|(?:do not|don.t) (?:need|want) (?:the )?leave")


def understood(text: str) -> Meaning | None:
    """Say what an answer means; None: it means nothing that is sure."""
    parts = None if is_a_question(text) else _parts(text)
    return None if parts is None else _together(parts)


@bounded.up_to(MOST, None)
def no_in(part: str) -> tuple[int, int] | None:
    """Return from where to where in a part of a sentence a no stands that names coming; None: there is none."""
    said = part.casefold().replace("’", "'").translate(_PLAIN)
    found = [phrase.span() for phrase in _NO_ANYWHERE.finditer(said) if phrase[0]]
    return found[-1] if found else None


@bounded.up_to(MOST, False)  # noqa: FBT003  what it returns
def is_aside(part: str) -> bool:
    """Tell what says only when, who, how or hello, or no without naming anything; it gives no reason."""
    phrases = _phrases(normalize("NFKC", part).casefold().replace("’", "'").translate(_PLAIN).strip())
    return phrases is not None and all(says in _ASIDE | {_Says.NO, _Says.WRONG} for says, _ in phrases)


@bounded.up_to(MOST, False)  # noqa: FBT003  what it returns
def speaks_of_coming(text: str) -> bool:
    """Tell whether a yes or a no of coming may be within a sentence: 党课来不了, 1？."""
    said = PAUSES.sub(" ", normalize("NFKC", text[:MOST]).casefold().replace("’", "'").replace("?", " "))
    for short, full in _SHORT:
        said = said.replace(short, full)
    return any(one.search(said) for says, one in (*_CHINESE, *_ENGLISH) if says in _OF_COMING)


def is_courtesy(text: str) -> bool:
    """Tell whether it greets or thanks and says nothing else; so does what has no words at all."""
    parts = _parts(text.replace("?", " ").replace("？", " "))
    return parts is not None and all(says is _Says.KIND for part in parts for says, _ in part)


def is_polite(text: str) -> bool:
    """Tell 好的，谢谢 and "ok": a yes to who has just asked, and no more than politeness to anything else."""
    parts = _parts(text)
    return bool(parts) and all(says in {_Says.GOOD, _Says.KIND} for part in parts or [] for says, _ in part)


def _parts(text: str) -> list[Phrases] | None:
    """Cut it at its punctuation and into phrases; None where something is left over."""
    said = normalize("NFKC", text[: MOST + 1]).casefold().replace("’", "'").translate(_PLAIN)
    parts = [_phrases(part) for part in map(str.strip, PAUSES.split(said)) if part] if len(said) <= MOST else [None]
    clear = [part for part in parts if part is not None]
    return clear if len(clear) == len(parts) else None


def _phrases(part: str) -> Phrases | None:
    """Cut one part into phrases; None where that leaves something over, or where they do not go together."""
    joined = "".join(part.split())
    if _HANZI.search(part):
        cut = _cut(joined, _CHINESE, _ANY_CHINESE)
    else:
        for short, full in _SHORT:
            part = part.replace(short, full)
        cut = _cut(" ".join(part.split()), _ENGLISH, _ANY_ENGLISH) or _cut(joined, _CHINESE, _ANY_CHINESE)
    meant = [(says, found[0]) for says, found in cut or () if says not in _ASIDE]
    is_mixed = len(meant) > 1 and any(words in _LONE or says is _Says.WRONG for says, words in meant)
    return None if is_mixed else cut


def _cut(said: str, phrases: Table, any_of: bounded.Bounded) -> Phrases | None:
    """Cut it into phrases, the longest first; None: there is no way to do so to the last sign."""
    blind: set[int] = set()

    def after(at: int) -> list[tuple[_Says, re.Match[str]]] | None:
        if at == len(said):
            return []
        if at in blind or any_of.match(said, at) is None:
            return None
        found = [(says, phrase) for says, one in phrases if (phrase := one.match(said, at)) and phrase[0]]
        for says, phrase in sorted(found, key=lambda one: -len(one[1][0])):
            rest = after(phrase.end())
            if rest is not None:
                return [(says, phrase), *rest]
        blind.add(at)
        return None

    return after(0)


def _together(parts: Sequence[Phrases]) -> Meaning | None:
    """Take together what the phrases say."""
    late = [phrase for part in parts for says, phrase in part if says is _Says.LATE]
    said = {says for part in parts for says, _ in part}
    comes, does_not = said & {_Says.YES, _Says.YES_IN_FULL}, said & {_Says.NO, _Says.NO_IN_FULL}
    if late:
        minutes = _minutes(late[0])
        return None if does_not or not 0 < minutes <= MOST_LATE else Meaning(Saying.COMES, minutes)
    if comes and (does_not or _Says.NO_TIME in said):
        return None
    if does_not or _Says.NO_TIME in said:
        return Meaning(Saying.DOES_NOT, in_full=_Says.NO_IN_FULL in said)
    if comes:
        return Meaning(Saying.COMES, in_full=_Says.YES_IN_FULL in said)
    return next((Meaning(saying) for says, saying in _ALONE if says in said and _Says.REASON not in said), None)


_ALONE: Final = ((_Says.WRONG, Saying.WRONG), (_Says.RECEIVED, Saying.RECEIVED), (_Says.GOOD, Saying.COMES))
"""What these say where nothing clearer is beside them; the first that is said counts."""


def _minutes(late: re.Match[str]) -> int:
    number, unit = late["number"], late["unit"]
    if number == "半":
        return 30 if unit.startswith(_HOURS) else 0
    per_unit = 60 if unit.startswith(_HOURS) else 15 if unit == "刻钟" else 1
    return _count(number) * per_unit


def _count(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + (_FIGURES.get(ones, 0) if ones else 0)


# ---------------------------------------------------------------- stars


@dataclass(frozen=True, slots=True)
class Rated:
    """Stars that were written, one to five, and the words beside them."""

    stars: int
    words: str = ""


_STARS: Final = re.compile(
    r"(?:我?[打给评]个?)?\s*(?:满分|(?P<stars>[1-5一二三四五])\s*"
    r"(?:(?P<unit>颗星|[星分](?!钟)|stars?\b|points?\b|(?:/|out of) ?(?:5|five))|(?=[\s,.;:!~，。；：！、]|$)))"
    r"[\s,.;:!~，。；：！、]*(?P<words>.*)",
    re.DOTALL,
)


_STARS_AT_LAST: Final = bounded.compiled(
    r"(?P<words>.{2,}?)(?:[\s,，。、]*(?:我?[打给评]个?|i give it )\s*|[\s,，。、:]+)(?P<stars>[1-5一二三四五])"
    r"\s*(?:[星分]|颗星|stars?)[。!]?",
    re.DOTALL | re.IGNORECASE,
    most=60,
)


def rated(text: str) -> Rated | None:
    """Read 5分，讲得很好 and 4; None for what gives no stars: a question, and a number that answers something else."""
    written = text.strip()
    if is_a_question(written):
        return None
    first, rest = written[: bounded.SENTENCE], written[bounded.SENTENCE :]
    found = _STARS.fullmatch(_in_figures(normalize("NFKC", first).casefold()))
    if found is None:
        return _rated_at_last(written)
    stars, unit, words = found["stars"], found["unit"], found["words"] + rest
    if stars and not unit and (not stars.isdecimal() or understood(words)):
        return None  # 五 alone, and 1，我来
    return Rated(_count(stars) if stars else 5, written[-len(words) :] if words else "")


def _in_figures(text: str) -> str:
    """Write ⭐⭐⭐⭐ and "four stars" in figures; what is no number of stars stays."""
    signs = _STAR_SIGNS.sub(lambda found: f"{len(found['stars'])}星 ", text)
    return _STAR_WORDS.sub(lambda found: str(_NUMBERS.index(found[1].casefold()) + 1), signs)


_NUMBERS: Final = ("one", "two", "three", "four", "five")
_STAR_SIGNS: Final = re.compile("^(?P<stars>[⭐🌟★]{1,5})\ufe0f*(?![⭐🌟★])")
_STAR_WORDS: Final = re.compile(rf"\b({'|'.join(_NUMBERS)})(?=[ -](?:stars?\b|out of))", re.IGNORECASE)


@bounded.up_to(MOST, False)  # noqa: FBT003  what it returns
def is_a_mere_number(text: str) -> bool:
    """Tell 4 from 4分: it may be the number of a line, a floor, or an answer to something else."""
    return normalize("NFKC", text).strip(" .。!！").isdecimal()


def _rated_at_last(written: str) -> Rated | None:
    """Read 讲得不错，给4分: the words first."""
    before, end = written[:-_LAST_SIGNS], written[-_LAST_SIGNS:]
    plain = normalize("NFKC", end)
    found = _STARS_AT_LAST.fullmatch(_in_figures(plain))
    if found is None:
        return None
    words = found["words"]
    as_written = end[: len(words)] if len(plain) == len(end) and plain.startswith(words) else words
    return Rated(_count(found["stars"]), (before + as_written).strip(" ,，。、"))


_LAST_SIGNS: Final = 60
"""Signs at the end of a remark among which its stars stand."""


# ---------------------------------------------------------------- yes and no to what is not about coming

_STILL: Final = re.compile(
    "(?:我?(?:们)?(?:都)?(?:还|仍|仍然)?在的?|没有?变(?:化|动)?|不变|一样|照旧|老样子|still here|yes still|no change)"
)
_NO_LONGER: Final = re.compile(
    "(?:我?(?:已经|已)?(?:不在|离开|走|回老家|搬走|调走)了|有变(?:化|动)|变了|换(?:公司|单位|工作)了|not any ?more)"
)
_TRUE: Final = re.compile("(?:情况)?属实|对的?|没错|正确|是真的|符合|that is right|right|correct|true")
_UNTRUE: Final = re.compile("(?:情况)?不属实|有异议|不对|不正确|不符合?|不是|not right|incorrect|wrong")


def still_there(text: str) -> bool | None:
    """Read the answer to whether somebody is still where they were; None: it does not say."""
    return _either(text, _STILL, _NO_LONGER)


def is_true(text: str) -> bool | None:
    """Read the answer to whether something is right; None: it does not say."""
    return _either(text, _TRUE, _UNTRUE)


@bounded.up_to(MOST, None)
def _either(text: str, yes: re.Pattern[str], no: re.Pattern[str]) -> bool | None:
    """Take a plain yes or no; what is said of coming is none."""
    if is_a_question(text):
        return None
    said = " ".join(part for part in map(str.strip, PAUSES.split(normalize("NFKC", text).casefold())) if part)
    words = said.removesuffix("谢谢").strip()
    if yes.fullmatch(words) or words in _PLAIN_YES:
        return True
    return False if no.fullmatch(words) or words in _PLAIN_NO else None


_PLAIN_YES: Final = frozenset({"是", "是的", "嗯", "嗯嗯", "yes", "yes it is", "y", "1"})
_PLAIN_NO: Final = frozenset({"不", "没有", "不是的", "no", "n", "2"})
