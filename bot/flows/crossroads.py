"""Where every event comes by: what is heard first, then the conversation at hand, then the kind default."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.chat import (
    Blocked,
    Commanded,
    Edited,
    Forwarded,
    Reply,
    Said,
    SentFile,
    SharedContact,
    SharedPlace,
    Started,
    Text,
    Unblocked,
    Unreadable,
)
from bot.flows import flow_of, links, menu, opener
from bot.flows.activities import near
from bot.flows.answering import answers
from bot.flows.check_in import checking_in
from bot.flows.commands import Whom, command
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import Opened
from bot.flows.finding import nearest, typed_place
from bot.flows.finding.steps import BrowsingUnits, ChoosingGuess, FoundNothing
from bot.flows.groups import groups_there
from bot.flows.keyboards import keys_away
from bot.flows.mail import replies as mail_replies
from bot.flows.mail import writing_in
from bot.flows.rights import organised
from bot.flows.sentences import opening
from bot.flows.step import AtMenu, Step
from bot.flows.typed import button_labels, readable
from bot.flows.wishes import topics
from bot.texts import words
from storage.people import people


def advance(step: Step, event: Happening, desk: Desk) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
    """Answer one event: the next step, everything that is said, and what others are told.

    Whatever happens has an answer here.
    """
    heard_first = next((move for hear in HEARD_FIRST if (move := hear(event, desk)) is not None), None)
    move = heard_first or flow_of(step).hear(step, event, desk) or _anywhere(step, event, desk)
    if isinstance(move, Remain):
        return step, move.replies, move.tells
    if move.language:
        desk = replace(desk, words=words(move.language))
    return move.step, (*move.before, *screen(move.step, desk, move.replaces)), move.tells


def screen(step: Step, desk: Desk, replaces: int = 0) -> tuple[Reply, ...]:
    """Return the screen of a step; a single message can rewrite the message `replaces`."""
    shown = flow_of(step).show(step, desk)
    match shown:
        case (Text(keys=()) as text,) if replaces:
            return (replace(text, replaces=replaces),)
    return shown


def _commanded(event: Happening, desk: Desk) -> Move | None:
    match event:
        case Started(payload) if payload:
            return links.follow(payload, desk)
        case Started():
            name, typed = "start", ""
        case Commanded(name, typed):
            pass
        case _:
            return None
    found = command(name)
    if found is None or (found.whom is Whom.ORGANISERS and not organised(desk)):
        return menu.refusal(desk, desk.words("I do not know the command /{name}.", name=readable(name)))
    return opener(found.opens)(Opened(found.opens, typed if found.takes_words else "", 0), desk)


HEARD_FIRST: Final[tuple[Callable[[Happening, Desk], Move | None], ...]] = (
    groups_there.heard,  # what happens in a group answers no question of a private chat
    _commanded,  # a way out that works whatever is being asked
    topics.written,  # "write to me no more" counts at once, and must not become somebody's name
    mail_replies.replied,  # what replies to a message of the mail says itself what it answers
    answers.replied,  # the same for what replies to a question about a seat or a duty
)
"""What is heard before the step at hand, in this order: each would be misunderstood by a form that waits for words."""


def _anywhere(step: Step, event: Happening, desk: Desk) -> Move:
    match event:
        case Said(label) if label in button_labels("Browse by district"):
            return Go(BrowsingUnits(), before=(keys_away(desk),))
        case Said(label) if label in button_labels("Back", "Menu"):
            return Go(AtMenu(), before=(keys_away(desk),))
        case Said():
            return checking_in.spoken(event, desk) or answers.given(event, desk) or _sentence(event, desk)
        case SharedPlace():
            at_the_door = checking_in.located(event, desk)
            return at_the_door or near.looked_around(step, event, desk) or nearest.around(event, desk)
        case Opened(entry) if entry is not None:
            return opener(entry)(event, desk) or _gone(step, desk)
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Chose() | Opened():
            return _gone(step, desk)
        case Unblocked():
            people.mark_unreachable(desk.unit, desk.person.chat_id, None)
            return Remain(())
        case Blocked():
            people.mark_unreachable(desk.unit, desk.person.chat_id, desk.now.timestamp())
            return Remain(())
        case _:
            return writing_in.offered(event, menu.refusal(desk, _not_understood(event, desk)), desk)


def _sentence(said: Said, desk: Desk) -> Move:
    """Open what a sentence surely asks for, else the place that it surely is, else ask what of ours was meant."""
    opened = opening.opened(said, desk)
    if opened is not None:
        return opened
    found = typed_place.search_for(said, desk)
    match found:
        case Go(FoundNothing() | ChoosingGuess(sure=False)):
            return opening.perhaps(said, desk) or found
    return found


def _gone(step: Step, desk: Desk) -> Move:
    return Go(step, before=(Text(desk.words("That is no longer possible here. This is where we are:")),))


def _not_understood(event: Happening, desk: Desk) -> str:
    t = desk.words
    match event:
        case Edited():
            return t("You changed an earlier message. I go by new ones: please send it again.")
        case Forwarded():
            return t("I do not use forwarded messages myself. Please write to me in your own words.")
        case SentFile("voice"):
            return t("I cannot listen to recordings. If it is meant for the service centre, I can pass it on.")
        case SentFile():
            return t("I have no use for files here. If it is meant for the service centre, I can pass it on.")
        case SharedContact():
            return t("Thank you, I need no phone number here, so I have not kept it.")
        case Unreadable(kind):
            return _unreadable(kind, desk)
    return t("I did not understand that.")


def _unreadable(kind: str, desk: Desk) -> str:
    t = desk.words
    match kind:
        case "voice" | "audio" | "video_note":
            return t("I cannot listen to recordings yet. Please type it.")
        case "sticker" | "animation" | "dice":
            return t("Thank you. I can only read words, though.")
        case _:
            return t("I cannot read this kind of message. Please type it.")
