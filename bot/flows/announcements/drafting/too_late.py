"""From when on nobody is to get an announcement any more."""

from datetime import date

from bot.chat import Button, Said, Text
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import text
from bot.flows.announcements.drafting.times import read_moment
from bot.flows.announcements.steps import SayingTooLate, Timing
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from domain.announcements.announcements import Target
from storage.activities import activities
from storage.announcements.announcements import AnnouncementRow


def hear(_step: SayingTooLate, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(Timing(row.id), replaces=message_id)
        case Chose("never", message_id):
            amend(row, desk, not_after=None)
            return Go(Timing(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in _occasions(row, desk):
            amend(row, desk, not_after=_occasions(row, desk)[choice])
            return Go(Timing(row.id), replaces=message_id)
        case Said(typed):
            return _typed(row, typed, desk)
    return None


def _typed(row: AnnouncementRow, typed: str, desk: Desk) -> Move:
    t, read = desk.words, read_moment(typed, "", desk)
    if isinstance(read, Text):
        return Remain((read,))
    if isinstance(read, date):
        return Remain((Text(t("At what time on {day}? Please type day and hour together.", day=t.day(read))),))
    if read <= (row.starts_at or 0.0):
        return Remain((Text(t("That is before it begins. Please choose a later time.")),))
    amend(row, desk, not_after=read)
    return Go(Timing(row.id))


def _occasions(row: AnnouncementRow, desk: Desk) -> dict[str, float]:
    """Return when the activities begin that its buttons lead to: later nobody needs to hear of them."""
    ids = [link.row_id for link in row.content.links if link.target is Target.ACTIVITY]
    found = [one for one in (activities.find(desk.unit, number) for number in ids) if one is not None]
    return {f"a{one.id}": one.starts_at for one in found if one.starts_at > desk.now.timestamp()}


def show(_step: SayingTooLate, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    now = text.moment(row.not_after, desk) if row.not_after else t.plain("no limit")
    lines = (
        t("From when on is nobody to get it any more? At present: {when}.", when=now),
        t("For example when what it is about begins. Tap a time or type one."),
    )
    times = tuple((Button(text.moment(at, desk), choice),) for choice, at in _occasions(row, desk).items())
    last = (Button(t.button("No limit"), "never"), Button(t.button("Back"), "back"))
    return Text("\n".join(lines), (*times, last))
