"""Where somebody can be among what they have signed up for."""

from dataclasses import dataclass

from bot.flows.step import Step
from domain.activities.activities import Kind


@dataclass(frozen=True, slots=True)
class SettingLeadTimes(Step):
    """How long before an activity somebody is reminded: for all, or for one kind."""

    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class ChoosingLeadKind(Step):
    """For which kind the reminders are to be others."""


@dataclass(frozen=True, slots=True)
class MyCalendar(Step):
    """The calendar of one's own that a phone subscribes to; asked whether it is to end where `surely`."""

    surely: bool = False
