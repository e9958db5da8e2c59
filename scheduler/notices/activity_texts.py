"""What is said when a notice of an activity falls due: reminders, the last call, the thanks. No word names anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import buttons, text
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import moment as moments_moment
from bot.texts import Words
from storage.activities.activities import ActivityRow
from storage.unit_of_work import UnitOfWork

LATE: Final = timedelta(minutes=30)
"""A reminder that comes later than this says when it was due."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a reminder is about; `due` and `now` are local times."""

    unit: UnitOfWork
    row: ActivityRow
    due: datetime
    now: datetime

    @property
    def is_to_be_confirmed(self) -> bool:
        """Tell whether a seat still depends on an answer."""
        confirm_by = self.row.plan.confirm_by
        return confirm_by is not None and confirm_by > self.now.timestamp()

    def local(self, moment: float) -> datetime:
        return datetime.fromtimestamp(moment, self.now.tzinfo)


def question(matter: Matter, t: Words) -> Text:
    """Remind somebody who has signed up, and ask whether they can come."""
    return _asked(matter, _signed_up_for(matter, t), t)


def expectation(matter: Matter, t: Words) -> Text:
    """Remind somebody who is expected and has said nothing yet."""
    return _asked(matter, _expected_at(matter, t), t)


def _asked(matter: Matter, first: str, t: Words) -> Text:
    lines = (first, _brief(matter, t), _can_you_come(matter, t), *_lateness(matter, t))
    return Text("\n".join(lines), (_answers(matter, t),))


def assurance(matter: Matter, t: Words) -> Text:
    """Remind somebody who has said that they come."""
    last = t("You have told us that you come. If something comes up, please let us know.")
    lines = (_signed_up_for(matter, t), _brief(matter, t), last, *_lateness(matter, t))
    return Text("\n".join(lines), _see_or_excuse(matter, t))


def last_call(matter: Matter, t: Words) -> Text:
    lines = (
        t("Can you come? We have not heard from you yet:"),
        _brief(matter, t),
        t("Please tell us by {when}. After that your seat goes to the next in line.", when=_deadline(matter, t)),
        *_lateness(matter, t),
    )
    return Text("\n".join(lines), (_answers(matter, t),))


def soon(matter: Matter, t: Words) -> Text:
    begins = matter.local(matter.row.starts_at)
    same_day = begins.date() == matter.now.date()
    first = t("See you today at {clock}:", clock=t.clock(begins)) if same_day else _signed_up_for(matter, t)
    last = t("If you cannot come after all, please let us know.")
    return Text("\n".join((first, _brief(matter, t), last)), _see_or_excuse(matter, t))


def thanks(matter: Matter, t: Words) -> Text:
    lines = (
        t("Thank you for having come to {activity}.", activity=text.headline(matter.row, matter.now.tzinfo, t)),
        t("How was it? Only the organisers read what you say, and not from whom it is."),
    )
    rate = Button(t.button("Say how it was"), EntryPoint.RATE.data(matter.row.id))
    return Text("\n".join(lines), ((rate,),))


# ---------------------------------------------------------------- lines


def _signed_up_for(matter: Matter, t: Words) -> str:
    match _days(matter):
        case 0:
            return t("Today you have an activity:")
        case 1:
            return t("Tomorrow you have an activity:")
    return t.plural("In {number} day you have an activity:", "In {number} days you have an activity:", _days(matter))


def _expected_at(matter: Matter, t: Words) -> str:
    match _days(matter):
        case 0:
            return t("Today you are expected at an activity:")
        case 1:
            return t("Tomorrow you are expected at an activity:")
    return t.plural(
        "In {number} day you are expected at an activity:",
        "In {number} days you are expected at an activity:",
        _days(matter),
    )


def _days(matter: Matter) -> int:
    return (matter.local(matter.row.starts_at).date() - matter.now.date()).days


def _brief(matter: Matter, t: Words) -> str:
    return text.brief(matter.unit, matter.row, matter.now.tzinfo, t)


def _can_you_come(matter: Matter, t: Words) -> str:
    if matter.is_to_be_confirmed:
        return t(
            "Can you come? Please tell us by {when}, so that the seat can go to somebody who waits for one.",
            when=_deadline(matter, t),
        )
    return t("Can you come? If not, please let us know, so that others can plan.")


def _deadline(matter: Matter, t: Words) -> str:
    """Say until when seats are confirmed: 今天 18:00, or in full where that is another day."""
    at = matter.local(matter.row.plan.confirm_by or matter.row.starts_at)
    return t.plain("{clock} today", clock=t.clock(at)) if at.date() == matter.now.date() else moments_moment(at, t)


def _lateness(matter: Matter, t: Words) -> tuple[str, ...]:
    if matter.now - matter.due < LATE:
        return ()
    said = t("This was due on {day}, {clock}, and comes late.", day=t.day(matter.due), clock=t.clock(matter.due))
    return (f"<i>{said}</i>",)


# ---------------------------------------------------------------- buttons


def _answers(matter: Matter, t: Words) -> tuple[Button, ...]:
    return buttons.come(matter.row.id, t), buttons.excuse(matter.row.id, t)


def _see_or_excuse(matter: Matter, t: Words) -> Buttons:
    return ((buttons.see(matter.row.id, t), buttons.excuse(matter.row.id, t)),)
