"""Wishes about the card at hand: who says "affiliate here", or that they will come, means this one and no other."""

from collections.abc import Iterable
from typing import Final

from bot.chat import Button, Reply, Said, Text
from bot.flows.activities.steps import ActivityCard
from bot.flows.affiliating.registering import start
from bot.flows.desk import Desk, Go, Move
from bot.flows.points import PointCard
from bot.flows.sentences.looking import TAKEN_IN
from bot.flows.sentences.steps import Asked
from bot.flows.sentences.understanding import Understood, understood
from bot.flows.step import Step
from domain.said.questions.follow_ups import without_here
from domain.said.sentences.frames import Frame

_JOINING: Final = ("join", "wait")
_LITTLE: Final = 2
"""So many signs that no word of ours explains change nothing of a wish: 那我要报名."""


def heard(step: Step, shown: Iterable[Reply], said: Said, desk: Desk) -> Move | None:
    """Take a wish as one about the card that is shown; None where it is about something else.

    Nothing is changed by it: who comes along is shown what to tap.
    """
    if not isinstance(step, PointCard | ActivityCard):
        return None
    here = without_here(said.text)
    asked = _wished(understood(said.text if here is None else here, desk), is_here=here is not None)
    there = {button.data: button for reply in shown for row in reply.buttons for button in row}
    match step:
        case PointCard(point_id) if asked is not None and asked.frame in (TAKEN_IN if here else {Frame.AFFILIATE}):
            is_open = "affiliate" in there
            return (start.asked(point_id, desk) if is_open else None) or _taken_in(step, there.get("affiliate"), desk)
        case ActivityCard() if asked is not None and asked.frame in {Frame.SIGN_UP, Frame.QUEUE}:
            joining = next((there[choice] for choice in _JOINING if choice in there), None)
            return None if joining is None and asked.frame is Frame.QUEUE else _told(step.renewed(), joining, desk)
    return None


def _wished(found: Understood, *, is_here: bool) -> Asked | None:
    """Return the only wish of a sentence that names nothing else: no place, no day, no title.

    "Can I do that here" wishes it; "how is that done" asks about it in general.
    """
    if len(found.asked) != 1 or not found.is_clear or len(found.rest) > _LITTLE:
        return None
    asked = found.asked[0]
    return None if asked.names_something or (asked.asks and not is_here) else asked


def _taken_in(step: Step, button: Button | None, desk: Desk) -> Go:
    if button is None:
        return Go(step, before=(Text(desk.words("This service point takes no affiliations.")),))
    return _told(step, button, desk)


def _told(step: Step, button: Button | None, desk: Desk) -> Go:
    """Show the card once more, and say what to tap; without such a button, the card itself says how it stands."""
    t = desk.words
    return Go(step, before=(Text(t("Please tap “{label}” below.", label=button.label)),) if button else ())
