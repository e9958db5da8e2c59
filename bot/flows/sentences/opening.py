"""What a sentence asks for: the screen that it opens, filled in. Nothing is changed by words alone."""

from typing import Final

from bot.chat import Said
from bot.flows.desk import Desk, Go, Move
from bot.flows.mail.words import kept_of
from bot.flows.sentences.screens import open_screen
from bot.flows.sentences.steps import DidYouMean
from bot.flows.sentences.understanding import understood
from bot.flows.typed import readable
from domain.said.frames import Frame

_MOST: Final = 3
_THE_CENTRE: Final = frozenset({Frame.PERSON, Frame.CENTRE})
_LIKE: Final = 0.75
"""At least so much of a sentence must be understood that anything is suggested."""


def sure(said: Said, desk: Desk) -> bool:
    """Tell whether a sentence asks for a screen of ours beyond doubt, and says so: a form may get a bare name."""
    found = understood(said.text, desk)
    return found.is_sure and found.is_said


def may_be_name(said: Said, desk: Desk) -> bool:
    """Tell whether a sentence may be nothing but a name: no verb and no question, and not all of it words of ours."""
    found = understood(said.text, desk)
    return found.has_name and not (found.is_sure and found.is_said)


def opened(said: Said, desk: Desk) -> Move | None:
    """Open what a sentence asks for; None where that is not sure."""
    found = understood(said.text, desk)
    return open_screen(found.asked[0], desk, _mail(said)) if found.is_sure else None


def perhaps(said: Said, desk: Desk) -> Move | None:
    """Ask which of a few was meant, where a sentence is clearly like them; None: it is like nothing of ours."""
    found = understood(said.text, desk)
    if not found.asked or found.share < _LIKE:
        return None
    if all(one.frame in _THE_CENTRE for one in found.asked):
        return open_screen(found.asked[0], desk, _mail(said))  # whichever is meant, the centre is asked
    return Go(DidYouMean(readable(said.text), found.asked[:_MOST], _mail(said)))


def _mail(said: Said) -> str:
    kept = kept_of(said)
    return kept.key if kept else ""
