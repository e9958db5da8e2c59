"""One's own data as a text to read, in Chinese or English: a file that somebody can keep, print or show."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.papers.own_data import OwnData, StayData
from bot.texts import words
from bot.texts.names import (
    Names,
    affiliation_name,
    booking_name,
    deed_name,
    document_name,
    duty_name,
    ending_name,
    home_answer_name,
    kind_name,
    role_name,
    seat_name,
    stay_name,
    step_name,
    topic_name,
)
from bot.texts.retention import how_long
from storage.people.addresses import TELEGRAM
from storage.people.calendar_feeds import Feed
from storage.people.members import MemberRow
from storage.upkeep.own_data import WayData

_look_name = Names(
    "paper",
    {
        "member.reveal": "looked at your details",
        "member.register": "exported the register, which holds your details",
        "member.roll": "read your name in the list of a check-in",
        "member.list": "exported a list of who was there, with your name in it",
        "member.delivery": "exported who did not get an announcement, with your name in it",
        "member.export": "you exported your own data",
        "member.home": "the home branch looked through its link",
    },
)
_link_name = Names(
    "paper",
    {
        "issued": "you issued an invitation",
        "used": "you accepted an invitation",
        "opened": "you opened a link for a home branch",
    },
)
_thread_name = Names("paper", {"open": "open", "taken": "open", "closed": "closed"})
_promise_name = Names("promise", {"open": "to be done", "kept": "done", "given_up": "given up"})
_file_name = Names("file", {"photo": "[picture]", "video": "[video]", "document": "[file]", "voice": "[voice message]"})


def as_text(data: OwnData, language: str) -> str:
    """Write everything for people, one heading after the other; what is not held is said not to be."""
    return "\n".join(_Text(data, language).lines()) + "\n"


class _Text:
    def __init__(self, data: OwnData, language: str) -> None:
        self._data = data
        self._t = words(language)

    def lines(self) -> Iterator[str]:
        t = self._t
        yield t.paper("What we hold about you")
        yield t.paper("Made on {when}", when=_moment(self._data.made_at))
        for heading, lines in (
            (t.paper("What you have told us"), self._told()),
            (t.paper("Your affiliations"), self._stays()),
            (t.paper("Your activities"), self._activities()),
            (t.paper("What you speak about and have booked"), self._lending()),
            (t.paper("What you like and wish for"), self._wished()),
            (t.paper("What you wrote to service centres"), self._mail()),
            (t.paper("What you noted of buildings"), self._grid()),
            (t.paper("Your roles and links"), self._roles()),
            (t.paper("What the chat itself needs"), self._chat()),
            (t.paper("Who has seen your details"), self._seen()),
            (t.paper("The record of what was done"), self._audit()),
            (t.paper("How long it is kept"), self._kept()),
        ):
            yield ""
            yield heading
            written = list(lines)
            yield from written or [f"  {t.paper('nothing')}"]

    def _told(self) -> Iterator[str]:
        member, t = self._data.member, self._t
        if member is None:
            return
        told = member.details
        yield from self._pairs(
            (t.paper("name"), told.name),
            (t.paper("phone"), told.phone),
            (t.paper("employer"), told.employer),
            (t.paper("building"), told.building or self._data.building),
            (t.paper("home branch"), told.home.name),
            (t.paper("its place"), told.home.place),
            (t.paper("its contact"), told.home.contact),
            (t.paper("document"), document_name(told.paper.kind, t)),
            (t.paper("its number"), told.paper.number),
            (t.paper("valid until"), _day(told.paper.valid_until)),
            (t.paper("its photo"), t.paper("yes, kept at Telegram") if told.paper.photo else ""),
        )
        yield from self._consents(member)

    def _consents(self, member: MemberRow) -> Iterator[str]:
        t = self._t
        named = t.paper("yes") if member.may_be_named else t.paper("no")
        agreed = f"{member.privacy_version} · {self._at(member.agreed_at)}" if member.privacy_version else ""
        yield from self._pairs(
            (t.paper("may be named when a branch is founded"), named),
            (t.paper("version of the privacy text agreed to"), agreed),
            (t.paper("last changed"), self._at(member.changed_at)),
            (t.paper("last contact"), self._at(member.last_contact)),
        )

    def _stays(self) -> Iterator[str]:
        for stay in self._data.stays:
            yield from self._stay(stay)

    def _stay(self, stay: StayData) -> Iterator[str]:
        row, t = stay.row, self._t
        state = affiliation_name(row.state, t)
        ending = f"({ending_name(row.ending, t)})" if row.ending else ""
        yield f"  {stay.point} · {stay_name(row.stay, t)} · {state}{ending}"
        yield from self._pairs(
            (t.paper("host"), stay.unit),
            (t.paper("arrival"), _day(row.arrives_on)),
            (t.paper("expected end"), _day(row.ends_on)),
            (t.paper("home branch of the stay"), " ".join((home_answer_name(row.home, t), row.home_said)).strip()),
            indent=4,
        )
        for step in stay.steps:
            yield f"    {self._at(step.at)} {step_name(step.verb, t)} {step.reason}".rstrip()
        for one in stay.questions:
            yield from self._pairs(
                (f"{self._at(one.asked_at)} {t.paper('asked')}", one.question),
                (f"{self._at(one.answered_at)} {t.paper('answered')}", one.answer),
                indent=4,
            )

    def _lending(self) -> Iterator[str]:
        held, t = self._data.lending, self._t
        for one in held.speaker:
            yield f"  {t.paper('speaker')} {one.name} · {one.unit} {' '.join(one.topics)}".rstrip()
        for row in held.booked:
            state = booking_name(row.state, t)
            yield f"  {self._at(row.starts_at)} {row.resource} · {row.title} · {state} {row.reason}".rstrip()

    def _activities(self) -> Iterator[str]:
        held, t = self._data.activities, self._t
        for one in held.signups:
            state = seat_name(one.state, t)
            seen = f" {self._at(one.seen_at)}" if one.seen_at is not None else ""
            yield f"  {self._at(one.starts_at)} {one.activity} · {state}{seen} {one.reason}".rstrip()
        for duty in held.duties:
            named, answer = t.paper("duty"), duty_name(duty.state, t)
            yield f"  {self._at(duty.starts_at)} {named} {duty.duty} · {answer} {duty.said}".rstrip()
        for issued in held.certificates:
            named = t.paper("certificate")
            yield f"  {self._at(issued.issued_at)} {named} {issued.code} · {issued.activity}"
        for wish in held.lead_times:
            yield f"  {t.paper('reminder')} {wish.kind} {wish.hours} h".replace("  ", " ")
        if held.signups:
            yield "  " + t.paper(
                "Ratings are kept unsigned: nobody can find out which are yours, so they do not stand here."
            )

    def _wished(self) -> Iterator[str]:
        held, t = self._data.wished, self._t
        listed = t.paper(", ")
        yield from self._pairs(
            # Names of topics are capitalised, for they label buttons.
            (t.paper("announcements not wanted"), listed.join(topic_name(one, t).lower() for one in held.refused)),
            (t.paper("activities liked"), listed.join(kind_name(one, t) for one in held.interests)),
        )
        for wish in held.wishes:
            answered = f" · {t.paper('published')} {self._at(wish.answered_at)}" if wish.answered_at else ""
            line = f"{self._at(wish.made_at)} {t.paper('wish')} {kind_name(wish.kind, t)}{answered}"
            yield f"  {line} {wish.said}".rstrip()

    def _mail(self) -> Iterator[str]:
        t = self._t
        for thread in self._data.threads:
            yield f"  {thread.unit} · {self._at(thread.opened_at)} · {_thread_name(thread.state, t)}"
            for one in thread.messages:
                own = one.by_chat == self._data.chat_id
                who = t.paper("you") if own else t.paper("answer")
                file = _file_name(one.file, t) if one.file else ""
                said = " ".join(part for part in (one.said, file) if part)
                yield "    " + t.paper("{label}: {value}", label=f"{self._at(one.at)} {who}", value=said)

    def _grid(self) -> Iterator[str]:
        t = self._t
        for visit in self._data.grid.visits:
            day = t.full_day(datetime.fromtimestamp(visit.day, self._data.zone).date())
            yield "  " + " · ".join(filter(None, (day, visit.building, visit.found)))
        for one in self._data.grid.promises:
            state = _promise_name(one.status, t)
            kind = "" if one.is_own else t.paper("what you told the organisers")
            yield "  " + " · ".join(filter(None, (one.building, kind, one.what, state, one.reason)))
        for name in self._data.grid.teams:
            yield "  " + t.paper("Team: {name}", name=name)

    def _roles(self) -> Iterator[str]:
        t = self._t
        yield from self._pairs((t.paper("name for colleagues"), self._data.name_for_colleagues))
        for role in self._data.roles:
            where = role.unit_name or t.paper("everywhere")
            until = f" – {self._at(role.revoked_at)}" if role.revoked_at is not None else ""
            yield f"  {role_name(role.role, t)} · {where} · {self._at(role.granted_at)}{until}"
        for link in self._data.links:
            yield f"  {_link_name(link.kind, t)} · {self._at(link.at)}"

    def _chat(self) -> Iterator[str]:
        chat, t = self._data.chat, self._t
        yield from self._pairs((t.paper("number of the chat"), str(self._data.chat_id)))
        if chat is None:
            return
        yield from self._pairs(
            (t.paper("language"), chat.language or chat.messenger_language),
            (t.paper("first here"), self._at(chat.first_seen)),
            (t.paper("own service point"), self._data.my_point),
            (t.paper("messages do not arrive since"), self._at(chat.unreachable_since)),
            (t.paper("where the conversation stands, as of"), self._at(chat.state_changed_at)),
            (t.paper("messages that could not be handled"), "、".join(self._at(at) for at, _ in chat.failed)),
            (t.paper("wrong codes and links, kept a day"), "、".join(self._at(since) for _, since in chat.tries)),
            (t.paper("messages to you, kept 30 days at most"), str(chat.messages)),
            (t.paper("lines on your chat page, kept 90 days at most"), str(chat.page_lines or "")),
            (t.paper("signed in at the desk"), "、".join(f"{self._at(at)} {where}" for at, where, _ in chat.signed_in)),
            (t.paper("a code for coming back, itself not held, since"), self._at(chat.recovery_since)),
            *((t.paper("address for your phone's calendar"), self._calendar(one)) for one in self._data.calendars),
        )
        if len(chat.ways) > 1 or chat.page_lines:
            yield from (f"  {self._way(way)}" for way in chat.ways)

    def _way(self, way: WayData) -> str:
        t = self._t
        what = "Telegram" if way.channel == TELEGRAM else t.paper("chat page")
        browser = f" ({way.browser.replace(':', ', ').strip(', ')})" if way.browser else ""
        chosen = f" · {t.paper('what comes unasked goes there')}" if way.is_chosen else ""
        used = f" · {t.paper('used last')} {self._at(way.used_at)}" if way.used_at else ""
        return f"{t.paper('way in')}: {what}{browser}{used}{chosen}"

    def _calendar(self, one: Feed) -> str:
        span = f"{self._at(one.made_at)} – {self._at(one.ended_at)}"
        return span if one.asked_at is None else f"{span} · {self._t.paper('asked for last')} {self._at(one.asked_at)}"

    def _seen(self) -> Iterator[str]:
        t = self._t
        for look in self._data.seen:
            who = role_name(look.role, t)
            yield f"  {self._at(look.at)} {who} · {_look_name(look.what, t)}"

    def _audit(self) -> Iterator[str]:
        t = self._t
        for row in self._data.audit:
            yield f"  {row.number} · {self._at(row.at)} · {role_name(row.role, t)} · {deed_name(row.what, t)}"

    def _kept(self) -> Iterator[str]:
        day, t = self._data.kept_until, self._t
        if self._data.member is not None:
            yield "  " + t.paper("What you have told us: {how_long}", how_long=how_long(self._data.months_kept, t))
        if day is not None:
            yield "  " + t.paper(
                "Your details are deleted by themselves on {day}; you can also delete them now.", day=day.isoformat()
            )

    def _pairs(self, *pairs: tuple[str, str], indent: int = 2) -> Iterator[str]:
        for label, value in pairs:
            if value:
                yield " " * indent + self._t.paper("{label}: {value}", label=label, value=value)

    def _at(self, at: float | None) -> str:
        return "" if at is None else _moment(datetime.fromtimestamp(at, self._data.zone))


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
