"""What is held about a person, and why: to read, to take along, to have deleted."""

from dataclasses import dataclass
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from bot.chat import Button, Document, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Waits, for_anybody
from bot.flows.keyboards import to_menu
from bot.flows.moments import local, long_day
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.papers import forgetting, own_data
from bot.papers.forgetting import StillOpenError
from bot.papers.own_data_text import as_text
from bot.planning.retention import months_kept
from bot.texts.names import role_name
from bot.texts.retention import how_long
from domain.affiliations.affiliations import HERE, State
from storage.affiliations import affiliations
from storage.people import audit, colleagues, members


@dataclass(frozen=True, slots=True)
class AtPrivacy(Step):
    """What is held about the person."""


@dataclass(frozen=True, slots=True)
class Forgetting(Step):
    """Asked whether everything is to be deleted, for the first time or (`surely`) the second."""

    LEAVES_NOTHING: ClassVar[bool] = True

    surely: bool = False


_SEEN: Final = 5


def _at_privacy(_step: AtPrivacy, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("export"):
            return _export(desk)
        case Chose("forget", message_id):
            return _still_open(desk) or Go(Forgetting(), replaces=message_id)
    return None


def _privacy(_step: AtPrivacy, desk: Desk) -> Text:
    t = desk.words
    member = members.find(desk.unit, desk.person.chat_id)
    held = (
        t("Your name, phone, employer, home branch and document, as you told them; your requests and their course.")
        if member
        else t("The number of this chat, your language and your own service point. No name, no phone.")
        if not colleagues.name_of(desk.unit, desk.person.chat_id)
        else t("The number of this chat, your language, your own service point and your name for colleagues. No phone.")
    )
    lines = [
        t("<b>What I hold about you</b>"),
        held,
        t("Besides: activities you signed up for, certificates, and what you wrote to service centres."),
        t("<b>Why</b>: so that a service point can take you in, and so that you fill nothing in twice."),
        t("<b>How long</b>: {how_long}", how_long=how_long(months_kept(desk.unit, desk.person.chat_id), t)),
        t("<b>How</b>: encrypted. Organisers see your details masked; each look behind the mask is noted."),
        *_called(desk),
        *_seen(desk),
    ]
    name = (Button(t.button("My name for colleagues"), EntryPoint.COLLEAGUE_NAME.data()),) if desk.grants else ()
    buttons = (
        (Button(t.button("Export my data"), "export"), Button(t.button("Delete my data"), "forget")),
        (*name, to_menu(desk)),
    )
    return Text("\n".join(lines), buttons)


def _called(desk: Desk) -> list[str]:
    """Say by which name colleagues know somebody with a role."""
    name, t = colleagues.name_of(desk.unit, desk.person.chat_id), desk.words
    return (
        [t("Colleagues see you as {name}; that is kept until your last role ends.", name=readable(name))]
        if name
        else []
    )


def _seen(desk: Desk) -> list[str]:
    t = desk.words
    looks = audit.seen_by(desk.unit, f"person:{desk.person.chat_id}")
    if not looks:
        return [t("<b>Who has seen it</b>: nobody so far.")]
    shown = "\n".join(_look(look, desk) for look in looks[:_SEEN])
    return [t("<b>Who has seen it</b>, the latest first:"), shown]


def _look(look: audit.Seen, desk: Desk) -> str:
    t = desk.words
    at = local(look.at, desk.now.tzinfo)
    line = t(
        "{day}, {clock} · {role}",
        day=long_day(at.date(), desk.today, t),
        clock=t.clock(at),
        role=role_name(look.role, t),
    )
    return f"· {line}"


def _export(desk: Desk) -> Move:
    """Hand everything out, to read and for machines; the looking is noted like any other."""
    now, chat_id, t = desk.now.timestamp(), desk.person.chat_id, desk.words
    zone = desk.now.tzinfo
    data = own_data.own_data_of(desk.unit, chat_id, now, zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"))
    own_data.write_down_export(desk.unit, chat_id, now)
    name = t.plain("My data at Waystation {day}", day=desk.today.isoformat())
    to_read = Document(f"{name}.txt", as_text(data, t.language).encode(), t.plain("Everything, to read"))
    to_use = Document(f"{name}.json", own_data.as_json(data).encode(), t.plain("The same, for machines"))
    return Go(AtPrivacy(), before=(to_read, to_use))


def _at_forgetting(step: Forgetting, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AtPrivacy(), replaces=message_id)
        case Chose("forget", message_id):
            return _forget(message_id, desk) if step.surely else Go(Forgetting(surely=True), replaces=message_id)
    return None


def _forgetting(step: Forgetting, desk: Desk) -> Text:
    t, back = desk.words, Button(desk.words.button("Back"), "back")
    if step.surely:
        surely = Button(t.button("Delete now"), "forget")
        return Text(t("Shall I really delete everything now? This is the last question."), ((surely, back),))
    lines = (
        t("<b>Deleting your data</b>"),
        t("What goes: name, phone, employer, home branch, document, drafts, questions and answers, certificates."),
        t("What remains: the number of this chat; where and when you took part, without your name; the audit."),
        t("It cannot be undone. Export your data first if you would like to keep it."),
    )
    return Text("\n".join(lines), ((Button(t.button("Go on"), "forget"), back),))


def _forget(message_id: int, desk: Desk) -> Move:
    try:
        forgotten = forgetting.forget(desk.unit, desk.person.chat_id, desk.now.timestamp())
    except StillOpenError:
        return _open_answer(desk)
    told = Text(forgetting.account(forgotten, desk.words), replaces=message_id)
    return Go(AtMenu(), before=(told,))


def _still_open(desk: Desk) -> Move | None:
    current = affiliations.current(desk.unit, desk.person.chat_id)
    return _open_answer(desk) if any(row.state is not State.DRAFT for row in current) else None


def _open_answer(desk: Desk) -> Move:
    """Say what has to end first: a request that waits, or an affiliation that is running."""
    t = desk.words
    current = affiliations.current(desk.unit, desk.person.chat_id)
    if any(row.state in HERE for row in current):
        said_so = t("Your affiliation is running. Please end it first; then I can delete everything.")
    else:
        said_so = t("A request of yours waits for its answer. Please withdraw it first; then I can delete everything.")
    mine = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())
    return Go(AtPrivacy(), before=(Text(said_so, ((mine,),)),))


FLOW: Final = Flow(
    "privacy",
    screens=(
        for_anybody(AtPrivacy, _privacy, _at_privacy),
        for_anybody(Forgetting, _forgetting, _at_forgetting, waits=Waits.TAP),
    ),
    opens={EntryPoint.PRIVACY: lambda _opened, _desk: Go(AtPrivacy())},
    former=("y",),
)
