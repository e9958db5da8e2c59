"""Every place around buildings, as hypothesis makes them: rows that may not exist, any words."""

from hypothesis import strategies as st

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
from bot.flows.step import Step
from domain.grid.parts import Part

_IDS = st.one_of(st.integers(1, 6), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_SAID = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
_SEVERAL = st.lists(_IDS, max_size=3).map(tuple)

GRID_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(MyBuildings, _PAGES),
    st.builds(BuildingCard, _IDS),
    st.builds(BuildingStory, _IDS, _PAGES),
    st.builds(SayingEstimate, _IDS),
    st.builds(WritingVisit, _IDS),
    st.builds(ChoosingVisited, _SAID, _SEVERAL),
    st.builds(VisitCard, _IDS),
    st.builds(CorrectingVisit, _IDS, st.sampled_from(Part)),
    st.builds(MyPromises, _PAGES),
    st.builds(PromiseCard, _IDS),
    st.builds(GivingUp, _IDS),
    st.builds(SayingHourPlace),
    st.builds(HourOffer, _SEVERAL),
    st.builds(SayingLeadPlace, _SAID),
    st.builds(AssignmentList, _PAGES),
    st.builds(AssignmentCard, _IDS),
    st.builds(EndingAssignment, _IDS),
    st.builds(ChoosingArea, _PAGES),
    st.builds(ChoosingLooker, _IDS, _SEVERAL, _PAGES),
    st.builds(ChoosingTerm, _IDS, _SEVERAL, _IDS, st.just(0) | _IDS),
    st.builds(TeamList, _PAGES),
    st.builds(NamingTeam, _IDS),
    st.builds(TeamCard, _IDS),
    st.builds(ChoosingTeamMember, _IDS, _PAGES),
)
