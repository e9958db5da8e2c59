"""Where an organiser can be who binds groups of the messenger to a unit."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class GroupList:
    """The groups of one's own units, five to a page."""

    VERSION: ClassVar[int] = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingGroupUnit:
    """Which of several units a group is to belong to."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class GroupCard:
    """One bound group, which may be let go."""

    VERSION: ClassVar[int] = 1
    group_id: int


GroupPlace = GroupList | ChoosingGroupUnit | GroupCard
