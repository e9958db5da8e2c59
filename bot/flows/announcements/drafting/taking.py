"""What was typed or sent for an announcement: taken as it came, also where it is too long to leave."""

from dataclasses import replace
from html import escape
from typing import Final

from bot.chat import Said, SentFile, Text
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import text
from bot.flows.announcements.steps import AnnouncementCard, Attaching, ChoosingTopic
from bot.flows.desk import Desk, Go, Happening
from domain.announcements import text as words_of
from domain.announcements.announcements import MOST_MEDIA, ONE_MESSAGE, Content, Medium
from storage.announcements.announcements import AnnouncementRow

KINDS: Final = frozenset({"photo", "video", "document"})
"""What can hang on an announcement."""

_CUT: Final = ONE_MESSAGE - 200
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
    amend(row, desk, content=_with(row.content, event, spoken))
    left_out = _left_out(row.content, event, spoken, desk)
    if isinstance(event, SentFile) and (event.album or not event.caption):
        return Go(Attaching(row.id, event.album, first), before=left_out)
    return Go(after(row, first=first), before=left_out)


def after(row: AnnouncementRow, *, first: bool) -> ChoosingTopic | AnnouncementCard:
    """Return what comes when its words and pictures are there; `first` as in `taken`."""
    return ChoosingTopic(row.id, first=True) if first else AnnouncementCard(row.id)


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


def continued(step: ChoosingTopic | AnnouncementCard, row: AnnouncementRow, event: Happening, desk: Desk) -> Go | None:
    """Add what a messenger has cut off a long text and sent by itself; None: it is something else."""
    told = {language: said for language, said in row.content.html.items() if words_of.length(said) >= _CUT}
    if not isinstance(event, Said) or not told:
        return None
    language = max(told, key=lambda one: words_of.length(told[one]))
    whole = told[language] + html_of(event)
    if words_of.length(whole) <= ONE_MESSAGE:
        return None
    longer = amend(row, desk, content=replace(row.content, html={**row.content.html, language: whole}))
    return Go(step, before=(Text("\n".join(text.troubles(longer, None, desk))),))
