"""When an announcement begins, and how it goes: urgently, to groups, at the paid pace."""

from datetime import date, datetime, time, timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.announcements import draft
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import estimate, text
from bot.flows.announcements.steps import AnnouncementCard, SayingTooLate, Timing
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.moments import moment
from bot.flows.organising.composing import defaults
from bot.flows.typed import readable
from domain.times import when
from domain.times.when import Odd, Slot
from storage.announcements.announcements import AnnouncementRow

_MORNING: Final = time(9)
_EVENING: Final = time(18, 30)


def hear(step: Timing, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("latest", message_id):
            return Go(SayingTooLate(row.id), replaces=message_id)
        case Chose("urgent", message_id):
            amend(row, desk, urgent=not row.urgent)
            return Go(step, replaces=message_id)
        case Chose("groups", message_id):
            amend(row, desk, to_groups=not row.to_groups)
            return Go(step, replaces=message_id)
        case Chose("paid", message_id) if desk.paid_broadcast:
            amend(row, desk, paid=not row.paid)
            return Go(step, replaces=message_id)
        case Chose("now", message_id):
            amend(row, desk, starts_at=None)
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose(choice) if choice in {_iso(one) for one in _proposed(desk)}:
            starts = datetime.fromisoformat(choice).replace(tzinfo=desk.now.tzinfo)
            amend(row, desk, starts_at=starts.timestamp())
            return Go(AnnouncementCard(row.id))
        case Said(typed):
            return _begins(step, row, typed, desk)
    return None


def _begins(step: Timing, row: AnnouncementRow, typed: str, desk: Desk) -> Move:
    read = read_moment(typed, step.day, desk)
    if isinstance(read, date):
        return Go(Timing(row.id, read.isoformat()))
    if isinstance(read, Text):
        return Remain((read,))
    amend(row, desk, starts_at=read)
    return Go(AnnouncementCard(row.id))


def read_moment(typed: str, day: str, desk: Desk) -> float | date | Text:
    """Read a moment to come; a day without an hour; or say what is odd about it. It is never guessed."""
    here = desk.now.replace(tzinfo=None)
    read = when.read(typed, here, defaults.read_day(day))
    if isinstance(read, Slot):
        doubt = _doubt(read, here, desk)
        return doubt or read.starts.replace(tzinfo=desk.now.tzinfo).timestamp()
    return read or _unclear(typed, desk)


def _doubt(slot: Slot, here: datetime, desk: Desk) -> Text | None:
    t, said = desk.words, moment(slot.starts, desk.words)
    match when.odd(Slot(slot.starts, None, slot.weekday), here):
        case Odd.PAST:
            return Text(t("{when} is past already. Which time is meant?", when=said))
        case Odd.WEEKDAY:
            return Text(t("The weekday you typed is another one: {when}. Please type the date again.", when=said))
        case Odd.FAR:
            return Text(t("That is more than a year ahead. Please choose an earlier time."))
    return None


def _unclear(typed: str, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("I could not read “{typed}” as a time.", typed=readable(typed) or "…"),
        t("Please say the day and the hour, for example: {example}", example=t.plain("tomorrow 18:00")),
    )
    return Text("\n".join(lines))


def _proposed(desk: Desk) -> list[datetime]:
    """Return this evening, if it is still to come, and tomorrow morning; local time without a zone."""
    here = desk.now.replace(tzinfo=None)
    moments = (datetime.combine(here, _EVENING), datetime.combine(here + timedelta(days=1), _MORNING))
    return [one for one in moments if one > here]


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def show(step: Timing, row: AnnouncementRow, desk: Desk) -> Text:
    t, day = desk.words, defaults.read_day(step.day)
    if day is not None:
        asked = t("At what time on {day}? For example {example}.", day=t.day(day), example="9:00")
        return Text(asked, ((Button(t.button("Back"), "back"),),))
    begins = text.moment(row.starts_at, desk) if row.starts_at else t.plain("at once")
    lines = [t("When is it to begin? At present: {when}.", when=begins), t("Tap a time or type one.")]
    if row.not_after:
        lines.append(t("Nobody gets it after {when}.", when=text.moment(row.not_after, desk)))
    if desk.quiet_hours:
        lines.append(t("From 22:00 to 7:30 nobody is disturbed, unless it is urgent."))
    lines += _price(row, desk)
    times = tuple(Button(moment(one, t), _iso(one)) for one in _proposed(desk))
    paid = ((Button(_ticked(t.button("Fast, for Stars"), row.paid), "paid"),),) if desk.paid_broadcast else ()
    rows = (
        (Button(t.button("Right away"), "now"), *times[-1:]),
        (Button(_ticked(t.button("Urgent"), row.urgent), "urgent"),
         Button(_ticked(t.button("To groups too"), row.to_groups), "groups")),
        *paid,
        (Button(t.button("Not after …"), "latest"), Button(t.button("Back"), "back")),
    )  # fmt: skip
    return Text("\n".join(lines), rows)


def _price(row: AnnouncementRow, desk: Desk) -> list[str]:
    """Say what the fast pace costs before it is chosen; nothing where the house does not pay for it."""
    if not desk.paid_broadcast:
        return []
    t, number = desk.words, draft.count(row, desk).reachable
    fast = estimate.span(number / estimate.PAID_PER_S, t)
    cost = estimate.stars(number)
    return [
        t.plural(
            "Fast: all of them in about {span}, for up to {number} Star.",
            "Fast: all of them in about {span}, for up to {number} Stars.",
            cost,
            span=fast,
        )
    ]


def _ticked(label: str, ticked: bool) -> str:  # noqa: FBT001  what stands in front of it
    return f"✓ {label}" if ticked else label
