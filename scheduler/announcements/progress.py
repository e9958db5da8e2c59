"""What the composer of an announcement sees of it while it leaves, and is told when the clock has come to something."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements.drafting.estimate import span
from bot.flows.announcements.running.text import listed, standings
from bot.flows.entry_points import EntryPoint
from bot.texts import Words
from domain.announcements.announcements import Stage
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.ledgers import Ledger

_BAR: Final = 16


@dataclass(frozen=True, slots=True)
class Course:
    """How it goes just now: messages a second, and the local time until which the night holds it (None: it does not).

    `corrected`: how many chats have been corrected or emptied already, and how many of how many; None: none are.
    """

    per_second: float = 0.0
    held_until: datetime | None = None
    corrected: tuple[int, int] | None = None


def progress(row: AnnouncementRow, ledger: Ledger, course: Course, t: Words) -> Text:
    """Draw how far it is: the bar, the pace, the time left, and who stands where."""
    lines = [
        f"<b>{_title(row.stage, t)}</b>",
        t("“{words}”", words=brief(row, t)),
        _bar(ledger, t),
        _pace(row, ledger, course, t),
        " · ".join(
            t("{standing}: {number}", standing=name, number=f"{count:,}") for name, count in standings(ledger, t)
        ),
        _corrected(row, course, t),
    ]
    return Text("\n".join(line for line in lines if line), _buttons(row, t))


def _title(stage: Stage, t: Words) -> str:
    match stage:
        case Stage.PAUSED:
            return t("Paused")
        case Stage.DONE:
            return t("All sent")
        case Stage.STOPPED:
            return t("Stopped")
        case Stage.RECALLED:
            return t("Taken back")
    return t("On its way")


def _bar(ledger: Ledger, t: Words) -> str:
    if not ledger.size:
        return ""
    full, percent = _BAR * ledger.done // ledger.size, 100 * ledger.done // ledger.size
    drawn = f"{'▰' * full}{'▱' * (_BAR - full)}"
    return t(
        "{bar} {percent}% · {done} of {all}",
        bar=drawn,
        percent=percent,
        done=f"{ledger.done:,}",
        all=f"{ledger.size:,}",
    )


def _pace(row: AnnouncementRow, ledger: Ledger, course: Course, t: Words) -> str:
    if row.stage is not Stage.SENDING:
        return ""
    if course.held_until is not None:
        return t("Nobody is disturbed at night; it goes on at {when}.", when=t.clock(course.held_until))
    if course.per_second < 0.05:
        return ""
    left = span(ledger.pending / course.per_second, t)
    return t("{pace} a second · about {left} left", pace=f"{max(1, round(course.per_second)):,}", left=left)


def _corrected(row: AnnouncementRow, course: Course, t: Words) -> str:
    if course.corrected is None:
        return ""
    done, all_of = course.corrected
    told = {"done": f"{done:,}", "all": f"{all_of:,}"}
    if row.stage is Stage.RECALLED:
        return t("Taken back so far: {done} of {all}", **told)
    return t("Corrected so far: {done} of {all}", **told)


def _buttons(row: AnnouncementRow, t: Words) -> Buttons:
    stop = Button(t.button("Stop"), EntryPoint.STOP.data(row.id))
    match row.stage:
        case Stage.SENDING:
            return ((Button(t.button("Pause"), EntryPoint.PAUSE.data(row.id)), stop), (_details(row, t),))
        case Stage.PAUSED:
            return ((Button(t.button("Resume"), EntryPoint.RESUME.data(row.id)), stop), (_details(row, t),))
    return ((_details(row, t),),)


def _details(row: AnnouncementRow, t: Words) -> Button:
    return Button(t.button("See details"), EntryPoint.ANNOUNCED.data(row.id))


def finished(row: AnnouncementRow, ledger: Ledger, t: Words) -> Text:
    """Say that it is out, and who stands where."""
    if row.to_groups:
        said = t("✅ Your announcement is out. {listed}.", listed=listed(row, ledger, t))
    else:
        said = _out(ledger, t)
    figures = [t("· {standing}: {number}", standing=name, number=f"{count:,}") for name, count in standings(ledger, t)]
    return Text("\n".join((said, t("“{words}”", words=brief(row, t)), *figures)), ((_details(row, t),),))


def _out(ledger: Ledger, t: Words) -> str:
    return t.plural(
        "✅ Your announcement is out: {number} person on the list.",
        "✅ Your announcement is out: {number} people on the list.",
        ledger.size,
    )


def empty(row: AnnouncementRow, t: Words) -> Text:
    """Say that nobody is left to read it."""
    said = t(
        "Your announcement was about to leave, and nobody fits its description any more. It is a draft again; please"
        " choose who it is for."
    )
    return _about_draft(said, row, t)


def grown(row: AnnouncementRow, count: int, t: Words) -> Text:
    """Say that it has come to be for so many that a second organiser must look at it."""
    said = t.plural(
        "Your announcement was about to leave. It would go to {number} person by now, and a second organiser has to"
        " approve that first. It is a draft again.",
        "Your announcement was about to leave. It would go to {number} people by now, and a second organiser has to"
        " approve that first. It is a draft again.",
        count,
    )
    return _about_draft(said, row, t)


def _about_draft(said: str, row: AnnouncementRow, t: Words) -> Text:
    see = Button(t.button("See the draft"), EntryPoint.ANNOUNCEMENT.data(row.id))
    return Text("\n".join((said, t("“{words}”", words=brief(row, t)))), ((see,),))


def doubted(row: AnnouncementRow, missed: int, t: Words) -> Text:
    """Say that it was paused because nothing arrives."""
    said = t.plural(
        "I have paused your announcement: {number} message, and it did not arrive.",
        "I have paused your announcement: {number} messages, and none of them arrived.",
        missed,
    )
    lines = (said, t("“{words}”", words=brief(row, t)), t("Please see why, and resume it once that is mended."))
    resume = Button(t.button("Resume"), EntryPoint.RESUME.data(row.id))
    return Text("\n".join(lines), ((_details(row, t), resume),))


def corrected(row: AnnouncementRow, done: int, all_of: int, t: Words) -> Text:
    """Say in how many chats the new words stand."""
    said = t("The corrected words stand in {done} of {all} chats.", done=f"{done:,}", all=f"{all_of:,}")
    return Text(said, ((_details(row, t),),))


def taken_back(row: AnnouncementRow, done: int, all_of: int, t: Words) -> Text:
    """Say out of how many chats it is gone."""
    said = t("Your announcement is gone from {done} of {all} chats.", done=f"{done:,}", all=f"{all_of:,}")
    return Text(said, ((_details(row, t),),))
