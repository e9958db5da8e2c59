"""An announcement leaves the composer's hands: "really?", and then on its way or to a second organiser."""

from bot.chat import Button, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements import draft, rights
from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.drafting import text
from bot.flows.announcements.steps import AnnouncementCard, SendingSurely
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.texts import Words
from domain.announcements.announcements import Verb
from storage.announcements import announcements, before_sending
from storage.announcements.announcements import AnnouncementRow


def hear(step: SendingSurely, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("send", message_id):
            return _send(step, row, message_id, desk)
    return None


def _send(step: SendingSurely, row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    """Let it go, or ask a second organiser; who gets it is counted again, and may be nobody by now."""
    card = AnnouncementCard(row.id)
    if row.version != step.version:
        return Go(card, before=(rights.overtaken(desk),))
    if not rights.reaches(row, desk):
        return Go(card, before=(rights.too_wide(desk),))
    count = draft.count(row, desk)
    missing = text.troubles(row, count, desk)
    if missing:
        return Go(card, before=(Text("\n".join(missing)),))
    if before_sending.approval_needed(desk.unit, row, count.total):
        return _submit(row, message_id, desk)
    announcements.do(desk.unit, row.id, Verb.SCHEDULE, desk.deed(), version=row.version)
    return Go(card, before=(Text(_on_its_way(row, desk), replaces=message_id),))


def _on_its_way(row: AnnouncementRow, desk: Desk) -> str:
    t = desk.words
    if row.starts_at and row.starts_at > desk.now.timestamp():
        when = text.moment(row.starts_at, desk)
        return t("✅ It goes out at {when}. Until then you can take it back.", when=when)
    if not row.urgent and desk.quiet_hours and desk.quiet_hours.hold(desk.now):
        return t("✅ It goes out in the morning: nobody is disturbed at night.")
    return t("✅ It goes out now. You see here how it goes.")


def _submit(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    t, card = desk.words, AnnouncementCard(row.id)
    asked = rights.approvers(row, desk)
    if not asked:
        alone = t("A second organiser has to approve this, and there is none for your unit or above it yet. "
                  "Your draft stays; please ask an administrator to appoint one.")  # fmt: skip
        return Go(card, before=(Text(alone),))
    submitted = announcements.do(desk.unit, row.id, Verb.SUBMIT, desk.deed(), version=row.version)
    done = t.plural(
        "✅ {number} organiser has been asked to approve it. You hear at once what they say.",
        "✅ {number} organisers have been asked to approve it. You hear at once what they say.",
        len(asked),
    )
    tells = tuple(Tell(chat_id, _please_approve(submitted, desk, desk.words_for(chat_id))) for chat_id in asked)
    return Go(card, before=(Text(done, replaces=message_id),), tells=tells)


def _please_approve(row: AnnouncementRow, desk: Desk, t: Words) -> Text:
    unit = text.unit_name(row, desk)
    said = t("An announcement of {unit} waits for your approval: “{title}”", unit=unit,
             title=brief(row, t))  # fmt: skip
    return Text(said, ((text.see(row, t),),))


def show(_step: SendingSurely, row: AnnouncementRow, desk: Desk) -> Text:
    t, count = desk.words, draft.count(row, desk)
    needed = before_sending.approval_needed(desk.unit, row, count.total)
    lines = [
        *audience_text.reached(row, count, desk),
        *text.timing(row, count, desk),
        *_lately(row, desk),
        *([t("It is for many, or for a whole city: a second organiser has to approve it first.")] if needed else []),
    ]
    send = t.button("Send it then") if row.starts_at else t.button("Send now")
    label = t.button("Ask for approval") if needed else send
    return Text("\n".join(lines), ((Button(label, "send"), Button(t.button("Back"), "back")),))


def _lately(row: AnnouncementRow, desk: Desk) -> list[str]:
    number = before_sending.said_lately(desk.unit, row.content, draft.who(row, desk), desk.now.timestamp())
    if not number:
        return []
    return [
        desk.words.plural(
            "<b>{number} person has had these very words in the last two days. Really send them again?</b>",
            "<b>{number} people have had these very words in the last two days. Really send them again?</b>",
            number,
        )
    ]
