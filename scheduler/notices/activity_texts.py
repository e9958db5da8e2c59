"""What is said when a notice of an activity falls due: reminders, the last call, the thanks. No word names anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import buttons, text
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import moment
from bot.texts import Words
from scheduler.notices.occasion import lateness
from storage.activities.activities import ActivityRow
from storage.unit_of_work import UnitOfWork

LATE: Final = timedelta(minutes=30)
"""A reminder that comes later than this says when it was due."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder is about; `due` and `now` are local times, `waiting` tells how many wait for a seat."""

    unit: UnitOfWork
    row: ActivityRow
    due: datetime
    now: datetime
    waiting: int = 0

    @property
    def is_to_be_confirmed(self) -> bool:
        """Tell whether a seat still depends on an answer: somebody waits for one, and it is not too late."""
        confirm_by = self.row.plan.confirm_by
        return self.waiting > 0 and confirm_by is not None and confirm_by > self.now.timestamp()

    def local(self, moment: float) -> datetime:
        return datetime.fromtimestamp(moment, self.now.tzinfo)


def question(about: Reminder, t: Words) -> Text:
    """Remind somebody who has signed up, and ask whether they can come."""
    return _asked(about, _signed_up_for(about, t), t)


def _asked(about: Reminder, first: str, t: Words) -> Text:
    lines = (first, _brief(about, t), _can_you_come(about, t), *lateness(about.due, about.now, LATE, t))
    return Text("\n".join(lines), (_answers(about, t),))


def assurance(about: Reminder, t: Words) -> Text:
    """Remind somebody who has said that they come."""
    last = t("You have told us that you come. If something comes up, please let us know.")
    lines = (_signed_up_for(about, t), _brief(about, t), last, *lateness(about.due, about.now, LATE, t))
    return Text("\n".join(lines), _see_or_excuse(about, t))


def last_call(about: Reminder, t: Words) -> Text:
    lines = (
        t("Can you come? We have not heard from you yet:"),
        _brief(about, t),
        t("Please tell us by {when}. After that your seat goes to the next in line.", when=_deadline(about, t)),
        *lateness(about.due, about.now, LATE, t),
    )
    return Text("\n".join(lines), (_answers(about, t),))


def soon(about: Reminder, t: Words) -> Text:
    begins = about.local(about.row.starts_at)
    same_day = begins.date() == about.now.date()
    first = t("See you today at {clock}:", clock=t.clock(begins)) if same_day else _signed_up_for(about, t)
    last = t("If you cannot come after all, please let us know.")
    here = (buttons.here(about.row.id, t),)
    return Text("\n".join((first, _brief(about, t), last)), (here, *_see_or_excuse(about, t)))


def thanks(about: Reminder, t: Words) -> Text:
    lines = (
        t("Thank you for having come to {activity}.", activity=text.headline(about.row, about.now.tzinfo, t)),
        t("How was it? Only the organisers read what you say, and not from whom it is."),
    )
    rate = Button(t.button("Say how it was"), EntryPoint.RATE.data(about.row.id))
    return Text("\n".join(lines), ((rate,),))


def who_came(row: ActivityRow, now: datetime, t: Words) -> Text:
    """Ask an organiser to enter who came."""
    lines = (
        t("{activity} is over, and nobody is checked in yet. Who came?", activity=text.headline(row, now.tzinfo, t)),
        t("Until it is entered, the month leaves this activity out of its rate."),
    )
    enter = Button(t.button("Enter who came"), EntryPoint.CHECK_IN.data(row.id))
    return Text("\n".join(lines), ((enter,),))


def _signed_up_for(about: Reminder, t: Words) -> str:
    match _days(about):
        case 0:
            return t("Today you have an activity:")
        case 1:
            return t("Tomorrow you have an activity:")
    return t.plural("In {number} day you have an activity:", "In {number} days you have an activity:", _days(about))


def _days(about: Reminder) -> int:
    return (about.local(about.row.starts_at).date() - about.now.date()).days


def _brief(about: Reminder, t: Words) -> str:
    """Say what, when and where, and what the organisers have noted for those who come."""
    return "\n".join((text.brief(about.unit, about.row, about.now.tzinfo, t), *text.notes(about.row)))


def _can_you_come(about: Reminder, t: Words) -> str:
    if about.is_to_be_confirmed:
        return t(
            "Can you come? Please tell us by {when}, so that the seat can go to somebody who waits for one.",
            when=_deadline(about, t),
        )
    return t("Can you come? If not, please let us know, so that others can plan.")


def _deadline(about: Reminder, t: Words) -> str:
    """Say until when seats are confirmed: 今天 18:00, or in full where that is another day."""
    at = about.local(about.row.plan.confirm_by or about.row.starts_at)
    return t.plain("{clock} today", clock=t.clock(at)) if at.date() == about.now.date() else moment(at, t)


def _answers(about: Reminder, t: Words) -> tuple[Button, ...]:
    return buttons.come(about.row.id, t), buttons.excuse(about.row.id, t)


def _see_or_excuse(about: Reminder, t: Words) -> Buttons:
    return ((buttons.see(about.row.id, t), buttons.excuse(about.row.id, t)),)
