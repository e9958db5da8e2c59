"""A second organiser says why an announcement is not to go out like this."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements import rights
from bot.flows.announcements.drafting import card, text
from bot.flows.announcements.steps import AnnouncementCard, AnnouncementList, ReturningAnnouncement
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.typed import readable
from bot.texts import Words
from domain.announcements.announcements import Stage, Verb
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

REASON_MOST: Final = 200


def hear(step: ReturningAnnouncement, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in _reasons(desk.words):
            return _returned(step, row, _reasons(desk.words)[choice], message_id, desk)
        case Said(typed) if readable(typed):
            return _returned(step, row, readable(typed, REASON_MOST), 0, desk)
    return None


def _returned(step: ReturningAnnouncement, row: AnnouncementRow, reason: str, message_id: int, desk: Desk) -> Move:
    if row.version != step.version or row.stage is not Stage.AWAITING:
        return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))
    if not rights.approves(row, desk):
        return rights.forbid(row.id, desk)
    announcements.do(desk.unit, row.id, Verb.RETURN, desk.deed(reason), version=row.version)
    done = Text(desk.words("✅ Returned. Whoever wrote it has been told why."), replaces=message_id)
    t = desk.words_for(row.created_by)
    lines = (
        t("Your announcement has come back: “{title}”", title=brief(row, t)),
        t("What the second organiser says: “{reason}”", reason=reason),
    )
    told = Text("\n".join(lines), ((text.see(row, t),),))
    return Go(AnnouncementList(), before=(done,), tells=(Tell(row.created_by, told),))


def _reasons(t: Words) -> dict[str, str]:
    return {
        "words": t.plain("The words should be put another way."),
        "who": t.plain("It is meant for others."),
        "time": t.plain("This is not the time for it."),
    }


def show(_step: ReturningAnnouncement, row: AnnouncementRow, desk: Desk) -> Text:
    """Ask why; to whom it does not wait for (any more), show how it stands."""
    if not rights.approves(row, desk):
        return card.show(AnnouncementCard(row.id), row, desk)
    t = desk.words
    rows = tuple((Button(reason, choice),) for choice, reason in _reasons(t).items())
    said = t("What should be changed? Tap a reason or type one; whoever wrote it reads it.")
    return Text(said, (*rows, (Button(t.button("Back"), "back"),)))
