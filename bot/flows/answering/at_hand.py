"""What the screen at hand is about, by the name of the question that it belongs to."""

from bot.flows.activities.steps import ActivityCard, GivingReason, MindingClash
from bot.flows.afterwards.steps import RatingActivity
from bot.flows.duties.steps import MyDuty
from bot.flows.step import Step


def about_of(step: Step) -> str:
    """Name it as messages about it do: "activity:12"; "": it is about nothing that can be answered."""
    match step:
        case ActivityCard(activity_id):
            return f"activity:{activity_id}"
        case GivingReason(card) | MindingClash(card):
            return about_of(card)
        case MyDuty(answer_id):
            return f"duty_answer:{answer_id}"
        case RatingActivity(activity_id):
            return f"rating:{activity_id}"
    return ""
