"""Where an organiser can be who binds groups of the messenger to a unit."""

from dataclasses import dataclass

from bot.flows.paging import Paged
from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class GroupList(Paged):
    """The groups of one's own units, four to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingGroupUnit(Paged):
    """To which unit a group is to belong: to this one, or to one below it; 0: one's own units stand at the top."""

    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class GroupCard(Step):
    """One bound group, which may be let go."""

    group_id: int
