"""What an announcement is about, and whether it is obligatory."""

from bot.chat import Button, Buttons, Text
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import taking
from bot.flows.announcements.steps import AnnouncementCard, ChangingAnnouncement, ChoosingTopic
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import two_a_row
from bot.texts.names import topic_name
from domain.announcements.topics import Topic
from storage.announcements.announcements import AnnouncementRow


def hear(step: ChoosingTopic, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id) if step.first else ChangingAnnouncement(row.id), replaces=message_id)
        case Chose("must", message_id):
            amend(row, desk, obligatory=not row.obligatory)
            return Go(step, replaces=message_id)
        case Chose(choice, message_id) if choice in set(Topic):
            amend(row, desk, topic=Topic(choice))
            return Go(AnnouncementCard(row.id), replaces=message_id)
    return taking.continued(step, row, event, desk)


def show(step: ChoosingTopic, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    lines = [t("What is it about? Everybody may say no to a topic, and then does not get it.")]
    rows: Buttons = two_a_row([Button(topic_name(one, t), one) for one in Topic])
    if not step.first:
        lines.append(t("What is obligatory comes all the same. Please use that sparingly."))
        label = t.button("Obligatory")
        must = Button(f"✓ {label}" if row.obligatory else label, "must")
        rows = (*rows[:-1], (*rows[-1], must))
    return Text("\n".join(lines), (*rows, (Button(t.button("Back"), "back"),)))
