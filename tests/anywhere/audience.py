"""Every place around an audience, as hypothesis makes them: any words, rows that may not exist."""

from hypothesis import strategies as st

from bot.flows.announcements.steps import (
    AudienceOf,
    ChoosingAmong,
    ChoosingRelation,
    ChoosingSort,
    DroppingCondition,
    Sort,
)

AudienceStep = AudienceOf | ChoosingSort | ChoosingAmong | ChoosingRelation | DroppingCondition

_ROWS = st.one_of(st.integers(1, 8), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)

AUDIENCE_PLACES: st.SearchStrategy[AudienceStep] = st.one_of(
    st.builds(AudienceOf, _ROWS),
    st.builds(ChoosingSort, _ROWS, st.booleans(), _PAGES),
    st.builds(ChoosingAmong, _ROWS, st.sampled_from(Sort), st.booleans(), _NAMES, _PAGES),
    st.builds(ChoosingRelation, _ROWS, _ROWS, st.booleans()),
    st.builds(DroppingCondition, _ROWS, _PAGES),
)
