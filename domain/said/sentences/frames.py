"""What a sentence asks for: its frame with what fills it, and whether that is beyond doubt.

Cutters take out what they understand: days, then the words of ours. Whatever is left and is no filler makes it unsure;
so do two wishes in one, a no before the verb, and a story. Whoever knows the places takes a place out of the rest.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.activities.activities import Kind
from domain.places.places import NO_SERVICES, Services
from domain.said import days as said_days
from domain.said.days import Days
from domain.said.sentences.ideas import OBJECTS, VERBS, Idea
from domain.said.sentences.tokens import Token, leftover, negated, tokens
from domain.said.writing.dialect import standard
from domain.said.writing.pinyin import written
from domain.said.writing.signs import CUT, plain


class Frame(StrEnum):
    """What somebody wants; each opens one screen."""

    ACTIVITIES = "activities"
    POINTS = "points"
    SIGN_UP = "sign_up"
    LEAVE = "leave"
    CANCEL = "cancel"
    MINE = "mine"
    QUEUE = "queue"
    IS_ON = "is_on"
    HELD = "held"  # when and where
    AFFILIATE = "affiliate"
    STAY = "stay"
    MOVE = "move"
    END = "end"
    RENEW = "renew"
    MEANING = "meaning"
    POINT = "point"
    MY_POINT = "my_point"
    CHECK_IN = "check_in"
    RECORD = "record"
    CERTIFICATE = "certificate"
    VERIFY = "verify"
    PERSON = "person"
    LANGUAGE = "language"
    HELP = "help"
    WHO = "who"
    PRIVACY = "privacy"
    DUTIES = "duties"
    DETAILS = "details"
    TOPICS = "topics"
    REMINDERS = "reminders"
    WISH = "wish"
    CENTRE = "centre"  # only people there can say
    CALENDAR = "calendar"  # the one on the phone
    WAYS_IN = "ways_in"


@dataclass(frozen=True, slots=True)
class Wish:
    """A frame and what fills it.

    `is_other`: a service that nothing is known of is named. `is_waiting`: it is about a place on the waiting list.
    `asks`: how it is done, and not to have it done. `language` is the one that is named, "en" or "zh_Hans".
    """

    frame: Frame
    days: Days | None = None
    kind: Kind | None = None
    services: Services = NO_SERVICES
    is_near: bool = False
    is_other: bool = False
    is_waiting: bool = False
    asks: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a sentence.

    `wishes` are what it may ask for, the likeliest first. `rest` is what nobody understood, `around` the sentence in
    which a place is to be looked for. `is_clear`: nothing but the rest could be in doubt. `is_said`: a verb or a
    question says so, and not only what it is about. `may_be_titled`: it may name an activity by its title. `share` is
    how much of what matters was understood, `strength` how many things that go together were: a verb, what it is about,
    days, nearness. `is_ours`: a word says so that is at home nowhere else, `is_asked`: it is a
    question about what seldom is. `no_day` is what was said like a day that no
    calendar has. `denied` is what somebody says not to want.
    """

    wishes: tuple[Wish, ...] = ()
    rest: str = ""
    around: str = ""
    may_be_titled: bool = False
    is_clear: bool = False
    is_said: bool = False
    share: float = 0.0
    strength: int = 0
    is_ours: bool = False
    is_asked: bool = False
    no_day: str = ""
    denied: Frame | None = None

    @property
    def is_sure(self) -> bool:
        return self.is_clear and not self.rest and bool(self.wishes)


NOTHING: Final = Reading()
LONGEST: Final = 60
"""So many Hanzi, or half as many English words, may a sentence have that is no story."""


def read(text: str, now: datetime, title: str = "") -> Reading:
    """Take a sentence apart. What is much too long is not looked at.

    A `title` in it stands for an activity, whatever words that is made of.
    """
    if len(text) > _MUCH_TOO_LONG:
        return NOTHING
    said = standard(plain(text))
    said = _ASKING_NO.sub("吗", written(said.replace(title, _TITLED) if title else said))
    because = _BECAUSE.search(said)
    if because is not None and _reading(said[: because.start()], now).wishes:
        said = said[: because.start()]
    reading = _reading(said, now)
    parts = _CLAUSE.split(said) if reading.wishes else []
    return _by_clauses(reading, [_reading(clause, now) for clause in parts]) if len(parts) > 1 else reading


def _by_clauses(reading: Reading, clauses: Sequence[Reading]) -> Reading:
    """Take two wishes apart, each with its own day and kind; beside a leave or a no, what says nothing to us is why."""
    is_one_each = all(len(clause.wishes) == 1 for clause in clauses)
    if is_one_each and (len(reading.wishes) > 1 or _are_apart(clauses)):
        return replace(reading, wishes=tuple(clause.wishes[0] for clause in clauses), is_clear=False)
    may_say_why = reading.denied or [wish.frame for wish in reading.wishes] == [Frame.LEAVE]
    if reading.rest and may_say_why:
        return replace(
            reading,
            rest=" ".join(clause.rest for clause in clauses if clause.rest and (clause.wishes or clause.denied)),
        )
    return reading


def _are_apart(clauses: Sequence[Reading]) -> bool:
    """Tell whether each clause asks for something beyond doubt, and one for other things than the other."""
    groups = {_GROUPS.get(wish.frame) for clause in clauses for wish in clause.wishes}
    return all(clause.is_clear and clause.is_said for clause in clauses) and len(groups) > 1 and None not in groups


def _reading(said: str, now: datetime) -> Reading:
    days, without = said_days.cut(said, now)
    without = _CUTS.sub(CUT, without)
    odd = _NO_DAY.search(without)
    if odd is not None:
        without = without[: odd.start()] + CUT + without[odd.end() :]
    found, rest = tokens(without)
    if not found and days is None:
        return NOTHING
    return _read(_Said(said, without, tuple(found), leftover(rest), days, odd[0] if odd else ""))


_GROUPS: Final[Mapping[Frame, str]] = MappingProxyType(
    {
        **dict.fromkeys((Frame.LEAVE, Frame.CANCEL), "give back"),
        **dict.fromkeys((Frame.SIGN_UP, Frame.ACTIVITIES), "join"),
        **dict.fromkeys((Frame.POINTS, Frame.POINT, Frame.MY_POINT, Frame.AFFILIATE), "where"),
        **{
            one: one for one in (Frame.PERSON, Frame.CERTIFICATE, Frame.RECORD, Frame.DUTIES, Frame.DETAILS, Frame.WISH)
        },
    }
)
"""What is one wish when it stands side by side, and two when it stands beside another of these."""

_BECAUSE: Final = re.compile("(?<=.)[,。]? ?(?:因为|主要是)|(?<=.),? \\b(?:because|cause|cuz)\\b(?! of)")
"""What follows says why, and asks for nothing."""

_MUCH_TOO_LONG: Final = 300
_CLAUSE: Final = re.compile(
    " ?(?:[,;!。]|\\.(?= )) ?(?:然后|顺便|另外|还有|and|then)?| and | then |然后|顺便|另外|同时"
)
_TITLED: Final = " 活动 "
_ASKING_NO: Final = re.compile("(?<![要好是能会可])(?:不|没有?)(?= *(?:[?!,.;~、。]|$))")
"""At the end of a clause it asks: 能来不, 取消了没."""

_CUTS: Final = re.compile(rf"{CUT}[{CUT} ]*{CUT}")
_NO_DAY: Final = re.compile("[0-9]{1,2}月[0-9]{1,2}[日号]?|(?<![0-9])[0-9]{2}[日号](?![线楼门口院室馆厅])")


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence while it is taken apart."""

    text: str
    without_days: str
    tokens: tuple[Token, ...]
    rest: str
    days: Days | None
    no_day: str

    @property
    def ideas(self) -> frozenset[Idea]:
        return frozenset(token.idea for token in self.tokens)

    @property
    def kind(self) -> Kind | None:
        return next((token.meaning.about for token in self.tokens if isinstance(token.meaning.about, Kind)), None)

    @property
    def services(self) -> Services:
        """Return all that are named together."""
        services = NO_SERVICES
        for token in self.tokens:
            if isinstance(token.meaning.about, Services):
                services |= token.meaning.about
        return services

    @property
    def length(self) -> int:
        hanzi = sum(not sign.isascii() for sign in self.text)
        return hanzi + 2 * len(_ASCII_WORD.findall(self.text))


_ASCII_WORD: Final = re.compile("[a-z0-9']+")


def _read(said: _Said) -> Reading:
    noes = negated(said.tokens, said.without_days) - _SETTINGS
    verbs = _merged(said.ideas)
    is_denied = Idea.NOT in said.ideas and bool(verbs - _SETTINGS)  # 报名不了, 不是党员可以参加吗
    frames = _of_verbs(verbs - noes, said) if verbs else _of_objects(said)
    if not verbs and _asks_to_transfer(said):
        frames = (Frame.MEANING,)
    denied = next((_BY_VERB[verb] for verb in sorted(verbs & _DOINGS)), None) if noes and verbs <= noes else None
    asks_why = denied is not None and bool(said.ideas & {Idea.HOW, Idea.WHETHER})  # 为什么不能报名 refuses nothing
    if noes and _OF_OTHERS.search(said.text):
        denied = None  # 谁没来 is about others
    if noes:
        own = {_BY_VERB.get(verb) for verb in noes}
        frames = tuple(frame for frame in (*frames, Frame.CENTRE if asks_why else Frame.MINE) if frame not in own)
    wishes = tuple(_filled(frame, said) for frame in dict.fromkeys(frames))
    return Reading(
        wishes,
        said.rest,
        _around(said),
        may_be_titled=bool(
            (verbs & _OF_ACTIVITIES and said.ideas & _FOUND)
            or ((verbs & _OF_ACTIVITIES or said.ideas & _HELD) and said.rest)
        ),
        is_clear=len(wishes) == 1 and not (noes or is_denied) and said.length <= LONGEST and _fits(verbs, said),
        is_said=bool(verbs or said.ideas & _SAYING),
        share=_share(said),
        strength=sum(map(bool, (verbs, said.ideas & OBJECTS, said.days, said.ideas & _NEAR))),
        is_asked=bool(
            said.ideas & _ASKING and any(token.idea in _DISTINCT and len(token.text) > 1 for token in said.tokens)
        ),
        is_ours=not _OTHERS.search(said.rest) and any(_OURS.search(token.text) for token in said.tokens),
        no_day=said.no_day,
        denied=None if asks_why else denied,
    )


_OF_OTHERS: Final = re.compile(
    "谁|哪些(?:人|党员|同志|同事)|[他她]们?|大家|人家|\\b(?:who|nobody|somebody|everyone|everybody|they|he|she)\\b"
)
"""Whose doings a sentence is about that is not about its writer's."""

_ASKING: Final = frozenset({Idea.WHAT, Idea.WHEN, Idea.WHERE, Idea.HOW, Idea.WHETHER})
_DISTINCT: Final = frozenset(
    {Idea.ACTIVITY, Idea.KIND, Idea.POINT, Idea.AFFILIATE, Idea.QUEUE, Idea.WISH, Idea.CHECK_IN, Idea.SIGN_UP}
    | {Idea.RECORD}
)
"""What is seldom said of other matters."""

_OTHERS: Final = re.compile("团|工会|妇联|公司|学校|银行")
"""Whose activities, members and rooms are not ours."""

_OURS: Final = re.compile(
    "党|支部|组织|挂靠|驿站|服务[点站]|义诊|义工|志愿(?!$)"
    "|affiliat|service (?:point|station|cent)|waystation|theme|party|branch"
    "|organi[sz]ational|volunteer"
)


_SETTINGS: Final = frozenset({Idea.REMINDERS, Idea.TOPICS, Idea.DUES})
"""What is told the same one way or the other: who wants no reminder wants that screen as well."""

_DOINGS: Final = frozenset(
    {Idea.SIGN_UP, Idea.SIGNED_UP, Idea.LEAVE, Idea.CANCEL, Idea.CHECK_IN, Idea.AFFILIATE, Idea.MOVE, Idea.END}
    | {Idea.RENEW, Idea.PERSON, Idea.CERTIFICATE}
)
"""What can be left undone."""


def unread(text: str) -> str:
    """Return what is left of a part of a sentence when all words of ours are taken out."""
    return leftover(tokens(plain(text))[1]) if len(text) <= bounded.SENTENCE else text


_SAYING: Final = frozenset(
    {Idea.NEAR, Idea.NEAREST, Idea.WHERE, Idea.WHAT, Idea.WHEN, Idea.HOW, Idea.WHETHER, Idea.ORDER, Idea.MEANING}
)
_MERGED: Final = (
    ({Idea.STOP, Idea.AFFILIATE}, Idea.END),
    ({Idea.CANCEL, Idea.AFFILIATE}, Idea.END),
    ({Idea.END, Idea.AFFILIATE}, Idea.END),
    ({Idea.MOVE, Idea.AFFILIATE}, Idea.MOVE),
    ({Idea.RENEW, Idea.AFFILIATE}, Idea.RENEW),
    ({Idea.STATUS, Idea.AFFILIATE}, Idea.STATUS),
    ({Idea.MOVE, Idea.DETAILS}, Idea.DETAILS),
    ({Idea.SIGN_UP, Idea.AFFILIATE}, Idea.AFFILIATE),
    ({Idea.CANCEL, Idea.LEAVE}, Idea.SIGNED_UP),
    ({Idea.CANCEL, Idea.SIGN_UP}, Idea.CANCEL),
    ({Idea.CANCEL, Idea.QUEUE}, Idea.CANCEL),
    ({Idea.SIGN_UP, Idea.QUEUE}, Idea.SIGN_UP),
    ({Idea.RECORD, Idea.CERTIFICATE}, Idea.CERTIFICATE),
    ({Idea.VERIFY, Idea.CERTIFICATE}, Idea.VERIFY),
    ({Idea.RECORD, Idea.CHECK_IN}, Idea.RECORD),
    ({Idea.SIGN_UP, Idea.CERTIFICATE}, Idea.CERTIFICATE),
    ({Idea.RECORD, Idea.SIGN_UP}, Idea.SIGNED_UP),
    ({Idea.CALLED_OFF, Idea.SIGN_UP}, Idea.CALLED_OFF),
    ({Idea.HOURS, Idea.PHONE}, Idea.HOURS),
    ({Idea.HOURS, Idea.WAY}, Idea.HOURS),
    ({Idea.PHONE, Idea.WAY}, Idea.HOURS),
    ({Idea.PHONE, Idea.PERSON}, Idea.PERSON),
    ({Idea.DUES, Idea.AFFILIATE}, Idea.DUES),
    ({Idea.DUTIES, Idea.HOURS}, Idea.DUTIES),
    ({Idea.DUTIES, Idea.QUEUE}, Idea.DUTIES),
    ({Idea.DUTIES, Idea.WAY}, Idea.DUTIES),
)
"""Verbs that are one wish when they stand together."""

_AND_MORE: Final = frozenset({Idea.SIGNED_UP, Idea.HELP, Idea.WAY})
"""Verbs that say of another only which, or how: 我报名的活动取消了吗, help me check in, 在哪里签到."""


def _merged(ideas: frozenset[Idea]) -> frozenset[Idea]:
    """Return the wishes among the verbs: one, where they belong together and no "and" keeps them apart."""
    verbs, is_apart = ideas & VERBS, Idea.AND in ideas
    for pair, one in _MERGED:
        if pair <= verbs and not (is_apart and one is not Idea.HOURS):
            verbs = verbs - pair | {one}
    others = verbs - _AND_MORE
    return (others if others and not is_apart else verbs) - {Idea.STOP}


_BY_VERB: Final[Mapping[Idea, Frame]] = MappingProxyType(
    {
        Idea.SIGN_UP: Frame.SIGN_UP,
        Idea.LEAVE: Frame.LEAVE,
        Idea.CANCEL: Frame.CANCEL,
        Idea.CALLED_OFF: Frame.IS_ON,
        Idea.QUEUE: Frame.QUEUE,
        Idea.SIGNED_UP: Frame.MINE,
        Idea.AFFILIATE: Frame.AFFILIATE,
        Idea.STATUS: Frame.STAY,
        Idea.MOVE: Frame.MOVE,
        Idea.END: Frame.END,
        Idea.RENEW: Frame.RENEW,
        Idea.HOURS: Frame.POINT,
        Idea.PHONE: Frame.POINT,
        Idea.WAY: Frame.POINT,
        Idea.CHECK_IN: Frame.CHECK_IN,
        Idea.CERTIFICATE: Frame.CERTIFICATE,
        Idea.VERIFY: Frame.VERIFY,
        Idea.RECORD: Frame.RECORD,
        Idea.PERSON: Frame.PERSON,
        Idea.LANGUAGE: Frame.LANGUAGE,
        Idea.HELP: Frame.HELP,
        Idea.WHO: Frame.WHO,
        Idea.PRIVACY: Frame.PRIVACY,
        Idea.DUTIES: Frame.DUTIES,
        Idea.DETAILS: Frame.DETAILS,
        Idea.TOPICS: Frame.TOPICS,
        Idea.REMINDERS: Frame.REMINDERS,
        Idea.WISH: Frame.WISH,
        Idea.DUES: Frame.CENTRE,
    }
)
_OF_ACTIVITIES: Final = frozenset(
    {Idea.SIGN_UP, Idea.LEAVE, Idea.CANCEL, Idea.CALLED_OFF, Idea.QUEUE, Idea.HOURS, Idea.WAY, Idea.CHECK_IN}
)
_HELD: Final = frozenset({Idea.ACTIVITY, Idea.KIND})
_FOUND: Final = frozenset({Idea.SERVICE, Idea.OTHER_SERVICE})
_ABOUT: Final[Mapping[Idea, frozenset[Idea]]] = MappingProxyType(
    {
        **dict.fromkeys((Idea.HOURS, Idea.PHONE, Idea.WAY), OBJECTS),
        **dict.fromkeys((Idea.AFFILIATE, Idea.STATUS, Idea.END, Idea.RENEW, Idea.PERSON), frozenset({Idea.POINT})),
        **dict.fromkeys(
            (Idea.LEAVE, Idea.CANCEL, Idea.CALLED_OFF, Idea.QUEUE, Idea.SIGNED_UP, Idea.CHECK_IN, Idea.CERTIFICATE),
            _HELD | {Idea.POINT},
        ),
        **dict.fromkeys((Idea.RECORD, Idea.REMINDERS, Idea.WISH, Idea.DUTIES), _HELD),
        **dict.fromkeys((Idea.SIGN_UP, Idea.MOVE), OBJECTS),
    }
)
"""What each verb can be about; anything else beside it makes the sentence doubtful."""


def _of_verbs(verbs: Collection[Idea], said: _Said) -> tuple[Frame, ...]:
    said_so = [token.idea for token in said.tokens if token.idea in verbs]
    return tuple(_of_verb(verb, said) for verb in (*said_so, *sorted(set(verbs) - set(said_so))))


def _of_verb(verb: Idea, said: _Said) -> Frame:
    """Return the frame of a verb beside what it is about."""
    ideas = said.ideas
    if verb is Idea.AFFILIATE:
        return _of_affiliating(ideas)
    if verb is Idea.SIGN_UP and Idea.MINE in ideas and not ideas & {Idea.ORDER, Idea.HOW}:
        return Frame.MINE
    if verb in {Idea.HOURS, Idea.WAY} and ideas & _HELD:
        return Frame.HELD
    if verb in _OF_POINTS | {Idea.SIGN_UP, Idea.MOVE} and ideas & _FOUND and not ideas & _HELD:
        return Frame.POINTS
    return Frame.POINTS if verb in _OF_POINTS and ideas & _NEAR else _BY_VERB[verb]


def _of_affiliating(ideas: frozenset[Idea]) -> Frame:
    if ideas & (_NEAR | {Idea.WHERE, Idea.POINT}):
        return Frame.POINTS
    if Idea.MEANING in ideas:
        return Frame.MEANING
    return Frame.STAY if Idea.MINE in ideas else Frame.AFFILIATE


_NEAR: Final = frozenset({Idea.NEAR, Idea.NEAREST})
_OF_POINTS: Final = frozenset({Idea.HOURS, Idea.WAY, Idea.PHONE})


def _of_objects(said: _Said) -> tuple[Frame, ...]:
    """Return the frame of a sentence that says only what it is about."""
    ideas = said.ideas
    if Idea.MEANING in ideas:
        return (Frame.WHO,) if Idea.POINT in ideas else (Frame.CENTRE,) if ideas & _HELD else ()
    if ideas & _HELD:
        is_when = bool(ideas & {Idea.WHEN, Idea.STOP, Idea.HOW}) and Idea.WHAT not in ideas
        return (Frame.MINE if Idea.MINE in ideas else Frame.HELD if is_when else Frame.ACTIVITIES,)
    if Idea.MINE in ideas and Idea.POINT in ideas:
        return (Frame.MY_POINT,)
    if ideas & {Idea.SERVICE, Idea.OTHER_SERVICE, Idea.POINT, Idea.NEAR, Idea.NEAREST}:
        return (Frame.POINTS,)
    if not said.days or said.rest or not all(map(_is_beside_days, said.tokens)):
        return ()
    return (Frame.HELD if Idea.WHEN in ideas else Frame.ACTIVITIES,)


def _is_beside_days(token: Token) -> bool:
    """Tell whether days beside this word still ask what is on then: 明天有什么, and not 明天去吧."""
    is_time = token.idea is Idea.WHEN and _TIME.search(token.text)
    return bool(token.idea is Idea.WHAT or is_time or token.text in _PARTICLES)


def _asks_to_transfer(said: _Said) -> bool:
    """Tell whether it is asked if the membership has to come along: that it need not is what affiliating means."""
    return said.services is Services.TRANSFER_DESK and any(token.text in _MUST for token in said.tokens)


_MUST: Final = frozenset(
    {"要不要", "是不是", "需不需要", "用不用", "是不是要", "是不是得", "do i have to", "do i need to"}
)
"""Words that ask if something has to be done."""

_TIME: Final = re.compile("点|时|when|time")
_PARTICLES: Final = frozenset({"的", "都", "还", "吗", "呢", "啊", "那天", "on", "the", "for", "please", "and", "请问"})


def _fits(verbs: frozenset[Idea], said: _Said) -> bool:
    """Tell whether all that was understood goes together."""
    objects, ideas = said.ideas & OBJECTS, said.ideas
    if verbs == {Idea.CANCEL} and not (ideas & _CANCELLED or said.days):
        return False  # it could be anything
    if Idea.MEANING in ideas and not (verbs <= {Idea.AFFILIATE} or verbs & {Idea.WHO}):
        return False
    return all(objects <= _ABOUT.get(verb, frozenset()) for verb in verbs)


_CANCELLED: Final = _HELD | {Idea.SIGN_UP, Idea.QUEUE, Idea.MINE, Idea.BEFORE, Idea.HOW}


def _filled(frame: Frame, said: _Said) -> Wish:
    services = said.services
    if frame is Frame.POINTS and Idea.AFFILIATE in said.ideas:
        services |= Services.ACCEPTS_AFFILIATIONS
    is_how = bool(said.ideas & {Idea.HOW, Idea.WHERE, Idea.MEANING})
    is_asked = Idea.WHETHER in said.ideas and Idea.ORDER not in said.ideas
    return Wish(
        frame,
        said.days,
        said.kind,
        services,
        is_near=Idea.NEAR in said.ideas or (Idea.NEAREST in said.ideas and not said.ideas & _HELD),
        is_other=Idea.OTHER_SERVICE in said.ideas,
        is_waiting=Idea.QUEUE in said.ideas,
        asks=(is_how or is_asked or _is_where(said)) and not (said.days or said.kind),
        language=_language(said) if frame is Frame.LANGUAGE else "",
    )


def _language(said: _Said) -> str:
    """Return the one language that is named."""
    named = {code for code, form in _LANGUAGES for token in said.tokens if form.search(token.text)}
    return named.pop() if len(named) == 1 else ""


_LANGUAGES: Final = (
    ("en", re.compile("英文|英语|english")),
    ("zh_Hans", re.compile("中文|汉语|普通话|chinese|mandarin")),
)


def _is_where(said: _Said) -> bool:
    return Idea.WAY in said.ideas and Idea.WAY not in _merged(said.ideas)


def _around(said: _Said) -> str:
    """Return the sentence without what is no part of a place's name: its days, verbs and activities."""
    text, kept = said.without_days, ""
    at = 0
    for token in said.tokens:
        if token.idea not in _IN_PLACES:
            kept += text[at : token.at] + " "
            at = token.end
    return " ".join((kept + text[at:]).split())


_IN_PLACES: Final = frozenset(
    {Idea.FILLER, Idea.POINT, Idea.SERVICE, Idea.OTHER_SERVICE, Idea.NEAR, Idea.NEAREST, Idea.WHERE}
)


def _share(said: _Said) -> float:
    """Return how much of what matters in the sentence was understood: 1 where all of it was."""
    understood = sum(len(token.text) for token in said.tokens if token.idea in VERBS | OBJECTS | _NEAR)
    understood += 2 * bool(said.days)
    return understood / (understood + len(said.rest)) if understood else 0.0
