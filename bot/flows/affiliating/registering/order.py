"""In which order a request is asked for: what comes next, what came before, and what is still needed."""

from dataclasses import replace
from typing import Final

from bot.flows.affiliating.registering.form import Form, form
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.steps import Answering, Asked, CheckingRequest, MyAffiliation
from bot.flows.desk import Desk, Go
from bot.flows.points import PointCard
from bot.flows.step import Step
from domain.affiliations import HERE
from domain.members import DocumentKind

ORDER: Final = tuple(Asked)
ABOUT_THE_STAY: Final = (Asked.POINT, Asked.STAY, Asked.ARRIVAL, Asked.END)
_OF_A_PAPER: Final = (Asked.PAPER_NUMBER, Asked.PAPER_UNTIL, Asked.PAPER_PHOTO)
_FOLLOWED: Final = {Asked.PAPER: Asked.PAPER_NUMBER, Asked.PAPER_NUMBER: Asked.PAPER_UNTIL}


def missing(told: Form) -> Asked | None:
    """Return the first thing without which nothing can be sent."""
    return next((one for one in ORDER if QUESTIONS[one].needed(told) and not QUESTIONS[one].told(told)), None)


def shown(told: Form) -> tuple[Asked, ...]:
    """Return the lines of the summary: of a stay that is active, what can still be changed."""
    hidden: set[Asked] = {Asked.CONSENT}
    if told.details.paper.kind is DocumentKind.NONE_YET:
        hidden.update(_OF_A_PAPER)
    if told.row.state in HERE:
        hidden.update(ABOUT_THE_STAY)
    if told.row.continues_id is not None:
        hidden.add(Asked.STAY)  # the stay that is continued is of this kind
    return tuple(asked for asked in ORDER if asked not in hidden)


def resumed(told: Form) -> Step:
    """Return where the person stopped: behind the last thing that was told, or at the summary."""
    last = max((number for number, asked in enumerate(ORDER) if QUESTIONS[asked].told(told)), default=0)
    return _from(last, told)


def onward(step: Answering, told: Form, desk: Desk) -> Go:
    """Go on to what follows on a question that has just been answered; `told` is from before the answer."""
    now_told = form(told.row.id, desk)
    return Go(MyAffiliation() if now_told is None else after(step, now_told))


def after(at: Answering, told: Form) -> Step:
    """Return what follows on this question. What was told once is not asked again."""
    if at.mending:
        return _after_mending(at, told)
    furthest = max(number for number, one in enumerate(ORDER) if one is at.asked or QUESTIONS[one].told(told))
    return _from(furthest, told)


def _from(furthest: int, told: Form) -> Step:
    lacking = missing(told)
    if told.sent_before or told.row.state in HERE:
        return CheckingRequest(told.row.id) if lacking is None else Answering(told.row.id, lacking)
    asked = [one for one in ORDER[furthest + 1 :] if _fits(one, told)]
    if lacking and (not asked or ORDER.index(lacking) < ORDER.index(asked[0])):
        asked = [lacking]
    return Answering(told.row.id, asked[0]) if asked else CheckingRequest(told.row.id)


def _after_mending(at: Answering, told: Form) -> Step:
    """Ask on for the number and the last day of another document; everything else leads back to the summary."""
    following = _FOLLOWED.get(at.asked)
    if following is not None and _fits(following, told) and not QUESTIONS[following].told(told):
        return replace(at, asked=following)
    return CheckingRequest(told.row.id)


def before(at: Answering, told: Form) -> Step:
    """Return the question before this one; before the first, the point."""
    if at.mending:
        return CheckingRequest(told.row.id)
    earlier = [one for one in ORDER[: ORDER.index(at.asked)] if _fits(one, told) and one is not Asked.POINT]
    return replace(at, asked=earlier[-1]) if earlier else PointCard(told.row.point_id)


def _fits(asked: Asked, told: Form) -> bool:
    if asked is Asked.STAY:
        return told.row.continues_id is None
    return asked not in _OF_A_PAPER or told.details.paper.kind is not DocumentKind.NONE_YET
