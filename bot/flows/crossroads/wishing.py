"""A sentence asks for something, or is a courtesy."""

from typing import Final

from bot.chat import Button, Said
from bot.flows import labels, small_talk
from bot.flows.crossroads.heard import Heard, of_sentences, of_words
from bot.flows.crossroads.locating import surely_found
from bot.flows.crossroads.tapping import tapped
from bot.flows.desk import Move
from bot.flows.flow import Waits
from bot.flows.grid import listening
from bot.flows.sentences import about_itself, at_hand, borrowing, errands, opening, own_screens, refining

_OPEN: Final = frozenset({Waits.NOTHING, Waits.REMARK})
"""Where a sentence is not the answer to a question: a remark is let go of by a form that asks for none."""


@of_sentences
def told_of_the_grid(heard: Heard, said: Said) -> Move | None:
    """Hear a visit that is told, an hour that is offered, or members without a branch."""
    return listening.told(said, heard.desk) if heard.waits in _OPEN else None


@of_sentences
def asked_of_own_units(heard: Heard, said: Said) -> Move | None:
    """Hear what an organiser asks for of the own units, or wants to borrow; nobody else is heard here."""
    if heard.waits not in _OPEN:
        return None
    return borrowing.asked(said, heard.desk) or errands.asked(said, heard.desk)


@of_sentences
def wished_at_hand(heard: Heard, said: Said) -> Move | None:
    """Hear a wish that is one of the buttons at hand, said in a sentence."""
    if heard.waits is not Waits.NOTHING:
        return None
    at = heard.topic or heard
    wished = at_hand.heard(at.step, at.shown, said, heard.desk)
    if wished is not None:
        return wished
    match labels.within(said.text, heard.shown):
        case Button() as button:
            return tapped(button, heard)
    return None


@of_sentences
def refined(heard: Heard, said: Said) -> Move | None:
    """Hear what narrows the list that is spoken of, or moves it elsewhere."""
    if heard.waits is not Waits.NOTHING:
        return None
    return refining.refined(said, heard.topic.step if heard.topic else None, heard.desk)


@of_sentences
def calendar_wanted(heard: Heard, said: Said) -> Move | None:
    """Hear that somebody wants the calendar of their own on the phone, or no more of it."""
    return own_screens.calendar(said) if heard.waits is Waits.NOTHING else None


@of_sentences
def greeted(heard: Heard, said: Said) -> Move | None:
    if heard.waits is not Waits.NOTHING:
        return None  # "all right" to a question that waits for a tap would sound as if it were done
    return small_talk.answered(said, heard.desk)


@of_words
def told_about_itself(heard: Heard, said: Said) -> Move | None:
    if heard.waits is not Waits.NOTHING:
        return None
    return about_itself.told(said, heard.step, heard.desk)


@of_sentences
def ways_in_asked_for(heard: Heard, said: Said) -> Move | None:
    return own_screens.ways_in(said) if heard.waits is Waits.NOTHING else None


@of_sentences
def framed(heard: Heard, said: Said) -> Move | None:
    if opening.may_be_name(said, heard.desk) and surely_found(heard):
        return None  # the very name of a place: 华山路骑手驿站
    return opening.opened(said, heard.desk)


@of_sentences
def room_wanted(heard: Heard, said: Said) -> Move | None:
    return borrowing.lenders(said, heard.desk)


@of_sentences
def guessed(heard: Heard, said: Said) -> Move | None:
    return opening.perhaps(said, heard.desk)


@of_sentences
def likened(_heard: Heard, said: Said) -> Move | None:
    return opening.likened(said)
