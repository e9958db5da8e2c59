"""Sentences about signing up and what one has signed up for: they open it, and a tap there does it."""

from collections.abc import Collection
from typing import Final

from bot.chat import Text
from bot.flows.activities.finding import page
from bot.flows.activities.steps import ActivityCard, ActivityList, MyActivities
from bot.flows.desk import Desk, Go, Move
from bot.flows.mine.activities import MINE
from bot.flows.sentences import looking
from bot.flows.sentences.own import meant
from bot.flows.sentences.steps import Asked
from domain.activities.seats import COMING, State

_IN_LINE: Final = frozenset({State.WAITING, State.OFFERED})
_TO_GIVE_BACK: Final = COMING | _IN_LINE


def sign_up(asked: Asked, desk: Desk) -> Move:
    """Open the one activity that fits, or all that do; who names none means those that were listed last."""
    if isinstance(desk.topic, ActivityList) and not asked.names_something:
        return _of_those(desk.topic, desk)
    listed = looking.listed(asked, desk)
    found = page(listed, desk)
    is_one = len(found.found) == 1 and not (found.has_more or asked.no_day or asked.activities)
    if is_one and _is_narrowed(asked):
        return Go(ActivityCard(found.found[0][0].id, from_list=listed))
    return looking.activities(asked, desk)


def _of_those(listed: ActivityList, desk: Desk) -> Go:
    shown = page(listed, desk).found
    if len(shown) == 1:
        return Go(ActivityCard(shown[0][0].id, from_list=listed))
    return Go(listed, before=(Text(desk.words("Which one is it? Please open it.")),) if shown else ())


def _is_narrowed(asked: Asked) -> bool:
    return bool(asked.first or asked.kind or asked.has_place)


def leave(asked: Asked, desk: Desk) -> Move:
    """Open the own activity that is meant, where leave is a tap away."""
    t = desk.words
    return _own(asked, COMING, t("Please tap “{label}” below.", label=t.button("Ask for leave")), desk)


def cancel(asked: Asked, desk: Desk) -> Move:
    """Open the own seat, or the place in the line, that is to be given back."""
    t = desk.words
    return _own(asked, _IN_LINE if asked.is_waiting else _TO_GIVE_BACK, t("Please tap the button below."), desk)


def queue(asked: Asked, desk: Desk) -> Move:
    return _own(asked, _IN_LINE, "", desk)


def is_on(asked: Asked, desk: Desk) -> Move:
    """Show how one's own activity stands; what is called off says so."""
    own = meant(asked, MINE, desk)
    if not own and (asked.activities or _is_narrowed(asked)):
        return sign_up(asked, desk)
    return _own(asked, MINE, "", desk)


def check_in(asked: Asked, desk: Desk) -> Move:
    """Open one's own activity of today, whose card checks in once that is possible."""
    return _own(asked, MINE, "", desk)


def mine(asked: Asked, desk: Desk) -> Move:
    """List what is one's own, or open the one that is meant."""
    if not (asked.first or asked.kind) or len(meant(asked, MINE, desk)) > 1:
        return Go(MyActivities())
    return _own(asked, MINE, "", desk)


def _own(asked: Asked, states: Collection[State], then: str, desk: Desk) -> Move:
    """Open the one of one's own that is meant, saying what to tap; several are listed, and none is said plainly."""
    t, own = desk.words, meant(asked, states, desk)
    if asked.no_day:
        return Go(MyActivities(), before=(Text(t("There is no such day: {day}.", day=asked.no_day)),))
    if len(own) == 1:
        card = ActivityCard(own[0], from_mine=MyActivities(), is_renewed=bool(then))
        return Go(card, before=(Text(then),) if then else ())
    if own:
        return Go(MyActivities(), before=(Text(t("Which one is it? Please open it.")),))
    none = _none(asked, states, desk)
    return Go(MyActivities(), before=(Text(none),) if none else ())


def _none(asked: Asked, states: Collection[State], desk: Desk) -> str:
    """Say that one has nothing of the kind; "" where the list says so itself."""
    t = desk.words
    if states == _IN_LINE:
        return t("You are on no waiting list.")
    if asked.first is None and asked.kind is None and not asked.activities:
        return ""
    if asked.first is None or asked.last is None:
        return t("You have signed up for no such activity.")
    if asked.first == asked.last:
        return t("You have signed up for nothing of the kind on {day}.", day=t.day(asked.first))
    return t(
        "You have signed up for nothing of the kind from {first} to {last}.",
        first=t.day(asked.first),
        last=t.day(asked.last),
    )
