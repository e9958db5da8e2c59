"""Who may look back: those who were there at what they rate and certify, organisers at their units' figures."""

from typing import Any, Final

from bot.flows.afterwards import certificate, rating
from bot.flows.afterwards.steps import ChoosingReported, RatingActivity, RecordedActivity, SayingMore
from bot.flows.desk import Desk
from bot.flows.flow import Guard
from bot.flows.rights import by_finding, own_units
from storage.activities.activities import ActivityRow
from storage.places import places
from storage.places.places import UnitRow


def _rateable(step: RatingActivity | SayingMore, desk: Desk) -> ActivityRow | None:
    return rating.rateable(step.activity_id, desk)


def _attended(step: RecordedActivity, desk: Desk) -> ActivityRow | None:
    return certificate.attended(step.activity_id, desk)


def _units_below(step: ChoosingReported, desk: Desk) -> list[UnitRow] | None:
    if not step.unit_id:
        return own_units(desk) or None
    return places.children(desk.unit, step.unit_id) if desk.may_organise(step.unit_id) else None


A_RATEABLE: Final[Guard[Any, ActivityRow]] = Guard(_rateable, _rateable, rating.too_late, rating.closed)
"""For who was there, from its end on and for a week."""

AN_ATTENDED: Final[Guard[RecordedActivity, ActivityRow]] = Guard(
    _attended, _attended, certificate.not_attended, certificate.closed
)
"""For who was there, for good."""

UNITS_BELOW: Final = by_finding(_units_below, "unit:{step.unit_id}")
"""For who organises the unit: those below it; where it names none, the units at the top of what is in hand."""
