"""What nobody here has a use for gets a kind answer too."""

from bot.chat import Blocked, Edited, Forwarded, SentFile, SharedContact, Unblocked, Unreadable
from bot.flows import menu
from bot.flows.crossroads.heard import Heard
from bot.flows.desk import Desk, Happening, Move, Remain
from bot.flows.mail import writing_in
from storage.people import people


def let_in_or_out(heard: Heard) -> Move | None:
    people_of, chat_id = heard.desk.unit, heard.desk.person.chat_id
    match heard.event:
        case Unblocked():
            people.mark_unreachable(people_of, chat_id, None)
            return Remain(())
        case Blocked():
            people.mark_unreachable(people_of, chat_id, heard.desk.now.timestamp())
            return Remain(())
    return None


def without_use(heard: Heard) -> Move:
    return writing_in.offered(
        heard.event, menu.refusal(heard.desk, not_understood(heard.event, heard.desk)), heard.desk
    )


def not_understood(event: Happening, desk: Desk) -> str:
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
