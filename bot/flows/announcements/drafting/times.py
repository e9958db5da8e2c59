"""When an announcement begins, when it would come too late, and how it goes: urgently, to groups, at the paid pace."""

from datetime import date, datetime, time, timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.announcements.drafting import estimate, who
from bot.flows.announcements.drafting import text as announcing_text
from bot.flows.announcements.drafting.steps import AnnouncementCard, SayingTooLate, Timing
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.moments import moment as moments_moment
from bot.flows.organising.composing import defaults
from bot.flows.typed import readable
from domain import when
from domain.announcements import Target
from domain.when import Odd, Slot
from storage.activities import activities
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

_MORNING: Final = time(9)
_EVENING: Final = time(18, 30)


def hear(step: Timing, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    chat_id = desk.person.chat_id
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("latest", message_id):
            return Go(SayingTooLate(row.id), replaces=message_id)
        case Chose("urgent", message_id):
            announcements.change(desk.unit, row.id, chat_id, urgent=not row.urgent)
            return Go(step, replaces=message_id)
        case Chose("groups", message_id):
            announcements.change(desk.unit, row.id, chat_id, to_groups=not row.to_groups)
            return Go(step, replaces=message_id)
        case Chose("paid", message_id) if desk.paid_broadcast:
            announcements.change(desk.unit, row.id, chat_id, paid=not row.paid)
            return Go(step, replaces=message_id)
        case Chose("now", message_id):
            announcements.change(desk.unit, row.id, chat_id, starts_at=None)
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose(choice) if choice in {_iso(one) for one in _proposed(desk)}:
            starts = datetime.fromisoformat(choice).replace(tzinfo=desk.now.tzinfo)
            announcements.change(desk.unit, row.id, chat_id, starts_at=starts.timestamp())
            return Go(AnnouncementCard(row.id))
        case Said(typed):
            return _begins(step, row, typed, desk)
    return None


def _begins(step: Timing, row: AnnouncementRow, typed: str, desk: Desk) -> Move:
    read = _read(typed, step.day, desk)
    if isinstance(read, date):
        return Go(Timing(row.id, read.isoformat()))
    if isinstance(read, Text):
        return Remain((read,))
    announcements.change(desk.unit, row.id, desk.person.chat_id, starts_at=read)
    return Go(AnnouncementCard(row.id))


def _read(typed: str, day: str, desk: Desk) -> float | date | Text:
    """Read a moment to come; a day without an hour; or say what is odd about it. It is never guessed."""
    here = desk.now.replace(tzinfo=None)
    read = when.read(typed, here, defaults.read_day(day))
    if isinstance(read, Slot):
        doubt = _doubt(read, here, desk)
        return doubt or read.starts.replace(tzinfo=desk.now.tzinfo).timestamp()
    return read or _unclear(typed, desk)


def _doubt(slot: Slot, here: datetime, desk: Desk) -> Text | None:
    t, said = desk.words, moments_moment(slot.starts, desk.words)
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


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def question(step: Timing, row: AnnouncementRow, desk: Desk) -> Text:
    t, day = desk.words, defaults.read_day(step.day)
    if day is not None:
        asked = t("At what time on {day}? For example {example}.", day=t.day(day), example="9:00")
        return Text(asked, ((Button(t.button("Back"), "back"),),))
    begins = announcing_text.moment(row.starts_at, desk) if row.starts_at else t.plain("at once")
    lines = [t("When is it to begin? At present: {when}.", when=begins), t("Tap a time or type one.")]
    if row.not_after:
        lines.append(t("Nobody gets it after {when}.", when=announcing_text.moment(row.not_after, desk)))
    if desk.quiet_hours:
        lines.append(t("From 22:00 to 7:30 nobody is disturbed, unless it is urgent."))
    lines += _price(row, desk)
    times = tuple(Button(moments_moment(one, t), _iso(one)) for one in _proposed(desk))
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
    t, number = desk.words, who.count(row, desk).reachable
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


# ---------------------------------------------------------------- too late


def too_late(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(Timing(row.id), replaces=message_id)
        case Chose("never", message_id):
            _keep_latest(row, None, desk)
            return Go(Timing(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in _occasions(row, desk):
            _keep_latest(row, _occasions(row, desk)[choice], desk)
            return Go(Timing(row.id), replaces=message_id)
        case Said(typed):
            return _latest(row, typed, desk)
    return None


def _latest(row: AnnouncementRow, typed: str, desk: Desk) -> Move:
    t, read = desk.words, _read(typed, "", desk)
    if isinstance(read, Text):
        return Remain((read,))
    if isinstance(read, date):
        return Remain((Text(t("At what time on {day}? Please type day and hour together.", day=t.day(read))),))
    if read <= (row.starts_at or 0.0):
        return Remain((Text(t("That is before it begins. Please choose a later time.")),))
    _keep_latest(row, read, desk)
    return Go(Timing(row.id))


def _keep_latest(row: AnnouncementRow, moment: float | None, desk: Desk) -> None:
    announcements.change(desk.unit, row.id, desk.person.chat_id, not_after=moment)


def _occasions(row: AnnouncementRow, desk: Desk) -> dict[str, float]:
    """Return when the activities begin that its buttons lead to: later nobody needs to hear of them."""
    ids = [link.row_id for link in row.content.links if link.target is Target.ACTIVITY]
    found = [one for one in (activities.find(desk.unit, number) for number in ids) if one is not None]
    return {f"a{one.id}": one.starts_at for one in found if one.starts_at > desk.now.timestamp()}


def asking_too_late(row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    now = announcing_text.moment(row.not_after, desk) if row.not_after else t.plain("no limit")
    lines = (
        t("From when on is nobody to get it any more? At present: {when}.", when=now),
        t("For example when what it is about begins. Tap a time or type one."),
    )
    times = tuple((Button(announcing_text.moment(at, desk), choice),) for choice, at in _occasions(row, desk).items())
    last = (Button(t.button("No limit"), "never"), Button(t.button("Back"), "back"))
    return Text("\n".join(lines), (*times, last))
