"""What is asked about one's data in the middle of something else: answered in place, and the question comes again."""

from bot.chat import Said, Text
from bot.flows.affiliating import consent
from bot.flows.affiliating.steps import AtPoint, OfAffiliation
from bot.flows.desk import Desk, Go, Move
from bot.flows.privacy import AtPrivacy
from bot.flows.step import Step
from domain.rules import Rule
from domain.said.questions.data_questions import asked
from storage.affiliations import affiliations
from storage.places import places


def answered(said: Said, step: Step, desk: Desk, *, is_free: bool) -> Move | None:
    """Answer it; None for anything else. `is_free`: the screen at hand asks for nothing."""
    question = asked(said.text)
    if question is None:
        return None
    match step:
        case AtPoint() | OfAffiliation():
            months = desk.rule(Rule.RETENTION_MONTHS, _unit_of(step, desk))
            return Go(step, before=(Text(consent.about(question, months, desk.words)),))
    if not is_free:
        return None
    return Go(AtPrivacy(), before=(Text(consent.about(question, desk.rule(Rule.RETENTION_MONTHS, 0), desk.words)),))


def _unit_of(step: AtPoint | OfAffiliation, desk: Desk) -> int:
    """Return the unit whose rules hold here; 0, of which none is known, where it is gone."""
    if isinstance(step, AtPoint):
        point = places.point(desk.unit, step.point_id)
        return point.unit_id if point else 0
    row = affiliations.find(desk.unit, step.affiliation_id)
    return row.unit_id if row else 0
