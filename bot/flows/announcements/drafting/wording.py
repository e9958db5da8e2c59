"""What an announcement says, in one language at a time."""

from dataclasses import replace
from html import escape
from typing import Final

from bot.chat import Button, Said, SentFile, Text
from bot.flows.announcements.audience.text import language_name
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import taking
from bot.flows.announcements.steps import AnnouncementCard, ChangingAnnouncement, Wording
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.typed import readable
from bot.texts import LANGUAGES
from domain.announcements import text as words_of
from storage.announcements.announcements import AnnouncementRow

_EXCERPT: Final = 400


def hear(step: Wording, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in LANGUAGES:
            return Go(Wording(row.id, choice), replaces=message_id)
        case Chose("without") if len(row.content.html) > 1 and step.language in row.content.html:
            html = {one: said for one, said in row.content.html.items() if one != step.language}
            amend(row, desk, content=replace(row.content, html=html))
            return Go(AnnouncementCard(row.id))
        case Said() | SentFile():
            refused = taking.unfit(event, row, desk)
            return Remain((refused,)) if refused else taking.taken(row, event, desk, language=step.language)
    return None


def show(step: Wording, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    name, there = language_name(step.language, t), row.content.html.get(step.language, "")
    if there:
        asked = t("Please type the words in {language}; they take the place of what is there.", language=name)
        lines = [asked, f"<i>{escape(readable(words_of.plain(there), _EXCERPT), quote=False)}</i>"]
    else:
        lines = [
            t("Please type the words in {language}.", language=name),
            t("Who reads {language} gets the other words until then.", language=name),
        ]
    labels = {"zh_Hans": t.button("The Chinese words"), "en": t.button("The English words")}
    first = [Button(labels[one], one) for one in LANGUAGES if one != step.language]
    if there and len(row.content.html) > 1:
        first.append(Button(t.button("Leave these out"), "without"))
    return Text("\n".join(lines), (tuple(first), (Button(t.button("Back"), "back"),)))
