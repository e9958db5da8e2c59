"""One's own data as a text to read, in Chinese or English: a file that somebody can keep, print or show."""

from collections.abc import Iterator
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from bot.papers.own_data import OwnData, StayData
from bot.papers.words import (
    DUTIES,
    ENDINGS,
    HOMES,
    KINDS,
    PAPERS,
    ROLES,
    SIGNUPS,
    STATES,
    STAYS,
    TOPICS,
    VERBS,
    Pair,
    chosen,
    said,
)
from storage.people.members import MemberRow
from storage.upkeep.own_data import GrantData, LinkData

_LOOKS: Final = MappingProxyType(
    {
        "member.reveal": ("查看了您的个人信息", "looked at your details"),
        "member.register": ("导出登记册,其中有您的个人信息", "exported the register, which holds your details"),
        "member.list": ("导出签到表,其中有您的姓名", "exported a list of who was there, with your name in it"),
        "member.delivery": (
            "导出一条通知的送达情况,其中有您的姓名",
            "exported who did not get an announcement, with your name in it",
        ),
        "member.export": ("您本人导出", "you exported your own data"),
        "member.home": ("原支部通过链接查看", "the home branch looked through its link"),
    }
)
_LINKS: Final = MappingProxyType(
    {
        "issued": ("发出过邀请", "you issued an invitation"),
        "used": ("接受过邀请", "you accepted an invitation"),
        "opened": ("打开过原支部的链接", "you opened a link for a home branch"),
    }
)
_THREADS: Final = MappingProxyType(
    {
        "open": ("处理中", "open"),
        "taken": ("处理中", "open"),
        "closed": ("已结束", "closed"),
    }
)
_FILES: Final = MappingProxyType(
    {
        "photo": ("[图片]", "[picture]"),
        "video": ("[视频]", "[video]"),
        "document": ("[文件]", "[file]"),
        "voice": ("[语音]", "[voice message]"),
    }
)


def as_text(data: OwnData, language: str) -> str:
    """Write everything for people, one heading after the other; what is not held is said not to be."""
    return "\n".join(_Text(data, language).lines()) + "\n"


class _Text:
    def __init__(self, data: OwnData, language: str) -> None:
        self._data = data
        self._language = language

    def lines(self) -> Iterator[str]:
        yield self._say("我们保存的关于您的信息", "What we hold about you")
        yield self._say(f"导出时间:{self._moment(self._data.made_at)}", f"Made on {self._moment(self._data.made_at)}")
        for heading, lines in (
            (("您告诉我们的", "What you have told us"), self._told()),
            (("您的挂靠", "Your affiliations"), self._stays()),
            (("您的活动", "Your activities"), self._activities()),
            (("您的兴趣和点单", "What you like and wish for"), self._wished()),
            (("您的留言", "What you wrote to service centres"), self._mail()),
            (("您的角色和链接", "Your roles and links"), self._roles()),
            (("聊天所需的信息", "What the chat itself needs"), self._chat()),
            (("谁看过您的个人信息", "Who has seen your details"), self._seen()),
            (("操作记录", "The record of what was done"), self._audit()),
            (("保存多久", "How long it is kept"), self._kept()),
        ):
            yield ""
            yield self._say(*heading)
            written = list(lines)
            yield from written or [f"  {self._say('没有', 'nothing')}"]

    def _told(self) -> Iterator[str]:
        member = self._data.member
        if member is None:
            return
        told = member.details
        paper = said(PAPERS, told.paper.kind, self._language)
        yield from self._pairs(
            (("姓名", "name"), told.name),
            (("手机", "phone"), told.phone),
            (("工作单位", "employer"), told.employer),
            (("所在楼宇", "building"), told.building or self._data.building),
            (("组织关系所在支部", "home branch"), told.home.name),
            (("支部所在地", "its place"), told.home.place),
            (("支部联系人", "its contact"), told.home.contact),
            (("证件类别", "document"), paper),
            (("证件编号", "its number"), told.paper.number),
            (("有效期至", "valid until"), self._day(told.paper.valid_until)),
            (
                ("证件照片", "its photo"),
                self._say("有(存于 Telegram)", "yes, kept at Telegram") if told.paper.photo else "",
            ),
        )
        yield from self._consents(member)

    def _consents(self, member: MemberRow) -> Iterator[str]:
        named = self._say("可以", "yes") if member.may_be_named else self._say("不可以", "no")
        agreed = f"{member.privacy_version} · {self._at(member.agreed_at)}" if member.privacy_version else ""
        yield from self._pairs(
            (("筹建支部时可否告知姓名", "may be named when a branch is founded"), named),
            (("同意的隐私说明版本", "version of the privacy text agreed to"), agreed),
            (("最近修改", "last changed"), self._at(member.changed_at)),
            (("最近联系", "last contact"), self._at(member.last_contact)),
        )

    def _stays(self) -> Iterator[str]:
        for stay in self._data.stays:
            yield from self._stay(stay)

    def _stay(self, stay: StayData) -> Iterator[str]:
        row, language = stay.row, self._language
        state = said(STATES, row.state, language)
        ending = f"({said(ENDINGS, row.ending, language)})" if row.ending else ""
        yield f"  {stay.point} · {said(STAYS, row.stay, language)} · {state}{ending}"
        yield from self._pairs(
            (("接收单位", "host"), stay.unit),
            (("到达", "arrival"), self._day(row.arrives_on)),
            (("预计结束", "expected end"), self._day(row.ends_on)),
            (("原支部", "home branch"), " ".join((said(HOMES, row.home, language), row.home_said)).strip()),
            indent=4,
        )
        for step in stay.steps:
            yield f"    {self._at(step.at)} {said(VERBS, step.verb, language)} {step.reason}".rstrip()
        for one in stay.questions:
            yield f"    {self._at(one.asked_at)} {self._say('问', 'asked')}:{one.question}"
            if one.answer:
                yield f"    {self._at(one.answered_at)} {self._say('答', 'answered')}:{one.answer}"

    def _activities(self) -> Iterator[str]:
        held = self._data.activities
        for one in held.signups:
            state = said(SIGNUPS, one.state, self._language)
            seen = f" {self._at(one.seen_at)}" if one.seen_at is not None else ""
            yield f"  {self._at(one.starts_at)} {one.activity} · {state}{seen} {one.reason}".rstrip()
        for duty in held.duties:
            answer = said(DUTIES, duty.state, self._language)
            named = self._say("志愿岗位", "duty")
            yield f"  {self._at(duty.starts_at)} {named} {duty.duty} · {answer} {duty.said}".rstrip()
        for issued in held.certificates:
            named = self._say("参加证明", "certificate")
            yield f"  {self._at(issued.issued_at)} {named} {issued.code} · {issued.activity}"
        for wish in held.lead_times:
            yield f"  {self._say('提前提醒', 'reminder')} {wish.kind} {wish.hours} h".replace("  ", " ")
        if held.signups:
            yield "  " + self._say(
                "您对活动的评价是不记名保存的，查不到哪些是您的，所以不在这里。",
                "Ratings are kept unsigned: nobody can find out which are yours, so they do not stand here.",
            )

    def _wished(self) -> Iterator[str]:
        held, language = self._data.wished, self._language
        listed = self._say("、", ", ")
        yield from self._pairs(
            (
                ("不想收到的通知", "announcements not wanted"),
                listed.join(said(TOPICS, one, language) for one in held.refused),
            ),
            (("感兴趣的活动", "activities liked"), listed.join(said(KINDS, one, language) for one in held.interests)),
        )
        for wish in held.wishes:
            answered = f" · {self._say('已发布', 'published')} {self._at(wish.answered_at)}" if wish.answered_at else ""
            line = f"{self._at(wish.made_at)} {self._say('点单', 'wish')} {said(KINDS, wish.kind, language)}{answered}"
            yield f"  {line} {wish.said}".rstrip()

    def _mail(self) -> Iterator[str]:
        for thread in self._data.threads:
            yield f"  {thread.unit} · {self._at(thread.opened_at)} · {said(_THREADS, thread.state, self._language)}"
            for one in thread.letters:
                own = one.by_chat == self._data.chat_id
                who = self._say("您", "you") if own else self._say("答复", "answer")
                file = said(_FILES, one.file, self._language) if one.file else ""
                yield f"    {self._at(one.at)} {who}:{' '.join(part for part in (one.said, file) if part)}"

    def _roles(self) -> Iterator[str]:
        for role in self._data.roles:
            yield f"  {self._role(role)}"
        for link in self._data.links:
            yield f"  {self._link(link)}"

    def _role(self, role: GrantData) -> str:
        where = role.unit_name or self._say("全部单位", "everywhere")
        until = f" – {self._at(role.revoked_at)}" if role.revoked_at is not None else ""
        return f"{said(ROLES, role.role, self._language)} · {where} · {self._at(role.granted_at)}{until}"

    def _link(self, link: LinkData) -> str:
        return f"{said(_LINKS, link.kind, self._language)} · {self._at(link.at)}"

    def _chat(self) -> Iterator[str]:
        chat = self._data.chat
        yield from self._pairs((("聊天编号", "number of the chat"), str(self._data.chat_id)))
        if chat is None:
            return
        yield from self._pairs(
            (("语言", "language"), chat.language or chat.messenger_language),
            (("首次使用", "first here"), self._at(chat.first_seen)),
            (("我的服务点", "own service point"), self._data.my_point),
            (("消息送不到,自", "messages do not arrive since"), self._at(chat.unreachable_since)),
            (("对话进行到", "where the conversation stands, as of"), self._at(chat.state_changed_at)),
            (("未能处理的消息", "messages that failed"), "、".join(self._at(at) for at, _ in chat.failed)),
            (("发给您的消息(最多保留 30 天)", "messages to you, kept 30 days at most"), str(chat.messages)),
        )

    def _seen(self) -> Iterator[str]:
        for look in self._data.seen:
            who = said(ROLES, look.role, self._language)
            yield f"  {self._at(look.at)} {who} · {said(_LOOKS, look.what, self._language)}"

    def _audit(self) -> Iterator[str]:
        for row in self._data.audit:
            yield f"  {row.number} · {self._at(row.at)} · {said(ROLES, row.role, self._language)} · {row.what}"

    def _kept(self) -> Iterator[str]:
        day = self._data.kept_until
        if day is not None:
            yield "  " + self._say(
                f"{day.isoformat()} 起自动删除您的个人信息;也可以现在就删除。",
                f"Your details are deleted by themselves on {day.isoformat()}; you can also delete them now.",
            )
        elif self._data.member is not None:
            yield "  " + self._say(
                "挂靠期间一直保存;结束后按所在单位的规定保留一段时间,然后自动删除。",
                "As long as an affiliation is open; after its end for the time that the host sets, then it is deleted.",
            )

    def _pairs(self, *pairs: tuple[Pair, str], indent: int = 2) -> Iterator[str]:
        for label, value in pairs:
            if value:
                yield f"{' ' * indent}{chosen(label, self._language)}:{value}"

    def _say(self, chinese: str, english: str) -> str:
        return chosen((chinese, english), self._language)

    def _at(self, at: float | None) -> str:
        return "" if at is None else self._moment(datetime.fromtimestamp(at, self._data.zone))

    def _moment(self, moment: datetime) -> str:
        return f"{moment:%Y-%m-%d %H:%M}"

    def _day(self, day: date | None) -> str:
        return day.isoformat() if day else ""
