"""Every place of binding groups, as hypothesis makes them: rows that may not exist."""

from hypothesis import strategies as st

from bot.flows.groups.steps import ChoosingGroupUnit, GroupCard, GroupList

GROUP_PLACES: st.SearchStrategy[GroupList | ChoosingGroupUnit | GroupCard] = st.one_of(
    st.builds(GroupList, st.integers(0, 3) | st.integers(0, 2**31)),
    st.builds(ChoosingGroupUnit, st.integers(0, 30) | st.integers(0, 2**31), st.integers(0, 3)),
    st.builds(GroupCard, st.integers(1, 3) | st.integers(0, 2**63 - 1)),
)
