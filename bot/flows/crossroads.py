"""Where every event comes by: commands that work everywhere, then the conversation at hand, then the kind default."""

from dataclasses import replace

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
from bot.flows import flow_of, flow_with, links, menu, organisers_menu
from bot.flows.activities import near
from bot.flows.activities.steps import MyActivities
from bot.flows.afterwards import record, verifying
from bot.flows.answering import flow
from bot.flows.check_in import checking_in
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Opened, Stay, Tell
from bot.flows.finding import nearest, typed_place
from bot.flows.groups import groups_there
from bot.flows.mail import replies, writing_in
from bot.flows.whereabouts import AtMenu, BrowsingUnits, ChoosingLanguage, Place
from bot.flows.wishes import flow as wishes
from bot.flows.wishes import topics
from bot.texts import LANGUAGES, words
from storage.people import people


def advance(place: Place, event: Happening, desk: Desk) -> tuple[Place, tuple[Reply, ...], tuple[Tell, ...]]:
    """Answer one event: the next place, everything that is said, and what others are told.

    Whatever happens has an answer here.
    """
    move = (
        groups_there.heard(event, desk)
        or _command(event, desk)
        or topics.written(event, desk)
        or replies.replied(event, desk)
        or flow.replied(event, desk)
        or flow_of(place).step(place, event, desk)
        or _anywhere(place, event, desk)
    )
    if isinstance(move, Stay):
        return place, move.replies, move.tells
    if move.language:
        desk = replace(desk, words=words(move.language))
    return move.place, (*move.before, *screen(move.place, desk, move.replaces)), move.tells


def screen(place: Place, desk: Desk, replaces: int = 0) -> tuple[Reply, ...]:
    """Return the screen of a place; a single message can rewrite the message `replaces`."""
    shown = flow_of(place).show(place, desk)
    match shown:
        case (Text(keys=()) as text,) if replaces:
            return (replace(text, replaces=replaces),)
    return shown


def _command(event: Happening, desk: Desk) -> Move | None:
    match event:
        case Started(payload):
            return links.follow(payload, desk) if payload else Go(AtMenu())
        case Commanded("menu"):
            return Go(AtMenu())
        case Commanded("help"):
            return Stay((menu.help_text(desk),))
        case Commanded("language"):
            return Go(ChoosingLanguage())
        case Commanded("cancel"):
            return Go(AtMenu(), before=(Text(desk.words("All right, back to the menu."), hide_keys=True),))
        case Commanded("activities"):
            return Go(near.first_list(desk))
        case Commanded("mine"):
            return Go(MyActivities())
        case Commanded("record"):
            return record.record(desk)
        case Commanded("verify", code):
            return verifying.verify(code, desk)
        case Commanded("topics" | "interests" | "wish" | "wishes" | "digest" as name, argument):
            return wishes.command(name, argument, desk)
        case Commanded("write", typed):
            return writing_in.begin(typed, desk)
        case Commanded(name):
            unknown = desk.words("I do not know the command /{name}.", name=typed_place.readable(name))
            return organisers_menu.command(name, desk) or menu.refusal(desk, unknown)
    return None


def _anywhere(place: Place, event: Happening, desk: Desk) -> Move:
    match event:
        case Said(label) if label in _labels("Browse by district"):
            return Go(BrowsingUnits(), before=(nearest.keys_away(desk),))
        case Said(label) if label in _labels("Back") | _labels("Menu"):
            return Go(AtMenu(), before=(nearest.keys_away(desk),))
        case Said():
            return checking_in.spoken(event, desk) or flow.given(event, desk) or typed_place.search_for(event, desk)
        case SharedPlace():
            return nearest.around(event, desk)
        case Opened(letter, _, _):
            return flow_with(letter).opens(event, desk) or _gone(place, desk)
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Chose():
            return _gone(place, desk)
        case Unblocked():
            people.mark_unreachable(desk.unit, desk.person.chat_id, None)
            return Stay(())
        case Blocked():
            people.mark_unreachable(desk.unit, desk.person.chat_id, desk.now.timestamp())
            return Stay(())
        case _:
            return writing_in.offered(event, menu.refusal(desk, _not_understood(event, desk)), desk)


def _gone(place: Place, desk: Desk) -> Move:
    return Go(place, before=(Text(desk.words("That is no longer possible here. This is where we are:")),))


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


def _labels(label: str) -> set[str]:
    return {words(language).button(label) for language in LANGUAGES}
