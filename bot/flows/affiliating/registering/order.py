"""In which order a request is asked for: what comes next, what came before, and what is told later, or never."""

from dataclasses import replace
from typing import Final

from bot.flows.affiliating.registering.form import Form, form
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.steps import Answering, Asked, CheckingRequest, MyAffiliation
from bot.flows.desk import Desk, Go
from bot.flows.points import PointCard
from bot.flows.step import Step
from bot.texts import Words
from domain.affiliations.affiliations import HERE, State, Stay
from domain.people.members import DocumentKind

STEPS: Final = (
    (Asked.CONSENT,),
    (Asked.PHONE, Asked.NAME),
    (Asked.HOME_NAME, Asked.HOME_PLACE),
    (Asked.END,),
)
"""What the host needs to decide, step by step; the summary is the last."""

FIRST: Final = tuple(asked for step in STEPS for asked in step)
ABOUT_THE_STAY: Final = (Asked.END, Asked.ARRIVAL, Asked.STAY, Asked.POINT)
CORE: Final = (Asked.NAME, Asked.PHONE, Asked.HOME_NAME, *ABOUT_THE_STAY)
OF_A_PAPER: Final = (Asked.PAPER_NUMBER, Asked.PAPER_UNTIL, Asked.PAPER_PHOTO)
LATER: Final = (Asked.EMPLOYER, Asked.BUILDING, Asked.HOME_CONTACT, Asked.PAPER, *OF_A_PAPER, Asked.NAMED)
"""What nobody needs in order to decide: told when there is a wish for it."""

_FOLLOWED: Final = {Asked.PAPER: Asked.PAPER_NUMBER, Asked.PAPER_NUMBER: Asked.PAPER_UNTIL}


def progress(at: Answering, told: Form, t: Words) -> list[str]:
    """Say how far a request is that was not sent yet."""
    number = next((number for number, step in enumerate(STEPS, 1) if at.asked in step), None)
    if number is None or at.mending or told.row.submitted_at is not None:
        return []
    return [step_of(number, t)]


def step_of(number: int, t: Words) -> str:
    return t("Step {number} of {count}", number=number, count=len(STEPS) + 1)


def missing(told: Form) -> Asked | None:
    """Return the first thing without which nothing can be sent."""
    return next((one for one in FIRST if _lacks(one, told)), None)


def lacking(told: Form) -> tuple[Asked, ...]:
    """Return what is still to be asked before the summary."""
    return tuple(one for one in FIRST if _lacks(one, told) or _is_new(one, told))


def _lacks(asked: Asked, told: Form) -> bool:
    return QUESTIONS[asked].needed(told) and not QUESTIONS[asked].told(told)


def lines(told: Form) -> tuple[Asked, ...]:
    """Return what can be changed first: of a stay that is active nothing of its days, of a request that waits none."""
    if told.waits:
        return ()
    hidden = {*ABOUT_THE_STAY} if told.row.state in HERE else set()
    if told.row.continues_id is not None:
        hidden.add(Asked.STAY)  # the stay that is continued is of this kind
    return tuple(asked for asked in CORE if asked not in hidden)


def more(told: Form) -> tuple[Asked, ...]:
    """Return what can be told later."""
    no_paper = told.details.paper.kind is DocumentKind.NONE_YET
    return tuple(asked for asked in LATER if not (no_paper and asked in OF_A_PAPER))


def shown(told: Form) -> tuple[Asked, ...]:
    """Return the lines of the summary: what the host needs, and what else there is; a document is one line."""
    there = (one for one in more(told) if QUESTIONS[one].told(told) and one not in OF_A_PAPER)
    return (*lines(told), *there)


def can_be_mended(asked: Asked, told: Form) -> bool:
    return asked in (*lines(told), *more(told)) or (asked is Asked.HOME_PLACE and not told.waits)


def resumed(told: Form, answered: tuple[Asked, ...] = ()) -> Step:
    """Return what is still to be asked once these were answered, or the summary."""
    asked = next((one for one in FIRST if _lacks(one, told) or (one not in answered and _is_new(one, told))), None)
    return CheckingRequest(told.row.id) if asked is None else Answering(told.row.id, asked)


def onward(step: Answering, told: Form, desk: Desk) -> Go:
    """Go on to what follows on a question that has just been answered; `told` is from before the answer."""
    now_told = form(told.row.id, desk)
    return Go(MyAffiliation() if now_told is None else after(step, now_told))


def after(at: Answering, told: Form) -> Step:
    """Return what follows on this question. What was told once is not asked again."""
    return _after_mending(at, told) if at.mending else resumed(told, (at.asked,))


def _is_new(asked: Asked, told: Form) -> bool:
    """Tell whether the end was never asked for: it may be open, but it is asked once."""
    row = told.row
    never_sent = row.state is State.DRAFT and row.continues_id is None
    return asked is Asked.END and row.ends_on is None and row.stay is Stay.MOBILE and never_sent


def _after_mending(at: Answering, told: Form) -> Step:
    """Ask on for the number and the last day of another document; everything else leads back to the summary."""
    following = _FOLLOWED.get(at.asked)
    if following is not None and following in more(told) and not QUESTIONS[following].told(told):
        return replace(at, asked=following)
    return CheckingRequest(told.row.id)


def before(at: Answering, told: Form) -> Step:
    """Return the question before this one; before the first, the point. What is agreed to is not asked again."""
    if at.mending:
        return CheckingRequest(told.row.id)
    if at.asked not in FIRST:
        return resumed(told)
    earlier = [one for one in FIRST[: FIRST.index(at.asked)] if one not in (Asked.CONSENT, Asked.HOME_PLACE)]
    return replace(at, asked=earlier[-1]) if earlier else PointCard(told.row.point_id)
