"""A sentence asks for something, or is a courtesy."""

from bot.chat import Button, Said
from bot.flows import labels, small_talk
from bot.flows.crossroads.heard import Heard, of_words
from bot.flows.crossroads.locating import surely_found
from bot.flows.crossroads.tapping import tapped
from bot.flows.desk import Move
from bot.flows.flow import Waits
from bot.flows.sentences import about_itself, at_hand, opening, refining


@of_words
def wished_at_hand(heard: Heard) -> Move | None:
    """Hear a wish that is one of the buttons at hand, said in a sentence."""
    if not isinstance(heard.event, Said) or heard.waits is not Waits.NOTHING:
        return None
    at = heard.topic or heard
    wished = at_hand.heard(at.step, at.shown, heard.event, heard.desk)
    if wished is not None:
        return wished
    match labels.within(heard.event.text, heard.shown):
        case Button() as button:
            return tapped(button, heard)
    return None


@of_words
def refined(heard: Heard) -> Move | None:
    """Hear what narrows the list that is spoken of, or moves it elsewhere."""
    if not isinstance(heard.event, Said) or heard.waits is not Waits.NOTHING:
        return None
    return refining.refined(heard.event, heard.topic.step if heard.topic else None, heard.desk)


@of_words
def greeted(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said) or heard.waits is not Waits.NOTHING:
        return None  # "all right" to a question that waits for a tap would sound as if it were done
    return small_talk.answered(heard.event, heard.desk)


@of_words
def told_about_itself(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said) or heard.waits is not Waits.NOTHING:
        return None
    return about_itself.told(heard.event, heard.step, heard.desk)


@of_words
def framed(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said):
        return None
    if opening.may_be_name(heard.event, heard.desk) and surely_found(heard):
        return None  # the very name of a place: 华山路骑手驿站
    return opening.opened(heard.event, heard.desk)


@of_words
def guessed(heard: Heard) -> Move | None:
    return opening.perhaps(heard.event, heard.desk) if isinstance(heard.event, Said) else None
