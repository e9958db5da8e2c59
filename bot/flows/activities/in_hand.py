"""An activity as its organiser has it in hand: the steps that other conversations lead back to, and who is told."""

from dataclasses import dataclass
from enum import StrEnum

from bot.flows.desk import Desk
from bot.flows.narrowing import EVERYWHERE, Place
from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.activities.activities import Stage
from storage.activities.activities import ActivityRow


@dataclass(frozen=True, slots=True)
class DraftCard(Step):
    """Everything about a draft, before it is published."""

    activity_id: int


class Only(StrEnum):
    """Which of an organiser's activities are listed."""

    DRAFTS = "drafts"
    WEEK = "week"  # what begins within seven days
    NOT_ENTERED = "not_entered"  # held lately, and nobody has entered who came


@dataclass(frozen=True, slots=True)
class ActivitiesInHand(Paged):
    """What the organiser's units hold, drafts too, or (`past`) what they have held; five to a page.

    `only` narrows it to one kind of them, `place` to a unit or a point, `found` to those that were looked for.
    """

    past: bool = False
    page: int = 0
    only: Only | None = None
    place: Place = EVERYWHERE
    found: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ActivityInHand(Step):
    """One published activity, as its organiser sees it; `back` is the list that it was chosen from."""

    activity_id: int
    back: ActivitiesInHand = ActivitiesInHand()


def card(row: ActivityRow) -> DraftCard | ActivityInHand:
    """Return the step that shows all of it."""
    return DraftCard(row.id) if row.stage is Stage.DRAFT else ActivityInHand(row.id)


def told(number: int, desk: Desk) -> str:
    """Say how many people are told of a change."""
    t = desk.words
    if not number:
        return t("There is nobody who has to be told.")
    return t.plural("{number} person is told.", "{number} people are told.", number)
