"""Words that steer: back, later, help, skip, cancel, the menu."""

from typing import Final

from bot.chat import Said, Text
from bot.flows import flow_of, opener
from bot.flows.crossroads.heard import Heard, of_sentences
from bot.flows.crossroads.tapping import kept, tap_on
from bot.flows.desk import Chose, Go, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.flow import Waits
from bot.flows.keyboards import keys_away
from bot.flows.step import AtMenu
from domain.said.answers import control_words
from domain.said.answers.control_words import Control


@of_sentences
def steered(heard: Heard, said: Said) -> Move | None:
    """Hear a word that steers the conversation, which is nobody's name."""
    control = control_words.understood(said.text)
    match control:
        case Control.HELP:
            return _helped(heard)
        case Control.SKIP:
            return _skipped(heard)
        case Control.BACK:
            return tap_on(heard.desk.words.button("Back"), heard) or _left(heard)
        case Control.LATER:
            return tap_on(heard.desk.words.button("Later"), heard) or _left(heard)
        case Control.MENU:
            return _left(heard)
        case Control.CANCEL if heard.waits is Waits.REMARK:
            return heard.at_hand() or _left(heard)  # what was said before the remark may be taken back by it
        case Control.CANCEL if heard.waits is not Waits.NOTHING:
            return _left(heard)
    return None


_SKIPS: Final = ("skip", "none", "enough")
"""The choices by which a screen lets a question go unanswered."""


def _skipped(heard: Heard) -> Move | None:
    """Press what lets the question go unanswered; where there is nothing such, say so."""
    there = {button.data for reply in heard.shown for row in reply.buttons for button in row}
    skip = next((choice for choice in _SKIPS if choice in there), None)
    if skip is not None:
        return heard.at_hand(Chose(skip, 0))
    if heard.waits is Waits.NOTHING:
        return None
    return Go(heard.step, before=(Text(heard.desk.words("This question cannot be skipped:")),))


def _left(heard: Heard) -> Move:
    """Leave for the menu, and say of a form what becomes of it."""
    t = heard.desk.words
    if heard.waits is Waits.NOTHING:
        return Go(AtMenu(), before=(keys_away(heard.desk),))
    said = kept(t) if flow_of(heard.step).keeps(heard.step) else t("All right, back to the menu.")
    return Go(AtMenu(), before=(Text(said, hide_keys=True),))


def _helped(heard: Heard) -> Move | None:
    if heard.waits is Waits.NOTHING:
        return opener(EntryPoint.HELP)(Opened(EntryPoint.HELP, "", 0), heard.desk)
    t = heard.desk.words
    said = t(
        "I am waiting for your answer to the question below. “{back}” goes one step back, “{menu}” leaves it.",
        back=t.button("Back"),
        menu=t.button("Menu"),
    )
    return Go(heard.step, before=(Text(said),))


@of_sentences
def stopped(heard: Heard, said: Said) -> Move | None:
    control = control_words.understood(said.text)
    return _left(heard) if control is Control.CANCEL else None
