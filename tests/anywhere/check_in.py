"""Every place around check-in, as hypothesis makes them: rows that may not exist, and pages that nobody has."""

from hypothesis import strategies as st

from bot.flows.check_in.steps import (
    CheckInDesk,
    ChoosingPresence,
    ChoosingWalkIn,
    Doubt,
    NamingWalkIn,
    RollCall,
    SayingPresence,
    SpokenWord,
    TakingBack,
    TellingApart,
)
from bot.flows.step import Step

_IDS = st.one_of(st.integers(1, 9), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_DOUBTS = st.builds(Doubt, _NAMES, st.lists(_IDS, max_size=3).map(tuple))

CHECK_IN_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(CheckInDesk, _IDS),
    st.builds(SpokenWord, _IDS),
    st.builds(RollCall, _IDS, _PAGES, _IDS),
    st.builds(TakingBack, _IDS, _PAGES),
    st.builds(TellingApart, _IDS, st.lists(_DOUBTS, min_size=1, max_size=3).map(tuple)),
    st.builds(NamingWalkIn, _IDS),
    st.builds(ChoosingWalkIn, _IDS, _NAMES, st.lists(_IDS, max_size=3).map(tuple)),
    st.builds(SayingPresence, _IDS),
    st.builds(ChoosingPresence, st.lists(_IDS, max_size=3).map(tuple), st.booleans()),
)
