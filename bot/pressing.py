"""A number that was typed where a channel shows no buttons: the press of what stands beside it on the screen."""

from dataclasses import replace
from typing import Final

from bot.abilities import TELEGRAM
from bot.chat import Arrival, Said
from bot.degrading.numbers import NO_BUTTON, press
from bot.flows import flow_of
from bot.flows.flow import Waits
from bot.flows.step import Step
from bot.house import House
from storage.messages import conversations, outbox
from storage.messages.conversations import Conversation
from storage.unit_of_work import UnitOfWork

_WORDS: Final = frozenset({Waits.WORDS, Waits.CHOICE, Waits.PROSE, Waits.REMARK})


def asks_words(step: Step) -> bool:
    """Tell whether what is typed at this screen may be its answer."""
    return flow_of(step).waits(step) in _WORDS


def as_pressed(unit: UnitOfWork, arrival: Arrival, talk: Conversation, step: Step, house: House) -> Arrival:
    """Return an arrival with what its number presses in the place of the number; itself, where it is none.

    What it presses is heard as any press is: who may is asked anew, and a screen that is over is over. As long as
    something is under way that may have other numbers, a number presses nothing: nobody knows what was on the screen,
    and the answer is what is there now.
    """
    if not talk.numbers or not isinstance(arrival.event, Said):
        return arrival
    if house.abilities.get(arrival.channel, TELEGRAM) is TELEGRAM:
        return arrival
    shown = conversations.numbers(unit, talk.numbers)
    pressed = press(arrival.event, shown, asks_words=asks_words(step))
    if pressed is None:
        return arrival
    is_unsure = outbox.is_under_way(unit, arrival.chat_id)
    return replace(arrival, event=NO_BUTTON if is_unsure else pressed)
