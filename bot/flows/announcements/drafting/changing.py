"""Changing a draft: which part, or throwing it away."""

from bot.chat import Button, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    DiscardingAnnouncement,
    Linking,
    Timing,
    Wording,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from domain.announcements.announcements import Verb
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow


def hear(_step: ChangingAnnouncement, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("words", message_id):
            own, there = desk.words.language, row.content.html
            language = own if own in there else next(iter(there), own)
            return Go(Wording(row.id, language), replaces=message_id)
        case Chose("media", message_id):
            return Go(Attaching(row.id), replaces=message_id)
        case Chose("links", message_id):
            return Go(Linking(row.id), replaces=message_id)
        case Chose("topic", message_id):
            return Go(ChoosingTopic(row.id), replaces=message_id)
        case Chose("times", message_id):
            return Go(Timing(row.id), replaces=message_id)
        case Chose("discard", message_id):
            return Go(DiscardingAnnouncement(row.id), replaces=message_id)
    return None


def show(_step: ChangingAnnouncement, _row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    rows = (
        (Button(t.button("Words"), "words"), Button(t.button("Pictures, files"), "media")),
        (Button(t.button("Buttons"), "links"), Button(t.button("Topic"), "topic")),
        (Button(t.button("Time"), "times"), Button(t.button("Discard the draft"), "discard")),
        (Button(t.button("Back"), "back"),),
    )
    return Text(t("What is to be changed?"), rows)


def hear_discarding(_step: DiscardingAnnouncement, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose("discard", message_id):
            announcements.do(desk.unit, row.id, Verb.DISCARD, desk.deed())
            return Go(AnnouncementList(), before=(Text(desk.words("The draft is gone."), replaces=message_id),))
    return None


def show_discarding(_step: DiscardingAnnouncement, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    buttons = (Button(t.button("Discard it"), "discard"), Button(t.button("Back"), "back"))
    return Text(t("Discard the draft “{title}”? Nothing of it stays.", title=brief(row, t)), (buttons,))
