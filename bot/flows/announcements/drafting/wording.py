"""What an announcement says and what hangs on it: taken as it was sent, also where it is too long to leave."""

from dataclasses import replace
from html import escape
from typing import Final

from bot.chat import Button, Said, SentFile, Text
from bot.flows.announcements.drafting import text
from bot.flows.announcements.drafting.steps import (
    AnnouncementCard,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    Wording,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import LANGUAGES
from domain import announcement_text as words_of
from domain.announcements import MOST_MEDIA, MOST_TEXT, Content, Medium
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

KINDS: Final = frozenset({"photo", "video", "document"})
"""What can hang on an announcement."""

_EXCERPT: Final = 400
_CUT: Final = MOST_TEXT - 200
"""A messenger cuts what is longer than a message in two, at a blank near its end."""


def html_of(event: Said | SentFile) -> str:
    """Return what was typed, with its formatting where it has any."""
    return event.html or escape(event.text if isinstance(event, Said) else event.caption, quote=False)


def unfit(event: Said | SentFile, row: AnnouncementRow | None, desk: Desk) -> Text | None:
    """Say why this cannot be taken; None: it can. `row` None: nothing hangs on it yet."""
    t = desk.words
    if isinstance(event, Said):
        return None if words_of.says_something(html_of(event)) else Text(t("Please type the words."))
    if event.kind not in KINDS:
        return Text(t("I can pass on pictures, films and files. What was there stays as it was."))
    media = row.content.media if row else ()
    if len(media) >= MOST_MEDIA:
        return Text(t("There is room for ten in one message; this one I have left out."))
    if any((one.kind == "document") != (event.kind == "document") for one in media):
        return Text(t("Pictures and files do not go into one message. This one I have left out."))
    return None


def taken(row: AnnouncementRow, event: Said | SentFile, desk: Desk, *, language: str = "", first: bool = False) -> Go:
    """Write it down at once. `language` "": as its script tells; `first`: the topic has not been chosen yet."""
    spoken = language or words_of.seems(words_of.plain(html_of(event)))
    content = _with(row.content, event, spoken)
    announcements.change(desk.unit, row.id, desk.person.chat_id, content=content)
    alone = isinstance(event, SentFile) and (event.album or not event.caption)
    place = Attaching(row.id, event.album, first) if isinstance(event, SentFile) and alone else _next(row, first)
    return Go(place, before=_left_out(row.content, event, spoken, desk))


def _with(content: Content, event: Said | SentFile, language: str) -> Content:
    """Put it in; a caption is the words where there are none yet in its language, and never replaces any."""
    html = html_of(event)
    if isinstance(event, Said):
        return replace(content, html={**content.html, language: html})
    media = (*content.media, Medium(event.kind, event.file_id))
    is_new = words_of.says_something(html) and language not in content.html
    return replace(content, media=media, html={**content.html, language: html} if is_new else content.html)


def _left_out(content: Content, event: Said | SentFile, language: str, desk: Desk) -> tuple[Text, ...]:
    """Say that the words below a picture were not taken, where there are others already."""
    html, t = html_of(event), desk.words
    is_kept = isinstance(event, Said) or content.html.get(language, html) == html
    if is_kept or not words_of.says_something(html):
        return ()
    said = t("There are words already, so those below it were left out. To change them: “{change}”, “{words}”.",
             change=t.button("Change something"), words=t.button("Words"))  # fmt: skip
    return (Text(said),)


def _next(row: AnnouncementRow, first: bool) -> Step:  # noqa: FBT001  passed on as it came
    return ChoosingTopic(row.id, first=True) if first else AnnouncementCard(row.id)


def continued(step: ChoosingTopic | AnnouncementCard, row: AnnouncementRow, event: Happening, desk: Desk) -> Go | None:
    """Add what a messenger has cut off a long text and sent by itself; None: it is something else."""
    told = {language: said for language, said in row.content.html.items() if words_of.length(said) >= _CUT}
    if not isinstance(event, Said) or not told:
        return None
    language = max(told, key=lambda one: words_of.length(told[one]))
    whole = told[language] + html_of(event)
    if words_of.length(whole) <= MOST_TEXT:
        return None
    content = replace(row.content, html={**row.content.html, language: whole})
    after = announcements.change(desk.unit, row.id, desk.person.chat_id, content=content)
    return Go(step, before=(Text("\n".join(text.troubles(after, None, desk))),))


# ---------------------------------------------------------------- the words


def word(step: Wording, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in LANGUAGES:
            return Go(Wording(row.id, choice), replaces=message_id)
        case Chose("without") if len(row.content.html) > 1 and step.language in row.content.html:
            html = {one: said for one, said in row.content.html.items() if one != step.language}
            return _kept(row, replace(row.content, html=html), desk)
        case Said() | SentFile():
            refused = unfit(event, row, desk)
            return Remain((refused,)) if refused else taken(row, event, desk, language=step.language)
    return None


def _kept(row: AnnouncementRow, content: Content, desk: Desk) -> Go:
    announcements.change(desk.unit, row.id, desk.person.chat_id, content=content)
    return Go(AnnouncementCard(row.id))


def words_wanted(step: Wording, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    name = text.language_name(step.language, t)
    there = row.content.html.get(step.language, "")
    if there:
        asked = t("Please type the words in {language}; they take the place of what is there.", language=name)
        lines = [asked, f"<i>{escape(readable(words_of.plain(there), _EXCERPT), quote=False)}</i>"]
    else:
        lines = [
            t("Please type the words in {language}.", language=name),
            t("Who reads {language} gets the other words until then.", language=name),
        ]
    others = [one for one in LANGUAGES if one != step.language]
    labels = {"zh_Hans": t.button("The Chinese words"), "en": t.button("The English words")}
    rows = [tuple(Button(labels[one], one) for one in others)]
    if there and len(row.content.html) > 1:
        rows[0] = (*rows[0], Button(t.button("Leave these out"), "without"))
    return Text("\n".join(lines), (*rows, (Button(t.button("Back"), "back"),)))


# ---------------------------------------------------------------- pictures and files


def attach(step: Attaching, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back" | "done", message_id):
            return Go(_next(row, step.first), replaces=message_id)
        case Chose("none", message_id) if row.content.media:
            _kept(row, replace(row.content, media=()), desk)
            return Go(replace(step, album=""), replaces=message_id)
        case Said() | SentFile():
            return _attached(step, row, event, desk)
    return None


def _attached(step: Attaching, row: AnnouncementRow, event: Said | SentFile, desk: Desk) -> Move:
    refused = unfit(event, row, desk)
    if refused is not None:
        return Remain((refused,))
    moved = taken(row, event, desk, first=step.first)
    goes_on = isinstance(event, SentFile) and event.album and event.album == step.album
    return Remain(moved.before) if goes_on else moved  # each part of an album comes by itself; one answer is enough


def attaching(step: Attaching, row: AnnouncementRow, desk: Desk) -> Text:
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
