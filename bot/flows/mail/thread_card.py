"""One thread of the mail as an organiser sees it: taken, handed over, handed upwards, closed, or read as a whole."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Post, Reply, Text
from bot.flows.announcement_titles import brief
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import row_id
from bot.flows.mail import handing_on
from bot.flows.mail import tells as thread_tells
from bot.flows.mail import text as thread_text
from bot.flows.mail.steps import AnsweringMail, Closing, HandingOn, MailCard
from bot.flows.mail.unit_mail import standing
from domain.messages.threads import State
from storage.activities import activities
from storage.announcements import announcements, threads
from storage.announcements.threads import MessageRow, ThreadRow
from storage.people import bells, people
from storage.places import places

_ON_CARD: Final = 1_800
"""Characters of the conversation that a card shows, the newest."""

_ALL_MOST: Final = 20
"""Messages that "all of it" sends at once."""


def hear(step: MailCard, row: ThreadRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("all"):
            return Go(step, before=_whole(row, desk))
        case Chose("answer", message_id) if row.state is not State.CLOSED:
            return Go(AnsweringMail(step), replaces=message_id)
        case Chose("on", message_id) if row.state is not State.CLOSED:
            return Go(HandingOn(step), replaces=message_id)
        case Chose("close", message_id) if row.waits:
            return Go(Closing(step), replaces=message_id)
        case Chose("take" | "over" | "leave" | "close" as verb, message_id):
            return _done(step, row, verb, message_id, desk)
    return None


def show(_step: MailCard, row: ThreadRow, desk: Desk) -> Text:
    t, unit = desk.words, desk.unit
    name = thread_text.unit_name(unit, row.unit_id)
    lines = [t("<b>{name}</b> to {unit}", name=thread_text.sender(unit, row, t), unit=name)]
    lines += _about(row, desk)
    lines.append(standing(row, desk))
    person = people.find(unit, row.chat_id)
    if person is not None and person.unreachable_since is not None and bells.is_unreached(unit, row.chat_id):
        lines.append(t("Has stopped the bot: an answer arrives when it is let in again."))
    written = [_written(one, row, desk) for one in threads.messages(unit, row.id)]
    shown = _newest(written)
    if len(shown) < len(written):
        lines.append(t("<i>Earlier messages: “{label}”.</i>", label=t.button("All of it")))
    return Text("\n\n".join(("\n".join(lines), *shown)), _card_buttons(row, desk))


def _about(row: ThreadRow, desk: Desk) -> list[str]:
    """Name the announcement that it answers, or the activity or service point that it asks about."""
    noun, _, number = row.about.partition(":")
    t = desk.words
    match noun:
        case "announcement" if found := announcements.find(desk.unit, row_id(number)):
            return [t("In answer to: “{title}”", title=brief(found, t))]
        case "activity" if asked := activities.find(desk.unit, row_id(number)):
            return [t("About: {title}", title=asked.title)]
        case "point" if point := places.point(desk.unit, row_id(number)):
            return [t("About: {title}", title=point.name)]
    return []


def _newest(written: list[str]) -> list[str]:
    """Return the newest messages that fit; of one that is too long only who wrote it, and where all of it is."""
    shown: list[str] = []
    for one in reversed(written):
        if sum(map(len, shown)) + len(one) > _ON_CARD:
            break
        shown.insert(0, one)
    return shown


def _written(one: MessageRow, row: ThreadRow, desk: Desk) -> str:
    return thread_text.written(one, _who(one, row, desk), desk.now, desk.words)


def _who(one: MessageRow, row: ThreadRow, desk: Desk) -> str:
    t = desk.words
    if one.from_member:
        return thread_text.sender(desk.unit, row, t)
    return (
        t.plain("You") if one.by_chat == desk.person.chat_id else thread_text.colleague_name(desk.unit, one.by_chat, t)
    )


def _card_buttons(row: ThreadRow, desk: Desk) -> Buttons:
    t = desk.words
    whole = Button(t.button("All of it"), "all")
    back = Button(t.button("Back"), "back")
    if row.state is State.CLOSED:
        return ((whole, back),)
    answer = Button(t.button("Answer it"), "answer")
    close = Button(t.button("Close it"), "close")
    if row.taken_by not in {None, desk.person.chat_id}:
        return ((answer, Button(t.button("Take it over"), "over")), (close, whole), (back,))
    is_mine = row.taken_by is not None
    hand = Button(t.button("Leave it to colleagues"), "leave") if is_mine else Button(t.button("Take it"), "take")
    if not handing_on.heirs(row, desk):
        return ((answer, hand), (close, whole), (back,))
    return ((answer, hand), (Button(t.button("Hand it on"), "on"), whole), (close, back))


def show_closing(_step: Closing, row: ThreadRow, desk: Desk) -> Text:
    """Ask once whether what nobody has answered is really to be closed."""
    t = desk.words
    asked = t("Nobody has answered this yet. Close it all the same? The member is told that it was read.")
    newest = threads.first_words(desk.unit, [row.id]).get(row.id)
    close = Button(t.button("Close without an answer"), "close")
    return Text(f"{asked}\n{thread_text.quoted(newest, t)}", ((close, Button(t.button("Back"), "back")),))


def hear_closing(step: Closing, row: ThreadRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Chose("close", message_id):
            return _done(step.card, row, "close", message_id, desk)
    return None


def _done(step: MailCard, row: ThreadRow, verb: str, message_id: int, desk: Desk) -> Move:
    """Take the step; who comes second sees how it stands now."""
    unit, deed = desk.unit, desk.deed()
    match verb:
        case "take" | "over":
            done = threads.take(unit, row.id, deed, over=verb == "over")
        case "leave":
            done = row.taken_by == desk.person.chat_id and threads.give_back(unit, row.id, deed)
        case _:
            done = threads.close(unit, row.id, deed)
    after = threads.find(unit, row.id)
    if not done or after is None:
        return Go(step, before=(Text(desk.words("A colleague was first. This is how it stands now:")),))
    return _followed(step, row, after, verb, message_id, desk)


def _followed(step: MailCard, row: ThreadRow, after: ThreadRow, verb: str, message_id: int, desk: Desk) -> Move:  # noqa: PLR0913, PLR0917  a step has these parts
    t = desk.words
    match verb:
        case "leave":
            return Go(step, replaces=message_id, tells=thread_tells.handed_over(after, desk))
        case "close":
            done = Text(t("✅ Closed. If the member writes again, it opens again."), replaces=message_id)
            return Go(step.back, before=(done,), tells=_closed(row, after, desk))
    return Go(step, replaces=message_id)


def _closed(row: ThreadRow, after: ThreadRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the member who has had no answer; who was answered knows."""
    if row.unanswered_since is None:
        return ()
    name = thread_text.unit_name(desk.unit, row.unit_id)
    return thread_tells.to_member(
        after,
        lambda t: t(
            "{unit} has read what you wrote and closed it. If anything is open, write back to this.", unit=name
        ),
        desk,
    )


def _whole(row: ThreadRow, desk: Desk) -> tuple[Reply, ...]:
    """Send the whole conversation, message by message, with everything that hangs on it."""
    replies: list[Reply] = []
    for one in threads.messages(desk.unit, row.id)[-_ALL_MOST:]:
        first, *others = thread_text.pieces(one.said)
        replies.append(Text(_written(replace(one, said=first), row, desk)))
        replies += [Text(thread_text.lines(more)) for more in others if thread_text.lines(more)]
        if one.file is not None:
            replies.append(Post("", (one.file,)))
    return tuple(replies)
