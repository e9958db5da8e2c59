"""Where an organiser can be who binds groups of the messenger to a unit."""

from dataclasses import dataclass

from bot.flows.paging import Paged
from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class GroupList(Paged):
    """The groups of one's own units, four to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingGroupUnit(Step):
    """Which of several units a group is to belong to."""


@dataclass(frozen=True, slots=True)
class GroupCard(Step):
    """One bound group, which may be let go."""

    group_id: int
