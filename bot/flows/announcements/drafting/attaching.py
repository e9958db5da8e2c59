"""The pictures and files that hang on an announcement."""

from dataclasses import replace

from bot.chat import Button, Said, SentFile, Text
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import taking, text
from bot.flows.announcements.steps import Attaching
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from storage.announcements.announcements import AnnouncementRow


def hear(step: Attaching, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back" | "done", message_id):
            return Go(taking.after(row, first=step.first), replaces=message_id)
        case Chose("none", message_id) if row.content.media:
            amend(row, desk, content=replace(row.content, media=()))
            return Go(replace(step, album=""), replaces=message_id)
        case Said() | SentFile():
            return _attached(step, row, event, desk)
    return None


def _attached(step: Attaching, row: AnnouncementRow, event: Said | SentFile, desk: Desk) -> Move:
    refused = taking.unfit(event, row, desk)
    if refused is not None:
        return Remain((refused,))
    moved = taking.taken(row, event, desk, first=step.first)
    goes_on = isinstance(event, SentFile) and event.album and event.album == step.album
    return Remain(moved.before) if goes_on else moved  # each part of an album comes by itself; one answer is enough


def show(step: Attaching, row: AnnouncementRow, desk: Desk) -> Text:
    t, media = desk.words, row.content.media
    if not media:
        lines = [t("Please send the pictures or files, up to ten.")]
    elif step.album:
        lines = [t("Received. When all of them are there, tap “{done}”.", done=t.button("All are there"))]
    else:
        lines = [t("Attached: {what}.", what=text.media(media, t)), t("You can send more, up to ten.")]
    if media and not row.content.html:
        lines.append(t("You can type the words that go with it right away."))
    away = (Button(t.button("Take them away"), "none"),) if media else ()
    last = Button(t.button("All are there"), "done") if media else Button(t.button("Back"), "back")
    return Text("\n".join(lines), ((*away, last),))
