"""What is said when a notice falls due, to each kind of reader. Nothing of a member is shown to an organiser here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.entry_points import EntryPoint
from bot.texts import Words
from domain.affiliations.affiliations import State
from domain.affiliations.reminders import NoticeKind
from scheduler.notices.occasion import lateness

LATE: Final = timedelta(hours=3)
"""A reminder that comes later than this says when it was due."""


@dataclass(frozen=True, slots=True)
class Notified:
    """What a notice is about: the affiliation, the point's name and address, and the days that its text names.

    `since` is when the request came, or the last contact was. `due` and `now` are local times.
    """

    kind: NoticeKind
    due: datetime
    now: datetime
    affiliation_id: int = 0
    state: State = State.ACTIVE
    point: str = ""
    address: str = ""
    since: date = date.min
    answer_by: date = date.min
    last_day: date = date.min
    months: int = 0


def to_member(about: Notified, t: Words) -> Text:
    return Text(_in_lines(_member_lines(about, t), about, t), _member_buttons(about, t))


def to_organiser(about: Notified, t: Words) -> Text:
    see = Button(t.button("See it"), EntryPoint.REVIEW.data(about.affiliation_id))
    return Text(_in_lines(_organiser_lines(about, t), about, t), ((see,),))


def _in_lines(lines: tuple[str, ...], about: Notified, t: Words) -> str:
    return "\n".join((*lines, *lateness(about.due, about.now, LATE, t)))


def _member_lines(about: Notified, t: Words) -> tuple[str, ...]:
    match about.kind:
        case NoticeKind.REPORT_IN:
            return _report_in(about, t)
        case NoticeKind.PAPER_14 | NoticeKind.PAPER_3:
            return (
                t("Your document is valid until {day} ({left}).", day=t.day(about.last_day), left=_left(about, t)),
                t("Ask your home branch for a new one in good time, and tell me the new date."),
            )
        case NoticeKind.ASK_AGAIN:
            return (
                t("Do you still take part at {point}, and is your company still the same?", point=about.point),
                t("One tap is enough. If something has changed, tell me, and I will pass it on."),
            )
        case NoticeKind.ASK_TRANSFER:
            return _ask_transfer(about, t)
        case NoticeKind.EXPIRE:
            ended = t("Your affiliation with {point} has ended: it was until {day}.", **_where_and_when(about, t))
            return (ended, t("Your membership stays with your home branch, as before. Nothing you told us is lost."))
    return (
        t(
            "Your affiliation with {point} is until {day} ({left}).",
            **_where_and_when(about, t),
            left=_left(about, t),
        ),
        t("If you stay longer, renew it here. If not, it ends by itself and there is nothing to do."),
    )


def _report_in(about: Notified, t: Words) -> tuple[str, ...]:
    asked = t("Have you been to {point} yet? Please go there once, so that people know you.", point=about.point)
    where = (f"📍 {escape(about.address, quote=False)}",) if about.address else ()
    return (asked, *where, t("If you have been there already, there is nothing to do."))


def _ask_transfer(about: Notified, t: Words) -> tuple[str, ...]:
    here = t.plural("You have been here for {number} month.", "You have been here for {number} months.", about.months)
    return (
        here,
        t("If you are staying, your membership itself could be moved here (a transfer)."),
        t(
            "Your home branch and {point} can tell you how. If you leave it as it is, that is fine too.",
            point=about.point,
        ),
    )


def _where_and_when(about: Notified, t: Words) -> dict[str, str]:
    return {"point": about.point, "day": t.day(about.last_day)}


def _left(about: Notified, t: Words) -> str:
    days = (about.last_day - about.now.date()).days
    match days:
        case 0:
            return t("today")
        case 1:
            return t("tomorrow")
    return t.plural("in {number} day", "in {number} days", days)


def _member_buttons(about: Notified, t: Words) -> Buttons:
    mine = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())
    match about.kind:
        case NoticeKind.ASK_AGAIN:
            return ((Button(t.button("Yes, all as before"), EntryPoint.STILL_HERE.data()),), (mine,))
        case NoticeKind.END_30 | NoticeKind.END_7 | NoticeKind.LAST_DAY if about.state is State.ACTIVE:
            return ((Button(t.button("Renew"), EntryPoint.RENEW_STAY.data()), mine),)
    return ((mine,),)


def _organiser_lines(about: Notified, t: Words) -> tuple[str, ...]:
    match about.kind:
        case NoticeKind.UNANSWERED:
            return (
                t(
                    "A request to {point} waits for your answer since {day}.",
                    point=about.point,
                    day=t.day(about.since),
                ),
                t("The member expects to hear from us by {day}.", day=t.day(about.answer_by)),
            )
        case NoticeKind.UNANSWERED_ABOVE:
            return (
                t("A request to {point} has had no answer since {day}.", point=about.point, day=t.day(about.since)),
                t("Its reviewers have been reminded. Perhaps they are away: could you look after it?"),
            )
        case NoticeKind.OUT_OF_CONTACT:
            return (
                t(
                    "A member at {point} has not been in contact here since {day}.",
                    point=about.point,
                    day=t.full_day(about.since),
                ),
                t("You may want to ask how they are. Only the organisers of your branch see this; it settles nothing."),
            )
    return (t("An affiliation with {point} has ended: it was until {day}.", **_where_and_when(about, t)),)
