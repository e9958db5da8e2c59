"""What a sentence asks for: the screen that it opens, filled in. Nothing is changed by words alone."""

from dataclasses import replace
from typing import Final

from bot.chat import Said, Text
from bot.flows.desk import Desk, Go, Move
from bot.flows.mail.words import kept_of
from bot.flows.sentences.did_you_mean import THE_CENTRE, label
from bot.flows.sentences.screens import open_screen
from bot.flows.sentences.steps import Asked, DidYouMean, ShortAnswer
from bot.flows.sentences.understanding import Understood, understood
from bot.flows.typed import readable
from domain.said.places.nearness import is_sentence
from domain.said.sentences import likeness, unread
from domain.said.sentences.frames import Frame
from domain.said.writing.signs import plain

_MOST: Final = 3
_OURS_TO_DENY: Final = frozenset({Frame.SIGN_UP, Frame.LEAVE, Frame.AFFILIATE, Frame.MINE, Frame.PERSON})
"""What nobody says of other matters not to want; a refund or an order is cancelled everywhere."""

_LIKE: Final = 0.75
"""At least so much of a sentence must be understood that anything is suggested."""


def sure(said: Said, desk: Desk) -> bool:
    """Tell whether a sentence asks for a screen of ours beyond doubt, and says so: a form may get a bare name.

    A slip of typing is no more than likely: 赵书记 sounds like 找书记.
    """
    found = understood(said.text, desk)
    return found.is_sure and found.is_said and not found.is_mended


def may_be_name(said: Said, desk: Desk) -> bool:
    """Tell whether a sentence may be nothing but a name: no verb and no question, and not all of it words of ours."""
    found = understood(said.text, desk)
    return found.is_mended or (found.has_name and not (found.is_sure and found.is_said))


def opened(said: Said, desk: Desk) -> Move | None:
    """Open what a sentence asks for; None where that is not sure."""
    found = understood(said.text, desk)
    if not found.is_settled:
        return None
    return _denied(found.denied, said) if found.denied else open_screen(found.asked[0], desk, _mail(said))


def perhaps(said: Said, desk: Desk) -> Move | None:
    """Open what a sentence most likely asks for, saying so, or ask which of a few; None: it is nothing of ours.

    What somebody does not want is never opened, however likely.
    """
    found = understood(said.text, desk)
    if found.denied and found.denied in _OURS_TO_DENY and found.is_little:
        return _denied(found.denied, said)
    if found.is_likely:
        return _likely(said.text, found, desk, _mail(said))
    if not found.asked or not (found.share >= _LIKE or (found.is_like and found.is_little)):
        return None
    if found.share >= _LIKE and all(one.frame in THE_CENTRE for one in found.asked):
        return open_screen(found.asked[0], desk, _mail(said))  # whichever is meant, the centre is asked
    return Go(DidYouMean(readable(said.text), found.asked[:_MOST], _mail(said)))


def likened(said: Said) -> Move | None:
    """Offer what a sentence sounds like that no rule understands; None: it may be a name, or is like nothing."""
    like = likeness.frames_like(said.text) if is_sentence(said.text) else ()
    guesses = tuple(Asked(frame) for frame in like)
    return Go(DidYouMean(readable(said.text), guesses, _mail(said), is_guess=True)) if guesses else None


def _denied(frame: Frame, said: Said) -> Move:
    return Go(ShortAnswer(frame, _mail(said), is_denied=True))


def _likely(text: str, found: Understood, desk: Desk, mail: str) -> Move:
    """Open it; where what was not understood may matter, say so, and what it was taken for."""
    asked, t = found.asked[0], desk.words
    move = open_screen(replace(asked, is_elsewhere=found.names_elsewhere), desk, mail)
    if not isinstance(move, Go):
        return move
    rest = readable(unread.as_written(unread.what_matters(found.rest), plain(text)))
    if not rest:
        return move
    if found.names_elsewhere and unread.is_like_place(rest, plain(text)):
        said = t("I know no place called “{rest}”.", rest=rest)
    else:
        said = t("I take this for: {wish}. I did not understand “{rest}”.", wish=label(asked, t), rest=rest)
    return replace(move, before=(Text(said), *move.before))


def _mail(said: Said) -> str:
    kept = kept_of(said)
    return kept.key if kept else ""
