"""Where somebody can be among what they have signed up for, and the duties they have taken."""

from dataclasses import dataclass

from bot.flows.step import Step
from domain.activities import Kind


@dataclass(frozen=True, slots=True)
class SettingLeadTimes(Step):
    """How long before an activity somebody is reminded: for all, or for one kind."""

    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class ChoosingLeadKind(Step):
    """For which kind the reminders are to be others."""


@dataclass(frozen=True, slots=True)
class MyDuty(Step):
    """How a volunteer's answer to one duty stands."""

    answer_id: int
