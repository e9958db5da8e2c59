"""The card of an announcement until it leaves: what is there and what is missing."""

from bot.chat import Button, Text
from bot.flows.announcements import draft
from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.drafting import preview, taking, text, waiting
from bot.flows.announcements.steps import AnnouncementCard, AnnouncementList, ChangingAnnouncement, SendingSurely
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from domain.announcements.announcements import Stage
from storage.announcements.announcements import AnnouncementRow


def hear(step: AnnouncementCard, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementList(), replaces=message_id)
        case Chose("look"):
            return Go(step, before=preview.looks(row, desk))
        case _ if row.stage is not Stage.DRAFT:
            return waiting.hear(row, event, desk)
        case Chose("test"):
            return preview.to_oneself(row, desk)
        case Chose("change", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose("send", message_id):
            missing = text.troubles(row, draft.count(row, desk), desk)
            if missing:
                return Go(step, before=(Text("\n".join(missing)),))
            return Go(SendingSurely(row.id, row.version), replaces=message_id)
    return taking.continued(step, row, event, desk)


def show(_step: AnnouncementCard, row: AnnouncementRow, desk: Desk) -> Text:
    """Show a draft; what is on its way has other cards."""
    if row.stage is not Stage.DRAFT:
        return waiting.card(row, desk)
    t, count = desk.words, draft.count(row, desk)
    lines = [
        t("<b>Draft.</b> Only you and your fellow organisers see it."),
        *([t("It came back: “{reason}”", reason=row.returned_because)] if row.returned_because else []),
        *text.about(row, desk),
        *audience_text.reached(row, count, desk),
        *text.timing(row, count, desk),
        *text.troubles(row, count, desk),
    ]
    rows = (
        (Button(t.button("How it looks"), "look"), Button(t.button("Send it to me"), "test")),
        (
            Button(t.button("Who gets it"), EntryPoint.AUDIENCE.data(row.id)),
            Button(t.button("Change something"), "change"),
        ),
        (Button(t.button("Send …"), "send"), Button(t.button("Back"), "back")),
    )
    return Text("\n".join(lines), rows)
