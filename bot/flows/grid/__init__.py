"""Who looks after which building: visits told in a sentence, promises, gaps, areas and teams, and the hand-over."""

from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody
from bot.flows.grid import (
    areas,
    building,
    correcting,
    handing_out,
    hour,
    lead,
    my_buildings,
    promised,
    team,
    visit,
)
from bot.flows.grid.rights import (
    A_BUILDING,
    A_HELPER,
    A_TEAM,
    AN_ASSIGNMENT,
    AN_ORGANISER,
    IN_HAND,
    ORGANISED,
    ORGANISED_ASSIGNMENT,
    ORGANISED_TEAM,
    OWN_PROMISE,
    OWN_VISIT,
)
from bot.flows.grid.steps import (
    AssignmentCard,
    AssignmentList,
    BuildingCard,
    BuildingStory,
    ChoosingArea,
    ChoosingLooker,
    ChoosingTeamMember,
    ChoosingTerm,
    ChoosingVisited,
    CorrectingVisit,
    EndingAssignment,
    GivingUp,
    HourOffer,
    MyBuildings,
    MyPromises,
    NamingTeam,
    PromiseCard,
    SayingEstimate,
    SayingHourPlace,
    SayingLeadPlace,
    TeamCard,
    TeamList,
    VisitCard,
    WritingVisit,
)
from bot.flows.rights import AN_OWN_UNIT
from domain.bounded import SENTENCE
from domain.grid.promises import MOST_WORDS

FLOW: Final = Flow(
    "grid",
    screens=(
        Screen(MyBuildings, my_buildings.show, my_buildings.hear, guard=A_HELPER),
        Screen(BuildingCard, building.show, building.hear, guard=A_BUILDING),
        Screen(BuildingStory, building.show_story, building.hear_story, guard=IN_HAND),
        Screen(SayingEstimate, building.show_estimate, building.hear_estimate, guard=ORGANISED, waits=Waits.VALUE),
        Screen(
            WritingVisit,
            visit.show_writing,
            visit.hear_writing,
            guard=A_BUILDING,
            waits=Waits.PROSE,
            most=SENTENCE,
        ),
        Screen(ChoosingVisited, visit.show_choice, visit.hear_choice, guard=A_HELPER, waits=Waits.CHOICE),
        Screen(VisitCard, visit.show, visit.hear, guard=OWN_VISIT),
        Screen(CorrectingVisit, correcting.show, correcting.hear, guard=OWN_VISIT, waits=Waits.PROSE, most=MOST_WORDS),
        for_anybody(MyPromises, promised.show_list, promised.hear_list),
        Screen(PromiseCard, promised.show, promised.hear, guard=OWN_PROMISE),
        Screen(
            GivingUp,
            promised.show_giving_up,
            promised.hear_giving_up,
            guard=OWN_PROMISE,
            waits=Waits.PROSE,
            most=MOST_WORDS,
        ),
        Screen(SayingHourPlace, hour.show_place, hour.hear_place, guard=A_HELPER, waits=Waits.CHOICE),
        Screen(HourOffer, hour.show, hour.hear, guard=A_HELPER),
        for_anybody(SayingLeadPlace, lead.show, lead.hear, waits=Waits.CHOICE),
        Screen(AssignmentList, areas.show_list, areas.hear_list, guard=AN_ORGANISER),
        Screen(AssignmentCard, areas.show, areas.hear, guard=AN_ASSIGNMENT),
        Screen(EndingAssignment, areas.show_ending, areas.hear_ending, guard=ORGANISED_ASSIGNMENT, waits=Waits.TAP),
        Screen(ChoosingArea, handing_out.show_area, handing_out.hear_area, guard=AN_ORGANISER, waits=Waits.CHOICE),
        Screen(ChoosingLooker, handing_out.show_looker, handing_out.hear_looker, guard=AN_OWN_UNIT, waits=Waits.TAP),
        Screen(ChoosingTerm, handing_out.show_term, handing_out.hear_term, guard=AN_OWN_UNIT, waits=Waits.VALUE),
        Screen(TeamList, team.show_list, team.hear_list, guard=AN_ORGANISER),
        Screen(NamingTeam, team.show_naming, team.hear_naming, guard=AN_OWN_UNIT, waits=Waits.WORDS),
        Screen(TeamCard, team.show, team.hear, guard=A_TEAM),
        Screen(ChoosingTeamMember, team.show_members, team.hear_members, guard=ORGANISED_TEAM),
    ),
    opens={
        EntryPoint.GRID: my_buildings.opened,
        EntryPoint.BUILDING: building.opened,
        EntryPoint.PROMISES: promised.opened_all,
        EntryPoint.PROMISE: promised.opened,
        EntryPoint.ASSIGNMENT: areas.opened,
        EntryPoint.BRIEFING: areas.briefing,
        EntryPoint.TEAM: team.opened,
    },
)
