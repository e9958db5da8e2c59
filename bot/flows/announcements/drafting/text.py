"""The words around an announcement: how it is named in a list, what its card says, what is still missing."""

from datetime import datetime
from typing import Final

from bot.chat import Button
from bot.flows import moments
from bot.flows.announcement_titles import BRIEF, brief
from bot.flows.announcements.audience.text import language_name
from bot.flows.announcements.drafting import estimate
from bot.flows.announcements.drafting.estimate import Course
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import topic_name
from domain.announcements import text as words_of
from domain.announcements.announcements import Content, Link, Medium, Stage, Target
from storage.activities import activities
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Count
from storage.places import places

_EXCERPT: Final = 120


def stage_name(stage: Stage, t: Words) -> str:
    return {
        Stage.DRAFT: t.plain("draft"),
        Stage.AWAITING: t.plain("waits for approval"),
        Stage.SCHEDULED: t.plain("about to be sent"),
        Stage.SENDING: t.plain("being sent"),
        Stage.PAUSED: t.plain("paused"),
        Stage.DONE: t.plain("sent"),
        Stage.STOPPED: t.plain("stopped"),
        Stage.RECALLED: t.plain("recalled"),
        Stage.DISCARDED: t.plain("thrown away"),
    }[stage]


def unit_name(row: AnnouncementRow, desk: Desk) -> str:
    unit = places.unit(desk.unit, row.unit_id)
    return unit.name if unit else ""


def moment(at: float, desk: Desk) -> str:
    return moments.moment(moments.local(at, desk.now.tzinfo), desk.words)


def see(row: AnnouncementRow, t: Words) -> Button:
    """Return the button under what others are told of it."""
    return Button(t.button("See it"), EntryPoint.ANNOUNCEMENT.data(row.id))


def about(row: AnnouncementRow, desk: Desk) -> list[str]:
    """Say what it is about and in whose name, how it begins, and what hangs on it."""
    t = desk.words
    topic = topic_name(row.topic, t)
    marked = t("{topic}, obligatory", topic=topic) if row.obligatory else topic
    return [
        t("{topic} · in the name of {unit}", topic=marked, unit=unit_name(row, desk)),
        t("“{words}”", words=brief(row, t, _EXCERPT)),
        " · ".join(_parts(row, desk)),
    ]


def _parts(row: AnnouncementRow, desk: Desk) -> list[str]:
    t, content = desk.words, row.content
    languages = t.plain(", ").join(language_name(one, t) for one in sorted(content.html, reverse=True))
    parts = [t("In: {languages}", languages=languages)] if languages else []
    if content.media:
        parts.append(media(content.media, t))
    parts += [t("Button: {label}", label=link_name(one, desk)) for one in content.links]
    return parts


def media(attached: tuple[Medium, ...], t: Words) -> str:
    if all(one.kind == "document" for one in attached):
        return t.plural("{number} file", "{number} files", len(attached))
    return t.plural("{number} picture or film", "{number} pictures or films", len(attached))


def link_name(link: Link, desk: Desk) -> str:
    """Name what a button leads to; "…" for what is no longer there."""
    if link.target is Target.ACTIVITY:
        row = activities.find(desk.unit, link.row_id)
        return readable(row.title, BRIEF) if row else "…"
    point = places.point(desk.unit, link.row_id)
    return readable(point.name, BRIEF) if point else "…"


def timing(row: AnnouncementRow, count: Count, desk: Desk) -> list[str]:
    """Say when it begins, how long it takes, what holds it up, and from when on it comes too late."""
    t = desk.words
    starts = max(moments.local(row.starts_at, desk.now.tzinfo), desk.now) if row.starts_at else desk.now
    quiet = desk.quiet_hours
    going = estimate.course(count.reachable, starts, urgent=row.urgent, paid=row.paid, quiet=quiet)
    lines = [t("Begins: {when}.", when=moment(row.starts_at, desk))] if row.starts_at else []
    if count.reachable or count.groups:
        lines.append(_takes(going, desk))
    if row.urgent:
        lines.append(t("Urgent: before all others, at night too."))
    if row.paid:
        cost = estimate.stars(count.reachable)
        lines.append(t.plural("Costs up to {number} Star.", "Costs up to {number} Stars.", cost))
    if row.not_after:
        lines.append(t("Nobody gets it after {when}.", when=moment(row.not_after, desk)))
    return lines


def _takes(going: Course, desk: Desk) -> str:
    t = desk.words
    span = estimate.span(going.working_s, t)
    if going.held_until is None:
        ends = _soon(going.ends, desk)
        return t("Takes about {span}; the last one has it at about {when}.", span=span, when=ends)
    morning = _soon(going.held_until, desk)
    return t("Takes about {span}. Nobody is disturbed at night; it goes on at {when}.", span=span, when=morning)


def _soon(at: datetime, desk: Desk) -> str:
    return desk.words.clock(at) if at.date() == desk.today else moments.moment(at, desk.words)


def troubles(row: AnnouncementRow, count: Count | None, desk: Desk) -> list[str]:
    """Say what has to be done before it can leave; none: it can. `count` None: who gets it is not looked at."""
    t, content = desk.words, row.content
    lines = []
    if not any(words_of.says_something(html) for html in content.html.values()) and not content.media:
        lines.append(t("Still missing: the words."))
    for language, units in words_of.too_long(content).items():
        lines.append(_too_long(content, language, units, t))
    if any(not words_of.well_formed(html) for html in content.html.values()):
        lines.append(t("Its formatting cannot be read. Please type the words once more."))
    if len(content.media) > 1 and content.links:
        lines.append(t("Several pictures or files cannot have buttons. Take away one or the other."))
    if not all(_is_there(link, desk) for link in content.links):
        lines.append(t("What one of its buttons led to is no longer there. Please take the button away."))
    if row.not_after and row.not_after <= max(desk.now.timestamp(), row.starts_at or 0.0):
        lines.append(t("It would come too late for everybody. Please choose another time."))
    if count is not None and not count.reachable and not count.groups:
        lines.append(t("Nobody would get it. Please choose who it is for."))
    return lines


def _too_long(content: Content, language: str, units: int, t: Words) -> str:
    told = {"language": language_name(language, t), "most": f"{words_of.most(content):,}"}
    if content.media:
        return t.plural(
            "{language}: under a picture or file there is room for {most} letters; this is {number} too many.",
            "{language}: under a picture or file there is room for {most} letters; this is {number} too many.",
            units,
            **told,
        )
    return t.plural(
        "{language}: a message has room for {most} letters; this is {number} too many.",
        "{language}: a message has room for {most} letters; this is {number} too many.",
        units,
        **told,
    )


def _is_there(link: Link, desk: Desk) -> bool:
    if link.target is Target.POINT:
        return places.point(desk.unit, link.row_id) is not None
    row = activities.find(desk.unit, link.row_id)
    return row is not None and row.stage.value == "published" and row.ends_at > desk.now.timestamp()
