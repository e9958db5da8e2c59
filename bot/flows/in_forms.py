"""Words in a form that perhaps do not answer it are asked about, so that no sentence becomes a name.

The words are kept as those are that can be passed on (`bot.flows.mail.words`): the buttons carry only their key.
"""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows import flow_of
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.mail import words
from bot.flows.sentences import beyond_doubt
from bot.flows.step import Step
from bot.flows.typed import readable

_IT_IS: Final = "answer."
_ASIDE: Final = "aside."


def doubted(said: Said, desk: Desk) -> Move | None:
    """Ask whether a sentence that asks for another screen is the answer to the form; None: there is nothing to ask."""
    kept, t = words.kept_of(said), desk.words
    if kept is None:
        return None
    asked = t(
        "“{typed}”: shall I put that in here, or do you want that done? The form waits for you.",
        typed=readable(said.text),
    )
    it_is = Button(t.button("Put it in here"), _IT_IS + kept.key)
    aside = Button(t.button("Go and do that"), _ASIDE + kept.key)
    return Remain((Text(asked, ((it_is, aside),)),))


def offered_beside(said: Said, move: Move, desk: Desk) -> Move:
    """Offer what a sentence asks for instead, below the last that says why it is no answer."""
    kept = words.kept_of(said)
    aside = ((Button(desk.words.button("Go and do that"), _ASIDE + kept.key),),) if kept else ()
    replies = move.replies if isinstance(move, Remain) else move.before
    offered = (*replies[:-1], *(replace(last, buttons=(*last.buttons, *aside)) for last in replies[-1:]))
    return replace(move, replies=offered) if isinstance(move, Remain) else replace(move, before=offered)


def settled(step: Step, event: Happening, desk: Desk) -> Move | None:
    """Hear what somebody says that the words were; None: it is about something else."""
    if not isinstance(event, Chose) or not event.choice.startswith((_IT_IS, _ASIDE)):
        return None
    verdict, _, key = event.choice.partition(".")
    if not words.is_for(key, desk.kept) or desk.kept is None:
        return asked_again(step, Remain(()), desk)  # something else was written meanwhile
    said = Said(desk.kept.said)
    move = flow_of(step).hear(step, said, desk) if f"{verdict}." == _IT_IS else beyond_doubt.opened(said, desk)
    return move or asked_again(step, Remain(()), desk)


def asked_again(step: Step, move: Remain, desk: Desk) -> Go:
    """Say that the question of the form is still open, and ask it once more."""
    waiting = Text(desk.words("I am still waiting for the answer to this question:"))
    return Go(step, before=(*move.replies, waiting), tells=move.tells)
