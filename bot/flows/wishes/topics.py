"""What somebody wants to be told of: the topics, a written refusal that works at once, and the kinds that they like."""

from collections.abc import Mapping
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import row_id
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.wishes.steps import ChoosingInterests, ChoosingTopics
from bot.texts import Words
from bot.texts.names import kind_name, topic_name
from domain.activities.activities import Kind
from domain.announcements.topics import INTERESTS, Topic
from domain.said.settings import refusals
from domain.said.settings.refusals import Refusal
from storage.announcements import topics
from storage.announcements.digests import ABOUT as OF_DIGEST
from storage.messages import outbox

_OF_ANNOUNCEMENT: Final = "announcement:"


def written(event: Happening, desk: Desk) -> Move | None:
    """Answer whoever writes that they want no more, or want it again; None for anything else.

    In reply to an announcement its topic is meant, else the topic that is named, else all. What is said in reply to a
    question is an answer to that.
    """
    meant = refusals.understood(event.text) if isinstance(event, Said) else None
    if not isinstance(event, Said) or meant is None:
        return None
    about = _about(event, desk)
    if about and not about.startswith((_OF_ANNOUNCEMENT, OF_DIGEST)):
        return None
    return _settle(Refusal(meant.topic or _topic_of(about, desk), meant.again), desk)


def replied(event: Happening, desk: Desk) -> Move | None:
    """Answer the same below an announcement, which says itself what is meant; None for anything else."""
    return written(event, desk) if isinstance(event, Said) and _about(event, desk) else None


def _about(said: Said, desk: Desk) -> str:
    return outbox.about(desk.unit, desk.person.chat_id, said.reply_to) if said.reply_to else ""


def _topic_of(about: str, desk: Desk) -> Topic | None:
    if about.startswith(OF_DIGEST):
        return Topic.ACTIVITIES
    return topics.of_announcement(desk.unit, row_id(about.removeprefix(_OF_ANNOUNCEMENT)))


def _settle(meant: Refusal, desk: Desk) -> Move:
    for topic in Topic if meant.topic is None else (meant.topic,):
        _put(topic, desk, again=meant.again)
    return Go(ChoosingTopics(), before=(Text(_settled(meant, desk.words)),))


def _settled(meant: Refusal, t: Words) -> str:
    if meant.topic is None and meant.again:
        return t("✅ You get announcements on all topics again.")
    if meant.topic is None:
        return t("✅ No more announcements for you, on any topic. That holds at once, for what is on its way too.")
    what = topic_name(meant.topic, t)
    if meant.again:
        return t("✅ You get “{topic}” again.", topic=what)
    return t("✅ No more of “{topic}” for you. That holds at once, for what is on its way too.", topic=what)


def _put(topic: Topic, desk: Desk, *, again: bool) -> None:
    if again:
        topics.allow(desk.unit, desk.person.chat_id, topic)
    else:
        topics.refuse(desk.unit, desk.person.chat_id, topic, desk.now.timestamp())


def hear_topics(step: ChoosingTopics, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("all" | "none" as which, message_id):
            for topic in Topic:
                _put(topic, desk, again=which == "all")
            return Go(step, replaces=message_id)
        case Chose(choice, message_id) if choice in set(Topic):
            refused = topics.refused_of(desk.unit, desk.person.chat_id)
            _put(Topic(choice), desk, again=choice in refused)
            return Go(step, replaces=message_id)
    return None


def show_topics(_step: ChoosingTopics, desk: Desk) -> Text:
    t = desk.words
    refused = topics.refused_of(desk.unit, desk.person.chat_id)
    lines = (
        t("Which announcements would you like? Those with a ✅ come; tap to switch one on or off."),
        t("What is obligatory comes all the same, which is rare; so do reminders of what you have signed up for."),
    )
    wanted = {str(topic): (topic_name(topic, t), topic not in refused) for topic in Topic}
    has_any = any(on for _, on in wanted.values())
    at_once = Button(t.button("All off"), "none") if has_any else Button(t.button("All on"), "all")
    return Text("\n".join(lines), _switches(wanted, at_once, to_menu(desk)))


def hear_interests(step: ChoosingInterests, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice in set(INTERESTS):
            liked = topics.interests_of(desk.unit, desk.person.chat_id)
            (topics.unlike if choice in liked else topics.like)(desk.unit, desk.person.chat_id, Kind(choice))
            return Go(step, replaces=message_id)
    return None


def show_interests(_step: ChoosingInterests, desk: Desk) -> Text:
    t = desk.words
    liked = topics.interests_of(desk.unit, desk.person.chat_id)
    lines = (
        t("Which activities do you like? Tap them; tap again to take one back."),
        t("The weekly digest tells you of these. If you choose none, it tells you of all."),
    )
    kinds = {str(kind): (kind_name(kind, t).capitalize(), kind in liked) for kind in INTERESTS}
    return Text("\n".join(lines), _switches(kinds, to_menu(desk)))


def _switches(choices: Mapping[str, tuple[str, bool]], *others: Button) -> Buttons:
    shown = [Button(f"{'✅' if on else '⬜'} {name}", choice) for choice, (name, on) in choices.items()]
    return two_a_row([*shown, *others])
