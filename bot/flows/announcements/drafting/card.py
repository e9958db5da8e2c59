"""The card of an announcement until it leaves: what is there and what is missing, how it looks, and changing it."""

from bot.chat import Button, Buttons, Reply, Text
from bot.flows.announcements import post
from bot.flows.announcements.drafting import text, who
from bot.flows.announcements.drafting.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    DiscardingAnnouncement,
    Linking,
    SendingSurely,
    Timing,
    Wording,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import two_a_row
from bot.texts import LANGUAGES
from bot.texts.names import topic_name
from domain.announcements import Verb
from domain.topics import Topic
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow


def hear(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Take a step with a draft."""
    match event:
        case Chose("look"):
            return Go(AnnouncementCard(row.id), before=looks(row, desk))
        case Chose("test"):
            return _to_oneself(row, desk)
        case Chose("change", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose("send", message_id):
            return _to_send(row, message_id, desk)
        case Chose("back", message_id):
            return Go(AnnouncementList(), replaces=message_id)
    return None


def _to_send(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    missing = text.troubles(row, who.count(row, desk), desk)
    if missing:
        return Go(AnnouncementCard(row.id), before=(Text("\n".join(missing)),))
    return Go(SendingSurely(row.id, row.version), replaces=message_id)


# ---------------------------------------------------------------- how it looks


def looks(row: AnnouncementRow, desk: Desk) -> tuple[Reply, ...]:
    """Return the very messages that people get, each under a line that says who reads it; or why there are none."""
    missing = text.troubles(row, None, desk)
    if missing:
        return (Text("\n".join(missing)),)
    shown: list[Reply] = []
    for language in _languages(row):
        shown += [Text(_whose(row, language, desk)), post.post(desk.unit, row.content, language)]
    return tuple(shown)


def _languages(row: AnnouncementRow) -> tuple[str, ...]:
    return tuple(one for one in LANGUAGES if one in row.content.html) or LANGUAGES[:1]


def _whose(row: AnnouncementRow, language: str, desk: Desk) -> str:
    t = desk.words
    if len(_languages(row)) == 1:
        return t("This is what everybody gets:")
    return t("This is what those get who read {language}:", language=text.language_name(language, t))


def _to_oneself(row: AnnouncementRow, desk: Desk) -> Move:
    """Send it to the person alone, the way that it goes to everybody."""
    missing = text.troubles(row, None, desk)
    card = AnnouncementCard(row.id)
    if missing:
        return Go(card, before=(Text("\n".join(missing)),))
    posts = [post.post(desk.unit, row.content, language) for language in _languages(row)]
    done = Text(desk.words("It comes to you alone, as everybody would get it."))
    return Go(card, before=(done,), tells=tuple(Tell(desk.person.chat_id, one) for one in posts))


# ---------------------------------------------------------------- the card


def card(row: AnnouncementRow, desk: Desk) -> Text:
    """Show a draft; what is on its way has other cards."""
    t, count = desk.words, who.count(row, desk)
    missing = text.troubles(row, count, desk)
    lines = [
        t("<b>Draft.</b> Only you and your fellow organisers see it."),
        *_returned(row, desk),
        *text.about(row, desk),
        *text.audience(row, count, desk),
        *text.timing(row, count, desk),
        *missing,
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


def _returned(row: AnnouncementRow, desk: Desk) -> list[str]:
    if not row.returned_because:
        return []
    return [desk.words("It came back: “{reason}”", reason=row.returned_because)]


# ---------------------------------------------------------------- changing it


def change(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("words", message_id):
            return Go(Wording(row.id, _to_begin_with(row, desk)), replaces=message_id)
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


def _to_begin_with(row: AnnouncementRow, desk: Desk) -> str:
    """Return the language that the composer reads, unless there are words in the other one alone."""
    own, there = desk.words.language, row.content.html
    return own if own in there else next(iter(there), own)


def parts(desk: Desk) -> Text:
    t = desk.words
    rows = (
        (Button(t.button("Words"), "words"), Button(t.button("Pictures, files"), "media")),
        (Button(t.button("Buttons"), "links"), Button(t.button("Topic"), "topic")),
        (Button(t.button("Time"), "times"), Button(t.button("Discard the draft"), "discard")),
        (Button(t.button("Back"), "back"),),
    )
    return Text(t("What is to be changed?"), rows)


def choose_topic(step: ChoosingTopic, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    chat_id = desk.person.chat_id
    match event:
        case Chose("back", message_id):
            back = AnnouncementCard(row.id) if step.first else ChangingAnnouncement(row.id)
            return Go(back, replaces=message_id)
        case Chose("must", message_id):
            announcements.change(desk.unit, row.id, chat_id, obligatory=not row.obligatory)
            return Go(step, replaces=message_id)
        case Chose(choice, message_id) if choice in set(Topic):
            announcements.change(desk.unit, row.id, chat_id, topic=Topic(choice))
            return Go(AnnouncementCard(row.id), replaces=message_id)
    return None


def topics(step: ChoosingTopic, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    lines = [t("What is it about? Everybody may say no to a topic, and then does not get it.")]
    rows: Buttons = two_a_row([Button(topic_name(one, t), one) for one in Topic])
    if not step.first:
        lines.append(t("What is obligatory comes all the same. Please use that sparingly."))
        label = t.button("Obligatory")
        must = Button(f"✓ {label}" if row.obligatory else label, "must")
        rows = (*rows[:-1], (*rows[-1], must))
    return Text("\n".join(lines), (*rows, (Button(t.button("Back"), "back"),)))


# ---------------------------------------------------------------- throwing it away


def discard(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose("discard", message_id):
            announcements.do(desk.unit, row.id, Verb.DISCARD, desk.deed())
            return Go(AnnouncementList(), before=(Text(desk.words("The draft is gone."), replaces=message_id),))
    return None


def discarding(row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    begins = text.brief(row, t)
    buttons = (Button(t.button("Discard it"), "discard"), Button(t.button("Back"), "back"))
    return Text(t("Discard the draft “{title}”? Nothing of it stays.", title=begins), (buttons,))
