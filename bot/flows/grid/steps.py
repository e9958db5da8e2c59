"""Where a person can be around buildings: one's own list, a building, a visit that was told, promises, areas, teams."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.grid.parts import Part


@dataclass(frozen=True, slots=True)
class MyBuildings(Paged):
    """The buildings that somebody looks after, the longest waiting first; then those of the own units."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class BuildingCard(Step):
    """One building: who has it, its members and companies, when somebody came last, what is open."""

    building_id: int


@dataclass(frozen=True, slots=True)
class BuildingStory(Paged):
    """What has happened in a building, from the first member on; eight events to a page."""

    building_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class SayingEstimate(Step):
    """Asked how many members there are in a building."""

    building_id: int


@dataclass(frozen=True, slots=True)
class WritingVisit(Step):
    """Asked to tell of a visit to this building in a sentence."""

    building_id: int


@dataclass(frozen=True, slots=True)
class ChoosingVisited(Step):
    """Asked which building a sentence is about: one of several that it names, or any where it names none."""

    PASSES: ClassVar[bool] = True

    said: str
    buildings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitCard(Step):
    """A visit as it was understood; each part can be corrected, none has to be."""

    visit_id: int


@dataclass(frozen=True, slots=True)
class CorrectingVisit(Step):
    """Asked what one part of a visit is to be."""

    visit_id: int
    part: Part


@dataclass(frozen=True, slots=True)
class MyPromises(Paged):
    """What somebody owes, the first due first."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class PromiseCard(Step):
    """One promise."""

    promise_id: int


@dataclass(frozen=True, slots=True)
class GivingUp(Step):
    """Asked why a promise is given up."""

    promise_id: int


@dataclass(frozen=True, slots=True)
class SayingHourPlace(Step):
    """Somebody has an hour, and is asked where."""


@dataclass(frozen=True, slots=True)
class HourOffer(Step):
    """Two or three buildings for somebody who has an hour."""

    buildings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SayingLeadPlace(Step):
    """A member has told of others without a branch, and is asked in which building."""

    PASSES: ClassVar[bool] = True

    said: str


@dataclass(frozen=True, slots=True)
class AssignmentList(Paged):
    """Who has which area in an organiser's units, what ends first at the top."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class AssignmentCard(Step):
    """Who has one area until when, and what is open there."""

    assignment_id: int


@dataclass(frozen=True, slots=True)
class EndingAssignment(Step):
    """Asked whether it shall end now."""

    assignment_id: int


@dataclass(frozen=True, slots=True)
class ChoosingArea(Paged):
    """Asked what is to be looked after: a unit, or buildings by their names."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingLooker(Paged):
    """Asked who is to look after it: a person or a team."""

    unit_id: int
    buildings: tuple[int, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingTerm(Step):
    """Asked until when; one of `chat_id` and `team_id` is 0."""

    unit_id: int
    buildings: tuple[int, ...]
    chat_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class TeamList(Paged):
    """The volunteer teams of an organiser's units."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class NamingTeam(Step):
    """Asked how a new team of this unit is called."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class TeamCard(Step):
    """A team: who is in it, who leads, its areas, and what is due this week."""

    team_id: int


@dataclass(frozen=True, slots=True)
class ChoosingTeamMember(Paged):
    """Who is taken into a team, leads it, or leaves it."""

    team_id: int
    page: int = 0
