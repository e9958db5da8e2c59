"""Who may compose and change: the units that are in somebody's hands, drafts, and what is not over yet."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from bot.flows.activities import in_hand, rights
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.organising.steps import DoubtingTime, SayingLength, SayingWhen
from bot.flows.rights import an_organiser, by_finding, closed, of_own_units, path_in_hand, without_role
from bot.flows.step import Step
from domain.activities.activities import Stage
from storage.activities.activities import ActivityRow

AtStep = TypeVar("AtStep", bound=Step)

Hear = Callable[[AtStep, ActivityRow, Happening, Desk], Move | None]


def while_open(hear: Hear[AtStep]) -> Hear[AtStep]:
    """Let what is tapped at a step count only while the activity can be changed; else show how it stands."""

    def heard(step: AtStep, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
        if isinstance(event, Chose) and not rights.is_open(row, desk):
            return None if event.choice == "menu" else Go(in_hand.card(row))
        return hear(step, row, event, desk)

    return heard


def _seed(step: SayingWhen | SayingLength | DoubtingTime, desk: Desk) -> str | None:
    """Look at the unit, and at the activity that is to move or to be copied, too."""
    numbers = [number for number in (step.seed.activity_id, step.seed.copy_of) if number]
    return path_in_hand(step.seed.unit_id, desk) if all(rights.seen(one, desk) for one in numbers) else None


def _draft(step: Any, desk: Desk) -> ActivityRow | None:  # noqa: ANN401  a step with an `activity_id`
    row = rights.seen(step.activity_id, desk)
    return row if row is not None and row.stage is Stage.DRAFT else None


def _no_draft(step: Any, event: Happening, desk: Desk) -> Move | None:  # noqa: ANN401  as above
    """Show what a fellow organiser has published meanwhile as it stands."""
    row = rights.seen(step.activity_id, desk)
    if row is None:
        return without_role(event, f"activity:{step.activity_id}", desk)
    return Go(in_hand.card(row)) if isinstance(event, Chose) and event.choice != "menu" else None


AN_ORGANISER: Final = an_organiser("activities")

OWN_UNITS: Final = of_own_units("activities")

A_UNIT: Final = by_finding(lambda step, desk: path_in_hand(step.unit_id, desk), "activities")
"""For who organises the unit of the step: its path."""

A_SEED: Final = by_finding(_seed, "activities")
"""For who organises the unit of the seed, and what it is to change or to copy: the path of the unit."""

A_DRAFT: Final[Guard[Any, ActivityRow]] = Guard(
    lambda step, desk: rights.seen(step.activity_id, desk),
    _draft,
    _no_draft,
    lambda _step, desk: closed(desk),
)
"""For who has it in hand, as long as it is a draft."""
