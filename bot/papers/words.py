"""The words of what is printed or handed out as a file, Chinese and English side by side."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.activities import Kind
from domain.affiliations import Ending, State, Stay, Verb
from domain.duties import State as Duty
from domain.members import DocumentKind
from domain.roles import Role
from domain.seats import State as Seat
from domain.topics import Topic

Pair = tuple[str, str]

STAYS: Final[Mapping[str, Pair]] = MappingProxyType(
    {Stay.VISIT: ("短期来访", "short visit"), Stay.MOBILE: ("流动党员", "mobile member")}
)

STATES: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        State.DRAFT: ("填写中", "being filled in"),
        State.SUBMITTED: ("待接收", "submitted"),
        State.HOST_ACCEPTED: ("待上级确认", "accepted, waiting for the level above"),
        State.RETURNED: ("退回补充", "returned"),
        State.ACTIVE: ("挂靠中", "active"),
        State.CONFIRMATION_DUE: ("挂靠中，待本人确认", "active, to be confirmed by the member"),
        State.WITHDRAWN: ("已撤回", "withdrawn"),
        State.DECLINED: ("未接收", "declined"),
        State.MOVED: ("已转到其他服务点", "moved"),
        State.ENDED: ("已结束", "ended"),
        State.DISCARDED: ("已删除", "discarded"),
    }
)

KINDS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Kind.LECTURE: ("党课", "party lecture"),
        Kind.THEME_DAY: ("主题党日", "theme day"),
        Kind.VOLUNTEERING: ("志愿服务", "volunteering"),
        Kind.LIFE_MEETING: ("组织生活会", "organisational life meeting"),
        Kind.OTHER: ("其他活动", "other activity"),
    }
)

TOPICS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Topic.NOTICES: ("通知公告", "notices"),
        Topic.ACTIVITIES: ("活动预告", "activities to come"),
        Topic.STUDY: ("学习资料", "study material"),
        Topic.VOLUNTEERING: ("志愿招募", "volunteers wanted"),
        Topic.SERVICES: ("便民服务", "everyday services"),
    }
)

ENDINGS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Ending.RETURNED_HOME: ("返回原支部", "returned home"),
        Ending.TRANSFERRED: ("组织关系已转入", "transferred"),
        Ending.EXPIRED: ("到期", "expired"),
        Ending.BY_HOST: ("由接收方结束", "ended by the host"),
    }
)

VERBS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Verb.SUBMIT: ("提交", "submitted"),
        Verb.DISCARD: ("删除", "discarded"),
        Verb.WITHDRAW: ("撤回", "withdrawn"),
        Verb.ACCEPT: ("接收", "accepted"),
        Verb.CONFIRM: ("确认", "confirmed"),
        Verb.RETURN: ("退回", "returned"),
        Verb.DECLINE: ("不接收", "declined"),
        Verb.ASK_AGAIN: ("请本人确认", "asked to confirm"),
        Verb.STILL_HERE: ("本人确认仍在", "confirmed to be still here"),
        Verb.RENEW: ("延期", "renewed"),
        Verb.MOVE: ("转到其他服务点", "moved"),
        Verb.GO_HOME: ("返回原支部", "returned home"),
        Verb.TRANSFER: ("组织关系转入", "transferred"),
        Verb.END: ("结束", "ended"),
        Verb.EXPIRE: ("到期", "expired"),
    }
)

PAPERS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        DocumentKind.ACTIVITY_CARD: ("流动党员活动证", "activity card"),
        DocumentKind.CERTIFICATE: ("支部证明", "certificate of the home branch"),
        DocumentKind.TRANSFER_LETTER: ("组织关系介绍信", "transfer letter"),
        DocumentKind.NONE_YET: ("暂无", "none yet"),
    }
)

HOMES: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        "unconfirmed": ("尚未确认", "not yet confirmed"),
        "confirmed": ("已确认", "confirmed"),
        "objected": ("有异议", "objected"),
    }
)

SIGNUPS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Seat.EXPECTED: ("应到", "expected"),
        Seat.SIGNED_UP: ("已报名", "signed up"),
        Seat.CONFIRMED: ("已确认", "confirmed"),
        Seat.WAITING: ("候补", "waiting"),
        Seat.OFFERED: ("有名额,待确认", "a seat was offered"),
        Seat.ON_LEAVE: ("请假", "on leave"),
        Seat.LEFT: ("已退出", "given back"),
        Seat.RELEASED: ("未按时确认", "not confirmed in time"),
        Seat.LAPSED: ("候补已过期", "the place in the line has run out"),
        Seat.CHECKED_IN: ("已签到", "checked in"),
        Seat.WALKED_IN: ("临时参加", "walked in"),
        Seat.ABSENT: ("未到", "absent"),
    }
)

DUTIES: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Duty.ASKED: ("已询问", "asked"),
        Duty.COMING: ("会来", "coming"),
        Duty.RESERVE: ("替补", "in reserve"),
        Duty.CALLED: ("替补已询问", "called from the reserve"),
        Duty.DECLINED: ("不来", "declined"),
        Duty.DROPPED: ("退出", "dropped out"),
        Duty.LAPSED: ("未答复", "no answer in time"),
    }
)

ROLES: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Role.ADMIN: ("管理员", "admin"),
        Role.ORGANISER: ("组织员", "organiser"),
        Role.VOLUNTEER: ("志愿者", "volunteer"),
        Role.MEMBER: ("党员本人", "the member"),
        Role.SUPPORTER: ("群众", "supporter"),
        "house": ("系统管理", "the administration"),
        "clock": ("系统按期自动处理", "by itself, on its day"),
        "home": ("原支部", "the home branch"),
    }
)


def chosen(pair: Pair, language: str) -> str:
    chinese, english = pair
    return english if language == "en" else chinese


def said(words: Mapping[str, Pair], key: str, language: str) -> str:
    """Say it in this language; what has no words is said as it is stored."""
    return chosen(words.get(key, (key, key)), language)
